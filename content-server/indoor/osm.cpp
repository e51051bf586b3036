// OpenStreetMap's Simple Indoor Tagging: what an element is, and areas with their rooms and open borders.
#include <algorithm>
#include <cmath>
#include <set>

#include "content-server/indoor/hours.hpp"
#include "content-server/indoor/osm_levels.hpp"
#include "content-server/indoor/osm_reader.hpp"
#include "core/base/error.hpp"
#include "core/venue/polygon.hpp"

namespace skylt {
namespace indoor {

OsmReader::OsmReader(std::string_view bytes, const IndoorSettings& settings) : books_{result_} {
  std::set<std::string> ids;
  for (OsmElement& element : read_osm(bytes)) {
    if (ids.insert(element.id).second) {
      elements_.push_back(std::move(element));
    } else if (is_indoor(element)) {  // files that somebody joined say a bare node again and again
      ++result_.features;
      books_.reject("osm", element.id, "duplicate-id", "another element has this id");
    }
  }
  for (const OsmElement& element : elements_) by_id_.emplace(element.id, &element);
  result_.format = "osm";
  result_.venue.id = settings.venue;
  hints_.assume_doors = true;
}

IndoorImport OsmReader::run() {
  find_origin();
  find_missing_levels();
  // Areas first: doors, stairs and places stand in them.
  const auto is_area = [](const OsmElement& element) {
    return element.closed() || element.tag("type") == "multipolygon";
  };
  for (const bool areas : {true, false}) {
    for (const OsmElement& element : elements_) {
      if (is_indoor(element) && is_area(element) == areas) read(element);
    }
  }
  if (result_.features == 0) {
    throw Error{ErrorCode::Invalid, "this OpenStreetMap file says nothing about the inside of a building"};
  }
  open_borders();
  name_levels();
  name_rooms(result_.venue);
  books_.warn(seed_graph(result_.venue, hints_));
  return std::move(result_);
}

/// The middle of all that is indoors, on a grid of a thousandth of a degree, so that small edits do not move it.
void OsmReader::find_origin() {
  LonLat low{180, 90};
  LonLat high{-180, -90};
  const auto take = [&](const OsmElement& node) {
    if (!(std::abs(node.at.lon) <= 180) || !(std::abs(node.at.lat) <= 90)) return;
    low = {std::min(low.lon, node.at.lon), std::min(low.lat, node.at.lat)};
    high = {std::max(high.lon, node.at.lon), std::max(high.lat, node.at.lat)};
  };
  for (const OsmElement& element : elements_) {
    if (!is_indoor(element)) continue;
    take(element);
    for (const std::string& id : element.nodes) {
      if (const auto node = by_id_.find(id); node != by_id_.end()) take(*node->second);
    }
  }
  const auto grid = [](double degrees) { return std::round(degrees * 1000) / 1000; };
  frame_ = Frame{{grid((low.lon + high.lon) / 2), grid((low.lat + high.lat) / 2)}};
}

void OsmReader::find_missing_levels() {
  for (const OsmElement& element : elements_) {
    const auto missing = parse_levels(element.tag("non_existent_levels"));
    if (missing) missing_levels_.insert(missing->begin(), missing->end());
  }
}

/// nullopt, with the element rejected, when it is on no level.
std::optional<OsmReader::Floors> OsmReader::floors_of(const OsmElement& element) {
  const std::string_view level = element.tag("level");
  const std::string_view repeated = element.tag("repeat_on");
  if (level.empty() && repeated.empty()) {
    books_.reject("osm", element.id, "no-level", "it does not say on which level it is");
    return std::nullopt;
  }
  Floors floors;
  floors.copies = !repeated.empty();
  for (const std::string_view text : {level, repeated}) {
    if (text.empty()) continue;
    const auto levels = parse_levels(text);
    if (!levels) {
      books_.reject("osm", element.id, "bad-level",
                    "the level '" + clean_text(text, 60) + "' is not understood; write 2, 0.5, 1;2 or 0-3");
      return std::nullopt;
    }
    floors.levels.insert(floors.levels.end(), levels->begin(), levels->end());
  }
  std::sort(floors.levels.begin(), floors.levels.end());
  floors.levels.erase(std::unique(floors.levels.begin(), floors.levels.end()), floors.levels.end());
  std::erase_if(floors.levels, [&](double ordinal) { return missing_levels_.contains(ordinal); });
  if (!floors.levels.empty()) return floors;
  books_.reject("osm", element.id, "bad-level", "none of its levels exists");
  return std::nullopt;
}

std::string OsmReader::level_id(double ordinal) {
  std::string& id = levels_[ordinal];
  if (id.empty()) id = "osm-level" + std::string{ordinal < 0 ? "-minus-" : "-"} + level_number(std::abs(ordinal));
  return id;
}

void OsmReader::note_level_name(const OsmElement& element, const Floors& floors) {
  if (floors.levels.size() != 1) return;
  const std::string shown{element.tag("level:ref")};
  if (!shown.empty()) ++level_names_[floors.levels.front()][shown];
  if (element.tag("indoor") == "level" && !name_of(element).empty()) {
    level_texts_[floors.levels.front()] = name_of(element);
  }
}

/// What the wall says: level:ref where anything on the level has one, and not the ordinal (section 3).
void OsmReader::name_levels() {
  for (const auto& [ordinal, id] : levels_) {
    Level level;
    level.id = id;
    level.ordinal = ordinal;
    const auto text = level_texts_.find(ordinal);
    if (text != level_texts_.end()) level.name = text->second;
    const auto names = level_names_.find(ordinal);
    if (names != level_names_.end()) {
      const auto often = std::max_element(names->second.begin(), names->second.end(),
                                          [](const auto& a, const auto& b) { return a.second < b.second; });
      level.short_name.set("und", often->first);
    }
    if (level.short_name.empty()) {
      level.short_name.set("und", level_number(ordinal));
      books_.warn("osm", id, "level-name",
                  "nothing says what the walls call level " + level_number(ordinal) + "; its number is shown");
    }
    if (level.name.empty()) level.name = level.short_name;
    result_.venue.levels.push_back(std::move(level));
  }
}

void OsmReader::read(const OsmElement& element) {
  ++result_.features;
  const auto floors = floors_of(element);
  if (!floors) return;
  note_level_name(element, *floors);
  const std::string_view indoor = element.tag("indoor");
  const bool is_node = element.id.starts_with("node/");
  if (indoor == "wall" || indoor == "level") return books_.accept(element.id);
  if (element.closed() || element.tag("type") == "multipolygon") return read_area(element, *floors);
  if (is_node && (element.tags.contains("door") || element.tags.contains("entrance") || indoor == "door")) {
    return read_door(element, *floors);
  }
  const auto connector = connector_of(element);
  if (is_node && connector == ConnectorKind::Lift) return read_lift_node(element, *floors);
  if (is_node) return read_place(element, *floors);
  if (connector) return read_steps_line(element, *floors, *connector);
  const std::string_view highway = element.tag("highway");
  if (highway == "footway" || highway == "corridor" || highway == "pedestrian" || highway == "path") {
    return read_footway(element, *floors);
  }
  if (highway.empty() && !indoor.empty()) {
    return books_.reject("osm", element.id, "not-closed", "an area must end where it begins");
  }
  books_.accept(element.id);  // a road for vehicles, say
}

/// Closed lines of a way, or of a multipolygon's members with that role, joined end to end.
std::vector<std::vector<std::string>> OsmReader::lines_of(const OsmElement& element, std::string_view role) const {
  if (element.closed()) {
    return role == "outer" ? std::vector<std::vector<std::string>>{element.nodes}
                           : std::vector<std::vector<std::string>>{};
  }
  std::vector<std::vector<std::string>> open;
  for (const auto& [member_role, id] : element.members) {
    const auto way = by_id_.find(id);
    const bool fits = member_role == role || (member_role.empty() && role == "outer");
    if (fits && way != by_id_.end() && way->second->nodes.size() > 1) open.push_back(way->second->nodes);
  }
  std::vector<std::vector<std::string>> closed;
  while (!open.empty()) {
    std::vector<std::string> line = std::move(open.back());
    open.pop_back();
    for (bool grown = true; grown && line.front() != line.back();) {
      grown = false;
      for (auto next = open.begin(); next != open.end(); ++next) {
        if (next->back() == line.back()) std::reverse(next->begin(), next->end());
        if (next->front() != line.back()) continue;
        line.insert(line.end(), next->begin() + 1, next->end());
        open.erase(next);
        grown = true;
        break;
      }
    }
    if (line.size() > 3 && line.front() == line.back()) closed.push_back(std::move(line));
  }
  return closed;
}

std::optional<Ring> OsmReader::ring_of_nodes(const std::vector<std::string>& nodes) const {
  LonLatRing places;
  for (const std::string& id : nodes) {
    const auto node = by_id_.find(id);
    if (node == by_id_.end() || !(std::abs(node->second->at.lat) <= 90) || !(std::abs(node->second->at.lon) <= 180)) {
      return std::nullopt;
    }
    places.push_back(node->second->at);
  }
  return ring_of(places, *frame_);
}

void OsmReader::read_area(const OsmElement& element, const Floors& floors) {
  auto parts = parts_of(element);
  if (parts.empty()) return;
  cut_holes(element, parts);
  const AreaKind kind = area_kind(element);
  const auto spaces = add_spaces(element, floors, kind, parts);
  books_.accept(element.id, spaces);
  if (!kind.walkable) return;
  if (const auto connector = connector_of(element)) {
    std::vector<SeedStop> stops;  // in the first part, on every level
    for (std::size_t i = 0; i < floors.levels.size(); ++i)
      stops.push_back({level_id(floors.levels[i]), spaces[i * parts.size()], std::nullopt});
    if (stops.size() > 1) add_connector(element, floors, *connector, std::move(stops), false);
    return;
  }
  const std::string amenity = amenity_of(element);
  if (!amenity.empty()) add_amenity(element, floors, amenity, interior_point(parts.front().rings));
  if (amenity != "toilets" && amenity != "accessible-toilet") add_rooms(element, floors, spaces);
}

/// Without holes. None, with the element rejected, when there is no using its outline.
std::vector<OsmReader::AreaPart> OsmReader::parts_of(const OsmElement& element) {
  const auto reject = [&](const char* code, const char* reason) {
    books_.reject("osm", element.id, code, reason);
    return std::vector<AreaPart>{};
  };
  std::vector<AreaPart> parts;
  for (auto& line : lines_of(element, "outer")) {
    const auto ring = ring_of_nodes(line);
    if (!ring) return reject("dangling-reference", "a node of it is not in the file");
    if (ring->size() > kMostCorners) return reject("too-detailed", "its outline has more than 5,000 corners");
    if (ring->size() < 3 || std::abs(signed_area(*ring)) < 1e-4) continue;
    const auto far = [](Point p) { return distance_of(p, {}) > kFarthest; };
    if (std::any_of(ring->begin(), ring->end(), far))
      return reject("far-away", "it lies more than 20 km from the rest");
    if (crosses_itself(*ring))
      books_.warn("osm", element.id, "self-intersection", "its outline crosses or touches itself");
    parts.push_back({{*ring}, std::move(line)});
  }
  if (parts.empty()) return reject("no-area", "its outline has no area");
  return parts;
}

void OsmReader::cut_holes(const OsmElement& element, std::vector<AreaPart>& parts) const {
  for (const auto& line : lines_of(element, "inner")) {
    const auto hole = ring_of_nodes(line);
    if (!hole || hole->size() < 3 || hole->size() > kMostCorners) continue;
    for (AreaPart& part : parts) {
      if (contains(part.rings, hole->front())) part.rings.push_back(*hole);
    }
  }
}

/// A space of every part on every level; their ids, level by level.
std::vector<std::string> OsmReader::add_spaces(const OsmElement& element, const Floors& floors, const AreaKind& kind,
                                               const std::vector<AreaPart>& parts) {
  const std::string base = part_id("osm-", element.id);
  std::vector<std::string> ids;
  for (const double ordinal : floors.levels) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      Space space;
      space.id = base + (i == 0 ? "" : "." + std::to_string(i + 1)) +
                 (floors.levels.size() == 1 ? "" : ".L" + level_number(ordinal));
      space.level = level_id(ordinal);
      space.kind = kind.kind;
      space.rings = parts[i].rings;
      space.name = name_of(element);
      space.walkable = kind.walkable;
      const std::vector<std::string> nodes{parts[i].nodes.begin(), parts[i].nodes.end() - 1};
      for (const std::string& node : nodes) outlines_at_[node].push_back(outlines_.size());
      outlines_.push_back({space.id, space.level, nodes, kind.walls, kind.walkable});
      ids.push_back(space.id);
      result_.venue.spaces.push_back(std::move(space));
    }
  }
  return ids;
}

