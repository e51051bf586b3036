// The sample's own screens in its own houses: WAYFINDING.md W2, W5, accessibility.md A-63.
#include "tests/venue/sample.hpp"
#include "tests/support/catch.hpp"
#include "tests/venue/plans.hpp"
#include "tests/venue/turning.hpp"

namespace skylt::test {
namespace {

/// One venue of the sample, alone, with its screens.
struct House {
  Venue venue;
  std::vector<Screen> screens;
};

std::vector<House> houses(const EventData& data) {
  std::vector<House> all;
  for (const Venue& venue : data.venues) {
    House house{venue, {}};
    for (const Screen& screen : data.screens)
      if (screen.venue == venue.id) house.screens.push_back(screen);
    all.push_back(std::move(house));
  }
  return all;
}

std::string arrows(const House& house) {
  const Moment moment{{house.venue}};
  std::string told;
  for (const Screen& screen : house.screens) {
    for (const Direction& row : directions_from(moment.network, screen, {})) {
      told += screen.id + " " + row.id;
      for (const Sign* sign : {&row.sign, row.step_free_sign ? &*row.step_free_sign : nullptr})
        if (sign) told += " " + std::to_string(static_cast<int>(sign->arrow)) + std::to_string(sign->bearing);
      told += "\n";
    }
  }
  return told;
}

TEST_CASE("turning, shifting and mirroring the sample's houses twice leaves its screens' arrows as they were (W2)") {
  for (const House& house : houses(sample_event())) {
    INFO(house.venue.id);
    const std::string before = arrows(house);
    REQUIRE(before.size() > 200);
    for (const double degrees : {33.0, 90.0, 211.0}) {
      House turned = house;
      rotate(turned.venue, turned.screens, degrees);
      translate(turned.venue, turned.screens, -321.5, 77.25);
      CHECK(arrows(turned) == before);
    }
    House twice = house;
    mirror(twice.venue, twice.screens);
    CHECK(arrows(twice) != before);
    mirror(twice.venue, twice.screens);
    CHECK(arrows(twice) == before);
  }
}

TEST_CASE(
    "turning each of the sample's screens by 90 degrees turns its arrows by 90, by 180 swaps ahead and behind (A-63, "
    "W5)") {
  const EventData data = sample_event();
  const Network network{data.venues, data.links, {}, UtcTime{}, 1, 600};
  int turned = 0;
  for (const Screen& screen : data.screens) {
    const auto pose = pose_of(network, screen);
    REQUIRE(pose);
    for (const Direction& row : directions_from(network, screen, {})) {
      INFO(screen.id << " to " << row.id);
      REQUIRE(row.route);
      const Sign before = sign_of(network, *pose, *row.route);
      for (const int degrees : {90, 180, 270}) {
        Pose after = *pose;
        after.heading += degrees;  // whoever stands there turns with the screen
        const Sign sign = sign_of(network, after, *row.route);
        const bool here = before.arrow == ArrowKind::Here;
        CHECK((sign.arrow == ArrowKind::Here) == here);
        if (here) continue;
        CHECK(sign.bearing == (before.bearing - degrees + 360) % 360);
        CHECK((sign.arrow == ArrowKind::Behind) == (sign.bearing == 180));
        ++turned;
      }
    }
  }
  CHECK(turned > 300);
}

}  // namespace
}  // namespace skylt::test
