#include "player/paint/painter.hpp"

#include <algorithm>

#include "player/paint/difference.hpp"
#include "player/paint/stage.hpp"
#include "tests/paint/scenes.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr SizePx kSize{200, 120};

std::vector<std::uint32_t> painted_afresh(const Scene& scene, ShiftPx shift = {}) {
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  Canvas canvas{kSize};
  const RectPx all{0, 0, kSize.width, kSize.height};
  painter.paint(scene, canvas.buffer(), {&all, 1}, shift);
  return canvas.pixels;
}

Scene empty_scene(Colour ground) {
  Scene scene;
  scene.size = kSize;
  scene.ground = ground;
  return scene;
}

}  // namespace

TEST_CASE("painting a scene over another by its damage gives the same bytes as painting it afresh") {
  std::mt19937 random{2026};
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  for (int round = 0; round < 300; ++round) {
    Scene shown = random_scene(random, kSize);
    Canvas canvas{kSize};
    painter.paint(shown, canvas.buffer());
    for (int step = 0; step < 4; ++step) {
      Scene next = step == 3 ? random_scene(random, kSize) : altered(shown, random);
      painter.paint(next, canvas.buffer(), difference(shown, next));
      REQUIRE(canvas.pixels == painted_afresh(next));
      shown = std::move(next);
    }
  }
}

TEST_CASE("painting touches no pixel outside the damage") {
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  std::mt19937 random{5};
  for (int round = 0; round < 50; ++round) {
    Canvas canvas{kSize};
    const RectPx damage{40, 30, 50, 40};
    painter.paint(random_scene(random, kSize), canvas.buffer(), {&damage, 1});
    for (int y = 0; y < kSize.height; ++y) {
      for (int x = 0; x < kSize.width; ++x) {
        if (!damage.contains({x, y, 1, 1})) REQUIRE(canvas.at(x, y) == 0xff00ff00u);
      }
    }
  }
}

TEST_CASE("shapes take their colour, half transparent ones mix with what lies below") {
  Scene scene = empty_scene({0, 0, 0, 255});
  scene.items.push_back(ShapeItem{"r", "plate", {10, 10, 20, 20}, {255, 196, 61, 255}, 0});
  scene.items.push_back(ShapeItem{"r", "plate", {20, 10, 20, 20}, {255, 255, 255, 128}, 0});
  const auto pixels = painted_afresh(scene);
  CHECK(pixels[15 * 200 + 5] == 0xff000000u);
  CHECK(pixels[15 * 200 + 15] == 0xffffc43du);
  CHECK(pixels[15 * 200 + 35] == 0xff808080u);
  CHECK(pixels[15 * 200 + 25] == 0xffffe29eu);
}

TEST_CASE("a rounded plate leaves its corners out and is its own mirror image") {
  Scene scene = empty_scene({0, 0, 0, 255});
  scene.items.push_back(ShapeItem{"r", "plate", {10, 10, 60, 40}, {255, 255, 255, 255}, 12});
  const auto pixels = painted_afresh(scene);
  const auto at = [&](int x, int y) { return pixels[static_cast<std::size_t>(y * 200 + x)]; };
  CHECK(at(10, 10) == 0xff000000u);
  CHECK(at(40, 10) == 0xffffffffu);
  CHECK(at(10, 30) == 0xffffffffu);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) {
      REQUIRE(at(10 + x, 10 + y) == at(69 - x, 10 + y));
      REQUIRE(at(10 + x, 10 + y) == at(10 + x, 49 - y));
    }
  }
}

TEST_CASE("an arrow is as long in every direction and stays within its box (A-62)") {
  for (int bearing = 0; bearing < 360; bearing += 45) {
    const Mask mask = arrow_mask({200, 200}, ArrowShape::Straight, bearing);
    std::int64_t sum = 0;
    for (int i = 0; i < 200; ++i) {
      for (const int at : {i, i * 200, 199 * 200 + i, i * 200 + 199})
        CHECK(mask.alpha[static_cast<std::size_t>(at)] == 0);
      for (int j = 0; j < 200; ++j) sum += mask.alpha[static_cast<std::size_t>(i * 200 + j)];
    }
    CHECK(static_cast<double>(sum) / 255 / (200 * 200) == Approx(0.255).margin(0.02));
  }
}

