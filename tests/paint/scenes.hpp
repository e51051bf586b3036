#pragma once
#include <random>
#include <string>
#include <vector>

#include "player/paint/painter.hpp"
#include "player/scene/scene.hpp"

namespace skylt::test {

/// Glyphs of a made-up face: blocks whose shape depends on the glyph's number and on the quarter pixel.
class BlockGlyphs : public GlyphSource {
 public:
  Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) override;

 private:
  std::vector<unsigned char> alpha_;
};

/// One line of `count` glyphs as a layout.
TextLayoutPtr line_of_glyphs(std::uint32_t first_glyph, int count, double em_px);

TextItem text_item(RectPx box, TextLayoutPtr layout, Colour colour);

/// A scene of random shapes, texts, arrows, codes and images, some translucent.
Scene random_scene(std::mt19937& random, SizePx size);

/// The scene with a few items changed, added, removed or moved in the order.
Scene altered(const Scene& scene, std::mt19937& random);

/// Pixels of their own.
struct Canvas {
  explicit Canvas(SizePx canvas_size)
      : size{canvas_size}, pixels(static_cast<std::size_t>(size.width) * size.height, 0xff00ff00u) {}
  PixelBuffer buffer() { return {size, size.width, pixels.data()}; }
  std::uint32_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y * size.width + x)]; }

  SizePx size;
  std::vector<std::uint32_t> pixels;
};

/// A PNG file of one colour.
std::string png_file(SizePx size, Colour colour);

/// An image source that knows one picture, by the hash "red".
ImageSource red_image();

}  // namespace skylt::test
