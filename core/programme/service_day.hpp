#pragma once
#include <optional>

#include "core/programme/effective.hpp"

namespace skylt {

/// The service day of what begins at `start`. Of a whole-day item it is the date that it names, whatever the hour of
/// the day change: a date is no clock time.
Day service_day(UtcTime start, bool all_day, const DayRule& rule);
inline Day service_day(const Session& session, const DayRule& rule) {
  return service_day(session.start, session.all_day, rule);
}

/// When it was to begin by the plan, as one of its own day's clock times; nullopt of a whole day and of what was put
/// off from another day.
std::optional<UtcTime> planned_clock(const EffectiveSession& session);

}  // namespace skylt
