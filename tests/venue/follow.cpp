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
constexpr double kAtHisFeet = 2.5;
constexpr double kAtTheDoor = 0.5;
constexpr double kHalfEighth = 22.5;

Point middle(const Opening& opening) { return plane::middle(opening.line[0], opening.line[1]); }

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
      if (at_start && !arc.opening)  // he stands in the doorway and is shown through it
        return std::abs(plane::turn(plane::azimuth(from, to) - heading_ - sign.exact)) < 90 ? std::optional{k + 1}
                                                                                            : std::nullopt;
      const bool door = arc.opening && plane::distance(sign.target, middle(*arc.opening)) < kOnTheWay;
      if (door || (!at_start && plane::distance_to_segment(sign.target, from, to) < kOnTheWay))
        return sign.connector_kind.empty() ? std::optional{k + 1} : beyond(route, sign, k + 1);
    }
    return std::nullopt;
  }

  /// Of the ways on from where he stands, the one nearest to where the arrow points.
  std::optional<std::size_t> nearest_way(std::size_t at, std::size_t destination, const Sign& sign) const {
    std::optional<std::size_t> best;
    double best_turn = std::numeric_limits<double>::max();
    for (const Way& way : ways(at, destination, sign)) {
      double turn = way.azimuth ? std::abs(plane::turn(*way.azimuth - heading_ - sign.bearing)) : 0;
      if (way.is_named && turn <= kHalfEighth) turn = 0;  // it is there where the arrow points
      if (turn >= best_turn) continue;
      best_turn = turn;
      best = way.to;
    }
    return best;
  }

 private:
  struct Way {
    std::size_t to;
    std::optional<double> azimuth;  ///< nullopt: straight up or down
    bool is_named;                  ///< the door of the lift or stair that the sign names
  };

  /// Every way that begins at the node, and at those of the same space that lie at his feet. Doors say what they are:
  /// he goes to his own where he sees it in that space, and not into another behind which no way goes on. A way up or
  /// down is one only if the sign names it, and a sign that says "here" speaks of no other. Across town nobody is sent
  /// by these.
  std::vector<Way> ways(std::size_t start, std::size_t destination, const Sign& sign) const {
    const Pose stand = pose(start);
    const Sight& sight = network_.sight(network_.vertex(start).venue);
    const auto space = sight.space_at(stand.level, stand.at);
    const auto is_beside = [&](std::size_t vertex) {
      return space && network_.vertex(vertex).space == space && network_.vertex(vertex).node->level == stand.level;
    };
    std::vector<Way> found;
    std::vector<std::size_t> at_his_feet{start};
    for (std::size_t i = 0; i < at_his_feet.size(); ++i) {
      for (const auto& arc : network_.arcs(at_his_feet[i])) {
        const Point from = network_.point(at_his_feet[i]), to = network_.point(arc.to);
        if (std::find(at_his_feet.begin(), at_his_feet.end(), arc.to) != at_his_feet.end()) continue;
        if (arc.closed || arc.link || !is_meant(arc, sign)) continue;
        if (arc.opening && arc.to != destination && network_.arcs(arc.to).size() == 1) continue;
        const Point eye = i == 0 ? from : stand.at;
        const bool door = arc.opening && !is_beside(arc.to) && plane::distance(eye, middle(*arc.opening)) > kAtTheDoor;
        const Point seen = door ? middle(*arc.opening) : to;
        found.push_back({arc.to, from == to ? std::nullopt : std::optional{plane::azimuth(eye, seen)},
                         door && leads_to(arc.to, sign)});
        if (!is_connector(arc.kind) && is_beside(arc.to) && plane::distance(stand.at, to) <= kAtHisFeet)
          at_his_feet.push_back(arc.to);
      }
    }
    const Point there = network_.point(destination);
    if (destination != start && is_beside(destination) && sight.clear(stand.level, stand.at, there))
      found.push_back({destination, plane::azimuth(stand.at, there), false});
    return found;
  }

  bool is_meant(const Network::Arc& arc, const Sign& sign) const {
    if (!is_connector(arc.kind))
      return sign.arrow != ArrowKind::Here && !(arc.opening && leads_to_another_connector(arc.to, sign));
    return sign.connector_kind == arc.kind && (arc.levels > 0) - (arc.levels < 0) == sign.direction;
  }

  bool leads_to(std::size_t at, const Sign& sign) const {
    const auto arcs = network_.arcs(at);
    return std::any_of(arcs.begin(), arcs.end(),
                       [&](const auto& arc) { return is_connector(arc.kind) && arc.kind == sign.connector_kind; });
  }

  /// Behind the door is a lift or stair, but none that the sign names.
  bool leads_to_another_connector(std::size_t at, const Sign& sign) const {
    const auto arcs = network_.arcs(at);
    return !leads_to(at, sign) &&
           std::any_of(arcs.begin(), arcs.end(), [](const auto& arc) { return is_connector(arc.kind); });
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
                  [](const Visitor& visitor, std::size_t at, const Route& route, const Sign& sign) {
                    return visitor.nearest_way(at, route.nodes.back(), sign);
                  });
}

}  // namespace skylt::test
