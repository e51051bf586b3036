#include "content-server/api/mentions.hpp"

#include "tests/support/catch.hpp"

using namespace skylt;

TEST_CASE("what a session is asked about is now on its day, else when it begins") {
  const DayRule rule{TimeZone::find("Europe/Stockholm")};
  const auto at = [](const char* text) { return parse_instant(text).value(); };
  Session session;
  session.start = at("2027-05-04T10:30:00+02:00");
  session.end = at("2027-05-04T12:00:00+02:00");
  const auto asked = [&](const char* now) { return moment_of(session, rule, at(now)); };
  CHECK(asked("2027-05-04T08:00:00+02:00") == at("2027-05-04T08:00:00+02:00"));
  CHECK(asked("2027-05-04T11:00:00+02:00") == at("2027-05-04T11:00:00+02:00"));
  CHECK(asked("2027-05-04T12:00:00+02:00") == session.start);
  CHECK(asked("2027-05-03T12:00:00+02:00") == session.start);
  CHECK(asked("2026-11-27T10:00:00+01:00") == session.start);
}
