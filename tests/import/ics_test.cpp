#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

SourceSettings malmo() {
  SourceSettings settings = settings_in("Europe/Stockholm");
  settings.language = "sv";
  settings.now = parse_instant("2026-05-05T08:00:00Z").value();
  return settings;
}

std::string event(const std::string& lines) { return "BEGIN:VEVENT\r\n" + lines + "\r\nEND:VEVENT\r\n"; }

ImportResult import(const std::string& events, const SourceSettings& settings = malmo()) {
  const ImportResult result = parse_ics("BEGIN:VCALENDAR\r\n" + events + "END:VCALENDAR\r\n", settings);
  check_books(result);
  return result;
}

/// The only session of one VEVENT.
SourceRecord only(const std::string& lines, const SourceSettings& settings = malmo()) {
  const ImportResult result = import(event(lines), settings);
  REQUIRE(result.sessions.size() == 1);
  return result.sessions[0];
}

std::string local_start(const SourceRecord& record) {
  return format_instant(record.session.start, TimeZone::find("Europe/Stockholm"));
}

std::vector<std::string> local_starts(const ImportResult& result) {
  std::vector<std::string> starts;
  for (const auto& record : result.sessions) starts.push_back(local_start(record).substr(0, 16));
  return starts;
}

bool has_code(const ImportResult& result, const std::string& code) { return count_code(result, code) > 0; }

