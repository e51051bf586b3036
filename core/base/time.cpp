#include "core/base/time.hpp"

#include <date/tz.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

/// Reads exactly `count` digits at `at`; nullopt when there are none.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `count` digits of `value`, with leading zeros.
void append_digits(std::string& out, long long value, std::size_t count) {
  std::array<char, 20> digits{};
  for (std::size_t i = count; i-- > 0; value /= 10) digits.at(i) = static_cast<char>('0' + value % 10);
  out.append(digits.data(), count);
}

std::string format_reading(LocalTime reading) {
  const auto day = std::chrono::floor<std::chrono::days>(reading);
  const auto time = reading - day;
  const auto seconds = std::chrono::floor<Seconds>(time);
  const auto millis = (time - seconds).count();
  const auto total = seconds.count();
  std::string text = format_day(Day{std::chrono::local_days{day}});
  text.reserve(sizeof "2027-05-03T10:00:00.000+02:00");
  text += 'T';
  append_digits(text, total / 3600, 2);
  text += ':';
  append_digits(text, total / 60 % 60, 2);
  text += ':';
  append_digits(text, total % 60, 2);
  if (millis != 0) {
    text += '.';
    append_digits(text, millis, 3);
  }
  return text;
}

}  // namespace

TimeZone::TimeZone() : TimeZone{find("Etc/UTC")} {}

TimeZone TimeZone::find(std::string_view name) {
  try {
    const std::string key{name};
    const auto* zone = date::locate_zone(key);
    return TimeZone{zone, key};
  } catch (const std::exception&) {
    throw Error{ErrorCode::Invalid, "unknown time zone '" + std::string{name} + "'"};
  }
}

LocalTime TimeZone::to_local(UtcTime instant) const {
  return LocalTime{instant.time_since_epoch() + offset_at(instant)};
}

UtcTime TimeZone::to_utc(LocalTime reading) const {
  const date::local_time<Millis> local{reading.time_since_epoch()};
  const auto info = zone_->get_info(local);
  return UtcTime{reading.time_since_epoch() - info.first.offset};
}

int TimeZone::times_shown(LocalTime reading) const {
  switch (zone_->get_info(date::local_time<Millis>{reading.time_since_epoch()}).result) {
    case date::local_info::nonexistent: return 0;
    case date::local_info::ambiguous: return 2;
    default: return 1;
  }
}

Seconds TimeZone::offset_at(UtcTime instant) const {
  return zone_->get_info(date::sys_time<Millis>{instant.time_since_epoch()}).offset;
}

std::optional<UtcTime> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!day || !hour || !minute || !second || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  std::size_t at = 19;
  Millis fraction{0};
  if (text[at] == '.' || text[at] == ',') {
    int scale = 100;
    const std::size_t first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, scale /= 10) fraction += Millis{(text[at] - '0') * scale};
    if (at == first) return std::nullopt;
  }
  Seconds offset{0};
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    const bool colon = zone.size() == 6 && zone[3] == ':';
    if (!colon && zone.size() != 5) return std::nullopt;
    const auto hours = digits(zone, 1, 2);
    const auto minutes = digits(zone, colon ? 4 : 3, 2);
    if ((zone[0] != '+' && zone[0] != '-') || !hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    offset = std::chrono::hours{*hours} + Minutes{*minutes};
    if (zone[0] == '-') offset = -offset;
  }
  const UtcTime reading{std::chrono::sys_days{*day}.time_since_epoch()};
  return reading + std::chrono::hours{*hour} + Minutes{*minute} + Seconds{*second} + fraction - offset;
}

std::string format_instant(UtcTime instant) { return format_reading(LocalTime{instant.time_since_epoch()}) + "Z"; }

std::string format_instant(UtcTime instant, const TimeZone& zone) {
  const auto offset = std::chrono::duration_cast<Minutes>(zone.offset_at(instant)).count();
  std::array<char, 8> out{};
  std::snprintf(out.data(), out.size(), "%c%02d:%02d", offset < 0 ? '-' : '+',
                static_cast<int>(std::abs(offset) / 60 % 24), static_cast<int>(std::abs(offset) % 60));
  return format_reading(zone.to_local(instant)) + out.data();
}

std::optional<Day> parse_day(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (text.size() != 10 || !year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const Day result{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                   std::chrono::day(static_cast<unsigned>(*day))};
  return result.ok() ? std::optional{result} : std::nullopt;
}

std::string format_day(Day day) {
  const int year = static_cast<int>(day.year());
  std::string text = year < 0 ? "-" : "";
  const std::string plain = std::to_string(std::abs(year));
  text.append(4 - std::min<std::size_t>(4, text.size() + plain.size()), '0');
  text += plain;
  text += '-';
  append_digits(text, static_cast<unsigned>(day.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(day.day()), 2);
  return text;
}

std::optional<Seconds> parse_clock(std::string_view text) {
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  const bool long_form = text.size() == 8;
  const auto second = long_form ? digits(text, 6, 2) : std::optional{0};
  if ((text.size() != 5 && !long_form) || !hour || !minute || !second || text[2] != ':') return std::nullopt;
  if ((long_form && text[5] != ':') || *hour > 47 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::hours{*hour} + Minutes{*minute} + Seconds{*second};
}

std::string format_clock(Seconds since_midnight) {
  std::array<char, 16> out{};
  const auto minutes = std::chrono::duration_cast<Minutes>(since_midnight).count();
  std::snprintf(out.data(), out.size(), "%02d:%02d", static_cast<int>(minutes / 60 % 100),
                static_cast<int>(minutes % 60));
  return out.data();
}

Day service_day(UtcTime instant, const TimeZone& zone, Seconds day_change) {
  const auto read = zone.to_local(instant) - day_change;
  const auto day = std::chrono::floor<std::chrono::days>(read);
  // A day change in the hour that a clock change leaves out or repeats: the days follow each other without a gap.
  constexpr std::chrono::hours kLongestJump{3};
  const auto interval = [&] { return service_day_interval(Day{day}, zone, day_change); };
  if (read - day < kLongestJump && instant < interval().start) return Day{day - std::chrono::days{1}};
  if (read - day >= std::chrono::days{1} - kLongestJump && instant >= interval().end)
    return Day{day + std::chrono::days{1}};
  return Day{day};
}

Interval service_day_interval(Day day, const TimeZone& zone, Seconds day_change) {
  const LocalTime start{std::chrono::local_days{day}.time_since_epoch() + day_change};
  return {zone.to_utc(start), zone.to_utc(start + std::chrono::days{1})};
}

}  // namespace skylt
