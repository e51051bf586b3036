#include "core/venue/network.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/venue/plane.hpp"
#include "core/venue/speeds.hpp"
#include "core/venue/step_free.hpp"

namespace skylt {
namespace {

template <typename T>
const T* find_by_id(const std::vector<T>& all, const std::string& id) {
  if (id.empty()) return nullptr;
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

/// Whole centimetres; a hair below a half counts as the half, so that turning a venue changes nothing (W2).
int whole_centimetres(double metres) {
  constexpr double kHair = 1e-6;
  return static_cast<int>(std::clamp(std::floor(metres * 100 + 0.5 + kHair), 0.0, 1e8));
}

std::string_view kind_of(const Edge& edge, const Connector* connector, const Opening* opening) {
  if (!edge.kind.empty()) return edge.kind;
  if (connector) return skylt::kind_of(connector->kind);
  return opening ? "door" : "";
}

int steps_of_flight(std::string_view kind, const Edge& edge, const Connector* connector, double levels) {
  if (edge.steps) return *edge.steps;
  if (kind != "stairs" && kind != "steps") return 0;
  if (connector && connector->steps) return *connector->steps;
  return levels == 0 ? kStepsNotCounted : static_cast<int>(std::ceil(std::abs(levels) * kStepsPerLevel - 1e-6));
}

}  // namespace

std::string_view kind_of(ConnectorKind kind) {
  switch (kind) {
    case ConnectorKind::Stairs: return "stairs";
    case ConnectorKind::Steps: return "steps";
    case ConnectorKind::Ramp: return "ramp";
    case ConnectorKind::Escalator: return "escalator";
    case ConnectorKind::Lift: return "lift";
    case ConnectorKind::PlatformLift: return "platform-lift";
    case ConnectorKind::MovingWalk: return "moving-walk";
  }
  return "";
}

bool is_connector(std::string_view kind) {
  return kind == "stairs" || kind == "steps" || kind == "ramp" || kind == "escalator" || kind == "lift" ||
         kind == "platform-lift" || kind == "moving-walk";
}

LocalMoment local_moment(UtcTime at, const TimeZone& zone) {
  const auto local = zone.to_local(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::weekday weekday{day};
  return {static_cast<int>(weekday.iso_encoding()) - 1,
          static_cast<int>(std::chrono::floor<Minutes>(local - day).count())};
}

/// Arcs by the vertex that they leave, while they are gathered.
struct Network::Graph {
  std::vector<std::vector<Arc>> from;
};

Network::Network(std::span<const Venue> venues, std::span<const Link> links, std::span<const Closure> closures,
                 UtcTime at, const TimeZone& zone)
    : Network{venues, links, closures, at, local_moment(at, zone).weekday, local_moment(at, zone).minute} {}

Network::Network(std::span<const Venue> venues, std::span<const Link> links, std::span<const Closure> closures,
                 UtcTime at, int weekday, int zone_minute)
    : venues_{venues}, links_{links}, now_{weekday, zone_minute} {
  for (const Closure& closure : closures) {
    if (closure.holds_at(at)) closed_.emplace(closure.venue, closure.target);
  }
  for (std::size_t v = 0; v < venues.size(); ++v) {
    const Venue& venue = venues[v];
    sights_.emplace_back(venue);
    for (const Node& node : venue.nodes) {
      const Level* level = find_by_id(venue.levels, node.level);
      auto space = sights_[v].space_at(node.level, {node.x, node.y});
      if (const Space* named = find_by_id(venue.spaces, node.space))
        space = static_cast<std::size_t>(named - venue.spaces.data());
      by_id_.push_back({{venue.id, node.id}, vertices_.size()});
      vertices_.push_back({v, &node, level ? level->ordinal : 0, space});
    }
  }
  std::stable_sort(by_id_.begin(), by_id_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Graph graph;
  graph.from.resize(vertices_.size());
  for (std::size_t v = 0; v < venues.size(); ++v) add_edges(v, graph);
  add_links(graph);
  for (auto& out : graph.from) {
    first_.push_back(arcs_.size());
    arcs_.insert(arcs_.end(), out.begin(), out.end());
  }
  first_.push_back(arcs_.size());
}

void Network::add_edges(std::size_t v, Graph& graph) {
  const Venue& venue = venues_[v];
  for (const Edge& edge : venue.edges) {
    const auto from = find(venue.id, edge.from), to = find(venue.id, edge.to);
    if (!from || !to || *from == *to) continue;
    Arc arc;
    arc.to = *to;
    arc.edge = &edge;
    arc.connector = find_by_id(venue.connectors, edge.connector);
    arc.opening = find_by_id(venue.openings, edge.opening);
    if (arc.opening && arc.opening->emergency) continue;
    arc.kind = kind_of(edge, arc.connector, arc.opening);
    arc.levels = vertices_[*to].ordinal - vertices_[*from].ordinal;
    arc.steps = steps_of_flight(arc.kind, edge, arc.connector, arc.levels);
    arc.centimetres = whole_centimetres(edge.length_m.value_or(plane::distance(point(*from), point(*to))));
    arc.step_free = is_step_free(arc.kind, edge, arc.connector, arc.opening, arc.levels != 0);
    arc.staffed = arc.connector && arc.connector->staffed;
    const bool closed = is_closed_edge(venue, edge, arc);
    arc.closed = closed || is_closed_space(*to);
    graph.from[*from].push_back(arc);
    if (edge.directed) continue;
    arc.to = *from;
    arc.levels = -arc.levels;
    arc.reversed = true;
    arc.closed = closed || is_closed_space(*from);
    graph.from[*to].push_back(arc);
  }
}

void Network::add_links(Graph& graph) {
  for (const Link& link : links_) {
    const auto from = find(link.from.venue, link.from.node), to = find(link.to.venue, link.to.node);
    if (!from || !to || *from == *to) continue;
    Arc arc;
    arc.link = &link;
    arc.kind = "link";
    arc.centimetres = whole_centimetres(link.minutes * 60 * kWalkMetresPerSecond);
    arc.step_free = link.step_free;
    const bool closed = is_closed(link.from.venue, link.id) || is_closed(link.to.venue, link.id);
    arc.to = *to;
    arc.closed = closed || is_closed_space(*to);
    graph.from[*from].push_back(arc);
    arc.to = *from;
    arc.closed = closed || is_closed_space(*from);
    arc.reversed = true;
    graph.from[*to].push_back(arc);
  }
}

bool Network::is_closed_edge(const Venue& venue, const Edge& edge, const Arc& arc) const {
  if (closed_.contains({venue.id, edge.from + ">" + edge.to})) return true;
  if (!edge.directed && closed_.contains({venue.id, edge.to + ">" + edge.from})) return true;
  if (arc.connector && (is_closed(venue.id, arc.connector->id) || !is_open_now(arc.connector->hours))) return true;
  if (arc.opening && (is_closed(venue.id, arc.opening->id) || !is_open_now(arc.opening->hours))) return true;
  return !is_open_now(edge.hours);
}

/// Nobody enters a closed space or one that is not for walking; whoever is in it may leave.
bool Network::is_closed_space(std::size_t vertex) const {
  const auto space = vertices_[vertex].space;
  if (!space) return false;
  const Venue& venue = venue_of(vertex);
  return !venue.spaces[*space].walkable || is_closed(venue.id, venue.spaces[*space].id);
}

std::span<const Network::Arc> Network::arcs(std::size_t from) const {
  return std::span{arcs_}.subspan(first_[from], first_[from + 1] - first_[from]);
}

std::optional<std::size_t> Network::find(std::string_view venue, std::string_view node) const {
  const std::pair key{venue, node};
  const auto found =
      std::lower_bound(by_id_.begin(), by_id_.end(), key, [](const auto& a, const auto& b) { return a.first < b; });
  if (found == by_id_.end() || found->first != key) return std::nullopt;
  return found->second;
}

const Venue* Network::find_venue(std::string_view id) const {
  const auto found = std::find_if(venues_.begin(), venues_.end(), [&](const Venue& venue) { return venue.id == id; });
  return found == venues_.end() ? nullptr : &*found;
}

bool Network::is_closed(std::string_view venue, std::string_view id) const {
  return closed_.contains({std::string{venue}, std::string{id}});
}

}  // namespace skylt
