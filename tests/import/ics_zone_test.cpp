#include "content-server/import/ics_event.hpp"
#include "tests/import/import_support.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// UTC of a local start in July in a zone of that name, beside these VTIMEZONE lines; "unknown" when nobody knows it.
std::string start_in(const std::string& tzid, const std::string& zone_lines = "",
                     const char* local = "20260705T120000") {
  const auto result = parse_ics("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART;TZID=" + tzid + ":" + local +
                                    "\nEND:VEVENT\n" + zone_lines + "END:VCALENDAR\n",
                                settings_in("Asia/Tokyo"));
  return count_code(result, "unknown-zone") > 0 ? "unknown" : at(result.sessions.at(0));
}

const std::string kCentralEurope =
    "BEGIN:VTIMEZONE\nTZID:Own\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n"
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n";

}  // namespace

TEST_CASE("time zones are found under the names that producers give them") {
  for (const char* name :
       {"Europe/Stockholm", "\"Europe/Stockholm\"", "/mozilla.org/20050126_1/Europe/Stockholm",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Stockholm", "/Europe/Stockholm", "posix/Europe/Vaduz",
        "W. Europe Standard Time", "\"W. Europe Standard Time 1\"", "W. Europe Daylight Time", "Romance Standard Time",
        "Central Europe Standard Time", "\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"",
        "Europe-Stockholm", "\"Western/Central Europe\"", "CET", "UTC+2", "GMT+02:00", "+0200"}) {
    INFO(name);
    CHECK(start_in(name) == "2026-07-05T10:00:00Z");
  }
  CHECK(start_in("Nowhere/Middle") == "unknown");
  CHECK(start_in("(Nowhere) Middle") == "unknown");
  CHECK(start_in("Customized Time Zone") == "unknown");
  CHECK(start_in("UTC") == "2026-07-05T12:00:00Z");
}