bool has_note(const ImportResult& result, const std::string& beginning) {
  return std::any_of(result.notes.begin(), result.notes.end(),
                     [&](const std::string& note) { return note.starts_with(beginning); });
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("an event gives title and place and words and links") {
  const auto record = only(
      "UID:7@x\r\nDTSTART:20260505T080000Z\r\nDTEND:20260505T090000Z\r\nSUMMARY;LANGUAGE=en:Housing\\, again\r\n"
      "LOCATION:Stora salen\r\nDESCRIPTION:One<br>two &amp; three\r\nURL:https://example.org/7?a&#x3D;b\r\n"
      "CATEGORIES:Bostad,Klimat\r\nORGANIZER;CN=Malm\xC3\xB6 stad:mailto:secret@example.org");
  CHECK(record.guid == "7@x");
  CHECK(record.session.title == Text{{"en", "Housing, again"}});
  CHECK(record.session.room == RoomRef{std::nullopt, "Stora salen"});
  CHECK(record.session.url == "https://example.org/7?a=b");
  CHECK(record.session.track == "Bostad");
  CHECK(record.session.organisers == Strings{"Malm\xC3\xB6 stad"});
  CHECK(record.session.source == "test");
  CHECK(length_of(record) == Minutes{60});
}

TEST_CASE("contact data of calendars is dropped at the door") {
  const auto result = import(event(
      "UID:1\r\nDTSTART:20260505T080000Z\r\nSUMMARY:A\r\nORGANIZER;CN=canary@example.org:mailto:canary@example.org\r\n"
      "ATTENDEE;CN=Canary Person:mailto:canary@example.org\r\nCONTACT:Canary 070-123\r\nCOMMENT:canary\r\n"
      "BEGIN:PARTICIPANT\r\nPARTICIPANT-TYPE:SPEAKER\r\nSUMMARY:Ada "
      "Ek\r\nCALENDAR-ADDRESS:mailto:canary@example.org\r\n"
      "END:PARTICIPANT\r\nBEGIN:PARTICIPANT\r\nPARTICIPANT-TYPE:CONTACT\r\nSUMMARY:Canary\r\nEND:PARTICIPANT"));
  std::string all = everything_in(result);
  std::transform(all.begin(), all.end(), all.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  CHECK(all.find("canary") == std::string::npos);
  CHECK(result.sessions.at(0).session.people == std::vector<Person>{{"Ada Ek", "speaker"}});
}

TEST_CASE("floating times are the source's zone and never UTC") {
  CHECK(local_start(only("UID:1\nSUMMARY:A\nDTSTART:20260505T180000")) == "2026-05-05T18:00:00+02:00");
}

TEST_CASE("days stay days with an exclusive end and a switch for inclusive ones") {
  auto record = only("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610\nDTEND;VALUE=DATE:20260613");
  CHECK(record.session.all_day);
  CHECK(local_start(record) == "2026-06-10T00:00:00+02:00");
  CHECK(length_of(record) == Minutes{3 * 24 * 60});
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610")) == Minutes{24 * 60});
  SourceSettings inclusive = malmo();
  inclusive.dtend_inclusive = true;
  record = only("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610\nDTEND;VALUE=DATE:20260612", inclusive);
  CHECK(length_of(record) == Minutes{3 * 24 * 60});
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20261025")) == Minutes{25 * 60});
}

TEST_CASE("a date lasts whole days, at least one, whatever its duration says") {
  const auto lasting = [](const std::string& duration) {
    return import(event("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610\nDURATION:" + duration));
  };
  for (const char* nothing : {"PT0S", "P0D"}) {
    CHECK(length_of(lasting(nothing).sessions.at(0)) == Minutes{24 * 60});
    CHECK(!has_code(lasting(nothing), "bad-duration"));
  }
  CHECK(length_of(lasting("P2D").sessions.at(0)) == Minutes{2 * 24 * 60});
  CHECK(length_of(lasting("PT24H").sessions.at(0)) == Minutes{24 * 60});
  CHECK(!has_code(lasting("PT24H"), "bad-duration"));
  CHECK(length_of(lasting("PT36H").sessions.at(0)) == Minutes{2 * 24 * 60});
  CHECK(has_code(lasting("PT36H"), "bad-duration"));
  CHECK(length_of(lasting("-P1D").sessions.at(0)) == Minutes{24 * 60});
  const auto until = [](const std::string& end) {
    return import(event("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610\nDTEND" + end));
  };
  for (const char* midnight : {":20260610T000000", ":20260611T000000", ":20260610T220000Z"}) {
    CAPTURE(midnight);
    CHECK(length_of(until(midnight).sessions.at(0)) == Minutes{24 * 60});
    CHECK(!has_code(until(midnight), "bad-end"));
  }
  CHECK(length_of(until(":20260611T150000Z").sessions.at(0)) == Minutes{2 * 24 * 60});
  CHECK(has_code(until(":20260611T150000Z"), "bad-end"));
  SourceSettings hour = malmo();
  hour.moments_last = Minutes{60};
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260610\nDURATION:PT0S", hour)) == Minutes{24 * 60});
}

TEST_CASE("an end without a zone is read in the zone of its start") {
  for (const char* start : {";TZID=Europe/London:20260701T100000", ";TZID=America/New_York:20260701T100000",
                            ":20260701T100000Z", ":20260701T100000"}) {
    CAPTURE(start);
    const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART" + std::string{start} + "\nDTEND:20260701T120000"));
    CHECK(length_of(result.sessions.at(0)) == Minutes{120});
    CHECK(!has_code(result, "end-before-start"));
  }
}

TEST_CASE("an end before the start gives a moment and a warning") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nDTEND:20260505T170000"));
  REQUIRE(result.sessions.size() == 1);
  CHECK(length_of(result.sessions[0]) == Minutes{0});
  CHECK(has_code(result, "end-before-start"));
}

TEST_CASE("addresses and numbers inside titles, places and texts are dropped at the door, names stay") {
  const auto record = only(
      "UID:1\nSUMMARY:Ring Anna <anna.ek@example.se>!\nDTSTART:20260505T180000\n"
      "LOCATION:Foajén (tel:+46 70 123 45 67)\n"
      "DESCRIPTION:Skriv till anna@exempel.example.se. eller ring +46 (0)40-34 10 00\\, 1+1 = 2\\, "
      "Nerds@Home och @ada 2020-2021 stannar");
  CHECK(record.session.title.best_for({})->text == "Ring Anna !");
  CHECK(record.session.room->name == "Foajén");
  CHECK(record.session.abstract.best_for({})->text ==
        "Skriv till . eller ring , 1+1 = 2, Nerds@Home och @ada 2020-2021 stannar");
}

TEST_CASE("sessions without an end are counted, and last as long as their source is said to") {
  const std::string file = event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000") +
                           event("UID:2\nSUMMARY:B\nDTSTART:20260505T180000\nDURATION:PT2H");
  const auto moments = import(file);
  CHECK(has_note(moments, "sessions without an end: 1; gone from the screens"));
  SourceSettings hour = malmo();
  hour.moments_last = Minutes{60};
  const auto lasting = import(file, hour);
  REQUIRE(lasting.sessions.size() == 2);
  CHECK(length_of(lasting.sessions[0]) == Minutes{60});
  CHECK(length_of(lasting.sessions[1]) == Minutes{120});
  CHECK(has_note(lasting, "sessions without an end: 1; each lasts 60 minutes"));
}

TEST_CASE("durations count days on the wall clock and hours on the stopwatch") {
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nDURATION:PT1H30M")) == Minutes{90});
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART:20261024T180000\nDURATION:P1D")) == Minutes{25 * 60});
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART:20261024T180000\nDURATION:PT24H")) == Minutes{24 * 60});
  CHECK(length_of(only("UID:1\nSUMMARY:A\nDTSTART:20260505T180000")) == Minutes{0});
}

TEST_CASE("one bad record costs no other and is said with its line") {
  const auto result =
      import(event("UID:1\nSUMMARY:No start") + event("UID:2\nSUMMARY:Bad\nDTSTART:2026-13-45") +
             event("UID:3\nDTSTART:20260505T080000Z") + event("UID:4\nSUMMARY:Good\nDTSTART:20260505T080000Z"));
  CHECK(result.records == 4);
  CHECK(result.sessions.size() == 1);
  REQUIRE(errors_in(result) == 3);
  CHECK(result.findings.at(0).where == "line 2");
  CHECK(result.findings.at(0).record == "No start");
  CHECK(result.findings.at(0).code == "no-start");
  CHECK(result.findings.at(1).code == "bad-start");
  CHECK(result.findings.at(2).code == "no-title");
}

TEST_CASE("states and classes of events are kept and unknown classes are private") {
  const auto with = [](const std::string& line) {
    return only("UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z\n" + line).session;
  };
  CHECK(with("STATUS:CANCELLED").status == SessionStatus::Cancelled);
  CHECK(with("STATUS:TENTATIVE").status == SessionStatus::Tentative);
  CHECK(with("STATUS:CONFIRMED").status == SessionStatus::Confirmed);
  CHECK(with("CLASS:PUBLIC").visibility == Visibility::Public);
  CHECK(with("CLASS:PRIVATE").visibility == Visibility::Hidden);
  CHECK(with("CLASS:CONFIDENTIAL").visibility == Visibility::Hidden);
  CHECK(with("CLASS:X-INTERN").visibility == Visibility::Hidden);
  CHECK(import("METHOD:CANCEL\n" + event("UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z")).sessions[0].session.status ==
        SessionStatus::Cancelled);
}

TEST_CASE("stamps and sequence numbers change nothing (I7)") {
  const std::string lines = "UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z\n";
  CHECK(only(lines + "DTSTAMP:20260101T000000Z\nSEQUENCE:1\nLAST-MODIFIED:20260101T000000Z") ==
        only(lines + "DTSTAMP:20260505T000000Z\nSEQUENCE:9\nCREATED:20250101T000000Z"));
}

TEST_CASE("a lower sequence of one record is superseded and nothing else is") {
  const std::string base = "UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z\n";
  auto result = import(event(base + "SEQUENCE:1") + event(base + "SEQUENCE:3") + event(base + "SEQUENCE:2"));
  CHECK(result.records == 3);
  CHECK(result.sessions.size() == 1);
  CHECK(count_code(result, "superseded") == 2);
  result = import(event(base) + event(base));
  CHECK(result.sessions.size() == 2);
  CHECK(has_code(result, "duplicate-guid"));
  result = import(event(base) + event("UID:1\nSUMMARY:A\nDTSTART:20260506T080000Z\nSEQUENCE:2"));  // rescheduled
  REQUIRE(result.sessions.size() == 1);
  CHECK(result.sessions[0].session.start == *parse_instant("2026-05-06T08:00:00Z"));
}

TEST_CASE("of two versions with one sequence and start the one modified last counts; with several starts all do") {
  const std::string start = "DTSTART:20260505T080000Z\n";
  const auto title = [](const ImportResult& result) {
    REQUIRE(result.sessions.size() == 1);
    return result.sessions[0].session.title.by_language().begin()->second;
  };
  const std::string older = event("UID:1\nSUMMARY:Old\n" + start + "LAST-MODIFIED:20260401T080000Z");
  const std::string newer = event("UID:1\nSUMMARY:New\n" + start + "LAST-MODIFIED:20260402T080000Z");
  CHECK(title(import(older + newer)) == "New");
  CHECK(title(import(newer + older)) == "New");
  CHECK(title(import(event("UID:1\nSUMMARY:Old\n" + start + "DTSTAMP:20260401T080000Z") +
                     event("UID:1\nSUMMARY:New\n" + start + "DTSTAMP:20260402T080000Z"))) == "New");
  // One UID for a whole calendar: nothing of it is a version of anything.
  const auto all = import(older + newer + event("UID:1\nSUMMARY:Other\nDTSTART:20260506T080000Z"));
  CHECK(all.sessions.size() == 3);
  CHECK(has_code(all, "duplicate-guid"));
}

TEST_CASE("a replaced date of a private series is private unless it says other words and another class itself") {
  const auto visibilities = [](const std::string& series_class, const std::string& replacement) {
    std::set<Visibility> found;
    for (const auto& record :
         import(event("UID:1\nSUMMARY:Samtal\n" + series_class + "DTSTART:20260505T080000Z\nRRULE:FREQ=DAILY;COUNT=3") +
                event("UID:1\nDTSTART:20260506T100000Z\n" + replacement))
             .sessions)
      found.insert(record.session.visibility);
    return found;
  };
  const std::set<Visibility> all_hidden{Visibility::Hidden};
  const std::string id = "RECURRENCE-ID:20260506T080000Z\n";
  CHECK(visibilities("CLASS:PRIVATE\n", id) == all_hidden);
  CHECK(visibilities("CLASS:PRIVATE\n", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260506T080000Z") == all_hidden);
  CHECK(visibilities("CLASS:CONFIDENTIAL\n", id + "SUMMARY:Samtal") == all_hidden);
  CHECK(visibilities("CLASS:PRIVATE\n", id + "CLASS:PUBLIC") == all_hidden);
  CHECK(visibilities("CLASS:PRIVATE\n", id + "SUMMARY:Visning\nCLASS:PUBLIC") ==
        std::set<Visibility>{Visibility::Hidden, Visibility::Public});
  CHECK(visibilities("", id + "CLASS:PRIVATE") == std::set<Visibility>{Visibility::Hidden, Visibility::Public});
}

TEST_CASE("events without UID are told apart by title and start and place") {
  const std::string base = "SUMMARY:A\nDTSTART:20260505T080000Z\n";
  const auto first = only(base + "LOCATION:Sal 1");
  CHECK(first.guid == only(base + "LOCATION:Sal 1\nDTSTAMP:20260101T000000Z").guid);
  CHECK(first.guid != only(base + "LOCATION:Sal 2").guid);
}

TEST_CASE("places that are none yet are kept and flagged") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z\nLOCATION:Ingen plats"));
  CHECK(result.sessions.at(0).session.room->name == "Ingen plats");
  CHECK(has_code(result, "no-place"));
}

TEST_CASE("a weekly series at six stays at six over both clock changes (I10)") {
  for (const std::string zone : {";TZID=Europe/Stockholm", "", ";TZID=\"W. Europe Standard Time\""}) {
    const auto result =
        import(event("UID:1\nSUMMARY:A\nDTSTART" + zone + ":20260923T180000\nRRULE:FREQ=WEEKLY;COUNT=40"));
    REQUIRE(result.sessions.size() == 40);
    for (const auto& record : result.sessions) CHECK(local_start(record).substr(11, 5) == "18:00");
    CHECK(result.sessions[0].guid == "1/20260923T160000Z");
    CHECK(result.sessions[6].guid == "1/20261104T170000Z");
  }
}

TEST_CASE("a series in UTC shifts by an hour and says so") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20261020T160000Z\nRRULE:FREQ=WEEKLY;COUNT=2"));
  CHECK(local_starts(result) == Strings{"2026-10-20T18:00", "2026-10-27T17:00"});
  CHECK(has_code(result, "utc-recurrence"));
}

TEST_CASE("a reading in the gap takes the offset before it and a doubled one is the first (I10)") {
  CHECK(at(only("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20270328T023000")) == "2027-03-28T01:30:00Z");
  CHECK(at(only("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20261025T023000")) == "2026-10-25T00:30:00Z");
}

TEST_CASE("UNTIL is inclusive in each of its forms") {
  const std::string base = "UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nRRULE:FREQ=DAILY;UNTIL=";
  CHECK(import(event(base + "20260507T160000Z")).sessions.size() == 3);
  CHECK(import(event(base + "20260507T155959Z")).sessions.size() == 2);
  CHECK(import(event(base + "20260507T180000")).sessions.size() == 3);
  CHECK(import(event(base + "20260507")).sessions.size() == 3);
  CHECK(import(event("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260505\nRRULE:FREQ=DAILY;UNTIL=20260507T000000Z"))
            .sessions.size() == 3);
}

TEST_CASE("excluded dates are days or instants or readings") {
  const std::string base =
      "UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nRRULE:FREQ=DAILY;COUNT=4\n";
  CHECK(local_starts(import(event(base + "EXDATE;VALUE=DATE:20260506\nEXDATE:20260507T160000Z\n"
                                         "EXDATE;TZID=Europe/London:20260508T170000,20260508T170000"))) ==
        Strings{"2026-05-05T18:00"});
  const auto none =
      import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=DAILY;COUNT=1\n"
                   "EXDATE:20260505T180000"));
  CHECK(none.records == 1);
  CHECK(has_code(none, "no-instances"));
}

