#include "core/venue/polygon.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace skylt {
namespace {

constexpr double kTouch = 1e-6;  ///< metres; nearer than this counts as touching

double cross(Point o, Point a, Point b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

Point nearest_on_segment(Point p, Point a, Point b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double squared = dx * dx + dy * dy;
  if (squared <= 0) return a;
  const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared, 0.0, 1.0);
  return {a.x + t * dx, a.y + t * dy};
}

/// Crossing in the inside of both.
bool cross_properly(Point a, Point b, Point c, Point d) {
  const double c1 = cross(a, b, c);
  const double c2 = cross(a, b, d);
  const double c3 = cross(c, d, a);
  const double c4 = cross(c, d, b);
  return ((c1 > 0 && c2 < 0) || (c1 < 0 && c2 > 0)) && ((c3 > 0 && c4 < 0) || (c3 < 0 && c4 > 0));
}

bool touch(Point a, Point b, Point c, Point d) {
  if (cross_properly(a, b, c, d)) return true;
  return distance_to_segment(a, c, d) < kTouch || distance_to_segment(b, c, d) < kTouch ||
         distance_to_segment(c, a, b) < kTouch || distance_to_segment(d, a, b) < kTouch;
}

bool apart(Point a, Point b, Point c, Point d) {
  return std::max(a.x, b.x) + kTouch < std::min(c.x, d.x) || std::max(c.x, d.x) + kTouch < std::min(a.x, b.x) ||
         std::max(a.y, b.y) + kTouch < std::min(c.y, d.y) || std::max(c.y, d.y) + kTouch < std::min(a.y, b.y);
}

bool ring_contains(const Ring& ring, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const Point a = ring[i];
    const Point b = ring[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/// Calls `visit(a, b)` for every wall until it returns true.
template <typename Visit>
bool any_wall(const std::vector<Ring>& rings, const Visit& visit) {
  for (const Ring& ring : rings) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      if (visit(ring[j], ring[i])) return true;
    }
  }
  return false;
}

Point centre_of_gravity(const Ring& ring) {
  double area = 0;
  Point sum;
  const Point origin = ring.front();
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const double part = cross(origin, ring[j], ring[i]);
    area += part;
    sum.x += part * (ring[j].x + ring[i].x - 2 * origin.x);
    sum.y += part * (ring[j].y + ring[i].y - 2 * origin.y);
  }
  if (std::abs(area) < 1e-9) return origin;
  return {origin.x + sum.x / (3 * area), origin.y + sum.y / (3 * area)};
}

/// Middles of the stretches inside along one horizontal line.
std::vector<Point> middles_at(const std::vector<Ring>& rings, double y) {
  std::vector<double> crossings;
  any_wall(rings, [&](Point a, Point b) {
    if ((a.y > y) != (b.y > y)) crossings.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
    return false;
  });
  std::sort(crossings.begin(), crossings.end());
  std::vector<Point> middles;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
    middles.push_back({(crossings[i] + crossings[i + 1]) / 2, y});
  return middles;
}

}  // namespace

double distance_of(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

double distance_to_segment(Point p, Point a, Point b) { return distance_of(p, nearest_on_segment(p, a, b)); }

double signed_area(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) twice += cross(ring.front(), ring[j], ring[i]);
  return twice / 2;
}

bool contains(const std::vector<Ring>& rings, Point p) {
  if (rings.empty() || !ring_contains(rings.front(), p)) return false;
  return std::none_of(rings.begin() + 1, rings.end(), [&](const Ring& hole) { return ring_contains(hole, p); });
}

Point nearest_on_boundary(const std::vector<Ring>& rings, Point p) {
  Point best = p;
  double least = std::numeric_limits<double>::infinity();
  any_wall(rings, [&](Point a, Point b) {
    const Point near = nearest_on_segment(p, a, b);
    if (distance_of(p, near) < least) {
      least = distance_of(p, near);
      best = near;
    }
    return false;
  });
  return best;
}

double distance_to_boundary(const std::vector<Ring>& rings, Point p) {
  return distance_of(p, nearest_on_boundary(rings, p));
}

bool sees(const std::vector<Ring>& rings, Point a, Point b) {
  if (!contains(rings, a) || !contains(rings, b)) return false;
  return !any_wall(rings, [&](Point c, Point d) { return !apart(a, b, c, d) && touch(a, b, c, d); });
}

Point interior_point(const std::vector<Ring>& rings) {
  constexpr double kAir = 0.5;
  const Point centre = centre_of_gravity(rings.front());
  if (contains(rings, centre) && distance_to_boundary(rings, centre) > kAir) return centre;
  const Bounds bounds = bounds_of(rings);
  Point best = centre;
  double most = contains(rings, centre) ? distance_to_boundary(rings, centre) : -1;
  constexpr int kLines = 23;
  for (int line = 1; line <= kLines; ++line) {
    const double y = bounds.low.y + (bounds.high.y - bounds.low.y) * line / (kLines + 1.0);
    for (const Point p : middles_at(rings, y)) {
      const double air = contains(rings, p) ? distance_to_boundary(rings, p) : -1;
      if (air <= most + 1e-9) continue;
      most = air;
      best = p;
    }
  }
  return best;
}

bool crosses_itself(const Ring& ring) {
  const std::size_t n = ring.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % n];
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue;
      const Point c = ring[j];
      const Point d = ring[(j + 1) % n];
      if (!apart(a, b, c, d) && touch(a, b, c, d)) return true;
    }
  }
  return false;
}

bool overlap(const std::vector<Ring>& a, const std::vector<Ring>& b) {
  if (a.empty() || b.empty() || !bounds_of(a).near(bounds_of(b), 0)) return false;
  if (contains(b, interior_point(a)) || contains(a, interior_point(b))) return true;
  return any_wall(a, [&](Point p, Point q) {
    return any_wall(b, [&](Point r, Point s) { return !apart(p, q, r, s) && cross_properly(p, q, r, s); });
  });
}

bool Bounds::near(const Bounds& other, double metres) const {
  return low.x <= other.high.x + metres && other.low.x <= high.x + metres && low.y <= other.high.y + metres &&
         other.low.y <= high.y + metres;
}

bool Bounds::near(Point p, double metres) const { return near(Bounds{p, p}, metres); }

Bounds bounds_of(const std::vector<Ring>& rings) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Bounds bounds{{kFar, kFar}, {-kFar, -kFar}};
  for (const Ring& ring : rings) {
    for (const Point p : ring) {
      bounds.low = {std::min(bounds.low.x, p.x), std::min(bounds.low.y, p.y)};
      bounds.high = {std::max(bounds.high.x, p.x), std::max(bounds.high.y, p.y)};
    }
  }
  return bounds;
}

}  // namespace skylt
