#include "player/paint/stage.hpp"

#include "core/base/error.hpp"
#include "tests/paint/scenes.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr SizePx kSize{160, 90};

/// A panel that can be unplugged.
class Panel : public MemoryPresenter {
 public:
  using MemoryPresenter::MemoryPresenter;
  void present(std::span<const RectPx> damage) override {
    if (unplugged) throw Error{ErrorCode::Unavailable, "no panel"};
    MemoryPresenter::present(damage);
  }

  bool unplugged = false;
};

/// A panel whose size may change, and whose memory with it, as SDL's window surface does.
class Resizable : public Presenter {
 public:
  explicit Resizable(SizePx size) { resize(size); }
  void resize(SizePx size) {
    size_ = size;
    pixels_.assign(static_cast<std::size_t>(size.width) * size.height, 0xff123456u);
  }
  PixelBuffer buffer() override { return {size_, size_.width, pixels_.data()}; }
  void present(std::span<const RectPx> damage) override {
    for (const RectPx& r : damage) REQUIRE(RectPx{0, 0, size_.width, size_.height}.contains(r));
    frames.emplace_back(damage.begin(), damage.end());
  }

  std::vector<std::vector<RectPx>> frames;

 private:
  SizePx size_;
  std::vector<std::uint32_t> pixels_;
};

/// Glyphs whose font may be lost.
class LostGlyphs : public BlockGlyphs {
 public:
  Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) override {
    if (lost) throw Error{ErrorCode::Invalid, "no font"};
    return BlockGlyphs::mask(face, glyph, em_px, subpixel);
  }

  bool lost = false;
};

struct Glass {
  Glass() : presenter{kSize}, painter{glyphs, red_image()}, stage{presenter} {}

  std::vector<RectPx> show(const Scene& scene, Stage::Options options = {}) {
    return stage.show(scene, painter, options, now);
  }
  std::uint32_t at(int x, int y) { return *presenter.buffer().at(x, y); }

  LostGlyphs glyphs;
  Panel presenter;
  Painter painter;
  Stage stage;
  MonotonicTime now{Seconds{100}};
};

Scene page(int number, Colour ground) {
  Scene scene;
  scene.size = kSize;
  scene.page = number;
  scene.pages = 2;
  scene.ground = ground;
  return scene;
}

constexpr Colour kBlack{0, 0, 0, 255};
constexpr Colour kWhite{255, 255, 255, 255};

}  // namespace

TEST_CASE("the first scene is painted whole and an equal one paints nothing") {
  Glass glass;
  CHECK(glass.show(page(0, kWhite)) == std::vector<RectPx>{{0, 0, 160, 90}});
  CHECK(glass.show(page(0, kWhite)).empty());
  CHECK(glass.presenter.frames().size() == 1);
  CHECK_FALSE(glass.stage.next_frame());
}

TEST_CASE("another page fades in over 400 ms and ends exactly on its own pixels") {
  Glass glass;
  glass.show(page(0, kBlack));
  glass.show(page(1, kWhite));
  CHECK(glass.at(5, 5) == 0xff000000u);
  std::uint32_t before = 0;
  int frames = 0;
  while (glass.stage.next_frame()) {
    glass.now = *glass.stage.next_frame();
    glass.stage.advance(glass.now);
    const std::uint32_t level = glass.at(5, 5) & 0xffu;
    CHECK(level >= before);
    before = level;
    ++frames;
  }
  CHECK(glass.at(5, 5) == 0xffffffffu);
  CHECK(glass.now - MonotonicTime{Seconds{100}} == kFadeTime);
  CHECK(frames == 20);
}

TEST_CASE("half way through a fade the glass shows about half of both pages") {
  Glass glass;
  glass.show(page(0, kBlack));
  glass.show(page(1, kWhite));
  glass.now += Millis{200};
  glass.stage.advance(glass.now);
  CHECK((glass.at(5, 5) & 0xffu) == Approx(128).margin(3));
}

