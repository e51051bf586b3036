#pragma once
#include <vector>

#include "player/scene/scene.hpp"

namespace skylt {

/// Where an item may touch pixels: its box, and for text the boxes of its lines.
RectPx ink_box(const SceneItem& item);

/// True when both put the same pixels on the same ground.
bool looks_same(const SceneItem& a, const SceneItem& b);

/// The parts of the screen whose pixels may differ between two scenes: boxes of items that are in only one of them or
/// changed their place in the order, close ones united. Clipped to the screen. Scenes that look the same: none; scenes
/// of other sizes or grounds: the whole of `b`.
std::vector<RectPx> difference(const Scene& a, const Scene& b);

/// Unites rectangles that overlap or lie so close that one larger one is less work.
std::vector<RectPx> merge(std::vector<RectPx> rects);

}  // namespace skylt
