#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/programme/effective.hpp"

namespace skylt {

/// N2. Running: something is on. Starting: nothing is on and the next starts within `soon`. Overrun: the last one
/// passed its planned end and a delay says that it still goes on. Free: nothing on, more to come today. DayOver:
/// nothing more today. Closed: no session of this service day at all.
enum class RoomStatus { Running, Starting, Overrun, Free, DayOver, Closed };

struct RoomNow {
  std::optional<std::string> room_id;
  std::string room_name;
  std::string venue;
  RoomStatus status = RoomStatus::Closed;
  std::optional<UtcTime> until;              ///< end of what runs, or start of what comes next
  std::vector<EffectiveSession> now;         ///< all that run, by start (N4)
  std::vector<EffectiveSession> background;  ///< open items that run now (N3)
  std::vector<EffectiveSession> next;        ///< all with the earliest start to come in this service day (N6)
  std::vector<EffectiveSession> later;     ///< the rest of this service day after `next`, cancelled ones included (C1)
  std::vector<EffectiveSession> departed;  ///< moved away or cancelled, until their original end (C1, C2)
  std::vector<EffectiveSession>
      tomorrow;  ///< when the day is over: all with the earliest start of the next day that has any
};

struct NowOptions {
  DayRule day;
  Minutes soon{60};                       ///< window of Starting and of relative texts (N7)
  std::chrono::hours background_over{4};  ///< longer items count as open (N3)
};

struct NowView {
  UtcTime at{};
  std::optional<UtcTime> next_change;  ///< first instant after `at` at which any answer differs
  std::vector<RoomNow> rooms;          ///< every room of `rooms` and every literal name in use; by venue, name, id
};

/// What is on in each room at `at`: a pure function of its arguments (N1–N6). Intervals are half-open (N1); at the end
/// of A and start of B, B is on (N5). Unresolved rooms appear by their literal name. A session without a room appears
/// under the empty name.
NowView select_now(std::span<const EffectiveSession> sessions, std::span<const RoomEntry> rooms,
                   const NowOptions& options, UtcTime at);

/// Sessions of one service day by start, room, id; cancelled ones included.
std::vector<EffectiveSession> sessions_of_day(std::span<const EffectiveSession> sessions, Day day, const DayRule& rule);

/// Sessions of the service day of `at` that a live change touches and that are not over yet, newest change first.
std::vector<EffectiveSession> changed_today(std::span<const EffectiveSession> sessions, const DayRule& rule,
                                            UtcTime at);

/// Whole minutes until `start`, rounded up (N7).
Minutes minutes_until(UtcTime start, UtcTime now);

}  // namespace skylt
