#include <filesystem>

#include "core/programme/event.hpp"
#include "tests/core/programme_support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;

namespace {

const std::string kVenues = R"("venues":[
  {"id":"v","name":{"sv":"Rådhuset"},"levels":[],"nodes":[{"id":"n","at":[0,0]}],"edges":[],
   "rooms":[{"id":"a","name":{"sv":"Sal A","en":"Hall A"},"aliases":["Stora salen"]}]},
  {"id":"w","rooms":[{"id":"c","name":{"sv":"Aulan"}}]}])";

std::string file_with(const std::string& parts) {
  return R"({"format":"skylt/event/1","event":{"id":"e","languages":["sv"]},)" + kVenues + (parts.empty() ? "" : ",") +
         parts + "}";
}

std::string session_with(const std::string& rest) {
  return R"({"id":"s","title":{"sv":"T"},"start":"2027-05-04T08:00:00Z","end":"2027-05-04T09:00:00Z")" + rest + "}";
}

struct Reading {
  EventData data;
  Faults faults;
};

Reading read(const std::string& text, const InstalledIds* installed = nullptr) {
  Reading reading;
  reading.data = read_event_data(parse_json(text, "event.json"), reading.faults, installed);
  return reading;
}

/// The faults of a file with one session that has `rest`.
Faults session_faults(const std::string& rest) {
  const auto reading = read(file_with("\"sessions\":[" + session_with(rest) + "]"));
  CHECK(reading.data.sessions.size() == (reading.faults.empty() ? 1 : 0));
  return reading.faults;
}

}  // namespace

TEST_CASE("the sample event reads without faults and comes back the same") {
  const auto path = test::source_path("assets/demo/event.json");
  if (!std::filesystem::exists(path)) {
    WARN("skipped: assets/demo/event.json is absent");
    return;
  }
  Faults faults;
  const auto data = read_event_data(parse_json(test::read_file(path), "event.json"), faults);
  INFO(describe("event.json", faults));
  CHECK(faults.empty());
  CHECK(data.venues.size() == 3);
  CHECK(data.sessions.size() >= 80);
  const auto bytes = dump_json(to_json(data));
  const auto again = read_event_data(parse_json(bytes, "again.json"), faults);
  CHECK(faults.empty());
  CHECK(again.sessions == data.sessions);
  CHECK(again.changes == data.changes);
  CHECK(again.venues == data.venues);
  CHECK(again.screens == data.screens);
  CHECK(dump_json(to_json(again)) == bytes);
}

TEST_CASE("an event file without a format or with another one says so") {
  CHECK(read("{}").faults == Faults{{"/format", "is missing or empty"}, {"/event", "is missing"}});
  CHECK(read(R"({"format":"skylt/event/2","event":{"id":"e"},"sesions":[]})").faults ==
        Faults{{"/format", R"(must be "skylt/event/1", not "skylt/event/2")"}, {"/sesions", "unknown key 'sesions'"}});
}

TEST_CASE("one bad session is left out with its place and the rest goes in") {
  const auto reading = read(file_with(R"("sessions":[)" + session_with("") + R"(,{"id":"t","title":{"sv":"T"},
    "start":"2027-05-04","end":"2027-05-04T09:00:00Z"},7,)" +
                                      session_with("") + "]"));
  CHECK(reading.data.sessions.size() == 1);
  CHECK(reading.faults == Faults{{"/sessions/1/start", "must be an RFC 3339 instant such as 2026-05-05T10:00:00+02:00"},
                                 {"/sessions/2", "must be an object"},
                                 {"/sessions/3/id", "'s' is there twice"}});
}

TEST_CASE("a room is resolved by id, by name and by alias and is literal otherwise") {
  const auto room_of = [](const std::string& rest) {
    const auto reading = read(file_with("\"sessions\":[" + session_with(rest) + "]"));
    CHECK(reading.faults.empty());
    return reading.data.sessions.at(0).room;
  };
  CHECK(room_of(R"(,"room":"a")") == RoomRef{"a", "Sal A"});
  CHECK(room_of(R"(,"room":"hall a")") == RoomRef{"a", "hall a"});
  CHECK(room_of(R"(,"room":{"name":"Stora salen"},"venue":"v")") == RoomRef{"a", "Stora salen"});
  CHECK(room_of(R"(,"room":{"id":"a"})") == RoomRef{"a", "Sal A"});
  CHECK(room_of(R"(,"room":{"id":null,"name":"Sal A"})") == RoomRef{std::nullopt, "Sal A"});
  CHECK(room_of(R"(,"room":"Gården")") == RoomRef{std::nullopt, "Gården"});
  CHECK(room_of(R"(,"room":"Sal A","venue":"w")") == RoomRef{std::nullopt, "Sal A"});
  CHECK_FALSE(room_of(""));
  CHECK(read(file_with("\"sessions\":[" + session_with(R"(,"room":"c")") + "]")).data.sessions[0].venue == "w");
}

