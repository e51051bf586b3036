#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/snapshot/ways.hpp"
#include "player/scene/context.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {

/// What a row says of the way without steps, where the way that its arrow shows has some.
struct StepFreeNote {
  TaggedText text;
  bool known = true;         ///< whether there is such a way
  bool none = false;         ///< there is none just now
  std::optional<Sign> sign;  ///< of the other way, where it starts elsewhere
};

/// One destination in words.
struct DirectionRow {
  TaggedText name;
  bool amenity = false;                 ///< less loud than rooms and venues
  std::vector<std::string> pictograms;  ///< of an amenity; may be empty
  TaggedText also;                      ///< what its second pictogram says
  TaggedText level;                     ///< "Plan 2", where that is not the viewer's and no heading says it
  std::string connector;  ///< pictogram of the first way up or down to it; empty: none, or a heading names it
  TaggedText connector_name;
  int direction = 0;   ///< of it: 1 up, -1 down
  TaggedText minutes;  ///< "4 min"; empty where not known and where one is there within a minute
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
  std::vector<std::string> amenities;  ///< kinds
  bool venues = true;
};

/// What is on now and soon by the way to it, fixed amenities and the other venues; grouped by arrow, in each group
/// rooms and venues before amenities, nearest first. Toilets that lie the same way are one row, and so are a
/// house's way in and its way out. Without a pose one block without an arrow, in the venue's order (M5).
std::vector<DirectionBlock> direction_blocks(const Context& context, const Ways& ways, const DirectionFilter& filter);

/// How long before its beginning a session's room is shown.
inline constexpr Minutes kShownBefore{60};

}  // namespace skylt
