#include "core/programme/service_day.hpp"

namespace skylt {

Day service_day(UtcTime start, bool all_day, const DayRule& rule) {
  if (!all_day) return service_day(start, rule.zone, rule.day_change);
  return Day{std::chrono::floor<std::chrono::days>(rule.zone.to_local(start))};
}

std::optional<UtcTime> planned_clock(const EffectiveSession& session) {
  return session.session.all_day || session.other_day ? std::nullopt : std::optional{session.original_start};
}

}  // namespace skylt
