#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

/// Something about the plan that a person has to complete before every way can be shown.
struct SeedGap {
  std::string code;    ///< stable, kebab-case: "no-opening", "one-stop", "island" …
  std::string object;  ///< id of the space, opening or connector
  std::string reason;  ///< one plain sentence
  bool operator==(const SeedGap&) const = default;
};

/// Where a connector is entered and left. Without a space it is found by `at` on `level`.
struct SeedStop {
  std::string level;
  std::string space;
  std::optional<Point> at;  ///< absent: well inside the space
};

/// What a source says of a connector; connector `id` is in the venue.
struct SeedConnector {
  std::string id;
  std::vector<SeedStop> stops;  ///< in order; a lift goes from each to each, anything else from one to the next
  bool directed = false;        ///< only in the order of the stops
};

/// What a source says that the venue's parts cannot hold.
struct SeedHints {
  std::vector<SeedConnector> connectors;
  std::map<std::string, std::string> one_way;  ///< opening id -> the space that one comes from
  std::map<std::string, bool> step_free;       ///< of openings
  std::set<std::string> entrances;             ///< openings that, where they lead outside, are places to be led to
  bool assume_doors = false;  ///< a room without any opening gets one in the wall that it shares with a corridor
};

/// Lays the walking graph into a venue that has spaces, openings and perhaps connectors: nodes on both sides of every
/// opening, inside every walkable space and at every stop of a connector, and edges between what can see each other
/// inside one space, by way of its inner corners where needed. Spaces of stairs, lifts and escalators that lie above
/// each other on neighbouring ordinals become connectors. Openings with nothing on one side lead outside. Rooms and
/// amenities get their nodes. Nodes and edges that are there already stay, and so does everything a person has written
/// into an opening, room or amenity.
///
/// Ids follow from those of the parts alone: the same plan gives the same graph. Nothing throws; what could not be
/// connected comes back for a person to complete.
std::vector<SeedGap> seed_graph(Venue& venue, const SeedHints& hints = {});

}  // namespace skylt
