#pragma once
#include "player/text/line_break.hpp"

namespace skylt {

/// A line with its pen starting at x = 0 and its baseline at y = 0.
struct PlacedLine {
  TextLine line;
  int width = 0;    ///< px, of advances and ink
  int ascent = 0;   ///< px above the baseline, of fonts and ink
  int descent = 0;  ///< px below
  int missing_glyphs = 0;
};

/// Shapes and places single lines.
class LinePlacer {
 public:
  LinePlacer(FontSet& fonts, Shaper& shaper) : fonts_{fonts}, shaper_{shaper} {}

  /// Runs of the line in visual order (UAX #9 L2), glyph positions in quarters of a pixel, whole pixels vertically.
  /// `base` is the height of the paragraph's own fonts.
  PlacedLine place(const Paragraph& paragraph, const LineSpan& span, double em_px, const FontMetrics& base);

 private:
  struct Ink {
    double left = 0, right = 0, top = 0, bottom = 0;
  };
  void place_run(const icu::UnicodeString& text, const TextRun& run, const std::string& language, double em_px,
                 PlacedLine& out, Ink& ink, double& pen);

  FontSet& fonts_;
  Shaper& shaper_;
};

}  // namespace skylt