TEST_CASE("a series of whole days knows its days by their instants too") {
  // 22:00 UTC is the next day's midnight in Stockholm.
  const std::string base = "UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260525\nRRULE:FREQ=DAILY;COUNT=4\n";
  const auto starts = [&](const std::string& more, const std::string& beside = {}) {
    return local_starts(import(event(base + more) + beside));
  };
  CHECK(starts("EXDATE:20260525T220000Z") == Strings{"2026-05-25T00:00", "2026-05-27T00:00", "2026-05-28T00:00"});
  CHECK(starts("EXDATE:20260526T000000Z") == Strings{"2026-05-25T00:00", "2026-05-27T00:00", "2026-05-28T00:00"});
  CHECK(starts("RDATE:20260530T220000Z").back() == "2026-05-31T00:00");
  CHECK(starts("", event("UID:1\nSUMMARY:B\nRECURRENCE-ID:20260525T220000Z\nDTSTART;VALUE=DATE:20260601")) ==
        Strings{"2026-05-25T00:00", "2026-05-27T00:00", "2026-05-28T00:00", "2026-06-01T00:00"});
}

TEST_CASE("a date taken out after it was replaced stays out, whichever days are read") {
  const std::string series = event(
      "UID:1\nSUMMARY:A\nDTSTART:20260505T080000Z\nRRULE:FREQ=DAILY\nSEQUENCE:2\n"
      "EXDATE:20260506T080000Z");
  const std::string replaced =
      event("UID:1\nSUMMARY:B\nRECURRENCE-ID:20260506T080000Z\nDTSTART:20260506T090000Z\nSEQUENCE:1");
  for (const char* now : {"2026-05-05T00:00:00Z", "2026-08-05T00:00:00Z"}) {
    SourceSettings then = malmo();
    then.now = *parse_instant(now);
    CHECK(has_code(import(series + replaced, then), "excluded"));
  }
}

