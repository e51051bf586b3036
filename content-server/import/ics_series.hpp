#pragma once
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "content-server/import/ics_event.hpp"

namespace skylt::ics {

/// Work that one file may cause by its recurrences (S-52). Counted, so that the same file always gives the same
/// sessions; the clock is for files that are made to take long.
struct SeriesBudget {
  std::size_t bytes = 64u << 20;  ///< of repeated records
  std::size_t steps = 2'000'000;  ///< of rules
  std::chrono::nanoseconds processor_time = std::chrono::seconds{3};
  bool spent() const { return bytes == 0 || steps == 0 || processor_time.count() <= 0; }

  /// Counts one more instance with `text` bytes of words; false when there is no room for it.
  bool take(std::size_t text) {
    const std::size_t cost = std::min(bytes, text + 1000);
    bytes -= cost;
    return bytes > 0;
  }
};

/// The recurrence set of one VEVENT: wall-clock starts in its zone, sorted, each once, EXDATE applied.
struct Series {
  std::vector<LocalTime> starts;
  std::map<LocalTime, UtcTime> ends;  ///< of those that an RDATE gives as a period of its own
  std::optional<LocalTime> from;      ///< earlier ones are left out: the set goes on beyond what is imported
  std::vector<std::pair<std::string, std::string>> warnings;
};

/// DTSTART, RRULE, RDATE less EXDATE (RFC 5545 §3.8.5). At most 2,000 starts within 400 days; a set that ends by itself
/// within them is whole, any other is cut to the 400 days that begin the day before `settings.now`, or at DTSTART when
/// that is later or no `now` is given. Requires event.span.
Series expand_series(const Entry& event, const SourceSettings& settings, SeriesBudget& budget);

/// What the EXDATE of an entry take out, whichever days are expanded.
class Exclusions {
 public:
  Exclusions(const Entry& event, const SourceSettings& settings);
  bool hold(LocalTime wall) const;  ///< `wall`: on the entry's own wall clock
  std::vector<std::string> unread;  ///< values that are no dates

 private:
  const Span& span_;  ///< the entry's
  std::vector<LocalTime> days_;
  std::vector<LocalTime> readings_;
  std::vector<UtcTime> instants_;  ///< of those that name one: a reading that the clock skips has another
};

/// A time of any form as a reading on this event's wall clock. Requires event.span.
LocalTime reading_of(const CalendarTime& time, const Entry& event, const SourceSettings& settings);

}  // namespace skylt::ics
