#include "core/venue/venue.hpp"

#include <cmath>

namespace skylt {

double Screen::pixel_pitch_mm() const {
  const double diagonal_px = std::hypot(size.width, size.height);
  return diagonal_px > 0 ? diagonal_inch * 25.4 / diagonal_px : 0;
}

}  // namespace skylt