TEST_CASE("a zone named as Windows shows it has the summer time of its cities, or the offset alone") {
  const auto at = [](const char* name, const char* time = "20260705T120000") { return start_in(name, "", time); };
  CHECK(at("\"(UTC-05:00) Eastern Time (US & Canada)\"") == "2026-07-05T16:00:00Z");
  CHECK(at("\"(UTC-05:00) Eastern Time (US & Canada)\"", "20260105T120000") == "2026-01-05T17:00:00Z");
  CHECK(at("\"(GMT+10:00) Canberra, Melbourne, Sydney\"", "20260105T120000") == "2026-01-05T01:00:00Z");
  CHECK(at("\"(GMT+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius\"") == "2026-07-05T09:00:00Z");
  CHECK(at("\"(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"") == "2026-07-05T10:00:00Z");
  CHECK(at("\"(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London\"") == "2026-07-05T11:00:00Z");
  CHECK(at("\"(UTC) Coordinated Universal Time\"") == "2026-07-05T12:00:00Z");
  CHECK(at("(UTC+02:00)") == "2026-07-05T10:00:00Z");
  CHECK(at("\"(UTC+05:45) Somewhere\"") == "2026-07-05T06:15:00Z");
  CHECK(at("(UTC+02:00) ,:,") == "2026-07-05T10:00:00Z");
}

TEST_CASE("a zone that only its VTIMEZONE knows follows its rules, gap and overlap included") {
  CHECK(start_in("Own", kCentralEurope) == "2026-07-05T10:00:00Z");
  CHECK(start_in("Own", kCentralEurope, "20260105T120000") == "2026-01-05T11:00:00Z");
  CHECK(start_in("Own", kCentralEurope, "20270328T015959") == "2027-03-28T00:59:59Z");
  CHECK(start_in("Own", kCentralEurope, "20270328T023000") == "2027-03-28T01:30:00Z");
  CHECK(start_in("Own", kCentralEurope, "20270328T030000") == "2027-03-28T01:00:00Z");
  CHECK(start_in("Own", kCentralEurope, "20261025T023000") == "2026-10-25T00:30:00Z");
  CHECK(start_in("Own", kCentralEurope, "20261025T030000") == "2026-10-25T02:00:00Z");
}

TEST_CASE("X-LIC-LOCATION names the zone and an IANA name beats a stale VTIMEZONE") {
  const std::string located =
      "BEGIN:VTIMEZONE\nTZID:Own\nX-LIC-LOCATION:Europe/Stockholm\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
      "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n";
  CHECK(start_in("Own", located) == "2026-07-05T10:00:00Z");
  std::string stale = kCentralEurope;
  stale.replace(stale.find("Own"), 3, "Europe/Moscow");
  CHECK(start_in("Europe/Moscow", stale) == "2026-07-05T09:00:00Z");
}

TEST_CASE("an abbreviation is what the file says it is where that has a summer time, and what everyone says else") {
  std::string london = kCentralEurope;
  london.replace(london.find("Own"), 3, "GMT");
  for (const auto& [from, to] : {std::pair{"+0100", "+00x0"}, {"+0200", "+0100"}, {"+00x0", "+0000"}})
    for (std::size_t at = 0; (at = london.find(from, at)) != std::string::npos;) london.replace(at, 5, to);
  CHECK(start_in("GMT", london) == "2026-07-05T11:00:00Z");
  CHECK(start_in("GMT") == "2026-07-05T12:00:00Z");
  CHECK(start_in("CET",
                 "BEGIN:VTIMEZONE\nTZID:CET\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
                 "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n") == "2026-07-05T10:00:00Z");
}

TEST_CASE("VTIMEZONE with dates or without offsets or with garbage is survived") {
  CHECK(start_in("Own",
                 "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:DAYLIGHT\nDTSTART:20260329T020000\nRDATE:20260329T020000\n"
                 "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n") == "2026-07-05T10:00:00Z");
  CHECK(start_in("Own", "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n") ==
        "2026-07-05T10:00:00Z");
  CHECK(start_in("Own", "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nTZOFFSETTO:x\nEND:STANDARD\nEND:VTIMEZONE\n") ==
        "unknown");
}

TEST_CASE("dates and times are read in the forms that occur") {
  using ics::format_wall;
  using ics::parse_time;
  using ics::TimeForm;
  const auto wall = [](const char* text) {
    const auto time = parse_time(text, {});
    return time ? format_wall(time->wall, time->form == TimeForm::Date) + (time->form == TimeForm::Utc ? "Z" : "") : "";
  };
  CHECK(wall("20260505") == "20260505");
  CHECK(wall("2026-05-05") == "20260505");
  CHECK(wall("20260505T100000") == "20260505T100000");
  CHECK(wall("20260505T1000") == "20260505T100000");
  CHECK(wall(" 20260505t100000z ") == "20260505T100000Z");
  CHECK(wall("2026-05-05T10:00:00.500Z") == "20260505T100000Z");
  CHECK(wall("20260505T100000+0200") == "20260505T080000Z");
  CHECK(wall("20260505T240000") == "20260506T000000");
  CHECK(wall("20260505T235960") == "20260505T235959");
  for (const char* bad : {"", "2026", "20260230", "20261301", "20260505T", "20260505T250000", "20260505T106000",
                          "20260505X100000", "20260505T100000Q", "00000000", "99990101", "2026050\xC3\xA5"})
    CHECK(wall(bad).empty());
}

TEST_CASE("durations are read and garbage is not") {
  using ics::parse_duration;
  CHECK(parse_duration("P1W")->days.count() == 7);
  CHECK(parse_duration("p1dt2h3m4s")->exact == std::chrono::seconds{7384});
  CHECK(parse_duration("-PT15M")->exact == std::chrono::minutes{-15});
  for (const char* bad : {"", "P", "PT", "1H", "PT1", "PTH", "P1H", "PT1D", "PT999999999999H", "PT1H1"}) {
    INFO(bad);
    CHECK((std::string{bad} == "PT" || !parse_duration(bad)));
  }
}
