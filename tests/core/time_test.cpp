#include "core/base/time.hpp"
#include "core/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace std::chrono_literals;

namespace {
UtcTime at(const char* text) { return parse_instant(text).value(); }
}  // namespace

TEST_CASE("an instant is read with any offset and written in UTC") {
  CHECK(format_instant(at("2026-05-05T10:00:00+02:00")) == "2026-05-05T08:00:00Z");
  CHECK(format_instant(at("2026-05-05T08:00:00.25Z")) == "2026-05-05T08:00:00.250Z");
  CHECK(format_instant(at("2026-05-05T08:00:00Z"), TimeZone::find("Europe/Stockholm")) == "2026-05-05T10:00:00+02:00");
  CHECK_FALSE(parse_instant("2026-05-05T10:00:00"));
  CHECK_FALSE(parse_instant("2026-02-30T10:00:00Z"));
  CHECK_FALSE(parse_instant("yesterday"));
}

TEST_CASE("a reading in the spring gap takes the offset before it, a doubled one its first occurrence (R-45)") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  const auto reading = [](const char* text) {
    return LocalTime{parse_instant(std::string{text} + "Z")->time_since_epoch()};
  };
  CHECK(format_instant(zone.to_utc(reading("2027-03-28T02:30:00"))) == "2027-03-28T01:30:00Z");
  CHECK(format_instant(zone.to_utc(reading("2026-10-25T02:30:00"))) == "2026-10-25T00:30:00Z");
}

TEST_CASE("half past midnight belongs to the service day before (I11)") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  CHECK(format_day(service_day(at("2026-05-06T00:30:00+02:00"), zone, 4h)) == "2026-05-05");
  CHECK(format_day(service_day(at("2026-05-06T04:00:00+02:00"), zone, 4h)) == "2026-05-06");
}

TEST_CASE("service days on the nights of the clock change have 23 and 25 hours (R-45)") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  const auto length = [&](const char* day) {
    const auto interval = service_day_interval(parse_day(day).value(), zone, 0h);
    return std::chrono::duration_cast<std::chrono::hours>(interval.end - interval.start).count();
  };
  CHECK(length("2027-03-28") == 23);
  CHECK(length("2026-10-25") == 25);
  CHECK(length("2026-05-05") == 24);
}

TEST_CASE("service days follow each other where a clock change leaves out or repeats the day change (R-45)") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  for (const auto day_change : {2h + 0min, 2h + 30min, 2h + 59min, 3h + 0min, 0h + 0min})
    for (const char* night : {"2026-10-25T00:00:00Z", "2027-03-28T00:00:00Z"})
      for (auto instant = at(night) - 12h; instant < at(night) + 12h; instant += 10min) {
        CAPTURE(day_change.count(), format_instant(instant));
        const auto day = service_day(instant, zone, day_change);
        CHECK(service_day_interval(day, zone, day_change).contains(instant));
      }
  CHECK(format_day(service_day(at("2026-10-25T02:15:00+01:00"), zone, 2h + 30min)) == "2026-10-25");
}

TEST_CASE("a clock shows the hours of its change never or twice") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  const auto shown = [&](const char* text) {
    return zone.times_shown(LocalTime{at((std::string{text} + "Z").c_str()).time_since_epoch()});
  };
  CHECK(shown("2027-03-28T02:30:00") == 0);
  CHECK(shown("2027-03-28T03:00:00") == 1);
  CHECK(shown("2026-10-25T02:30:00") == 2);
}

TEST_CASE("an unknown time zone is an error that names it") {
  CHECK_THROWS_WITH(TimeZone::find("Europe/Malmo"), "unknown time zone 'Europe/Malmo'");
}
