#pragma once
#include "player/paint/painter.hpp"

namespace skylt {

/// The typesetter of all that a snapshot says about setting its texts: fonts, hyphenation, names that dictionaries
/// break wrongly (L-18). Whoever draws a snapshot takes this one, so that pictures of it and receipts agree.
Typesetter typesetter_for(const Snapshot& snapshot);

/// The typesetter's glyphs for the painter.
class TypesetterGlyphs : public GlyphSource {
 public:
  explicit TypesetterGlyphs(Typesetter& typesetter) : typesetter_{typesetter} {}
  Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) override;

 private:
  Typesetter& typesetter_;
};

/// Images of a snapshot by their hash.
ImageSource images_of(std::shared_ptr<const Snapshot> snapshot);

}  // namespace skylt
