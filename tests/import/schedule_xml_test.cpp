#include "content-server/import/common.hpp"
#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

/// A schedule of one day and one room with these events.
std::string schedule(const std::string& events, const std::string& conference = "") {
  return "<schedule><version>1</version><conference><title>Test</title>" + conference +
         "</conference><day date='2026-05-05' index='1'><room name='Aula' guid='room-1'>" + events +
         "</room><room name='Foyer' guid='room-2'/></day></schedule>";
}

std::string event(const std::string& body, const std::string& attributes = "id='1' guid='g1'") {
  return "<event " + attributes + ">" + body + "</event>";
}

constexpr const char* kWhen = "<date>2026-05-05T18:00:00+02:00</date><start>18:00</start><duration>00:45</duration>";

ImportResult read(const std::string& xml, const SourceSettings& settings = settings_in("Europe/Stockholm")) {
  auto result = parse_schedule_xml(xml, settings);
  check_books(result);
  return result;
}

struct RealFile {
  const char* name;
  const char* zone;
  std::size_t records;
};

}  // namespace

TEST_CASE("every schedule.xml of the corpus is read whole and counted (I1)") {
  const RealFile files[] = {
      {"ccc-31c3.schedule.xml", "Europe/Berlin", 138},      {"ccc-33c3.everything.schedule.xml", "Europe/Berlin", 573},
      {"ccc-34c3.dlf.schedule.xml", "Europe/Berlin", 20},   {"ccc-34c3.everything.schedule.xml", "Europe/Berlin", 661},
      {"debconf17.pentabarf.xml", "America/Montreal", 181}, {"emf2016.frab.xml", "Europe/London", 138},
      {"emf2018.frab.xml", "Europe/London", 214},           {"emf2022.frab.xml", "Europe/London", 335},
      {"fosdem2021.pentabarf.xml", "Europe/Brussels", 773}};
  for (const auto& file : files) {
    const auto path = shared_data(std::string{"schedules/"} + file.name);
    SKIP_WITHOUT_DATA(path);
    INFO(file.name);
    const std::string bytes = read_file(*path);
    CHECK(detect_format(bytes) == "schedule-xml");
    const auto result = read(bytes, settings_in(file.zone));
    CHECK(result.records == file.records);
    CHECK(result.sessions.size() == file.records);
    CHECK(count_of(bytes, "<event ") == file.records);
    CHECK(!result.rooms.empty());
    CHECK(!result.title.empty());
    if (std::getenv("SKYLT_TEST_VERBOSE")) {
      std::map<std::string, int> codes;
      for (const auto& finding : result.findings) ++codes[finding.code];
      for (const auto& [code, n] : codes) WARN(file.name << " " << code << " " << n);
    }
  }
}

TEST_CASE("times of DebConf17 are reported as suspicious and read as the source's setting says (X2)") {
  const auto path = shared_data("schedules/debconf17.pentabarf.xml");
  SKIP_WITHOUT_DATA(path);
  const std::string bytes = read_file(*path);
  auto settings = settings_in("America/Montreal");
  const auto as_written = read(bytes, settings);
  CHECK(count_code(as_written, "suspicious-utc") == 181);
  CHECK(at(as_written.sessions[0]) == "2017-08-05T10:00:00Z");
  settings.trust_suspicious_utc = false;
  CHECK(at(read(bytes, settings).sessions[0]) == "2017-08-05T14:00:00Z");
}

TEST_CASE("times of FOSDEM 2021 come from the day and the start (I2 and X1)") {
  const auto path = shared_data("schedules/fosdem2021.pentabarf.xml");
  SKIP_WITHOUT_DATA(path);
  const auto result = read(read_file(*path), settings_in("Europe/Brussels"));
  CHECK(at(result.sessions[0]) == "2021-02-06T08:00:00Z");
  CHECK(title_of(result.sessions[0]) == "Welcome to FOSDEM 2021");
  CHECK(result.sessions[0].guid == "id:11795");
  CHECK(result.sessions[0].session.abstract.by_language().at("und") == "FOSDEM welcome and opening talk.");
}

