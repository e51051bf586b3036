#pragma once
#include <vector>

#include "player/text/paragraph.hpp"

namespace skylt {

/// One line as part of a paragraph.
struct LineSpan {
  std::int32_t start = 0;
  std::int32_t end = 0;          ///< the next line's start
  std::int32_t visible_end = 0;  ///< what is set
  bool hyphen = false;           ///< ends with a hyphen that is not in the text
  bool inside_phrase = false;    ///< ends at an inner break
  bool emergency = false;        ///< cut inside a word where no hyphen was possible
};

/// Lengths in em.
struct BreakRules {
  double measure = 0;
  Hyphenation* hyphenation = nullptr;  ///< null: only hyphens that the author put in
  double poor_rag = 0.5;  ///< a word is divided where a line would else stay empty by this share of the measure
};

/// Fills lines from the top (UAX #14). A word wider than the measure is divided by its patterns, else between grapheme
/// clusters. At least one line; linear in the length of the text.
std::vector<LineSpan> fill_lines(const Paragraph& paragraph, const BreakRules& rules);

/// The same number of lines with the smallest measure, where the last line would else be one short word or nearly
/// empty; never with more hyphens.
std::vector<LineSpan> balance_lines(const Paragraph& paragraph, const BreakRules& rules, std::vector<LineSpan> filled);

}  // namespace skylt
