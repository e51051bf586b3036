// Follow the arrows in a real building: WAYFINDING.md W1.
#include "tests/venue/follow.hpp"

#include "tests/indoor/maps.hpp"
#include "tests/support/catch.hpp"

namespace skylt::test {
namespace {

/// A plan whose doors somebody has looked at: all of them wide and automatic.
Venue with_doors(Venue venue) {
  for (Opening& opening : venue.openings) {
    opening.door = "automatic";
    opening.width_m = 1.2;
  }
  for (Edge& edge : venue.edges) edge.width_m.reset();
  return venue;
}

TEST_CASE("in Apple's Dinoseum whoever goes where generated screens point arrives, by every profile (W1)") {
  const auto venue = load_dinoseum();
  SKIP_WITHOUT_DATA(venue);
  const std::vector<Venue> venues{with_doors(*venue)};
  const Network network{venues, {}, {}, UtcTime{}, 1, 600};
  const auto check = [&](Profile profile, double heading, int unreachable) {
    const Walks walks = follow_targets(network, 0, heading, profile);
    INFO("facing " << heading << ": " << walks.arrived << " arrived, " << walks.unreachable << " not, " << some(walks));
    CHECK(walks.lost == 0);
    CHECK(walks.arrived > 65'000);
    CHECK(walks.unreachable <= unreachable);
  };
  check(Profile::Walk, 0, 0);
  check(Profile::StepFree, 75, 8'000);  // what only stairs and escalators lead to
  check(Profile::FewSteps, 200, 0);
}

}  // namespace
}  // namespace skylt::test
