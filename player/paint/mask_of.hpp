#pragma once
#include <cstring>

#include "player/paint/cairo.hpp"
#include "player/paint/pixels.hpp"

namespace skylt {

/// Runs `draw(cairo_t*)` on an alpha surface of that size and takes its coverage.
template <typename Draw>
Mask mask_of(SizePx size, Draw draw) {
  const CairoSurfacePtr surface{cairo_image_surface_create(CAIRO_FORMAT_A8, size.width, size.height)};
  const CairoPtr context{cairo_create(surface.get())};
  draw(context.get());
  cairo_surface_flush(surface.get());
  Mask mask{size, std::vector<std::uint8_t>(static_cast<std::size_t>(size.width) * size.height)};
  const unsigned char* data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; data && y < size.height; ++y) {
    std::memcpy(mask.alpha.data() + static_cast<std::ptrdiff_t>(y) * size.width,
                data + static_cast<std::ptrdiff_t>(y) * stride, static_cast<std::size_t>(size.width));
  }
  return mask;
}

}  // namespace skylt
