// What a plan is drawn of: buildings, levels, spaces, openings, connectors, amenities.
#include <array>

#include "core/programme/event.hpp"
#include "core/venue/venue_parts.hpp"

namespace skylt::parts {
namespace {

constexpr std::array<std::string_view, 7> kConnectorKinds{"stairs", "steps",         "ramp",       "escalator",
                                                          "lift",   "platform-lift", "moving-walk"};

Json plan_document(const PlanImage& plan) {
  Json json{{"image", plan.image}, {"at", to_json(plan.at)}, {"metres_per_pixel", number(plan.metres_per_pixel)}};
  if (plan.north != 0) json["north"] = number(plan.north);
  return json;
}

PlanImage read_plan(JsonReader& reader) {
  PlanImage plan;
  plan.image = reader.string("image");
  plan.at = read_point(reader, "at").value_or(Point{});
  plan.metres_per_pixel = reader.number("metres_per_pixel");
  if (!(plan.metres_per_pixel > 0 && plan.metres_per_pixel <= 100))
    reader.fault("metres_per_pixel", "must lie above 0 and at most at 100");
  plan.north = reader.optional_number("north").value_or(0);
  if (!(plan.north >= 0 && plan.north <= 360)) reader.fault("north", "must be degrees from 0 to 360");
  reader.reject_unknown();
  return plan;
}

Json points(const Ring& ring) {
  Json json = Json::array();
  for (const auto& point : ring) json.push_back(to_json(point));
  return json;
}

std::optional<Point> point_in(const Json& value) {
  if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number()) return std::nullopt;
  return Point{value[0].get<double>(), value[1].get<double>()};
}

/// Every point of a list of them; nullopt where it is something else.
std::optional<Ring> ring_in(const Json& value) {
  if (!value.is_array()) return std::nullopt;
  Ring ring;
  for (const auto& item : value) {
    const auto point = point_in(item);
    if (!point) return std::nullopt;
    ring.push_back(*point);
  }
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  return ring;
}

std::vector<Ring> read_rings(JsonReader& reader) {
  constexpr const char* kExpected = "must be a list of rings, each three or more points [x, y] in metres";
  const Json* value = reader.raw("rings");
  if (!value) {
    reader.fault("rings", "is missing: the outline, then holes");
    return {};
  }
  std::vector<Ring> rings;
  if (value->is_array()) {
    for (const auto& item : *value) {
      auto ring = ring_in(item);
      if (!ring || ring->size() < 3) break;
      rings.push_back(std::move(*ring));
    }
  }
  if (!value->is_array() || value->empty() || rings.size() != value->size()) {
    reader.fault("rings", kExpected);
    return {};
  }
  return rings;
}

}  // namespace

Json to_json(const Building& building) {
  Json json{{"id", building.id}};
  put(json, "name", building.name);
  return json;
}

Building read_building(JsonReader& reader) {
  Building building;
  building.id = read_id(reader);
  building.name = read_text(reader, "name");
  reader.reject_unknown();
  return building;
}

Json to_json(const Level& level) {
  Json json{{"id", level.id}};
  put(json, "building", level.building);
  json["ordinal"] = number(level.ordinal);
  put(json, "name", level.name);
  put(json, "short_name", level.short_name);
  put_if(json, "outdoor", level.outdoor);
  if (level.plan) json["plan"] = plan_document(*level.plan);
  return json;
}

Level read_level(JsonReader& reader, const VenueIds& ids) {
  Level level;
  level.id = read_id(reader);
  level.building = read_reference(reader, "building", ids.buildings, "building");
  level.ordinal = reader.optional_number("ordinal").value_or(0);
  level.name = read_text(reader, "name");
  level.short_name = read_text(reader, "short_name");
  level.outdoor = reader.boolean("outdoor", false);
  reader.object("plan", [&](JsonReader& item) {
    const auto before = item.faults().size();
    auto plan = read_plan(item);
    if (item.faults().size() == before) level.plan = std::move(plan);
  });
  reader.reject_unknown();
  return level;
}

