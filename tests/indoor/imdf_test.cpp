#include <cmath>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/venue/polygon.hpp"
#include "tests/indoor/maps.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

void check_books(const IndoorImport& result) {
  const auto errors = std::count_if(result.findings.begin(), result.findings.end(),
                                    [](const Finding& finding) { return finding.severity == Severity::Error; });
  CHECK(result.rejected == static_cast<std::size_t>(errors));
  CHECK(result.features == result.parts.size() + result.rejected);
}

std::string feature(const std::string& id, const std::string& type, const std::string& geometry,
                    const std::string& properties) {
  return R"({"type":"Feature","id":")" + id + R"(","feature_type":")" + type + R"(","geometry":)" + geometry +
         R"(,"properties":)" + properties + "}";
}

std::string collection(const std::vector<std::string>& features) {
  std::string json = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) json += (i == 0 ? "" : ",\n") + features[i];
  return json + "]}";
}

/// "[[lon,lat],…]" of places in metres from 13° E 55.6° N.
std::string line(const std::vector<Point>& points) {
  std::string json = "[";
  for (const Point p : points) {
    char text[80];
    std::snprintf(text, sizeof text, "%s[%.8f,%.8f]", json.size() > 1 ? "," : "", 13.0 + p.x / 63005.0,
                  55.6 + p.y / 111333.0);
    json += text;
  }
  return json + "]";
}

std::string polygon(double x, double y, double width, double height) {
  return R"({"type":"Polygon","coordinates":[)" +
         line({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, {x, y}}) + "]}";
}

std::string doorway(Point a, Point b) { return R"({"type":"LineString","coordinates":)" + line({a, b}) + "}"; }

std::string level(const std::string& id, const std::string& ordinal) {
  return feature(
      id, "level", "null",
      R"({"ordinal":)" + ordinal + R"(,"outdoor":false,"name":{"en":")" + id + R"("},"short_name":{"en":"1"}})");
}

std::string unit(const std::string& id, const std::string& geometry, const std::string& category,
                 const std::string& more = "", const std::string& on = "l0") {
  return feature(id, "unit", geometry, R"({"category":")" + category + R"(","level_id":")" + on + "\"" + more + "}");
}

/// A hall, an aula above it, and a door between them.
MapFiles house() {
  return {
      {"manifest.json", R"({"version":"1.0.0","language":"sv"})"},
      {"venue.geojson",
       collection({feature("v", "venue", "null",
                           R"({"name":{"sv":"Huset"},"display_point":{"type":"Point","coordinates":[13.0,55.6]}})")})},
      {"level.geojson", collection({level("l0", "0")})},
      {"unit.geojson",
       collection({unit("hall", polygon(0, 0, 20, 4), "walkway"),
                   unit("aula", polygon(0, 4, 20, 8), "room", R"(,"name":{"sv":"Aulan","en":"Hall"})")})},
      {"opening.geojson", collection({feature("o", "opening", doorway({5, 4}, {6.2, 4}),
                                              R"({"category":"pedestrian","level_id":"l0"})")})}};
}

IndoorImport read(const MapFiles& files) {
  auto result = parse_imdf(files, {"hus"});
  check_books(result);
  return result;
}

}  // namespace

TEST_CASE("the Dinoseum archive is read whole: 289 units, 275 openings, two levels with ordinal 1") {
  const auto result = load_imdf("imdf-dinoseum");
  SKIP_WITHOUT_DATA(result);
  check_books(*result);
  const Venue& venue = result->venue;
  CHECK(result->rejected == 0);
  CHECK(venue.levels.size() == 4);
  CHECK(venue.spaces.size() == 289);
  CHECK(venue.openings.size() == 272);  // three are for cars
  CHECK(count_code(*result, "shared-ordinal") == 1);
  CHECK(venue.rooms.size() == 45);  // 43 named units and 2 occupants
  CHECK(venue.buildings.size() == 1);
  CHECK(result->features == 643);
  CHECK(venue.connectors.size() == 43);
  CHECK(count_code(*result, "island") == 0);
  CHECK(count_code(*result, "opening-alone") == 0);
  CHECK(count_code(*result, "escalator-direction") == 4);
  CHECK(count_code(*result, "one-stop") == 3);
}

