#pragma once
#include "player/paint/pixels.hpp"
#include "player/scene/map_item.hpp"

namespace skylt {

/// The map drawn with Cairo, anti-aliased, as an opaque picture of `size`. `plan`: the drawing that it names, decoded
/// in its own size; nullptr where it has none or it cannot be had.
Picture map_picture(const MapDrawing& drawing, SizePx size, const Picture* plan);

}  // namespace skylt
