#include "content-server/import/ics_recurrence.hpp"

#include <map>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::ics;

namespace {

/// One block of an oracle file.
struct Case {
  std::string rule;
  std::string start;
  std::string from;  ///< only instances from here on are listed
  std::string instances;
  bool fails = false;
};

std::vector<Case> read_cases(const std::string& path, bool starts_cut) {
  std::vector<Case> cases;
  Case current;
  std::istringstream file{test::read_file(path)};
  const auto flush = [&] {
    if (!current.rule.empty()) cases.push_back(current);
    current = {};
  };
  for (std::string line; std::getline(file, line);) {
    const std::string text{trimmed(line)};
    const auto value = [&](std::string_view name) { return text.substr(std::min(name.size(), text.size())); };
    if (text.empty()) flush();
    if (text.starts_with("RRULE:")) current.rule = value("RRULE:");
    if (text.starts_with("DTSTART:")) current.start = value("DTSTART:");
    if (text.starts_with("START-AT:") && starts_cut) current.from = value("START-AT:");
    if (text.starts_with("INSTANCES:")) current.instances = value("INSTANCES:");
    if (text.starts_with("EXCEPTION")) current.fails = true;
  }
  flush();
  return cases;
}

std::string expand(const Case& c) {
  const auto start = parse_time(c.start, {});
  const ParsedRule parsed = parse_rule(c.rule);
  if (!start || !parsed.rule) return "";
  const bool days = start->form == TimeForm::Date;
  const LocalTime from = c.from.empty() ? start->wall : parse_time(c.from, {})->wall;
  std::string text;
  std::size_t listed = 0;
  for (const LocalTime wall : occurrences(*parsed.rule, start->wall, days, 100'000)) {
    if (wall < from || ++listed > 400) continue;
    text += (text.empty() ? "" : ",") + format_wall(wall, days) + (start->form == TimeForm::Utc ? "Z" : "");
  }
  return text;
}

constexpr const char* kPosition = "BYSETPOS among times or weekdays, which libical 3.0.16 gets wrong, is refused";
constexpr const char* kTooFar = "sub-daily steps end after 50,000; the next match is years away";
constexpr const char* kOracleGivesUp = "the oracle says unimplemented; the instances are those of ical.net's oracle";
constexpr const char* kWeekYear =
    "the oracles differ on INTERVAL with BYWEEKNO; years are those of the week, as in ical.net";
constexpr const char* kOtherLimit = "years end at 2500 here and at 9999 there";
constexpr const char* kForbidden =
    "RFC 5545 forbids numbered weekdays with BYWEEKNO; with BYYEARDAY they are refused too";

/// Where this importer differs from an oracle, by "rule @ start", and why.
const std::map<std::string, std::string>& deviations() {
  static const std::map<std::string, std::string> list = {
      {"FREQ=HOURLY;BYHOUR=12;BYYEARDAY=-366;COUNT=3 @ 20120101T120000", kTooFar},
      {"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101 @ 20241230", kOracleGivesUp},
      {"FREQ=WEEKLY;BYDAY=MO,TU,SU,SA,TH;BYSETPOS=3,2;COUNT=4 @ 20240102T120000", kPosition},
      {"FREQ=MONTHLY;BYMINUTE=12,39;BYHOUR=8,14,15;BYDAY=1MO,1TU,2SA,3MO;BYSETPOS=1,-5,3,-21,4,-8;COUNT=15 @ "
       "20240101T081200",
       kPosition},
      {"FREQ=MONTHLY;BYMINUTE=12,39;BYHOUR=8,14,15;BYDAY=1MO,1TU,2SA,3MO;BYSETPOS=1,-5,3,-21,4,-8;COUNT=15 @ "
       "20240102T143900",
       kPosition},
      {"FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=2;COUNT=5 @ 20241023T154000", kPosition},
      {"FREQ=MINUTELY;BYSECOND=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=2;COUNT=5 @ 20241023T001540", kPosition},
      {"FREQ=HOURLY;BYHOUR=15,17,19;BYMINUTE=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=2;COUNT=5 @ 20241023T154000",
       kPosition},
      {"FREQ=MINUTELY;BYMINUTE=15,17,19;BYSECOND=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=2;COUNT=5 @ 20241023T001540",
       kPosition},
      {"FREQ=DAILY;BYMINUTE=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=5;COUNT=5 @ 20241023T154000", kPosition},
      {"FREQ=DAILY;BYMONTHDAY=23,28,2;BYMINUTE=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=5;COUNT=5 @ 20241023T154000",
       kPosition},
      {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3 @ 20241023", kPosition},
      {"FREQ=HOURLY;BYHOUR=15,17,19;BYMINUTE=0,10,20,30,40,50;BYSETPOS=5,-4;INTERVAL=2;COUNT=5 @ 20241023T154000",
       kPosition},
      {"FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,"
       "16;BYMINUTE=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16;BYSECOND=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16;BYSETPOS=1,-"
       "1;COUNT=4 @ 20250101T010101",
       kPosition},
      {"FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=TH;COUNT=1 @ 20270103T000000Z", kWeekYear},
      {"FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1 @ 20270103T000000Z", kWeekYear},
      {"FREQ=HOURLY;BYHOUR=3,6;BYMINUTE=5,15,25;INTERVAL=7;BYSETPOS=1,-1;COUNT=4 @ 20250101T030500", kPosition},
      {"FREQ=YEARLY @ 20240101 fails", kOtherLimit},
      {"FREQ=YEARLY;COUNT=2 @ 99980101", kOtherLimit},
      {"FREQ=YEARLY;COUNT=1 @ 99990101", kOtherLimit},
      {"FREQ=YEARLY;BYWEEKNO=10;BYDAY=1MO;COUNT=3 @ 20240304T090000", kForbidden},
      {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2;COUNT=3 @ 20260106", kPosition},
      {"FREQ=YEARLY;BYYEARDAY=152,173,251,272,321,342;BYDAY=22MO,26MO,36TU,37TU,49TU;COUNT=3 @ 20260601", kForbidden},
      {"FREQ=YEARLY;BYYEARDAY=-1,-2;BYDAY=-1WE;COUNT=4 @ 20251220", kForbidden}};
  return list;
}

std::size_t check_oracle(const std::string& file, bool starts_cut) {
  const auto path = test::shared_data(file);
  if (!path) return 0;
  std::size_t count = 0;
  for (const Case& c : read_cases(*path, starts_cut)) {
    const std::string name = c.rule + " @ " + c.start + (c.fails ? " fails" : "");
    INFO(name);
    const bool agrees = c.fails ? expand(c).empty() : expand(c) == c.instances;
    INFO("listed " << c.instances << ", got " << expand(c));
    CHECK(agrees != deviations().contains(name));
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("recurrence rules give the instances of libical's oracle or are known to differ (I3)") {
  SKIP_WITHOUT_DATA(test::shared_data("ical"));
  CHECK(check_oracle("ical/libical/src/test/icalrecur_test.txt", false) > 130);
}

TEST_CASE("recurrence rules give the instances of the ical.net oracle or are known to differ (I3)") {
  SKIP_WITHOUT_DATA(test::shared_data("ical"));
  CHECK(check_oracle("ical/ical.net/Calendars/Recurrence/RecurrenceTestCases.txt", true) > 70);
}
