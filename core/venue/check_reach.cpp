#include <algorithm>
#include <set>

#include "core/venue/check_parts.hpp"
#include "core/venue/route.hpp"

namespace skylt::checks {
namespace {

using Vertices = std::set<std::size_t>;

Vertices entrances(const Network& network, const Venue& venue) {
  Vertices found;
  const auto add = [&](const std::string& node) {
    if (const auto vertex = network.find(venue.id, node)) found.insert(*vertex);
  };
  for (const Amenity& amenity : venue.amenities) {
    if (amenity.kind == "entrance") add(amenity.node);
  }
  for (const Link& link : network.links()) {
    for (const VenueNode& end : {link.from, link.to}) {
      if (end.venue == venue.id) add(end.node);
    }
  }
  return found;
}

Vertices reached_from(const Network& network, const Venue& venue, const Vertices& starts, Profile profile) {
  Vertices found;
  for (const std::size_t start : starts) {
    if (found.contains(start) && profile == Profile::Walk) continue;
    const Routes routes{network, start, profile};
    for (std::size_t vertex = 0; vertex < network.size(); ++vertex) {
      if (&network.venue_of(vertex) == &venue && routes.cost(vertex)) found.insert(vertex);
    }
  }
  return found;
}

/// Where people begin: they come in by entrances, else stand at screens, else in the part from which most is reached.
Vertices beginnings(const Network& network, const Venue& venue, std::span<const Screen> screens) {
  Vertices starts = entrances(network, venue);
  if (!starts.empty()) return starts;
  for (const Screen& screen : screens) {
    const auto vertex = screen.venue == venue.id ? network.find(venue.id, screen.node) : std::nullopt;
    if (vertex) starts.insert(*vertex);
  }
  if (!starts.empty()) return starts;
  Vertices seen;
  std::size_t most = 0;
  for (const Node& node : venue.nodes) {
    const auto vertex = network.find(venue.id, node.id);
    if (!vertex || seen.contains(*vertex)) continue;
    const Vertices reached = reached_from(network, venue, {*vertex}, Profile::Walk);
    if (reached.size() > most) {
      most = reached.size();
      starts = {*vertex};
    }
    seen.insert(reached.begin(), reached.end());
  }
  return starts;
}

}  // namespace

void reach(const Network& network, const Venue& venue, std::span<const Screen> screens, Findings& findings) {
  const Vertices starts = beginnings(network, venue, screens);
  const Vertices walked = reached_from(network, venue, starts, Profile::Walk);
  const Vertices rolled = reached_from(network, venue, starts, Profile::StepFree);
  const auto check = [&](const std::string& what, const std::string& id, const std::vector<std::string>& nodes,
                         const std::string& level) {
    VenueFinding finding{"unreachable-" + what, venue.id, what + " " + id, std::nullopt, level, ""};
    bool can_walk = false, can_roll = false;
    for (const std::string& node : nodes) {
      const auto vertex = network.find(venue.id, node);
      if (!vertex) continue;
      if (!finding.at) finding.at = network.point(*vertex);
      finding.level = network.vertex(*vertex).node->level;
      can_walk = can_walk || walked.contains(*vertex);
      can_roll = can_roll || rolled.contains(*vertex);
    }
    if (can_roll) return;
    if (can_walk) {
      finding.code = "not-step-free";
      finding.reason = "No way to it is known to be step-free.";
    } else {
      finding.reason =
          finding.at ? "No way leads to it from where people come in." : "It has no node, so no way leads to it.";
    }
    findings.push_back(std::move(finding));
  };
  for (const Room& room : venue.rooms) {
    std::vector<std::string> nodes{room.node};
    nodes.insert(nodes.end(), room.nodes.begin(), room.nodes.end());
    check("room", room.id, nodes, room.level);
  }
  for (const Amenity& amenity : venue.amenities) check("amenity", amenity.id, {amenity.node}, amenity.level);
}

}  // namespace skylt::checks
