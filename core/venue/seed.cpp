#include "core/venue/seed.hpp"

#include <algorithm>
#include <cmath>

#include "core/venue/seed_parts.hpp"

namespace skylt {
namespace {

using namespace seeding;

constexpr double kReach = 0.5;  ///< metres from an opening's middle to a space that it belongs to
constexpr double kInset = 0.4;  ///< from an opening's middle to the node before it
constexpr double kOutside = 1.0;

bool is_vertical(const std::string& kind) { return kind == "lift" || kind == "stairs" || kind == "escalator"; }

/// Kind of the edges inside a space.
std::string edge_kind(const Area& area) {
  const std::string& kind = area.space->kind;
  if (kind == "stairs" || kind == "steps" || kind == "ramp" || kind == "moving-walk") return kind;
  return kind == "outdoor" || area.level->outdoor ? "outdoor" : "corridor";
}

std::optional<ConnectorKind> level_connector(const std::string& space_kind) {
  if (space_kind == "stairs") return ConnectorKind::Stairs;
  if (space_kind == "steps") return ConnectorKind::Steps;
  if (space_kind == "ramp") return ConnectorKind::Ramp;
  if (space_kind == "moving-walk") return ConnectorKind::MovingWalk;
  return std::nullopt;
}

Point rounded(Point p) { return {std::round(p.x * 1000) / 1000, std::round(p.y * 1000) / 1000}; }

/// A node inside a space on its way into the graph.
struct Terminal {
  std::string node;
  Point at;
  bool stop = false;  ///< of a connector
};

class Seeder {
 public:
  Seeder(Venue& venue, const SeedHints& hints) : venue_{venue}, hints_{hints} {
    for (const Node& node : venue.nodes) nodes_.insert(node.id);
    for (const Edge& edge : venue.edges) edges_.insert({edge.from, edge.to});
  }

  std::vector<SeedGap> run() {
    const Areas areas{venue_};
    areas_ = &areas;
    join_old_nodes();
    pass_openings(0);
    if (hints_.assume_doors) {
      const std::size_t drawn = venue_.openings.size();
      for (Opening& door : assumed_doors(venue_, areas, with_opening_, gaps_))
        venue_.openings.push_back(std::move(door));
      pass_openings(drawn);
    }
    add_rides(find_rides(venue_, areas, hints_, gaps_));
    place_amenities();
    for (const Area& area : areas.all()) {
      if (area.space->walkable) walk_inside(area);
    }
    place_rooms();
    report_islands();
    return std::move(gaps_);
  }

 private:
  std::string add_node(const std::string& id, const std::string& level, Point at, const std::string& space) {
    if (!nodes_.insert(id).second) return id;
    Node node;
    node.id = id;
    node.level = level;
    node.x = rounded(at).x;
    node.y = rounded(at).y;
    node.space = space;
    venue_.nodes.push_back(std::move(node));
    return id;
  }

  void add_terminal(const Area& area, const std::string& id, Point at, bool stop = false) {
    if (nodes_.contains(id)) return;
    add_node(id, area.level->id, at, area.space->id);
    terminals_[area.space->id].push_back({id, rounded(at), stop});
  }

  Edge* add_edge(const std::string& from, const std::string& to, const std::string& kind) {
    if (edges_.contains({to, from}) || !edges_.insert({from, to}).second) return nullptr;
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.kind = kind;
    venue_.edges.push_back(std::move(edge));
    return &venue_.edges.back();
  }

  /// What a person has put into a space is reached from the rest of it.
  void join_old_nodes() {
    for (Node& node : venue_.nodes) {
      const Area* area = node.space.empty() ? areas_->at(node.level, {node.x, node.y}) : areas_->find(node.space);
      if (!area || !area->space->walkable || !contains(area->space->rings, {node.x, node.y})) continue;
      if (node.id.starts_with("corner.")) continue;  // found again where it is needed
      terminals_[area->space->id].push_back({node.id, {node.x, node.y}, node.id.starts_with("stop.")});
      joined_.insert(area->space->id);
    }
  }

  // --- openings

  struct Side {
    const Area* area = nullptr;
    Point at;  ///< of the node before the opening
  };

  /// The space on that side of an opening; `across` is a unit vector.
  Side side_of(const Opening& opening, Point middle, Point across) const {
    const auto off = [&](double metres) { return Point{middle.x + across.x * metres, middle.y + across.y * metres}; };
    for (const double metres : {0.2, kInset, 0.6, 0.8}) {
      const Area* area = areas_->at(opening.level, off(metres));
      if (!area) continue;
      for (const double inset : {metres + 0.2, metres, metres - 0.1}) {
        if (contains(area->space->rings, off(inset)) && sees(area->space->rings, off(metres), off(inset)))
          return {area, off(inset)};
      }
      return {area, off(metres)};
    }
    return {};
  }

