#include "content-server/import/ics_bytes.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

UtcTime when(const char* text) { return parse_instant(text).value(); }

EventData one_of_everything() {
  EventData data;
  data.event.id = "mm26";
  data.event.name = Text{{"sv", "Malm\xC3\xB6 M\xC3\xB6ts"}, {"en", "Malm\xC3\xB6 Meets"}};
  data.event.languages = {"sv", "en"};
  Session s;
  s.id = "s1";
  s.title = Text{{"sv", "Bostad, igen; och \\ mer"}, {"en", "Housing"}, {"ar", "\xD8\xB3\xD9\x83\xD9\x86"}};
  s.short_title = Text{{"sv", "Bostad"}};
  s.subtitle = Text{{"sv", "Ett samtal"}};
  s.abstract = Text{{"sv", "Rad ett\nRad tv\xC3\xA5 * inte < mark\xC3\xB6r *"}, {"en", "One"}};
  s.start = when("2026-05-05T16:00:00Z");
  s.end = when("2026-05-05T17:30:00Z");
  s.room = RoomRef{std::nullopt, "Stora salen, plan 2"};
  s.track = "Klimat";
  s.organisers = {"Malm\xC3\xB6 \"stad\"; Kultur", "ABF, Malm\xC3\xB6"};
  s.people = {{"Ada Ek", "speaker"}, {"Bo Al", "moderator"}, {"Cia", ""}};
  s.languages = {"sv", "en"};
  s.interpreted = {"swl"};
  s.access = {"hearing-loop"};
  s.audience = {"young-people"};
  s.url = "https://example.org/s1?a=b,c;d";
  s.materials = "https://example.org/s1.pdf";
  s.status = SessionStatus::Tentative;
  s.kind = SessionKind::Open;
  data.sessions.push_back(s);
  Session day;
  day.id = "s2";
  day.title = Text{{"und", "INST\xC3\x84LLT: en titel som heter s\xC3\xA5"}};
  day.start = when("2026-10-24T22:00:00Z");
  day.end = when("2026-10-25T23:00:00Z");
  day.all_day = true;
  data.sessions.push_back(day);
  Session late = day;
  late.id = "s3";
  late.all_day = false;
  late.status = SessionStatus::Cancelled;
  late.start = when("2026-10-25T01:30:00Z");
  late.end = late.start;
  data.sessions.push_back(late);
  return data;
}

SourceSettings back() {
  SourceSettings settings = settings_in("Europe/Stockholm");
  settings.name = "";
  settings.language = "de";
  return settings;
}

/// What came back, as sessions with the ids they had.
std::vector<Session> imported(const std::string& file) {
  const ImportResult result = parse_ics(file, back());
  check_books(result);
  CHECK(errors_in(result) == 0);
  std::vector<Session> sessions;
  for (const auto& record : result.sessions) {
    sessions.push_back(record.session);
    sessions.back().id = record.guid.substr(0, record.guid.find('@'));
    sessions.back().source = "";
  }
  return sessions;
}

}  // namespace

TEST_CASE("an exported calendar imports again to the same programme") {
  const EventData data = one_of_everything();
  const auto again = imported(export_ics(data));
  REQUIRE(again.size() == data.sessions.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    INFO(i);
    CHECK(again[i].title == data.sessions[i].title);
    CHECK(again[i].abstract == data.sessions[i].abstract);
    CHECK(again[i].organisers == data.sessions[i].organisers);
    CHECK(again[i].people == data.sessions[i].people);
    CHECK(again[i] == data.sessions[i]);
  }
}

