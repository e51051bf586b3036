#include "content-server/import/detect.hpp"

#include <map>

#include "content-server/import/json_text.hpp"
#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

ImportResult read(const std::string& json, const SourceSettings& settings = settings_in("Europe/Stockholm")) {
  auto result = parse_schedule_json(json, settings);
  check_books(result);
  return result;
}

/// Version 1 with these events in room Aula.
std::string schedule(const std::string& events) {
  return R"({"schedule":{"version":"1","base_url":"https://example.org/2026/","conference":{"title":"Test",)"
         R"("days":[{"date":"2026-05-05","rooms":{"Aula":[)" +
         events + R"(],"Foyer":[]}}]}}})";
}

std::string event(const std::string& more, const std::string& title = "A") {
  return R"({"title":")" + title +
         R"(","date":"2026-05-05T18:00:00+02:00","start":"18:00","duration":"00:45","room":"Aula")" +
         (more.empty() ? "" : ",") + more + "}";
}

/// Version 2 with these events.
std::string flat(const std::string& events) {
  return R"({"schedule":{"version":"1","conference":{"title":"Test","tracks":[{"slug":"cli","name":"Climate",)"
         R"("colors":{"light":"#F9B000"}}],"rooms":[{"guid":"r1","name":"Aula"}],"days":[]},"events":[)" +
         events + "]}}";
}

std::string flat_event(const std::string& more) {
  return R"({"guid":"g","title":"A","start":"2026-05-05T18:00:00+02:00","end":"2026-05-05T19:00:00+02:00",)"
         R"("room":{"guid":"r1"},"track":{"slug":"cli"})" +
         std::string{more.empty() ? "" : ","} + more + "}";
}

}  // namespace

TEST_CASE("a room of version 2 is found by its guid in any case and by its slug, and is said where it is not") {
  const auto room_of = [](const std::string& room, std::size_t unknown) {
    const auto result = read(
        R"({"schedule":{"conference":{"title":"T","rooms":[{"guid":"b0000000-a","slug":"aula","name":"Aula"}]},"events":[)"
        R"({"guid":"g","title":"A","start":"2026-05-05T18:00:00+02:00","duration":"00:45","room":)" +
        room + "}]}}");
    CHECK(count_code(result, "unknown-room") == unknown);
    REQUIRE(result.sessions.size() == 1);
    const auto& record = result.sessions[0];
    return record.session.room ? record.session.room->name + "|" + record.room_guid : "";
  };
  CHECK(room_of(R"({"guid":"B0000000-A"})", 0) == "Aula|b0000000-a");
  CHECK(room_of(R"({"slug":"aula"})", 0) == "Aula|b0000000-a");
  CHECK(room_of(R"({"guid":"c1","slug":"sal-z"})", 1) == "sal-z|c1");
  CHECK(room_of(R"({"guid":"c1"})", 1).empty());
  CHECK(room_of("null", 0).empty());
}

TEST_CASE("rooms of one guid and several names are told apart by their names") {
  const auto path = shared_data("schedules/voc-pretalx-democon.json");
  SKIP_WITHOUT_DATA(path);
  const auto result = read(read_file(*path));
  std::map<std::string, int> sessions;
  for (const auto& record : result.sessions) {
    CHECK(record.room_guid.empty());
    ++sessions[record.session.room->name];
  }
  CHECK(sessions == std::map<std::string, int>{{"Gray Room", 27}, {"Tan Room", 9}});
  CHECK(result.rooms.size() == 2);
  CHECK(count_code(result, "room-guid-repeats") == 1);
}

TEST_CASE("every schedule.json of the corpus is read whole and counted (I1)") {
  const std::pair<const char*, std::size_t> files[] = {
      {"ccc-32c3.schedule.json", 474},    {"ccc-33c3.everything.schedule.json", 573},
      {"ccc-34c3.dlf.schedule.json", 20}, {"ccc-35c3.wiki.schedule.json", 130},
      {"ccc-rc3_21.schedule.json", 351},  {"voc-frab-camp2019.json", 79},
      {"voc-invalid-example.json", 1},    {"voc-pretalx-democon.json", 36},
      {"voc-pretalx-rc3.json", 48},       {"voc-hub-schedule2.json", 2}};
  for (const auto& [name, records] : files) {
    const auto path = shared_data(std::string{"schedules/"} + name);
    SKIP_WITHOUT_DATA(path);
    INFO(name);
    const std::string bytes = read_file(*path);
    CHECK(detect_format(bytes) == "schedule-json");
    const auto result = read(bytes, settings_in("Europe/Berlin"));
    CHECK(result.records == records);
    CHECK(result.sessions.size() == records);
    CHECK(!result.title.empty());
    if (!std::getenv("SKYLT_TEST_VERBOSE")) continue;
    std::map<std::string, int> codes;
    for (const auto& finding : result.findings) ++codes[finding.code];
    for (const auto& [code, n] : codes) WARN(name << " " << code << " " << n);
  }
}