TEST_CASE("an additional date that is a period has its own length") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T160000Z\nDTEND:20260505T170000Z\n"
                   "RDATE;VALUE=PERIOD:20260506T160000Z/PT2H,20260507T160000Z/20260507T190000Z,"
                   "20260508T160000Z/nonsense"));
  std::vector<long> hours;
  for (const auto& record : result.sessions)
    hours.push_back(std::chrono::duration_cast<std::chrono::hours>(record.session.end - record.session.start).count());
  CHECK(hours == std::vector<long>{1, 2, 3, 1});
  CHECK(has_code(result, "bad-rdate"));
}

TEST_CASE("additional dates and periods join the series once") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=DAILY;COUNT=2\n"
                   "RDATE:20260506T180000,20260510T120000\nRDATE;VALUE=PERIOD:20260511T160000Z/PT2H\n"
                   "RDATE;VALUE=DATE:20260512"));
  CHECK(local_starts(result) ==
        Strings{"2026-05-05T18:00", "2026-05-06T18:00", "2026-05-10T12:00", "2026-05-11T18:00", "2026-05-12T18:00"});
}

TEST_CASE("several rules join and EXRULE is left out with a warning") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=DAILY;COUNT=2\n"
                   "EXRULE:FREQ=DAILY"));
  CHECK(local_starts(result) == Strings{"2026-05-05T18:00", "2026-05-06T18:00", "2026-05-12T18:00"});
  CHECK(has_code(result, "exrule"));
}