TEST_CASE("a date in UTC with a start in local time shows the local time (I2)") {
  const auto result = read(schedule(event("<title>A</title><date>2023-09-10T05:00:00+00:00</date><start>10:30</start>"
                                          "<duration>00:45</duration>"),
                                    "<time_zone_name>Asia/Kolkata</time_zone_name>"));
  REQUIRE(result.sessions.size() == 1);
  CHECK(result.findings.empty());
  CHECK(format_instant(result.sessions[0].session.start, TimeZone::find("Asia/Kolkata")) ==
        "2023-09-10T10:30:00+05:30");
}

TEST_CASE("the start is resolved in the order that X1 gives") {
  struct Row {
    const char* written;
    const char* conference;
    const char* start;  // or the code of the rejection
  };
  const Row table[] = {
      {"<date>2026-05-05T18:00:00+02:00</date><start>18:00</start>", "", "2026-05-05T16:00:00Z"},
      {"<date>2026-05-05T16:00:00Z</date><start>18:00</start>", "", "2026-05-05T16:00:00Z"},
      {"<date>2026-05-05 18:00+0200</date>", "", "2026-05-05T16:00:00Z"},
      {"<date>2026-05-05T18:00:00</date><start>18:00</start>", "", "2026-05-05T16:00:00Z"},
      {"<date>2026-05-05T18:00:00</date>", "<time_zone_name>Europe/Helsinki</time_zone_name>", "2026-05-05T15:00:00Z"},
      {"<date>2026-05-05T18:00:00</date>", "<time_zone_name>europe/helsinki</time_zone_name>", "2026-05-05T15:00:00Z"},
      {"<date>2026-05-05T18:00:00</date>", "<time_zone_name>FLE Standard Time</time_zone_name>",
       "2026-05-05T15:00:00Z"},
      {"<start>18:00</start>", "", "2026-05-05T16:00:00Z"},
      {"<start>18:00:30</start>", "", "2026-05-05T16:00:30Z"},
      {"<start>03:59</start>", "", "2026-05-06T01:59:00Z"},
      {"<start>04:00</start>", "", "2026-05-05T02:00:00Z"},
      {"<start>9:00</start>", "", "2026-05-05T07:00:00Z"},
      {"<start>9:00:30</start>", "", "2026-05-05T07:00:30Z"},
      {"<start>24:00</start>", "<day_change>00:00</day_change>", "2026-05-05T22:00:00Z"},
      {"<start>25:30</start>", "<day_change>00:00</day_change>", "2026-05-05T23:30:00Z"},
      {"<start>25:30</start>", "", "2026-05-05T23:30:00Z"},
      {"<start>05:00</start>", "<day_change>6:00</day_change>", "2026-05-06T03:00:00Z"},
      {"<start>03:59</start>", "<day_change>00:00:00</day_change>", "2026-05-05T01:59:00Z"},
      {"<start>05:30</start>", "<day_change>06:00</day_change>", "2026-05-06T03:30:00Z"},
      {"<date>2026-05-07</date><start>18:00</start>", "", "2026-05-07T16:00:00Z"},
      {"<date>soon</date><start>18:00</start>", "", "2026-05-05T16:00:00Z"},
      {"<date>soon</date>", "", "no-start"},
      {"<start>evening</start>", "", "no-start"},
      {"", "", "no-start"},
      {"<date>2026-02-30T18:00:00+01:00</date>", "", "no-start"},
      {"<date>1970-01-01T00:00:00+14:00</date>", "", "no-start"},
      {"<date>9999-12-31T18:00:00+01:00</date>", "", "no-start"},
  };
  for (const auto& row : table) {
    INFO(row.written << " " << row.conference);
    const auto result =
        read(schedule(event(std::string{row.written} + "<title>A</title><duration>1:00</duration>"), row.conference));
    REQUIRE(result.records == 1);
    CHECK((result.sessions.empty() ? result.findings.back().code : at(result.sessions[0])) == row.start);
  }
}

TEST_CASE("a date and a start that disagree give the date and a warning (X2)") {
  const auto result = read(schedule(
      event("<title>A</title><date>2026-05-05T18:00:00+02:00</date><start>19:00</start><duration>1:00</duration>")));
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].code == "date-start-differ");
  CHECK(result.findings[0].where == "day 1, room 'Aula', event 1");
  CHECK(result.findings[0].record == "A");
  CHECK(at(result.sessions[0]) == "2026-05-05T16:00:00Z");
}

