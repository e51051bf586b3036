#pragma once
#include "player/text/typesetter.hpp"

namespace skylt::test {

/// Pixels of the glyph that are not white, relative to the layout.
RectPx ink_of(Typesetter& typesetter, const PlacedGlyph& glyph, double em_px);

/// Glyphs of the layout whose ink leaves their line's box.
int ink_outside(Typesetter& typesetter, const TextLayout& layout);

}  // namespace skylt::test