/// One room, or on repeated levels one each.
void OsmReader::add_rooms(const OsmElement& element, const Floors& floors, const std::vector<std::string>& spaces) {
  const Text name = name_of(element);
  if (name.empty()) return;
  const std::size_t copies = floors.copies ? floors.levels.size() : 1;
  const std::size_t per_copy = spaces.size() / copies;
  for (std::size_t copy = 0; copy < copies; ++copy) {
    Room room;
    room.name = name;
    if (!element.tag("short_name").empty()) room.short_name.set("und", std::string{element.tag("short_name")});
    room.level = level_id(floors.levels[copy]);
    room.spaces.assign(spaces.begin() + static_cast<std::ptrdiff_t>(copy * per_copy),
                       spaces.begin() + static_cast<std::ptrdiff_t>((copy + 1) * per_copy));
    room.order = static_cast<int>(result_.venue.rooms.size());
    room.aliases.push_back(
        {"openstreetmap", "", element.id + (copy == 0 ? "" : "#" + level_number(floors.levels[copy]))});
    for (const char* key : {"alt_name", "loc_name", "old_name", "official_name", "ref"}) {
      const std::string other{element.tag(key)};
      if (!other.empty() && copies == 1) room.aliases.push_back({"", other, ""});
    }
    if (wheelchair_of(element) == true) room.access.push_back("wheelchair");
    result_.venue.rooms.push_back(std::move(room));
  }
}