TEST_CASE("durations have one, two or three parts and garbage costs its own record only (X3)") {
  struct Row {
    const char* duration;
    const char* outcome;
  };
  const Row table[] = {{"45", "45"},
                       {"0:20", "20"},
                       {"1:30", "90"},
                       {"90:00", "5400"},
                       {"1:00:15", "1455"},
                       {"00:00", "0"},
                       {" 00:30 ", "30"},
                       {"0:90", "90"},
                       {"00:45:00", "45"},
                       {"1:30:00", "90"},
                       {"1:23:59", "2879"},
                       {"6944:11:40", "20160 duration-capped"},
                       {"400:00", "20160 duration-capped"},
                       {"-0:30", "bad-duration"},
                       {"half an hour", "bad-duration"},
                       {"1:2:3:4", "bad-duration"},
                       {"99999999999999999999", "bad-duration"},
                       {"1:", "bad-duration"},
                       {"PT1H30M", "90"},
                       {"", "0 no-end"}};
  for (const auto& row : table) {
    INFO(row.duration);
    const auto result = read(schedule(event("<title>A</title><date>2026-05-05T18:00:00+02:00</date><duration>" +
                                            std::string{row.duration} + "</duration>") +
                                      event("<title>B</title>" + std::string{kWhen}, "id='2' guid='g2'")));
    REQUIRE(result.records == 2);
    std::string outcome = result.sessions.size() == 2 ? std::to_string(length_of(result.sessions[0]).count()) : "";
    for (const auto& finding : result.findings) outcome += (outcome.empty() ? "" : " ") + finding.code;
    CHECK(outcome == row.outcome);
    CHECK(title_of(result.sessions.back()) == "B");
  }
}

TEST_CASE("a room that the file knows wins over the place in the file, anything else does not (X4)") {
  const auto room_of = [](const std::string& text) {
    const auto result = read(schedule(event("<title>A</title>" + text + kWhen)));
    REQUIRE(result.sessions.size() == 1);
    std::string out = result.sessions[0].session.room ? result.sessions[0].session.room->name : "none";
    out += " " + result.sessions[0].room_guid;
    for (const auto& finding : result.findings) out += " " + finding.code;
    return out;
  };
  CHECK(room_of("<room>Aula</room>") == "Aula room-1");
  CHECK(room_of("") == "Aula room-1");
  CHECK(room_of("<room>Foyer</room>") == "Foyer room-2 room-mismatch");
  CHECK(room_of("<room>to be announced</room>") == "Aula room-1 room-mismatch");
  const auto rooms = read(schedule(event("<title>A</title>" + std::string{kWhen}))).rooms;
  REQUIRE(rooms.size() == 2);
  CHECK(rooms[1].name == "Foyer");
  CHECK(rooms[1].guid == "room-2");
  CHECK(rooms[1].order == 1);
}

TEST_CASE("an event that stands under no room names its own, which is no mismatch") {
  const auto result = read("<schedule><day date='2026-05-05'><event id='1'><title>A</title><room>Aula</room>" +
                           std::string{kWhen} + "</event></day></schedule>");
  CHECK(result.sessions.at(0).session.room->name == "Aula");
  CHECK(result.findings.empty());
}

TEST_CASE("a day is the place's day, also where it is written as an instant or as its start") {
  const auto start_under = [](const std::string& day) {
    return at(read("<schedule><day " + day +
                   "><event id='1'><title>A</title><start>10:00</start><duration>1:00</duration>"
                   "</event></day></schedule>")
                  .sessions.at(0));
  };
  CHECK(start_under("date='2026-05-03T22:00:00Z'") == "2026-05-04T08:00:00Z");
  CHECK(start_under("date='2026-05-04T00:00:00+02:00'") == "2026-05-04T08:00:00Z");
  CHECK(start_under("date='2026-05-04T00:00:00Z'") == "2026-05-04T08:00:00Z");
  CHECK(start_under("start='2026-05-04T04:00:00+02:00'") == "2026-05-04T08:00:00Z");
}

