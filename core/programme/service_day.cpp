#include "core/programme/service_day.hpp"

namespace skylt {

Day service_day(UtcTime start, bool all_day, const DayRule& rule) {
  if (!all_day) return service_day(start, rule.zone, rule.day_change);
  return Day{std::chrono::floor<std::chrono::days>(rule.zone.to_local(start))};
}

}  // namespace skylt
