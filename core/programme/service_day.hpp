#pragma once
#include "core/programme/effective.hpp"

namespace skylt {

/// The service day of what begins at `start`. Of a whole-day item it is the date that it names, whatever the hour of
/// the day change: a date is no clock time.
Day service_day(UtcTime start, bool all_day, const DayRule& rule);
inline Day service_day(const Session& session, const DayRule& rule) {
  return service_day(session.start, session.all_day, rule);
}

}  // namespace skylt
