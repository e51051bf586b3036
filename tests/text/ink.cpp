#include "tests/text/ink.hpp"

#include <algorithm>
#include <cmath>

namespace skylt::test {

RectPx ink_of(Typesetter& typesetter, const PlacedGlyph& glyph, double em_px) {
  const int x = static_cast<int>(std::floor(glyph.x));
  const int subpixel = static_cast<int>(std::lround((glyph.x - static_cast<float>(x)) * 4));
  const Typesetter::GlyphMask mask = typesetter.mask(glyph.face, glyph.glyph, em_px, subpixel);
  int left = mask.width, right = 0, top = mask.height, bottom = 0;
  for (int row = 0; row < mask.height; ++row) {
    for (int column = 0; column < mask.width; ++column) {
      if (mask.alpha[row * mask.stride + column] == 0) continue;
      left = std::min(left, column);
      right = std::max(right, column + 1);
      top = std::min(top, row);
      bottom = std::max(bottom, row + 1);
    }
  }
  if (right <= left) return {};
  return {x + mask.left + left, static_cast<int>(glyph.y) - mask.top + top, right - left, bottom - top};
}

int ink_outside(Typesetter& typesetter, const TextLayout& layout) {
  int outside = 0;
  for (const TextLine& line : layout.lines) {
    for (const PlacedGlyph& glyph : line.glyphs) {
      const RectPx ink = ink_of(typesetter, glyph, layout.style.em_px);
      if (!ink.empty() && !line.box.contains(ink)) ++outside;
    }
  }
  return outside;
}

}  // namespace skylt::test
