#pragma once
// Small plans of venues. Metres, x east, y north.
#include <string>
#include <vector>

#include "core/venue/directions.hpp"

namespace skylt::test {

/// A venue being drawn: level "0" is the ground, "1" the floor above it.
struct Plan {
  Venue venue;

  explicit Plan(std::string id = "hus") {
    venue.id = std::move(id);
    venue.name = {{"sv", venue.id}};
    for (const int ordinal : {0, 1, 2, 3}) {
      Level level;
      level.id = std::to_string(ordinal);
      level.ordinal = ordinal;
      level.name = {{"sv", "Plan " + std::to_string(ordinal + 1)}};
      venue.levels.push_back(level);
    }
  }

  Node& node(const std::string& id, double x, double y, const std::string& level = "0") {
    venue.nodes.push_back({id, level, x, y, {}, {}});
    return venue.nodes.back();
  }
  Edge& edge(const std::string& from, const std::string& to, const std::string& kind = "corridor") {
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.kind = kind;
    venue.edges.push_back(edge);
    return venue.edges.back();
  }
  Room& room(const std::string& id, const std::string& at) {
    Room room;
    room.id = id;
    room.name = {{"sv", id}};
    room.node = at;
    venue.rooms.push_back(room);
    return venue.rooms.back();
  }
  Amenity& amenity(const std::string& id, const std::string& kind, const std::string& at) {
    Amenity amenity;
    amenity.id = id;
    amenity.kind = kind;
    amenity.node = at;
    venue.amenities.push_back(amenity);
    return venue.amenities.back();
  }
  /// A rectangle from its lower left to its upper right corner.
  Space& space(const std::string& id, double left, double low, double right, double high,
               const std::string& level = "0") {
    Space space;
    space.id = id;
    space.level = level;
    space.kind = "corridor";
    space.rings = {{{left, low}, {right, low}, {right, high}, {left, high}}};
    venue.spaces.push_back(space);
    return venue.spaces.back();
  }
  Opening& opening(const std::string& id, Point a, Point b, const std::string& level = "0") {
    Opening opening;
    opening.id = id;
    opening.level = level;
    opening.line = {a, b};
    opening.door = "automatic";
    opening.width_m = 0.9;
    venue.openings.push_back(opening);
    return venue.openings.back();
  }
  Edge& through(const std::string& from, const std::string& to, const std::string& opening) {
    Edge& made = edge(from, to, "door");
    made.opening = opening;
    return made;
  }
  Connector& connector(const std::string& id, ConnectorKind kind) {
    Connector connector;
    connector.id = id;
    connector.kind = kind;
    venue.connectors.push_back(connector);
    return venue.connectors.back();
  }
  Edge& by(const std::string& from, const std::string& to, const std::string& connector) {
    Edge& made = edge(from, to, "");
    made.connector = connector;
    return made;
  }
};

/// A screen at a node, read from 2 m.
inline Screen screen_at(const std::string& node, std::optional<double> heading, const std::string& venue = "hus") {
  Screen screen;
  screen.id = "skylt";
  screen.venue = venue;
  screen.node = node;
  screen.heading = heading;
  return screen;
}

/// One moment of some venues; keeps them alive. Tuesday 10:00.
struct Moment {
  std::vector<Venue> venues;
  std::vector<Link> links;
  std::vector<Closure> closures;
  Network network;

  explicit Moment(std::vector<Venue> of, std::vector<Link> between = {}, std::vector<Closure> closed = {},
                  int weekday = 1, int minute = 600)
      : venues{std::move(of)}, links{std::move(between)}, closures{std::move(closed)}, network{venues,   links,
                                                                                               closures, UtcTime{},
                                                                                               weekday,  minute} {}
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

  std::size_t vertex(const std::string& node) const { return network.find(venues[0].id, node).value(); }
  std::optional<Route> route(const std::string& from, const std::string& to, Profile profile = Profile::Walk) const {
    return Routes{network, vertex(from), profile}.to(vertex(to));
  }
  Direction to(const std::string& id, const Screen& screen, Profile profile = Profile::Walk) const {
    const auto rows = directions_from(network, screen, {profile, {id}});
    return rows.size() == 1 ? rows[0] : Direction{};
  }
};

inline Closure closed(const std::string& target, const std::string& venue = "hus") {
  Closure closure;
  closure.id = "stängt-" + target;
  closure.venue = venue;
  closure.target = target;
  return closure;
}

/// "hall>korridor>trappa": node ids of a route.
inline std::string names(const Network& network, const Route& route) {
  std::string text;
  for (const auto vertex : route.nodes) text += (text.empty() ? "" : ">") + network.vertex(vertex).node->id;
  return text;
}

}  // namespace skylt::test
