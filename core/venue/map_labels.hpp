#pragma once
#include <optional>
#include <vector>

#include "core/venue/map.hpp"

namespace skylt {

struct LabelSize {
  double width = 0;
  double height = 0;
};

/// A name that is to stand in its room.
struct LabelWish {
  std::vector<PixelLine> area;   ///< the room in the picture: outline, then holes
  std::vector<LabelSize> sizes;  ///< how it can be set, the best first
  int rank = 0;                  ///< lower ones choose first
  bool outside = false;          ///< may stand beside its room, with a line to it, where it has no place inside
  bool off_walls = false;        ///< keeps off LabelField::walls where it can
};

/// A line that labels keep away from.
struct LabelBarrier {
  PixelLine line;
  double half_width = 0;
};

/// Where labels may stand.
struct LabelField {
  PixelBox frame;
  std::vector<PixelBox> taken;  ///< by what is there already
  std::vector<LabelBarrier> barriers;
  std::vector<const std::vector<PixelLine>*> rooms{};  ///< into which no label of another room may reach
  std::vector<const std::vector<PixelLine>*> walls{};  ///< that a label which keeps off walls keeps off
  double air = 4;                                      ///< px kept around every label
};

struct PlacedLabel {
  std::size_t size = 0;  ///< which of the wish's sizes
  PixelBox box;          ///< upright and horizontal (M2)
  bool inside = true;
  Pixel anchor;  ///< a point well inside the room: where a line from a label outside ends
};

/// Places of the labels in the order of the wishes; nullopt where one has no room. Each in its room, as near to its
/// middle as it can, in the first size that fits; no two overlap, none leaves the frame or meets a barrier (M2).
std::vector<std::optional<PlacedLabel>> place_labels(const std::vector<LabelWish>& wishes, const LabelField& field);

/// A point well inside the area: its middle where that is inside, else the one farthest from its walls.
Pixel anchor_of(const std::vector<PixelLine>& area);

}  // namespace skylt