TEST_CASE("reduced motion cuts instead of fading") {
  Glass glass;
  glass.show(page(0, kBlack));
  glass.show(page(1, kWhite), {.fade = false, .shift = {}});
  CHECK(glass.at(5, 5) == 0xffffffffu);
  CHECK_FALSE(glass.stage.next_frame());
}

TEST_CASE("a change on the same page is shown at once") {
  Glass glass;
  glass.show(page(0, kBlack));
  Scene changed = page(0, kBlack);
  changed.items.push_back(ShapeItem{"r", "plate", {20, 20, 10, 10}, kWhite, 0});
  CHECK(glass.show(changed) == std::vector<RectPx>{{20, 20, 10, 10}});
  CHECK(glass.at(25, 25) == 0xffffffffu);
}

TEST_CASE("a change in the middle of a fade ends on the pixels of the last scene") {
  Glass glass;
  glass.show(page(0, kBlack));
  glass.show(page(1, kWhite));
  glass.now += Millis{100};
  glass.stage.advance(glass.now);
  Scene changed = page(1, kWhite);
  changed.items.push_back(ShapeItem{"r", "plate", {20, 20, 10, 10}, kBlack, 0});
  glass.show(changed);
  CHECK(glass.at(5, 5) == 0xffffffffu);
  CHECK(glass.at(25, 25) == 0xff000000u);
  CHECK_FALSE(glass.stage.next_frame());
}

TEST_CASE("random scenes shown one after the other leave no stale pixel whatever the shift") {
  std::mt19937 random{31};
  Glass glass;
  Scene scene = random_scene(random, kSize);
  for (int step = 0; step < 200; ++step) {
    const ShiftPx shift = shift_at(UtcTime{Minutes{step / 2}});
    scene.page = step / 7;
    glass.show(scene, {.fade = step % 2 == 0, .shift = shift});
    while (glass.stage.next_frame()) {
      glass.now = *glass.stage.next_frame();
      glass.stage.advance(glass.now);
    }
    Canvas afresh{kSize};
    const RectPx all{0, 0, kSize.width, kSize.height};
    Painter painter{glass.glyphs, red_image()};
    painter.paint(scene, afresh.buffer(), {&all, 1}, shift);
    const PixelBuffer shown = glass.presenter.buffer();
    REQUIRE(std::equal(afresh.pixels.begin(), afresh.pixels.end(), shown.pixels));
    scene = altered(scene, random);
  }
}

TEST_CASE("a panel of another size is painted whole, and a fade for the old one ends") {
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  for (const SizePx other : {SizePx{80, 45}, SizePx{90, 160}, SizePx{320, 180}}) {
    Resizable panel{kSize};
    Stage stage{panel};
    MonotonicTime now{Seconds{100}};
    stage.show(page(0, kBlack), painter, {}, now);
    stage.show(page(1, kWhite), painter, {}, now);
    REQUIRE(stage.next_frame());
    panel.resize(other);
    stage.advance(*stage.next_frame());
    CHECK_FALSE(stage.next_frame());
    stage.present_again();
    CHECK(panel.frames.size() == 1);
    Scene larger = page(1, kWhite);
    larger.size = other;
    CHECK(stage.show(larger, painter, {}, now) == std::vector<RectPx>{{0, 0, other.width, other.height}});
    CHECK(*panel.buffer().at(other.width - 1, other.height - 1) == 0xffffffffu);
    CHECK(stage.show(larger, painter, {}, now).empty());
  }
}

TEST_CASE("a panel that is turned follows its size and never paints beside it") {
  for (const int degrees : {90, 180, 270}) {
    auto inner = std::make_unique<Resizable>(SizePx{30, 20});
    Resizable& panel = *inner;
    RotatedPresenter turned{std::move(inner), degrees};
    const SizePx before = turned.buffer().size;
    panel.resize({12, 10});
    const RectPx all{0, 0, before.width, before.height};
    turned.present({&all, 1});
    const SizePx after = turned.buffer().size;
    CHECK(after == (degrees == 180 ? SizePx{12, 10} : SizePx{10, 12}));
    CHECK(panel.frames.back() == std::vector<RectPx>{{0, 0, 12, 10}});
  }
}

