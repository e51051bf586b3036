#pragma once
#include <string>
#include <vector>

#include "core/venue/directions.hpp"

namespace skylt::test {

/// What came of sending visitors from a screen at every node to every room and amenity (W1).
struct Walks {
  int arrived = 0;
  int unreachable = 0;
  int lost = 0;
  std::vector<std::string> faults;  ///< where they went astray: "node to destination: what the screen shows, why"
};

/// The first of the faults, one a line, for a test's message.
std::string some(const Walks& walks);

/// A visitor who goes where the screen's arrow points: to the sign's target, through the door there, up or down the
/// connector to the level that the sign names, and reads the next screen there. Every screen is read anew, facing
/// `heading`. Lost: no arrow where a way exists, a target that lies on no way, remaining cost that does not fall.
Walks follow_targets(const Network& network, std::size_t venue, double heading, Profile profile);

/// A visitor who sees no more than the arrow, one of eight, the kind, direction and level of a connector, and what
/// stands on doors: of all ways that begin where he stands (at the screen's node, at nodes of the same space at his
/// feet, and the destination's own door where it is in sight; not a door behind which no way goes on) he takes the one
/// nearest to where the arrow points.
Walks follow_arrows(const Network& network, std::size_t venue, double heading, Profile profile);

}  // namespace skylt::test
