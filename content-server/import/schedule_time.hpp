#pragma once
// When a session of schedule.xml or schedule.json is: rules X1–X3.

#include <optional>
#include <string>

#include "content-server/import/common.hpp"

namespace skylt::importing {

/// The fields that speak of time, as written; empty where the source has none.
struct WrittenTimes {
  std::string date;      ///< the moment: with offset, floating, or a day only
  std::string start;     ///< the clock at the place: "18:00"
  std::string day;       ///< the day under which the session is listed
  std::string duration;  ///< X3, or ISO 8601
  std::string end;       ///< a moment
};

/// Resolves times in the zone of one file. Reports to the record that `books` is at.
class ScheduleTimes {
 public:
  ScheduleTimes(const SourceSettings& settings, Collector& books);

  /// Zone that the file names; empty: the source's. One that tzdata does not know is reported.
  void set_zone(const std::string& name);
  /// "04:00", "00:00:00"; empty: the source's.
  void set_day_change(const std::string& clock);

  /// The file is our own export: what lasts longer than is believed of others is meant.
  void trust_lengths() { trusted_ = true; }

  /// To be told every length of the file first: where one counts seconds beyond doubt, all of three parts do.
  void learn_length(const std::string& duration);

  /// nullopt: the record was rejected.
  std::optional<Interval> resolve(const WrittenTimes& written);

 private:
  std::optional<UtcTime> start_of(const WrittenTimes& written);
  UtcTime check_clock(const WrittenTimes& written, UtcTime instant, LocalTime reading, Seconds offset);
  std::optional<UtcTime> start_from_day(const std::string& day, const std::string& start) const;
  std::optional<UtcTime> end_of(const WrittenTimes& written, UtcTime start);

  const SourceSettings& settings_;
  Collector& books_;
  TimeZone zone_;
  Seconds day_change_;
  bool floating_noted_ = false;
  bool trusted_ = false;
  bool with_seconds_ = false;
};

}  // namespace skylt::importing