TEST_CASE("XML and JSON of the same programme give the same records (J1)") {
  for (const char* name : {"ccc-33c3.everything.schedule", "ccc-34c3.dlf.schedule"}) {
    const auto xml_path = shared_data(std::string{"schedules/"} + name + ".xml");
    const auto json_path = shared_data(std::string{"schedules/"} + name + ".json");
    SKIP_WITHOUT_DATA(xml_path);
    SKIP_WITHOUT_DATA(json_path);
    const auto settings = settings_in("Europe/Berlin");
    auto from_xml = parse_schedule_xml(read_file(*xml_path), settings).sessions;
    auto from_json = parse_schedule_json(read_file(*json_path), settings).sessions;
    const auto order = [](const SourceRecord& a, const SourceRecord& b) {
      return std::tie(a.guid, a.session.start, a.session.room->name) <
             std::tie(b.guid, b.session.start, b.session.room->name);
    };
    std::stable_sort(from_xml.begin(), from_xml.end(), order);
    std::stable_sort(from_json.begin(), from_json.end(), order);
    REQUIRE(from_xml.size() == from_json.size());
    for (std::size_t i = 0; i < from_xml.size(); ++i) {
      INFO(name << " " << from_xml[i].guid);
      CHECK(from_xml[i].session == from_json[i].session);
    }
  }
}

TEST_CASE("the version of schedule.json is told by its shape (J2)") {
  CHECK(read(schedule(event(""))).notes.at(0) == "dialect: schedule.json version 1");
  CHECK(read(flat(flat_event(""))).notes.at(0) == "dialect: schedule.json version 2");
  CHECK(read(R"({"conference":{"title":"T","days":[{"date":"2026-05-05","rooms":{"Aula":[]}}]}})").records == 0);
  CHECK_THROWS_WITH(read(R"({"schedule":{"version":"1"}})"), Contains("neither conference.days"));
  CHECK_THROWS_WITH(read(R"({"schedule":{"conference":{"days":{}}}})"),
                    Contains("/schedule/conference/days: must be a list"));
  CHECK_THROWS_WITH(read(R"({"schedule":{"conference":{"days":[{"index":1}]},"events":null}})"),
                    Contains("/schedule/events: must be a list"));
}

TEST_CASE("lone surrogates and raw controls cost a character and not the file (J3)") {
  const auto result = read(schedule(event("", "A \\ud83d\\ude00 \\ud800 b\tc \\udc00") + "," + event("", "B")));
  REQUIRE(result.sessions.size() == 2);
  CHECK(title_of(result.sessions[0]) == "A \xF0\x9F\x98\x80 \xEF\xBF\xBD b c \xEF\xBF\xBD");
  CHECK(count_code(result, "broken-characters") == 1);
  CHECK(result.findings.at(0).where == "/schedule/conference/days/0/rooms/Aula/0");
}

