#include "player/text/paragraph.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "core/language/text.hpp"
#include "player/text/analysis.hpp"

namespace skylt {
namespace {

constexpr char16_t kSoftHyphen = 0x00AD;

bool hangs_at_line_end(char16_t c) {
  return (u_isUWhiteSpace(c) && c != 0x00A0 && c != 0x202F && c != 0x2007) || c == 0x200B;
}

bool is_lettered(const icu::UnicodeString& text, std::int32_t from, std::int32_t to) {
  for (std::int32_t i = from; i < to; i = text.moveIndex32(i, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(text.char32At(i), &status);
    if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return true;
  }
  return false;
}

/// Level of a cluster: that of its base.
void split_runs(Paragraph& p, FontSet& fonts) {
  const std::vector<UBiDiLevel> levels = bidi_levels(p.text, p.right_to_left ? UBIDI_RTL : UBIDI_LTR);
  const std::vector<UScriptCode> scripts = cluster_scripts(p.text, p.graphemes, font_script(p.language));
  const int first_choice = fonts.primary(p.language, p.weight);
  int previous = FontSet::kNoFace;
  for (std::size_t i = 0; i < p.graphemes.size(); ++i) {
    const std::int32_t from = i ? p.graphemes[i - 1] : 0;
    const std::int32_t to = p.graphemes[i];
    const bool lettered = is_lettered(p.text, from, to);
    const bool space = hangs_at_line_end(p.text.charAt(from));
    const int preferred = lettered || space ? FontSet::kNoFace : previous;
    int face = fonts.choose(p.text, from, to, scripts[i], p.language, p.weight, preferred);
    previous = space ? FontSet::kNoFace : face;
    if (face == FontSet::kNoFace) face = first_choice;
    const UBiDiLevel level = levels[static_cast<std::size_t>(from)];
    const bool goes_on = !p.runs.empty() && p.runs.back().level == level && p.runs.back().script == scripts[i] &&
                         p.runs.back().face == face;
    if (!goes_on) p.runs.push_back({from, to, level, scripts[i], face, false});
    p.runs.back().end = to;
    p.runs.back().lettered = p.runs.back().lettered || lettered;
  }
}

void measure(Paragraph& p, Shaper& shaper) {
  p.advance.assign(static_cast<std::size_t>(p.text.length()) + 1, 0.0);
  for (const TextRun& run : p.runs) {
    for (const ShapedGlyph& glyph : shaper.shape(p.text, run, p.language)) {
      p.advance[static_cast<std::size_t>(glyph.cluster) + 1] += static_cast<double>(glyph.advance);
    }
  }
  for (std::size_t i = 1; i < p.advance.size(); ++i) p.advance[i] += p.advance[i - 1];
}

/// Joined scripts are not hyphenated (L-15), wherever they stand.
bool joins_at(const Paragraph& p, std::int32_t at) {
  return p.right_to_left || std::any_of(p.runs.begin(), p.runs.end(), [&](const TextRun& run) {
           return run.start <= at && at < run.end && run.right_to_left();
         });
}

void find_breaks(Paragraph& p, const WordList& names) {
  const std::vector<std::int32_t> phrases = phrase_ends(p.text, p.language);
  for (const std::int32_t end : line_break_opportunities(p.text, p.language, names)) {
    if (!phrases.empty() && !std::binary_search(phrases.begin(), phrases.end(), end)) {
      p.inner_breaks.push_back(end);
      continue;
    }
    const bool soft_hyphen = end < p.text.length() && p.text.charAt(end - 1) == kSoftHyphen;
    if (soft_hyphen && joins_at(p, end - 1)) continue;
    p.breaks.push_back({end, p.visible_end(0, end), soft_hyphen});
  }
}

double hyphen_advance(const Paragraph& p, FontSet& fonts, Shaper& shaper) {
  const icu::UnicodeString hyphen{kHyphen};
  const TextRun run{0, 1, 0, USCRIPT_LATIN, fonts.latin(p.weight), false};
  double advance = 0;
  for (const ShapedGlyph& glyph : shaper.shape(hyphen, run, p.language)) advance += static_cast<double>(glyph.advance);
  return advance;
}

}  // namespace

std::int32_t Paragraph::visible_end(std::int32_t start, std::int32_t end) const {
  while (end > start && hangs_at_line_end(text.charAt(end - 1))) --end;
  return end;
}

Paragraph analyse(icu::UnicodeString text, const std::string& language, Weight weight, FontSet& fonts, Shaper& shaper,
                  const WordList& names) {
  Paragraph p;
  p.text = std::move(text);
  p.language = language;
  p.weight = weight;
  p.right_to_left = is_right_to_left(language);
  p.graphemes = grapheme_ends(p.text);
  split_runs(p, fonts);
  measure(p, shaper);
  find_breaks(p, names);
  p.hyphen_advance = hyphen_advance(p, fonts, shaper);
  return p;
}

}  // namespace skylt
