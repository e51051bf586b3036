#include "core/venue/map_level.hpp"

#include <algorithm>
#include <cmath>

#include "core/venue/polygon.hpp"

namespace skylt {
namespace {

constexpr double kCrook = 0.45;  ///< metres by which a graph's nodes may lie beside the line one walks
constexpr double kBehind =
    4.0;  ///< metres: a first node nearer than this that one would have to go back to is left out
constexpr double kAtThreshold = 3.0;  ///< metres from the door's node to its room, at most

double area_of(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return std::abs(sum) / 2;
}

/// Thousandths of a square metre: the last digits of turned coordinates decide no order (W2).
long long size_of(const Space& space) {
  return space.rings.empty() ? 0 : std::llround(area_of(space.rings.front()) * 1000);
}

double length(Pixel a, Pixel b) { return std::hypot(b.x - a.x, b.y - a.y); }

/// Rooms by the spaces they name, else by the space their door's node stands in.
const Room* room_of(const Network& network, const Venue& venue, const Space& space) {
  for (const auto& room : venue.rooms)
    if (std::find(room.spaces.begin(), room.spaces.end(), space.id) != room.spaces.end()) return &room;
  if (tone_of(space) != MapTone::Room) return nullptr;
  for (const auto& room : venue.rooms) {
    if (!room.spaces.empty() || room.node.empty()) continue;
    const auto vertex = network.find(venue.id, room.node);
    if (!vertex) continue;
    const auto& at = network.vertex(*vertex);
    if (at.space && &venue.spaces[*at.space] == &space) return &room;
  }
  return nullptr;
}

/// Where on the plan's levels the connector's edges begin or end.
std::vector<Point> ends_of(const LevelPlan& plan, const std::string& connector) {
  std::vector<Point> ends;
  for (const auto& edge : plan.venue->edges)
    for (const auto& node : plan.venue->nodes)
      if (edge.connector == connector && (node.id == edge.from || node.id == edge.to) && plan.holds(node.level))
        ends.push_back({node.x, node.y});
  return ends;
}

/// The shaft that is nearest to one of the points, at most a threshold away; nullptr where there is none.
const Space* shaft_at(const LevelPlan& plan, const std::vector<Point>& points) {
  const Space* nearest = nullptr;
  double least = kAtThreshold;
  for (const auto* space : plan.spaces) {
    if (tone_of(*space) != MapTone::Shaft) continue;
    for (const auto& p : points) {
      const double distance = contains(space->rings, p) ? 0 : distance_to_boundary(space->rings, p);
      if (distance >= least) continue;
      least = distance;
      nearest = space;
    }
  }
  return nearest;
}

/// Nearest point of an outline and the unit vector that leads over it, away from `from` or, from inside, inwards.
struct Threshold {
  Pixel at;
  Pixel inwards;
  double distance = 1e12;
};

Threshold threshold_of(const PixelLine& ring, Pixel from) {
  Threshold best;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Pixel& a = ring[i];
    const Pixel& b = ring[(i + 1) % ring.size()];
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    if (square < 1e-9) continue;
    const double t = std::clamp(((from.x - a.x) * dx + (from.y - a.y) * dy) / square, 0.0, 1.0);
    const Pixel p{a.x + t * dx, a.y + t * dy};
    if (const double distance = length(from, p); distance < best.distance) {
      const double side = std::sqrt(square);
      best = {p, {-dy / side, dx / side}, distance};
    }
  }
  const Pixel probe{best.at.x + best.inwards.x, best.at.y + best.inwards.y};
  if (!contains({ring}, probe)) best.inwards = {-best.inwards.x, -best.inwards.y};
  return best;
}

}  // namespace

bool LevelPlan::holds(const std::string& level) const {
  return std::any_of(levels.begin(), levels.end(), [&](const Level* one) { return one->id == level; });
}

MapTone tone_of(const Space& space) {
  if (space.kind == "void") return MapTone::Void;
  if (is_connector(space.kind) || space.kind == "elevator") return MapTone::Shaft;
  if (!space.walkable || space.kind == "closed") return MapTone::Closed;
  if (space.kind == "outdoor" || space.kind == "courtyard" || space.kind == "terrace") return MapTone::Yard;
  if (space.kind == "corridor" || space.kind == "lobby" || space.kind == "walkway") return MapTone::Passage;
  return MapTone::Room;
}

LevelPlan plan_of(const Network& network, const Venue& venue, const std::string& level) {
  LevelPlan plan;
  plan.venue = &venue;
  const auto own =
      std::find_if(venue.levels.begin(), venue.levels.end(), [&](const Level& one) { return one.id == level; });
  if (own == venue.levels.end()) return plan;
  for (const auto& one : venue.levels)
    if (one.ordinal == own->ordinal) plan.levels.push_back(&one);
  for (const auto& space : venue.spaces)
    if (plan.holds(space.level) && !space.rings.empty() && space.rings.front().size() >= 3)
      plan.spaces.push_back(&space);
  std::stable_sort(plan.spaces.begin(), plan.spaces.end(),
                   [](const Space* a, const Space* b) { return size_of(*a) > size_of(*b); });
  for (const auto* space : plan.spaces) plan.rooms.push_back(room_of(network, venue, *space));
  for (const auto& opening : venue.openings)
    if (plan.holds(opening.level)) plan.openings.push_back(&opening);
  return plan;
}

