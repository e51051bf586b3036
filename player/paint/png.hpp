#pragma once
#include <string>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Writes the pixels as a PNG file. Throws Error(unavailable) naming the file.
void write_png(const PixelBuffer& pixels, const std::string& path);

}  // namespace skylt
