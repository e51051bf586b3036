#include "player/paint/shapes.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

TEST_CASE("a QR code stands on white with a quiet zone of four whole modules (A-53)") {
  const Picture picture = qr_picture("https://example.org/s/foyer", {330, 330});
  REQUIRE(picture.size == SizePx{330, 330});
  // 29 modules and 8 of quiet zone: 8 px each, 232 px in the middle of 330.
  const auto at = [&](int x, int y) { return picture.pixels[static_cast<std::size_t>(y * 330 + x)]; };
  for (int i = 0; i < 330; ++i) {
    for (int edge = 0; edge < 4 * 8; ++edge) {
      REQUIRE(at(i, edge) == 0xffffffffu);
      REQUIRE(at(edge, i) == 0xffffffffu);
      REQUIRE(at(i, 329 - edge) == 0xffffffffu);
      REQUIRE(at(329 - edge, i) == 0xffffffffu);
    }
  }
  CHECK(at(49, 49) == 0xff000000u);
  CHECK(at(48, 48) == 0xffffffffu);
  CHECK(at(49 + 8, 49 + 8) == 0xffffffffu);
}

TEST_CASE("what does not fit a QR code or its box gives no picture") {
  CHECK(qr_picture(std::string(5000, 'x'), {330, 330}).pixels.empty());
  CHECK(qr_picture("https://example.org", {20, 20}).pixels.empty());
}