TEST_CASE("openings of the Dinoseum touch exactly two spaces within half a metre as often as was measured") {
  const auto result = load_imdf("imdf-dinoseum");
  SKIP_WITHOUT_DATA(result);
  std::map<std::size_t, int> touching;
  for (const Opening& opening : result->venue.openings) {
    const Point middle{(opening.line[0].x + opening.line[1].x) / 2, (opening.line[0].y + opening.line[1].y) / 2};
    ++touching[static_cast<std::size_t>(
        std::count_if(result->venue.spaces.begin(), result->venue.spaces.end(), [&](const Space& space) {
          return space.level == opening.level && distance_to_boundary(space.rings, middle) <= 0.5;
        }))];
  }
  CHECK(touching[2] == 230);  // 229 in WAYFINDING.md section 1, on a sphere
}

TEST_CASE("the minimal archive has one occupant whose anchor is not there (negative test of its makers)") {
  const auto result = load_imdf("imdf-minimal-fixture");
  SKIP_WITHOUT_DATA(result);
  check_books(*result);
  CHECK(result->venue.levels.size() == 3);
  const auto dangling = std::count_if(result->findings.begin(), result->findings.end(), [](const Finding& finding) {
    return finding.where == "occupant.geojson" && finding.severity == Severity::Error;
  });
  CHECK(dangling == 1);
  const auto japanese = std::count_if(result->venue.spaces.begin(), result->venue.spaces.end(),
                                      [](const Space& space) { return space.name.by_language().contains("ja-JP"); });
  CHECK(japanese > 0);
}

TEST_CASE("a unit becomes a space in metres, east right and north up, and a room with its names (W6)") {
  const auto result = read(house());
  CHECK(result.findings.empty());
  REQUIRE(result.venue.spaces.size() == 2);
  const Ring& ring = result.venue.spaces[0].rings.at(0);
  REQUIRE(ring.size() == 4);
  CHECK(ring[1].x == Approx(20).margin(0.05));
  CHECK(ring[2].y == Approx(4).margin(0.05));
  CHECK(signed_area(ring) == Approx(80).margin(0.5));
  REQUIRE(result.venue.rooms.size() == 1);
  const Room& room = result.venue.rooms[0];
  CHECK(room.id == "hus-hall");
  CHECK(room.name.by_language().at("sv") == "Aulan");
  CHECK(room.spaces == std::vector<std::string>{"imdf-aula"});
  CHECK(room.node == "door.imdf-o.imdf-aula");
  CHECK(result.venue.openings.at(0).width_m == Approx(1.2).margin(0.02));
  CHECK(result.venue.name.by_language().at("sv") == "Huset");
}

