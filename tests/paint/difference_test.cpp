#include "player/paint/difference.hpp"

#include "tests/paint/scenes.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

Scene clock_scene(std::uint32_t clock_glyph) {
  Scene scene;
  scene.size = {400, 200};
  scene.ground = {250, 250, 245, 255};
  scene.items.push_back(ShapeItem{"header", "plate", {10, 10, 380, 40}, {14, 34, 56, 255}, 8});
  scene.items.push_back(text_item({20, 15, 200, 30}, line_of_glyphs(5, 6, 20), {255, 255, 255, 255}));
  scene.items.push_back(text_item({300, 15, 80, 30}, line_of_glyphs(clock_glyph, 4, 20), {255, 255, 255, 255}));
  scene.items.push_back(QrItem{"code", "qr", {20, 80, 100, 100}, "https://example.org"});
  return scene;
}

}  // namespace

TEST_CASE("equal scenes differ nowhere") { CHECK(difference(clock_scene(1), clock_scene(1)).empty()); }

TEST_CASE("a scene that only means something else differs nowhere") {
  Scene other = clock_scene(1);
  std::get<TextItem>(other.items[1]).role = "room.name";
  std::get<TextItem>(other.items[1]).must_read = true;
  other.at += Minutes{1};
  CHECK(difference(clock_scene(1), other).empty());
}

TEST_CASE("a clock tick damages the clock's own place only") {
  const auto damage = difference(clock_scene(1), clock_scene(2));
  REQUIRE(damage.size() == 1);
  CHECK(RectPx{296, 10, 90, 40}.contains(damage[0]));
}

TEST_CASE("a new ground damages the whole screen") {
  Scene other = clock_scene(1);
  other.ground.r = 1;
  CHECK(difference(clock_scene(1), other) == std::vector<RectPx>{{0, 0, 400, 200}});
}

TEST_CASE("an item that comes to lie above another is damaged") {
  Scene a = clock_scene(1);
  Scene b = a;
  std::swap(b.items[0], b.items[1]);
  CHECK_FALSE(difference(a, b).empty());
}

TEST_CASE("damage never reaches outside the screen") {
  std::mt19937 random{7};
  for (int round = 0; round < 100; ++round) {
    const Scene a = random_scene(random, {160, 90});
    for (const RectPx& r : difference(a, altered(a, random))) CHECK(RectPx{0, 0, 160, 90}.contains(r));
  }
}

TEST_CASE("overlapping damage is united and distant damage is not") {
  CHECK(merge({{0, 0, 10, 10}, {5, 5, 10, 10}}) == std::vector<RectPx>{{0, 0, 15, 15}});
  CHECK(merge({{0, 0, 10, 10}, {10, 0, 10, 10}}) == std::vector<RectPx>{{0, 0, 20, 10}});
  CHECK(merge({{0, 0, 10, 10}, {100, 100, 10, 10}}).size() == 2);
  CHECK(merge({{0, 0, 0, 10}}).empty());
}
