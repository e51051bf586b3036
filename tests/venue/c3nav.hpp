#pragma once
#include <optional>

#include "core/venue/venue.hpp"

namespace skylt::test {

/// The congress centre of 32C3 as c3nav knew it in 2015: five levels, rooms as spaces, nodes joined where they stand in
/// one room with no barrier between, and what is joined expressly with its kind. Pixels become metres and y is turned
/// over once (W6). nullopt where ../shared/data is absent.
std::optional<Venue> congress_centre();

}  // namespace skylt::test