TEST_CASE("a replaced instance takes the place of its original wherever it now lies") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nRRULE:FREQ=WEEKLY;COUNT=3") +
             event("UID:1\nSUMMARY:B\nRECURRENCE-ID:20260512T160000Z\nDTSTART:20260514T080000Z") +
             event("UID:1\nRECURRENCE-ID;TZID=Europe/Stockholm:20260519T180000\nSTATUS:CANCELLED"));
  CHECK(result.records == 3);
  CHECK(local_starts(result) == Strings{"2026-05-05T18:00", "2026-05-14T10:00", "2026-05-19T18:00"});
  CHECK(title_of(result.sessions.at(1)) == "B");
  CHECK(result.sessions.at(1).guid == "1/20260512T160000Z");
  CHECK(title_of(result.sessions.at(2)) == "A");
  CHECK(result.sessions.at(2).session.status == SessionStatus::Cancelled);
}

TEST_CASE("a replacement whose RECURRENCE-ID is midnight or another time of its day means the only date of that day") {
  const std::string series =
      event("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nRRULE:FREQ=WEEKLY;COUNT=3");
  for (const char* id : {"TZID=Europe/Stockholm:20260512T000000", "TZID=Europe/Stockholm:20260512T173000"}) {
    INFO(id);
    const auto result = import(series + event("UID:1\nSUMMARY:B\nRECURRENCE-ID;" + std::string{id} +
                                              "\nDTSTART;TZID=Europe/Stockholm:20260514T100000"));
    CHECK(local_starts(result) == Strings{"2026-05-05T18:00", "2026-05-19T18:00", "2026-05-14T10:00"});
    CHECK(result.sessions.at(2).guid == "1/20260512T160000Z");
    CHECK(!has_code(result, "bad-recurrence-id"));
  }
  SourceSettings later = malmo();
  later.now = parse_instant("2026-06-05T08:00:00Z").value();
  const auto past = import(series + event("UID:1\nSUMMARY:B\nRECURRENCE-ID;TZID=Europe/Stockholm:20260512T000000\n"
                                          "DTSTART;TZID=Europe/Stockholm:20260514T100000"),
                           later);
  CHECK(past.sessions.back().guid == "1/20260512T160000Z");
  const auto beside = import(series + event("UID:1\nSUMMARY:B\nRECURRENCE-ID;TZID=Europe/Stockholm:20260513T180000\n"
                                            "DTSTART;TZID=Europe/Stockholm:20260514T100000"));
  CHECK(beside.sessions.size() == 4);
  CHECK(count_code(beside, "bad-recurrence-id") == 1);
}

