#include <array>
#include <set>

#include "core/programme/event.hpp"
#include "core/programme/json_parts.hpp"

namespace skylt {
namespace {

using parts::number;
using parts::put;

constexpr std::array<std::string_view, 2> kModes{"light", "dark"};
constexpr std::array<std::string_view, 3> kLanguageDisplays{"one", "in-turn", "side-by-side"};
constexpr int kLargestSide = 32768;

using Ids = std::set<std::string, std::less<>>;

/// False, with a fault, when the id is taken.
bool is_new(Ids& ids, JsonReader& reader, const std::string& id) {
  if (ids.insert(id).second) return true;
  reader.fault("id", "'" + id + "' is there twice");
  return false;
}

/// A reference inside the venue; one that leads nowhere is reported and emptied, the record stays.
std::string read_reference(JsonReader& reader, const char* key, const Ids& ids, const std::string& what) {
  auto id = reader.optional_string(key);
  if (id.empty() || ids.contains(id)) return id;
  reader.fault(key, "no " + what + " '" + id + "' in this venue");
  return {};
}

Json to_json(const RoomAlias& alias) {
  if (alias.source.empty() && alias.guid.empty()) return alias.text;
  Json json = Json::object();
  put(json, "source", alias.source);
  put(json, "text", alias.text);
  put(json, "guid", alias.guid);
  return json;
}

Json to_json(const Room& room) {
  Json json = Json::object();
  json["id"] = room.id;
  put(json, "name", room.name);
  put(json, "short_name", room.short_name);
  put(json, "level", room.level);
  put(json, "node", room.node);
  if (room.capacity) json["capacity"] = *room.capacity;
  if (room.order != 0) json["order"] = room.order;
  if (!room.aliases.empty()) {
    json["aliases"] = Json::array();
    for (const auto& alias : room.aliases) json["aliases"].push_back(to_json(alias));
  }
  put(json, "access", room.access);
  return json;
}

std::vector<RoomAlias> read_aliases(JsonReader& reader) {
  std::vector<RoomAlias> aliases;
  const Json* list = reader.raw("aliases");
  if (!list) return aliases;
  if (!list->is_array()) {
    reader.fault("aliases", "must be a list");
    return aliases;
  }
  // Strings and objects may stand side by side, so each() sees a list in which every string has become an object.
  Json objects = Json::object();
  objects["aliases"] = Json::array();
  for (const auto& item : *list) objects["aliases"].push_back(item.is_string() ? Json{{"text", item}} : item);
  JsonReader{objects, reader.faults(), reader.pointer()}.each("aliases", [&](JsonReader& item) {
    RoomAlias alias;
    alias.source = item.optional_string("source");
    alias.text = parts::read_clean(item, "text");
    alias.guid = item.optional_string("guid");
    if (alias.text.empty() && alias.guid.empty()) item.fault("text", "is missing: an alias needs a text or a guid");
    item.reject_unknown();
    aliases.push_back(std::move(alias));
  });
  return aliases;
}

Level read_level(JsonReader& reader) {
  Level level;
  level.id = parts::read_id(reader);
  level.ordinal = reader.optional_number("ordinal").value_or(0);
  level.name = read_text(reader, "name");
  reader.reject_unknown();
  return level;
}

Room read_room(JsonReader& reader, const Ids& levels, const Ids& nodes) {
  Room room;
  room.id = parts::read_id(reader);
  room.name = read_text(reader, "name");
  room.short_name = read_text(reader, "short_name");
  room.level = read_reference(reader, "level", levels, "level");
  room.node = read_reference(reader, "node", nodes, "node");
  room.capacity = reader.optional_integer("capacity");
  if (room.capacity && *room.capacity < 0) {
    reader.fault("capacity", "must not be below 0");
    room.capacity.reset();
  }
  room.order = reader.optional_integer("order").value_or(0);
  room.aliases = read_aliases(reader);
  room.access = reader.strings("access");
  reader.reject_unknown();
  return room;
}

/// Two numbers under `key`, or a fault that says so.
std::optional<std::array<double, 2>> read_pair(JsonReader& reader, const char* key, const char* expected) {
  const Json* value = reader.raw(key);
  if (!value) return std::nullopt;
  if (value->is_array() && value->size() == 2 && (*value)[0].is_number() && (*value)[1].is_number())
    return std::array<double, 2>{(*value)[0].get<double>(), (*value)[1].get<double>()};
  reader.fault(key, expected);
  return std::nullopt;
}

Node read_node(JsonReader& reader, const Ids& levels) {
  Node node;
  node.id = parts::read_id(reader);
  node.level = read_reference(reader, "level", levels, "level");
  if (!reader.has("at")) reader.fault("at", "is missing");
  if (const auto at = read_pair(reader, "at", "must be [x, y] in metres")) {
    node.x = (*at)[0];
    node.y = (*at)[1];
  }
  reader.reject_unknown();
  return node;
}

Edge read_edge(JsonReader& reader, const Ids& nodes) {
  Edge edge;
  for (auto [key, end] : {std::pair{"from", &edge.from}, std::pair{"to", &edge.to}}) {
    *end = reader.string(key);
    if (!end->empty() && !nodes.contains(*end)) reader.fault(key, "no node '" + *end + "' in this venue");
  }
  edge.kind = reader.optional_string("kind");
  edge.directed = reader.boolean("directed", false);
  reader.reject_unknown();
  return edge;
}

/// A length or a size that may be left out but not negative.
double read_measure(JsonReader& reader, const char* key) {
  const double value = reader.optional_number(key).value_or(0);
  if (value >= 0 && value <= 1e7) return value;
  reader.fault(key, "must lie between 0 and 10000000");
  return 0;
}

SizePx read_size(JsonReader& reader) {
  constexpr const char* kExpected = "must be [width, height] in whole pixels up to 32768";
  const auto pair = read_pair(reader, "size", kExpected);
  if (!pair) return {};
  for (const double side : *pair) {
    if (side >= 1 && side <= kLargestSide && side == static_cast<int>(side)) continue;
    reader.fault("size", kExpected);
    return {};
  }
  return {static_cast<int>((*pair)[0]), static_cast<int>((*pair)[1])};
}

}  // namespace

Json to_json(const Venue& venue) {
  Json json = Json::object();
  json["id"] = venue.id;
  put(json, "name", venue.name);
  put(json, "address", venue.address);
  json["levels"] = Json::array();
  for (const auto& level : venue.levels) {
    Json item{{"id", level.id}, {"ordinal", number(level.ordinal)}};
    put(item, "name", level.name);
    json["levels"].push_back(std::move(item));
  }
  json["rooms"] = Json::array();
  for (const auto& room : venue.rooms) json["rooms"].push_back(to_json(room));
  json["nodes"] = Json::array();
  for (const auto& node : venue.nodes) {
    Json item{{"id", node.id}};
    put(item, "level", node.level);
    item["at"] = Json::array({number(node.x), number(node.y)});
    json["nodes"].push_back(std::move(item));
  }
  json["edges"] = Json::array();
  for (const auto& edge : venue.edges) {
    Json item{{"from", edge.from}, {"to", edge.to}};
    put(item, "kind", edge.kind);
    if (edge.directed) item["directed"] = true;
    json["edges"].push_back(std::move(item));
  }
  return json;
}

Venue read_venue(JsonReader& reader) {
  Venue venue;
  venue.id = parts::read_id(reader);
  venue.name = read_text(reader, "name");
  venue.address = parts::read_clean(reader, "address");
  Ids levels, nodes, rooms;
  reader.each("levels", [&](JsonReader& item) {
    auto level = read_level(item);
    if (!level.id.empty() && is_new(levels, item, level.id)) venue.levels.push_back(std::move(level));
  });
  reader.each("nodes", [&](JsonReader& item) {
    auto node = read_node(item, levels);
    if (!node.id.empty() && is_new(nodes, item, node.id)) venue.nodes.push_back(std::move(node));
  });
  reader.each("rooms", [&](JsonReader& item) {
    auto room = read_room(item, levels, nodes);
    if (!room.id.empty() && is_new(rooms, item, room.id)) venue.rooms.push_back(std::move(room));
  });
  reader.each("edges", [&](JsonReader& item) {
    const auto before = item.faults().size();
    auto edge = read_edge(item, nodes);
    if (item.faults().size() == before) venue.edges.push_back(std::move(edge));
  });
  reader.reject_unknown();
  return venue;
}

Json to_json(const Screen& screen) {
  Json json = Json::object();
  json["id"] = screen.id;
  put(json, "name", screen.name);
  put(json, "venue", screen.venue);
  put(json, "node", screen.node);
  json["heading"] = screen.heading ? number(*screen.heading) : Json(nullptr);
  if (screen.size != SizePx{}) json["size"] = Json::array({screen.size.width, screen.size.height});
  if (screen.diagonal_inch != 0) json["diagonal_inch"] = number(screen.diagonal_inch);
  if (screen.distance_mm != 0) json["distance_mm"] = number(screen.distance_mm);
  if (screen.lower_edge_mm != 0) json["lower_edge_mm"] = number(screen.lower_edge_mm);
  put(json, "layout", screen.layout);
  put(json, "rooms", screen.rooms);
  put(json, "languages", screen.languages);
  if (screen.language_display != LanguageDisplay::One)
    json["language_display"] = parts::name_in(kLanguageDisplays, screen.language_display);
  put(json, "tags", screen.tags);
  json["mode"] = parts::name_in(kModes, screen.mode);
  if (screen.reduced_motion) json["reduced_motion"] = true;
  return json;
}

Screen read_screen(JsonReader& reader) {
  Screen screen;
  screen.id = parts::read_id(reader);
  screen.name = parts::read_clean(reader, "name");
  screen.venue = reader.optional_string("venue");
  screen.node = reader.optional_string("node");
  screen.heading = reader.optional_number("heading");
  if (screen.heading && !(*screen.heading >= 0 && *screen.heading <= 360))
    reader.fault("heading", "must be degrees from 0 to 360, or null");
  screen.size = read_size(reader);
  screen.diagonal_inch = read_measure(reader, "diagonal_inch");
  screen.distance_mm = read_measure(reader, "distance_mm");
  screen.lower_edge_mm = read_measure(reader, "lower_edge_mm");
  screen.layout = reader.optional_string("layout");
  screen.rooms = reader.strings("rooms");
  for (const auto& tag : reader.strings("languages")) {
    const auto language = canonical_language(tag);
    if (!language) reader.fault("languages", "'" + tag + "' is not a language tag such as sv, en-GB or zh-Hans");
    if (language) screen.languages.push_back(*language);
  }
  screen.language_display = parts::read_enum(reader, "language_display", kLanguageDisplays, screen.language_display);
  screen.tags = reader.strings("tags");
  screen.mode = parts::read_enum(reader, "mode", kModes, screen.mode);
  screen.reduced_motion = reader.boolean("reduced_motion", false);
  reader.reject_unknown();
  return screen;
}

}  // namespace skylt
