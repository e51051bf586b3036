#pragma once
#include <string>

#include "core/base/json.hpp"
#include "core/programme/event.hpp"
#include "core/venue/directions.hpp"

namespace skylt {

struct ShowDirectionsQuery {
  std::string screen;  ///< id
  std::string to;      ///< id or name of a room, id of an amenity or venue, kind of amenity; empty: all
  Profile profile = Profile::Walk;
};

/// "walk", "step_free", "few_steps".
std::string_view name_of(Profile profile);

/// CONTRACTS.md "show directions": what the screen shows at `at`, with closures and opening hours as they are then.
/// Beside the keys of the contract each destination says `venue`, `level`, `what` (an amenity's kind), `exact` (bearing
/// before it was put into one of eight), `ambiguous`, `surveyed`, `staffed` and `step_free_way` (the step-free way
/// where the one shown is not that). Throws Error(not_found) for a screen or destination that does not exist.
Json show_directions(const EventData& data, const ShowDirectionsQuery& query, UtcTime at);

}  // namespace skylt