TEST_CASE("a RECURRENCE-ID on a series that has no other record is none") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nRECURRENCE-ID:19700102T010000Z\nDTSTART:20260505T180000\n"
                   "RRULE:FREQ=WEEKLY;COUNT=3"));
  CHECK(result.sessions.size() == 3);
  CHECK(has_code(result, "bad-recurrence-id"));
}

TEST_CASE("what is private is kept hidden and said; tasks are left out and counted") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nCLASS:PRIVATE") +
                             "BEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\n");
  CHECK(result.sessions.at(0).session.visibility == Visibility::Hidden);
  CHECK(count_code(result, "not-public") == 1);
  CHECK(has_note(result, "tasks and notes left out: 1"));
}

TEST_CASE("a replacement by day or without its series is kept") {
  CHECK(local_starts(import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=DAILY;COUNT=2") +
                            event("UID:1\nSUMMARY:B\nRECURRENCE-ID;VALUE=DATE:20260506\nDTSTART:20260506T190000"))) ==
        Strings{"2026-05-05T18:00", "2026-05-06T19:00"});
  CHECK(import(event("UID:1\nSUMMARY:B\nRECURRENCE-ID:20260512T160000Z\nDTSTART:20260514T080000Z")).sessions.size() ==
        1);
}

TEST_CASE("this and following instances move along (RANGE)") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nRRULE:FREQ=WEEKLY;COUNT=4") +
             event("UID:1\nSUMMARY:B\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20260519T180000\n"
                   "DTSTART;TZID=Europe/Stockholm:20260519T190000\nDURATION:PT1H"));
  CHECK(local_starts(result) ==
        Strings{"2026-05-05T18:00", "2026-05-12T18:00", "2026-05-26T19:00", "2026-05-19T19:00"});
  CHECK(title_of(result.sessions.at(2)) == "B");
  CHECK(length_of(result.sessions.at(2)) == Minutes{60});
}

TEST_CASE("what moves along keeps the clock of its series, in whatever form its times are given (RANGE)") {
  const auto starts = [&](const std::string& first, const std::string& replaced, const std::string& replacement) {
    auto all =
        local_starts(import(event("UID:1\nSUMMARY:A\nDTSTART" + first + "\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3") +
                            event("UID:1\nSUMMARY:B\nRECURRENCE-ID;RANGE=THISANDFUTURE" + replaced + "\nDTSTART" +
                                  replacement + "\nDURATION:PT1H")));
    std::sort(all.begin(), all.end());
    return all;
  };
  const std::string here = ";TZID=Europe/Stockholm:";
  const Strings same{"2026-05-05T18:00", "2026-05-12T18:00", "2026-05-19T18:00"};
  const Strings later{"2026-05-05T18:00", "2026-05-12T20:00", "2026-05-19T20:00"};
  CHECK(starts(here + "20260505T180000", here + "20260512T180000", ":20260512T160000Z") == same);
  CHECK(starts(here + "20260505T180000", here + "20260512T180000", ":20260512T180000Z") == later);
  CHECK(starts(":20260505T160000Z", ":20260512T160000Z", here + "20260512T200000") == later);
  CHECK(starts(here + "20260505T180000", ";VALUE=DATE:20260512", here + "20260512T200000") == later);
  CHECK(starts(";TZID=America/New_York:20260505T120000", ":20260512T160000Z", ":20260512T180000") == same);
}