TEST_CASE("what lies behind is a turn, never an arrow that points down (A1)") {
  const Mask turn = arrow_mask({100, 100}, ArrowShape::Turn, 180);
  const Mask down = arrow_mask({100, 100}, ArrowShape::Straight, 180);
  CHECK(turn.alpha != down.alpha);
  // The upper half holds the bend: ink on both sides of the middle.
  const auto ink = [&](int x0, int x1, int y0, int y1) {
    int sum = 0;
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) sum += turn.alpha[static_cast<std::size_t>(y * 100 + x)] > 128 ? 1 : 0;
    return sum;
  };
  CHECK(ink(0, 50, 0, 50) > 100);
  CHECK(ink(50, 100, 0, 50) > 100);
  CHECK(ink(0, 50, 50, 100) > ink(50, 100, 50, 100));  // and comes down on the left, with its head
}

TEST_CASE("a pictogram fills its box, and up differs from down (A-60)") {
  for (const char* name :
       {"accessible", "toilets", "information", "water", "cafe", "first-aid", "cloakroom", "quiet-room",
        "bicycle-parking", "walk", "entrance", "stairs", "escalator", "ramp", "lift", "platform-lift", "moving-walk"}) {
    INFO(name);
    CHECK(is_pictogram(name));
    const Mask mask = pictogram_mask({90, 60}, name, 0);
    const auto ink = std::count_if(mask.alpha.begin(), mask.alpha.end(), [](auto a) { return a > 128; });
    CHECK(ink > 60 * 60 / 8);
    for (int y = 0; y < 60; ++y) CHECK(mask.alpha[static_cast<std::size_t>(y * 90 + 5)] == 0);
  }
  for (const char* name : {"stairs", "escalator", "ramp", "lift", "platform-lift"})
    CHECK(pictogram_mask({60, 60}, name, 1).alpha != pictogram_mask({60, 60}, name, -1).alpha);
  CHECK_FALSE(is_pictogram("unicorn"));
}

TEST_CASE("an arrow's tip points where its bearing says (A-62)") {
  const auto heaviest_side = [](double bearing) {
    const Mask mask = arrow_mask({100, 100}, ArrowShape::Straight, bearing);
    double x = 0;
    double y = 0;
    double sum = 0;
    for (int row = 0; row < 100; ++row) {
      for (int column = 0; column < 100; ++column) {
        const double weight = mask.alpha[static_cast<std::size_t>(row * 100 + column)];
        x += weight * (column - 49.5);
        y += weight * (row - 49.5);
        sum += weight;
      }
    }
    return std::pair{x / sum, y / sum};
  };
  // The head weighs more than the tail, so the middle of the weight lies towards the tip.
  const auto [up_x, up_y] = heaviest_side(0);
  CHECK(up_y < -2);
  CHECK(std::abs(up_x) < 0.5);
  const auto [right_x, right_y] = heaviest_side(90);
  CHECK(right_x > 2);
  CHECK(std::abs(right_y) < 0.5);
  const auto [left_x, left_y] = heaviest_side(225);
  CHECK(left_x < -1);
  CHECK(left_y > 1);
}

TEST_CASE("text is blended at quarters of a pixel and struck text has a line through") {
  Scene scene = empty_scene({255, 255, 255, 255});
  scene.items.push_back(text_item({20, 20, 150, 40}, line_of_glyphs(3, 3, 20), {0, 0, 0, 255}));
  const auto plain = painted_afresh(scene);
  CHECK(plain != painted_afresh(empty_scene({255, 255, 255, 255})));
  std::get<TextItem>(scene.items[0]).struck = true;
  const auto struck = painted_afresh(scene);
  CHECK(struck != plain);
  CHECK(struck[(20 + 20 - 6) * 200 + 22] == 0xff000000u);
  auto moved = std::make_shared<TextLayout>(*std::get<TextItem>(scene.items[0]).layout);
  moved->lines[0].glyphs[0].x += 0.25f;
  std::get<TextItem>(scene.items[0]).layout = moved;
  CHECK(painted_afresh(scene) != struck);
}

