#pragma once
// An asymmetric house for tests of maps: a foyer that one enters from the south, a corridor to the north, rooms to
// either side, stairs and a lift in the east. It can be turned by any angle, together with its screens.
#include <cmath>
#include <numbers>

#include "tests/scene/scenes.hpp"

namespace skylt::test {

struct House {
  double turned = 0;  ///< degrees clockwise

  Point at(double x, double y) const {
    const double a = turned * std::numbers::pi / 180;
    return {x * std::cos(a) + y * std::sin(a) + 100, -x * std::sin(a) + y * std::cos(a) - 40};
  }
  Ring ring(double x0, double y0, double x1, double y1) const {
    return {at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)};
  }

  void add_space(Venue& venue, const char* id, const char* level, const char* kind, Ring ring) const {
    Space space;
    space.id = id;
    space.level = level;
    space.kind = kind;
    space.rings = {std::move(ring)};
    venue.spaces.push_back(std::move(space));
  }
  void add_room(Venue& venue, const char* id, const char* name, const char* level, const char* kind_of_space, Ring ring,
                double door_x, double door_y, const char* to) const {
    add_space(venue, (std::string{"space-"} + id).c_str(), level, kind_of_space, std::move(ring));
    Room room;
    room.id = id;
    room.name = Text::in("sv", name);
    room.level = level;
    room.node = std::string{"door-"} + id;
    room.spaces = {std::string{"space-"} + id};
    venue.rooms.push_back(room);
    add_node(venue, room.node.c_str(), level, door_x, door_y);
    add_edge(venue, room.node.c_str(), to, "door");
    Opening opening;
    opening.id = std::string{"opening-"} + id;
    opening.level = level;
    const bool upright = std::abs(door_x - std::round(door_x)) < 1e-9;
    opening.line = {at(door_x - (upright ? 0 : 0.8), door_y - 0.8), at(door_x + (upright ? 0 : 0.8), door_y + 0.8)};
    venue.openings.push_back(opening);
  }
  void add_node(Venue& venue, const char* id, const char* level, double x, double y) const {
    const Point p = at(x, y);
    Node node;
    node.id = id;
    node.level = level;
    node.x = p.x;
    node.y = p.y;
    venue.nodes.push_back(std::move(node));
  }
  void add_edge(Venue& venue, const char* from, const char* to, const char* kind) const {
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.kind = kind;
    venue.edges.push_back(std::move(edge));
  }

  Venue venue() const {
    Venue venue;
    venue.id = "radhuset";
    venue.name.set("sv", "Rådhuset");
    venue.name.set("en", "Town Hall");
    for (const auto& [id, ordinal, name] : {std::tuple{"p1", 0.0, "Plan 1"}, std::tuple{"p2", 1.0, "Plan 2"}}) {
      Level level;
      level.id = id;
      level.ordinal = ordinal;
      level.name = Text::in("sv", name);
      venue.levels.push_back(level);
    }
    add_space(venue, "foyer", "p1", "lobby", ring(0, 0, 30, 8));
    add_space(venue, "corridor", "p1", "corridor", ring(12, 8, 16, 26));
    add_node(venue, "n-screen", "p1", 14, 1);
    add_node(venue, "n-foyer", "p1", 14, 5);
    add_node(venue, "n-east", "p1", 28, 4);
    add_node(venue, "n-mid", "p1", 14, 12);
    add_node(venue, "n-north", "p1", 14, 21);
    add_edge(venue, "n-screen", "n-foyer", "corridor");
    add_edge(venue, "n-foyer", "n-east", "corridor");
    add_edge(venue, "n-foyer", "n-mid", "corridor");
    add_edge(venue, "n-mid", "n-north", "corridor");
    add_room(venue, "festsalen", "Festsalen", "p1", "room", ring(0, 8, 12, 20), 12, 12, "n-mid");
    add_room(venue, "sal-a", "Sal A", "p1", "room", ring(16, 8, 30, 16), 16, 12, "n-mid");
    add_room(venue, "sal-b", "Sal B", "p1", "room", ring(16, 16, 30, 26), 16, 21, "n-north");
    add_room(venue, "ljusgarden", "Kommunfullmäktigesalen", "p1", "room", ring(0, 20, 12, 26), 12, 22.5, "n-north");
    add_space(venue, "stairwell", "p1", "stairs", ring(30, 0, 34, 6));
    add_node(venue, "s1", "p1", 30.5, 3);
    add_edge(venue, "n-east", "s1", "corridor");
    add_node(venue, "s2", "p2", 32, 5);
    Connector stairs;
    stairs.id = "stairs";
    stairs.steps = 22;
    venue.connectors.push_back(stairs);
    add_edge(venue, "s1", "s2", "stairs");
    venue.edges.back().connector = "stairs";
    add_space(venue, "hall-2", "p2", "corridor", ring(0, 0, 34, 8));
    add_room(venue, "ateljen", "Ateljén", "p2", "room", ring(0, 8, 20, 26), 10, 8, "s2");
    Amenity toilets;
    toilets.id = "wc";
    toilets.kind = "toilets";
    toilets.level = "p1";
    toilets.node = "n-east";
    toilets.at = at(27, 2);
    venue.amenities.push_back(toilets);
    return venue;
  }

  Screen screen() const {
    Screen screen;
    screen.id = "map";
    screen.venue = "radhuset";
    screen.node = "n-screen";
    screen.heading = std::fmod(turned + 360, 360);
    screen.size = {1920, 1080};
    screen.diagonal_inch = 55;
    screen.distance_mm = 2000;
    screen.layout = "map";
    return screen;
  }

  /// The sample event in this house alone.
  Snapshot snapshot() const {
    Snapshot snapshot = sample_screen("radhuset-foaje");
    for (auto& one : snapshot.venues)
      if (one.id == "radhuset") one = venue();
    snapshot.links.clear();
    snapshot.closures.clear();
    snapshot.screen = screen();
    snapshot.manifest.rota.clear();
    return snapshot;
  }
};

}  // namespace skylt::test
