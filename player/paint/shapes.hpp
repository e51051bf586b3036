#pragma once
#include <string>
#include <string_view>

#include "player/paint/pixels.hpp"
#include "player/scene/scene.hpp"

namespace skylt {

/// Coverage of the top left corner of a rounded plate, radius × radius.
Mask corner_mask(int radius_px);

/// Coverage of an arrow in the middle of `size`: heavy shaft, open head, of one weight and length in every direction.
/// `bearing`: degrees clockwise from straight up; only Straight is turned by it.
Mask arrow_mask(SizePx size, ArrowShape shape, double bearing);

/// Whether a pictogram of that name can be drawn.
bool is_pictogram(std::string_view name);

/// Coverage of a pictogram in the middle of `size`; empty for an unknown name. `direction`: as PictogramItem.
Mask pictogram_mask(SizePx size, std::string_view name, int direction);

/// A QR code, error correction M, as an opaque picture of `size`: white plate, four modules of quiet zone, modules of
/// whole pixels. An empty picture when the data does not fit a code or the box.
Picture qr_picture(const std::string& data, SizePx size);

}  // namespace skylt
