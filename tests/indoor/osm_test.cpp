#include <map>

#include "content-server/indoor/hours.hpp"
#include "content-server/indoor/osm_levels.hpp"
#include "core/base/error.hpp"
#include "core/venue/polygon.hpp"
#include "tests/indoor/maps.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

/// A house of one corridor (nodes 1 to 4, 20 m by 4 m) with what is given beside it.
std::string osm(const std::string& more) {
  const auto node = [](int id, double east, double north, const std::string& tags = "") {
    return "<node id='" + std::to_string(id) + "' lon='" + std::to_string(13.0 + east / 63036) + "' lat='" +
           std::to_string(55.6 + north / 111340) + "'>" + tags + "</node>";
  };
  return "<osm version='0.6'>" + node(1, 0, 0) + node(2, 20, 0) + node(3, 20, 4) + node(4, 0, 4) + node(5, 0, 10) +
         node(6, 20, 10) + node(7, 40, 0) + node(8, 40, 4) +
         node(9, 10, 4, "<tag k='door' v='hinged'/><tag k='level' v='0'/>") +
         "<way id='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='9'/><nd ref='4'/><nd ref='1'/>"
         "<tag k='indoor' v='corridor'/><tag k='level' v='0'/></way>" +
         more + "</osm>";
}

std::string way(int id, const std::vector<int>& nodes, const std::map<std::string, std::string>& tags) {
  std::string xml = "<way id='" + std::to_string(id) + "'>";
  for (const int node : nodes) xml += "<nd ref='" + std::to_string(node) + "'/>";
  for (const auto& [key, value] : tags) xml += "<tag k='" + key + "' v='" + value + "'/>";
  return xml + "</way>";
}

std::string room(const std::map<std::string, std::string>& tags) {
  auto all = tags;
  all.emplace("indoor", "room");
  return way(2, {4, 9, 3, 6, 5, 4}, all);
}

}  // namespace

TEST_CASE("levels are read in every form that mappers use, and others are refused (section 3)") {
  const std::map<std::string, std::vector<double>> good{{"2", {2}},
                                                        {"-1", {-1}},
                                                        {"+1", {1}},
                                                        {"0.5", {0.5}},
                                                        {"0,5", {0.5}},
                                                        {"1;2", {1, 2}},
                                                        {"0-1", {0, 1}},
                                                        {"-1-3", {-1, 0, 1, 2, 3}},
                                                        {"-1--3", {-3, -2, -1}},
                                                        {" 1 ; 2 ", {1, 2}},
                                                        {"1 - 3", {1, 2, 3}},
                                                        {"1-3", {1, 2, 3}},
                                                        {"2;2;1", {1, 2}},
                                                        {"-0", {0}},
                                                        {"0-1;5", {0, 1, 5}}};
  for (const auto& [text, levels] : good) {
    INFO("'" << text << "'");
    CHECK(indoor::parse_levels(text) == levels);
  }
  for (const char* text : {"", "ground", "1;", ";1", "1-", "-", "1.", ".5", "1..2", "1-2-3", "1,2,3", "0x1", "1e3",
                           "999", "-300", "1;two", "0-1000", "1\n2", "٣"}) {
    INFO("'" << text << "'");
    CHECK_FALSE(indoor::parse_levels(text));
  }
}

TEST_CASE("a level that is not understood is named and costs its own object only (section 3)") {
  const auto result = parse_osm(osm(room({{"level", "ground floor"}, {"name", "Aula"}})), {"hus"});
  CHECK(result.features == 3);
  CHECK(result.rejected == 1);
  const auto bad = std::find_if(result.findings.begin(), result.findings.end(),
                                [](const Finding& finding) { return finding.code == "bad-level"; });
  REQUIRE(bad != result.findings.end());
  CHECK(bad->record == "way/2");
  CHECK_THAT(bad->reason, Contains("'ground floor'"));
  CHECK(result.venue.spaces.size() == 1);
}