TEST_CASE("hostile JSON ends quickly and without a crash (J3)") {
  CHECK_THROWS_WITH(read(std::string(200000, '[')), Contains("deeper than 64"));
  CHECK_THROWS_AS(read(schedule(event(R"("x":)" + std::string(100, '[') + std::string(100, ']')))), Error);
  std::string many = "{";
  for (int i = 0; i < 200000; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  CHECK_THROWS_WITH(read(many + "\"schedule\":{}}"), Contains("too many keys"));
  CHECK_THROWS_AS(read(R"({"schedule":{"conference")"), Error);
  CHECK_THROWS_AS(read(""), Error);
}

TEST_CASE("a truncated schedule.json is refused wherever it was cut") {
  const std::string whole = schedule(event(""));
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_THROWS_AS(read(whole.substr(0, size)), Error);
}

TEST_CASE("large ids, ids that are words and repeated keys are taken as they are (J3)") {
  const auto result = read(schedule(event(R"("id":18446744073709551615)") + "," + event(R"("id":"dsadf")") + "," +
                                    event(R"("id":1,"id":2)")));
  REQUIRE(result.sessions.size() == 3);
  CHECK(result.sessions[0].guid == "id:18446744073709551615");
  CHECK(result.sessions[1].guid == "id:dsadf");
  CHECK(result.sessions[2].guid == "id:2");
  CHECK_THROWS_AS(read(schedule(event(R"("id":1e400)"))), Error);
}

TEST_CASE("elements that are no events are rejected one by one") {
  const auto result = read(schedule("null,7,[]," + event("")));
  CHECK(result.records == 4);
  CHECK(result.sessions.size() == 1);
  CHECK(count_code(result, "not-an-object") == 3);
  CHECK(read(flat("7," + flat_event(""))).sessions.size() == 1);
}

TEST_CASE("names of people come under any key, answers and contacts stay outside") {
  const auto result = read(schedule(event(
      R"("answers":[{"answer":"canary"}],"persons":[{"public_name":"Ada Ek","email":"canary@x.se","answers":["canary"],)"
      R"("biography":"canary"},{"full_public_name":"Bo Al"},{"name":"Cy","public_name":"Other"},"Di",)"
      R"({"name":"canary@x.se"},{"name":"Eve","role":"MODERATOR","contact":{"phone":"canary"}}],"do_not_record":true)")));
  const std::vector<Person> people = {{"Ada Ek", ""}, {"Bo Al", ""}, {"Cy", ""}, {"Di", ""}, {"Eve", "moderator"}};
  CHECK(result.sessions.at(0).session.people == people);
  CHECK(everything_in(result).find("canary") == std::string::npos);
}

TEST_CASE("fields of another shape than usual are read, not dropped") {
  const auto result = read(schedule(
      event(R"("language":["sv","en"],"track":{"sv":"Klimat","en":"Climate"},"type":{"name":"talk"},)"
            R"("persons":{"name":"Ada Ek"})") +
      "," + event(R"("track":["Bostad","Klimat"],"persons":{"1":{"public_name":{"sv":"Bo Al"}},"2":"Cy Ad"})")));
  const Session& first = result.sessions.at(0).session;
  CHECK(first.languages == std::vector<std::string>{"sv", "en"});
  CHECK(first.track == "Klimat");
  CHECK(first.people == std::vector<Person>{{"Ada Ek", ""}});
  const Session& second = result.sessions.at(1).session;
  CHECK(second.track == "Bostad, Klimat");
  CHECK(second.people == std::vector<Person>{{"Bo Al", ""}, {"Cy Ad", ""}});
  const auto version2 = read(flat(flat_event(R"("track":"cli","room":{"name":{"sv":"Foajé"}})")));
  CHECK(version2.sessions.at(0).session.track == "Climate");
  CHECK(version2.sessions.at(0).session.room->name == "Foajé");
}

TEST_CASE("a key that stands twice in one object is told, for what it held first is lost") {
  const std::string twice = R"({"schedule":{"conference":{"days":[{"date":"2026-05-05","rooms":{"Aula":[)" + event("") +
                            R"(],"Aula":[)" + event("", "B") + "]}}]}}}";
  const auto result = read(twice);
  CHECK(result.records == 1);
  REQUIRE(count_code(result, "duplicate-key") == 1);
  CHECK_THAT(result.findings.at(0).reason, Contains("'Aula' stands twice"));
  CHECK(result.findings.at(0).where == "line 1, byte " + std::to_string(twice.rfind("Aula\":[")));
  CHECK(count_code(read(schedule(event("") + "," + event(""))), "duplicate-key") == 0);
}

TEST_CASE("a start that is a whole moment needs no date beside it, and lengths of one file agree (X2, X3)") {
  const auto one = [](const std::string& start, const std::string& duration) {
    return R"({"guid":")" + start + duration + R"(","title":"A","start":")" + start + R"(","duration":")" + duration +
           "\"}";
  };
  const auto result =
      read(schedule(one("2026-05-05T10:30:00+02:00", "1:00:00") + "," + one("2026-05-05T12:30:00+02:00", "0:45:00")));
  REQUIRE(result.sessions.size() == 2);
  CHECK(result.sessions[0].session.start == parse_instant("2026-05-05T10:30:00+02:00"));
  CHECK(result.sessions[0].session.end == parse_instant("2026-05-05T11:30:00+02:00"));
  CHECK(result.sessions[1].session.end == parse_instant("2026-05-05T13:15:00+02:00"));
}

