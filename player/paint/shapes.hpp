#pragma once
#include <string>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Coverage of the top left corner of a rounded plate, radius × radius.
Mask corner_mask(int radius_px);

/// Coverage of an arrow in the middle of `size`: heavy shaft, open head, of one weight in every direction. `bearing`:
/// degrees clockwise from straight up.
Mask arrow_mask(SizePx size, double bearing);

/// A QR code, error correction M, as an opaque picture of `size`: white plate, four modules of quiet zone, modules of
/// whole pixels. An empty picture when the data does not fit a code or the box.
Picture qr_picture(const std::string& data, SizePx size);

}  // namespace skylt
