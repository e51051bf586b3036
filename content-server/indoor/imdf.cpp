// IMDF (OGC 20-094): features by type, in the order in which they refer to each other.
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

namespace skylt {
namespace indoor {
namespace {

using importing::member;
using importing::scalar_text;

constexpr std::size_t kMostCorners = 5000;
constexpr double kFarthest = 20000;  ///< metres from the origin

constexpr std::array kPassedOver{"detail", "fixture", "footprint", "geofence", "section"};

}  // namespace

ImdfReader::ImdfReader(const MapFiles& files, const IndoorSettings& settings) : books_{result_}, frame_{{0, 0}} {
  features_ = read_features(files, result_.findings);
  result_.format = "imdf";
  result_.features = features_.count;
  result_.rejected = features_.count - features_.list.size();
  result_.venue.id = settings.venue;
  const auto tag = canonical_language(scalar_text(features_.manifest, "language"));
  language_ = tag.value_or("und");
  frame_ = Frame{origin()};
}

IndoorImport ImdfReader::run() {
  each("address", [&](const Feature& feature) { read_address(feature); });
  each("venue", [&](const Feature& feature) { read_venue(feature); });
  each("building", [&](const Feature& feature) { read_building(feature); });
  each("level", [&](const Feature& feature) { read_level(feature); });
  report_shared_ordinals();
  each("unit", [&](const Feature& feature) { read_unit(feature); });
  each("opening", [&](const Feature& feature) { read_opening(feature); });
  each("anchor", [&](const Feature& feature) { read_anchor(feature); });
  each("amenity", [&](const Feature& feature) { read_amenity(feature); });
  each("kiosk", [&](const Feature& feature) { read_kiosk(feature); });
  each("occupant", [&](const Feature& feature) { read_occupant(feature); });
  each("relationship", [&](const Feature& feature) { read_relationship(feature); });
  pass_over_the_rest();
  add_toilets_without_amenity();
  name_rooms(result_.venue);
  books_.warn(seed_graph(result_.venue, hints_));
  for (const Room& room : result_.venue.rooms) {
    for (const RoomAlias& alias : room.aliases) {
      if (!alias.guid.empty()) books_.add_part(alias.guid, room.id);
    }
  }
  return std::move(result_);
}

/// The venue's own point, else the first level's first corner.
LonLat ImdfReader::origin() const {
  std::optional<LonLat> first;
  for (const Feature& feature : features_.list) {
    if (feature.type == "venue") {
      const auto point = read_position(member(member(feature.properties, "display_point"), "coordinates"));
      if (point) return *point;
    }
    const auto polygons = first ? std::nullopt : read_polygons(feature.geometry);
    if (polygons && !polygons->empty() && !polygons->front().front().empty()) first = polygons->front().front().front();
  }
  return first.value_or(LonLat{});
}

Text ImdfReader::labels(const Json& properties, const char* key) const {
  const Json& value = member(properties, key);
  Text text;
  if (value.is_string()) text.set(language_, clean_text(value.get<std::string>(), 200));
  if (!value.is_object()) return text;
  for (const auto& [language, words] : value.items()) {
    if (words.is_string()) text.set(language, clean_text(words.get<std::string>(), 200));
  }
  return text;
}

std::vector<OpenHours> ImdfReader::hours(const Feature& feature) {
  const std::string written = scalar_text(feature.properties, "hours");
  if (written.empty()) return {};
  const auto hours = read_hours(written);
  if (!hours) {
    books_.warn(feature.file, feature.id, "unknown-hours",
                "the hours '" + clean_text(written, 60) + "' are not understood; it is taken to be always open");
  }
  return hours.value_or(std::vector<OpenHours>{});
}

bool ImdfReader::has_word(const Json& properties, const char* key, std::string_view word) {
  const Json& list = member(properties, key);
  if (!list.is_array()) return false;
  return std::any_of(list.begin(), list.end(), [&](const Json& item) { return item.is_string() && item == word; });
}

/// Polygons in metres with every ring of three corners or more; a finding and nothing when there is none.
std::vector<std::vector<Ring>> ImdfReader::outlines(const Feature& feature) {
  std::vector<std::vector<Ring>> outlines;
  const auto reject = [&](const char* code, std::string reason) {
    books_.reject(feature.file, feature.id, code, std::move(reason));
    return std::vector<std::vector<Ring>>{};
  };
  const auto polygons = read_polygons(feature.geometry);
  if (!polygons) {
    const std::string type = scalar_text(feature.geometry, "type");
    return reject("wrong-geometry", "it must be a polygon, not " + (type.empty() ? "nothing" : clean_text(type, 40)));
  }
  bool crossing = false;
  for (const LonLatPolygon& polygon : *polygons) {
    std::vector<Ring> rings;
    for (const LonLatRing& line : polygon) {
      if (line.size() > kMostCorners) return reject("too-detailed", "an outline has more than 5,000 corners");
      Ring ring = ring_of(line, frame_);
      const bool far = std::any_of(ring.begin(), ring.end(), [](Point p) { return distance_of(p, {}) > kFarthest; });
      if (far) return reject("far-away", "it lies more than 20 km from the rest");
      if (ring.size() < 3 || std::abs(signed_area(ring)) < 1e-4) {
        if (rings.empty()) break;  // no outline: its holes mean nothing
        continue;
      }
      crossing = crossing || crosses_itself(ring);
      rings.push_back(std::move(ring));
    }
    if (!rings.empty()) outlines.push_back(std::move(rings));
  }
  if (outlines.empty()) return reject("no-area", "its outline has no area");
  if (crossing) books_.warn(feature.file, feature.id, "self-intersection", "its outline crosses or touches itself");
  return outlines;
}

void ImdfReader::read_address(const Feature& feature) {
  std::string line = clean_text(scalar_text(feature.properties, "address"), 200);
  for (const char* key : {"postal_code", "locality"}) {
    const std::string part = clean_text(scalar_text(feature.properties, key), 80);
    if (!part.empty()) line += (line.empty() ? "" : ", ") + part;
  }
  addresses_[feature.id] = line;
  books_.accept(feature.id);
}

void ImdfReader::read_venue(const Feature& feature) {
  Venue& venue = result_.venue;
  if (has_venue_) return books_.reject(feature.file, feature.id, "second-venue", "the archive holds a venue already");
  has_venue_ = true;
  venue.name = labels(feature.properties, "name");
  if (venue.name.empty()) books_.warn(feature.file, feature.id, "no-name", "the venue has no name");
  const auto address = addresses_.find(scalar_text(feature.properties, "address_id"));
  if (address != addresses_.end()) venue.address = address->second;
  books_.accept(feature.id);
}

void ImdfReader::read_building(const Feature& feature) {
  Building building;
  building.id = part_id("imdf-", feature.id);
  building.name = labels(feature.properties, "name");
  if (building.name.empty()) books_.warn(feature.file, feature.id, "no-name", "the building has no name");
  books_.accept(feature.id, {building.id});
  buildings_[feature.id] = building.id;
  result_.venue.buildings.push_back(std::move(building));
}

void ImdfReader::read_level(const Feature& feature) {
  const Json& ordinal = member(feature.properties, "ordinal");
  if (!ordinal.is_number() || std::abs(ordinal.get<double>()) > 1000) {
    return books_.reject(feature.file, feature.id, "no-ordinal", "it does not say the order of its level");
  }
  Level level;
  level.id = part_id("imdf-", feature.id);
  level.ordinal = ordinal.get<double>();
  level.name = labels(feature.properties, "name");
  level.short_name = labels(feature.properties, "short_name");
  level.outdoor = member(feature.properties, "outdoor") == true;
  if (level.name.empty()) books_.warn(feature.file, feature.id, "no-name", "the level has no name");
  const Json& list = member(feature.properties, "building_ids");
  for (const Json& id : list.is_array() ? list : Json::array()) {
    const auto known = id.is_string() ? buildings_.find(id.get<std::string>()) : buildings_.end();
    if (known == buildings_.end()) {
      books_.warn(feature.file, feature.id, "dangling-reference", "no building " + clean_text(id.dump(), 60));
    } else if (level.building.empty()) {
      level.building = known->second;
    }
  }
  books_.accept(feature.id, {level.id});
  levels_[feature.id] = level.id;
  result_.venue.levels.push_back(std::move(level));
}

void ImdfReader::report_shared_ordinals() {
  std::map<double, std::string> first;
  for (const auto& [source, id] : levels_) {
    const auto called = [&, wanted = id](const Level& level) { return level.id == wanted; };
    const Level& level = *std::find_if(result_.venue.levels.begin(), result_.venue.levels.end(), called);
    const auto [other, fresh] = first.emplace(level.ordinal, source);
    if (fresh) continue;
    books_.warn("level.geojson", source, "shared-ordinal",
                "it has the ordinal of level " + other->second + "; both are kept");
  }
}

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

void ImdfReader::pass_over_the_rest() {
  std::map<std::string, std::size_t> passed;
  for (const Feature& feature : features_.list) {
    if (done_.contains(feature.id)) continue;
    const bool known = std::find(kPassedOver.begin(), kPassedOver.end(), feature.type) != kPassedOver.end();
    if (!known) {
      books_.reject(feature.file, feature.id, "unknown-type",
                    "'" + clean_text(feature.type, 40) + "' is no type of IMDF");
      continue;
    }
    ++passed[feature.type];
    books_.accept(feature.id);
  }
  for (const auto& [type, count] : passed) {
    result_.notes.push_back(std::to_string(count) + " features of type " + type + " are not used");
  }
  if (not_on_foot_ > 0) {
    result_.notes.push_back(std::to_string(not_on_foot_) + " openings for vehicles or staff are left out");
  }
}

/// A restroom that no amenity speaks for is one all the same.
void ImdfReader::add_toilets_without_amenity() {
  for (const auto& [source, unit] : units_) {
    if (!unit.category.starts_with("restroom") || with_amenity_.contains(source)) continue;
    Amenity amenity;
    amenity.id = unit.spaces.front() + ".toilets";
    amenity.kind = amenity_kind(unit.category, unit.wheelchair);
    amenity.level = unit.level;
    amenity.at = unit.middle;
    books_.add_part(source, amenity.id);
    result_.venue.amenities.push_back(std::move(amenity));
  }
}

}  // namespace indoor

bool is_imdf(const MapFiles& files) {
  return files.contains("manifest.json") || (files.contains("level.geojson") && files.contains("unit.geojson"));
}

IndoorImport parse_imdf(const MapFiles& files, const IndoorSettings& settings) {
  if (!is_imdf(files)) {
    throw Error{ErrorCode::Invalid, "this is no IMDF archive: it has neither manifest.json nor level and unit files"};
  }
  return indoor::ImdfReader{files, settings}.run();
}

}  // namespace skylt
