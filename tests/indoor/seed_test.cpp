#include "core/venue/seed.hpp"

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "core/venue/merge.hpp"
#include "core/venue/polygon.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

Ring box(double x, double y, double width, double height) {
  return {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
}

Space space(const std::string& id, const std::string& kind, Ring outline, const std::string& level = "L0") {
  Space space;
  space.id = id;
  space.level = level;
  space.kind = kind;
  space.rings = {std::move(outline)};
  return space;
}

Opening opening(const std::string& id, Point a, Point b, const std::string& level = "L0") {
  Opening opening;
  opening.id = id;
  opening.level = level;
  opening.line = {a, b};
  return opening;
}

Venue house(int levels = 1) {
  Venue venue;
  venue.id = "house";
  for (int i = 0; i < levels; ++i) {
    Level level;
    level.id = "L" + std::to_string(i);
    level.ordinal = i;
    venue.levels.push_back(level);
  }
  return venue;
}

const Node& node(const Venue& venue, const std::string& id) {
  const auto found =
      std::find_if(venue.nodes.begin(), venue.nodes.end(), [&](const Node& each) { return each.id == id; });
  REQUIRE(found != venue.nodes.end());
  return *found;
}

/// Metres of the shortest way over the graph; below 0: there is none. Plain relaxation until nothing changes.
double metres(const Venue& venue, const std::string& from, const std::string& to) {
  std::map<std::string, double> best{{from, 0}};
  for (bool better = true; better;) {
    better = false;
    for (const Edge& edge : venue.edges) {
      const Node& a = node(venue, edge.from);
      const Node& b = node(venue, edge.to);
      const double length = distance_of({a.x, a.y}, {b.x, b.y});
      const auto relax = [&](const std::string& one, const std::string& other) {
        if (!best.contains(one)) return;
        const double cost = best[one] + length;
        if (best.contains(other) && best[other] <= cost + 1e-9) return;
        best[other] = cost;
        better = true;
      };
      relax(edge.from, edge.to);
      if (!edge.directed) relax(edge.to, edge.from);
    }
  }
  return best.contains(to) ? best[to] : -1;
}

/// Every edge that stays in one space stays inside its walls.
void check_walls(const Venue& venue) {
  for (const Edge& edge : venue.edges) {
    const Node& a = node(venue, edge.from);
    const Node& b = node(venue, edge.to);
    if (a.space.empty() || a.space != b.space) continue;
    const auto in =
        std::find_if(venue.spaces.begin(), venue.spaces.end(), [&](const Space& each) { return each.id == a.space; });
    REQUIRE(in != venue.spaces.end());
    INFO(edge.from << " to " << edge.to << " in " << in->id);
    CHECK(sees(in->rings, {a.x, a.y}, {b.x, b.y}));
  }
}

std::size_t count(const std::vector<SeedGap>& gaps, const std::string& code) {
  return static_cast<std::size_t>(
      std::count_if(gaps.begin(), gaps.end(), [&](const SeedGap& gap) { return gap.code == code; }));
}

}  // namespace

TEST_CASE("a door joins the two spaces on its sides and a way runs through it") {
  Venue venue = house();
  venue.spaces = {space("hall", "corridor", box(0, 0, 10, 4)), space("aula", "room", box(0, 4, 10, 6))};
  venue.openings = {opening("d", {4, 4}, {5, 4})};
  Room room;
  room.id = "aula";
  room.spaces = {"aula"};
  venue.rooms = {room};
  CHECK(seed_graph(venue).empty());
  CHECK(node(venue, "door.d.aula").space == "aula");
  CHECK(node(venue, "door.d.hall").space == "hall");
  CHECK(venue.rooms[0].node == "door.d.aula");
  CHECK(venue.rooms[0].level == "L0");
  CHECK(metres(venue, "in.hall", "in.aula") > 0);
  check_walls(venue);
}

TEST_CASE("a wall as thick as half a metre does not hide what lies behind a door") {
  Venue venue = house();
  venue.spaces = {space("hall", "corridor", box(0, 0, 10, 4)), space("aula", "room", box(0, 4.4, 10, 6))};
  venue.openings = {opening("d", {4, 4.1}, {5, 4.1})};
  CHECK(seed_graph(venue).empty());
  CHECK(metres(venue, "in.hall", "in.aula") > 0);
}