  /// A space near the middle that the straight look across missed, other than `not_this`.
  Side side_nearby(const Opening& opening, Point middle, const Area* not_this) const {
    for (const Area* area : areas_->near(opening.level, middle, kReach)) {
      if (area == not_this || !area->space->walkable) continue;
      const Point wall = nearest_on_boundary(area->space->rings, middle);
      for (int eighth = 0; eighth < 16; ++eighth) {
        const double angle = eighth * 3.14159265358979 / 8;
        const Point p{wall.x + std::cos(angle) * 0.3, wall.y + std::sin(angle) * 0.3};
        if (contains(area->space->rings, p) && distance_to_boundary(area->space->rings, p) > 0.1) return {area, p};
      }
    }
    return {};
  }

  void pass_openings(std::size_t first) {
    for (std::size_t i = first; i < venue_.openings.size(); ++i) pass(venue_.openings[i]);
  }

  void pass(Opening& opening) {
    const auto [a, b] = opening.line;
    const Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    const double length = distance_of(a, b);
    const Point across = length > 0 ? Point{-(b.y - a.y) / length, (b.x - a.x) / length} : Point{0, 1};
    Side left = side_of(opening, middle, across);
    Side right = side_of(opening, middle, {-across.x, -across.y});
    if (left.area && left.area == right.area) {
      // Drawn inside one space, or at an angle: another space may still lie close by.
      right = side_nearby(opening, middle, left.area);
      if (!right.area) return opening_inside(*left.area, opening);
    }
    if (!left.area) left = side_nearby(opening, middle, right.area);
    if (!right.area) right = side_nearby(opening, middle, left.area);
    if (!left.area && !right.area) {
      gaps_.push_back(
          {"opening-alone", opening.id, "no space lies within half a metre of it; no way leads through it"});
      return;
    }
    for (const Side* side : {&left, &right}) {
      if (side->area) with_opening_.insert(side->area->space->id);
    }
    if (opening.emergency) return;
    if (left.area && right.area) {
      between(opening, left, right);
    } else {
      to_outside(opening, left.area ? left : right, left.area ? Point{-across.x, -across.y} : across, middle);
    }
  }

  void opening_inside(const Area& area, const Opening& opening) {
    with_opening_.insert(area.space->id);
    gaps_.push_back(
        {"opening-inside", opening.id, "the same space '" + area.space->id + "' lies on both of its sides"});
  }

  void join_through(const Opening& opening, const std::string& from, const std::string& to, bool directed) {
    Edge* edge = add_edge(from, to, "door");
    if (!edge) return;
    edge->opening = opening.id;
    edge->directed = directed;
    edge->width_m = opening.width_m;
    const auto known = hints_.step_free.find(opening.id);
    if (known != hints_.step_free.end()) edge->step_free = known->second;
  }

  void between(const Opening& opening, Side left, Side right) {
    if (!left.area->space->walkable || !right.area->space->walkable) return;
    const auto way = hints_.one_way.find(opening.id);
    const bool directed = way != hints_.one_way.end();
    const bool from_right = directed && way->second == right.area->space->id;
    if (from_right || (!directed && right.area->space->id < left.area->space->id)) std::swap(left, right);
    const std::string from = joined_id("door", opening.id, left.area->space->id);
    const std::string to = joined_id("door", opening.id, right.area->space->id);
    add_terminal(*left.area, from, left.at);
    add_terminal(*right.area, to, right.at);
    join_through(opening, from, to, directed);
  }

  void to_outside(Opening& opening, const Side& inside, Point out, Point middle) {
    if (!inside.area->space->walkable) return;
    opening.entrance = true;
    const std::string from = joined_id("door", opening.id, inside.area->space->id);
    const std::string to = joined_id("out", opening.id);
    add_terminal(*inside.area, from, inside.at);
    add_node(to, opening.level, {middle.x + out.x * kOutside, middle.y + out.y * kOutside}, "");
    join_through(opening, from, to, false);
    if (!hints_.entrances.contains(opening.id)) return;
    Amenity entrance;
    entrance.id = joined_id("entrance", opening.id);
    entrance.kind = "entrance";
    entrance.level = inside.area->level->id;
    entrance.node = from;
    entrance.at = rounded(middle);
    entrance.hours = opening.hours;
    const auto same = [&](const Amenity& amenity) { return amenity.id == entrance.id; };
    if (std::none_of(venue_.amenities.begin(), venue_.amenities.end(), same)) {
      venue_.amenities.push_back(std::move(entrance));
    }
  }

  // --- ways up and down