TEST_CASE("after new fonts everything is painted again") {
  Glass glass;
  glass.show(page(0, kWhite));
  glass.stage.forget();
  CHECK(glass.show(page(0, kWhite)) == std::vector<RectPx>{{0, 0, 160, 90}});
}

TEST_CASE("a scene that the panel refused is painted whole when it is shown again (R-35)") {
  Glass glass;
  glass.show(page(0, kBlack));
  Scene changed = page(0, kBlack);
  changed.items.push_back(ShapeItem{"r", "plate", {20, 20, 10, 10}, kWhite, 0});
  glass.presenter.unplugged = true;
  CHECK_THROWS_WITH(glass.show(changed), "no panel");
  glass.presenter.unplugged = false;
  CHECK(glass.show(changed) == std::vector<RectPx>{{0, 0, 160, 90}});
  CHECK(glass.show(changed).empty());
}

TEST_CASE("a scene that could not be painted, cut or fading, is painted whole when it is shown again (R-35)") {
  for (const bool fade : {false, true}) {
    Glass glass;
    glass.show(page(0, kBlack));
    Scene text = page(1, kBlack);
    text.items.push_back(text_item({20, 20, 60, 30}, line_of_glyphs(3, 4, 16), kWhite));
    glass.glyphs.lost = true;
    CHECK_THROWS_WITH(glass.show(text, {.fade = fade, .shift = {}}), "no font");
    CHECK_FALSE(glass.stage.next_frame());
    glass.glyphs.lost = false;
    glass.show(text, {.fade = fade, .shift = {}});
    while (glass.stage.next_frame()) glass.stage.advance(*glass.stage.next_frame());
    Canvas afresh{kSize};
    glass.painter.paint(text, afresh.buffer());
    CHECK(std::equal(afresh.pixels.begin(), afresh.pixels.end(), glass.presenter.buffer().pixels));
  }
}

TEST_CASE("a fade that the panel refuses ends, and the next scene is painted whole (R-35)") {
  Glass glass;
  glass.show(page(0, kBlack));
  glass.show(page(1, kWhite));
  glass.presenter.unplugged = true;
  CHECK_THROWS_WITH(glass.stage.advance(*glass.stage.next_frame()), "no panel");
  CHECK_FALSE(glass.stage.next_frame());
  glass.presenter.unplugged = false;
  CHECK(glass.show(page(1, kWhite)) == std::vector<RectPx>{{0, 0, 160, 90}});
  CHECK(glass.at(5, 5) == 0xffffffffu);
}

TEST_CASE("a picture turned by 90 degrees has its top at the panel's right side") {
  auto panel = std::make_unique<MemoryPresenter>(SizePx{30, 20});
  MemoryPresenter& glass = *panel;
  RotatedPresenter turned{std::move(panel), 90};
  REQUIRE(turned.buffer().size == SizePx{20, 30});
  *turned.buffer().at(0, 0) = 0xff123456u;
  const RectPx corner{0, 0, 2, 1};
  turned.present({&corner, 1});
  CHECK(*glass.buffer().at(29, 0) == 0xff123456u);
  CHECK(glass.frames().back() == std::vector<RectPx>{{29, 0, 1, 2}});
}

TEST_CASE("turning by 90 and by 270 degrees are each other's inverse") {
  auto inner = std::make_unique<MemoryPresenter>(SizePx{30, 20});
  MemoryPresenter& glass = *inner;
  RotatedPresenter there_and_back{std::make_unique<RotatedPresenter>(std::move(inner), 90), 270};
  REQUIRE(there_and_back.buffer().size == SizePx{30, 20});
  *there_and_back.buffer().at(7, 3) = 0xffabcdefu;
  const RectPx all{0, 0, 30, 20};
  there_and_back.present({&all, 1});
  CHECK(*glass.buffer().at(7, 3) == 0xffabcdefu);
}