TEST_CASE("a door with nothing behind it leads outside, one for emergencies leads nowhere") {
  Venue venue = house();
  venue.spaces = {space("hall", "corridor", box(0, 0, 10, 4))};
  venue.openings = {opening("front", {4, 0}, {6, 0}), opening("alarm", {4, 4}, {5, 4})};
  venue.openings[1].emergency = true;
  SeedHints hints;
  hints.entrances = {"front", "alarm"};
  seed_graph(venue, hints);
  CHECK(venue.openings[0].entrance);
  CHECK_FALSE(venue.openings[1].entrance);
  CHECK(node(venue, "out.front").space.empty());
  CHECK(node(venue, "out.front").y == Approx(-1));
  CHECK(metres(venue, "in.hall", "out.front") > 0);
  REQUIRE(venue.amenities.size() == 1);
  CHECK(venue.amenities[0].kind == "entrance");
  for (const Node& each : venue.nodes) CHECK(each.id.find("alarm") == std::string::npos);
}

TEST_CASE("ways round corners stay inside the walls and are hardly longer than they must be") {
  struct Shape {
    const char* name;
    std::vector<Ring> rings;
    Point a, b;
    double shortest;
  };
  const Shape shapes[] = {
      {"L", {{{0, 0}, {20, 0}, {20, 4}, {4, 4}, {4, 20}, {0, 20}}}, {18, 2}, {2, 18}, 2 * std::hypot(14, 2)},
      {"U",
       {{{0, 0}, {20, 0}, {20, 20}, {16, 20}, {16, 4}, {4, 4}, {4, 20}, {0, 20}}},
       {2, 19},
       {18, 19},
       2 * std::hypot(15, 2) + 12},
      {"round a court", {box(0, 0, 30, 30), box(5, 5, 20, 20)}, {2, 15}, {28, 15}, 2 * std::hypot(10, 3) + 20},
  };
  for (const Shape& shape : shapes) {
    INFO(shape.name);
    Venue venue = house();
    venue.spaces = {space("s", "corridor", shape.rings.front())};
    venue.spaces[0].rings = shape.rings;
    for (const auto& [id, at] : {std::pair{"a", shape.a}, std::pair{"b", shape.b}}) {
      Amenity amenity;
      amenity.id = id;
      amenity.kind = "water";
      amenity.level = "L0";
      amenity.at = at;
      venue.amenities.push_back(amenity);
    }
    seed_graph(venue);
    check_walls(venue);
    const double way = metres(venue, "at.a", "at.b");
    CHECK(way >= shape.shortest);
    CHECK(way <= shape.shortest * 1.1);
  }
}

TEST_CASE("what generated houses connect by doors, their graphs connect, and nothing else") {
  std::mt19937 random{20270504};
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 150; ++round) {
    const int columns = 2 + below(4);
    const int rows = 2 + below(3);
    const double east = below(2000) - 1000;
    Venue venue = house();
    const auto name = [](int x, int y) { return "s" + std::to_string(x) + "-" + std::to_string(y); };
    std::map<std::string, std::string> group;
    for (int x = 0; x < columns; ++x) {
      for (int y = 0; y < rows; ++y) {
        // A room with an alcove cut out of one corner.
        Ring ring = box(east + x * 10, y * 8, 10, 8);
        if (below(2) == 0)
          ring = {ring[0],
                  ring[1],
                  ring[2],
                  {ring[2].x - 6, ring[2].y},
                  {ring[2].x - 6, ring[2].y - 5},
                  {ring[3].x, ring[3].y - 5}};
        venue.spaces.push_back(space(name(x, y), "room", ring));
        group[name(x, y)] = name(x, y);
      }
    }
    const auto find = [&](std::string id) {
      while (group[id] != id) id = group[id];
      return id;
    };
    for (int x = 0; x + 1 < columns; ++x) {
      for (int y = 0; y < rows; ++y) {
        if (below(3) == 0) continue;
        const double at = y * 8 + 0.6 + below(10) * 0.1;
        venue.openings.push_back(opening("d" + name(x, y), {east + x * 10 + 10, at}, {east + x * 10 + 10, at + 0.9}));
        group[find(name(x, y))] = find(name(x + 1, y));
      }
    }
    seed_graph(venue);
    check_walls(venue);
    for (int i = 0; i < 12; ++i) {
      const std::string a = name(below(columns), below(rows));
      const std::string b = name(below(columns), below(rows));
      INFO("round " << round << ": " << a << " to " << b);
      CHECK((metres(venue, "in." + a, "in." + b) >= 0) == (find(a) == find(b)));
    }
  }
}

