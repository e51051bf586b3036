// `show directions` and `venue check` on an event of our own: a hall, a stair and a lift to a room upstairs.
#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kEvent = R"({
  "format": "skylt/event/1",
  "event": {"id": "vecka", "name": {"sv": "Vecka"}, "time_zone": "Europe/Stockholm"},
  "venues": [{
    "id": "hus", "name": {"sv": "Hus"},
    "levels": [{"id": "p1", "ordinal": 0, "name": {"sv": "Plan 1"}}, {"id": "p2", "ordinal": 1, "name": {"sv": "Plan 2"}}],
    "connectors": [{"id": "hiss", "kind": "lift"}, {"id": "trappa", "kind": "stairs", "steps": 20}],
    "rooms": [{"id": "nedre", "name": {"sv": "Nedre salen"}, "node": "nere"}, {"id": "ovre", "name": {"sv": "Övre salen"}, "node": "mal"}],
    "nodes": [{"id": "hall", "level": "p1", "at": [0, 0]}, {"id": "nere", "level": "p1", "at": [0, 40]},
              {"id": "h1", "level": "p1", "at": [30, 0]}, {"id": "h2", "level": "p2", "at": [30, 0]},
              {"id": "t1", "level": "p1", "at": [-15, 0]}, {"id": "t2", "level": "p2", "at": [-15, 6]},
              {"id": "mal", "level": "p2", "at": [0, 6]}],
    "edges": [{"from": "hall", "to": "nere", "kind": "corridor"}, {"from": "hall", "to": "h1", "kind": "corridor"},
              {"from": "h1", "to": "h2", "kind": "lift", "connector": "hiss"}, {"from": "h2", "to": "mal", "kind": "corridor"},
              {"from": "hall", "to": "t1", "kind": "corridor"}, {"from": "t1", "to": "t2", "kind": "stairs", "connector": "trappa"},
              {"from": "t2", "to": "mal", "kind": "corridor"}]
  }],
  "closures": [{"id": "trasig", "venue": "hus", "target": "hiss", "kind": "out-of-service", "from": "2027-05-04T08:00:00Z",
                "until": "2027-05-04T10:00:00Z", "author": "Ada", "created": "2027-05-04T07:00:00Z"}],
  "screens": [{"id": "hallen", "venue": "hus", "node": "hall", "heading": 0}]
})";

struct House {
  Server server;

  House() {
    write_file(server.beside("event.json"), kEvent);
    const Json outcome = server.ask({"import", server.beside("event.json"), "--format", "event"});
    INFO(outcome.dump());
    REQUIRE(outcome["findings"].empty());
  }
  Json directions(std::vector<std::string> words) const {
    words.insert(words.begin(), {"show", "directions", "--screen", "hallen"});
    return server.ask(words);
  }
};

TEST_CASE("show directions says for each destination which way, how far and whether step-free") {
  const House house;
  const Json answer = house.directions({"--at", "2027-05-04T12:00:00Z"});
  CHECK(answer["screen"] == "hallen");
  CHECK(answer["profile"] == "walk");
  REQUIRE(answer["destinations"].size() == 2);
  const Json& below = answer["destinations"][0];
  CHECK(below["id"] == "nedre");
  CHECK(below["arrow"] == "arrow");
  CHECK(below["bearing"] == 0);
  CHECK(below["connector"].is_null());
  CHECK(below["metres"] == 40);
  CHECK(below["step_free"] == true);
  const Json& above = answer["destinations"][1];
  CHECK(above["bearing"] == 270);
  CHECK(above["connector"]["kind"] == "stairs");
  CHECK(above["connector"]["direction"] == "up");
  CHECK(above["connector"]["level"] == "p2");
  CHECK(above["step_free"] == false);
  CHECK(above["levels"] == Json::array({"p1", "p2"}));
  CHECK(above["legs"].size() == 3);
  CHECK(above["step_free_way"]["bearing"] == 90);
}

TEST_CASE("a lift that is out of service is on no step-free way while it is, and no other is made up (section 4, W4)") {
  const House house;
  const auto step_free = [&](const char* at) {
    return house.directions({"--to", "ovre", "--step-free", "--at", at})["destinations"][0];
  };
  const Json before = step_free("2027-05-04T07:59:59Z"), during = step_free("2027-05-04T08:00:00Z");
  CHECK(before["reachable"] == true);
  CHECK(before["connector"]["id"] == "hiss");
  CHECK(during["reachable"] == false);
  CHECK(during["arrow"] == "none");
  CHECK(during["step_free"] == false);
  CHECK(during["step_free_way"].is_null());
  CHECK(step_free("2027-05-04T10:00:00Z") == before);
}

TEST_CASE("an unknown screen or destination is named") {
  const House house;
  const auto screen = house.server.run({"show", "directions", "--screen", "hallon"});
  CHECK(screen.exit == 1);
  CHECK(screen.err == "skylt-server show directions: there is no screen 'hallon'; there are: hallen\n");
  const auto room = house.server.run({"show", "directions", "--screen", "hallen", "--to", "källaren"});
  CHECK(room.exit == 1);
  CHECK(room.err == "skylt-server show directions: no room, amenity or venue 'källaren'\n");
}

TEST_CASE("venue check says nothing about a plan that is all right") {
  const House house;
  CHECK(house.server.ask({"venue", "check"}) == Json{{"findings", Json::array()}});
}

}  // namespace
