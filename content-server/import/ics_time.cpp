#include "content-server/import/ics_time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "content-server/import/common.hpp"
#include "content-server/import/ics_recurrence.hpp"

namespace skylt::ics {
namespace {

constexpr std::size_t kMostChanges = 1000;
constexpr std::size_t kMostNames = 500;    ///< different TZIDs of one calendar that are looked up
constexpr std::size_t kMostParts = 32;     ///< of one VTIMEZONE
constexpr std::size_t kMostEmbedded = 64;  ///< zones of one file that only their VTIMEZONE knows

struct Observance {
  LocalTime start;
  Seconds before;
  Seconds after;
};

std::optional<Observance> read_observance(const Component& part) {
  const Property* start = part.find("DTSTART");
  const Property* to = part.find("TZOFFSETTO");
  const Property* from = part.find("TZOFFSETFROM");
  if (to == nullptr) return std::nullopt;
  const auto after = parse_offset(trimmed(to->value));
  if (!after) return std::nullopt;
  const auto before = from != nullptr ? parse_offset(trimmed(from->value)) : std::nullopt;
  const auto when = start != nullptr ? parse_time(trimmed(start->value), {}) : std::nullopt;
  const LocalTime long_ago{
      std::chrono::local_days{Day{std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}}}};
  return Observance{when ? when->wall : long_ago, before.value_or(*after), *after};
}

/// A yearly rule since 1601 has nothing to say about our days before 1970: start it there.
LocalTime recent_start(LocalTime start) {
  const Day day{std::chrono::floor<std::chrono::days>(start)};
  if (day.year() >= std::chrono::year{1970}) return start;
  const Day moved{std::chrono::year{1970}, day.month(), std::min(day.day(), std::chrono::day{28})};
  return LocalTime{std::chrono::local_days{moved}} + (start - std::chrono::floor<std::chrono::days>(start));
}

std::vector<LocalTime> change_readings(const Component& part, const Observance& observance) {
  std::vector<LocalTime> readings;
  bool recurs = false;
  for (const Property& property : part.properties) {
    if (property.name == "RDATE") {
      for (const std::string& item : split_text_list(property.value))
        if (const auto time = parse_time(item, {}); time && readings.size() < kMostChanges)
          readings.push_back(time->wall);
    } else if (property.name == "RRULE") {
      const ParsedRule parsed = parse_rule(property.value);
      if (!parsed.rule || parsed.rule->frequency != "YEARLY") continue;
      recurs = true;
      Rule rule = *parsed.rule;
      if (rule.until) rule.until->wall += observance.before;  // UNTIL is UTC here
      const auto found = occurrences(rule, recent_start(observance.start), false, 150);
      readings.insert(readings.end(), found.begin(), found.end());
    }
  }
  if (!recurs) readings.push_back(observance.start);
  return readings;
}

std::optional<int> number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Clock part behind the T: "100000", "1000", "10"; hour 24 and second 60 are taken as they are meant.
std::optional<Seconds> read_clock(std::string_view digits) {
  if (digits.size() != 6 && digits.size() != 4 && digits.size() != 2) return std::nullopt;
  const auto hour = number(digits, 0, 2);
  const auto minute = digits.size() >= 4 ? number(digits, 2, 2) : std::optional{0};
  const auto second = digits.size() == 6 ? number(digits, 4, 2) : std::optional{0};
  if (!hour || !minute || !second || *hour > 24 || *minute > 59 || *second > 60) return std::nullopt;
  if (*hour == 24 && (*minute != 0 || *second != 0)) return std::nullopt;
  return std::chrono::hours{*hour} + Minutes{*minute} + Seconds{std::min(*second, 59)};
}

std::optional<Day> read_day(std::string_view digits) {
  const auto year = number(digits, 0, 4);
  const auto month = number(digits, 4, 2);
  const auto day = number(digits, 6, 2);
  if (digits.size() != 8 || !year || !month || !day || *year < 1600 || *year > 2500) return std::nullopt;
  const Day result{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                   std::chrono::day{static_cast<unsigned>(*day)}};
  return result.ok() ? std::optional{result} : std::nullopt;
}

}  // namespace

