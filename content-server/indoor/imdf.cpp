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
