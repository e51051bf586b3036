#pragma once
#include <optional>
#include <string>

#include "core/base/json.hpp"
#include "core/programme/event.hpp"
#include "core/programme/now.hpp"

namespace skylt {

/// What a person asked to see; empty members ask for everything.
struct ShowFilter {
  std::optional<Day> day;  ///< service day of the effective start
  std::string venue;       ///< venue id
  std::string room;  ///< room id, or a name: of a known room or the literal one of a source; case and space folded
};

/// A session as it is true now, with every key of the contract and `changes` (ids in force) and `service_day`
/// (CONTRACTS.md "Session"). `start`, `end`, `room` and `status` are the effective ones.
Json session_json(const EffectiveSession& session, const DayRule& rule);

/// {"sessions":[…]} by start, room, id, with the changes that are in force at `now`. Hidden sessions are left out and
/// withheld names too. Throws Error(not_found) for a venue or room that nothing is called.
Json show_sessions(const EventData& data, const ShowFilter& filter, UtcTime now);

/// {"at","next_change","rooms":[…]} (CONTRACTS.md "show now"). `filter.day` is not used. Throws as show_sessions().
Json show_now(const EventData& data, const ShowFilter& filter, UtcTime at);

/// "running", "starting", "overrun", "free", "day-over" or "closed".
std::string name_of(RoomStatus status);

}  // namespace skylt