std::vector<ClosedWay> closed_ways(const Network& network, const LevelPlan& plan) {
  std::vector<ClosedWay> closed;
  if (!plan.venue) return closed;
  for (const auto& connector : plan.venue->connectors) {
    if (!network.is_closed(plan.venue->id, connector.id)) continue;
    const auto ends = ends_of(plan, connector.id);
    if (!ends.empty()) closed.push_back({std::string{kind_of(connector.kind)}, shaft_at(plan, ends)});
  }
  return closed;
}

namespace {

std::vector<Point> corners_of_spaces(const LevelPlan& plan, bool yards) {
  std::vector<Point> corners;
  for (const auto* space : plan.spaces)
    if ((tone_of(*space) == MapTone::Yard) == yards)
      corners.insert(corners.end(), space->rings.front().begin(), space->rings.front().end());
  return corners;
}

}  // namespace

std::vector<Point> yard_corners_of(const LevelPlan& plan) {
  return corners_of_spaces(plan, false).empty() ? std::vector<Point>{} : corners_of_spaces(plan, true);
}

std::vector<Point> corners_of(const LevelPlan& plan) {
  auto corners = corners_of_spaces(plan, false);
  if (corners.empty()) corners = corners_of_spaces(plan, true);
  if (corners.empty() && plan.venue)
    for (const auto& node : plan.venue->nodes)
      if (plan.holds(node.level)) corners.push_back({node.x, node.y});
  return corners;
}

LevelRoute route_on(const Network& network, const Pose& pose, const Route& route, const LevelPlan& plan) {
  LevelRoute out;
  out.points.push_back(pose.at);
  const auto is_here = [&](std::size_t vertex) {
    return &network.venue_of(vertex) == plan.venue && plan.holds(network.vertex(vertex).node->level);
  };
  const auto add = [&](std::size_t vertex) {
    const Point p = network.point(vertex);
    if (out.points.back() != p) out.points.push_back(p);
  };
  for (const auto& leg : route.legs) {
    for (const std::size_t vertex : leg.nodes) {
      if (is_here(vertex)) {
        add(vertex);
        continue;
      }
      out.exit = MapExit{leg.kind, leg.direction, network.vertex(leg.nodes.back()).node->level, {}};
      break;
    }
    if (out.exit) break;
  }
  if (route.legs.empty())
    for (const std::size_t vertex : route.nodes)
      if (is_here(vertex)) add(vertex);
  out.arrives = !out.exit;
  // Who would have to step back to where the screen's node lies goes straight on instead.
  if (out.points.size() > 2) {
    const Point& v = out.points[0];
    const Point& first = out.points[1];
    const Point& second = out.points[2];
    const double back = (first.x - v.x) * (second.x - first.x) + (first.y - v.y) * (second.y - first.y);
    if (back < 0 && std::hypot(first.x - v.x, first.y - v.y) < kBehind) out.points.erase(out.points.begin() + 1);
  }
  return out;
}

std::vector<MapArea> areas_of(const LevelPlan& plan, const MapView& view) {
  std::vector<MapArea> areas;
  areas.reserve(plan.spaces.size());
  for (std::size_t i = 0; i < plan.spaces.size(); ++i) {
    MapArea area;
    area.space = plan.spaces[i];
    area.room = plan.rooms[i];
    area.tone = area.room ? MapTone::Room : tone_of(*area.space);
    for (const auto& ring : area.space->rings) area.rings.push_back(view.to_picture(ring));
    areas.push_back(std::move(area));
  }
  return areas;
}

MapRoute map_route(const LevelRoute& route, const MapView& view, const std::vector<PixelLine>* destination,
                   double reach) {
  MapRoute out;
  out.arrives = route.arrives;
  for (const auto& p : route.points) out.line.push_back(view.to_picture(p));
  out.line = simplified(out.line, kCrook * view.scale);
  if (route.exit) {
    out.exit = route.exit;
    out.exit->at = out.line.back();
  }
  if (!route.arrives || !destination || destination->empty() || out.line.size() < 2) return out;
  const Pixel end = out.line.back();
  if (contains(*destination, end)) {
    // The node stands in its room: the door is where the line comes in.
    while (out.line.size() > 2 && contains(*destination, out.line[out.line.size() - 2])) out.line.pop_back();
    Pixel low = out.line[out.line.size() - 2];
    if (contains(*destination, low)) return out;
    Pixel over = out.line.back();
    for (int i = 0; i < 30; ++i) {
      const Pixel middle{(low.x + over.x) / 2, (low.y + over.y) / 2};
      (contains(*destination, middle) ? over : low) = middle;
    }
    const Threshold door = threshold_of(destination->front(), over);
    out.line.back() = over;
    out.line.push_back({over.x + door.inwards.x * reach, over.y + door.inwards.y * reach});
    return out;
  }
  const Threshold door = threshold_of(destination->front(), end);
  if (door.distance > kAtThreshold * view.scale) return out;
  out.line.push_back({door.at.x + door.inwards.x * reach, door.at.y + door.inwards.y * reach});
  return out;
}

}  // namespace skylt
