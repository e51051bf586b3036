#pragma once
// Dates and times in table cells. Formats are stated, never guessed: ISO dates and dates with a month's name are read
// as they are; 5/6 2026 needs a date_format. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "content-server/import/import.hpp"
#include "core/base/time.hpp"

namespace skylt::importing {

/// What one cell says.
struct When {
  std::optional<Day> day;
  std::optional<Seconds> clock;      ///< since midnight
  std::optional<Seconds> end_clock;  ///< of "18–20"
  std::optional<Seconds> offset;     ///< of an ISO instant
};

/// Why a cell cannot be read, to follow the name of its field.
struct Unread {
  std::string reason;
  bool needs_mapping = false;  ///< it could be, were its format stated
};

class WhenReader {
 public:
  /// With what `mapping` says of dates: their order, the year of those without one, days by another name.
  explicit WhenReader(const CsvMapping& mapping = {});

  /// nullopt with `why` set when the cell cannot be read; an empty cell is a When without anything.
  /// `date_only`: the column holds dates, so that "20.05" is no time.
  std::optional<When> read(std::string_view cell, bool date_only, Unread& why) const;

 private:
  std::string format_;
  std::string order_;  ///< "dmy", "mdy", "ymd", "dm" …; empty: none stated
  int year_;
  std::map<std::string, Day> days_;  ///< by folded words
};

/// "45", "0:45", "1:30", "45 min", "2 timmar", "1,5 h", "1h30", "1 tim 30 min", "PT45M". nullopt when malformed.
std::optional<Seconds> read_table_duration(std::string_view cell);

}  // namespace skylt::importing
