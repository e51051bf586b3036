#include "tests/venue/follow.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <set>

#include "tests/venue/visitor.hpp"

namespace skylt::test {
namespace {

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

/// What the screen at one node makes of the walk to one destination.
struct Stretch {
  std::optional<double> seconds;    ///< that the whole way takes; nullopt: there is none
  std::optional<std::size_t> next;  ///< where the visitor reads the next screen
  std::string shown;
  bool arrives = false;
};

std::string in_words(const Sign& sign) {
  std::array<char, 120> text{};
  std::snprintf(text.data(), text.size(), "shows %d (%.1f) at %.1f, %.1f", sign.bearing, sign.exact, sign.target.x,
                sign.target.y);
  return text.data() + (sign.connector_kind.empty() ? "" : " by " + sign.connector_kind);
}

Stretch stretch(const Network& network, const Visitor& visitor, const Pose& pose, std::size_t at,
                const std::optional<Route>& route, const Move& move) {
  if (!route) return {};
  if (route->nodes.size() == 1) return {0, at, {}, true};
  const Sign sign = sign_of(network, pose, *route);
  if (sign.arrow == ArrowKind::None) return {route->seconds, std::nullopt, "shows no arrow"};
  return {route->seconds, move(visitor, at, *route, sign), in_words(sign)};
}

/// Stretches from every node to one destination, walked from end to end: nearer ones first, so each is walked once.
void walk(const Network& network, std::size_t venue, std::size_t to, std::vector<Stretch>& from, Walks& walks) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < network.size(); ++i) {
    if (from[i].seconds)
      order.push_back(i);
    else
      walks.unreachable += network.vertex(i).venue == venue;
  }
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return *from[a].seconds < *from[b].seconds; });
  const auto name = [&](std::size_t at) { return network.vertex(at).node->id; };
  for (const std::size_t at : order) {
    Stretch& here = from[at];
    const bool nearer = here.next && from[*here.next].seconds && *from[*here.next].seconds < *here.seconds;
    here.arrives = here.arrives || (nearer && from[*here.next].arrives);
    if (network.vertex(at).venue != venue) continue;
    ++(here.arrives ? walks.arrived : walks.lost);
    if (here.arrives || nearer) continue;
    walks.faults.push_back(name(at) + " to " + name(to) + ": " + here.shown +
                           (here.next ? ", no nearer at " + name(*here.next) : ", leads nowhere"));
  }
}

Walks walk_all(const Network& network, std::size_t venue, double heading, Profile profile, const Move& move) {
  const Visitor visitor{network, heading};
  const std::set<std::size_t> all = destinations(network, venue);
  std::vector<std::vector<Stretch>> stretches(all.size());
  for (std::size_t from = 0; from < network.size(); ++from) {
    const Routes routes{network, from, profile};
    const Pose pose = visitor.pose(from);
    std::size_t i = 0;
    for (const std::size_t to : all)
      stretches[i++].push_back(stretch(network, visitor, pose, from, routes.to(to), move));
  }
  Walks walks;
  std::size_t i = 0;
  for (const std::size_t to : all) walk(network, venue, to, stretches[i++], walks);
  return walks;
}

}  // namespace

std::string some(const Walks& walks) {
  std::string text =
      std::to_string(walks.lost) + " lost, " + std::to_string(walks.faults.size()) + " screens at fault\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(walks.faults.size(), 12); ++i) text += walks.faults[i] + "\n";
  return text;
}

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