TEST_CASE("a day change that is no time is told") {
  const auto result =
      read(schedule(event("<title>A</title>" + std::string{kWhen}), "<day_change>morning</day_change>"));
  CHECK(count_code(result, "bad-day-change") == 1);
  const auto tomorrow =
      read(schedule(event("<title>A</title>" + std::string{kWhen}), "<day_change>25:00</day_change>"));
  CHECK(count_code(tomorrow, "bad-day-change") == 1);
}

TEST_CASE("unknown elements, any order, prefixes and event elements anywhere are read (X5)") {
  const std::string prefixed =
      "<s:schedule xmlns:s='urn:x'><s:day date='2026-05-05'><s:room name='Aula'>"
      "<s:event s:guid='g'><s:duration>1:00</s:duration><s:novelty><s:a/></s:novelty><s:title>A</s:title>"
      "<s:date>2026-05-05T18:00:00+02:00</s:date></s:event></s:room>"
      "<s:event><s:title>B</s:title><s:start>10:00</s:start><s:duration>10</s:duration></s:event></s:day></s:schedule>";
  const auto result = read(prefixed);
  REQUIRE(result.sessions.size() == 2);
  CHECK(result.sessions[0].guid == "g");
  CHECK(!result.sessions[1].session.room);
  CHECK(at(result.sessions[1]) == "2026-05-05T08:00:00Z");
}

TEST_CASE("document types and entities are refused (X5)") {
  const std::string bomb = "<!DOCTYPE schedule [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>" +
                           schedule(event("<title>&b;</title>" + std::string{kWhen}));
  CHECK_THROWS_WITH(read(bomb), Contains("document type"));
}

TEST_CASE("a file that does not reach its end is refused, wherever it was cut (X6)") {
  const std::string whole = "<?xml version='1.0'?>\n" + schedule(event("<title>A</title>" + std::string{kWhen}));
  CHECK(read(whole).sessions.size() == 1);
  std::size_t taken = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    try {
      parse_schedule_xml(whole.substr(0, size), settings_in("UTC"));
      ++taken;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::Invalid) ++taken;
    }
  }
  CHECK(taken == 0);
}

TEST_CASE("files that are not schedule.xml are refused by name (X6)") {
  CHECK_THROWS_WITH(read("<html><body/></html>"), Contains("root element is <html>"));
  CHECK_THROWS_WITH(read("<iCalendar/>"), Contains("xCal"));
  CHECK_THROWS_WITH(read("<schedule><a></schedule>"), Contains("line 1"));
  CHECK_THROWS_WITH(read("<schedule/><schedule/>"), Contains("more than one root"));
  std::string deep = "<schedule>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  for (int i = 0; i < 100000; ++i) deep += "</a>";
  CHECK_THROWS_WITH(read(deep + "</schedule>"), Contains("deeper than 64"));
  CHECK_THROWS_WITH(read(std::string(std::size_t{65} << 20, ' ')), Contains("larger than 64 MiB"));
  CHECK_THROWS_WITH(read("<schedule>" + std::string(6'100'000, '<')), Contains("too many elements"));
}

TEST_CASE("where one length of a file counts seconds, all of three parts do (X3)") {
  const auto lengths = [](std::initializer_list<const char*> durations) {
    std::string events;
    int id = 0;
    for (const char* duration : durations)
      events += event(
          "<title>A</title><date>2026-05-05T18:00:00+02:00</date><duration>" + std::string{duration} + "</duration>",
          "guid='g" + std::to_string(++id) + "'");
    std::string all;
    for (const auto& record : read(schedule(events)).sessions)
      all += std::to_string((record.session.end - record.session.start) / Minutes{1}) + " ";
    return all;
  };
  CHECK(lengths({"1:00:00", "2:00:00"}) == "1440 2880 ");
  CHECK(lengths({"1:00:00", "0:30:00", "2:00:00", "1:30"}) == "60 30 120 90 ");
}

TEST_CASE("Giggity's own dialect is refused by its name (X6)") {
  CHECK_THROWS_WITH(read("<schedule xmlns='http://gaa.st/giggity#sched'><line><item id='1' "
                         "startTime='20260505T180000'/></line></schedule>"),
                    Contains("Giggity's own dialect (1 <item> elements"));
}

