#include "player/paint/image.hpp"

#include "core/base/error.hpp"
#include "tests/paint/scenes.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::span<const std::byte> bytes(const std::string& file) { return std::as_bytes(std::span{file}); }

std::string refusal(const std::string& file) {
  try {
    decode_image(bytes(file), {100, 100});
    return "decoded";
  } catch (const Error& error) {
    return error.what();
  }
}

std::string with_png_size(unsigned width, unsigned height) {
  std::string file = png_file({8, 4}, {1, 2, 3, 255});
  for (int i = 0; i < 4; ++i) {
    file[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
    file[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
  }
  return file;
}

}  // namespace

TEST_CASE("an image is scaled to its box and keeps its proportions") {
  const Picture picture = decode_image(bytes(png_file({8, 4}, {10, 200, 30, 255})), {100, 100});
  CHECK(picture.size == SizePx{100, 50});
  CHECK(picture.pixels[0] == 0xff0ac81eu);
  CHECK(picture.pixels[49 * 100 + 99] == 0xff0ac81eu);
}

TEST_CASE("an image that covers its box fills it to the edges, cut on both sides alike") {
  const std::string file = png_file({8, 4}, {10, 200, 30, 255});
  for (const SizePx box : {SizePx{100, 100}, SizePx{200, 10}, SizePx{8, 4}}) {
    const Picture picture = decode_image(bytes(file), box, ImageFit::Cover);
    REQUIRE(picture.size == box);
    CHECK(picture.pixels.front() == 0xff0ac81eu);
    CHECK(picture.pixels.back() == 0xff0ac81eu);
  }
}

TEST_CASE("images above the limits are refused before they are decoded (S-42)") {
  CHECK(refusal(with_png_size(50'000, 50'000)) == "image refused: a side is longer than 16,384 pixels");
  CHECK(refusal(with_png_size(0xffffffff, 1)) == "image refused: a side is longer than 16,384 pixels");
  CHECK(refusal(with_png_size(16'000, 16'000)) == "image refused: more than 40 megapixels");
  CHECK(refusal(with_png_size(0, 5)) == "image refused: it has no size");
  CHECK(refusal(std::string(21u << 20, 'x')) == "image refused: the file is larger than 20 MiB");
}

TEST_CASE("only PNG, JPEG and WebP are decoded (S-40)") {
  for (const std::string file : {"", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7", "BM"}) {
    CHECK(refusal(file) == "image refused: not a PNG, JPEG or WebP file");
  }
}

TEST_CASE("a truncated image is refused at every length") {
  const std::string file = png_file({64, 64}, {9, 9, 9, 255});
  for (std::size_t length = 0; length + 20 < file.size(); length += 7) {
    const std::string why = refusal(file.substr(0, length));
    CHECK(why != "decoded");
  }
}

TEST_CASE("sizes are read from JPEG and WebP headers") {
  const std::string jpeg = std::string("\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x01\x02\x03\x04\x03", 18);
  CHECK(image_size(bytes(jpeg)) == SizePx{0x0304, 0x0102});
  std::string webp = "RIFF....WEBPVP8X" + std::string(14, '\0');
  webp[24] = '\x0f';
  webp[27] = '\x07';
  CHECK(image_size(bytes(webp)) == SizePx{16, 8});
}
