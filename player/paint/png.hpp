#pragma once
#include <string>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Writes the pixels as a PNG file. Throws Error(unavailable) naming the file.
void write_png(const PixelBuffer& pixels, const std::string& path);

/// The same, larger and several times quicker, for pictures that are looked at once.
void write_png_fast(const PixelBuffer& pixels, const std::string& path);

/// Fills `to` with `from`, each pixel the mean of those it stands for. `to` is not larger than `from`.
void shrink(const PixelBuffer& to, const PixelBuffer& from);

}  // namespace skylt
