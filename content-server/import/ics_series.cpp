#include "content-server/import/ics_series.hpp"

#include <algorithm>
#include <ctime>

#include "content-server/import/ics_recurrence.hpp"

namespace skylt::ics {
namespace {

constexpr std::size_t kMostInstances = 2000;
constexpr std::chrono::days kHorizon{400};
constexpr std::size_t kStepsOfRule = 100;   ///< what a rule costs beside its steps
constexpr std::size_t kStepsInVain = 2000;  ///< a rule that fits no day: libical looks through centuries

std::chrono::nanoseconds processor_time() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
}

LocalTime day_of(LocalTime wall) { return LocalTime{std::chrono::floor<std::chrono::days>(wall)}; }

/// The days that are expanded of a series without an end near enough.
struct Window {
  LocalTime from;
  LocalTime to;
  bool holds(LocalTime wall) const { return from <= wall && wall < to; }
};

Window window_of(const Span& span, const SourceSettings& settings) {
  LocalTime from = span.start.wall;
  if (settings.now != UtcTime{}) {
    const LocalTime yesterday = day_of(span.zone.to_local(settings.now)) - std::chrono::days{1};
    from = std::max(from, yesterday);
  }
  return {from, from + kHorizon};
}

/// UNTIL as written: UTC compares instants, anything else readings (a DATE: days).
bool is_past(const CalendarTime& until, const Span& span, LocalTime wall, const SourceSettings& settings) {
  if (until.form == TimeForm::Date) return day_of(wall) > until.wall;
  if (until.form != TimeForm::Utc) return wall > until.wall;
  const UtcTime last{until.wall.time_since_epoch()};
  if (span.start.form == TimeForm::Date) return wall > day_of(Zone{settings.zone}.to_local(last));
  return span.start_at(wall) > last;
}

class Expander {
 public:
  Expander(const Entry& event, const SourceSettings& settings, SeriesBudget& budget)
      : event_{event}, settings_{settings}, budget_{budget}, span_{*event.span}, window_{window_of(span_, settings)} {}

  Series run() {
    for (const Property& property : event_.block->properties) {
      if (property.name == "RRULE") add_rule(property);
      if (property.name == "EXRULE")
        warn("exrule", "EXRULE is obsolete and not read; dates it would exclude are shown");
    }
    keep_within_bounds();
    for (const Property& property : event_.block->properties)
      if (property.name == "RDATE") add_dates(property);
    sort();
    exclude();
    return std::move(series_);
  }

 private:
  void warn(const char* code, std::string reason) { series_.warnings.emplace_back(code, std::move(reason)); }

  bool date_only() const { return span_.start.form == TimeForm::Date; }

  void add_rule(const Property& property) {
    ParsedRule parsed = parse_rule(property.value);
    for (std::string& remark : parsed.remarks) warn("recurrence-part", std::move(remark));
    if (!parsed.rule)
      return warn(parsed.fault.code.c_str(), parsed.fault.reason + "; only the dates that are written out are shown");
    if (budget_.spent())
      return warn("too-many-instances",
                  "the recurrences of this file are too many; only the dates written out are shown");
    if (rules_++ >= 16) return warn("too-many-rules", "more than 16 recurrence rules; the rest is left out");
    const auto begin = processor_time();
    RuleWalker walker{*parsed.rule, span_.start.wall, date_only()};
    const std::size_t found = walk(*parsed.rule, walker);
    budget_.steps -= std::min(budget_.steps, walker.steps() + (found > 0 ? kStepsOfRule : kStepsInVain));
    budget_.processor_time -= processor_time() - begin;
  }

  /// How many starts the rule gave.
  std::size_t walk(const Rule& rule, RuleWalker& walker) {
    const LocalTime last = std::max(window_.to, span_.start.wall + kHorizon);
    std::size_t count = 0, found = 0, in_window = 0;
    std::optional<LocalTime> next = walker.next();
    if (next && *next != span_.start.wall) {
      warn("unsynchronised-start", "DTSTART is not an occurrence of its own rule; it counts as the first one");
      ++count;
    }
    for (; next; next = walker.next(), ++found) {
      if (rule.until && is_past(*rule.until, span_, *next, settings_)) return found;
      if (rule.count && count++ >= *rule.count) return found;
      if (*next >= last || in_window >= kMostInstances) break;
      if (window_.holds(*next)) ++in_window;
      series_.starts.push_back(*next);
    }
    if (walker.gave_up())
      warn("costly-recurrence", "the recurrence rule takes too many steps; it is not read to its end");
    if (!next && !walker.gave_up()) return found;
    open_ended_ = true;
    endless_ = endless_ || !rule.bounded();
    return found;
  }