TEST_CASE("a broken part is a finding with file, feature and reason, and costs nothing else") {
  struct Row {
    const char* what;
    const char* file;
    std::string content;
    const char* code;
    std::size_t rejected;
  };
  const std::string good = unit("aula", polygon(0, 4, 20, 8), "room", R"(,"name":{"sv":"Aulan"})");
  const std::string hall = unit("hall", polygon(0, 0, 20, 4), "walkway");
  const std::string bow =
      R"({"type":"Polygon","coordinates":[)" + line({{0, 4}, {20, 12}, {20, 4}, {0, 14}, {0, 4}}) + "]}";
  const Row rows[] = {
      {"trailing commas", "unit.geojson", R"({"type":"FeatureCollection","features":[)" + hall + "," + good + " , ]\n}",
       "trailing-commas", 0},
      {"cut short", "unit.geojson", collection({hall, good, good}).substr(0, collection({hall, good}).size() + 60),
       "not-json", 1},
      {"not JSON at all", "amenity.geojson", "<html>", "not-json", 1},
      {"no list", "amenity.geojson", "{}", "no-features", 1},
      {"not a feature", "amenity.geojson", R"({"features":[17]})", "not-a-feature", 1},
      {"no id", "amenity.geojson", R"({"features":[{"type":"Feature"}]})", "no-id", 1},
      {"an id twice", "unit.geojson", collection({hall, good, good}), "duplicate-id", 1},
      {"a level that is not there", "unit.geojson",
       collection({hall, good, unit("x", polygon(30, 0, 5, 5), "room", "", "l9")}), "dangling-reference", 1},
      {"no level", "opening.geojson", collection({feature("o", "opening", doorway({5, 4}, {6, 4}), "{}")}), "no-level",
       1},
      {"levels in one order", "level.geojson", collection({level("l0", "0"), level("l1", "0")}), "shared-ordinal", 0},
      {"no order", "level.geojson", collection({level("l0", "0"), level("l1", "\"first\"")}), "no-ordinal", 1},
      {"a point for a unit", "unit.geojson",
       collection({hall, good, unit("x", R"({"type":"Point","coordinates":[13,55.6]})", "room")}), "wrong-geometry", 1},
      {"no geometry", "unit.geojson", collection({hall, good, unit("x", "null", "room")}), "wrong-geometry", 1},
      {"words for numbers", "unit.geojson",
       collection({hall, good, unit("x", R"({"type":"Polygon","coordinates":[[["a","b"]]]})", "room")}),
       "wrong-geometry", 1},
      {"beyond the poles", "unit.geojson",
       collection(
           {hall, good,
            unit("x", R"({"type":"Polygon","coordinates":[[[13,155.6],[14,155.6],[14,156],[13,155.6]]]})", "room")}),
       "wrong-geometry", 1},
      {"on the other side of the earth", "unit.geojson",
       collection({hall, good,
                   unit("x", R"({"type":"Polygon","coordinates":[[[-120,5],[-119,5],[-119,6],[-120,5]]]})", "room")}),
       "far-away", 1},
      {"no area", "unit.geojson",
       collection({hall, good,
                   unit("x", R"({"type":"Polygon","coordinates":[)" + line({{0, 0}, {1, 0}, {0, 0}}) + "]}", "room")}),
       "no-area", 1},
      {"crossing itself", "unit.geojson", collection({hall, unit("aula", bow, "room", R"(,"name":{"sv":"Aulan"})")}),
       "self-intersection", 0},
      {"an unknown category", "unit.geojson",
       collection({hall, good, unit("x", polygon(30, 0, 5, 5), "dungeon", R"(,"name":{"sv":"X"})")}),
       "unknown-category", 0},
      {"a room without a name", "unit.geojson", collection({hall, good, unit("x", polygon(30, 0, 5, 5), "room")}),
       "no-name", 0},
      {"a door that is a point", "opening.geojson",
       collection({feature("o", "opening", R"({"type":"Point","coordinates":[13,55.6]})", R"({"level_id":"l0"})")}),
       "wrong-geometry", 1},
      {"an anchor without its unit", "anchor.geojson",
       collection({feature("a", "anchor", R"({"type":"Point","coordinates":[13,55.6]})", R"({"unit_id":"gone"})")}),
       "dangling-reference", 1},
      {"an occupant without an anchor", "occupant.geojson",
       collection({feature("x", "occupant", "null", R"({"name":{"sv":"Kafé"},"category":"cafe"})")}), "no-anchor", 1},
      {"an occupant with a unit for an anchor", "occupant.geojson",
       collection({feature("x", "occupant", "null", R"({"name":{"sv":"Kafé"},"unit_id":"aula"})")}), "no-anchor", 0},
      {"an amenity in no unit", "amenity.geojson",
       collection({feature("x", "amenity", R"({"type":"Point","coordinates":[13,55.6]})",
                           R"({"category":"restroom","unit_ids":[]})")}),
       "no-unit", 1},
      {"a relationship of one end", "relationship.geojson",
       collection({feature("r", "relationship", "null", R"({"category":"stairs","origin":{"id":"hall"}})")}), "no-ends",
       1},
      {"hours in words", "amenity.geojson",
       collection({feature("x", "amenity", R"({"type":"Point","coordinates":[13.0001,55.60001]})",
                           R"({"category":"information","unit_ids":["hall"],"hours":"when open"})")}),
       "unknown-hours", 0},
      {"a type that is none", "thing.geojson", collection({feature("x", "thing", "null", "{}")}), "unknown-type", 1},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    MapFiles files = house();
    files[row.file] = row.content;
    const auto result = read(files);
    CHECK(result.rejected == row.rejected);
    CHECK(count_code(result, row.code) >= 1);
    for (const Finding& finding : result.findings) {
      CHECK(!finding.reason.empty());
      CHECK(!finding.where.empty());
    }
    const auto& spaces = result.venue.spaces;
    CHECK(std::any_of(spaces.begin(), spaces.end(), [](const Space& space) { return space.id == "imdf-aula"; }));
    CHECK(std::any_of(spaces.begin(), spaces.end(), [](const Space& space) { return space.id == "imdf-hall"; }));
  }
}

TEST_CASE("what is no IMDF is refused whole") {
  CHECK_THROWS_WITH(parse_imdf({{"a.json", "{}"}}, {"hus"}), Contains("no IMDF archive"));
}

TEST_CASE("levels that share an ordinal are joined by the doors between them") {
  MapFiles files = house();
  files["level.geojson"] = collection({level("l0", "0"), level("yard", "0")});
  files["unit.geojson"] = collection(
      {unit("hall", polygon(0, 0, 20, 4), "walkway"), unit("court", polygon(0, 4, 20, 8), "walkway", "", "yard")});
  const auto result = read(files);
  const auto door = std::find_if(result.venue.edges.begin(), result.venue.edges.end(),
                                 [](const Edge& edge) { return edge.kind == "door"; });
  REQUIRE(door != result.venue.edges.end());
  CHECK_FALSE(result.venue.openings.at(0).entrance);
}

