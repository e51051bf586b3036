// From a route and a viewer to an arrow: WAYFINDING.md sections 6 and 7.
#include <algorithm>
#include <cmath>

#include "core/venue/directions.hpp"
#include "core/venue/plane.hpp"

namespace skylt {
namespace {

constexpr double kBendDegrees = 30;
constexpr double kAmbiguousDegrees = 7;
constexpr double kSteady = 1e-6;       // angles on an edge stay on one side of it however the venue is turned (W2)
constexpr double kAtOnesFeet = 2.5;    // a bend so near, or between the viewer and the screen, is behind the viewer
constexpr double kInTheDoorway = 0.5;  // nearer to an opening than this, one is told to go through it
constexpr double kOnTheSpot = 0.1;     // two points so near have no direction between them
constexpr double kAtHand = 5;          // a bend so near is none to whoever sees past it
constexpr double kLastStretch = 5;     // a bend so near the end of the first leg is not told apart from it
constexpr double kBehindTheDoor = 6;   // a connector this near behind a door is what the door is for

/// The first leg's target and what it is.
struct Target {
  Point at;
  std::optional<std::size_t> connector_arc;  ///< position in route.arcs
  std::optional<double> onward;              ///< azimuth in which the way goes on from there
  std::optional<double> through;             ///< azimuth through the doorway in which the viewer stands already
  bool is_destination = false;
};

class FirstLeg {
 public:
  FirstLeg(const Network& network, const Pose& pose, const Route& route)
      : network_{network},
        pose_{pose},
        route_{route},
        venue_{network.vertex(route.nodes[0]).venue},
        standing_in_{network.sight(venue_).space_at(pose.level, pose.at)} {}

  Target target() const {
    Target target{point(0), {}, {}, {}};
    for (std::size_t i = 0; i < route_.arcs.size(); ++i) {
      if (leaves_level(i)) return {point(i), connector_at(i), {}, {}};
      if (const auto door = door_on(i))
        return {*door, connector_behind(i), azimuth_after(i, *door), through(i, *door), ends_in_doorway(i)};
      if (i > 0 || is_far(point(0))) {
        if (!sees(point(i + 1))) return last_in_sight(i, target.at);
      }
      target.at = point(i + 1);
      if (i + 1 < route_.arcs.size() && !is_passed(target.at) && !sees_past(i) && bends_after(i))
        return {target.at, connector_at(i + 1), plane::azimuth(target.at, point(i + 2)), {}};
    }
    return target;
  }

 private:
  const Network::Arc& arc(std::size_t i) const { return network_.arc(route_.arcs[i]); }
  Point point(std::size_t i) const { return network_.point(route_.nodes[i]); }
  bool drawn() const { return network_.sight(venue_).knows(pose_.level); }
  bool sees(const Point& p) const { return network_.sight(venue_).clear(pose_.level, pose_.at, p); }

  /// What arc i leads to is hidden: one goes to where it begins, or around the corner where one stands.
  Target last_in_sight(std::size_t i, const Point& seen) const {
    if (plane::distance(seen, pose_.at) <= kInTheDoorway) return {point(i + 1), {}, {}, {}};
    return {seen, {}, plane::azimuth(seen, point(i + 1)), {}};
  }

  /// Already behind the viewer, or so near that no arrow can point at it.
  bool is_passed(const Point& p) const {
    return plane::distance_to_segment(p, pose_.at, pose_.screen) <= kAtOnesFeet + kSteady;
  }
  /// Whether the viewer stands so near to where arc i ends that he goes straight to the point after it.
  bool sees_past(std::size_t i) const {
    return drawn() && !leaves_level(i + 1) && plane::distance(point(i + 1), pose_.at) <= kAtHand + kSteady &&
           sees(point(i + 2));
  }
  bool is_far(const Point& p) const { return !is_passed(p); }