TEST_CASE("the EuroPython 2014 dialect is refused by its name (X6)") {
  const auto path = shared_data("schedules/europython2014.dialect.schedule.xml");
  SKIP_WITHOUT_DATA(path);
  CHECK_THROWS_WITH(read(read_file(*path)), Contains("EuroPython 2014 dialect (188 <entry> elements"));
}

TEST_CASE("records are identified by guid, else code, else id, and repeats are kept with a warning") {
  const std::string body = "<title>A</title>" + std::string{kWhen};
  const auto result = read(schedule(event(body, "guid='g' id='1' code='ABCDEF'") + event(body, "id='1' code='ABCDEF'") +
                                    event(body, "id='1'") + event(body, "guid='g'") + event(body, "")));
  REQUIRE(result.sessions.size() == 5);
  CHECK(result.sessions[0].guid == "g");
  CHECK(result.sessions[1].guid == "code:ABCDEF");
  CHECK(result.sessions[2].guid == "id:1");
  CHECK(result.sessions[4].guid.empty());
  CHECK(count_code(result, "duplicate-guid") == 1);
  CHECK(count_code(result, "duplicate-id") == 1);
}

TEST_CASE("repeated guids of 33C3 and 34C3 cost no session (I1)") {
  for (const auto& [name, repeats] : {std::pair{"ccc-33c3.everything.schedule.xml", std::size_t{4}},
                                      {"ccc-34c3.everything.schedule.xml", std::size_t{36}}}) {
    const auto path = shared_data(std::string{"schedules/"} + name);
    SKIP_WITHOUT_DATA(path);
    CHECK(count_code(read(read_file(*path), settings_in("Europe/Berlin")), "duplicate-guid") == repeats);
  }
}

TEST_CASE("people come with their names and nothing else, contacts stay outside") {
  const auto result = read(schedule(
      event("<title>A</title>" + std::string{kWhen} +
            "<persons><person id='4711' contact='canary@example.org' email='canary@example.org' guid='canary-guid'>Ada "
            "Ek</person><person>Bo &lt;canary@example.org&gt;</person><person>+46 40 555 01 99 canary@x.se</person>"
            "<person><name>Cy Al</name><biography>canary bio</biography></person><person>Di Gu (moderator)</person>"
            "</persons><answers><answer>canary</answer></answers><contact>canary</contact>")));
  REQUIRE(result.sessions.size() == 1);
  const std::vector<Person> people = {{"Ada Ek", ""}, {"Bo", ""}, {"Cy Al", ""}, {"Di Gu", "moderator"}};
  CHECK(result.sessions[0].session.people == people);
  const std::string all = everything_in(result);
  CHECK(all.find("canary") == std::string::npos);
  CHECK(all.find("555") == std::string::npos);
}

TEST_CASE("people are found wherever a dialect writes them, and a handle is a name") {
  const auto people = [](const std::string& body) {
    const auto result = read(schedule(event("<title>A</title>" + std::string{kWhen} + body)));
    std::string out;
    for (const Person& person : result.sessions.at(0).session.people) out += person.name + "/";
    return out;
  };
  CHECK(people("<person>Ada Ek</person><person id='2'>Bo Al</person>") == "Ada Ek/Bo Al/");
  CHECK(people("<persons><person name='Ada Ek'/></persons>") == "Ada Ek/");
  CHECK(people("<persons><person><public_name>Ada</public_name></person><person><full_public_name>Bo Al"
               "</full_public_name></person></persons>") == "Ada/Bo Al/");
  CHECK(people("<persons><person>@bo</person><person>@bo@social.example</person><person>bo@x.se</person></persons>") ==
        "@bo/@bo@social.example/");
  CHECK(
      people("<persons><person>R2D2</person><person>0x12345678</person><person>Ada 040-123 45 67</person></persons>") ==
      "R2D2/0x12345678/Ada/");
  CHECK(people("<persons><person>Ada –040-123 45 67–</person></persons>").find("123") == std::string::npos);
}