TEST_CASE("a session that names what is not there is a fault") {
  CHECK(session_faults(R"(,"room":{"id":"z"})") == Faults{{"/sessions/0/room", "no room 'z' in this file"}});
  CHECK(session_faults(R"(,"venue":"z")") == Faults{{"/sessions/0/venue", "no venue 'z' in this file"}});
  CHECK(session_faults(R"(,"room":{"id":"a"},"venue":"w")") ==
        Faults{{"/sessions/0/room", "the room 'a' is in venue 'v', not in 'w'"}});
  CHECK(session_faults(R"(,"track":"any","organisers":["anyone"])").empty());
  CHECK(session_faults(R"(,"url":"javascript:alert")") ==
        Faults{{"/sessions/0/url", "must begin with https:// or http://"}});
  CHECK(session_faults(R"(,"languages":["svenska!"])").size() == 1);
}

TEST_CASE("a session that ends before it begins or has no title is a fault") {
  const auto reading = read(file_with(R"("sessions":[{"id":"s","start":"2027-05-04T08:00:00Z",
    "end":"2027-05-04T07:00:00Z"}])"));
  CHECK(reading.faults == Faults{{"/sessions/0/title", "is missing or empty"},
                                 {"/sessions/0/end", "lies before the start, 2027-05-04T08:00:00Z"}});
}

TEST_CASE("changes, screens, rota and messages are checked against the rest of the file") {
  const auto faults = read(file_with(R"("sessions":[)" + session_with("") + R"(],
    "changes":[{"id":"c1","session":"s","kind":"full"},{"id":"c2","session":"t","kind":"full"},
               {"id":"c3","session":"s","kind":"replaced","by":"t"}],
    "screens":[{"id":"d","venue":"v","node":"n","rooms":["a"]},{"id":"f","venue":"x"},
               {"id":"g","venue":"v","node":"m","rooms":["b"]}],
    "messages":[{"id":"m1","text":{"sv":"Hej"},"screens":["d","v","tag:any"]},
                {"id":"m2","text":{"sv":"Hej"},"screens":["q"]},{"id":"m3"},
                {"id":"m4","text":{"sv":"Hej"},"from":"2027-05-04T08:00:00Z","until":"2027-05-04T08:00:00Z"}])"))
                          .faults;
  CHECK(faults == Faults{{"/screens/1/venue", "no venue 'x' in this file"},
                         {"/screens/2/node", "no node 'm' in venue 'v'"},
                         {"/screens/2/rooms", "no room 'b' in this file"},
                         {"/changes/1/session", "no session 't' in this file"},
                         {"/changes/2/by", "no session 't' in this file"},
                         {"/messages/1/screens", "no screen or venue 'q' in this file (a tag is written tag:foyer)"},
                         {"/messages/2/text", "is missing: say it in at least one language"},
                         {"/messages/3/until", "must lie after 'from', 2027-05-04T08:00:00Z"}});
}

TEST_CASE("layouts and themes are checked when it is known what is installed") {
  const std::string file = R"({"format":"skylt/event/1","event":{"id":"e","theme":"malmo"},
    "screens":[{"id":"d","layout":"dor"}]})";
  CHECK(read(file).faults.empty());
  const InstalledIds installed{{"door", "foyer"}, {"skylt"}};
  CHECK(read(file, &installed).faults == Faults{{"/event/theme", "no theme 'malmo'; there are: skylt"},
                                                {"/screens/0/layout", "no layout 'dor'; there are: door, foyer"}});
}

TEST_CASE("two venues cannot share an id nor two rooms") {
  const auto reading = read(R"({"format":"skylt/event/1","event":{"id":"e"},"venues":[{"id":"v","rooms":[{"id":"a"}]},
    {"id":"v"},{"id":"w","rooms":[{"id":"a"},{"id":"b"}]}]})");
  CHECK(reading.faults == Faults{{"/venues/1/id", "'v' is there twice"},
                                 {"/venues/2/rooms", "the room id 'a' is taken by another venue"}});
  REQUIRE(reading.data.venues.size() == 2);
  CHECK(reading.data.venues[1].rooms.size() == 1);
}

TEST_CASE("an empty event is written with every list of the contract") {
  const auto json = to_json(EventData{});
  for (const char* key : {"format", "event", "organisers", "tracks", "venues", "screens", "layouts", "themes", "rota",
                          "sessions", "changes", "messages"})
    CHECK(json.contains(key));
  for (const char* key : {"id", "name", "time_zone", "day_change", "start", "end", "languages", "fallback", "theme"})
    CHECK(json["event"].contains(key));
}

TEST_CASE("rooms are named in the best language of the chain") {
  const auto data = read(file_with("")).data;
  const std::vector<std::string> chain{"en"};
  const auto rooms = room_entries(data.venues, chain);
  REQUIRE(rooms.size() == 2);
  CHECK(rooms[0].name == "Hall A");
  CHECK(rooms[0].venue == "v");
  CHECK(rooms[1].name == "Aulan");
}