TEST_CASE("a shifted picture is the same picture elsewhere with ground at the edge (R-50, R-51)") {
  std::mt19937 random{11};
  const Scene scene = random_scene(random, kSize);
  const auto straight = painted_afresh(scene);
  const auto shifted = painted_afresh(scene, {3, 2});
  for (int y = 10; y < kSize.height - 10; ++y) {
    for (int x = 10; x < kSize.width - 10; ++x) {
      const auto pixel = static_cast<std::size_t>(y * kSize.width + x);
      if (straight[pixel] != shifted[static_cast<std::size_t>((y + 2) * kSize.width + x + 3)]) {
        FAIL("pixel " << x << ", " << y << " is another after the shift");
      }
    }
  }
}

TEST_CASE("the shift moves every four minutes and stays within its margin (R-50)") {
  const UtcTime start = *parse_instant("2026-05-05T08:00:00Z");
  std::set<std::pair<int, int>> seen;
  for (int minute = 0; minute < 32; ++minute) {
    const ShiftPx shift = shift_at(start + Minutes{minute});
    CHECK(std::abs(shift.x) <= 4);
    CHECK(std::abs(shift.y) <= 4);
    seen.insert({shift.x, shift.y});
    if (minute % 4 != 0) CHECK(shift == shift_at(start + Minutes{minute - 1}));
    if (minute % 4 == 0) CHECK_FALSE(shift == shift_at(start + Minutes{minute - 1}));
  }
  CHECK(seen.size() == 8);
}

TEST_CASE("an image that is missing leaves its place empty and is named once (R-34)") {
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  Scene scene = empty_scene({1, 2, 3, 255});
  scene.items.push_back(ImageItem{"r", "image", {10, 10, 40, 40}, "logo", "gone", ""});
  Canvas canvas{kSize};
  painter.paint(scene, canvas.buffer());
  painter.paint(scene, canvas.buffer());
  CHECK(canvas.at(20, 20) == 0xff010203u);
  CHECK(painter.failures() == std::set<std::string>{"image:gone: not in the snapshot"});
}

TEST_CASE("an image keeps its proportions in the middle of its box") {
  BlockGlyphs glyphs;
  Painter painter{glyphs, red_image()};
  Scene scene = empty_scene({0, 0, 0, 255});
  scene.items.push_back(ImageItem{"r", "image", {10, 10, 80, 80}, "logo", "red", ""});
  Canvas canvas{kSize};
  painter.paint(scene, canvas.buffer());
  CHECK(canvas.at(50, 50) == 0xffff0000u);
  CHECK(canvas.at(11, 31) == 0xffff0000u);
  CHECK(canvas.at(50, 12) == 0xff000000u);
}

namespace {

/// A map on a plan, five times as large as the plan's file; another `line` is another state of it.
Scene map_on_plan(int line) {
  auto drawing = std::make_shared<MapDrawing>();
  drawing->ground = {0, 0, 255, 255};
  drawing->plan = MapPlan{"red", {10, 50}, 5, 0};
  drawing->paths.push_back(
      {"room", "", {{{0, 0}, {static_cast<double>(line), 0}}}, false, {}, Colour{0, 0, 0, 255}, 1});
  MapItem map;
  map.region = "r";
  map.role = "map";
  map.box = {20, 20, 80, 60};
  map.digest = static_cast<std::uint64_t>(line);
  map.drawing = drawing;
  Scene scene = empty_scene({255, 255, 255, 255});
  scene.items.push_back(map);
  return scene;
}

}  // namespace