void OsmReader::add_amenity(const OsmElement& element, const Floors& floors, const std::string& kind, Point at) {
  for (const double ordinal : floors.levels) {
    Amenity amenity;
    amenity.id =
        part_id("osm-", element.id) + ".place" + (floors.levels.size() == 1 ? "" : ".L" + level_number(ordinal));
    amenity.kind = kind;
    amenity.name = name_of(element);
    amenity.level = level_id(ordinal);
    amenity.at = at;
    const std::string hours{element.tag("opening_hours")};
    if (!hours.empty()) {
      const auto read = read_hours(hours);
      if (read) amenity.hours = *read;
      if (!read) {
        books_.warn("osm", element.id, "unknown-hours",
                    "the hours '" + clean_text(hours, 60) + "' are not understood; it is taken to be always open");
      }
    }
    books_.add_part(element.id, amenity.id);
    result_.venue.amenities.push_back(std::move(amenity));
  }
}

/// Corridors and areas have no walls towards each other: the longest edge that two share becomes an open passage.
void OsmReader::open_borders() {
  std::map<std::pair<std::size_t, std::size_t>, std::pair<Point, Point>> longest;
  for (std::size_t i = 0; i < outlines_.size(); ++i) {
    const Outline& one = outlines_[i];
    if (one.walls || !one.walkable) continue;
    for (std::size_t at = 0; at < one.nodes.size(); ++at) {
      const std::string& a = one.nodes[at];
      const std::string& b = one.nodes[(at + 1) % one.nodes.size()];
      for (const std::size_t j : outlines_at_[a]) {
        const Outline& other = outlines_[j];
        if (j <= i || other.walls || !other.walkable || other.level != one.level) continue;
        const auto place = std::find(other.nodes.begin(), other.nodes.end(), a);
        const auto index = static_cast<std::size_t>(place - other.nodes.begin());
        const std::size_t n = other.nodes.size();
        if (other.nodes[(index + 1) % n] != b && other.nodes[(index + n - 1) % n] != b) continue;
        const std::pair edge{frame_->to_metres(by_id_.at(a)->at), frame_->to_metres(by_id_.at(b)->at)};
        auto& best = longest[{i, j}];
        if (distance_of(edge.first, edge.second) > distance_of(best.first, best.second)) best = edge;
      }
    }
  }
  for (const auto& [pair, edge] : longest) {
    Opening opening;
    opening.id = outlines_[pair.first].space + ".to." + outlines_[pair.second].space;
    opening.level = outlines_[pair.first].level;
    opening.line = {edge.first, edge.second};
    opening.door = "open";
    opening.width_m = std::round(distance_of(edge.first, edge.second) * 100) / 100;
    result_.venue.openings.push_back(std::move(opening));
  }
}

}  // namespace indoor

bool is_osm(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  const std::size_t root = head.find("<osm");
  return root != std::string_view::npos && head.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == head.find('<');
}

IndoorImport parse_osm(std::string_view bytes, const IndoorSettings& settings) {
  return indoor::OsmReader{bytes, settings}.run();
}

}  // namespace skylt
