#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skylt::indoor {

/// Levels as mappers write them (WAYFINDING.md section 3): "2", "-1", "+1", "0.5", "0,5", "1;2", "0-1", "-1-3",
/// "-1--3", with spaces. A range holds every whole step from its one end to the other. Ascending, each once; nullopt
/// for anything else, for levels beyond ±200 and for ranges of more than 200.
std::optional<std::vector<double>> parse_levels(std::string_view text);

/// "2", "-1", "0.5".
std::string level_number(double ordinal);

}  // namespace skylt::indoor