TEST_CASE("the same plan gives the same graph, and laying it again adds nothing") {
  Venue venue = house(2);
  venue.spaces = {space("hall", "corridor", box(0, 0, 20, 4)), space("lift0", "lift", box(20, 0, 2, 2)),
                  space("up", "corridor", box(0, 0, 20, 4), "L1"), space("lift1", "lift", box(20, 0, 2, 2), "L1")};
  venue.openings = {opening("a", {20, 0.5}, {20, 1.5}), opening("b", {20, 0.5}, {20, 1.5}, "L1")};
  Venue again = venue;
  seed_graph(venue);
  seed_graph(again);
  CHECK(venue == again);
  CHECK(metres(venue, "in.hall", "in.up") > 0);
  seed_graph(again);
  CHECK(again.nodes == venue.nodes);
  CHECK(again.edges == venue.edges);
  CHECK(again.connectors == venue.connectors);
}

TEST_CASE("a lift goes from each of its levels to each, past those where it does not stop") {
  Venue venue = house(4);
  for (const int level : {0, 2, 3}) {
    const std::string n = std::to_string(level);
    venue.spaces.push_back(space("hall" + n, "corridor", box(0, 0, 20, 4), "L" + n));
    venue.spaces.push_back(space("lift" + n, "lift", box(20, 0, 2, 2), "L" + n));
    venue.openings.push_back(opening("d" + n, {20, 0.5}, {20, 1.5}, "L" + n));
  }
  venue.spaces.push_back(space("hall1", "corridor", box(0, 0, 20, 4), "L1"));
  seed_graph(venue);
  REQUIRE(venue.connectors.size() == 1);
  CHECK(venue.connectors[0].kind == ConnectorKind::Lift);
  const auto rides =
      std::count_if(venue.edges.begin(), venue.edges.end(), [](const Edge& edge) { return edge.kind == "lift"; });
  CHECK(rides == 3);
  CHECK(metres(venue, "in.hall0", "in.hall3") > 0);
  CHECK(metres(venue, "in.hall0", "in.hall1") < 0);
}

TEST_CASE("a lift's cabin is no passage from one of its doors to the other") {
  Venue venue = house(2);
  for (const int level : {0, 1}) {
    const std::string n = std::to_string(level);
    venue.spaces.push_back(space("west" + n, "corridor", box(0, 0, 10, 2), "L" + n));
    venue.spaces.push_back(space("lift" + n, "lift", box(10, 0, 2, 2), "L" + n));
    venue.spaces.push_back(space("east" + n, "corridor", box(12, 0, 10, 2), "L" + n));
    venue.openings.push_back(opening("w" + n, {10, 0.5}, {10, 1.5}, "L" + n));
  }
  venue.openings.push_back(opening("e1", {12, 0.5}, {12, 1.5}, "L1"));
  seed_graph(venue);
  CHECK(std::none_of(venue.edges.begin(), venue.edges.end(), [](const Edge& edge) {
    return edge.from.starts_with("door.w1.lift") && edge.to.starts_with("door.e1.lift");
  }));
}

TEST_CASE("an escalator alone whose direction nobody knows is not used; a pair serves both ways") {
  const auto with = [](int escalators) {
    Venue venue = house(2);
    for (const int level : {0, 1}) {
      const std::string n = std::to_string(level);
      venue.spaces.push_back(space("hall" + n, "corridor", box(0, 0, 20, 4), "L" + n));
      for (int i = 0; i < escalators; ++i) {
        const std::string id = n + "-" + std::to_string(i);
        venue.spaces.push_back(space("e" + id, "escalator", box(20, i * 1.5, 8, 1.4), "L" + n));
        venue.openings.push_back(opening("d" + id, {20, i * 1.5 + 0.3}, {20, i * 1.5 + 1.1}, "L" + n));
      }
    }
    const auto gaps = seed_graph(venue);
    return std::pair{metres(venue, "in.hall0", "in.hall1") > 0, count(gaps, "escalator-direction")};
  };
  CHECK(with(1) == std::pair{false, std::size_t{1}});
  CHECK(with(2) == std::pair{true, std::size_t{2}});
}