  /// Not where two buildings, each with its own ground floor, meet at a door.
  bool leaves_level(std::size_t i) const {
    if (arc(i).link || is_connector(arc(i).kind)) return true;
    return network_.vertex(route_.nodes[i]).ordinal != network_.vertex(route_.nodes[i + 1]).ordinal;
  }

  std::optional<std::size_t> connector_at(std::size_t i) const {
    return i < route_.arcs.size() && is_connector(arc(i).kind) ? std::optional{i} : std::nullopt;
  }

  /// Where arc i leads out of the viewer's space, or to the door that is the destination. A graph may have its nodes on
  /// either side of a door or right in it.
  std::optional<Point> door_on(std::size_t i) const {
    const auto from = network_.vertex(route_.nodes[i]).space, to = network_.vertex(route_.nodes[i + 1]).space;
    if (standing_in_ && to == standing_in_ && !ends_in_doorway(i)) return std::nullopt;
    std::optional<Point> door;
    if (arc(i).opening)
      door = middle_of(*arc(i).opening);
    else if (from != to && from && drawn())
      door = network_.sight(venue_).leaves(*from, point(i), point(i + 1)).value_or(point(i + 1));
    else if (i == 0 && starts_across_the_threshold())
      door = point(0);
    else if (arc(i).kind == "door")
      door = plane::middle(point(i), point(i + 1));
    if (!door || !sees(*door)) return std::nullopt;
    return door;
  }

  static Point middle_of(const Opening& opening) { return plane::middle(opening.line[0], opening.line[1]); }

  /// Arc i is the last and ends in the doorway that it names, where the room begins.
  bool ends_in_doorway(std::size_t i) const {
    if (!arc(i).opening || i + 1 < route_.arcs.size()) return false;
    const Point door = middle_of(*arc(i).opening);
    return plane::distance(door, point(i + 1)) <= kInTheDoorway && plane::distance(door, point(i)) > kInTheDoorway;
  }

  /// The graph begins in a doorway at the viewer's feet and leads into the space that he does not stand in.
  bool starts_across_the_threshold() const {
    return standing_in_ && network_.vertex(route_.nodes[0]).space != standing_in_ &&
           plane::distance(point(0), pose_.at) <= kInTheDoorway;
  }

  /// Square through the doorway of arc i, else as the graph goes.
  double square_through(std::size_t i) const {
    const double along = plane::azimuth(point(i), point(i + 1));
    if (!arc(i).opening) return along;
    const double square = plane::azimuth(arc(i).opening->line[0], arc(i).opening->line[1]) + 90;
    return std::abs(plane::turn(along - square)) < 90 ? square : square + 180;
  }

  /// Whoever stands in the doorway by which arc i leaves cannot be shown where it is, only which way it leads.
  std::optional<double> through(std::size_t i, const Point& door) const {
    if (plane::distance(door, pose_.at) > kInTheDoorway || ends_in_doorway(i)) return std::nullopt;
    return square_through(i);
  }

  /// A connector that begins within a few steps of what arc i leads into.
  std::optional<std::size_t> connector_behind(std::size_t i) const {
    const auto room = network_.vertex(route_.nodes[i + 1]).space;
    double walked = 0;
    for (std::size_t k = i + 1; k < route_.arcs.size(); ++k) {
      if (is_connector(arc(k).kind)) return k;
      walked += arc(k).centimetres / 100.0;
      if (walked > kBehindTheDoor || leaves_level(k) || network_.vertex(route_.nodes[k + 1]).space != room)
        return std::nullopt;
    }
    return std::nullopt;
  }

  double azimuth_after(std::size_t i, const Point& door) const {
    return plane::distance(door, point(i + 1)) > kOnTheSpot ? plane::azimuth(door, point(i + 1)) : square_through(i);
  }

