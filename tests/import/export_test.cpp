#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <tuple>

#include "content-server/import/export_model.hpp"
#include "core/programme/event.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

EventData event_of(const ImportResult& result, const std::string& zone) {
  EventData data;
  data.event.id = "round-trip";
  data.event.name = Text::in("en", result.title);
  data.event.time_zone = zone;
  data.event.languages = {"en"};
  int number = 0;
  for (const auto& record : result.sessions) {
    data.sessions.push_back(record.session);
    data.sessions.back().id = "s" + std::to_string(++number);
  }
  return data;
}

/// What a programme says of one session, as text.
std::string line_of(const Session& session) {
  const auto words = [](const Text& text) { return text.empty() ? "" : text.by_language().begin()->second; };
  std::string out = format_instant(session.start) + "|" + format_instant(session.end) + "|" + words(session.title) +
                    "|" + words(session.subtitle) + "|" + words(session.abstract) + "|" +
                    (session.room ? session.room->name : "") + "|" + session.track + "|" + session.url + "|" +
                    session.materials + "|" + std::to_string(static_cast<int>(session.kind)) + "|" +
                    std::to_string(static_cast<int>(session.status));
  for (const auto& person : session.people) out += "|" + person.name + "/" + person.role;
  for (const auto& language : session.languages) out += "|" + language;
  return out;
}

std::multiset<std::string> lines_of(const ImportResult& result) {
  std::multiset<std::string> out;
  for (const auto& record : result.sessions) out.insert(line_of(record.session));
  return out;
}

EventData sample_event() {
  const Json document = parse_json(read_file(source_path("assets/demo/event.json")), "event.json");
  Faults faults;
  EventData data = read_event_data(document, faults);
  throw_on("event.json", faults);
  return data;
}

/// A small event with everything that matters at an exit.
EventData guarded_event() {
  EventData data;
  data.event.id = "Test \xC3\x85r 1";
  data.event.name = Text::in("sv", "Prov & \"test\"");
  data.event.languages = {"sv"};
  data.tracks = {{"klimat", Text::in("sv", "Klimat"), "#112233"}};
  Venue venue;
  venue.id = "house";
  venue.name = Text::in("sv", "Huset");
  Room aula;
  aula.id = "aula";
  aula.name = Text::in("sv", "Aulan");
  aula.order = 2;
  Room hall = aula;
  hall.id = "hall";
  hall.name = Text::in("sv", "Hallen");
  hall.order = 1;
  venue.rooms = {aula, hall};
  data.venues = {venue};
  const auto session = [&](const std::string& id, const std::string& title) {
    Session s;
    s.id = id;
    s.title = Text::in("sv", title);
    s.start = *parse_instant("2026-05-05T16:00:00Z");
    s.end = *parse_instant("2026-05-05T17:30:00Z");
    s.room = RoomRef{"aula", "Aulan"};
    s.track = "klimat";
    s.languages = {"sv", "en"};
    s.people = {{"Ada Ek", "moderator"}};
    return s;
  };
  data.sessions = {session("a", "<b>Fet</b> & *stark*"), session("b", "Hemlig kanariefagel"), session("c", "Utan namn"),
                   session("d", "Inst\xC3\xA4lld debatt")};
  data.sessions[1].visibility = Visibility::Hidden;
  data.sessions[1].room = RoomRef{std::nullopt, "Kanarierummet"};
  data.sessions[2].visibility = Visibility::NamesWithheld;
  data.sessions[3].status = SessionStatus::Cancelled;
  data.sessions[3].room.reset();
  data.sessions[3].start = *parse_instant("2026-05-05T22:30:00Z");  // 00:30, still the day before (I11)
  data.sessions[3].end = *parse_instant("2026-05-08T22:30:00Z");
  return data;
}

using Export = std::string (*)(const EventData&);
using Parse = ImportResult (*)(std::string_view, const SourceSettings&, const Progress&);

struct Way {
  const char* name;
  Export write;
  Parse read;
};

const Way kWays[] = {{"xml", export_schedule_xml, parse_schedule_xml},
                     {"json", export_schedule_json, parse_schedule_json}};

