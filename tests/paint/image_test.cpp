#include "player/paint/image.hpp"

#include <SDL.h>
#include <SDL_image.h>

#include <array>

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

constexpr std::uint32_t kRed = 0xffff0000u, kGreen = 0xff00ff00u, kBlue = 0xff0000ffu, kWhite = 0xffffffffu;

/// A JPEG file of 32 × 16 pixels: above red and green, below blue and white.
std::string four_colours() {
  std::array<std::uint32_t, 32 * 16> pixels{};
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const bool left = i % 32 < 16;
    pixels[i] = i < 32 * 8 ? (left ? kRed : kGreen) : (left ? kBlue : kWhite);
  }
  std::string file(1 << 16, '\0');
  SDL_Surface* surface =
      SDL_CreateRGBSurfaceWithFormatFrom(pixels.data(), 32, 16, 32, 32 * 4, SDL_PIXELFORMAT_XRGB8888);
  SDL_RWops* to = SDL_RWFromMem(file.data(), static_cast<int>(file.size()));
  REQUIRE(IMG_SaveJPG_RW(surface, to, 0, 100) == 0);
  file.resize(static_cast<std::size_t>(SDL_RWtell(to)));
  SDL_RWclose(to);
  SDL_FreeSurface(surface);
  return file;
}

/// The file with an Exif block before all else that states this orientation, in either order of bytes.
std::string with_orientation(const std::string& jpeg, char orientation, bool little) {
  const std::string zero(1, '\0');
  const auto number = [&](char value) { return little ? value + zero : zero + value; };
  const auto wide = [&](char value) { return little ? number(value) + zero + zero : zero + zero + number(value); };
  const std::string tag = little ? "\x12\x01" : "\x01\x12";
  const std::string entry = tag + number(3) + wide(1) + number(orientation) + zero + zero;
  const std::string tiff = (little ? "II" : "MM") + number(42) + wide(8) + number(1) + entry + wide(0);
  const std::string content = "Exif" + zero + zero + tiff;
  const std::string length = zero + static_cast<char>(content.size() + 2);
  return jpeg.substr(0, 2) + "\xff\xe1" + length + content + jpeg.substr(2);
}

/// Which of the four colours lies nearest: codes of lossy files are not exact.
std::uint32_t colour_at(const Picture& picture, int x, int y) {
  const std::uint32_t pixel = picture.pixels.at(static_cast<std::size_t>(y * picture.size.width + x));
  std::uint32_t rounded = 0xff000000u;
  for (const int shift : {16, 8, 0}) rounded |= ((pixel >> shift & 0xffu) > 127 ? 0xffu : 0u) << shift;
  return rounded;
}

}  // namespace

TEST_CASE("a photograph stands upright however the camera was held") {
  using Corners = std::array<std::uint32_t, 4>;  // top left, top right, bottom left, bottom right
  const std::string file = four_colours();
  const std::array<Corners, 9> seen{{
      {kRed, kGreen, kBlue, kWhite},  // 0: no orientation
      {kRed, kGreen, kBlue, kWhite},
      {kGreen, kRed, kWhite, kBlue},
      {kWhite, kBlue, kGreen, kRed},
      {kBlue, kWhite, kRed, kGreen},
      {kRed, kBlue, kGreen, kWhite},
      {kBlue, kRed, kWhite, kGreen},
      {kWhite, kGreen, kBlue, kRed},
      {kGreen, kWhite, kRed, kBlue},
  }};
  for (std::size_t orientation = 0; orientation < seen.size(); ++orientation) {
    for (const bool little : {true, false}) {
      INFO("orientation " << orientation << (little ? ", little-endian" : ", big-endian"));
      const std::string turned = with_orientation(file, static_cast<char>(orientation), little);
      const SizePx size = orientation < 5 ? SizePx{32, 16} : SizePx{16, 32};
      CHECK(image_size(bytes(turned)) == size);
      const Picture picture = decode_image(bytes(turned), size);
      REQUIRE(picture.size == size);
      const int right = size.width - 4, below = size.height - 4;
      CHECK(Corners{colour_at(picture, 3, 3), colour_at(picture, right, 3), colour_at(picture, 3, below),
                    colour_at(picture, right, below)} == seen.at(orientation));
    }
  }
}

TEST_CASE("an Exif block that is cut off or wrong turns nothing") {
  const std::string file = four_colours();
  const std::string turned = with_orientation(file, 6, true);
  for (std::size_t length = 2; length < 40; ++length) {
    CHECK_NOTHROW(image_size(bytes(turned.substr(0, length))));
  }
  for (std::size_t at = 12; at < 38; ++at) {
    std::string broken = turned;
    broken[at] = '\xff';
    CHECK(image_size(bytes(broken)));
  }
  CHECK(image_size(bytes(with_orientation(file, 9, true))) == SizePx{32, 16});
  CHECK(image_size(bytes(file)) == SizePx{32, 16});
}

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
