#include "player/device/waiting_scene.hpp"

#include <algorithm>

namespace skylt {

Scene waiting_scene(SizePx size) {
  constexpr Colour kGround{0x0e, 0x22, 0x38, 255};
  constexpr Colour kPlate{0xff, 0xc5, 0x3d, 255};
  Scene scene;
  scene.size = size;
  scene.layout = "waiting";
  scene.ground = kGround;
  const int unit = std::max(1, std::min(size.width, size.height) / 54);
  const RectPx plate{size.width / 2 - 7 * unit, size.height / 2 - 3 * unit, 14 * unit, 6 * unit};
  scene.items.push_back(ShapeItem{"waiting", "plate", plate, kPlate, unit});
  for (int i = -1; i <= 1; ++i) {
    const RectPx dot{size.width / 2 + i * 4 * unit - unit, size.height / 2 - unit, 2 * unit, 2 * unit};
    scene.items.push_back(ShapeItem{"waiting", "dot", dot, kGround, unit});
  }
  return scene;
}

}  // namespace skylt