Json to_json(const Space& space) {
  Json json{{"id", space.id}};
  put(json, "level", space.level);
  put(json, "kind", space.kind);
  json["rings"] = Json::array();
  for (const auto& ring : space.rings) json["rings"].push_back(points(ring));
  put(json, "name", space.name);
  if (!space.walkable) json["walkable"] = false;
  return json;
}

Space read_space(JsonReader& reader, const VenueIds& ids) {
  Space space;
  space.id = read_id(reader);
  space.level = read_reference(reader, "level", ids.levels, "level");
  space.kind = reader.optional_string("kind");
  space.rings = read_rings(reader);
  space.name = read_text(reader, "name");
  space.walkable = reader.boolean("walkable", true);
  reader.reject_unknown();
  return space;
}

Json to_json(const Opening& opening) {
  Json json{{"id", opening.id}};
  put(json, "level", opening.level);
  json["line"] = Json::array({to_json(opening.line[0]), to_json(opening.line[1])});
  put(json, "door", opening.door);
  put(json, "width_m", opening.width_m);
  put_if(json, "entrance", opening.entrance);
  put_if(json, "emergency", opening.emergency);
  put_hours(json, opening.hours);
  return json;
}

Opening read_opening(JsonReader& reader, const VenueIds& ids) {
  Opening opening;
  opening.id = read_id(reader);
  opening.level = read_reference(reader, "level", ids.levels, "level");
  const Json* line = reader.raw("line");
  const auto ends = line ? ring_in(*line) : std::nullopt;
  if (ends && ends->size() == 2)
    opening.line = {(*ends)[0], (*ends)[1]};
  else
    reader.fault("line", "must be two points [[x, y], [x, y]] in metres, from jamb to jamb");
  opening.door = reader.optional_string("door");
  opening.width_m = read_optional_measure(reader, "width_m");
  opening.entrance = reader.boolean("entrance", false);
  opening.emergency = reader.boolean("emergency", false);
  opening.hours = read_hours(reader);
  reader.reject_unknown();
  return opening;
}

Json to_json(const Connector& connector) {
  Json json{{"id", connector.id}, {"kind", name_in(kConnectorKinds, connector.kind)}};
  put(json, "name", connector.name);
  put(json, "steps", connector.steps);
  put(json, "slope_percent", connector.slope_percent);
  put(json, "width_m", connector.width_m);
  put(json, "step_free", connector.step_free);
  put_if(json, "staffed", connector.staffed);
  put_hours(json, connector.hours);
  return json;
}

Connector read_connector(JsonReader& reader) {
  Connector connector;
  connector.id = read_id(reader);
  if (!reader.has("kind")) reader.fault("kind", "is missing");
  connector.kind = read_enum(reader, "kind", kConnectorKinds, connector.kind);
  connector.name = read_text(reader, "name");
  connector.steps = read_optional_count(reader, "steps");
  connector.slope_percent = read_optional_measure(reader, "slope_percent");
  connector.width_m = read_optional_measure(reader, "width_m");
  connector.step_free = reader.optional_boolean("step_free");
  connector.staffed = reader.boolean("staffed", false);
  connector.hours = read_hours(reader);
  reader.reject_unknown();
  return connector;
}

Json to_json(const Amenity& amenity) {
  Json json{{"id", amenity.id}, {"kind", amenity.kind}};
  put(json, "name", amenity.name);
  put(json, "level", amenity.level);
  put(json, "node", amenity.node);
  if (amenity.at) json["at"] = to_json(*amenity.at);
  put_hours(json, amenity.hours);
  return json;
}

Amenity read_amenity(JsonReader& reader, const VenueIds& ids) {
  Amenity amenity;
  amenity.id = read_id(reader);
  amenity.kind = reader.string("kind");
  amenity.name = read_text(reader, "name");
  amenity.level = read_reference(reader, "level", ids.levels, "level");
  amenity.node = read_reference(reader, "node", ids.nodes, "node");
  amenity.at = read_point(reader, "at");
  amenity.hours = read_hours(reader);
  reader.reject_unknown();
  return amenity;
}

}  // namespace skylt::parts