TEST_CASE("a cancellation is applied to the records of its UID and is no session (RFC 5546)") {
  const auto cancelled = [](const ImportResult& result) {
    Strings starts;
    for (const auto& record : result.sessions)
      if (record.session.status == SessionStatus::Cancelled) starts.push_back(local_start(record).substr(0, 16));
    std::sort(starts.begin(), starts.end());
    return starts;
  };
  const auto with = [&](const std::string& records, const std::string& cancel) {
    const auto result =
        parse_ics("BEGIN:VCALENDAR\r\n" + records + "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" +
                      event(cancel) + "END:VCALENDAR\r\n",
                  malmo());
    check_books(result);
    return result;
  };
  const std::string one =
      "UID:1\nSUMMARY:A\nLOCATION:Aula\nDTSTART;TZID=Europe/Stockholm:20260505T180000\nDURATION:PT1H\n";
  for (const char* sequence : {"", "SEQUENCE:0", "SEQUENCE:3"}) {
    const auto result = with(event(one), one + sequence);
    CHECK(result.sessions.size() == 1);
    CHECK(cancelled(result) == Strings{"2026-05-05T18:00"});
    CHECK(count_code(result, "superseded") == 1);
  }
  CHECK(cancelled(with(event(one + "SEQUENCE:2"), one + "SEQUENCE:1")).empty());  // an old one
  // A series, whether or not its rule is said again, and what is replaced in it.
  const std::string series = one + "RRULE:FREQ=WEEKLY;COUNT=3\n";
  const std::string moved =
      "UID:1\nSUMMARY:B\nRECURRENCE-ID:20260512T160000Z\nDTSTART;TZID=Europe/"
      "Stockholm:20260513T190000\nDURATION:PT1H\n";
  const auto all = with(event(series) + event(moved), one + "SEQUENCE:1");
  CHECK(cancelled(all) == Strings{"2026-05-05T18:00", "2026-05-13T19:00", "2026-05-19T18:00"});
  CHECK(all.sessions.size() == 3);
  // One instance, with a record of its own and without; it keeps its room and its length.
  CHECK(cancelled(with(event(series) + event(moved), moved)) == Strings{"2026-05-13T19:00"});
  const auto bare = with(event(series), "UID:1\nRECURRENCE-ID;TZID=Europe/Stockholm:20260512T180000");
  CHECK(cancelled(bare) == Strings{"2026-05-12T18:00"});
  for (const auto& record : bare.sessions) {
    CHECK(length_of(record) == Minutes{60});
    CHECK(record.session.room == RoomRef{std::nullopt, "Aula"});
  }
  const auto rest =
      with(event(series), "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20260512T180000");
  CHECK(cancelled(rest) == Strings{"2026-05-12T18:00", "2026-05-19T18:00"});
  // A producer with one UID for all.
  const std::string other = "UID:1\nSUMMARY:B\nDTSTART;TZID=Europe/Stockholm:20260506T180000\nDURATION:PT1H\n";
  CHECK(cancelled(with(event(one) + event(other), other)) == Strings{"2026-05-06T18:00"});
}

TEST_CASE("exclusions and replacements name a date by its instant in the nights when the clock changes (R-45)") {
  const auto starts = [](const std::string& lines, const std::string& more = "") {
    auto all = local_starts(import(event("UID:1\nSUMMARY:A\n" + lines) + more));
    std::sort(all.begin(), all.end());
    return all;
  };
  const std::string spring = "DTSTART;TZID=Europe/Stockholm:20270327T023000\nRRULE:FREQ=DAILY;COUNT=3\n";
  CHECK(starts(spring + "EXDATE:20270328T013000Z") == Strings{"2027-03-27T02:30", "2027-03-29T02:30"});
  const std::string autumn = "DTSTART;TZID=Europe/Stockholm:20261024T023000\nRRULE:FREQ=DAILY;COUNT=3\n";
  const auto replaced = [&](const std::string& id) {
    return starts(autumn, event("UID:1\nSUMMARY:B\nRECURRENCE-ID:" + id + "\nDTSTART:20261025T100000Z"));
  };
  const Strings wanted{"2026-10-24T02:30", "2026-10-25T11:00", "2026-10-26T02:30"};
  CHECK(replaced("20261025T003000Z") == wanted);
  CHECK(replaced("20261025T013000Z") == wanted);
}

TEST_CASE("midnight means no date of a day with several, be it the first") {
  const auto result =
      import(event("UID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Stockholm:20260505T080000\n"
                   "RRULE:FREQ=DAILY;COUNT=4;BYHOUR=8,12;BYMINUTE=0;BYSECOND=0") +
             event("UID:1\nSUMMARY:B\nRECURRENCE-ID;TZID=Europe/Stockholm:20260505T000000\nDTSTART:20260505T160000Z"));
  CHECK(result.sessions.size() == 5);
  CHECK(has_code(result, "bad-recurrence-id"));
}

TEST_CASE("a day written with its midnight is a day; a length of thousands of years is none") {
  const auto day = only("SUMMARY:A\nDTSTART;VALUE=DATE:20260520T000000\nDTEND;VALUE=DATE:20260521T000000").session;
  CHECK(day.all_day);
  CHECK(day.end - day.start == std::chrono::hours{24});
  CHECK(has_code(import(event("SUMMARY:A\nDTSTART:20260520T080000Z\nDURATION:P100000W")), "bad-duration"));
}

