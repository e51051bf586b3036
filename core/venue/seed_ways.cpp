#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/venue/seed_parts.hpp"

namespace skylt::seeding {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();
constexpr double kDetour = 1.03;
constexpr double kMostWork = 3e8;  ///< pairs of points times walls

struct Corner {
  Point at;
  std::size_t number;
};

/// The point beside a wall's corner where one walks round it: up to 0.6 m away from it into the space.
std::optional<Point> beside(const std::vector<Ring>& rings, Point before, Point corner, Point after) {
  const double a = distance_of(before, corner);
  const double b = distance_of(after, corner);
  if (a <= 0 || b <= 0) return std::nullopt;
  Point away{-(before.x - corner.x) / a - (after.x - corner.x) / b,
             -(before.y - corner.y) / a - (after.y - corner.y) / b};
  const double length = std::hypot(away.x, away.y);
  if (length < 1e-9) return std::nullopt;
  for (const double metres : {0.6, 0.4, 0.25, 0.12, 0.05}) {
    const Point p{corner.x + away.x / length * metres, corner.y + away.y / length * metres};
    if (contains(rings, p) && distance_to_boundary(rings, p) > metres * 0.8) return p;
  }
  return std::nullopt;
}

/// Points beside every corner that stands into the space.
std::vector<Corner> corners_of(const std::vector<Ring>& rings) {
  constexpr double kSmallestTurn = 0.05;  // radians; flatter ones are a drawn curve
  std::vector<Corner> corners;
  std::size_t number = 0;
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const Ring& ring = rings[r];
    const double turn = (signed_area(ring) > 0) == (r == 0) ? 1 : -1;  // the space lies on the left
    for (std::size_t i = 0; i < ring.size(); ++i, ++number) {
      const Point p = ring[(i + ring.size() - 1) % ring.size()];
      const Point v = ring[i];
      const Point n = ring[(i + 1) % ring.size()];
      const double sine = turn * ((v.x - p.x) * (n.y - v.y) - (v.y - p.y) * (n.x - v.x));
      if (sine >= -kSmallestTurn * distance_of(p, v) * distance_of(v, n)) continue;
      const auto at = beside(rings, p, v, n);
      if (!at) continue;
      const auto taken = [&](const Corner& other) { return distance_of(other.at, *at) < 0.1; };
      if (std::none_of(corners.begin(), corners.end(), taken)) corners.push_back({*at, number});
    }
  }
  return corners;
}

using Matrix = std::vector<std::vector<double>>;

Matrix lengths_in_sight(const std::vector<Ring>& rings, const std::vector<Point>& points) {
  Matrix lengths(points.size(), std::vector<double>(points.size(), kNone));
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (sees(rings, points[i], points[j])) lengths[i][j] = lengths[j][i] = distance_of(points[i], points[j]);
    }
  }
  return lengths;
}

/// Marks the edges of the shortest ways from `start` to the first `targets` points (Dijkstra).
void mark_ways_from(std::size_t start, std::size_t targets, const Matrix& lengths,
                    std::set<std::pair<std::size_t, std::size_t>>& used) {
  const std::size_t n = lengths.size();
  std::vector<double> cost(n, kNone);
  std::vector<std::size_t> before(n, n);
  std::vector<bool> done(n, false);
  cost[start] = 0;
  for (std::size_t round = 0; round < n; ++round) {
    std::size_t next = n;
    for (std::size_t i = 0; i < n; ++i) {
      if (!done[i] && cost[i] < kNone && (next == n || cost[i] < cost[next])) next = i;
    }
    if (next == n) break;
    done[next] = true;
    for (std::size_t i = 0; i < n; ++i) {
      if (done[i] || cost[next] + lengths[next][i] >= cost[i] - 1e-9) continue;
      cost[i] = cost[next] + lengths[next][i];
      before[i] = next;
    }
  }
  for (std::size_t i = 0; i < targets; ++i) {
    for (std::size_t at = i; before[at] < n; at = before[at]) used.insert(std::minmax(at, before[at]));
  }
}

/// Whether a way by a third point, over two edges that are both shorter, is hardly longer.
bool has_detour(const std::pair<std::size_t, std::size_t>& edge, const std::vector<std::vector<std::size_t>>& beside,
                const Matrix& lengths, const std::set<std::pair<std::size_t, std::size_t>>& used) {
  const double straight = lengths[edge.first][edge.second];
  return std::any_of(beside[edge.first].begin(), beside[edge.first].end(), [&](std::size_t by) {
    const double first = lengths[edge.first][by];
    const double second = lengths[by][edge.second];
    return first < straight && second < straight && first + second <= straight * kDetour &&
           used.contains(std::minmax(by, edge.second));
  });
}

}  // namespace

Ways ways_inside(const std::vector<Ring>& rings, const std::vector<Point>& points) {
  Ways ways;
  if (points.size() < 2) return ways;
  std::vector<Corner> corners = corners_of(rings);
  std::size_t walls = 0;
  for (const Ring& ring : rings) walls += ring.size();
  const double all = static_cast<double>(points.size() + corners.size());
  if (all * all / 2 * static_cast<double>(walls) > kMostWork) {
    ways.too_detailed = true;
    corners.clear();
  }
  std::vector<Point> places = points;
  for (const Corner& corner : corners) places.push_back(corner.at);
  const Matrix lengths = lengths_in_sight(rings, places);
  std::set<std::pair<std::size_t, std::size_t>> used;
  for (std::size_t i = 0; i < points.size(); ++i) mark_ways_from(i, points.size(), lengths, used);

  std::vector<std::vector<std::size_t>> neighbours(places.size());
  for (const auto& [a, b] : used) {
    neighbours[a].push_back(b);
    neighbours[b].push_back(a);
  }
  std::vector<std::size_t> index(places.size());
  std::vector<bool> kept(places.size(), false);
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const auto& edge : used) {
    if (has_detour(edge, neighbours, lengths, used)) continue;
    edges.push_back(edge);
    kept[edge.first] = kept[edge.second] = true;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    index[i] = i < points.size() ? i : points.size() + ways.corners.size();
    if (i < points.size() || !kept[i]) continue;
    ways.corners.push_back(places[i]);
    ways.corner_numbers.push_back(corners[i - points.size()].number);
  }
  for (const auto& [a, b] : edges) ways.edges.emplace_back(index[a], index[b]);
  return ways;
}

}  // namespace skylt::seeding
