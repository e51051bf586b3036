#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

/// Opening hours as OpenStreetMap and IMDF write them, the part that weekdays and times make up: "Mo-Fr 09:00-17:00",
/// "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-02:00", "24/7", "Mo-Su 08:00-18:00; We off". A later rule replaces an
/// earlier one on its days. nullopt for anything else, and for hours in which nothing is ever open.
std::optional<std::vector<OpenHours>> parse_hours(std::string_view text);

/// The same hours in that form; days with the same times together. Empty for none.
std::string format_hours(const std::vector<OpenHours>& hours);

/// Whether something with these hours can be used at that local time: weekday 0 = Monday, minutes after midnight. No
/// hours: always; no days: every day.
bool is_open(const std::vector<OpenHours>& hours, int weekday, int minute);

}  // namespace skylt
