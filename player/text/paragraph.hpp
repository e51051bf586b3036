#pragma once
#include <map>
#include <string>
#include <vector>

#include "player/text/analysis.hpp"
#include "player/text/hyphenation.hpp"
#include "player/text/shaper.hpp"

namespace skylt {

/// Where a line may end.
struct BreakPlace {
  std::int32_t end = 0;          ///< UTF-16; the next line starts here
  std::int32_t visible_end = 0;  ///< without the spaces that hang at a line's end
  bool hyphen = false;           ///< a hyphen is shown there
};

/// One paragraph analysed and measured, independent of size and measure. Lengths in em.
struct Paragraph {
  icu::UnicodeString text;  ///< without line feeds
  std::string language;
  Weight weight = Weight::Regular;
  bool right_to_left = false;
  std::vector<TextRun> runs;               ///< in logical order
  std::vector<std::int32_t> graphemes;     ///< ends of clusters
  std::vector<BreakPlace> breaks;          ///< ascending; the last is the end of the text
  std::vector<std::int32_t> inner_breaks;  ///< allowed inside phrases, for where a phrase does not fit (ja, ko)
  std::vector<double> advance;             ///< of text[0, i), for i from 0 to the length
  double hyphen_advance = 0;

  /// Width of text[from, to) on one line.
  double width(std::int32_t from, std::int32_t to) const {
    return advance[static_cast<std::size_t>(to)] - advance[static_cast<std::size_t>(from)];
  }
  /// `end` without spaces before it, not before `start`.
  std::int32_t visible_end(std::int32_t start, std::int32_t end) const;
};

/// Analyses one paragraph: direction from the language (L-12), fonts by grapheme cluster (L-32), widths by shaping;
/// breaks with the event's own names (L-18).
Paragraph analyse(icu::UnicodeString text, const std::string& language, Weight weight, FontSet& fonts, Shaper& shaper,
                  const WordList& names);

/// The hyphen as a run of its own: at the level and in the face of what it follows.
inline constexpr char16_t kHyphen = u'-';

}  // namespace skylt
