#pragma once
#include <string>
#include <vector>

#include "player/scene/selection.hpp"

namespace skylt {

/// What the block of a door says about the room.
enum class DoorState { Running, Open, Departed, Next, Over };

/// What stands at a door: one session in the block, the others as rows below it.
struct Door {
  DoorState state = DoorState::Over;
  std::optional<EffectiveSession> session;  ///< in the block
  Seen seen = Seen::WhereItIs;
  TaggedText label;             ///< on the block's first plate: "Nu", "Härnäst", "Öppet"
  TaggedText status;            ///< beside it: "Börjar om 12 minuter", "Ledigt till 13:00"
  bool counts_minutes = false;  ///< the status alters each minute
  std::vector<Row> rows;
};

/// The rooms of the region's option, else those of the screen.
std::vector<std::string> door_rooms(const Context& context, const Region& region);

/// What the door of these rooms shows; `follow` at most of what comes later, and all that runs at the same time.
Door door_of(const Context& context, const std::vector<std::string>& rooms, std::size_t follow);

}  // namespace skylt