void check_valid_xml(const std::string& xml) {
  const auto schema = shared_data("schedules/spec/schedule.xml.xsd");
  SKIP_WITHOUT_DATA(schema);
  if (std::system("xmllint --version >/dev/null 2>&1") != 0) {
    WARN("skipped: xmllint (libxml2-utils) is not installed");
    return;
  }
  TempDir dir;
  std::ofstream{dir.path("out.xml"), std::ios::binary} << xml;
  const std::string command =
      "xmllint --noout --schema '" + *schema + "' '" + dir.path("out.xml") + "' >'" + dir.path("log") + "' 2>&1";
  const int status = std::system(command.c_str());
  INFO(read_file(dir.path("log")).substr(0, 2000));
  CHECK(status == 0);
}

}  // namespace

TEST_CASE("real programmes come through an export and a second import unchanged") {
  const std::tuple<const char*, Parse, const char*> files[] = {
      {"ccc-33c3.everything.schedule.xml", parse_schedule_xml, "Europe/Berlin"},
      {"ccc-34c3.everything.schedule.xml", parse_schedule_xml, "Europe/Berlin"},
      {"fosdem2021.pentabarf.xml", parse_schedule_xml, "Europe/Brussels"},
      {"emf2022.frab.xml", parse_schedule_xml, "Europe/London"},
      {"ccc-rc3_21.schedule.json", parse_schedule_json, "Europe/Berlin"},
      {"voc-pretalx-democon.json", parse_schedule_json, "Europe/Berlin"}};
  for (const auto& [name, parse, zone] : files) {
    const auto path = shared_data(std::string{"schedules/"} + name);
    SKIP_WITHOUT_DATA(path);
    const auto settings = settings_in(zone);
    const auto first = parse(read_file(*path), settings, {});
    const auto before = lines_of(first);
    for (const auto& way : kWays) {
      INFO(name << " " << way.name);
      const std::string written = way.write(event_of(first, zone));
      const auto second = way.read(written, settings, {});
      CHECK(second.sessions.size() == first.sessions.size());
      const auto after = lines_of(second);
      std::vector<std::string> lost;
      std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(lost));
      CHECK(lost == std::vector<std::string>{});
      CHECK(way.write(event_of(first, zone)) == written);
      if (std::string{way.name} == "xml") check_valid_xml(written);
    }
  }
}

TEST_CASE("the sample event is exported valid and imports again") {
  const EventData data = sample_event();
  const auto visible = std::count_if(data.sessions.begin(), data.sessions.end(),
                                     [](const Session& s) { return s.visibility != Visibility::Hidden; });
  check_valid_xml(export_schedule_xml(data));
  for (const auto& way : kWays) {
    const auto result = way.read(way.write(data), settings_in(data.event.time_zone), {});
    CHECK(result.sessions.size() == static_cast<std::size_t>(visible));
    CHECK(errors_in(result) == 0);
    CHECK(count_code(result, "duplicate-guid") == 0);
    CHECK(result.tracks.size() == data.tracks.size());
  }
  CHECK(lines_of(parse_schedule_xml(export_schedule_xml(data), settings_in(data.event.time_zone))) ==
        lines_of(parse_schedule_json(export_schedule_json(data), settings_in(data.event.time_zone))));
}

TEST_CASE("hidden sessions and withheld names do not leave") {
  const EventData data = guarded_event();
  check_valid_xml(export_schedule_xml(data));
  for (const auto& way : kWays) {
    INFO(way.name);
    const std::string written = way.write(data);
    CHECK(written.find("anarie") == std::string::npos);
    const auto result = way.read(written, settings_in("Europe/Stockholm"), {});
    REQUIRE(result.sessions.size() == 3);
    const auto find = [&](const std::string& title) -> const Session& {
      for (const auto& record : result.sessions)
        if (title_of(record) == title) return record.session;
      FAIL("not found: " << title);
      return result.sessions[0].session;
    };
    CHECK(find("<b>Fet</b> & *stark*").people == std::vector<Person>{{"Ada Ek", "moderator"}});
    CHECK(find("<b>Fet</b> & *stark*").room->name == "Aulan");
    CHECK(find("<b>Fet</b> & *stark*").track == "Klimat");
    CHECK(find("Utan namn").people.empty());
    const Session& cancelled = find("Inst\xC3\xA4lld debatt");
    CHECK(cancelled.status == SessionStatus::Cancelled);
    CHECK(!cancelled.room);
    CHECK(cancelled.end - cancelled.start == std::chrono::hours{72});
  }
}