TEST_CASE("end wins over duration, and either alone is enough") {
  const auto length = [](const std::string& fields) {
    const auto result = read(schedule(R"({"title":"A","date":"2026-05-05T18:00:00+02:00",)" + fields + "}"));
    std::string out = result.sessions.empty() ? "" : std::to_string(length_of(result.sessions[0]).count());
    for (const auto& finding : result.findings) out += " " + finding.code;
    return out;
  };
  CHECK(length(R"("duration":"00:45")") == "45");
  CHECK(length(R"("end":"2026-05-05T19:00:00+02:00")") == "60");
  CHECK(length(R"("duration":"00:45","end":"2026-05-05T19:00:00+02:00")") == "60 duration-end-differ");
  CHECK(length(R"("duration":"x","end":"2026-05-05T19:00:00+02:00")") == "60");
  CHECK(length(R"("duration":"00:45","end":"2026-05-05T17:00:00+02:00")") == "45 bad-end");
  CHECK(length(R"("end":"2026-05-05T17:00:00+02:00")") == " end-before-start");
  CHECK(length(R"("end":"later")") == " bad-end");
  CHECK(length(R"("duration":null)") == "0 no-end");
}

TEST_CASE("the order of rooms is that of conference.rooms, else of the document") {
  const auto order = [](const std::string& rooms) {
    std::string out;
    for (const auto& room : read(R"({"schedule":{"conference":{"title":"T",)" + rooms +
                                 R"("days":[{"date":"2026-05-05","rooms":{"Zorn":[],"Aula":[],"Mitt":[]}}]}}})")
                                .rooms)
      out += room.name + std::to_string(room.order) + room.guid + " ";
    return out;
  };
  CHECK(order("") == "Zorn0 Aula1 Mitt2 ");
  CHECK(order(R"("rooms":[{"name":"Mitt","guid":"m"},{"name":"Aula","guid":"a"}],)") == "Mitt0m Aula1a Zorn2 ");
}

TEST_CASE("version 2 brings states, breaks, languages, tracks and roles") {
  const auto result = read(
      flat(flat_event(R"("language":"sv","abstract":{"de":"Hallo","en":"Hello"},"participants":[{"name":"Ada",)"
                      R"("role":"HOST"}],"attachments":[{"type":"SLIDES","url":"https://x.se/1.pdf"}])") +
           "," + flat_event(R"("state":"CANCELED")") + "," + flat_event(R"("state":"DELAYED")") + "," +
           flat_event(R"("state":"WITHDRAWN")") + "," +
           R"({"type":"BREAK","title":"Fika","start":"2026-05-05T15:00:00+02:00","end":"2026-05-05T15:30:00+02:00"})"));
  REQUIRE(result.sessions.size() == 5);
  const Session& first = result.sessions[0].session;
  CHECK(first.abstract == Text{{"de", "Hallo"}, {"en", "Hello"}});
  CHECK(first.title == Text{{"sv", "A"}});
  CHECK(first.track == "Climate");
  CHECK(first.room->name == "Aula");
  CHECK(result.sessions[0].room_guid == "r1");
  CHECK(first.people == std::vector<Person>{{"Ada", "host"}});
  CHECK(first.materials == "https://x.se/1.pdf");
  CHECK(result.sessions[1].session.status == SessionStatus::Cancelled);
  CHECK(result.sessions[2].session.status == SessionStatus::Confirmed);
  CHECK(count_code(result, "delayed") == 1);
  CHECK(result.sessions[3].session.visibility == Visibility::Hidden);
  CHECK(result.sessions[4].session.kind == SessionKind::Break);
  CHECK(!result.sessions[4].session.room);
  REQUIRE(result.tracks.size() == 1);
  CHECK(result.tracks[0].colour == "#f9b000");
}

TEST_CASE("addresses are resolved against the base and only web addresses pass") {
  CHECK(read(schedule(event(R"("url":"/t/1.html")"))).sessions.at(0).session.url == "https://example.org/t/1.html");
  CHECK(read(schedule(event(R"("url":"javascript:alert")"))).sessions.at(0).session.url.empty());
}

TEST_CASE("JSON of other systems is no format of ours and is called by its name") {
  const std::pair<const char*, const char*> files[] = {{"scale-13x.drupal-signs.json", "a sign feed"},
                                                       {"giggity-debconf23.metadata.json", "Giggity metadata"},
                                                       {"voc-deu-example.xlsx", "save the sheet as CSV"}};
  for (const auto& [name, words] : files) {
    const auto path = shared_data(std::string{"schedules/"} + name);
    SKIP_WITHOUT_DATA(path);
    const std::string bytes = read_file(*path);
    CHECK(!detect_format(bytes));
    CHECK_THAT(importing::describe_unknown(bytes), Contains(words) && Contains("schedule.xml, schedule.json"));
  }
  CHECK_THROWS_WITH(read(R"([{"StartTime":"","Location":""}])"), Contains("a sign feed"));
}
