#pragma once
#include <unicode/ubidi.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <cstdint>
#include <string>
#include <vector>

#include "player/text/fonts.hpp"

struct hb_buffer_t;

namespace skylt {

/// Part of a text of one direction, script and face.
struct TextRun {
  std::int32_t start = 0;  ///< UTF-16, half-open
  std::int32_t end = 0;
  UBiDiLevel level = 0;
  UScriptCode script = USCRIPT_LATIN;
  int face = FontSet::kNoFace;
  bool lettered = false;  ///< has characters of a real script, not only spaces, digits and punctuation

  bool right_to_left() const { return (level & 1) != 0; }
};

/// One glyph in visual order within its run; lengths in em.
struct ShapedGlyph {
  std::uint32_t glyph = 0;
  std::int32_t cluster = 0;  ///< UTF-16 index of the first character it stands for
  float advance = 0;
  float dx = 0;
  float dy = 0;  ///< upwards
};

/// HarfBuzz on one run at a time, with the language passed on (locl) and figures of one width (tnum, L-26).
class Shaper {
 public:
  explicit Shaper(FontSet& fonts);
  ~Shaper();
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;

  /// Glyphs of the run from left to right. The text around it decides how letters join. Valid until the next call.
  const std::vector<ShapedGlyph>& shape(const icu::UnicodeString& text, const TextRun& run,
                                        const std::string& language);

 private:
  FontSet& fonts_;
  hb_buffer_t* buffer_;
  std::vector<ShapedGlyph> glyphs_;
};

}  // namespace skylt
