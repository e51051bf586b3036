#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "content-server/import/ics_recurrence.hpp"

namespace skylt::ics {
namespace {

constexpr std::array<std::string_view, 7> kFrequencies = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                                          "WEEKLY",   "MONTHLY",  "YEARLY"};
/// In the order libical is given them.
constexpr std::array<std::string_view, 12> kParts = {"FREQ",      "INTERVAL",   "BYMONTH",  "BYWEEKNO",
                                                     "BYYEARDAY", "BYMONTHDAY", "BYDAY",    "BYHOUR",
                                                     "BYMINUTE",  "BYSECOND",   "BYSETPOS", "WKST"};

using Parts = std::map<std::string, std::string, std::less<>>;

std::optional<int> integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> items(std::string_view list) {
  std::vector<std::string_view> result;
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    result.push_back(trimmed(list.substr(0, comma)));
    if (comma == list.size()) return result;
    list.remove_prefix(comma + 1);
  }
}

struct Range {
  std::string_view part;
  int most;
  int least;  ///< of the absolute value
  bool negative;
};
constexpr std::array<Range, 8> kRanges = {{{"BYMONTH", 12, 1, false},
                                           {"BYWEEKNO", 53, 1, true},
                                           {"BYYEARDAY", 366, 1, true},
                                           {"BYMONTHDAY", 31, 1, true},
                                           {"BYHOUR", 23, 0, false},
                                           {"BYMINUTE", 59, 0, false},
                                           {"BYSECOND", 60, 0, false},
                                           {"BYSETPOS", 366, 1, true}}};

constexpr std::array<std::string_view, 7> kWeekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

/// 0 = Monday; 7 where it is none.
int weekday_of(std::string_view name) {
  return static_cast<int>(std::find(kWeekdays.begin(), kWeekdays.end(), name) - kWeekdays.begin());
}

bool is_weekday(std::string_view name) { return weekday_of(name) < 7; }

/// Whether the absolute value lies within; that of the least int there is cannot be told.
bool is_within(int value, int least, int most) {
  return value >= -most && value <= most && (value >= least || value <= -least);
}

bool is_day_item(std::string_view item) {
  if (item.size() < 2 || !is_weekday(item.substr(item.size() - 2))) return false;
  const std::string_view ordinal = item.substr(0, item.size() - 2);
  if (ordinal.empty()) return true;
  const auto value = integer(ordinal);
  return value && is_within(*value, 0, 53);
}

bool all_in_range(std::string_view list, const Range& range) {
  const auto values = items(list);
  return values.size() <= 366 && std::all_of(values.begin(), values.end(), [&](std::string_view item) {
           const auto value = integer(item);
           if (!value || (*value < 0 && !range.negative)) return false;
           return is_within(*value, range.least, range.most);
         });
}

/// What is wrong with the values; empty: nothing.
std::string value_fault(const Parts& parts) {
  for (const Range& range : kRanges) {
    const auto part = parts.find(range.part);
    if (part != parts.end() && !all_in_range(part->second, range))
      return part->first + "=" + part->second.substr(0, 40);
  }
  if (const auto part = parts.find("BYDAY"); part != parts.end()) {
    const auto days = items(part->second);
    if (days.size() > 366 || !std::all_of(days.begin(), days.end(), is_day_item))
      return "BYDAY=" + part->second.substr(0, 40);
  }
  if (const auto part = parts.find("WKST"); part != parts.end() && !is_weekday(part->second))
    return "WKST=" + part->second.substr(0, 40);
  if (const auto part = parts.find("INTERVAL"); part != parts.end()) {
    const auto value = integer(part->second);
    if (!value || *value < 1 || *value > 10000) return "INTERVAL=" + part->second.substr(0, 40);
  }
  return {};
}

bool has(const Parts& parts, std::string_view name) { return parts.find(name) != parts.end(); }

/// BYMONTH and BYMONTHDAY that name no day of any year (30 February).
bool never_a_day(const Parts& parts) {
  if (!has(parts, "BYMONTH") || !has(parts, "BYMONTHDAY")) return false;
  constexpr std::array<int, 12> longest = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (const auto month : items(parts.find("BYMONTH")->second))
    for (const auto day : items(parts.find("BYMONTHDAY")->second))
      if (std::abs(*integer(day)) <= longest.at(static_cast<std::size_t>(*integer(month) - 1))) return false;
  return true;
}

bool is_below_day(std::string_view frequency) {
  return frequency == "SECONDLY" || frequency == "MINUTELY" || frequency == "HOURLY";
}

