#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/venue/seed.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// Whether an id is one that imports and seed_graph() give, not one that a person has chosen.
bool is_map_id(const std::string& id);

struct MergedVenue {
  Venue venue;
  std::vector<SeedGap> notes;                  ///< what a person had added and could not be kept as it was
  std::map<std::string, std::string> renamed;  ///< room id as the map was read -> id in the venue
};

/// Lays a map that was read again over the venue as it stands. The map says what lies where; what a person has added
/// stays: parts with ids of their own, edges to them or with words, and every value that the map does not know (doors,
/// widths, steps, landmarks, hours, capacities). Rooms are found again by the map's guid, else by their name, and keep
/// their ids, aliases and node of a person's own; a name that changed becomes an alias. A room that the map has lost
/// stays without a place, so that its sessions are still in it.
MergedVenue merge_map(const Venue& before, Venue fresh);

}  // namespace skylt