TEST_CASE("an exported calendar has short lines and CRLF and whole characters") {
  EventData data = one_of_everything();
  for (std::size_t shift = 0; shift < 80; ++shift) {  // every kind of unit meets the end of a line
    Session s = data.sessions[0];
    s.id = "long" + std::to_string(shift);
    std::string words(shift + 1, 'x');
    for (int i = 0; i < 20; ++i) words += "\xC3\xA5, \xF0\x9F\x8E\xAA;\n\\e\xCC\x81";
    s.abstract = Text{{"sv", words}};
    data.sessions.push_back(s);
  }
  const std::string file = export_ics(data);
  const auto again = imported(file);
  REQUIRE(again.size() == data.sessions.size());
  for (std::size_t i = 3; i < again.size(); ++i) REQUIRE(again[i].title == data.sessions[i].title);
  for (std::size_t at = 0; at < file.size();) {
    const std::size_t end = file.find('\n', at);
    REQUIRE(end != std::string::npos);
    const std::string line = file.substr(at, end - at);
    INFO(line);
    REQUIRE(line.ends_with('\r'));
    CHECK(line.size() <= 76);
    CHECK(ics::is_utf8(line));
    const std::size_t last = line.find_last_not_of("\\\r");
    CHECK((line.size() - last) % 2 == 0);  // an escape is not cut in two
    at = end + 1;
  }
  CHECK(file == export_ics(data));
}

TEST_CASE("an exported calendar explains its zone so that a reader without a database gets the same times") {
  std::string file = export_ics(one_of_everything());
  CHECK(file.find("DTSTART;TZID=Europe/Stockholm:20260505T180000") != std::string::npos);
  for (std::size_t at; (at = file.find("Europe/Stockholm")) != std::string::npos;)
    file.replace(at, 16, "Nobody knows it");
  const auto again = imported(file);
  REQUIRE(again.size() == 3);
  CHECK(format_instant(again[0].start) == "2026-05-05T16:00:00Z");
  CHECK(format_instant(again[2].start) == "2026-10-25T01:30:00Z");
}

TEST_CASE("hidden sessions and withheld names stay out of an exported calendar") {
  EventData data = one_of_everything();
  data.sessions[0].visibility = Visibility::NamesWithheld;
  data.sessions[1].visibility = Visibility::Hidden;
  const std::string file = export_ics(data);
  CHECK(file.find("Ada Ek") == std::string::npos);
  CHECK(file.find("Bostad") != std::string::npos);
  CHECK(file.find("UID:s2") == std::string::npos);
}

TEST_CASE("known rooms and tracks and organisers leave by their names") {
  EventData data = one_of_everything();
  Room room;
  room.id = "r1";
  room.name = Text{{"sv", "Sal 1"}, {"en", "Hall 1"}};
  Venue venue;
  venue.rooms = {room};
  data.venues = {venue};
  data.tracks = {{"t1", Text{{"sv", "Sp\xC3\xA5r"}}, ""}};
  data.organisers = {{"o1", Text{{"sv", "Stadsbiblioteket"}}, {}, ""}};
  data.sessions[0].room = RoomRef{"r1", "old name"};
  data.sessions[0].track = "t1";
  data.sessions[0].organisers = {"o1"};
  const std::string file = export_ics(data);
  CHECK(file.find("LOCATION:Sal 1\r\n") != std::string::npos);
  CHECK(file.find("CATEGORIES:Sp\xC3\xA5r\r\n") != std::string::npos);
  CHECK(file.find("ORGANIZER;CN=\"Stadsbiblioteket\":invalid:nomail\r\n") != std::string::npos);
  const auto again = imported(file);
  CHECK(again.at(0).track == "t1");
  CHECK(again.at(0).organisers == std::vector<std::string>{"o1"});
}

TEST_CASE("real calendars survive the way out and in again") {
  for (const char* name : {"schedules/emf2018.ics", "schedules/kielux2020.ics", "schedules/leap-festival2025.ics"}) {
    const auto path = shared_data(name);
    SKIP_WITHOUT_DATA(path);
    INFO(name);
    EventData data;
    data.event.time_zone = "Europe/London";
    const ImportResult first = parse_ics(read_file(*path), back());
    for (const auto& record : first.sessions) {
      data.sessions.push_back(record.session);
      data.sessions.back().id = "n" + std::to_string(data.sessions.size());
    }
    const auto again = imported(export_ics(data));
    REQUIRE(again.size() == data.sessions.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < again.size(); ++i) different += again[i] == data.sessions[i] ? 0 : 1;
    CHECK(different == 0);
  }
}

TEST_CASE("an empty programme is an empty calendar") { CHECK(imported(export_ics(EventData{})).empty()); }
