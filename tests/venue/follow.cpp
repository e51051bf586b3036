#include "tests/venue/follow.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "core/venue/plane.hpp"

namespace skylt::test {
namespace {

constexpr double kOnTheWay = 0.05;

/// Routes and signs to one place, from wherever the visitor stands.
class Visitor {
 public:
  Visitor(const Network& network, double heading, Profile profile)
      : network_{network}, heading_{heading}, profile_{profile} {}

  std::optional<Route> route(std::size_t from, std::size_t to) const { return Routes{network_, from, profile_}.to(to); }

  Pose pose(std::size_t at) const {
    Screen screen;
    screen.venue = network_.venue_of(at).id;
    screen.node = network_.vertex(at).node->id;
    screen.heading = heading_;
    screen.distance_mm = 300;  // he stands close, so that the ways begin where he is
    return pose_of(network_, screen).value();
  }

  /// The node after the sign's target, beyond its door and its connector; nullopt where the target is not on the way.
  std::optional<std::size_t> behind_target(const Route& route, const Sign& sign) const {
    for (std::size_t k = 0; k + 1 < route.nodes.size(); ++k) {
      const Point from = network_.point(route.nodes[k]), to = network_.point(route.nodes[k + 1]);
      if (network_.vertex(route.nodes[k]).node->level != sign.target_level) return std::nullopt;
      const bool at_start = plane::distance(sign.target, from) < kOnTheWay;
      if (at_start && !sign.connector_kind.empty()) return beyond(route, sign, k);
      if (at_start && k > 0) return k;
      const auto& arc = network_.arc(route.arcs[k]);
      const bool door = arc.opening && plane::distance(sign.target, plane::middle(arc.opening->line[0],
                                                                                  arc.opening->line[1])) < kOnTheWay;
      if (door || (!at_start && plane::distance_to_segment(sign.target, from, to) < kOnTheWay))
        return sign.connector_kind.empty() ? std::optional{k + 1} : beyond(route, sign, k + 1);
    }
    return std::nullopt;
  }

  /// The way on from here that lies nearest to where the arrow points.
  std::optional<std::size_t> nearest_way(std::size_t at, const Sign& sign) const {
    const auto arcs = network_.arcs(at);
    const bool here = sign.arrow == ArrowKind::Here;
    std::optional<std::size_t> best;
    double best_turn = std::numeric_limits<double>::max();
    for (const auto& arc : arcs) {
      if (arc.closed || (here && !is_connector(arc.kind))) continue;
      if (arc.opening && leads_to_another_connector(arc.to, sign)) continue;
      if (is_connector(arc.kind) &&
          (sign.connector_kind != arc.kind || (arc.levels > 0) - (arc.levels < 0) != sign.direction))
        continue;
      const Point to = network_.point(arc.to), from = network_.point(at);
      const double turn = from == to ? 0 : std::abs(plane::turn(plane::azimuth(from, to) - heading_ - sign.bearing));
      if (turn >= best_turn) continue;
      best_turn = turn;
      best = arc.to;
    }
    return best;
  }

 private:
  /// Behind the door is a lift or stair, but none that the sign names.
  bool leads_to_another_connector(std::size_t at, const Sign& sign) const {
    bool any = false;
    for (const auto& arc : network_.arcs(at)) {
      if (!is_connector(arc.kind)) continue;
      if (arc.kind == sign.connector_kind) return false;
      any = true;
    }
    return any;
  }

  std::optional<std::size_t> beyond(const Route& route, const Sign& sign, std::size_t k) const {
    while (k < route.arcs.size() && network_.arc(route.arcs[k]).kind != sign.connector_kind) ++k;
    while (k < route.arcs.size() && network_.arc(route.arcs[k]).kind == sign.connector_kind) {
      ++k;
      if (network_.vertex(route.nodes[k]).node->level == sign.connector_level) break;
    }
    return k;
  }

  const Network& network_;
  double heading_;
  Profile profile_;
};

std::set<std::size_t> destinations(const Network& network, std::size_t venue) {
  std::set<std::size_t> found;
  const Venue& place = network.venues()[venue];
  const auto add = [&](const std::string& node) {
    if (const auto vertex = network.find(place.id, node)) found.insert(*vertex);
  };
  for (const Room& room : place.rooms) add(room.node);
  for (const Amenity& amenity : place.amenities) add(amenity.node);
  return found;
}

using Move = std::function<std::optional<std::size_t>(const Visitor&, std::size_t at, const Route&, const Sign&)>;

std::string walk(const Network& network, const Visitor& visitor, std::size_t at, std::size_t to, const Move& move) {
  std::string seen = network.vertex(at).node->id;
  for (auto route = visitor.route(at, to); at != to;) {
    const Sign sign = sign_of(network, visitor.pose(at), *route);
    if (sign.arrow == ArrowKind::None) return seen + ": no arrow";
    const auto next = move(visitor, at, *route, sign);
    if (!next) return seen + ": the arrow leads nowhere";
    const auto rest = visitor.route(*next, to);
    seen += ">" + network.vertex(*next).node->id;
    if (!rest || rest->seconds >= route->seconds) return seen + ": no nearer";
    at = *next;
    route = rest;
  }
  return {};
}

Walks walk_all(const Network& network, std::size_t venue, double heading, Profile profile, const Move& move) {
  Walks walks;
  const Visitor visitor{network, heading, profile};
  for (const std::size_t to : destinations(network, venue)) {
    for (std::size_t from = 0; from < network.size(); ++from) {
      if (network.vertex(from).venue != venue) continue;
      if (!visitor.route(from, to)) {
        ++walks.unreachable;
        continue;
      }
      const std::string fault = walk(network, visitor, from, to, move);
      if (fault.empty())
        ++walks.arrived;
      else
        walks.lost.push_back(fault + " (to " + network.vertex(to).node->id + ")");
    }
  }
  return walks;
}

}  // namespace

Walks follow_targets(const Network& network, std::size_t venue, double heading, Profile profile) {
  return walk_all(
      network, venue, heading, profile,
      [](const Visitor& visitor, std::size_t, const Route& route, const Sign& sign) -> std::optional<std::size_t> {
        const auto k = visitor.behind_target(route, sign);
        return k ? std::optional{route.nodes[*k]} : std::nullopt;
      });
}

Walks follow_arrows(const Network& network, std::size_t venue, double heading, Profile profile) {
  return walk_all(network, venue, heading, profile,
                  [](const Visitor& visitor, std::size_t at, const Route&, const Sign& sign) {
                    return visitor.nearest_way(at, sign);
                  });
}

}  // namespace skylt::test
