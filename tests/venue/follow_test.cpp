// Follow the arrows: WAYFINDING.md W1.
#include "tests/venue/follow.hpp"
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/venue/c3nav.hpp"
#include "tests/venue/plans.hpp"
#include "tests/venue/sample.hpp"

namespace skylt::test {
namespace {

TEST_CASE("in the sample's venues whoever goes where the screens point arrives, by every profile (W1)") {
  const EventData data = sample_event();
  const Network network{data.venues, data.links, {}, UtcTime{}, 1, 600};
  for (std::size_t venue = 0; venue < data.venues.size(); ++venue) {
    for (const Profile profile : {Profile::Walk, Profile::StepFree, Profile::FewSteps}) {
      for (const double heading : {0.0, 90.0, 200.0}) {
        const Walks walks = follow_targets(network, venue, heading, profile);
        INFO(data.venues[venue].id << ": " << some(walks));
        CHECK(walks.lost == 0);
        if (profile == Profile::Walk) CHECK(walks.unreachable == 0);
      }
    }
  }
}

TEST_CASE("in the sample's venues an arrow, a connector and a level are enough to find the way (W1)") {
  const EventData data = sample_event();
  const Network network{data.venues, data.links, {}, UtcTime{}, 1, 600};
  for (std::size_t venue = 0; venue < data.venues.size(); ++venue) {
    for (const Profile profile : {Profile::Walk, Profile::StepFree, Profile::FewSteps}) {
      for (const double heading : {0.0, 30.0, 45.0, 90.0, 160.0, 180.0, 200.0, 270.0}) {
        const Walks walks = follow_arrows(network, venue, heading, profile);
        INFO(data.venues[venue].id << " facing " << heading << ": " << some(walks));
        CHECK(walks.lost == 0);
        CHECK(walks.arrived > 20);
      }
    }
  }
}

/// Some dozens of nodes as rooms, so that a run takes seconds.
Venue with_rooms(Venue venue, std::size_t every) {
  for (std::size_t i = 0; i < venue.nodes.size(); i += every) {
    Room room;
    room.id = "till-" + venue.nodes[i].id;
    room.node = venue.nodes[i].id;
    venue.rooms.push_back(room);
  }
  return venue;
}

TEST_CASE("in the congress centre of 32C3 whoever goes where the screens point arrives (W1)") {
  const auto venue = congress_centre();
  SKIP_WITHOUT_DATA(venue);
  const Moment moment{{with_rooms(*venue, 60)}};
  const Walks walks = follow_targets(moment.network, 0, 0, Profile::Walk);
  INFO(some(walks));
  CHECK(walks.lost == 0);
  CHECK(walks.arrived > 7000);
}

}  // namespace
}  // namespace skylt::test