TEST_CASE("texts are tagged with the session's language, else the source's, else und") {
  auto settings = settings_in("Europe/Stockholm");
  const auto tag = [&](const std::string& language) {
    const auto result = read(schedule(event("<title>A</title>" + std::string{kWhen} + language)), settings);
    return result.sessions.at(0).session.title.by_language().begin()->first;
  };
  CHECK(tag("") == "und");
  CHECK(tag("<language>Svenska och Engelska</language>") == "sv");
  settings.language = "sv";
  CHECK(tag("") == "sv");
  CHECK(tag("<language>de, en</language>") == "de");
}

TEST_CASE("versions, generators and stamps change nothing (I7)") {
  const std::string body = event("<title>A</title>" + std::string{kWhen});
  std::string other = schedule(body);
  other.replace(other.find("<version>1"), 10, "<generator name='x' version='9'/><version>2026-05-01 12:00");
  CHECK(read(schedule(body)).sessions == read(other).sessions);
}

TEST_CASE("names of characters are resolved in one-line texts as in long ones") {
  const auto result =
      read(schedule(event("<title>Gr&amp;uuml;&amp;szlig;e, AT&amp;T; &amp;unknown; &amp;#246;</title>"
                          "<track>K&amp;ouml;ln</track>" +
                          std::string{kWhen} + "<persons><person>J&amp;ouml;rg</person></persons>")));
  const Session& session = result.sessions.at(0).session;
  CHECK(title_of(result.sessions.at(0)) == "Grüße, AT&T; &unknown; ö");
  CHECK(session.track == "Köln");
  CHECK(session.people == std::vector<Person>{{"Jörg", ""}});
}

TEST_CASE("markup, white space and controls are cleaned out of texts") {
  const auto result =
      read(schedule(event("<title>  A\n\t<![CDATA[<b>bold</b> &amp; brave]]>  </title><subtitle>Why "
                          "&lt;canvas&gt; matters</subtitle><abstract><p>One</p><p>two</p></abstract>" +
                          std::string{kWhen})));
  REQUIRE(result.sessions.size() == 1);
  CHECK(title_of(result.sessions[0]) == "A bold & brave");
  CHECK(result.sessions[0].session.subtitle.by_language().at("und") == "Why <canvas> matters");
  CHECK(result.sessions[0].session.abstract.by_language().at("und") == "One two");
}

TEST_CASE("a title beyond all measure is cut and reported (L-34)") {
  const auto result = read(schedule(event("<title>" + std::string(500, 'x') + "</title>" + std::string{kWhen})));
  CHECK(title_of(result.sessions.at(0)).size() == 400);
  CHECK(count_code(result, "shortened") == 1);
}

TEST_CASE("a record without a title is rejected and costs no other") {
  const auto result = read(schedule(event("<title> </title>" + std::string{kWhen}) +
                                    event("<title>B</title>" + std::string{kWhen}, "id='2' guid='g2'")));
  REQUIRE(result.sessions.size() == 1);
  CHECK(result.findings.at(0).code == "no-title");
  CHECK(result.findings.at(0).severity == Severity::Error);
}

TEST_CASE("encodings other than UTF-8 are read and noted") {
  const std::string xml = "<?xml version='1.0' encoding='iso-8859-1'?>" +
                          schedule(event("<title>M\xF6te p\xE5 \xE4ng</title>" + std::string{kWhen}));
  const auto result = read(xml);
  CHECK(title_of(result.sessions.at(0)) == "M\xC3\xB6te p\xC3\xA5 \xC3\xA4ng");
  CHECK(result.notes == std::vector<std::string>{"encoding: iso-8859-1"});
  std::string utf16 = "\xFF\xFE";
  for (const char c : schedule(event("<title>A</title>" + std::string{kWhen}))) utf16 += {c, '\0'};
  CHECK(read(utf16).sessions.size() == 1);
}

TEST_CASE("progress is told every hundred records and at the end") {
  std::string events;
  for (int i = 0; i < 250; ++i) events += event("<title>A</title>" + std::string{kWhen}, "");
  std::vector<std::pair<std::size_t, std::size_t>> told;
  parse_schedule_xml(schedule(events), settings_in("UTC"),
                     [&](std::size_t done, std::size_t all) { told.emplace_back(done, all); });
  CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{100, 250}, {200, 250}, {250, 250}});
}
