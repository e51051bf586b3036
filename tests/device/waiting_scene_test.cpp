#include "player/device/waiting_scene.hpp"

#include "player/paint/painter.hpp"
#include "player/paint/presenter.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

class NoGlyphs : public GlyphSource {
 public:
  Typesetter::GlyphMask mask(std::uint16_t, std::uint32_t, double, int) override { return {}; }
};

}  // namespace

TEST_CASE("before the first snapshot the screen shows a calm plate and is never blank (R-04)") {
  for (const SizePx size : {SizePx{1920, 1080}, SizePx{1080, 1920}, SizePx{320, 180}}) {
    NoGlyphs glyphs;
    Painter painter{glyphs, nullptr};
    MemoryPresenter presenter{size};
    const Scene scene = waiting_scene(size);
    painter.paint(scene, presenter.buffer());
    std::set<std::uint32_t> colours;
    for (int x = 0; x < size.width; ++x) colours.insert(*presenter.buffer().at(x, size.height / 2));
    CHECK(colours.size() >= 2);
    for (const SceneItem& item : scene.items) CHECK(std::holds_alternative<ShapeItem>(item));
  }
}
