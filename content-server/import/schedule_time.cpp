#include "content-server/import/schedule_time.hpp"

#include "content-server/import/ics_time.hpp"
#include "content-server/import/timestamp.hpp"

namespace skylt::importing {
namespace {

constexpr Seconds kDay = std::chrono::hours{24};

std::string quoted(const std::string& text) { return "'" + clean_text(text, 60) + "'"; }

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

/// "18:00", "9:00", "18:00:00"; up to 47:59, which is the next day's.
std::optional<Seconds> clock_in(const std::string& text) {
  std::string clean = clean_text(text);
  if (clean.size() > 1 && clean[1] == ':') clean.insert(0, 1, '0');
  return parse_clock(clean);
}

/// The day that a listing means by a date: an instant's day at the place, unless midnight UTC stands for no time at
/// all.
std::chrono::local_days day_of(const Timestamp& stamp, const TimeZone& zone) {
  const bool written = !stamp.offset || (*stamp.offset == Seconds{0} && clock_of(stamp.reading) == Seconds{0});
  return std::chrono::floor<std::chrono::days>(written ? stamp.reading : zone.to_local(instant_of(stamp, zone)));
}

}  // namespace

ScheduleTimes::ScheduleTimes(const SourceSettings& settings, Collector& books)
    : settings_{settings}, books_{books}, zone_{settings.zone}, day_change_{settings.day_change} {}

void ScheduleTimes::set_zone(const std::string& name) {
  const std::string clean = clean_text(name);
  if (clean.empty()) return;
  auto zone = find_zone(clean);
  if (!zone) zone = ics::zone_by_name(clean);  // as calendars name them: "CEST", "W. Europe Standard Time"
  if (zone) {
    zone_ = *zone;
  } else {
    books_.warn_file("conference", "unknown-zone",
                     "time zone " + quoted(clean) + " is not known; " + zone_.name() + " is used");
  }
}

void ScheduleTimes::set_day_change(const std::string& clock) {
  if (blank(clock)) return;
  if (const auto change = clock_in(clock); change && *change < kDay)
    day_change_ = *change;
  else
    books_.warn_file("conference", "bad-day-change",
                     "day change " + quoted(clock) + " is no time; " + format_clock(day_change_) + " is used");
}

void ScheduleTimes::learn_length(const std::string& duration) {
  with_seconds_ = with_seconds_ || counts_seconds(duration);
}

std::optional<Interval> ScheduleTimes::resolve(const WrittenTimes& written) {
  const auto start = start_of(written);
  if (!start) return std::nullopt;
  if (!is_believable(*start)) {
    books_.reject("no-start", "start " + format_instant(*start) + " cannot be meant");
    return std::nullopt;
  }
  const auto end = end_of(written, *start);
  if (!end) return std::nullopt;
  if (*end - *start > kLongestSession && !trusted_) {
    books_.warn("duration-capped", "lasts longer than 14 days; 14 days are used");
    return Interval{*start, *start + kLongestSession};
  }
  return Interval{*start, *end};
}

std::optional<UtcTime> ScheduleTimes::start_of(const WrittenTimes& written) {
  auto stamp = read_timestamp(written.date);
  if (blank(written.date)) {
    stamp = read_timestamp(written.start);  // some write the whole moment there
    if (stamp && !stamp->has_time) stamp.reset();
  }
  if (stamp && stamp->has_time && stamp->offset)
    return check_clock(written, instant_of(*stamp, zone_), stamp->reading, *stamp->offset);
  if (stamp && stamp->has_time) {
    if (!floating_noted_) books_.note("times without an offset are read in " + zone_.name());
    floating_noted_ = true;
    return instant_of(*stamp, zone_);
  }
  const std::string& day = stamp ? written.date : written.day;
  if (const auto start = start_from_day(day, written.start)) {
    if (!stamp && !blank(written.date))
      books_.warn("bad-date", "date " + quoted(written.date) + " cannot be read; day and start are used");
    return start;
  }
  if (blank(written.date) && blank(written.start)) {
    books_.reject("no-start", "has no start");
  } else {
    books_.reject("no-start", "start cannot be read: date " + quoted(written.date) + ", start " +
                                  quoted(written.start) + ", day " + quoted(written.day));
  }
  return std::nullopt;
}

UtcTime ScheduleTimes::check_clock(const WrittenTimes& written, UtcTime instant, LocalTime reading, Seconds offset) {
  const auto clock = clock_in(written.start);
  if (!clock) return instant;
  const auto minute = *clock % kDay / Minutes{1};
  const bool as_written = clock_of(reading) / Minutes{1} == minute;
  if (as_written && offset == Seconds{0} && zone_.offset_at(instant) != Seconds{0}) {
    const bool trusted = settings_.trust_suspicious_utc;
    books_.warn("suspicious-utc",
                "date is labelled UTC but shows the same clock as start, and the zone is " + zone_.name() + "; " +
                    (trusted ? "date is used as written; import with --utc-dates local where start is right"
                             : "read as local time"));
    return trusted ? instant : zone_.to_utc(reading);
  }
  if (!as_written && clock_of(zone_.to_local(instant)) / Minutes{1} != minute)
    books_.warn("date-start-differ",
                "date " + quoted(written.date) + " and start " + quoted(written.start) + " disagree; date is used");
  return instant;
}

std::optional<UtcTime> ScheduleTimes::start_from_day(const std::string& day, const std::string& start) const {
  const auto stamp = read_timestamp(day);
  const auto clock = clock_in(start);
  if (!stamp || !clock) return std::nullopt;
  return zone_.to_utc(LocalTime{day_of(*stamp, zone_)} + *clock + (*clock < day_change_ ? kDay : Seconds{0}));
}

std::optional<UtcTime> ScheduleTimes::end_of(const WrittenTimes& written, UtcTime start) {
  auto length = read_duration(written.duration, with_seconds_);
  if (!length) length = read_iso_duration(written.duration);
  const auto stamp = read_timestamp(written.end);
  const auto end = stamp && stamp->has_time ? std::optional{instant_of(*stamp, zone_)} : std::nullopt;
  if (end && *end >= start) {
    if (length && *end != start + *length)
      books_.warn("duration-end-differ", "duration " + quoted(written.duration) + " and end " + quoted(written.end) +
                                             " disagree; end is used");
    return end;
  }
  if (length) {
    if (!blank(written.end)) books_.warn("bad-end", "end " + quoted(written.end) + " is not usable; duration is used");
    return start + *length;
  }
  if (blank(written.duration) && blank(written.end)) {
    books_.warn("no-end", "has neither duration nor end");
    return start;
  }
  if (!blank(written.duration)) {
    books_.reject("bad-duration", "duration " + quoted(written.duration) + " cannot be read");
  } else if (end) {
    books_.reject("end-before-start", "ends before it starts");
  } else {
    books_.reject("bad-end", "end " + quoted(written.end) + " cannot be read");
  }
  return std::nullopt;
}

}  // namespace skylt::importing
