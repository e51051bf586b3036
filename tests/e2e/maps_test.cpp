// Indoor maps through the real program.
#include <cmath>

#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::size_t errors_in(const Json& answer) {
  std::size_t errors = 0;
  for (const Json& finding : answer["findings"]) errors += finding["severity"] == "error" ? 1 : 0;
  return errors;
}

void check_books(const Json& answer) {
  const auto n = [&](const char* key) { return answer[key].get<std::size_t>(); };
  CHECK(n("records") == n("added") + n("changed") + n("unchanged") + errors_in(answer));
}

Json venue_of(const Server& server, const std::string& id) {
  const auto written = server.run({"export", "--format", "event"});
  const Json event = one_document(written.out);
  for (const Json& venue : event["venues"]) {
    if (venue["id"] == id) return venue;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a map is shown without being written, written, and read again unchanged") {
  const auto folder = shared_data("indoor/imdf-dinoseum");
  SKIP_WITHOUT_DATA(folder);
  const Server server;
  const Json dry = server.ask({"import", *folder, "--venue", "dino", "--dry-run"});
  check_books(dry);
  CHECK(dry["format"] == "imdf");
  CHECK(dry["added"] == dry["records"]);
  CHECK(dry["spaces"] == 289);
  CHECK(venue_of(server, "dino").is_null());

  const Json first = server.ask({"import", *folder, "--venue", "dino"});
  check_books(first);
  CHECK(first["added"] == dry["added"]);
  const Json venue = venue_of(server, "dino");
  REQUIRE(venue.is_object());
  CHECK(venue["spaces"].size() == 289);
  CHECK(venue["rooms"].size() == 45);

  const Json again = server.ask({"import", *folder, "--venue", "dino", "--format", "imdf"});
  check_books(again);
  CHECK(again["unchanged"] == again["records"]);
  CHECK(again["removed"] == 0);
  CHECK(again["revision"] == first["revision"]);
  CHECK(venue_of(server, "dino") == venue);
}

TEST_CASE("an .osm file is known by its content") {
  const auto file = shared_data("indoor/osm/caserne.osm");
  SKIP_WITHOUT_DATA(file);
  const Server server;
  const Json answer = server.ask({"import", *file, "--venue", "caserne"});
  check_books(answer);
  CHECK(answer["format"] == "osm");
  CHECK(venue_of(server, "caserne")["levels"].size() == 4);
}

/// Straight from node to node of an exported venue.
double straight_metres(const Json& venue, const std::string& from, const std::string& to) {
  const auto at = [&](const std::string& id) {
    for (const Json& node : venue["nodes"])
      if (node["id"] == id) return std::pair{node["at"][0].get<double>(), node["at"][1].get<double>()};
    throw std::runtime_error{"no node " + id};
  };
  const auto [x, y] = at(from);
  const auto [u, v] = at(to);
  return std::hypot(u - x, v - y);
}

TEST_CASE("a real building is imported and gives directions: the shopping arcade of the Caserne de Bonne (issue 4)") {
  const auto file = shared_data("indoor/osm/caserne.osm");
  SKIP_WITHOUT_DATA(file);
  const Server server;
  server.ask({"import", *file, "--venue", "caserne", "--format", "osm"});
  // The arcade runs east-northeast from its western door; one screen faces those who come in, one those who leave.
  const std::string door = "door.osm-node-961867094.osm-way-398056980";
  for (const auto& [id, heading] : {std::pair{"in", "63"}, std::pair{"ut", "243"}})
    server.ask({"screen", "add", "--id", id, "--venue", "caserne", "--node", door, "--heading", heading, "--size",
                "1080x1920", "--diagonal", "43", "--distance", "2000", "--layout", "directions"});
  const auto way = [&](const char* screen, const char* to) {
    return server.ask({"show", "directions", "--screen", screen, "--to", to})["destinations"][0];
  };

  const Json celio = way("in", "Celio");  // a shop by its name
  CHECK(celio["id"] == "caserne-celio");
  CHECK(celio["bearing"] == 0);
  CHECK(way("ut", "Celio")["arrow"] == "behind");
  CHECK(celio["levels"] == Json::array({"osm-level-0"}));
  const Json venue = venue_of(server, "caserne");
  std::string node;
  for (const Json& room : venue["rooms"])
    if (room["id"] == "caserne-celio") node = room["node"];
  const double straight = straight_metres(venue, door, node);
  CHECK(straight > 75);
  CHECK(celio["metres"].get<double>() >= straight);
  CHECK(celio["metres"].get<double>() < straight * 1.1);
  CHECK(celio["step_free"].is_null());  // nobody has said what the door of the shop is like

  const Json upstairs = way("in", "caserne-decathlon");
  CHECK(upstairs["bearing"] == 0);
  CHECK(upstairs["levels"] == Json::array({"osm-level-0", "osm-level-1"}));
  REQUIRE(upstairs["legs"].size() == 3);
  CHECK(upstairs["legs"][1]["kind"] == "stairs");
  CHECK(upstairs["legs"][1]["direction"] == "up");
  CHECK(upstairs["step_free"] == false);
}

TEST_CASE("a map needs its venue, and what is no map is refused by name") {
  const Server server;
  const auto file = server.beside("house.osm");
  write_file(file, "<osm><node id='1' lon='1' lat='1'/></osm>");
  CHECK(server.run({"import", file}).exit == 2);
  const auto empty = server.run({"import", file, "--venue", "hus"});
  CHECK(empty.exit == 1);
  CHECK(empty.err.find("nothing about the inside") != std::string::npos);
  const auto folder = server.run({"import", server.folder(), "--venue", "hus"});
  CHECK(folder.exit == 1);
  CHECK(folder.err.find("no IMDF archive") != std::string::npos);
}