EmbeddedZone EmbeddedZone::fixed(Seconds offset) {
  EmbeddedZone zone;
  zone.standard_ = offset;
  return zone;
}

std::optional<EmbeddedZone> EmbeddedZone::from(const Component& vtimezone) {
  EmbeddedZone zone;
  for (std::size_t i = 0; i < std::min(vtimezone.children.size(), kMostParts); ++i) {
    const Component& part = vtimezone.children[i];
    if (zone.changes_.size() == kMostChanges) break;
    const auto observance = read_observance(part);
    if (!observance) continue;
    for (const LocalTime reading : change_readings(part, *observance)) {
      if (zone.changes_.size() == kMostChanges) break;
      zone.changes_.push_back(
          {UtcTime{reading.time_since_epoch() - observance->before}, observance->before, observance->after});
    }
  }
  if (zone.changes_.empty()) return std::nullopt;
  std::stable_sort(zone.changes_.begin(), zone.changes_.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  zone.standard_ = zone.changes_.front().before;
  return zone;
}

UtcTime EmbeddedZone::to_utc(LocalTime reading) const {
  const UtcTime as_utc{reading.time_since_epoch()};
  Seconds offset = standard_;
  for (const Change& change : changes_) {
    if (as_utc < change.at + std::max(change.before, change.after)) break;
    offset = change.after;
  }
  return as_utc - offset;
}

LocalTime EmbeddedZone::to_local(UtcTime instant) const {
  Seconds offset = standard_;
  for (const Change& change : changes_) {
    if (instant < change.at) break;
    offset = change.after;
  }
  return LocalTime{instant.time_since_epoch() + offset};
}

ZoneTable::ZoneTable(const Component& calendar) {
  for (const Component& block : calendar.children)
    if (block.name == "VTIMEZONE") blocks_.emplace(std::string{trimmed(block.text("TZID"))}, &block);
}

std::optional<Zone> ZoneTable::find(std::string_view tzid) {
  const auto found = found_.find(tzid);
  if (found != found_.end()) return found->second;
  if (found_.size() >= kMostNames) return std::nullopt;
  std::string key{tzid};
  auto zone = resolve(key);
  return found_.emplace(std::move(key), std::move(zone)).first->second;
}

bool has_summer(const Component& vtimezone) {
  return std::any_of(vtimezone.children.begin(), vtimezone.children.end(),
                     [](const Component& part) { return part.name == "DAYLIGHT"; });
}

std::optional<Zone> ZoneTable::resolve(const std::string& tzid) {
  const auto block = blocks_.find(trimmed(tzid));
  // "GMT" or "EST" is what the file says it is, which may have a summer time.
  const bool own_summer = block != blocks_.end() && trimmed(tzid).size() <= 4 && has_summer(*block->second);
  if (own_summer)
    if (auto zone = embedded(*block->second)) return zone;
  if (auto zone = importing::find_zone(trimmed(tzid))) return Zone{*zone};
  if (block != blocks_.end()) {
    if (auto zone = importing::find_zone(trimmed(block->second->text("X-LIC-LOCATION")))) return Zone{*zone};
  }
  if (auto zone = zone_by_name(tzid)) return Zone{*zone};
  if (block != blocks_.end())
    if (auto zone = embedded(*block->second)) return zone;
  return zone_by_offset(tzid);
}

std::optional<Zone> ZoneTable::embedded(const Component& block) {
  if (embedded_ >= kMostEmbedded) return std::nullopt;
  ++embedded_;
  auto rules = EmbeddedZone::from(block);
  return rules ? std::optional{Zone{std::make_shared<const EmbeddedZone>(std::move(*rules))}} : std::nullopt;
}

std::optional<CalendarTime> parse_time(std::string_view value, std::string_view tzid) {
  std::string text{trimmed(value)};
  if (text.size() > 40) return std::nullopt;
  if (text.size() >= 10 && text[4] == '-' && text[7] == '-') text.erase(7, 1).erase(4, 1);
  const auto day = read_day(std::string_view{text}.substr(0, 8));
  if (!day) return std::nullopt;
  CalendarTime time;
  time.wall = LocalTime{std::chrono::local_days{*day}};
  if (text.size() == 8) {
    time.form = TimeForm::Date;
    return time;
  }
  if (text[8] != 'T' && text[8] != 't' && text[8] != ' ') return std::nullopt;
  std::string_view rest = std::string_view{text}.substr(9);
  const std::size_t mark = std::min(rest.find_first_of("Zz+-."), rest.size());
  std::string clock{rest.substr(0, mark)};
  std::erase(clock, ':');
  const auto seconds = read_clock(clock);
  if (!seconds) return std::nullopt;
  time.wall += *seconds;
  rest.remove_prefix(mark);
  if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.find_first_of("Zz+-"), rest.size()));
  if (rest == "Z" || rest == "z") {
    time.form = TimeForm::Utc;
  } else if (!rest.empty()) {
    std::string digits{rest};
    std::erase(digits, ':');
    const auto offset = parse_offset(digits);
    if (!offset) return std::nullopt;
    time.wall -= *offset;
    time.form = TimeForm::Utc;
  } else if (!tzid.empty()) {
    time.form = TimeForm::Zoned;
    time.tzid = tzid;
  }
  return time;
}

