#include "content-server/import/ics_recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>

namespace skylt::ics {
namespace {

bool keeps(const std::vector<int>& allowed, int value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

/// The same with values counted from the end as well: -1 is the last of `size`.
bool keeps(const std::vector<int>& allowed, int value, int size) {
  return allowed.empty() || keeps(allowed, value) || keeps(allowed, value - size - 1);
}

int day_of_week(std::chrono::local_days day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1; }

int days_in_year(std::chrono::year year) { return year.is_leap() ? 366 : 365; }

std::chrono::local_days new_year(std::chrono::year year) {
  return std::chrono::local_days{Day{year, std::chrono::month{1}, std::chrono::day{1}}};
}

/// First day of week 1: the week that has at least four days of the year.
std::chrono::local_days first_week(std::chrono::year year, int week_start) {
  const auto first = new_year(year);
  const int into = (day_of_week(first) - week_start + 7) % 7;
  return into <= 3 ? first - std::chrono::days{into} : first + std::chrono::days{7 - into};
}

struct WeekOfYear {
  std::chrono::year year;
  int number;
  int weeks;  ///< in that year
};

WeekOfYear week_of(std::chrono::local_days day, int week_start) {
  std::chrono::year year = Day{day}.year();
  if (day >= first_week(year + std::chrono::years{1}, week_start)) year += std::chrono::years{1};
  if (day < first_week(year, week_start)) year -= std::chrono::years{1};
  const auto first = first_week(year, week_start);
  const auto next = first_week(year + std::chrono::years{1}, week_start);
  return {year, static_cast<int>((day - first).count() / 7) + 1, static_cast<int>((next - first).count() / 7)};
}

icaltimetype to_ical(LocalTime wall, bool date_only) {
  const auto midnight = std::chrono::floor<std::chrono::days>(wall);
  const Day day{midnight};
  const auto seconds = std::chrono::duration_cast<Seconds>(wall - midnight).count();
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(day.year());
  time.month = static_cast<int>(static_cast<unsigned>(day.month()));
  time.day = static_cast<int>(static_cast<unsigned>(day.day()));
  time.is_date = date_only ? 1 : 0;
  if (!date_only) {
    time.hour = static_cast<int>(seconds / 3600);
    time.minute = static_cast<int>(seconds / 60 % 60);
    time.second = static_cast<int>(seconds % 60);
  }
  return time;
}

LocalTime from_ical(const icaltimetype& time) {
  const Day day{std::chrono::year{time.year}, std::chrono::month{static_cast<unsigned>(time.month)},
                std::chrono::day{static_cast<unsigned>(time.day)}};
  const LocalTime midnight{std::chrono::local_days{day}};
  if (time.is_date != 0) return midnight;
  return midnight + std::chrono::hours{time.hour} + Minutes{time.minute} + Seconds{time.second};
}

}  // namespace

bool RuleFilter::passes(LocalTime reading, LocalTime start) const {
  const auto midnight = std::chrono::floor<std::chrono::days>(reading);
  const Day day{midnight};
  const auto last = std::chrono::year_month_day_last{day.year(), std::chrono::month_day_last{day.month()}};
  const auto clock = std::chrono::duration_cast<Seconds>(reading - midnight).count();
  const int year_day = static_cast<int>((midnight - new_year(day.year())).count()) + 1;
  if (!keeps(hours, static_cast<int>(clock / 3600)) || !keeps(minutes, static_cast<int>(clock / 60 % 60)) ||
      !keeps(seconds, static_cast<int>(clock % 60)) || !keeps(weekdays, day_of_week(midnight)) ||
      !keeps(months, static_cast<int>(static_cast<unsigned>(day.month()))) ||
      !keeps(month_days, static_cast<int>(static_cast<unsigned>(day.day())),
             static_cast<int>(static_cast<unsigned>(last.day()))) ||
      !keeps(year_days, year_day, days_in_year(day.year())))
    return false;
  const auto first_day = std::chrono::floor<std::chrono::days>(start);
  if (weekday_of_start && day_of_week(midnight) != day_of_week(first_day)) return false;
  if (!by_week) return year_interval == 1 || (day.year() - Day{first_day}.year()).count() % year_interval == 0;
  const WeekOfYear week = week_of(midnight, week_start);
  if (!keeps(weeks, week.number, week.weeks)) return false;
  return (week.year - week_of(first_day, week_start).year).count() % year_interval == 0;
}

struct RuleWalker::Impl {
  icalrecur_iterator* iterator = nullptr;
  RuleFilter filter;
  LocalTime start;
  std::optional<LocalTime> last;
};

RuleWalker::RuleWalker(const Rule& rule, LocalTime start, bool date_only) : impl_{std::make_unique<Impl>()} {
  icalerror_set_errors_are_fatal(0);
  impl_->filter = rule.filter;
  impl_->start = start;
  icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule.libical.c_str());
  if (date_only) {  // RFC 5545 §3.3.10: these are ignored for DATE
    for (short* list : {recurrence.by_hour, recurrence.by_minute, recurrence.by_second})
      list[0] = ICAL_RECURRENCE_ARRAY_MAX;
  }
  impl_->iterator = icalrecur_iterator_new(recurrence, to_ical(start, date_only));
}

RuleWalker::~RuleWalker() {
  if (impl_->iterator != nullptr) icalrecur_iterator_free(impl_->iterator);
}

std::optional<LocalTime> RuleWalker::next() {
  while (impl_->iterator != nullptr && steps_ < kMostSteps) {
    ++steps_;
    const icaltimetype time = icalrecur_iterator_next(impl_->iterator);
    if (icaltime_is_null_time(time) != 0 || time.month < 1 || time.day < 1) return std::nullopt;
    const LocalTime reading = from_ical(time);
    if (impl_->last && reading <= *impl_->last) continue;
    if (!impl_->filter.passes(reading, impl_->start)) continue;
    impl_->last = reading;
    return reading;
  }
  return std::nullopt;
}

std::vector<LocalTime> occurrences(const Rule& rule, LocalTime start, bool date_only, std::size_t limit) {
  std::vector<LocalTime> found;
  RuleWalker walker{rule, start, date_only};
  limit = std::min(limit, rule.count.value_or(limit));
  while (found.size() < limit) {
    const auto next = walker.next();
    if (!next) break;
    if (rule.until) {
      const bool day_only = rule.until->form == TimeForm::Date || date_only;
      const LocalTime reading = day_only ? LocalTime{std::chrono::floor<std::chrono::days>(*next)} : *next;
      const LocalTime last =
          day_only ? LocalTime{std::chrono::floor<std::chrono::days>(rule.until->wall)} : rule.until->wall;
      if (reading > last) break;
    }
    found.push_back(*next);
  }
  return found;
}

}  // namespace skylt::ics
