#include "core/venue/directions.hpp"
#include "tests/bench/figures.hpp"
#include "tests/venue/c3nav.hpp"

namespace skylt::bench {
namespace {

/// A room of every space that a node stands in.
void add_rooms(Venue& venue) {
  for (const Space& space : venue.spaces) {
    const auto node =
        std::find_if(venue.nodes.begin(), venue.nodes.end(), [&](const Node& n) { return n.space == space.id; });
    if (node == venue.nodes.end()) continue;
    Room room;
    room.id = space.id;
    room.node = node->id;
    venue.rooms.push_back(room);
  }
}

}  // namespace

Json measure_routes() {
  auto venue = test::congress_centre();
  if (!venue) return Json::array();
  add_rooms(*venue);
  Screen screen;
  screen.venue = venue->id;
  screen.node = venue->rooms[0].node;
  screen.heading = 0;
  const std::span<const Venue> venues{&*venue, 1};
  const auto network_at_ten = [&] { return Network{venues, {}, {}, UtcTime{}, 0, 600}; };
  const double build = median_ms(5, [&] { network_at_ten(); });
  const Network network = network_at_ten();
  const double ways = median_ms(21, [&] { directions_from(network, screen, {}); });
  const std::string house =
      std::to_string(venue->nodes.size()) + " nodes, " + std::to_string(venue->edges.size()) + " edges";
  return Json::array({figure("network of the congress centre of 32C3 (" + house + ")", build, "ms"),
                      figure("from one screen to all its " + std::to_string(venue->rooms.size()) +
                                 " rooms: ways by foot and step-free, signs",
                             ways, "ms")});
}

}  // namespace skylt::bench
