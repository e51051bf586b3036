#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/venue/venue.hpp"

namespace skylt {

/// A name as rooms are compared by it: case folded (Unicode), white space collapsed, no space around.
std::string fold_room_name(std::string_view name);

/// Id of the one room called `name` in any language, short or long, or by an alias that is of any source or of
/// `source`. Looks in `venue`, or everywhere when `venue` is empty; nullopt when none or several rooms fit.
std::optional<std::string> find_room(std::span<const Venue> venues, std::string_view venue, std::string_view name,
                                     std::string_view source = {});

}  // namespace skylt
