// What lies within an IMDF level: units and their rooms, openings, anchors, amenities, kiosks, occupants.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "content-server/import/json_text.hpp"
#include "content-server/indoor/books.hpp"
#include "content-server/indoor/frame.hpp"
#include "content-server/indoor/hours.hpp"
#include "content-server/indoor/imdf_files.hpp"
#include "content-server/indoor/imdf_kinds.hpp"
#include "content-server/indoor/imdf_reader.hpp"
#include "core/base/error.hpp"
#include "core/venue/polygon.hpp"

namespace skylt::indoor {

using importing::member;
using importing::scalar_text;

/// Id of the level under `level_id`; empty, with the feature rejected, when there is none.
std::string ImdfReader::level_of(const Feature& feature) {
  const std::string source = scalar_text(feature.properties, "level_id");
  const auto level = levels_.find(source);
  if (level != levels_.end()) return level->second;
  books_.reject(feature.file, feature.id, source.empty() ? "no-level" : "dangling-reference",
                source.empty() ? "it has no level_id" : "there is no level '" + clean_text(source, 60) + "'");
  return {};
}

void ImdfReader::read_unit(const Feature& feature) {
  const std::string level = level_of(feature);
  if (level.empty()) return;
  auto polygons = outlines(feature);
  if (polygons.empty()) return;
  const std::string category = scalar_text(feature.properties, "category");
  auto kind = unit_kind(category);
  if (!kind) {
    books_.warn(feature.file, feature.id, "unknown-category",
                "the category '" + clean_text(category, 60) + "' is not known; it is taken for a room");
    kind = unit_kind("room");
  }
  const std::string restriction = scalar_text(feature.properties, "restriction");
  if (restriction == "employeesonly" || restriction == "restricted") kind = unit_kind("nonpublic");
  Unit unit;
  unit.level = level;
  unit.category = category;
  unit.wheelchair = has_word(feature.properties, "accessibility", "wheelchair");
  const Text name = labels(feature.properties, "name");
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < polygons.size(); ++i) {
    Space space;
    space.id = part_id("imdf-", feature.id) + (i == 0 ? "" : "." + std::to_string(i + 1));
    space.level = level;
    space.kind = kind->kind;
    space.rings = std::move(polygons[i]);
    space.name = name;
    space.walkable = kind->walkable;
    unit.spaces.push_back(space.id);
    parts.push_back(space.id);
    if (i == 0) unit.middle = interior_point(space.rings);
    result_.venue.spaces.push_back(std::move(space));
  }
  books_.accept(feature.id, std::move(parts));
  if (kind->room && kind->walkable) {
    if (name.empty()) {
      if (std::string_view{kind->kind} == "room")
        books_.warn(feature.file, feature.id, "no-name", "the room has no name; nobody can be led to it");
    } else {
      add_room(feature, name, unit);
    }
  }
  units_[feature.id] = std::move(unit);
}

void ImdfReader::add_room(const Feature& feature, const Text& name, const Unit& unit) {
  Room room;
  room.name = name;
  room.level = unit.level;
  room.spaces = unit.spaces;
  room.order = static_cast<int>(result_.venue.rooms.size());
  room.aliases.push_back({"", "", feature.id});
  if (unit.wheelchair) room.access.push_back("wheelchair");
  std::set<std::string> texts;
  const Text other = labels(feature.properties, "alt_name");
  for (const Text* text : {&name, &other}) {
    for (const auto& [language, words] : text->by_language()) {
      if (text == &other) texts.insert(words);
      for (const std::string& part : names_in(words)) texts.insert(part);
    }
  }
  for (const std::string& text : texts) room.aliases.push_back({"", text, ""});
  result_.venue.rooms.push_back(std::move(room));
}

void ImdfReader::read_opening(const Feature& feature) {
  const std::string level = level_of(feature);
  if (level.empty()) return;
  const auto line = scalar_text(feature.geometry, "type") == "LineString"
                        ? read_line(member(feature.geometry, "coordinates"))
                        : std::nullopt;
  if (!line || line->size() < 2) {
    return books_.reject(feature.file, feature.id, "wrong-geometry", "it must be a line from jamb to jamb");
  }
  Opening opening;
  opening.id = part_id("imdf-", feature.id);
  opening.level = level;
  opening.line = {frame_.to_metres(line->front()), frame_.to_metres(line->back())};
  if (distance_of(opening.line[0], {}) > kFarthest || distance_of(opening.line[1], {}) > kFarthest) {
    return books_.reject(feature.file, feature.id, "far-away", "it lies more than 20 km from the rest");
  }
  const double width = distance_of(opening.line[0], opening.line[1]);
  if (width > 0) opening.width_m = std::round(width * 100) / 100;
  const std::string category = scalar_text(feature.properties, "category");
  opening.emergency = category == "emergencyexit";
  if (category == "automobile" || category == "bicycle" || category == "service") {
    ++not_on_foot_;
    return books_.accept(feature.id);
  }
  const Json& control = member(feature.properties, "access_control");
  if (control.is_array() && !control.empty()) {
    books_.warn(feature.file, feature.id, "access-control",
                "one needs " + clean_text(control.dump(), 80) + " to pass; no way leads through it");
    return books_.accept(feature.id);
  }
  const Json& door = member(feature.properties, "door");
  const std::string type = scalar_text(door, "type");
  if (type == "revolving" || type == "open") {
    opening.door = type;
  } else if (type.starts_with("turnstile")) {
    opening.door = "turnstile";
  } else if (door.is_object()) {
    opening.door = member(door, "automatic") == true ? "automatic" : "manual";
  }
  if (has_word(feature.properties, "accessibility", "wheelchair")) hints_.step_free[opening.id] = true;
  if (category == "pedestrian.principal") hints_.entrances.insert(opening.id);
  openings_[feature.id] = result_.venue.openings.size();
  books_.accept(feature.id, {opening.id});
  result_.venue.openings.push_back(std::move(opening));
}