  void add_rides(const std::vector<Rides>& all) {
    for (const Rides& rides : all) {
      std::vector<std::string> stops;
      for (std::size_t i = 0; i < rides.stops.size(); ++i) stops.push_back(add_stop(rides, i));
      for (const auto& [from, to] : rides.pairs) {
        if (stops[from].empty() || stops[to].empty()) continue;
        if (Edge* edge = add_edge(stops[from], stops[to], ride_kind(rides.kind))) {
          edge->connector = rides.connector;
          edge->directed = rides.directed;
        }
      }
    }
  }

  static std::string ride_kind(ConnectorKind kind) {
    switch (kind) {
      case ConnectorKind::Stairs: return "stairs";
      case ConnectorKind::Steps: return "steps";
      case ConnectorKind::Ramp: return "ramp";
      case ConnectorKind::Escalator: return "escalator";
      case ConnectorKind::Lift: return "lift";
      case ConnectorKind::PlatformLift: return "platform-lift";
      case ConnectorKind::MovingWalk: return "moving-walk";
    }
    return "corridor";
  }

  /// Id of the stop's node; empty, with a gap, when it lies nowhere.
  std::string add_stop(const Rides& rides, std::size_t index) {
    const SeedStop& stop = rides.stops[index];
    const Area* area = stop.space.empty() ? nullptr : areas_->find(stop.space);
    if (!area && stop.at) area = areas_->at(stop.level, *stop.at);
    if (!area && stop.at) {
      const auto near = areas_->near(stop.level, *stop.at, 1.5);
      const auto open = std::find_if(near.begin(), near.end(), [](const Area* a) { return a->space->walkable; });
      if (open != near.end()) area = *open;
    }
    if (!area || !area->space->walkable) {
      gaps_.push_back({"stop-nowhere", rides.connector, "its stop on level '" + stop.level + "' lies in no space"});
      return {};
    }
    std::string id = joined_id("stop", rides.connector, std::to_string(index + 1) + "." + stop.level);
    Point at = stop.at.value_or(interior_point(area->space->rings));
    if (!contains(area->space->rings, at) || distance_to_boundary(area->space->rings, at) < 0.05) {
      at = side_inwards(*area, at);
    }
    add_terminal(*area, id, at, true);
    return id;
  }

  /// A point just inside the wall nearest to `p`.
  static Point side_inwards(const Area& area, Point p) {
    const Point wall = nearest_on_boundary(area.space->rings, p);
    for (const double metres : {0.4, 0.2, 0.1}) {
      for (int i = 0; i < 16; ++i) {
        const double angle = i * 3.14159265358979 / 8;
        const Point q{wall.x + std::cos(angle) * metres, wall.y + std::sin(angle) * metres};
        if (contains(area.space->rings, q) && distance_to_boundary(area.space->rings, q) > metres / 2) return q;
      }
    }
    return interior_point(area.space->rings);
  }

  // --- inside one space

  void place_amenities() {
    for (Amenity& amenity : venue_.amenities) {
      if (!amenity.node.empty() || !amenity.at) continue;
      const Area* area = areas_->at(amenity.level, *amenity.at);
      Point at = *amenity.at;
      if (!area || !area->space->walkable) {
        const auto near = areas_->near(amenity.level, at, 3);
        const auto open = std::find_if(near.begin(), near.end(), [](const Area* a) { return a->space->walkable; });
        area = open == near.end() ? nullptr : *open;
      }
      if (!area) {
        gaps_.push_back({"amenity-nowhere", amenity.id, "it lies in no space where one can walk"});
        continue;
      }
      if (!contains(area->space->rings, at) || distance_to_boundary(area->space->rings, at) < 0.05) {
        at = side_inwards(*area, at);
      }
      amenity.node = joined_id("at", amenity.id);
      add_terminal(*area, amenity.node, at);
    }
  }

