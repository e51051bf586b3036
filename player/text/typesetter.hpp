#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/language/text.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

enum class Weight { Regular, Bold };
enum class Align { Start, End, Centre };  ///< reading edge of the paragraph's direction, its end, middle

/// How a paragraph is to be set. All lengths in pixels.
struct TextStyle {
  double em_px = 40;
  Weight weight = Weight::Regular;
  Align align = Align::Start;
  int max_lines = 0;       ///< more are set all the same, and said to be too many; 0: no limit
  double line_height = 0;  ///< in em; 0: the script's own
  bool hyphenate =
      true;  ///< by pattern dictionary of the text's language, only where a word would not fit or rag is poor
  bool balance = true;  ///< avoids a last line of one short word
  bool operator==(const TextStyle&) const = default;
};

/// One glyph of a face, at its pen position relative to the layout's top left; y grows downwards, baseline included.
/// x is a multiple of a quarter pixel (0 to 3 quarters select the mask), y a whole pixel: masks are drawn exactly
/// there.
struct PlacedGlyph {
  std::uint16_t face = 0;  ///< index into Typesetter's faces
  std::uint32_t glyph = 0;
  float x = 0;
  float y = 0;
};

struct TextLine {
  std::string text;     ///< logical order
  std::string visual;   ///< what the eye meets from left to right
  RectPx box;           ///< relative to the layout's top left; holds all ink
  int baseline_px = 0;  ///< from the layout's top
  bool hyphenated = false;
  std::vector<PlacedGlyph> glyphs;
};

/// A paragraph of text as positioned lines. Immutable and shared.
struct TextLayout {
  TaggedText source;
  TextStyle style;
  int width_px = 0;  ///< the measure it was set to
  bool right_to_left = false;
  std::vector<TextLine> lines;
  SizePx size;  ///< of all line boxes: width of the widest, height of all
  double cap_height_px = 0;
  int missing_glyphs = 0;
  /// Took more than max_lines, had a word wider than the measure, or was longer than any text may be: that one alone is
  /// cut, with an ellipsis.
  bool truncated = false;
};
using TextLayoutPtr = std::shared_ptr<const TextLayout>;

/// Sets paragraphs with the snapshot's own fonts (L-30, L-31). Caches shaped runs and whole layouts. One thread.
class Typesetter {
 public:
  /// Fonts as (name, blob); hyphenation dictionaries as (language, blob). Throws Error(invalid) on a broken font.
  Typesetter(const std::vector<NamedBlob>& fonts, std::vector<NamedBlob> hyphenation,
             const std::map<std::string, std::vector<std::string>>& word_list = {});
  ~Typesetter();
  Typesetter(Typesetter&&) noexcept;
  Typesetter& operator=(Typesetter&&) noexcept;

  /// Sets one paragraph no wider than `width_px`; line feeds break lines. Never throws on text; invalid UTF-8 is
  /// replaced. Direction comes from the language (L-12, UAX #9), breaks from UAX #14.
  TextLayoutPtr layout(const TaggedText& text, int width_px, const TextStyle& style);

  /// Width in px of the text on one line.
  int width_of(const TaggedText& text, const TextStyle& style);

  /// Line advance in px for that language and style: never less than the font's ascent and descent (L-17).
  int line_advance(const std::string& language, const TextStyle& style);

  /// Capital height as a fraction of the em of the Latin face (Noto Sans 0.714).
  double cap_height_ratio() const;

  /// Coverage mask of one glyph for painting: 8-bit alpha, bearings relative to the pen. `subpixel` in quarters 0…3.
  /// Valid until the next call.
  struct GlyphMask {
    int width = 0;
    int height = 0;
    int left = 0;  ///< of the pen
    int top = 0;   ///< above the baseline
    int stride = 0;
    const unsigned char* alpha = nullptr;
  };
  GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skylt
