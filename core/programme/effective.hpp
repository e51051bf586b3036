#pragma once
#include <functional>
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
  bool other_day = false;  ///< it starts in another service day than the one that it was announced for
  bool full = false;
  std::optional<RoomRef> overflow;         ///< of a full session: the other room that shows it too
  std::optional<std::string> replaced_by;  ///< session id; the replaced one is Cancelled as well (C4)
  std::vector<std::string> replaces;       ///< ids of the sessions that this one stands for, in the sessions' order
  Text note;
  /// Ids of the changes that are in force, in order of creation; a delay that this session follows is among them.
  std::vector<std::string> changes;
  std::optional<UtcTime> changed;  ///< creation of the newest of them

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
/// NamesWithheld session has no people. A change is in force until `until`, else until the end of the service day in
/// which its session ends (the original or the new end, whichever is later; with a delay that others follow, all
/// changes of that room's later sessions hold as long as the last of them can last); `created` only orders changes, so
/// that a change pushed early holds at once and under a simulated clock too. Later changes of the same kind win;
/// different kinds add up; only those that win are named in `changes`. DISPLAYS.md §3, C1–C6.
///
/// A delay with `following` shifts the later sessions of the room and service day by the same amount, in order, until a
/// gap between two of them is at least as long as the delay: that gap takes it up. Cancelled sessions leave a gap.
/// Open and all-day items neither shift nor fill a gap. A session that has a delay of its own ends the chain: whoever
/// made that one decided. Bringing a session forward moves no other.
///
/// Of replacements that go round in a ring the newest does not hold: the others were decided before it.
///
/// A room is named as in `rooms` where it is known there. A move to a name instead of an id means the room of that name
/// in the session's venue, where there is one. A replacement or a move that leads to nothing known still holds, by its
/// literal name. The same holds for the room that a full session overflows to; its own room is none.
std::vector<EffectiveSession> effective(std::span<const Session> sessions, std::span<const Change> changes,
                                        std::span<const RoomEntry> rooms, const DayRule& rule, UtcTime now);

/// The order of lists: by start, room (name, then id), session id.
bool earlier(const EffectiveSession& a, const EffectiveSession& b);

/// First instant after `now` at which effective() may differ because a change ends; nullopt when none does.
/// `counts`: of which changes the end is asked for; empty: of all.
std::optional<UtcTime> next_change_expiry(std::span<const Session> sessions, std::span<const Change> changes,
                                          std::span<const RoomEntry> rooms, const DayRule& rule, UtcTime now,
                                          const std::function<bool(const Change&)>& counts = {});

}  // namespace skylt
