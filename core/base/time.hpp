#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace skylt {

using Millis = std::chrono::milliseconds;
using Minutes = std::chrono::minutes;
using Seconds = std::chrono::seconds;

/// An instant. Stored and compared in UTC; local time is made only to be read by people.
using UtcTime = std::chrono::sys_time<Millis>;

/// A wall-clock reading without a zone.
using LocalTime = std::chrono::local_time<Millis>;

using Day = std::chrono::year_month_day;

/// An IANA time zone by value; cheap to copy. Looks up the system's tzdata (first look-up about 10 ms).
class TimeZone {
 public:
  /// UTC.
  TimeZone();

  /// Throws Error(invalid) when tzdata does not know `name`.
  static TimeZone find(std::string_view name);

  const std::string& name() const { return name_; }

  LocalTime to_local(UtcTime instant) const;

  /// A reading inside the spring gap takes the offset before the gap; a doubled reading in autumn is its
  /// first occurrence (RFC 5545 §3.3.5).
  UtcTime to_utc(LocalTime reading) const;

  /// Whether the clock shows `reading` never (the spring gap), once or, in autumn, twice.
  int times_shown(LocalTime reading) const;

  /// East of Greenwich is positive.
  Seconds offset_at(UtcTime instant) const;

  bool operator==(const TimeZone& other) const { return name_ == other.name_; }

 private:
  TimeZone(const date::time_zone* zone, std::string name) : zone_{zone}, name_{std::move(name)} {}

  const date::time_zone* zone_;
  std::string name_;
};

/// RFC 3339 with any offset or "Z"; fractions are kept to the millisecond. nullopt when `text` is not one.
std::optional<UtcTime> parse_instant(std::string_view text);

/// RFC 3339 in UTC: "2026-05-05T08:00:00Z", with ".250" only where there are milliseconds.
std::string format_instant(UtcTime instant);

/// RFC 3339 with the zone's offset at that instant: "2026-05-05T10:00:00+02:00".
std::string format_instant(UtcTime instant, const TimeZone& zone);

/// "2026-05-05"; nullopt when malformed or not a day of the calendar.
std::optional<Day> parse_day(std::string_view text);
std::string format_day(Day day);

/// "HH:MM" or "HH:MM:SS" since midnight, up to 47:59:59; nullopt when malformed.
std::optional<Seconds> parse_clock(std::string_view text);
std::string format_clock(Seconds since_midnight);

/// The day on which people would say that `instant` lies: a service day begins at `day_change` local wall time
/// (usually 04:00), so 00:30 belongs to the evening before; it is the day whose service_day_interval() holds `instant`
/// (but where a zone once left out a whole day). DISPLAYS.md, PROGRAMME-FORMATS.md §0.4.
Day service_day(UtcTime instant, const TimeZone& zone, Seconds day_change);

/// Half-open [start, end) of a service day, reckoned in wall time (23 and 25 hours on the nights of the clock change).
struct Interval {
  UtcTime start;
  UtcTime end;
  bool contains(UtcTime instant) const { return start <= instant && instant < end; }
  bool operator==(const Interval&) const = default;
};
Interval service_day_interval(Day day, const TimeZone& zone, Seconds day_change);

}  // namespace skylt