/// Parts that RFC 5545 §3.3.10 forbids for a frequency; empty: none.
std::string misplaced(const Parts& parts, std::string_view frequency) {
  const bool daily_to_monthly = frequency == "DAILY" || frequency == "WEEKLY" || frequency == "MONTHLY";
  if (has(parts, "BYWEEKNO") && frequency != "YEARLY") return "BYWEEKNO";
  if (has(parts, "BYYEARDAY") && daily_to_monthly) return "BYYEARDAY";
  if (has(parts, "BYMONTHDAY") && frequency == "WEEKLY") return "BYMONTHDAY";
  const bool plain_days =
      (frequency != "MONTHLY" && frequency != "YEARLY") || has(parts, "BYWEEKNO") || has(parts, "BYYEARDAY");
  if (plain_days && has(parts, "BYDAY"))
    for (const auto item : items(parts.find("BYDAY")->second))
      if (item.size() > 2) return "BYDAY=" + std::string{item.substr(0, 10)};
  return {};
}

/// libical picks by position only in sets of whole days in a month or year; elsewhere only sets of one are clear.
bool unclear_position(const Parts& parts, std::string_view frequency) {
  if (!has(parts, "BYSETPOS")) return false;
  const auto many = [&parts](std::string_view name) {
    const auto part = parts.find(name);
    return part != parts.end() && part->second.find(',') != std::string::npos;
  };
  if (many("BYHOUR") || many("BYMINUTE") || many("BYSECOND")) return true;
  if (has(parts, "BYWEEKNO")) return true;
  if (frequency == "MONTHLY" || frequency == "YEARLY") return false;
  const auto& position = parts.find("BYSETPOS")->second;
  return many("BYDAY") || (position != "1" && position != "-1");
}

/// Of a comma list, sorted, each once.
std::vector<int> numbers(std::string_view list) {
  std::vector<int> values;
  for (const auto item : items(list)) values.push_back(integer(item).value_or(0));
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::vector<int> weekdays(const Parts& parts) {
  std::vector<int> days;
  if (const auto part = parts.find("BYDAY"); part != parts.end())
    for (const auto item : items(part->second)) days.push_back(weekday_of(item.substr(item.size() - 2)));
  return days;
}

std::optional<Parts> split_parts(std::string_view text, std::vector<std::string>& remarks, std::string& fault) {
  Parts parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view item = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos || equals + 1 == item.size()) {
      fault = std::string{item.substr(0, 40)};
      return std::nullopt;
    }
    if (!parts.emplace(upper_ascii(trimmed(item.substr(0, equals))), upper_ascii(trimmed(item.substr(equals + 1))))
             .second)
      remarks.push_back("the rule gives " + std::string{item.substr(0, equals)} + " twice; the first is taken");
  }
  return parts;
}

/// Comma list without blanks, repetitions and signs; "0MO" has no meaning in RFC 5545 and is left out.
std::string tidy_list(std::string_view list) {
  std::string text;
  std::vector<std::string> seen;
  for (std::string_view item : items(list)) {
    if (item.starts_with('+')) item.remove_prefix(1);
    std::string plain{item};
    if (plain.size() == 3 && plain.front() == '0') continue;
    if (std::find(seen.begin(), seen.end(), plain) != seen.end()) continue;
    text += (text.empty() ? "" : ",") + plain;
    seen.push_back(std::move(plain));
  }
  return text;
}

std::string sorted_list(std::string_view list) {
  std::string text;
  for (const int value : numbers(list)) text += (text.empty() ? "" : ",") + std::to_string(value);
  return text;
}

std::string to_libical(const Parts& parts) {
  std::string text;
  for (const std::string_view name : kParts)
    if (const auto part = parts.find(name); part != parts.end())
      text += (text.empty() ? "" : ";") + std::string{name} + "=" + part->second;
  return text;
}

