#include <algorithm>
#include <map>
#include <set>

#include "core/venue/check_parts.hpp"
#include "core/venue/route.hpp"

namespace skylt::checks {
namespace {

template <typename T>
std::set<std::string> ids_of(const std::vector<T>& all) {
  std::set<std::string> ids;
  for (const T& one : all) ids.insert(one.id);
  return ids;
}

std::string name_of(const Edge& edge) { return "edge " + edge.from + ">" + edge.to; }

/// Says which of a venue's references name nothing.
class References {
 public:
  References(const Venue& venue, Findings& findings)
      : venue_{venue},
        findings_{findings},
        levels_{ids_of(venue.levels)},
        nodes_{ids_of(venue.nodes)},
        spaces_{ids_of(venue.spaces)} {}

  void check() {
    for (const Level& level : venue_.levels)
      expect(ids_of(venue_.buildings), level.building, "building", "level " + level.id);
    for (const Space& space : venue_.spaces) expect(levels_, space.level, "level", "space " + space.id);
    for (const Opening& opening : venue_.openings)
      expect(levels_, opening.level, "level", "opening " + opening.id, opening.line[0], opening.level);
    for (const Node& node : venue_.nodes) {
      expect(levels_, node.level, "level", "node " + node.id, Point{node.x, node.y}, node.level);
      expect(spaces_, node.space, "space", "node " + node.id, Point{node.x, node.y}, node.level);
    }
    for (const Room& room : venue_.rooms) check(room);
    for (const Amenity& amenity : venue_.amenities) {
      expect(levels_, amenity.level, "level", "amenity " + amenity.id, amenity.at, amenity.level);
      expect(nodes_, amenity.node, "node", "amenity " + amenity.id, amenity.at, amenity.level);
    }
    const auto openings = ids_of(venue_.openings), connectors = ids_of(venue_.connectors);
    for (const Edge& edge : venue_.edges) {
      expect(nodes_, edge.from, "node", name_of(edge));
      expect(nodes_, edge.to, "node", name_of(edge));
      expect(openings, edge.opening, "opening", name_of(edge));
      expect(connectors, edge.connector, "connector", name_of(edge));
    }
  }

 private:
  void check(const Room& room) {
    const std::string where = "room " + room.id;
    expect(levels_, room.level, "level", where);
    expect(nodes_, room.node, "node", where, std::nullopt, room.level);
    for (const auto& node : room.nodes) expect(nodes_, node, "node", where, std::nullopt, room.level);
    for (const auto& space : room.spaces) expect(spaces_, space, "space", where, std::nullopt, room.level);
  }

  void expect(const std::set<std::string>& known, const std::string& id, const char* what, const std::string& where,
              std::optional<Point> at = std::nullopt, const std::string& level = {}) {
    if (id.empty() || known.contains(id)) return;
    findings_.push_back(
        {"dangling", venue_.id, where, at, level, "There is no " + std::string{what} + " '" + id + "'."});
  }

  const Venue& venue_;
  Findings& findings_;
  std::set<std::string> levels_, nodes_, spaces_;
};

/// Ends of the edges that belong to a connector.
std::vector<std::size_t> stops(const Network& network, const Venue& venue, const Connector& connector) {
  std::set<std::size_t> found;
  for (const Edge& edge : venue.edges) {
    if (edge.connector != connector.id) continue;
    for (const std::string& id : {edge.from, edge.to}) {
      if (const auto vertex = network.find(venue.id, id)) found.insert(*vertex);
    }
  }
  return {found.begin(), found.end()};
}

/// Whether only this connector leads here, and nothing is here to go to.
bool is_dead_end(const Network& network, const Venue& venue, const Connector& connector, std::size_t stop) {
  const std::string& id = network.vertex(stop).node->id;
  const bool leads_on = std::any_of(venue.edges.begin(), venue.edges.end(), [&](const Edge& edge) {
    return edge.connector != connector.id && (edge.from == id || edge.to == id);
  });
  const auto is_there = [&](const auto& thing) { return thing.node == id; };
  return !leads_on && std::none_of(venue.rooms.begin(), venue.rooms.end(), is_there) &&
         std::none_of(venue.amenities.begin(), venue.amenities.end(), is_there);
}

void check_connector(const Network& network, const Venue& venue, const Connector& connector, Findings& findings) {
  const std::string where = "connector " + connector.id;
  const auto ends = stops(network, venue, connector);
  if (ends.empty()) {
    findings.push_back(
        {"connector-nowhere", venue.id, where, std::nullopt, "", "No edge of the graph uses it, so it leads nowhere."});
    return;
  }
  const auto& first = network.vertex(ends[0]);
  const bool must_climb = connector.kind == ConnectorKind::Lift || connector.kind == ConnectorKind::Stairs ||
                          connector.kind == ConnectorKind::Escalator;
  const bool climbs =
      std::any_of(ends.begin(), ends.end(), [&](auto end) { return network.vertex(end).ordinal != first.ordinal; });
  if (must_climb && !climbs)
    findings.push_back({"connector-nowhere", venue.id, where, network.point(ends[0]), first.node->level,
                        "All its stops are on one level."});
  for (const std::size_t end : ends) {
    if (!is_dead_end(network, venue, connector, end)) continue;
    const Node& node = *network.vertex(end).node;
    findings.push_back({"connector-nowhere", venue.id, where, network.point(end), node.level,
                        "Nothing leads on from its stop '" + node.id + "'."});
  }
}

bool is_called_step_free(const Edge& edge, const Connector* connector) {
  return edge.step_free.value_or(connector && connector->step_free.value_or(false));
}

/// What is not known about a way, in words.
std::string unknown_about(const Network::Arc& arc) {
  if (arc.kind.empty()) return "of no stated kind";
  if (arc.kind == "door" || arc.opening) return "a door whose kind or width is not known";
  if (arc.kind == "ramp") return "a ramp without a slope";
  return "a way of the kind '" + std::string{arc.kind} + "' that does not say whether it is step-free";
}

}  // namespace

void references(const Venue& venue, Findings& findings) { References{venue, findings}.check(); }

void passages(const Network& network, const Venue& venue, Findings& findings) {
  for (const Connector& connector : venue.connectors) check_connector(network, venue, connector, findings);
  struct Gap {
    VenueFinding first;
    int count = 0;
  };
  std::map<std::string, Gap> gaps;
  for (std::size_t from = 0; from < network.size(); ++from) {
    if (&network.venue_of(from) != &venue) continue;
    for (const auto& arc : network.arcs(from)) {
      if (!arc.edge || arc.reversed) continue;
      const VenueFinding place{"", venue.id, name_of(*arc.edge), network.point(from), network.vertex(from).node->level,
                               ""};
      if (arc.step_free == false && is_called_step_free(*arc.edge, arc.connector)) {
        findings.push_back(place);
        findings.back().code = "stairs-called-step-free";
        findings.back().reason = "It is said to be step-free, but has steps, or is too steep, narrow or high for that.";
      }
      if (arc.step_free) continue;
      Gap& gap = gaps[unknown_about(arc)];
      if (gap.count++ == 0) gap.first = place;
    }
  }
  for (auto& [what, gap] : gaps) {
    gap.first.code = "unknown-accessibility";
    gap.first.reason = "It is " + what + ", so no step-free way leads over it";
    if (gap.count > 1) gap.first.reason += " (and " + std::to_string(gap.count - 1) + " more)";
    gap.first.reason += ".";
    findings.push_back(std::move(gap.first));
  }
}

}  // namespace skylt::checks
