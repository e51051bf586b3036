#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/scene/context.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/ways.hpp"

namespace skylt {

/// What a row says of the way without steps, where the way that its arrow shows has some.
struct StepFreeNote {
  TaggedText text;
  std::optional<Sign> sign;  ///< of the other way, where it starts elsewhere
};

/// One destination in words.
struct DirectionRow {
  TaggedText name;
  std::string pictogram;  ///< of an amenity; may be empty
  TaggedText minutes;     ///< "4 min"; empty where not known
  bool step_free = false;
  TaggedText when;   ///< "Nu" or "10:30"; empty where nothing is on
  TaggedText title;  ///< of what is on
  std::vector<Plate> plates;
  TaggedText place;  ///< floor and landmark, where no arrow shows the way (M5)
  std::optional<StepFreeNote> note;
  std::optional<UtcTime> begins;  ///< what `when` says
};

/// Destinations that share an arrow.
struct DirectionBlock {
  std::optional<Sign> sign;  ///< nullopt: no arrow
  TaggedText heading;        ///< "Hiss till Plan 2", "Bakom dig"; empty: the arrow says all
  std::string pictogram;     ///< of the connector that the arrow leads to
  int direction = 0;         ///< of it: 1 up, -1 down
  std::vector<DirectionRow> rows;
  bool to_right = false;  ///< A-64
};

/// Which destinations a region shows (docs/layouts.md, `directions`).
struct DirectionFilter {
  std::vector<std::string> rooms;      ///< room ids; empty: those with a session now or within the hour
  std::vector<std::string> amenities;  ///< kinds; "all" by default
  bool all_amenities = true;
  bool venues = true;
};

/// What is on now and soon by the way to it, fixed amenities and the other venues; grouped by arrow, nearest first
/// . Without a pose one block without an arrow, in the venue's order (M5).
std::vector<DirectionBlock> direction_blocks(const Context& context, const Ways& ways, const DirectionFilter& filter);

/// "Hiss till Plan 2"; empty where the sign leads to no way up or down.
TaggedText connector_text(const Context& context, const std::string& venue, const std::string& kind, int direction,
                          const std::string& level);

/// How long before its beginning a session's room is shown.
inline constexpr Minutes kShownBefore{60};

}  // namespace skylt