/// Takes the parts that only narrow the set (RFC 5545's table of "Limit") out of `parts` and into a filter. libical
/// gets many of them wrong and looks for the next match for seconds inside one call; stepping without them it cannot.
/// Yearly rules by week or day of the year become daily ones.
RuleFilter take_filter(Parts& parts, std::string_view frequency) {
  RuleFilter filter;
  const auto take = [&parts](std::string_view name) {
    const auto part = parts.find(name);
    if (part == parts.end()) return std::vector<int>{};
    std::vector<int> values = numbers(part->second);
    parts.erase(part);
    return values;
  };
  const bool by_week = has(parts, "BYWEEKNO");
  const bool by_year_day = has(parts, "BYYEARDAY") && frequency == "YEARLY" &&
                           (has(parts, "BYMONTH") || has(parts, "BYMONTHDAY") || has(parts, "BYDAY"));
  const bool to_daily = (by_week || by_year_day) && !has(parts, "BYSETPOS");
  if (frequency != "DAILY" && !is_below_day(frequency) && !to_daily) return filter;
  if (to_daily) {
    filter.by_week = by_week;
    filter.year_interval = has(parts, "INTERVAL") ? integer(parts.find("INTERVAL")->second).value_or(1) : 1;
    filter.weekday_of_start = by_week && !has(parts, "BYDAY") && !has(parts, "BYMONTHDAY") && !has(parts, "BYYEARDAY");
    if (const auto part = parts.find("WKST"); part != parts.end()) filter.week_start = weekday_of(part->second);
    parts.erase("INTERVAL");
    parts["FREQ"] = "DAILY";
  }
  filter.weekdays = weekdays(parts);
  parts.erase("BYDAY");
  filter.months = take("BYMONTH");
  filter.weeks = take("BYWEEKNO");
  filter.year_days = take("BYYEARDAY");
  filter.month_days = take("BYMONTHDAY");
  if (is_below_day(frequency)) filter.hours = take("BYHOUR");
  if (frequency == "MINUTELY" || frequency == "SECONDLY") filter.minutes = take("BYMINUTE");
  if (frequency == "SECONDLY") filter.seconds = take("BYSECOND");
  return filter;
}

}  // namespace

ParsedRule parse_rule(std::string_view text) {
  ParsedRule result;
  const auto refuse = [&result](std::string code, std::string reason) {
    result.fault = {std::move(code), std::move(reason)};
    return result;
  };
  if (text.size() > 4000) return refuse("bad-recurrence", "the recurrence rule is longer than 4,000 characters");
  std::string wrong;
  auto parts = split_parts(text, result.remarks, wrong);
  if (!parts) return refuse("bad-recurrence", "the recurrence rule has '" + wrong + "', which is not NAME=VALUE");
  Rule rule;
  if (const auto part = parts->find("FREQ"); part != parts->end()) rule.frequency = part->second;
  if (std::find(kFrequencies.begin(), kFrequencies.end(), rule.frequency) == kFrequencies.end())
    return refuse("bad-recurrence", "the recurrence rule has no FREQ that RFC 5545 knows");
  if (const std::string fault = value_fault(*parts); !fault.empty())
    return refuse("bad-recurrence", "the recurrence rule has " + fault + ", which RFC 5545 does not allow");
  if (const auto part = parts->find("COUNT"); part != parts->end()) {
    const auto count = integer(part->second);
    if (!count || *count < 1) return refuse("bad-recurrence", "COUNT of the recurrence rule is not a positive number");
    rule.count = static_cast<std::size_t>(*count);
  }
  if (const auto part = parts->find("UNTIL"); part != parts->end()) {
    rule.until = parse_time(part->second, {});
    if (!rule.until) return refuse("bad-recurrence", "UNTIL of the recurrence rule is not a date");
  }
  if (const auto part = parts->find("RSCALE"); part != parts->end() && part->second != "GREGORIAN")
    return refuse("calendar-system",
                  "recurrence in the calendar system " + part->second.substr(0, 40) + " is not read");
  for (auto& [name, value] : *parts) {
    if (name.starts_with("BY")) value = name == "BYDAY" ? tidy_list(value) : sorted_list(value);
    const bool ours = name == "COUNT" || name == "UNTIL" || name == "RSCALE";
    if (!ours && std::find(kParts.begin(), kParts.end(), std::string_view{name}) == kParts.end())
      result.remarks.push_back("part " + name.substr(0, 40) + " of the recurrence rule is not read");
  }
  if (never_a_day(*parts)) return refuse("never-occurs", "the recurrence rule names a day that no year has");
  if (const std::string part = misplaced(*parts, rule.frequency); !part.empty())
    return refuse("bad-recurrence", "RFC 5545 does not allow " + part + " with FREQ=" + rule.frequency);
  if (unclear_position(*parts, rule.frequency))
    return refuse("unread-recurrence",
                  "BYSETPOS with FREQ=" + rule.frequency + " and these parts is not read; give dates");
  if (rule.frequency != "MONTHLY" && rule.frequency != "YEARLY") parts->erase("BYSETPOS");
  rule.filter = take_filter(*parts, rule.frequency);
  rule.libical = to_libical(*parts);
  result.rule = std::move(rule);
  return result;
}

}  // namespace skylt::ics
