#include "core/venue/sight.hpp"

#include <algorithm>
#include <limits>

#include "core/venue/plane.hpp"

namespace skylt {
namespace {

constexpr double kWallThickness = 0.6;  // an opening may be drawn on either face of the wall
constexpr double kPassageReach = 0.5;   // half the width of a doorway that nobody has drawn
constexpr double kOnTheWall = 0.02;     // an end of a sight line that lies on an outline does not cross it

}  // namespace

Sight::Sight(const Venue& venue) : venue_{&venue} {
  const auto storey_of = [&](std::string_view level) -> Storey& {
    for (Storey& storey : storeys_) {
      if (storey.level == level) return storey;
    }
    return storeys_.emplace_back(Storey{level, {}, {}, {}});
  };
  for (std::size_t i = 0; i < venue.spaces.size(); ++i) {
    const Space& space = venue.spaces[i];
    Storey& storey = storey_of(space.level);
    storey.spaces.push_back(i);
    if (space.kind == "void") continue;
    for (const Ring& ring : space.rings) {
      for (std::size_t k = 0; k < ring.size(); ++k) storey.walls.push_back({ring[k], ring[(k + 1) % ring.size()]});
    }
  }
  for (const Opening& opening : venue.openings) {
    for (Storey& storey : storeys_) {
      if (storey.level == opening.level) storey.gaps.push_back({opening.line[0], opening.line[1], kWallThickness});
    }
  }
  for (const Edge& edge : venue.edges) add_passage(edge);
}

void Sight::add_passage(const Edge& edge) {
  const auto node = [&](const std::string& id) {
    return std::find_if(venue_->nodes.begin(), venue_->nodes.end(), [&](const Node& n) { return n.id == id; });
  };
  if (!edge.opening.empty()) return;
  const auto from = node(edge.from), to = node(edge.to);
  if (from == venue_->nodes.end() || to == venue_->nodes.end() || from->level != to->level) return;
  for (Storey& storey : storeys_) {
    if (storey.level != from->level) continue;
    const Point a{from->x, from->y}, b{to->x, to->y};
    std::vector<Gap> found;
    for (const Wall& wall : storey.walls) {
      const auto at = plane::crossing(a, b, wall.a, wall.b);
      if (!at) continue;
      const Point p = plane::along(a, b, *at);
      if (!is_gap(storey, p)) found.push_back({p, p, kPassageReach});
    }
    storey.gaps.insert(storey.gaps.end(), found.begin(), found.end());
  }
}

const Sight::Storey* Sight::find(std::string_view level) const {
  for (const Storey& storey : storeys_) {
    if (storey.level == level) return &storey;
  }
  return nullptr;
}

bool Sight::knows(std::string_view level) const {
  const Storey* storey = find(level);
  return storey && !storey->spaces.empty();
}

std::optional<std::size_t> Sight::space_at(std::string_view level, const Point& p) const {
  std::optional<std::size_t> best;
  double smallest = std::numeric_limits<double>::max();
  const Storey* storey = find(level);
  if (!storey) return best;
  for (const std::size_t i : storey->spaces) {
    const Space& space = venue_->spaces[i];
    if (!space.walkable || space.rings.empty() || !plane::inside(space.rings, p)) continue;
    const double area = plane::area(space.rings[0]);
    if (area >= smallest) continue;
    smallest = area;
    best = i;
  }
  return best;
}

bool Sight::is_gap(const Storey& storey, const Point& p) const {
  return std::any_of(storey.gaps.begin(), storey.gaps.end(),
                     [&](const Gap& gap) { return plane::distance_to_segment(p, gap.a, gap.b) <= gap.reach; });
}

bool Sight::clear(std::string_view level, const Point& a, const Point& b) const {
  const Storey* storey = find(level);
  if (!storey || storey->spaces.empty()) return true;
  for (const Wall& wall : storey->walls) {
    const auto at = plane::crossing(a, b, wall.a, wall.b);
    if (!at) continue;
    const Point p = plane::along(a, b, *at);
    if (plane::distance(p, a) <= kOnTheWall || plane::distance(p, b) <= kOnTheWall) continue;
    if (!is_gap(*storey, p)) return false;
  }
  return true;
}

std::optional<Point> Sight::leaves(std::size_t space, const Point& a, const Point& b) const {
  std::optional<double> first;
  for (const Ring& ring : venue_->spaces[space].rings) {
    for (std::size_t k = 0; k < ring.size(); ++k) {
      const auto at = plane::crossing(a, b, ring[k], ring[(k + 1) % ring.size()]);
      if (at && (!first || *at < *first)) first = at;
    }
  }
  if (!first) return std::nullopt;
  return plane::along(a, b, *first);
}

}  // namespace skylt
