#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

/// Something in the plan of a venue that is wrong or missing, for the person who can mend it.
struct VenueFinding {
  std::string code;   ///< "dangling", "unreachable-room", "unreachable-amenity", "screen-outside",
                      ///< "screen-without-heading", "connector-nowhere", "stairs-called-step-free",
                      ///< "unknown-accessibility", "not-step-free", "mirrored", "survey-differs", "ambiguous-arrow"
  std::string venue;  ///< venue id
  std::string where;  ///< kind and id of the thing: "room festsalen", "edge r1-foaje>r1-hiss"
  std::optional<Point> at;
  std::string level;   ///< level id of `at`
  std::string reason;  ///< one sentence in English
  bool operator==(const VenueFinding&) const = default;
};

/// All findings about the venues, the screens in them and the links between them. Opening hours and closures are not
/// considered: what is closed now is no fault of the plan. Faults of one kind that may come in hundreds (doors of which
/// nobody knows the width) are one finding that names the first and their number. Sorted by venue, then code.
std::vector<VenueFinding> check_venues(std::span<const Venue> venues, std::span<const Screen> screens,
                                       std::span<const Link> links);

}  // namespace skylt