void ImdfReader::read_anchor(const Feature& feature) {
  const std::string unit = scalar_text(feature.properties, "unit_id");
  const auto at = scalar_text(feature.geometry, "type") == "Point"
                      ? read_position(member(feature.geometry, "coordinates"))
                      : std::nullopt;
  if (!at) return books_.reject(feature.file, feature.id, "wrong-geometry", "it must be a point");
  if (!units_.contains(unit)) {
    return books_.reject(feature.file, feature.id, "dangling-reference",
                         "there is no unit '" + clean_text(unit, 60) + "'");
  }
  anchors_[feature.id] = unit;
  books_.accept(feature.id);
}

/// Ids of a list of units that are there; each that is not is reported.
std::vector<std::string> ImdfReader::units_in(const Feature& feature, const char* key) {
  std::vector<std::string> units;
  const Json& list = member(feature.properties, key);
  for (const Json& id : list.is_array() ? list : Json::array()) {
    if (id.is_string() && units_.contains(id.get<std::string>())) {
      units.push_back(id.get<std::string>());
    } else {
      books_.warn(feature.file, feature.id, "dangling-reference", "no unit " + clean_text(id.dump(), 60));
    }
  }
  return units;
}

void ImdfReader::read_amenity(const Feature& feature) {
  const auto units = units_in(feature, "unit_ids");
  const auto place = read_position(member(feature.geometry, "coordinates"));
  const std::string category = scalar_text(feature.properties, "category");
  if (connector_kind(category)) return books_.accept(feature.id);  // its units say so themselves
  if (category.empty()) return books_.reject(feature.file, feature.id, "no-category", "it does not say what it is");
  if (units.empty()) return books_.reject(feature.file, feature.id, "no-unit", "it lies in no unit");
  if (scalar_text(feature.geometry, "type") != "Point" || !place) {
    return books_.reject(feature.file, feature.id, "wrong-geometry", "it must be a point");
  }
  const Unit& unit = units_.at(units.front());
  Amenity amenity;
  amenity.id = part_id("imdf-", feature.id);
  amenity.kind = amenity_kind(category, has_word(feature.properties, "accessibility", "wheelchair"));
  amenity.name = labels(feature.properties, "name");
  amenity.level = unit.level;
  amenity.at = frame_.to_metres(*place);
  amenity.hours = hours(feature);
  for (const std::string& id : units) with_amenity_.insert(id);
  books_.accept(feature.id, {amenity.id});
  result_.venue.amenities.push_back(std::move(amenity));
}

void ImdfReader::read_kiosk(const Feature& feature) {
  const std::string level = level_of(feature);
  if (level.empty()) return;
  const auto polygons = outlines(feature);
  if (polygons.empty()) return;
  Amenity amenity;
  amenity.id = part_id("imdf-", feature.id);
  amenity.kind = "kiosk";
  amenity.name = labels(feature.properties, "name");
  amenity.level = level;
  amenity.at = interior_point(polygons.front());
  if (amenity.name.empty()) {
    books_.warn(feature.file, feature.id, "no-name", "the kiosk has no name and is left out");
    return books_.accept(feature.id);
  }
  books_.accept(feature.id, {amenity.id});
  result_.venue.amenities.push_back(std::move(amenity));
}

void ImdfReader::read_occupant(const Feature& feature) {
  const Text name = labels(feature.properties, "name");
  if (name.empty()) return books_.reject(feature.file, feature.id, "no-name", "the occupant has no name");
  const std::string anchor = scalar_text(feature.properties, "anchor_id");
  const auto anchored = anchors_.find(anchor);
  std::string unit = anchored != anchors_.end() ? anchored->second : scalar_text(feature.properties, "unit_id");
  if (!units_.contains(unit)) {
    return books_.reject(feature.file, feature.id, anchor.empty() ? "no-anchor" : "dangling-reference",
                         anchor.empty()
                             ? "nothing says where the occupant is"
                             : "there is no anchor '" + clean_text(anchor, 60) + "', so nobody knows where it is");
  }
  if (anchored == anchors_.end()) {
    books_.warn(feature.file, feature.id, "no-anchor", "it has no usable anchor; its unit_id is used");
  }
  hours(feature);
  add_room(feature, name, units_.at(unit));
  books_.accept(feature.id);
}

}  // namespace skylt::indoor
