#include "tests/venue/visitor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/venue/plane.hpp"

namespace skylt::test {
namespace {

constexpr double kOnTheWay = 0.05;
constexpr double kAtHisFeet = 2.5;
constexpr double kAtTheDoor = 0.5;
constexpr double kHalfEighth = 22.5;

Point middle(const Opening& opening) { return plane::middle(opening.line[0], opening.line[1]); }

}  // namespace

Pose Visitor::pose(std::size_t at) const {
  Screen screen;
  screen.venue = network_.venue_of(at).id;
  screen.node = network_.vertex(at).node->id;
  screen.heading = heading_;
  screen.distance_mm = 300;  // he stands close, so that the ways begin where he is
  return pose_of(network_, screen).value();
}

std::optional<std::size_t> Visitor::behind_target(const Route& route, const Sign& sign) const {
  if (sign.arrow == ArrowKind::Here && sign.connector_kind.empty()) {
    const bool there = plane::distance(sign.target, network_.point(route.nodes.back())) < kAtTheDoor;
    return there ? std::optional{route.nodes.size() - 1} : std::nullopt;
  }
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

std::optional<std::size_t> Visitor::nearest_way(std::size_t at, std::size_t destination, const Sign& sign) const {
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

/// Every way that begins at the node, and at those of the same space that lie at his feet. Doors say what they are:
/// he goes to his own where he sees it in that space, and not into another behind which no way goes on. A way up or
/// down is one only if the sign names it, and a sign that says "here" speaks of no other. Across town nobody is sent
/// by these.
std::vector<Visitor::Way> Visitor::ways(std::size_t start, std::size_t destination, const Sign& sign) const {
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

bool Visitor::is_meant(const Network::Arc& arc, const Sign& sign) const {
  if (!is_connector(arc.kind))
    return sign.arrow != ArrowKind::Here && !(arc.opening && leads_to_another_connector(arc.to, sign));
  return sign.connector_kind == arc.kind && (arc.levels > 0) - (arc.levels < 0) == sign.direction;
}

bool Visitor::leads_to(std::size_t at, const Sign& sign) const {
  const auto arcs = network_.arcs(at);
  return std::any_of(arcs.begin(), arcs.end(),
                     [&](const auto& arc) { return is_connector(arc.kind) && arc.kind == sign.connector_kind; });
}

/// Behind the door is a lift or stair, but none that the sign names.
bool Visitor::leads_to_another_connector(std::size_t at, const Sign& sign) const {
  const auto arcs = network_.arcs(at);
  return !leads_to(at, sign) &&
         std::any_of(arcs.begin(), arcs.end(), [](const auto& arc) { return is_connector(arc.kind); });
}

std::size_t Visitor::beyond(const Route& route, const Sign& sign, std::size_t k) const {
  while (k < route.arcs.size() && network_.arc(route.arcs[k]).kind != sign.connector_kind) ++k;
  while (k < route.arcs.size() && network_.arc(route.arcs[k]).kind == sign.connector_kind) {
    ++k;
    if (network_.vertex(route.nodes[k]).node->level == sign.connector_level) break;
  }
  return k;
}

}  // namespace skylt::test
