#include "core/programme/show.hpp"

#include "core/base/error.hpp"
#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

EventData small_event() {
  EventData data;
  data.event.id = "e";
  data.event.languages = {"sv"};
  Venue venue;
  venue.id = "radhuset";
  for (const auto& entry : two_rooms()) {
    Room room;
    room.id = entry.id;
    room.name = {{"sv", entry.name}};
    venue.rooms.push_back(room);
  }
  data.venues = {venue};
  data.sessions = {session("s1", "a", "10:00", "11:00"), session("s2", "Gården", "+1 00:30", "+1 01:00"),
                   session("s3", "b", "+1 10:00", "+1 11:00")};
  data.changes = {delay("c1", "s1", 10)};
  return data;
}

std::string ids_of(const Json& json) {
  std::string ids;
  for (const auto& item : json["sessions"]) ids += item["id"].get<std::string>() + " ";
  return ids;
}

}  // namespace

TEST_CASE("show sessions prints what is true now in the shape of the contract") {
  const auto json = show_sessions(small_event(), {}, at("09:00"));
  CHECK(ids_of(json) == "s1 s2 s3 ");
  CHECK(dump_json(json["sessions"][0]) ==
        R"({"id":"s1","source":"","title":{"sv":"Titel s1"},"start":"2027-05-04T08:10:00Z",)"
        R"("end":"2027-05-04T09:10:00Z","room":{"id":"a","name":"Sal A"},"venue":"radhuset","track":"",)"
        R"("organisers":[],"people":[],"languages":[],"interpreted":[],"access":[],"audience":[],"materials":"",)"
        R"("visibility":"public","status":"confirmed","kind":"session","changes":["c1"],)"
        R"("service_day":"2027-05-04"})");
  CHECK(json["sessions"][1]["room"]["id"].is_null());
}

TEST_CASE("show sessions filters by service day, venue and room") {
  const auto data = small_event();
  ShowFilter day;
  day.day = std::chrono::year{2027} / 5 / 4;
  CHECK(ids_of(show_sessions(data, day, at("09:00"))) == "s1 s2 ");
  CHECK(ids_of(show_sessions(data, {{}, "radhuset", ""}, at("09:00"))) == "s1 s2 s3 ");
  CHECK(ids_of(show_sessions(data, {{}, "", "b"}, at("09:00"))) == "s3 ");
  CHECK(ids_of(show_sessions(data, {{}, "", "sal  A"}, at("09:00"))) == "s1 ");
  CHECK(ids_of(show_sessions(data, {{}, "", "gården"}, at("09:00"))) == "s2 ");
  CHECK_THROWS_WITH(show_sessions(data, {{}, "radhus", ""}, at("09:00")), "no venue 'radhus'; there are: radhuset");
  CHECK_THROWS_WITH(show_sessions(data, {{}, "", "x"}, at("09:00")),
                    "no room 'x', or several; name one by its id or by a name that only it has");
}

TEST_CASE("show now prints every room in the shape of the contract") {
  const auto json = show_now(small_event(), {}, at("10:30"));
  CHECK(json["at"] == "2027-05-04T08:30:00Z");
  CHECK(json["next_change"] == "2027-05-04T09:00:00Z");
  REQUIRE(json["rooms"].size() == 3);
  const auto& room = json["rooms"][1];
  CHECK(room["room"] == Json{{"id", "a"}, {"name", "Sal A"}, {"venue", "radhuset"}});
  CHECK(room["state"] == "running");
  CHECK(room["until"] == "2027-05-04T09:10:00Z");
  CHECK(room["now"][0]["id"] == "s1");
  CHECK(room["background"].empty());
  CHECK(room["next"].empty());
  CHECK(json["rooms"][0]["room"]["id"].is_null());
  CHECK(json["rooms"][0]["room"]["name"] == "Gården");
  CHECK(json["rooms"][2]["state"] == "closed");
  CHECK(json["rooms"][2]["until"].is_null());
  CHECK(show_now(small_event(), {{}, "", "a"}, at("10:30"))["rooms"].size() == 1);
}

TEST_CASE("the next change of show now is also the end of a change") {
  auto data = small_event();
  data.changes[0].until = at("10:35");
  CHECK(show_now(data, {}, at("10:30"))["next_change"] == "2027-05-04T08:35:00Z");
  CHECK(show_now(EventData{}, {}, at("10:30"))["next_change"].is_null());
}

TEST_CASE("the next change of show now is one of the rooms that were asked for") {
  auto data = small_event();
  data.changes[0].until = at("10:35");
  const auto next_of = [&](const char* room) { return show_now(data, {{}, "", room}, at("10:30"))["next_change"]; };
  CHECK(next_of("a") == "2027-05-04T08:35:00Z");
  CHECK(next_of("b") == "2027-05-05T02:00:00Z");       // its day begins
  CHECK(next_of("gården") == "2027-05-04T21:30:00Z");  // an hour before it starts
}

TEST_CASE("neither hidden sessions nor withheld names are shown") {
  auto data = small_event();
  data.sessions[0].visibility = Visibility::Hidden;
  data.sessions[2].visibility = Visibility::NamesWithheld;
  data.sessions[2].people = {{"Amina Farah", ""}};
  const auto json = show_sessions(data, {}, at("09:00"));
  CHECK(ids_of(json) == "s2 s3 ");
  CHECK(json["sessions"][1]["people"].empty());
}

TEST_CASE("show now names what another room's full session brings to a room (N2)") {
  auto data = small_event();
  auto full = change("c2", "s1", ChangeKind::Full);
  full.room = "b";
  data.changes = {full};
  const auto rooms_at = [&](const char* clock) {
    const Json shown = show_now(data, {}, at(clock));
    std::string told;
    for (const auto& room : shown["rooms"])
      for (const auto& item : room["relayed"])
        told += room["room"]["id"].get<std::string>() + item["id"].get<std::string>();
    return told;
  };
  CHECK(rooms_at("09:00") == "bs1");
  CHECK(rooms_at("10:30") == "bs1");
  CHECK(rooms_at("11:00").empty());
}

TEST_CASE("every room state has its name") {
  std::string names;
  for (int i = 0; i < 6; ++i) names += name_of(static_cast<RoomStatus>(i)) + " ";
  CHECK(names == "running starting overrun free day-over closed ");
}
