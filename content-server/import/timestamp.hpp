#pragma once
// Moments and lengths as programme files write them. Pure.

#include <optional>
#include <string_view>

#include "core/base/time.hpp"

namespace skylt::importing {

/// A reading as written: what the clock shows, and how far that clock is from UTC where the file says so.
struct Timestamp {
  LocalTime reading{};
  std::optional<Seconds> offset;  ///< nullopt: floating
  bool has_time = true;           ///< false: a day only
};

/// ISO 8601 as producers write it: "2026-05-20", "2026-05-20 18:00", "2026-05-20T18:00:00.5+02:00", "…Z", "…+0200",
/// "20260520T180000".
/// nullopt when it is not one or lies outside 1970–2199.
std::optional<Timestamp> read_timestamp(std::string_view text);

/// The instant of a reading; a floating one is in `zone`.
UtcTime instant_of(const Timestamp& timestamp, const TimeZone& zone);

/// X3: "45" minutes, "H:MM", "D:HH:MM", or "H:MM:SS" where the middle is no hour; nullopt for anything else, negative
/// lengths included. `with_seconds`: three parts are always "H:MM:SS".
std::optional<Seconds> read_duration(std::string_view text, bool with_seconds = false);

/// Whether it is "H:MM:SS" beyond doubt: its middle is no hour.
bool counts_seconds(std::string_view duration);

/// ISO 8601: "PT1H30M", "P1DT2H", "P2W"; nullopt for anything else, years and months included.
std::optional<Seconds> read_iso_duration(std::string_view text);

/// Between 1971 and 2199: what lies outside is a fault of the file, and every zone's clock can show what lies inside.
bool is_believable(UtcTime instant);

/// Longest session that is believed (X3).
inline constexpr Seconds kLongestSession = std::chrono::hours{24 * 14};

/// Since local midnight.
Seconds clock_of(LocalTime reading);

}  // namespace skylt::importing