TEST_CASE("joiners and non-joiners survive an export and a second import (L-35)") {
  EventData data = guarded_event();
  const std::string title = "می\u200Cخواهم ක\u0DCA\u200Dෂ เมือง\u200Bมัลเมอ";
  data.sessions[0].title = Text::in("fa", title);
  for (const auto& way : kWays) {
    CAPTURE(way.name);
    const auto result = way.read(way.write(data), settings_in("Europe/Stockholm"), {});
    CHECK(std::any_of(result.sessions.begin(), result.sessions.end(), [&](const auto& record) {
      const auto& words = record.session.title.by_language();
      return !words.empty() && words.begin()->second == title;
    }));
  }
  std::string calendar = export_ics(data);
  for (auto fold = calendar.find("\r\n "); fold != std::string::npos; fold = calendar.find("\r\n "))
    calendar.erase(fold, 3);
  CHECK_THAT(calendar, Contains(title));
}

TEST_CASE("sessions after midnight stand under the day before in an export (I11)") {
  const std::string xml = export_schedule_xml(guarded_event());
  CHECK_THAT(xml, Contains("<day index=\"1\" date=\"2026-05-05\" start=\"2026-05-05T04:00:00+02:00\" "
                           "end=\"2026-05-06T03:59:59+02:00\">"));
  CHECK(count_of(xml, "<day ") == 1);
  CHECK_THAT(xml, Contains("<date>2026-05-06T00:30:00+02:00</date>"));
}

TEST_CASE("an exhibition of three months keeps its length in our own files, and is not believed of others (X3)") {
  EventData data = guarded_event();
  for (Session& session : data.sessions) session.end = session.start + std::chrono::hours{24 * 90};
  const auto lengths = [](const ImportResult& result) {
    std::set<long> days;
    for (const auto& record : result.sessions) days.insert(length_of(record).count() / 60 / 24);
    return days;
  };
  const auto settings = settings_in("Europe/Stockholm");
  std::string xml = export_schedule_xml(data);
  CHECK(lengths(parse_schedule_xml(xml, settings)) == std::set<long>{90});
  CHECK(lengths(parse_schedule_json(export_schedule_json(data), settings)) == std::set<long>{90});
  xml.replace(xml.find("\"skylt\""), 7, "\"other\"");
  CHECK(lengths(parse_schedule_xml(xml, settings)) == std::set<long>{14});
}

TEST_CASE("a session keeps its guid when others come and go") {
  EventData data = guarded_event();
  const std::string guid = importing::stable_uuid("session", "a");
  CHECK(guid.size() == 36);
  CHECK_THAT(export_schedule_xml(data), Contains(guid));
  data.sessions.erase(data.sessions.begin() + 2, data.sessions.end());
  data.sessions[0].title = Text::in("sv", "Annat");
  CHECK_THAT(export_schedule_json(data), Contains(guid));
  CHECK(importing::stable_uuid("session", "b8e0eb47-4832-4726-bc9b-9015bd96becf") ==
        "b8e0eb47-4832-4726-bc9b-9015bd96becf");
}

TEST_CASE("an event without sessions is exported and imports as an empty programme") {
  EventData data = guarded_event();
  data.sessions.clear();
  check_valid_xml(export_schedule_xml(data));
  for (const auto& way : kWays) CHECK(way.read(way.write(data), settings_in("UTC"), {}).records == 0);
}

TEST_CASE("an exported schedule.json has every field that its schema asks for") {
  const Json document = parse_json(export_schedule_json(guarded_event()), "out.json");
  const Json& conference = document.at("schedule").at("conference");
  CHECK(conference.at("acronym") == "test_r_1");
  for (const char* key : {"title", "acronym", "days", "daysCount", "start", "end", "timeslot_duration"})
    CHECK(conference.contains(key));
  for (const auto& day : conference.at("days")) {
    for (const char* key : {"date", "day_end", "day_start", "index", "rooms"}) CHECK(day.contains(key));
    for (const auto& events : day.at("rooms"))
      for (const auto& event : events)
        for (const char* key : {"abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room",
                                "slug", "start", "subtitle", "title", "track", "type", "url"})
          CHECK(event.contains(key));
  }
}
