#pragma once
#include <array>

#include "core/base/geometry.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// The only three sizes of text on a screen, about 1 : 1.6 : 2.6 (SCREENS.md).
enum class TextSize { Small, Medium, Large };

/// Sizes and floors in px for one screen.
struct TypeScale {
  std::array<double, 3> em_px{};
  double floor_px = 0;  ///< least capital height of any text: distance / 156
  double must_px = 0;   ///< of what must be read: distance / 100, 15 mm at least where it is read from beyond 1 m
  TextSize must = TextSize::Small;  ///< smallest size that may carry what must be read

  double em(TextSize size) const { return em_px[static_cast<std::size_t>(size)]; }
};

/// `size` is the picture's, which may differ from the screen's own in a preview: the glass stays as large as it is.
/// `cap_ratio` is the capital height as a fraction of the em. The design size is 1/34 of the short side; the floors
/// raise it where the screen is small for its distance.
TypeScale type_scale(const Screen& screen, SizePx size, double cap_ratio);

}  // namespace skylt