TEST_CASE("languages of a locale and emoji in halves are read") {
  const auto title =
      only("SUMMARY;LANGUAGE=en_GB:Tea \xED\xA0\xBD\xED\xB8\x80\nDTSTART:20260520T080000Z").session.title;
  CHECK(title.by_language() == std::map<std::string, std::string>{{"en-GB", "Tea \xF0\x9F\x98\x80"}});
}

TEST_CASE("an endless series is imported for 400 days from yesterday (S-52)") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20200101T180000\nRRULE:FREQ=DAILY"));
  CHECK(result.sessions.size() == 400);
  CHECK(local_start(result.sessions.front()) == "2026-05-04T18:00:00+02:00");
  CHECK(has_code(result, "endless-recurrence"));
  CHECK(result.series_from ==
        std::map<std::string, UtcTime>{{"1", parse_instant("2026-05-04T00:00:00+02:00").value()}});
  CHECK(import(event("UID:1\nSUMMARY:A\nDTSTART:20200101T180000\nRRULE:FREQ=DAILY;COUNT=9")).series_from.empty());
  SourceSettings later = malmo();
  later.now += std::chrono::hours{3};
  CHECK(import(event("UID:1\nSUMMARY:A\nDTSTART:20200101T180000\nRRULE:FREQ=DAILY"), later).sessions ==
        result.sessions);
}

TEST_CASE("a series gives at most 2000 instances (S-52)") {
  const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T000000\nRRULE:FREQ=MINUTELY"));
  CHECK(result.sessions.size() == 2000);
  CHECK_FALSE(has_code(result, "costly-recurrence"));  // it stops where nothing more would be kept
}

TEST_CASE("the work of a file's rules is counted, not timed: a busy machine leaves nothing out (I7)") {
  std::string events;
  for (int i = 0; i < 60; ++i)
    events += event("UID:" + std::to_string(i) +
                    "\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=28");
  const auto result = import(events);
  CHECK(result.sessions.size() == 60);
  CHECK(count_code(result, "too-many-instances") >= 21);  // 39 rules take two million steps; slower machines fewer
}

TEST_CASE("rules that cannot be read leave the dates that are written out") {
  for (const std::string rule : {"FREQ=SOMETIMES", "FREQ=DAILY;COUNT=x", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
                                 "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=-2147483648MO",
                                 "FREQ=MONTHLY;BYMONTHDAY=-2147483648", "RSCALE=CHINESE;FREQ=YEARLY", "", ";;;="}) {
    INFO(rule);
    const auto result = import(event("UID:1\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:" + rule));
    CHECK(local_starts(result) == Strings{"2026-05-05T18:00"});
    CHECK_FALSE(result.findings.empty());
  }
}

TEST_CASE("a file of endless and costly series ends in bounded work with exact books (S-52, I5)") {
  std::string events;
  for (int i = 0; i < 300; ++i) {
    for (const char* rule : {"FREQ=DAILY", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=28", "FREQ=YEARLY;BYMONTH=3;BYDAY=6MO",
                             "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO;BYSETPOS=-366"})
      events += event("UID:" + std::to_string(i) + rule + "\nSUMMARY:A\nDTSTART:20200101T180000\nRRULE:" + rule);
  }
  const auto result = import(events);
  CHECK(result.records >= 1200);
  CHECK(result.sessions.size() < 100'000);
}

TEST_CASE("repeated records of a long description are bounded (S-52)") {
  std::string long_text;
  while (long_text.size() < 200'000) long_text += "ord ";
  std::string events;
  for (int i = 0; i < 10; ++i)
    events += event("UID:" + std::to_string(i) + "\nSUMMARY:A\nDTSTART:20260505T180000\nRRULE:FREQ=MINUTELY\n" +
                    "DESCRIPTION:" + long_text);
  const auto result = import(events);
  std::size_t bytes = 0;
  for (const auto& record : result.sessions) bytes += record.session.abstract.by_language().begin()->second.size();
  CHECK(bytes < (80u << 20));
  CHECK(result.sessions.size() >= 10);
}

TEST_CASE("what is no calendar is refused as a whole") {
  CHECK_THROWS_WITH(parse_ics("<html>", malmo()),
                    "not an iCalendar file: it has no line BEGIN:VCALENDAR or BEGIN:VEVENT");
  CHECK(import("").records == 0);
}

TEST_CASE("the calendar's name and encoding are said") {
  const auto result = import("X-WR-CALNAME:Old\r\nNAME:New\r\nX-WR-TIMEZONE:Europe/Paris\r\n");
  CHECK(result.title == "New");
  CHECK(result.format == "ics");
  CHECK(result.notes == Strings{"the calendar names the time zone Europe/Paris", "encoding UTF-8"});
}
