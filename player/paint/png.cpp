#include "player/paint/png.hpp"

#include "core/base/error.hpp"
#include "player/paint/cairo.hpp"

namespace skylt {

void write_png(const PixelBuffer& pixels, const std::string& path) {
  const CairoSurfacePtr surface{cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(pixels.pixels),
                                                                    CAIRO_FORMAT_RGB24, pixels.size.width,
                                                                    pixels.size.height, pixels.stride * 4)};
  const cairo_status_t status = cairo_surface_write_to_png(surface.get(), path.c_str());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error{ErrorCode::Unavailable, path + ": cannot write the picture: " + cairo_status_to_string(status)};
  }
}

}  // namespace skylt
