#pragma once
// Shared by the readers and writers of venues and screens; not for other folders.
#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/programme/json_parts.hpp"
#include "core/venue/venue.hpp"

namespace skylt::parts {

using Ids = std::set<std::string, std::less<>>;

/// Ids of a venue so far, by kind: what its later parts may name.
struct VenueIds {
  Ids buildings, levels, spaces, openings, connectors, amenities, nodes, rooms;
};

/// False, with a fault, when the id is taken.
bool is_new(Ids& ids, JsonReader& reader, const std::string& id);

/// A reference inside the venue; one that leads nowhere is reported and emptied, the record stays.
std::string read_reference(JsonReader& reader, const char* key, const Ids& ids, const std::string& what);
/// The same for a list; references that lead nowhere are left out.
std::vector<std::string> read_references(JsonReader& reader, const char* key, const Ids& ids, const std::string& what);

/// Two numbers under `key`, or a fault that says so.
std::optional<std::array<double, 2>> read_pair(JsonReader& reader, const char* key, const char* expected);
/// [x, y] in metres.
std::optional<Point> read_point(JsonReader& reader, const char* key);
Json to_json(const Point& point);

/// A length, a size, a time: absent, or from 0 to 10000000.
std::optional<double> read_optional_measure(JsonReader& reader, const char* key);
/// A number of things: absent, or 0 and more.
std::optional<int> read_optional_count(JsonReader& reader, const char* key);

std::vector<OpenHours> read_hours(JsonReader& reader);
void put_hours(Json& object, const std::vector<OpenHours>& hours);

/// Reads the list under `key`; a record with a fault of its own, without an id or with one that is taken is left out.
template <typename Record, typename Read>
void read_whole(JsonReader& reader, const char* key, Ids& ids, std::vector<Record>& records, const Read& read) {
  reader.each(key, [&](JsonReader& item) {
    const auto before = item.faults().size();
    Record record = read(item);
    const bool whole = item.faults().size() == before && !record.id.empty();
    if (whole && is_new(ids, item, record.id)) records.push_back(std::move(record));
  });
}

/// As read_whole(), but what has an id is kept without its faulty parts.
template <typename Record, typename Read>
void read_lenient(JsonReader& reader, const char* key, Ids& ids, std::vector<Record>& records, const Read& read) {
  reader.each(key, [&](JsonReader& item) {
    Record record = read(item);
    if (!record.id.empty() && is_new(ids, item, record.id)) records.push_back(std::move(record));
  });
}

Json to_json(const Building& building);
Json to_json(const Level& level);
Json to_json(const Space& space);
Json to_json(const Opening& opening);
Json to_json(const Connector& connector);
Json to_json(const Amenity& amenity);
Json to_json(const Node& node);
Json to_json(const Edge& edge);

/// Each reads one part of a venue; references are checked against `ids`.
Building read_building(JsonReader& reader);
Level read_level(JsonReader& reader, const VenueIds& ids);
Space read_space(JsonReader& reader, const VenueIds& ids);
Opening read_opening(JsonReader& reader, const VenueIds& ids);
Connector read_connector(JsonReader& reader);
Amenity read_amenity(JsonReader& reader, const VenueIds& ids);
Node read_node(JsonReader& reader, const VenueIds& ids);
Edge read_edge(JsonReader& reader, const VenueIds& ids);

/// What is written under `key` only where there is any.
template <typename Record>
void put_list(Json& object, const char* key, const std::vector<Record>& records) {
  if (records.empty()) return;
  Json list = Json::array();
  for (const auto& record : records) list.push_back(to_json(record));
  object[key] = std::move(list);
}

}  // namespace skylt::parts
