#pragma once
#include <vector>

#include "player/scene/paging.hpp"
#include "player/scene/picture.hpp"

namespace skylt {

/// One stay of what is on screen: a page of the regions, and one of the strips of changes.
struct Turn {
  std::size_t page = 0;   ///< of the regions, each of which begins anew where it has fewer
  std::size_t strip = 0;  ///< of the strips, likewise
  Millis stays{0};
};

/// How the pages of these regions follow each other until all have been shown. All change at once, and stay as long as
/// the picture with most to read needs, where that brings them back within `cycle`. Where it does not,
/// strips turn at a pace of their own: whoever reads the strips has what stands beside them before and after, so each
/// page stays for what it says itself, and all have come round together. Never empty.
std::vector<Turn> turns_of(const std::vector<const WidgetPages*>& regions, Seconds cycle);

/// The page of a region in that turn.
std::size_t page_in(const Turn& turn, const WidgetPages& region);

}  // namespace skylt
