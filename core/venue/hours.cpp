#include "core/venue/hours.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace skylt {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr int kDayMinutes = 24 * 60;

using Spans = std::vector<std::pair<int, int>>;
using Week = std::array<Spans, 7>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const auto next = text.find(separator, at);
    parts.push_back(trimmed(text.substr(at, next - at)));
    if (next == std::string_view::npos) return parts;
    at = next + 1;
  }
}

std::optional<int> day_of(std::string_view text) {
  const auto found = std::find(kDays.begin(), kDays.end(), text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<int>(found - kDays.begin());
}

/// "09:00" to "24:00" as minutes.
std::optional<int> minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int digits[4];
  for (const auto& [at, into] : {std::pair{0, 0}, {1, 1}, {3, 2}, {4, 3}}) {
    const char c = text[static_cast<std::size_t>(at)];
    if (c < '0' || c > '9') return std::nullopt;
    digits[into] = c - '0';
  }
  const int hour = digits[0] * 10 + digits[1];
  const int minute = digits[2] * 10 + digits[3];
  if (minute > 59 || hour * 60 + minute > kDayMinutes) return std::nullopt;
  return hour * 60 + minute;
}

/// "Mo-Fr,Su"; over the end of the week too.
std::optional<std::vector<int>> days_of(std::string_view text) {
  std::vector<int> days;
  for (const auto part : split(text, ',')) {
    const auto ends = split(part, '-');
    const auto first = day_of(ends.front());
    const auto last = day_of(ends.back());
    if (!first || !last || ends.size() > 2) return std::nullopt;
    for (int day = *first;; day = (day + 1) % 7) {
      days.push_back(day);
      if (day == *last) break;
    }
  }
  return days;
}

std::optional<Spans> spans_of(std::string_view text) {
  if (text == "off" || text == "closed") return Spans{};
  Spans spans;
  for (const auto part : split(text, ',')) {
    const auto ends = split(part, '-');
    if (ends.size() != 2) return std::nullopt;
    const auto from = minute_of(ends[0]);
    const auto until = minute_of(ends[1]);
    if (!from || !until || *from == kDayMinutes) return std::nullopt;
    spans.emplace_back(*from, *until);
  }
  return spans;
}

bool take_rule(std::string_view rule, Week& week) {
  std::vector<int> days{0, 1, 2, 3, 4, 5, 6};
  std::string_view times = rule;
  if (rule == "24/7") {
    times = "00:00-24:00";
  } else if (!rule.empty() && rule[0] >= 'A' && rule[0] <= 'Z') {
    const auto space = rule.rfind(' ');
    const auto first_time = rule.find_first_of("0123456789");
    const auto cut = first_time == std::string_view::npos ? space : first_time;
    if (cut == std::string_view::npos) return false;
    const auto named = days_of(trimmed(rule.substr(0, cut)));
    if (!named) return false;
    days = *named;
    times = trimmed(rule.substr(cut));
  }
  const auto spans = spans_of(times);
  if (!spans) return false;
  for (const int day : days) week[static_cast<std::size_t>(day)] = *spans;
  return true;
}

Week week_of(const std::vector<OpenHours>& hours) {
  Week week;
  for (const auto& rule : hours)
    for (const int day : rule.days)
      if (day >= 0 && day < 7) week[static_cast<std::size_t>(day)].emplace_back(rule.from_minute, rule.until_minute);
  return week;
}

std::string clock(int minute) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
  return text;
}

/// The days of `days`, runs of them as "Mo-Fr".
std::string name_days(const std::vector<int>& days) {
  std::string text;
  for (std::size_t i = 0; i < days.size();) {
    std::size_t end = i;
    while (end + 1 < days.size() && days[end + 1] == days[end] + 1) ++end;
    text += (text.empty() ? "" : ",") + std::string{kDays[static_cast<std::size_t>(days[i])]};
    if (end > i) text += "-" + std::string{kDays[static_cast<std::size_t>(days[end])]};
    i = end + 1;
  }
  return text;
}

/// Days that have the same times, in order of their first day.
std::vector<std::pair<std::vector<int>, Spans>> groups_of(const Week& week) {
  std::vector<std::pair<std::vector<int>, Spans>> groups;
  for (int day = 0; day < 7; ++day) {
    const auto& spans = week[static_cast<std::size_t>(day)];
    if (spans.empty()) continue;
    auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.second == spans; });
    if (same == groups.end()) same = groups.insert(groups.end(), {{}, spans});
    same->first.push_back(day);
  }
  return groups;
}

}  // namespace

std::optional<std::vector<OpenHours>> parse_hours(std::string_view text) {
  Week week;
  auto rules = split(text, ';');
  if (rules.size() > 1 && rules.back().empty()) rules.pop_back();
  for (const auto rule : rules)
    if (!take_rule(rule, week)) return std::nullopt;
  std::vector<OpenHours> hours;
  for (const auto& [days, spans] : groups_of(week))
    for (const auto& [from, until] : spans) hours.push_back({days, from, until});
  if (hours.empty()) return std::nullopt;
  return hours;
}

std::string format_hours(const std::vector<OpenHours>& hours) {
  std::string text;
  for (const auto& [days, spans] : groups_of(week_of(hours))) {
    text += (text.empty() ? "" : "; ") + name_days(days);
    const char* before = " ";
    for (const auto& [from, until] : spans) {
      text += before + clock(from) + "-" + clock(until);
      before = ",";
    }
  }
  return text;
}

bool is_open(const std::vector<OpenHours>& hours, int weekday, int minute) {
  if (hours.empty()) return true;
  const auto on = [&](const OpenHours& rule, int day) {
    return rule.days.empty() || std::find(rule.days.begin(), rule.days.end(), day) != rule.days.end();
  };
  return std::any_of(hours.begin(), hours.end(), [&](const OpenHours& rule) {
    const bool over_midnight = rule.until_minute <= rule.from_minute;
    if (!over_midnight) return on(rule, weekday) && minute >= rule.from_minute && minute < rule.until_minute;
    return (on(rule, weekday) && minute >= rule.from_minute) ||
           (on(rule, (weekday + 6) % 7) && minute < rule.until_minute);
  });
}

}  // namespace skylt