  void walk_inside(const Area& area) {
    const Space& space = *area.space;
    std::vector<Terminal>& terminals = terminals_[space.id];
    const bool has_stop = std::any_of(terminals.begin(), terminals.end(), [](const Terminal& t) { return t.stop; });
    if (!with_opening_.contains(space.id) && !has_stop && !joined_.contains(space.id)) {
      gaps_.push_back({"no-opening", space.id, "no opening leads into it"});
    }
    if (!is_vertical(space.kind) && !nodes_.contains(joined_id("in", space.id)))
      add_terminal(area, joined_id("in", space.id), interior_point(space.rings));
    std::vector<Point> points;
    points.reserve(terminals.size());
    for (const Terminal& terminal : terminals) points.push_back(terminal.at);
    const Ways ways = ways_inside(space.rings, points);
    if (ways.too_detailed) {
      gaps_.push_back({"too-detailed", space.id, "it has too many corners; only direct ways through it were found"});
    }
    std::vector<std::string> ids;
    ids.reserve(terminals.size());
    for (const Terminal& terminal : terminals) ids.push_back(terminal.node);
    for (std::size_t i = 0; i < ways.corners.size(); ++i) {
      const std::string id = joined_id("corner", space.id, std::to_string(ways.corner_numbers[i]));
      ids.push_back(add_node(id, area.level->id, ways.corners[i], space.id));
    }
    const std::string kind = edge_kind(area);
    const std::string connector = kind == "corridor" || kind == "outdoor" || has_stop ? "" : level_connector_of(space);
    for (const auto& [a, b] : ways.edges) {
      const bool to_stop = (a < terminals.size() && terminals[a].stop) || (b < terminals.size() && terminals[b].stop);
      // A cabin or a moving step is no passage from door to door.
      if ((space.kind == "lift" || space.kind == "escalator") && has_stop && !to_stop && a < terminals.size() &&
          b < terminals.size())
        continue;
      Edge* edge = add_edge(ids[a], ids[b], has_stop && to_stop && is_vertical(space.kind) ? "corridor" : kind);
      if (edge && !connector.empty()) edge->connector = connector;
    }
  }

  /// Connector of steps, a ramp or a moving walk that stays on its level.
  std::string level_connector_of(const Space& space) {
    std::string id = joined_id("level", space.id);
    const auto called = [&](const Connector& connector) { return connector.id == id; };
    if (std::any_of(venue_.connectors.begin(), venue_.connectors.end(), called)) return id;
    Connector connector;
    connector.id = id;
    connector.kind = *level_connector(space.kind);
    connector.name = space.name;
    venue_.connectors.push_back(std::move(connector));
    return id;
  }

  // --- what people look for

  /// Nodes at the doors of a space, as they were met.
  std::vector<std::string> doors_of(const std::string& space) const {
    std::vector<std::string> doors;
    const auto found = terminals_.find(space);
    if (found == terminals_.end()) return doors;
    for (const Terminal& terminal : found->second) {
      if (terminal.node.starts_with("door.")) doors.push_back(terminal.node);
    }
    return doors;
  }

  void place_rooms() {
    for (Room& room : venue_.rooms) {
      std::vector<std::string> doors;
      for (const std::string& space : room.spaces) {
        const Area* area = areas_->find(space);
        if (area && room.level.empty()) room.level = area->level->id;
        for (std::string& door : doors_of(space)) doors.push_back(std::move(door));
      }
      if (!room.node.empty()) continue;
      if (doors.empty() && !room.spaces.empty() && nodes_.contains(joined_id("in", room.spaces.front()))) {
        doors.push_back(joined_id("in", room.spaces.front()));
      }
      if (doors.empty()) continue;
      std::sort(doors.begin(), doors.end());
      room.node = doors.front();
      room.nodes.assign(doors.begin() + 1, doors.end());
    }
  }

  /// Spaces from which the largest part of the graph cannot be reached, one gap for each part that is cut off.
  void report_islands() {
    std::map<std::string, std::vector<std::string>> beside;
    for (const Edge& edge : venue_.edges) {
      beside[edge.from].push_back(edge.to);
      beside[edge.to].push_back(edge.from);
    }
    std::set<std::string> seen;
    std::vector<std::vector<std::string>> parts;
    for (const Node& node : venue_.nodes) {
      if (!beside.contains(node.id) || !seen.insert(node.id).second) continue;
      std::vector<std::string> part{node.id};
      for (std::size_t i = 0; i < part.size(); ++i) {
        for (const std::string& next : beside[part[i]]) {
          if (seen.insert(next).second) part.push_back(next);
        }
      }
      parts.push_back(std::move(part));
    }
    const auto smaller = [](const auto& a, const auto& b) { return a.size() < b.size(); };
    const auto largest = std::max_element(parts.begin(), parts.end(), smaller);
    for (auto part = parts.begin(); part != parts.end(); ++part) {
      if (part == largest) continue;
      const std::string first = *std::min_element(part->begin(), part->end());
      gaps_.push_back({"island", first, std::to_string(part->size()) + " nodes around it are cut off from the rest"});
    }
  }

  Venue& venue_;
  const SeedHints& hints_;
  const Areas* areas_ = nullptr;
  std::set<std::string> nodes_;
  std::set<std::pair<std::string, std::string>> edges_;
  std::set<std::string> with_opening_, joined_;
  std::map<std::string, std::vector<Terminal>> terminals_;
  std::vector<SeedGap> gaps_;
};

}  // namespace

std::vector<SeedGap> seed_graph(Venue& venue, const SeedHints& hints) { return Seeder{venue, hints}.run(); }

}  // namespace skylt
