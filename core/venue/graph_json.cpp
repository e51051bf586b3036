// What routes run over: nodes and edges of a venue, links between venues, and what is closed.
#include <algorithm>
#include <array>

#include "core/programme/event.hpp"
#include "core/venue/venue_parts.hpp"

namespace skylt {
namespace parts {

Json to_json(const Node& node) {
  Json json{{"id", node.id}};
  put(json, "level", node.level);
  json["at"] = to_json(Point{node.x, node.y});
  put(json, "space", node.space);
  put(json, "landmark", node.landmark);
  return json;
}

Node read_node(JsonReader& reader, const VenueIds& ids) {
  Node node;
  node.id = read_id(reader);
  node.level = read_reference(reader, "level", ids.levels, "level");
  if (!reader.has("at")) reader.fault("at", "is missing");
  if (const auto at = read_point(reader, "at")) {
    node.x = at->x;
    node.y = at->y;
  }
  node.space = read_reference(reader, "space", ids.spaces, "space");
  node.landmark = read_text(reader, "landmark");
  reader.reject_unknown();
  return node;
}

Json to_json(const Edge& edge) {
  Json json{{"from", edge.from}, {"to", edge.to}};
  put(json, "kind", edge.kind);
  put_if(json, "directed", edge.directed);
  put(json, "length_m", edge.length_m);
  put(json, "seconds", edge.seconds);
  put(json, "steps", edge.steps);
  put(json, "slope_percent", edge.slope_percent);
  put(json, "width_m", edge.width_m);
  put(json, "threshold_mm", edge.threshold_mm);
  put(json, "step_free", edge.step_free);
  put(json, "opening", edge.opening);
  put(json, "connector", edge.connector);
  put(json, "phrase", edge.phrase);
  put_hours(json, edge.hours);
  return json;
}

Edge read_edge(JsonReader& reader, const VenueIds& ids) {
  Edge edge;
  for (auto [key, end] : {std::pair{"from", &edge.from}, std::pair{"to", &edge.to}}) {
    *end = reader.string(key);
    if (!end->empty() && !ids.nodes.contains(*end)) reader.fault(key, "no node '" + *end + "' in this venue");
  }
  edge.kind = reader.optional_string("kind");
  edge.directed = reader.boolean("directed", false);
  edge.length_m = read_optional_measure(reader, "length_m");
  edge.seconds = read_optional_measure(reader, "seconds");
  edge.steps = read_optional_count(reader, "steps");
  edge.slope_percent = read_optional_measure(reader, "slope_percent");
  edge.width_m = read_optional_measure(reader, "width_m");
  edge.threshold_mm = read_optional_measure(reader, "threshold_mm");
  edge.step_free = reader.optional_boolean("step_free");
  edge.opening = read_reference(reader, "opening", ids.openings, "opening");
  edge.connector = read_reference(reader, "connector", ids.connectors, "connector");
  edge.phrase = read_text(reader, "phrase");
  edge.hours = read_hours(reader);
  reader.reject_unknown();
  return edge;
}

}  // namespace parts

namespace {

constexpr std::array<std::string_view, 2> kClosureKinds{"closed", "out-of-service"};

template <class Parts>
bool has_id(const Parts& all, std::string_view id) {
  return std::any_of(all.begin(), all.end(), [&](const auto& part) { return part.id == id; });
}

Json to_json(const VenueNode& end) { return Json{{"venue", end.venue}, {"node", end.node}}; }

VenueNode read_end(JsonReader& parent, const char* key) {
  VenueNode end;
  if (!parent.has(key)) parent.fault(key, "is missing: a venue and its node");
  parent.object(key, [&](JsonReader& item) {
    end.venue = item.string("venue");
    end.node = item.string("node");
    item.reject_unknown();
  });
  return end;
}

}  // namespace

bool is_closable(const Venue& venue, std::string_view target) {
  const auto arrow = target.find('>');
  if (arrow != std::string_view::npos) {
    return std::any_of(venue.edges.begin(), venue.edges.end(), [&](const Edge& edge) {
      return edge.from == target.substr(0, arrow) && edge.to == target.substr(arrow + 1);
    });
  }
  return has_id(venue.connectors, target) || has_id(venue.openings, target) || has_id(venue.spaces, target) ||
         has_id(venue.amenities, target) || has_id(venue.rooms, target);
}

Json to_json(const Link& link) {
  Json json{{"id", link.id}, {"from", to_json(link.from)}, {"to", to_json(link.to)}};
  json["minutes"] = parts::number(link.minutes);
  parts::put(json, "step_free", link.step_free);
  parts::put(json, "phrase", link.phrase);
  return json;
}

Link read_link(JsonReader& reader) {
  Link link;
  link.id = parts::read_id(reader);
  link.from = read_end(reader, "from");
  link.to = read_end(reader, "to");
  if (!reader.has("minutes")) reader.fault("minutes", "is missing");
  link.minutes = parts::read_optional_measure(reader, "minutes").value_or(0);
  link.step_free = reader.optional_boolean("step_free");
  link.phrase = read_text(reader, "phrase");
  reader.reject_unknown();
  return link;
}

Json to_json(const Closure& closure) {
  Json json{{"id", closure.id}, {"venue", closure.venue}, {"target", closure.target}};
  json["kind"] = parts::name_in(kClosureKinds, closure.kind);
  parts::put(json, "from", closure.from);
  parts::put(json, "until", closure.until);
  parts::put(json, "text", closure.text);
  parts::put(json, "author", closure.author);
  if (closure.created != UtcTime{}) json["created"] = format_instant(closure.created);
  return json;
}

Closure read_closure(JsonReader& reader) {
  Closure closure;
  closure.id = parts::read_id(reader);
  closure.venue = reader.string("venue");
  closure.target = reader.string("target");
  closure.kind = parts::read_enum(reader, "kind", kClosureKinds, closure.kind);
  closure.from = reader.optional_instant("from");
  closure.until = reader.optional_instant("until");
  if (closure.from && closure.until && *closure.until <= *closure.from)
    reader.fault("until", "must lie after 'from', " + format_instant(*closure.from));
  closure.text = parts::read_lines(reader, "text");
  closure.author = parts::read_clean(reader, "author");
  closure.created = reader.optional_instant("created").value_or(UtcTime{});
  reader.reject_unknown();
  return closure;
}

}  // namespace skylt
