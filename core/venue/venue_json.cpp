// A venue as a whole, and its rooms.
#include "core/programme/event.hpp"
#include "core/venue/venue_parts.hpp"

namespace skylt {
namespace {

using parts::put;
using parts::VenueIds;

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
  put(json, "nodes", room.nodes);
  put(json, "spaces", room.spaces);
  put(json, "landmark", room.landmark);
  put(json, "capacity", room.capacity);
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

Room read_room(JsonReader& reader, const VenueIds& ids) {
  Room room;
  room.id = parts::read_id(reader);
  room.name = read_text(reader, "name");
  room.short_name = read_text(reader, "short_name");
  room.level = parts::read_reference(reader, "level", ids.levels, "level");
  room.node = parts::read_reference(reader, "node", ids.nodes, "node");
  room.nodes = parts::read_references(reader, "nodes", ids.nodes, "node");
  room.spaces = parts::read_references(reader, "spaces", ids.spaces, "space");
  room.landmark = read_text(reader, "landmark");
  room.capacity = parts::read_optional_count(reader, "capacity");
  room.order = reader.optional_integer("order").value_or(0);
  room.aliases = read_aliases(reader);
  room.access = reader.strings("access");
  reader.reject_unknown();
  return room;
}

/// Written also where there is none: the lists that every venue has had from the beginning.
template <typename Record>
Json list_of(const std::vector<Record>& records) {
  using parts::to_json;
  Json list = Json::array();
  for (const auto& record : records) list.push_back(to_json(record));
  return list;
}

}  // namespace

Json to_json(const Venue& venue) {
  Json json = Json::object();
  json["id"] = venue.id;
  put(json, "name", venue.name);
  put(json, "address", venue.address);
  parts::put_list(json, "buildings", venue.buildings);
  json["levels"] = list_of(venue.levels);
  parts::put_list(json, "spaces", venue.spaces);
  parts::put_list(json, "openings", venue.openings);
  parts::put_list(json, "connectors", venue.connectors);
  parts::put_list(json, "amenities", venue.amenities);
  json["rooms"] = Json::array();
  for (const auto& room : venue.rooms) json["rooms"].push_back(to_json(room));
  json["nodes"] = list_of(venue.nodes);
  json["edges"] = list_of(venue.edges);
  return json;
}

Venue read_venue(JsonReader& reader) {
  Venue venue;
  VenueIds ids;
  const auto with_ids = [&](auto read) { return [&ids, read](JsonReader& item) { return read(item, ids); }; };
  venue.id = parts::read_id(reader);
  venue.name = read_text(reader, "name");
  venue.address = parts::read_clean(reader, "address");
  parts::read_lenient(reader, "buildings", ids.buildings, venue.buildings, parts::read_building);
  parts::read_lenient(reader, "levels", ids.levels, venue.levels, with_ids(parts::read_level));
  parts::read_whole(reader, "spaces", ids.spaces, venue.spaces, with_ids(parts::read_space));
  parts::read_whole(reader, "openings", ids.openings, venue.openings, with_ids(parts::read_opening));
  parts::read_whole(reader, "connectors", ids.connectors, venue.connectors, parts::read_connector);
  parts::read_lenient(reader, "nodes", ids.nodes, venue.nodes, with_ids(parts::read_node));
  parts::read_whole(reader, "amenities", ids.amenities, venue.amenities, with_ids(parts::read_amenity));
  parts::read_lenient(reader, "rooms", ids.rooms, venue.rooms, with_ids(read_room));
  reader.each("edges", [&](JsonReader& item) {
    const auto before = item.faults().size();
    auto edge = parts::read_edge(item, ids);
    if (item.faults().size() == before) venue.edges.push_back(std::move(edge));
  });
  reader.reject_unknown();
  return venue;
}

}  // namespace skylt