  /// Cuts what the rules gave to the window unless it ends by itself within the bounds.
  void keep_within_bounds() {
    auto& starts = series_.starts;
    starts.push_back(span_.start.wall);
    sort();
    if (!open_ended_ && starts.size() <= kMostInstances && starts.back() < span_.start.wall + kHorizon) return;
    std::erase_if(starts, [&](LocalTime wall) { return !window_.holds(wall); });
    if (starts.size() > kMostInstances) starts.resize(kMostInstances);
    series_.from = window_.from;
    if (starts.empty() && !open_ended_)
      return warn("long-recurrence",
                  "the series is over: its dates lie before what is imported, from " + format_wall(window_.from, true));
    warn(endless_ ? "endless-recurrence" : "long-recurrence",
         "the series goes on beyond what is imported, " + format_wall(window_.from, true) + " to " +
             format_wall(starts.size() == kMostInstances ? starts.back() : window_.to, true));
  }

  void add_dates(const Property& property) {
    for (const std::string& item : split_text_list(property.value)) {
      if (series_.starts.size() >= 2 * kMostInstances) return warn("too-many-instances", "has more than 2,000 RDATE");
      const std::size_t slash = std::min(item.find('/'), item.size());
      const auto time = parse_time(std::string_view{item}.substr(0, slash), property.parameter("TZID"));
      if (!time) {
        warn("bad-rdate", "RDATE '" + clean_text(item, 40) + "' is not a date");
        continue;
      }
      LocalTime wall = reading_of(*time, event_, settings_);
      if (time->form == TimeForm::Date && !date_only()) wall += span_.start.wall - day_of(span_.start.wall);
      series_.starts.push_back(wall);
      if (slash < item.size() && !date_only()) note_end(wall, item.substr(slash + 1), property);
    }
  }

  /// The second half of a period: an end, or a length (RFC 5545 §3.3.9).
  void note_end(LocalTime wall, const std::string& text, const Property& property) {
    std::optional<UtcTime> end;
    if (const auto length = parse_duration(text))
      end = span_.start_at(wall + length->days) + length->exact;
    else if (const auto time = parse_time(text, property.parameter("TZID")))
      end = zone_of(*time, *event_.calendar, settings_).to_utc(time->wall);
    if (end && *end >= span_.start_at(wall))
      series_.ends[wall] = *end;
    else
      warn("bad-rdate",
           "the end '" + clean_text(text, 40) + "' of an RDATE cannot be read; it lasts as long as its series says");
  }

  void sort() {
    auto& starts = series_.starts;
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  }

  void exclude() {
    const Exclusions excluded{event_, settings_};
    for (const std::string& value : excluded.unread) warn("bad-exdate", "EXDATE '" + value + "' is not a date");
    std::erase_if(series_.starts, [&](LocalTime wall) { return excluded.hold(wall); });
  }

  const Entry& event_;
  const SourceSettings& settings_;
  SeriesBudget& budget_;
  const Span& span_;
  Window window_;
  Series series_;
  bool open_ended_ = false;
  bool endless_ = false;
  int rules_ = 0;
};

}  // namespace

LocalTime reading_of(const CalendarTime& time, const Entry& event, const SourceSettings& settings) {
  const Span& span = *event.span;
  if (span.start.form == TimeForm::Date) return day_meant(time, *event.calendar, settings);
  const bool same = time.form == TimeForm::Date || time.form == TimeForm::Floating ||
                    (time.form == span.start.form && time.tzid == span.start.tzid);
  return same ? time.wall : span.zone.to_local(zone_of(time, *event.calendar, settings).to_utc(time.wall));
}

Exclusions::Exclusions(const Entry& event, const SourceSettings& settings) : span_{*event.span} {
  for (const Property& property : event.block->properties) {
    if (property.name != "EXDATE") continue;
    for (const std::string& item : split_text_list(property.value)) {
      const auto time = parse_time(item, property.parameter("TZID"));
      if (!time) {
        unread.push_back(clean_text(item, 40));
        continue;
      }
      (time->form == TimeForm::Date ? days_ : readings_).push_back(reading_of(*time, event, settings));
      if (time->form == TimeForm::Utc || time->form == TimeForm::Zoned)
        instants_.push_back(zone_of(*time, *event.calendar, settings).to_utc(time->wall));
    }
  }
  std::sort(days_.begin(), days_.end());
  std::sort(readings_.begin(), readings_.end());
  std::sort(instants_.begin(), instants_.end());
}

bool Exclusions::hold(LocalTime wall) const {
  return std::binary_search(days_.begin(), days_.end(), day_of(wall)) ||
         std::binary_search(readings_.begin(), readings_.end(), wall) ||
         (span_.start.form != TimeForm::Date &&
          std::binary_search(instants_.begin(), instants_.end(), span_.start_at(wall)));
}

Series expand_series(const Entry& event, const SourceSettings& settings, SeriesBudget& budget) {
  return Expander{event, settings, budget}.run();
}

}  // namespace skylt::ics