TEST_CASE("several levels are one object on all of them, repeat_on makes copies (section 3)") {
  const auto spanning = parse_osm(osm(room({{"level", "0;1"}, {"name", "Aula"}})), {"hus"});
  CHECK(spanning.venue.spaces.size() == 3);
  REQUIRE(spanning.venue.rooms.size() == 1);
  CHECK(spanning.venue.rooms[0].spaces.size() == 2);
  const auto copies = parse_osm(osm(room({{"level", "0"}, {"repeat_on", "1-3"}, {"name", "Grupprum"}})), {"hus"});
  CHECK(copies.venue.spaces.size() == 5);
  REQUIRE(copies.venue.rooms.size() == 4);
  for (const Room& each : copies.venue.rooms) CHECK(each.spaces.size() == 1);
  CHECK(copies.venue.rooms[1].id == "hus-grupprum-2");
}

TEST_CASE("what the wall says is kept apart from the order of the levels (section 3)") {
  const auto result = parse_osm(osm(room({{"level", "0"}, {"level:ref", "plan 3"}, {"name", "Aula"}})), {"hus"});
  REQUIRE(result.venue.levels.size() == 1);
  CHECK(result.venue.levels[0].ordinal == 0);
  CHECK(result.venue.levels[0].short_name.by_language().at("und") == "plan 3");
  CHECK(count_code(result, "level-name") == 0);
}

TEST_CASE("names are kept in every language that the map states") {
  const auto result = parse_osm(
      osm(room(
          {{"level", "0"}, {"name", "Festsalen"}, {"name:en", "Great Hall"}, {"name:ar", "القاعة"}, {"ref", "12"}})),
      {"hus"});
  REQUIRE(result.venue.rooms.size() == 1);
  const auto& names = result.venue.rooms[0].name.by_language();
  CHECK(names.at("und") == "Festsalen");
  CHECK(names.at("en") == "Great Hall");
  CHECK(names.at("ar") == "القاعة");
}

TEST_CASE("a door joins the room and the corridor on whose walls it stands") {
  const auto result = parse_osm(osm(room({{"level", "0"}, {"name", "Aula"}})), {"hus"});
  REQUIRE(result.venue.openings.size() == 1);
  CHECK(result.venue.openings[0].door == "manual");
  CHECK_FALSE(result.venue.openings[0].width_m);
  CHECK(count_code(result, "door-assumed") == 0);
  const auto doors = std::count_if(result.venue.edges.begin(), result.venue.edges.end(),
                                   [](const Edge& edge) { return edge.kind == "door"; });
  CHECK(doors == 1);
  CHECK(result.venue.rooms[0].node == "door.osm-node-9.osm-way-2");
}

TEST_CASE("corridors are open to each other along the edge that they share") {
  const auto result = parse_osm(osm(way(3, {2, 7, 8, 3, 2}, {{"indoor", "corridor"}, {"level", "0"}})), {"hus"});
  const auto open = std::find_if(result.venue.openings.begin(), result.venue.openings.end(),
                                 [](const Opening& opening) { return opening.door == "open"; });
  REQUIRE(open != result.venue.openings.end());
  CHECK(*open->width_m == Approx(4).margin(0.1));
}

TEST_CASE("east is right and north is up (W6)") {
  const auto result = parse_osm(osm(""), {"hus"});
  const Ring& ring = result.venue.spaces.at(0).rings.at(0);
  CHECK(ring[1].x - ring[0].x == Approx(20).margin(0.1));
  CHECK(ring[2].y - ring[1].y == Approx(4).margin(0.1));
  CHECK(signed_area(ring) == Approx(80).margin(1));
}

TEST_CASE("the directions of an escalator are kept") {
  const auto result = parse_osm(
      osm(way(3, {1, 7}, {{"highway", "steps"}, {"conveying", "backward"}, {"incline", "up"}, {"level", "0;1"}}) +
          way(4, {2, 7, 8, 3, 2}, {{"indoor", "area"}, {"level", "1"}})),
      {"hus"});
  REQUIRE(result.venue.connectors.size() == 1);
  CHECK(result.venue.connectors[0].kind == ConnectorKind::Escalator);
  const auto ride = std::find_if(result.venue.edges.begin(), result.venue.edges.end(),
                                 [](const Edge& edge) { return edge.kind == "escalator"; });
  REQUIRE(ride != result.venue.edges.end());
  CHECK(ride->directed);
  // Backward on a line that rises: it runs down.
  const auto node = [&](const std::string& id) {
    return *std::find_if(result.venue.nodes.begin(), result.venue.nodes.end(),
                         [&](const Node& each) { return each.id == id; });
  };
  CHECK(node(ride->from).level == "osm-level-1");
  CHECK(node(ride->to).level == "osm-level-0");
}