TEST_CASE("nobody is led through what is not public, out of service or for emergencies") {
  const auto doors = [](const std::string& properties, const std::string& category = "room") {
    MapFiles files = house();
    files["unit.geojson"] =
        collection({unit("hall", polygon(0, 0, 20, 4), "walkway"), unit("aula", polygon(0, 4, 20, 8), category)});
    files["opening.geojson"] = collection({feature("o", "opening", doorway({5, 4}, {6, 4}), properties)});
    const auto result = read(files);
    return std::count_if(result.venue.edges.begin(), result.venue.edges.end(),
                         [](const Edge& edge) { return edge.kind == "door"; });
  };
  CHECK(doors(R"({"category":"pedestrian","level_id":"l0"})") == 1);
  CHECK(doors(R"({"category":"emergencyexit","level_id":"l0"})") == 0);
  CHECK(doors(R"({"category":"service","level_id":"l0"})") == 0);
  CHECK(doors(R"({"category":"pedestrian","level_id":"l0","access_control":["outofservice"]})") == 0);
  CHECK(doors(R"({"category":"pedestrian","level_id":"l0"})", "nonpublic") == 0);
  CHECK(doors(R"({"category":"pedestrian","level_id":"l0"})", "opentobelow") == 0);
}

TEST_CASE("what is said of a door is kept, what is not said stays unknown") {
  MapFiles files = house();
  files["opening.geojson"] = collection({feature(
      "o", "opening", doorway({5, 4}, {6, 4}),
      R"({"category":"pedestrian","level_id":"l0","accessibility":["wheelchair"],"door":{"type":"sliding","automatic":true}})")});
  const auto known = read(files);
  CHECK(known.venue.openings.at(0).door == "automatic");
  const auto door = [](const IndoorImport& result) {
    return *std::find_if(result.venue.edges.begin(), result.venue.edges.end(),
                         [](const Edge& edge) { return edge.kind == "door"; });
  };
  CHECK(door(known).step_free == true);
  const auto unknown = read(house());
  CHECK(unknown.venue.openings.at(0).door.empty());
  CHECK_FALSE(door(unknown).step_free);
}

TEST_CASE("relationships join units: an escalator one way, a traversal through no door") {
  MapFiles files = house();
  files["level.geojson"] = collection({level("l0", "0"), level("l1", "1")});
  files["unit.geojson"] = collection({unit("hall", polygon(0, 0, 20, 4), "walkway"),
                                      unit("aula", polygon(0, 4, 20, 8), "room", R"(,"name":{"sv":"Aulan"})"),
                                      unit("e0", polygon(20, 0, 8, 2), "escalator"),
                                      unit("e1", polygon(20, 0, 8, 2), "escalator", "", "l1")});
  files["relationship.geojson"] = collection(
      {feature(
           "r", "relationship", "null",
           R"({"category":"escalator","direction":"directed","origin":{"id":"e1"},"destination":{"id":"e0"},"hours":"Mo-Fr 08:00-18:00"})"),
       feature(
           "t", "relationship", "null",
           R"({"category":"traversal","direction":"undirected","origin":{"id":"hall"},"destination":{"id":"e0"}})")});
  const auto result = read(files);
  REQUIRE(result.venue.connectors.size() == 1);
  CHECK(result.venue.connectors[0].hours == std::vector<OpenHours>{{{0, 1, 2, 3, 4}, 480, 1080}});
  const auto ride = std::find_if(result.venue.edges.begin(), result.venue.edges.end(),
                                 [](const Edge& edge) { return edge.kind == "escalator"; });
  REQUIRE(ride != result.venue.edges.end());
  CHECK(ride->directed);
  CHECK(ride->from == "stop.imdf-r.1.imdf-l1");
  CHECK(result.venue.openings.size() == 2);
  CHECK(result.venue.openings[1].door == "open");
}

TEST_CASE("a room that lists several names answers to each") {
  MapFiles files = house();
  files["unit.geojson"] = collection({unit("hall", polygon(0, 0, 20, 4), "walkway"),
                                      unit("aula", polygon(0, 4, 20, 8), "room", R"(,"name":{"en":"220A, 220B"})")});
  const auto result = read(files);
  const auto& aliases = result.venue.rooms.at(0).aliases;
  CHECK(std::find(aliases.begin(), aliases.end(), RoomAlias{"", "220B", ""}) != aliases.end());
}
