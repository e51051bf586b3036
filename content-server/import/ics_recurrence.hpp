#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-server/import/ics_time.hpp"

namespace skylt::ics {

/// Parts of a rule that only narrow its set, applied to each occurrence. An empty list lets everything pass; values
/// below zero count from the end. Weekdays: 0 = Monday.
struct RuleFilter {
  std::vector<int> months, weeks, year_days, month_days, weekdays, hours, minutes, seconds;
  bool by_week = false;           ///< years are those of week numbers
  bool weekday_of_start = false;  ///< only the weekday of the first occurrence
  int year_interval = 1;
  int week_start = 0;
  bool passes(LocalTime reading, LocalTime start) const;
};

/// A recurrence rule taken apart as far as this importer decides itself; the rest goes to libical.
struct Rule {
  std::string libical;  ///< canonical text without COUNT, UNTIL and what `filter` does
  RuleFilter filter;
  std::string frequency;
  std::optional<std::size_t> count;
  std::optional<CalendarTime> until;
  bool bounded() const { return count || until; }
};

/// Why a rule is not expanded: `code` as in findings.
struct RuleFault {
  std::string code;
  std::string reason;
};

/// Reads an RRULE. Unknown parts are dropped into `remarks`. Rules that RFC 5545 does not allow and those that never
/// occur are faults.
struct ParsedRule {
  std::optional<Rule> rule;
  RuleFault fault;
  std::vector<std::string> remarks;
};
ParsedRule parse_rule(std::string_view text);

/// Steps through the occurrences of one rule in wall time, in order, with libical. Not thread-safe; one at a time.
class RuleWalker {
 public:
  RuleWalker(const Rule& rule, LocalTime start, bool date_only);
  ~RuleWalker();
  RuleWalker(const RuleWalker&) = delete;
  RuleWalker& operator=(const RuleWalker&) = delete;

  /// Next occurrence, always later than the one before; nullopt at the end, or when kMostSteps were tried. COUNT and
  /// UNTIL are the caller's.
  std::optional<LocalTime> next();
  std::size_t steps() const { return steps_; }
  bool gave_up() const { return steps_ >= kMostSteps; }

  static constexpr std::size_t kMostSteps = 50'000;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::size_t steps_ = 0;
};

/// Occurrences of `rule` from `start` on, COUNT and a floating or DATE UNTIL applied, at most `limit`. For tests
/// against the recurrence oracles and for time zones.
std::vector<LocalTime> occurrences(const Rule& rule, LocalTime start, bool date_only, std::size_t limit);

}  // namespace skylt::ics
