#include "player/device/clocks.hpp"

#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

const UtcTime kNoon = *parse_instant("2026-05-05T12:00:00Z");
const MonotonicTime kStart{Seconds{1000}};

}  // namespace

TEST_CASE("a clock is trusted when something synchronises it or the server agrees within five seconds (R-41)") {
  CHECK_FALSE(is_trusted(kNoon, {}));
  CHECK(is_trusted(kNoon, {.ntp = true, .server_time = {}, .floor = {}}));
  CHECK(is_trusted(kNoon, {.ntp = false, .server_time = kNoon + Seconds{5}, .floor = {}}));
  CHECK(is_trusted(kNoon, {.ntp = false, .server_time = kNoon - Seconds{5}, .floor = {}}));
  CHECK_FALSE(is_trusted(kNoon, {.ntp = false, .server_time = kNoon + Millis{5001}, .floor = {}}));
}

TEST_CASE("a clock below the floor is never trusted (R-42)") {
  CHECK_FALSE(is_trusted(kNoon, {.ntp = true, .server_time = kNoon, .floor = kNoon + Millis{1}}));
  CHECK(build_time() > *parse_instant("2026-01-01T00:00:00Z"));
}

TEST_CASE("the floor rises to what the server has signed, less what clocks that agree may differ by (R-41, R-42)") {
  CHECK(raised_floor(kNoon, std::nullopt) == kNoon);
  CHECK(raised_floor(kNoon, kNoon + Seconds{60}) == kNoon + Seconds{55});
  CHECK(raised_floor(kNoon, kNoon - Seconds{60}) == kNoon);
  // A clock three seconds behind the server's is trusted, also just after the server has said so.
  const UtcTime wall = kNoon - Seconds{3};
  CHECK(is_trusted(wall, {.ntp = false, .server_time = kNoon, .floor = raised_floor({}, kNoon)}));
}

TEST_CASE("a server whose clock is far ahead of one that NTP keeps is not believed, lest it stay untrusted for good") {
  const UtcTime now = *parse_instant("2026-11-22T20:00:00Z");
  CHECK(is_believable(now + Minutes{1}, now, true));
  CHECK(is_believable(now - std::chrono::hours{48}, now, true));
  CHECK_FALSE(is_believable(now + std::chrono::hours{25}, now, true));
  CHECK(is_believable(now + std::chrono::hours{25}, now, false));  // a player whose own clock was never set
}

TEST_CASE("the rotation runs on the monotonic clock whatever the wall clock does (R-40)") {
  RotationClock rotation;
  rotation.anchor(kNoon, kStart);
  CHECK(rotation.at(kStart + Seconds{90}) == kNoon + Seconds{90});
}

TEST_CASE("at a page edge the rotation follows a wall clock that was set (R-40, N9)") {
  for (const char* wall : {"1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2026-05-05T13:00:10Z",
                           "2026-05-04T12:00:10Z", "2026-05-05T12:00:10.250Z"}) {
    RotationClock rotation;
    rotation.anchor(kNoon, kStart);
    CHECK(rotation.follow(*parse_instant(wall), kStart + Seconds{10}));
    CHECK(rotation.at(kStart + Seconds{11}) == *parse_instant(wall) + Seconds{1});
  }
}

TEST_CASE("the rotation does not step back over the page edge that it has just passed") {
  RotationClock rotation;
  rotation.anchor(kNoon, kStart);
  CHECK_FALSE(rotation.follow(kNoon + Millis{9997}, kStart + Seconds{10}));
  CHECK(rotation.at(kStart + Seconds{10}) == kNoon + Seconds{10});
}

TEST_CASE("a clock that stands in for the system's is asked each time and is not simulated") {
  UtcTime now = kNoon;
  const WallClock clock{[&] { return now; }};
  CHECK_FALSE(clock.simulated());
  now += Seconds{5};
  CHECK(clock.now() == kNoon + Seconds{5});
}

TEST_CASE("a simulated clock starts where it is told and runs on") {
  const WallClock clock{kNoon};
  CHECK(clock.simulated());
  CHECK(clock.now() >= kNoon);
  CHECK(clock.now() < kNoon + Minutes{5});
  CHECK_FALSE(WallClock{}.simulated());
}
