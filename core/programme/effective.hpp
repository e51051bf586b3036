#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/programme/change.hpp"
#include "core/programme/session.hpp"

namespace skylt {

/// A session as it is true now: imported data with the live changes laid over it.
struct EffectiveSession {
  Session session;  ///< start, end and room as they are now; status Cancelled when a change cancels it
  UtcTime original_start{};
  UtcTime original_end{};
  std::optional<RoomRef> original_room;
  std::string original_venue;
  bool full = false;
  std::optional<std::string> replaced_by;  ///< session id; the replaced one is Cancelled as well (C4)
  std::optional<std::string> replaces;
  Text note;
  std::vector<std::string> changes;  ///< ids of the changes that are in force, in order of creation

  bool delayed() const { return session.start != original_start; }
  bool moved() const { return session.room != original_room; }
  bool cancelled() const { return session.status == SessionStatus::Cancelled; }
  bool operator==(const EffectiveSession&) const = default;
};

/// What rooms a moved session may name: id -> display name and venue.
struct RoomEntry {
  std::string id;
  std::string name;
  std::string venue;
};

/// The day in which a change without `until` ends.
struct DayRule {
  TimeZone zone;
  Seconds day_change{std::chrono::hours{4}};
};

/// Imported sessions with all changes in force at `now`, by start, room, id. Hidden sessions are left out; a
/// NamesWithheld session has no people. Later changes of the same kind win; different kinds add up. A delay with
/// `following` shifts later sessions of the same room and service day by the same amount until a gap takes it up.
/// DISPLAYS.md §3, C1–C6.
std::vector<EffectiveSession> effective(std::span<const Session> sessions, std::span<const Change> changes,
                                        std::span<const RoomEntry> rooms, const DayRule& rule, UtcTime now);

/// First instant after `now` at which effective() may differ because a change ends; nullopt when none does.
std::optional<UtcTime> next_change_expiry(std::span<const Session> sessions, std::span<const Change> changes,
                                          const DayRule& rule, UtcTime now);

}  // namespace skylt
