#include "core/programme/service_day.hpp"

namespace skylt {

Day service_day(UtcTime start, bool all_day, const DayRule& rule) {
  if (!all_day) return service_day(start, rule.zone, rule.day_change);
  return Day{std::chrono::floor<std::chrono::days>(rule.zone.to_local(start))};
}

std::optional<UtcTime> planned_clock(const EffectiveSession& session, const DayRule& rule) {
  if (session.session.all_day) return std::nullopt;
  const bool of_its_day = service_day(session.original_start, false, rule) == service_day(session.session, rule);
  return of_its_day ? std::optional{session.original_start} : std::nullopt;
}

}  // namespace skylt
