#pragma once
#include <optional>
#include <vector>

#include "player/scene/scene.hpp"

namespace skylt {

/// Seconds that one must have to read a text after having found it: by words, but by letters where a script sets
/// no spaces between them. A name in Latin letters stays a word in a Chinese sentence.
double reading_seconds(const TaggedText& text);

/// The same for all texts among these items but the greetings in all languages, which nobody reads (L-06).
double page_reading_seconds(const std::vector<SceneItem>& items);

/// How long a picture stays that takes so many seconds to read, or that has these items, in whole seconds.
Seconds dwell_for(double reading);
Seconds dwell_for(const std::vector<SceneItem>& items);

/// Longest time until a page comes back: where people wait, or where they pass by.
constexpr Seconds longest_cycle(const Screen& screen) { return Seconds{screen.passage ? 60 : 90}; }

/// Least time that a page stays.
inline constexpr Seconds kLeastDwell{8};

struct PagePosition {
  int page = 0;
  std::optional<Millis> until_edge;  ///< from the rotation's position; nullopt with one page
};

/// Page at `rotation` of pages that stay so long each, one after the other again and again from local midnight on: the
/// same on every screen (N9).
PagePosition page_at(UtcTime rotation, const TimeZone& zone, const std::vector<Millis>& stays);

}  // namespace skylt
