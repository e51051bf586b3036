#pragma once
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace skylt::ics {

/// Content lines of a VTIMEZONE with every clock change of `zone` from the year before `first` to the year after
/// `last`, each written out (RFC 5545 §3.6.5).
std::vector<std::string> zone_lines(const TimeZone& zone, UtcTime first, UtcTime last);

}  // namespace skylt::ics
