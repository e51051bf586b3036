#include <cstring>
#include <numbers>

#include "player/paint/cairo.hpp"
#include "player/paint/shapes.hpp"

namespace skylt {
namespace {

/// Runs `draw` on an alpha surface of that size and takes its coverage.
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

}  // namespace

Mask corner_mask(int radius_px) {
  return mask_of({radius_px, radius_px}, [&](cairo_t* cr) {
    cairo_arc(cr, radius_px, radius_px, radius_px, 0, 2 * std::numbers::pi);
    cairo_fill(cr);
  });
}

Mask arrow_mask(SizePx size, double bearing) {
  return mask_of(size, [&](cairo_t* cr) {
    // Drawn in a square of side 1 around the middle; a diagonal arrow has the room to be as long as an upright one.
    const double side = std::min(size.width, size.height);
    constexpr double kWeight = 0.15;
    constexpr double kTip = -0.40;
    constexpr double kTail = 0.42;
    constexpr double kWing = 0.34;
    cairo_translate(cr, size.width / 2.0, size.height / 2.0);
    cairo_scale(cr, side, side);
    cairo_rotate(cr, bearing * std::numbers::pi / 180);
    cairo_set_line_width(cr, kWeight);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_move_to(cr, -kWing, kTip + kWing);
    cairo_line_to(cr, 0, kTip);
    cairo_line_to(cr, kWing, kTip + kWing);
    cairo_stroke(cr);
    cairo_move_to(cr, 0, kTail);
    cairo_line_to(cr, 0, kTip + kWeight / 2);
    cairo_stroke(cr);
  });
}

}  // namespace skylt
