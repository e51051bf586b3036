#pragma once
#include "player/scene/door.hpp"

namespace skylt {

/// What stands small below the title: languages and services, and above them the organisers.
enum class BlockFacts { None, Services, All };

/// How the block of a door may be set.
struct BlockForm {
  TextSize title = TextSize::Large;
  bool brief = false;  ///< with the author's short title
  BlockFacts facts = BlockFacts::All;
  bool wide = false;                  ///< the title below time and plate, over the whole width
  bool status = true;                 ///< with what stands beside the plate: "Börjar om 12 minuter"
  TextSize plates = TextSize::Small;  ///< of "Inställt" and "Flyttad till Aulan"
};

/// The block of a door, at least `least` high, as wide as `width`. `title_part` replaces the title where it has to be
/// told in parts.
Composed compose_block(const Canvas& canvas, const Door& door, const BlockForm& form, int width, int least,
                       const std::optional<TaggedText>& title_part = std::nullopt);

/// Width of the title's lines.
int block_title_width(const Canvas& canvas, const Door& door, const BlockForm& form, int width);

}  // namespace skylt
