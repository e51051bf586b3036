#include "player/device/glyphs.hpp"

namespace skylt {

Typesetter typesetter_for(const Snapshot& snapshot) {
  return {snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
}

Typesetter::GlyphMask TypesetterGlyphs::mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) {
  return typesetter_.mask(face, glyph, em_px, subpixel);
}

ImageSource images_of(std::shared_ptr<const Snapshot> snapshot) {
  return [snapshot = std::move(snapshot)](const std::string& sha256) -> BlobPtr {
    for (const NamedBlob& image : snapshot->images) {
      if (image.sha256 == sha256) return image.blob;
    }
    return nullptr;
  };
}

}  // namespace skylt
