// OpenStreetMap's Simple Indoor Tagging: doors, ways up and down, and places that are points.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "content-server/indoor/osm_levels.hpp"
#include "content-server/indoor/osm_reader.hpp"
#include "core/venue/polygon.hpp"

namespace skylt::indoor {
namespace {

/// "0.9", "0,9 m", "90 cm" in metres.
std::optional<double> metres(std::string_view text) {
  std::string number{text};
  std::replace(number.begin(), number.end(), ',', '.');
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  if (read.ec != std::errc{} || !(value > 0)) return std::nullopt;
  if (number.find("cm") != std::string::npos) value /= 100;
  return value < 50 ? std::optional{value} : std::nullopt;
}

std::optional<int> count(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && value > 0 && value < 10000 ? std::optional{value} : std::nullopt;
}

bool stands_on(const Venue& venue, const std::string& level, Point p) {
  return std::any_of(venue.spaces.begin(), venue.spaces.end(), [&](const Space& space) {
    return space.level == level && space.walkable &&
           (contains(space.rings, p) || distance_to_boundary(space.rings, p) < 1);
  });
}

}  // namespace

void OsmReader::add_connector(const OsmElement& element, const Floors& floors, ConnectorKind kind,
                              std::vector<SeedStop> stops, bool directed) {
  Connector connector;
  connector.id = part_id("osm-", element.id) + ".way";
  connector.kind = kind;
  connector.name = name_of(element);
  connector.steps = count(element.tag("step_count"));
  connector.width_m = metres(element.tag("width"));
  if (kind == ConnectorKind::Lift || kind == ConnectorKind::Ramp) connector.step_free = wheelchair_of(element);
  if (wheelchair_of(element) == false) connector.step_free = false;
  books_.add_part(element.id, connector.id);
  hints_.connectors.push_back({connector.id, std::move(stops), directed});
  result_.venue.connectors.push_back(std::move(connector));
  if (floors.levels.size() < 2) {
    books_.warn("osm", element.id, "one-level", "it names one level only; say which others it leads to");
  }
}

void OsmReader::read_lift_node(const OsmElement& element, const Floors& floors) {
  books_.accept(element.id);
  const Point at = frame_->to_metres(element.at);
  // Lifts are often drawn twice: as a room and as a point in it.
  const bool drawn = std::any_of(result_.venue.spaces.begin(), result_.venue.spaces.end(), [&](const Space& space) {
    return space.kind == "lift" && contains(space.rings, at) && space.level == level_id(floors.levels.front());
  });
  if (drawn) return;
  std::vector<SeedStop> stops;
  for (const double ordinal : floors.levels) stops.push_back({level_id(ordinal), "", at});
  add_connector(element, floors, ConnectorKind::Lift, std::move(stops), false);
}

/// A flight drawn as a line, from its one end on the lower level to the other on the upper.
void OsmReader::read_steps_line(const OsmElement& element, const Floors& floors, ConnectorKind kind) {
  if (element.nodes.size() < 2) {  // a relation, or a way of no length
    return books_.reject("osm", element.id, "no-line", "a flight or a lift is drawn as a line, an area or a point");
  }
  std::vector<Point> ends;
  for (const std::string& id : {element.nodes.front(), element.nodes.back()}) {
    const auto node = by_id_.find(id);
    if (node == by_id_.end() || !(std::abs(node->second->at.lat) <= 90)) {
      return books_.reject("osm", element.id, "dangling-reference", "a node of it is not in the file");
    }
    ends.push_back(frame_->to_metres(node->second->at));
  }
  books_.accept(element.id);
  std::string low = level_id(floors.levels.front());
  std::string high = level_id(floors.levels.back());
  const std::string_view incline = element.tag("incline");
  bool rises = incline != "down" && !incline.starts_with('-');
  if (incline.empty() && low != high) {
    const bool as_drawn = stands_on(result_.venue, low, ends[0]) && stands_on(result_.venue, high, ends[1]);
    const bool reversed = stands_on(result_.venue, high, ends[0]) && stands_on(result_.venue, low, ends[1]);
    rises = as_drawn || !reversed;
    if (as_drawn == reversed) {
      books_.warn("osm", element.id, "no-incline", "nothing says which end is up; it is taken to rise as it is drawn");
    }
  }
  if (!rises) std::swap(low, high);
  std::vector<SeedStop> stops{{low, "", ends[0]}, {high, "", ends[1]}};
  const std::string_view conveying = element.tag("conveying");
  if (conveying == "backward") std::swap(stops[0], stops[1]);
  const bool directed = conveying == "forward" || conveying == "backward";
  if (kind == ConnectorKind::Stairs && floors.levels.size() == 1) kind = ConnectorKind::Steps;
  add_connector(element, floors, kind, std::move(stops), directed);
}

/// A path drawn as a line becomes part of the graph as it is.
void OsmReader::read_footway(const OsmElement& element, const Floors& floors) {
  books_.accept(element.id);
  for (const double ordinal : floors.levels) {
    std::string before;
    for (const std::string& id : element.nodes) {
      const auto place = by_id_.find(id);
      if (place == by_id_.end() || !(std::abs(place->second->at.lat) <= 90)) continue;
      Node node;
      node.id = part_id("osm-", id) + ".L" + level_number(ordinal);
      node.level = level_id(ordinal);
      const Point at = frame_->to_metres(place->second->at);
      node.x = at.x;
      node.y = at.y;
      Edge edge;
      edge.from = before;
      edge.to = before = node.id;
      edge.kind = "corridor";
      edge.step_free = wheelchair_of(element);
      edge.width_m = metres(element.tag("width"));
      books_.add_part(element.id, node.id);
      const auto same = [&](const Node& other) { return other.id == node.id; };
      if (std::none_of(result_.venue.nodes.begin(), result_.venue.nodes.end(), same)) {
        result_.venue.nodes.push_back(std::move(node));
      }
      if (!edge.from.empty() && edge.from != edge.to) result_.venue.edges.push_back(std::move(edge));
    }
  }
}

/// A door on the outline of a room: as wide as it says, along the wall that it stands in.
void OsmReader::read_door(const OsmElement& element, const Floors& floors) {
  books_.accept(element.id);
  const std::string_view entrance = element.tag("entrance");
  if (is_private(element) || entrance == "garage" || entrance == "service") {
    return books_.warn("osm", element.id, "not-public", "a door for staff or vehicles; no way leads through it");
  }
  const Point at = frame_->to_metres(element.at);
  for (const double ordinal : floors.levels) {
    Opening opening;
    opening.id = part_id("osm-", element.id) + (floors.levels.size() == 1 ? "" : ".L" + level_number(ordinal));
    opening.level = level_id(ordinal);
    opening.door = door_of(element);
    opening.emergency = entrance == "emergency" || entrance == "exit";
    opening.width_m = metres(element.tags.contains("door:width") ? element.tag("door:width") : element.tag("width"));
    Point along{1, 0};
    double longest = 0;
    for (const OsmElement& way : elements_) {
      const auto place = std::find(way.nodes.begin(), way.nodes.end(), element.id);
      if (place == way.nodes.end() || way.tags.empty()) continue;
      const bool first = place == way.nodes.begin();
      const auto beside = by_id_.find(first ? *(place + 1 == way.nodes.end() ? place : place + 1) : *(place - 1));
      if (beside == by_id_.end() || beside->second->id == element.id) continue;
      const Point other = frame_->to_metres(beside->second->at);
      const double length = distance_of(at, other);
      if (length <= longest) continue;
      longest = length;
      along = {(other.x - at.x) / length, (other.y - at.y) / length};
    }
    const double half = opening.width_m.value_or(0.9) / 2;
    opening.line = {Point{at.x - along.x * half, at.y - along.y * half},
                    Point{at.x + along.x * half, at.y + along.y * half}};
    if (const auto known = wheelchair_of(element)) hints_.step_free[opening.id] = *known;
    if (!entrance.empty() && !opening.emergency && entrance != "no") hints_.entrances.insert(opening.id);
    books_.add_part(element.id, opening.id);
    result_.venue.openings.push_back(std::move(opening));
  }
}

/// A shop, desk or toilet drawn as a point: an amenity, and a room where it has a name.
void OsmReader::read_place(const OsmElement& element, const Floors& floors) {
  books_.accept(element.id);
  const std::string amenity = amenity_of(element);
  if (!amenity.empty()) add_amenity(element, floors, amenity, frame_->to_metres(element.at));
  const bool place = element.tags.contains("shop") || element.tags.contains("office") || element.tags.contains("room");
  if (place && amenity.empty() && !name_of(element).empty()) {
    add_amenity(element, floors, element.tags.contains("shop") ? "shop" : "office", frame_->to_metres(element.at));
  }
}

}  // namespace skylt::indoor
