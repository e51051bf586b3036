#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/snapshot/ways.hpp"
#include "core/venue/directions.hpp"
#include "player/scene/widget.hpp"

namespace skylt {

/// Where one page of a map leads: a room with what is on there next, or an amenity.
struct Stop {
  const EffectiveSession* session = nullptr;  ///< borrowed from the context; nullptr: the place itself is meant
  const Room* room = nullptr;
  const Amenity* amenity = nullptr;
  std::optional<Direction> direction;  ///< nullopt: the screen's place is not known
};

/// What map and way draw from: the same stops in the same order, so that their pages belong together.
struct StopList {
  std::shared_ptr<const Ways> ways;
  const Venue* venue = nullptr;  ///< the screen's own, as the ways know it; nullptr: none
  std::optional<Pose> pose;      ///< nullopt: no heads-up map and no arrows (M5)
  std::string level;             ///< the viewer's; empty where nobody knows it
  std::vector<Stop> stops;       ///< may be empty
};

/// Option `to`: that room or amenity alone. Else the rooms of what begins next, the most imminent first, then of what
/// is on, each room once and as many as come round in time; with an untrusted clock none.
StopList stops_of(const Context& context, const Region& region);

/// Where the stop's door is on the venue's levels; empty where unknown.
std::string level_of(const StopList& list, const Stop& stop);

/// nullptr where the venue has no level of that id.
const Level* find_level(const Venue& venue, const std::string& id);

/// Name of the stop's place as people know it.
TaggedText stop_name(const Context& context, const Stop& stop);
/// "10:00–11:30"; empty without a session.
TaggedText stop_time(const Context& context, const Stop& stop);

}  // namespace skylt