TEST_CASE("a map's plan is decoded once for all states of the map, over one snapshot after the other") {
  BlockGlyphs glyphs;
  int asked = 0;
  const ImageSource images = [&, red = red_image()](const std::string& sha256) {
    ++asked;
    return red(sha256);
  };
  Painter painter{glyphs, images};
  Canvas canvas{kSize};
  for (int line = 1; line <= 5; ++line) painter.paint(map_on_plan(line), canvas.buffer());
  CHECK(asked == 1);
  CHECK(canvas.at(20 + 16, 20 + 44) == 0xffff0000u);  // 8 × 4 pixels, five times as large, up from (10, 50)
  CHECK(canvas.at(20 + 44, 20 + 36) == 0xffff0000u);
  CHECK(canvas.at(20 + 56, 20 + 44) == 0xff0000ffu);
  CHECK(canvas.at(20 + 16, 20 + 24) == 0xff0000ffu);

  Painter next{glyphs, images, painter.drawn()};
  next.paint(map_on_plan(3), canvas.buffer());
  next.paint(map_on_plan(6), canvas.buffer());
  CHECK(asked == 1);
}

TEST_CASE("a plan that is drawn smaller than its file lies where the whole file would") {
  BlockGlyphs glyphs;
  const std::string file = png_file({80, 40}, {255, 0, 0, 255});
  Painter painter{glyphs, [&](const std::string&) { return make_blob(file); }};
  Scene scene = map_on_plan(1);
  auto drawing = std::make_shared<MapDrawing>(*std::get<MapItem>(scene.items[0]).drawing);
  drawing->plan->scale = 0.5;
  std::get<MapItem>(scene.items[0]).drawing = drawing;
  Canvas canvas{kSize};
  painter.paint(scene, canvas.buffer());
  CHECK(canvas.at(20 + 16, 20 + 44) == 0xffff0000u);
  CHECK(canvas.at(20 + 44, 20 + 36) == 0xffff0000u);
  CHECK(canvas.at(20 + 56, 20 + 44) == 0xff0000ffu);
  CHECK(canvas.at(20 + 16, 20 + 24) == 0xff0000ffu);
}

TEST_CASE("what one snapshot lacked is looked for again in the next (R-34)") {
  BlockGlyphs glyphs;
  Scene scene = empty_scene({1, 2, 3, 255});
  scene.items.push_back(ImageItem{"r", "image", {10, 10, 40, 40}, "logo", "red", ""});
  Canvas canvas{kSize};
  Painter without{glyphs, [](const std::string&) { return nullptr; }};
  without.paint(scene, canvas.buffer());
  CHECK(without.failures().size() == 1);
  Painter with{glyphs, red_image(), without.drawn()};
  with.paint(scene, canvas.buffer());
  CHECK(with.failures().empty());
  CHECK(canvas.at(30, 30) == 0xffff0000u);
}

TEST_CASE("rows of a picture that let nothing through and rows that do mix with the ground pixel by pixel") {
  const Picture picture{{3, 2}, {0xff102030u, 0xff405060u, 0xff708090u, 0xff102030u, 0x00000000u, 0x80400000u}};
  Canvas canvas{kSize};
  fill(canvas.buffer(), canvas.buffer().bounds(), canvas.buffer().bounds(), {200, 100, 50, 255});
  blend_picture(canvas.buffer(), {0, 0, 6, 120}, 4, 10, picture);
  CHECK(canvas.at(4, 10) == 0xff102030u);
  CHECK(canvas.at(5, 10) == 0xff405060u);
  CHECK(canvas.at(6, 10) == 0xffc86432u);  // outside the clip
  CHECK(canvas.at(4, 11) == 0xff102030u);
  CHECK(canvas.at(5, 11) == 0xffc86432u);
  blend_picture(canvas.buffer(), canvas.buffer().bounds(), 4, 10, picture);
  CHECK(canvas.at(6, 10) == 0xff708090u);
  CHECK(canvas.at(6, 11) == 0xffa43219u);  // half of 200, 100, 50 and half of a red
}
