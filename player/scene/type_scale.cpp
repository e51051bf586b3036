#include "player/scene/type_scale.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kDesignPart = 34;  ///< of the short side
constexpr double kMedium = 1.6;
constexpr double kLarge = 2.6;
constexpr double kLeastMustReadMm = 15;
constexpr double kNearMm = 1000;

double pitch_mm(const Screen& screen, SizePx size) {
  const double diagonal_px = std::hypot(size.width, size.height);
  return diagonal_px > 0 ? kMillimetresPerInch * screen.diagonal_inch / diagonal_px : 0;
}

}  // namespace

TypeScale type_scale(const Screen& screen, SizePx size, double cap_ratio) {
  TypeScale scale;
  if (const double pitch = pitch_mm(screen, size); pitch > 0) {
    const double distance = screen.distance_mm;
    scale.floor_px = distance / 156 / pitch;
    scale.must_px = std::max(distance / 100, distance > kNearMm ? kLeastMustReadMm : 0.0) / pitch;
  }
  const double design = std::min(size.width, size.height) / kDesignPart;
  const double base = std::max({design, scale.floor_px / cap_ratio, scale.must_px / cap_ratio / kMedium});
  scale.em_px = {std::ceil(base), std::ceil(base * kMedium), std::ceil(base * kLarge)};
  scale.must = scale.em_px[0] * cap_ratio >= scale.must_px ? TextSize::Small : TextSize::Medium;
  return scale;
}

}  // namespace skylt