  /// Whether the way bends by more than 30 degrees where arc i ends. Where nobody has drawn the walls, a way that bends
  /// little by little bends too.
  bool bends_after(std::size_t i) const {
    if (leaves_level(i + 1) || is_last_stretch(i + 1)) return false;
    const auto bend = [&](std::size_t before) {
      const double in = plane::azimuth(point(before), point(before + 1));
      return std::abs(plane::turn(plane::azimuth(point(i + 1), point(i + 2)) - in)) > kBendDegrees + kSteady;
    };
    if (bend(i)) return true;
    std::size_t first = 0;
    while (first < i && is_passed(point(first + 1))) ++first;
    return !drawn() && bend(first);
  }

  /// Whether the few steps from where arc i begins end in sight: a graph often turns just before a door.
  bool is_last_stretch(std::size_t i) const {
    if (!drawn()) return false;
    double walked = 0;
    for (; i < route_.arcs.size() && !leaves_level(i) && walked <= kLastStretch; ++i) {
      if (door_on(i)) return true;
      if (!sees(point(i + 1))) return false;
      walked += arc(i).centimetres / 100.0;
    }
    return walked <= kLastStretch;
  }

  const Network& network_;
  const Pose& pose_;
  const Route& route_;
  std::size_t venue_;
  std::optional<std::size_t> standing_in_;  ///< space
};

/// One of eight; ambiguous near an edge between two, where the way onward decides.
void put_into_eight(Sign& sign, double onward) {
  const double low = std::floor((sign.exact + kSteady) / 45) * 45;
  const double above = sign.exact - low;  // 0 … 45, the edge at 22.5
  sign.ambiguous = std::abs(above - 22.5) < kAmbiguousDegrees - kSteady;
  double chosen = above > 22.5 + kSteady ? low + 45 : low;
  if (std::abs(above - 22.5) <= kSteady) chosen = std::abs(low) <= std::abs(low + 45) ? low : low + 45;
  if (sign.ambiguous) {
    const double to_low = std::abs(plane::turn(onward - low)), to_high = std::abs(plane::turn(onward - low - 45));
    if (std::abs(to_low - to_high) > kSteady) chosen = to_low < to_high ? low : low + 45;
  }
  sign.bearing = (static_cast<int>(std::lround(chosen)) % 360 + 360) % 360;
  sign.arrow = sign.bearing == 180 ? ArrowKind::Behind : ArrowKind::Arrow;
}

/// Where the connector that begins with arc `first` of the route is left.
void name_connector(const Network& network, const Route& route, std::size_t first, Sign& sign) {
  const auto& arc = network.arc(route.arcs[first]);
  sign.connector = arc.connector;
  sign.connector_kind = arc.kind;
  sign.direction = (arc.levels > 0) - (arc.levels < 0);
  std::size_t last = first;
  for (; last + 1 < route.arcs.size(); ++last) {
    const auto& next = network.arc(route.arcs[last + 1]);
    if (next.kind != arc.kind || next.connector != arc.connector || next.levels * arc.levels < 0) break;
  }
  sign.connector_level = network.vertex(route.nodes[last + 1]).node->level;
}

}  // namespace

Sign sign_of(const Network& network, const Pose& pose, const Route& route) {
  Sign sign;
  const Target target = FirstLeg{network, pose, route}.target();
  sign.target = target.at;
  sign.target_level = pose.level;
  if (target.connector_arc) name_connector(network, route, *target.connector_arc, sign);
  const bool ends = target.connector_arc || target.is_destination || target.at == network.point(route.nodes.back());
  const bool there = ends && !target.through && plane::distance(target.at, pose.at) <= kInTheDoorway;
  const bool arrived =
      route.nodes.size() == 1 && plane::distance_to_segment(target.at, pose.at, pose.screen) <= kAtOnesFeet;
  if (arrived || there) {
    sign.arrow = ArrowKind::Here;
    return sign;
  }
  sign.exact = plane::turn(target.through.value_or(plane::azimuth(pose.at, target.at)) - pose.heading);
  const double onward = target.onward ? plane::turn(*target.onward - pose.heading) : sign.exact;
  put_into_eight(sign, onward);
  return sign;
}

}  // namespace skylt
