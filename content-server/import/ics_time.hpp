#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-server/import/ics_reader.hpp"
#include "core/base/time.hpp"

namespace skylt::ics {

/// A VTIMEZONE as a table of its clock changes, for names that nobody else knows.
class EmbeddedZone {
 public:
  struct Change {
    UtcTime at;
    Seconds before;
    Seconds after;
  };

  /// nullopt when the block has no usable STANDARD or DAYLIGHT part.
  static std::optional<EmbeddedZone> from(const Component& vtimezone);
  static EmbeddedZone fixed(Seconds offset);

  /// Gap and overlap as TimeZone::to_utc: the offset before a gap, the first of two readings.
  UtcTime to_utc(LocalTime reading) const;
  LocalTime to_local(UtcTime instant) const;

 private:
  std::vector<Change> changes_;  ///< by instant
  Seconds standard_{0};          ///< where there are no changes
};

/// A zone of either kind, by value.
class Zone {
 public:
  explicit Zone(TimeZone zone) : zone_{std::move(zone)} {}
  explicit Zone(std::shared_ptr<const EmbeddedZone> rules) : rules_{std::move(rules)} {}

  UtcTime to_utc(LocalTime reading) const { return rules_ ? rules_->to_utc(reading) : zone_.to_utc(reading); }
  LocalTime to_local(UtcTime instant) const { return rules_ ? rules_->to_local(instant) : zone_.to_local(instant); }

 private:
  TimeZone zone_;
  std::shared_ptr<const EmbeddedZone> rules_;
};

/// Finds zones by TZID: of an abbreviation the embedded VTIMEZONE first; IANA name, vendor prefix taken off,
/// X-LIC-LOCATION, Windows name, fixed offset, embedded VTIMEZONE (PROGRAMME-FORMATS §5). Remembers what it found.
class ZoneTable {
 public:
  /// VTIMEZONE blocks of `calendar` may stand anywhere in it; `calendar` must outlive the table.
  explicit ZoneTable(const Component& calendar);

  /// nullopt: nothing knows `tzid`.
  std::optional<Zone> find(std::string_view tzid);

 private:
  std::optional<Zone> resolve(const std::string& tzid);
  std::optional<Zone> embedded(const Component& block);

  std::map<std::string, const Component*, std::less<>> blocks_;
  std::map<std::string, std::optional<Zone>, std::less<>> found_;
  std::size_t embedded_ = 0;
};

/// IANA zone for a TZID by its name alone; nullopt when the name says nothing.
std::optional<TimeZone> zone_by_name(std::string_view tzid);

/// Zone for a TZID that states an offset: "UTC+2", or a name as Windows shows it, then with its cities' summer time.
std::optional<Zone> zone_by_offset(std::string_view tzid);

enum class TimeForm { Date, Floating, Utc, Zoned };

/// DTSTART and the like: a wall-clock reading (midnight for DATE) and how it is meant.
struct CalendarTime {
  TimeForm form = TimeForm::Floating;
  LocalTime wall{};
  std::string tzid;  ///< Zoned
  bool operator==(const CalendarTime&) const = default;
};

/// "20260505", "20260505T100000", "20260505T100000Z", also with dashes and colons and without seconds, and with a UTC
/// offset. nullopt when it is none or no day of the calendar; years 1600 to 2500.
std::optional<CalendarTime> parse_time(std::string_view value, std::string_view tzid);
std::optional<CalendarTime> parse_time(const Property& property);

/// RFC 5545 §3.3.6: days and weeks are reckoned on the wall clock, hours and less on the stopwatch.
struct CalendarDuration {
  std::chrono::days days{0};
  Seconds exact{0};
};
std::optional<CalendarDuration> parse_duration(std::string_view value);

/// "+0100", "-053015"; nullopt when malformed.
std::optional<Seconds> parse_offset(std::string_view value);

/// "20260505" for DATE readings, else "20260505T100000".
std::string format_wall(LocalTime wall, bool date_only = false);

}  // namespace skylt::ics