std::optional<CalendarTime> parse_time(const Property& property) {
  auto time = parse_time(property.value, property.parameter("TZID"));
  // Some write a day's midnight and say that it is a DATE.
  const bool midnight = time && time->wall == LocalTime{std::chrono::floor<std::chrono::days>(time->wall)};
  if (midnight && upper_ascii(property.parameter("VALUE")) == "DATE")
    return CalendarTime{TimeForm::Date, time->wall, {}};
  return time;
}

std::optional<CalendarDuration> parse_duration(std::string_view value) {
  const std::string text = upper_ascii(trimmed(value));
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (!rest.starts_with('P') || rest.size() < 3 || rest.size() > 40) return std::nullopt;
  rest.remove_prefix(1);
  CalendarDuration duration;
  bool clock = false;
  while (!rest.empty()) {
    if (rest.front() == 'T' && !clock) {
      clock = true;
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t end = rest.find_first_not_of("0123456789");
    const auto amount = end == std::string_view::npos || end > 8 ? std::nullopt : number(rest, 0, end);
    if (!amount || end == 0) return std::nullopt;
    const char unit = rest[end];
    if (unit == 'W' && !clock) {
      duration.days += std::chrono::days{7} * *amount;
    } else if (unit == 'D' && !clock) {
      duration.days += std::chrono::days{*amount};
    } else if (unit == 'H' && clock) {
      duration.exact += std::chrono::hours{*amount};
    } else if (unit == 'M' && clock) {
      duration.exact += Minutes{*amount};
    } else if (unit == 'S' && clock) {
      duration.exact += Seconds{*amount};
    } else {
      return std::nullopt;
    }
    rest.remove_prefix(end + 1);
  }
  if (negative) return CalendarDuration{-duration.days, -duration.exact};
  return duration;
}

std::optional<Seconds> parse_offset(std::string_view value) {
  if ((value.size() != 5 && value.size() != 7) || (value[0] != '+' && value[0] != '-')) return std::nullopt;
  const auto hours = number(value, 1, 2);
  const auto minutes = number(value, 3, 2);
  const auto seconds = value.size() == 7 ? number(value, 5, 2) : std::optional{0};
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  const Seconds offset = std::chrono::hours{*hours} + Minutes{*minutes} + Seconds{*seconds};
  return value[0] == '-' ? -offset : offset;
}

std::string format_wall(LocalTime wall, bool date_only) {
  const auto midnight = std::chrono::floor<std::chrono::days>(wall);
  const Day day{midnight};
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%04d%02u%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  std::string text = out.data();
  if (date_only) return text;
  const auto seconds = std::chrono::duration_cast<Seconds>(wall - midnight).count();
  std::snprintf(out.data(), out.size(), "T%02d%02d%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return text + out.data();
}

}  // namespace skylt::ics
