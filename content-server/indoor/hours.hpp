#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "core/venue/hours.hpp"

namespace skylt::indoor {

/// Opening hours as mappers write them: what parse_hours() reads, and holidays (PH, SH), which are passed over, and a
/// comma where a semicolon belongs ("Mo-Sa 11:45-14:00, Su 12:00-15:00").
std::optional<std::vector<OpenHours>> read_hours(std::string_view text);

}  // namespace skylt::indoor