TEST_CASE("stairs that are no line are rejected one by one") {
  for (const std::string& stairs :
       {way(3, {}, {{"highway", "steps"}, {"level", "0;1"}}), way(3, {1}, {{"highway", "steps"}, {"level", "0;1"}}),
        std::string{"<relation id='3'><tag k='highway' v='steps'/><tag k='level' v='0;1'/></relation>"}}) {
    INFO(stairs);
    const auto result = parse_osm(osm(stairs), {"hus"});
    CHECK(result.rejected == 1);
    CHECK(std::any_of(result.findings.begin(), result.findings.end(),
                      [](const Finding& finding) { return finding.code == "no-line"; }));
  }
}

TEST_CASE("of two elements with one id the first is kept, and the other rejected with its name") {
  const auto once = parse_osm(osm(""), {"hus"});
  const auto twice = parse_osm(osm("<node id='1' lon='13' lat='55.6'/>"
                                   "<node id='9' lon='13.0001' lat='55.60004'><tag k='door' v='hinged'/>"
                                   "<tag k='level' v='0'/></node>"),
                               {"hus"});
  CHECK(twice.venue.openings == once.venue.openings);
  CHECK(twice.rejected == once.rejected + 1);
  CHECK(twice.features == twice.parts.size() + twice.rejected);
  CHECK(std::any_of(twice.findings.begin(), twice.findings.end(), [](const Finding& finding) {
    return finding.code == "duplicate-id" && finding.record == "node/9";
  }));
}

TEST_CASE("a file without anything indoors, or with a document type, is refused") {
  CHECK_THROWS_WITH(parse_osm("<osm><node id='1' lat='1' lon='1'/></osm>", {"hus"}),
                    Contains("nothing about the inside"));
  CHECK_THROWS_WITH(parse_osm("<gpx/>", {"hus"}), Contains("no OpenStreetMap file"));
  CHECK_THROWS_WITH(parse_osm("<!DOCTYPE osm [<!ENTITY a 'b'>]><osm/>", {"hus"}), Contains("document type"));
}

TEST_CASE("opening hours of OpenStreetMap become times of weekdays") {
  const auto hours = indoor::read_hours("Mo-Sa 08:30-21:30; Su,PH 08:30-13:00");
  REQUIRE(hours);
  REQUIRE(hours->size() == 2);
  CHECK((*hours)[0] == OpenHours{{0, 1, 2, 3, 4, 5}, 510, 1290});
  CHECK((*hours)[1] == OpenHours{{6}, 510, 780});
  CHECK(indoor::read_hours("Mo-Fr 08:00-18:00; PH off")->size() == 1);
  CHECK(indoor::read_hours("Mo-Sa 11:45-14:00,18:45-21:15, Su 11:45-14:15")->size() == 3);
  CHECK(indoor::read_hours("Mo-Su 08:00-18:00; We off")->at(0).days.size() == 6);
  CHECK_FALSE(indoor::read_hours("sunrise-sunset"));
  CHECK_FALSE(indoor::read_hours("Mo 8-12"));
}

TEST_CASE("the Caserne de Bonne is read whole and one gets from its entrances to its shops") {
  const auto path = shared_data("indoor/osm/caserne.osm");
  SKIP_WITHOUT_DATA(path);
  const auto result = parse_osm(read_file(*path), {"caserne"});
  CHECK(result.features == result.parts.size() + result.rejected);
  CHECK(result.features == 93);
  CHECK(result.rejected == 2);
  CHECK(result.venue.spaces.size() == 74);
  CHECK(result.venue.rooms.size() == 38);
  CHECK(result.venue.levels.size() == 4);
  CHECK(count_code(result, "no-level") == 1);
}
