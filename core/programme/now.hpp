#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/programme/effective.hpp"

namespace skylt {

/// N2. Running: something is on. Overrun: all that is on has passed its planned end and goes on only because it was
/// delayed. Starting: nothing is on and the next starts within `soon`. Free: nothing is on but open items, and more is
/// to come today or an open item still goes on. DayOver: nothing more today. Closed: no session of this service day.
enum class RoomStatus { Running, Starting, Overrun, Free, DayOver, Closed };

struct RoomNow {
  std::optional<std::string> room_id;
  std::string room_name;
  std::string venue;
  RoomStatus status = RoomStatus::Closed;
  /// Running, Overrun: when the last of what is on ends. Starting, Free: start of what comes next, else end of the last
  /// open item.
  std::optional<UtcTime> until;
  std::vector<EffectiveSession> now;         ///< all that are on, by start (N4)
  std::vector<EffectiveSession> background;  ///< open items that are on (N3), by start
  std::vector<EffectiveSession> next;        ///< all with the earliest start to come in this service day (N6)
  /// The rest that starts later in this service day; cancelled ones too, also those before `next` (C1).
  std::vector<EffectiveSession> later;
  /// What people may come here for in vain (C1, C2, C3): sessions of today that moved from this room or to another day,
  /// and cancelled ones from their start on (before it they are in `later`); until their original end, or the delayed
  /// one if that is later the same day.
  std::vector<EffectiveSession> departed;
  /// Full sessions of other rooms that this one shows too, of today and not over, by start. They are in no other list
  /// and do not count for the status.
  std::vector<EffectiveSession> relayed;
  /// DayOver, Closed: all with the earliest start of the next service day that has any.
  std::vector<EffectiveSession> tomorrow;
};

struct NowOptions {
  DayRule day;
  Minutes soon{60};                       ///< window of Starting and of relative texts (N7)
  std::chrono::hours background_over{4};  ///< longer items count as open (N3)
  /// Rooms that are asked about; empty: all. A room known by its literal name alone has an empty id.
  std::function<bool(const RoomEntry&)> asked = {};
};

struct NowView {
  UtcTime at{};
  std::optional<UtcTime> next_change;  ///< first instant after `at` at which any answer differs
  std::vector<RoomNow> rooms;          ///< every room of `rooms` and every literal name in use; by venue, name, id
};

/// What is on in each room at `at`: a pure function of its arguments (N1–N6). Intervals are half-open (N1); at the end
/// of A and start of B, B is on (N5); a session without length is in `next` before its instant and never in `now`.
/// Cancelled sessions are never in `now`, `background`, `next` or `tomorrow`; missing ones are shown as last known
/// (C5). Open items are those of SessionKind::Open, all-day ones and those longer than `background_over`; in `next`
/// they stand like any other. `next_change` knows nothing of minute ticks (N7) nor of changes that end
/// (next_change_expiry()). Unresolved rooms appear by their literal name. A session without a room appears under the
/// empty name.
NowView select_now(std::span<const EffectiveSession> sessions, std::span<const RoomEntry> rooms,
                   const NowOptions& options, UtcTime at);

/// Sessions of one service day by start, room, id; cancelled ones included.
std::vector<EffectiveSession> sessions_of_day(std::span<const EffectiveSession> sessions, Day day, const DayRule& rule);

/// Sessions of the service day of `at` that a live change touches and that are not over yet, newest change first.
std::vector<EffectiveSession> changed_today(std::span<const EffectiveSession> sessions, const DayRule& rule,
                                            UtcTime at);

/// Whole minutes until `start`, rounded up (N7).
Minutes minutes_until(UtcTime start, UtcTime now);

/// First instant after `now` at which a clock reads differently, or the minutes until one of `sessions` do (N7).
UtcTime next_minute(std::span<const EffectiveSession> sessions, UtcTime now);

}  // namespace skylt
