// Where one stands before a screen: WAYFINDING.md section 7, 1.
#include <limits>

#include "core/venue/directions.hpp"
#include "core/venue/plane.hpp"

namespace skylt {
namespace {

constexpr double kUsualDistance = 2;  // metres
constexpr double kNearest = 0.3;      // so far from a wall one can stand
constexpr double kStride = 0.25;      // how finely the line from the screen is followed

/// The nearest node of the level that is in sight of the viewer, else the nearest.
std::optional<std::size_t> nearest_node(const Network& network, std::size_t venue, const Pose& pose) {
  std::optional<std::size_t> best;
  double best_distance = std::numeric_limits<double>::max();
  bool best_seen = false;
  for (std::size_t i = 0; i < network.size(); ++i) {
    const auto& vertex = network.vertex(i);
    if (vertex.venue != venue || vertex.node->level != pose.level) continue;
    const double distance = plane::distance(network.point(i), pose.at);
    const bool seen = network.sight(venue).clear(pose.level, pose.at, network.point(i));
    if (best && (seen < best_seen || (seen == best_seen && distance >= best_distance))) continue;
    best = i;
    best_distance = distance;
    best_seen = seen;
  }
  return best;
}

/// As far before the screen as asked, on walkable ground; nullopt where there is none just before it.
std::optional<Point> standing_point(const Sight& sight, const Pose& pose, double metres) {
  if (!sight.knows(pose.level)) return plane::ahead(pose.screen, pose.heading + 180, metres);
  std::optional<Point> best;
  const Point before = plane::ahead(pose.screen, pose.heading + 180, kNearest);
  for (double d = kNearest;; d = std::min(d + kStride, metres)) {
    const Point p = plane::ahead(pose.screen, pose.heading + 180, d);
    if (!sight.space_at(pose.level, p) || !sight.clear(pose.level, before, p)) return best;
    best = p;
    if (d >= metres) return best;
  }
}

}  // namespace

std::optional<Pose> pose_of(const Network& network, const Screen& screen) {
  const Venue* venue = network.find_venue(screen.venue);
  if (!venue || !screen.heading || !screen.pose_holds()) return std::nullopt;
  const auto node = network.find(screen.venue, screen.node);
  if (!node && !screen.at) return std::nullopt;
  Pose pose;
  pose.venue = screen.venue;
  pose.heading = *screen.heading;
  pose.screen = screen.at.value_or(node ? network.point(*node) : Point{});
  pose.level = node && screen.level.empty() ? network.vertex(*node).node->level : screen.level;
  const double metres = screen.distance_mm > 0 ? screen.distance_mm / 1000 : kUsualDistance;
  const auto index = static_cast<std::size_t>(venue - network.venues().data());
  const auto standing = standing_point(network.sight(index), pose, std::max(metres, kNearest));
  pose.at = standing.value_or(pose.screen);
  pose.standing = standing.has_value();
  const auto start = node ? node : nearest_node(network, index, pose);
  if (!start) return std::nullopt;
  pose.vertex = *start;
  return pose;
}

}  // namespace skylt