TEST_CASE("what a source says of an escalator holds: one way only") {
  Venue venue = house(2);
  for (const int level : {0, 1}) {
    const std::string n = std::to_string(level);
    venue.spaces.push_back(space("hall" + n, "corridor", box(0, 0, 20, 4), "L" + n));
    venue.spaces.push_back(space("e" + n, "escalator", box(20, 0, 8, 1.4), "L" + n));
    venue.openings.push_back(opening("d" + n, {20, 0.3}, {20, 1.1}, "L" + n));
  }
  Connector connector;
  connector.id = "up";
  connector.kind = ConnectorKind::Escalator;
  venue.connectors = {connector};
  SeedHints hints;
  hints.connectors = {{"up", {{"L0", "e0", std::nullopt}, {"L1", "e1", std::nullopt}}, true}};
  CHECK(count(seed_graph(venue, hints), "escalator-direction") == 0);
  CHECK(metres(venue, "in.hall0", "in.hall1") > 0);
  CHECK(metres(venue, "in.hall1", "in.hall0") < 0);
}

TEST_CASE("what cannot be connected is reported for a person to complete") {
  Venue venue = house();
  venue.spaces = {space("hall", "corridor", box(0, 0, 10, 4)), space("cellar", "room", box(50, 0, 5, 5)),
                  space("stair", "stairs", box(0, 4, 3, 3))};
  venue.openings = {opening("s", {1, 4}, {2, 4}), opening("lost", {90, 90}, {91, 90})};
  const auto gaps = seed_graph(venue);
  CHECK(count(gaps, "no-opening") == 1);
  CHECK(count(gaps, "one-stop") == 1);
  CHECK(count(gaps, "opening-alone") == 1);
}

TEST_CASE("what a person has added to a map stays when it is read again") {
  Venue fresh = house();
  fresh.spaces = {space("imdf-hall", "corridor", box(0, 0, 10, 4)), space("imdf-aula", "room", box(0, 4, 10, 6))};
  fresh.openings = {opening("imdf-d", {4, 4}, {5, 4})};
  Room room;
  room.id = "house-aula";
  room.name = Text::in("sv", "Aula");
  room.spaces = {"imdf-aula"};
  room.aliases = {{"", "", "guid-1"}};
  fresh.rooms = {room};
  seed_graph(fresh);

  Venue before = fresh;
  before.rooms[0].id = "aula";
  before.rooms[0].name = Text::in("sv", "Festsalen");
  before.rooms[0].capacity = 120;
  before.openings[0].door = "automatic";
  Node desk;
  desk.id = "desk";
  desk.level = "L0";
  desk.x = 9;
  desk.y = 1;
  before.nodes.push_back(desk);
  Edge edge;
  edge.from = "desk";
  edge.to = "in.imdf-hall";
  edge.kind = "corridor";
  before.edges.push_back(edge);
  edge.to = "in.imdf-gone";
  before.edges.push_back(edge);

  const MergedVenue merged = merge_map(before, fresh);
  REQUIRE(merged.venue.rooms.size() == 1);
  const Room& aula = merged.venue.rooms[0];
  CHECK(aula.id == "aula");
  CHECK(aula.name.by_language().at("sv") == "Aula");
  CHECK(aula.capacity == 120);
  CHECK(std::find(aula.aliases.begin(), aula.aliases.end(), RoomAlias{"", "Festsalen", ""}) != aula.aliases.end());
  CHECK(merged.venue.openings[0].door == "automatic");
  CHECK(metres(merged.venue, "desk", "in.imdf-aula") > 0);
  CHECK(count(merged.notes, "edge-gone") == 1);
}

TEST_CASE("a room that the map has lost stays, without a place, for its sessions") {
  Venue before = house();
  before.spaces = {space("imdf-aula", "room", box(0, 4, 10, 6))};
  Room room;
  room.id = "aula";
  room.name = Text::in("sv", "Aula");
  room.spaces = {"imdf-aula"};
  room.node = "in.imdf-aula";
  before.rooms = {room};
  const MergedVenue merged = merge_map(before, house());
  REQUIRE(merged.venue.rooms.size() == 1);
  CHECK(merged.venue.rooms[0].id == "aula");
  CHECK(merged.venue.rooms[0].node.empty());
  CHECK(count(merged.notes, "room-gone") == 1);
}
