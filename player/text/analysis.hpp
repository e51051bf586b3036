#pragma once
#include <unicode/ubidi.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace skylt {

/// What the Unicode algorithms say about a text, by UTF-16 index. Nothing here knows a font.

/// Resolved embedding levels (UAX #9) with rule L1 applied; `base` is 0, 1 or UBIDI_DEFAULT_LTR.
std::vector<UBiDiLevel> bidi_levels(const icu::UnicodeString& text, UBiDiLevel base);

/// Visual order of pieces with these levels, left to right (UAX #9 rule L2): result[i] is the piece seen at place i.
std::vector<std::int32_t> visual_order(const std::vector<UBiDiLevel>& levels);

/// Names that ICU's dictionaries cut in the wrong place, and where they may be cut (L-18).
class WordList {
 public:
  WordList() = default;
  /// Event::word_list: "เมือง|มัลเมอ" by language. They hold in any text: their letters say whose they are.
  explicit WordList(const std::map<std::string, std::vector<std::string>>& by_language);

  /// Takes the ends inside the names in `text` away, and adds those that the list allows and those around a name.
  void correct(const icu::UnicodeString& text, std::vector<std::int32_t>& ends) const;

 private:
  struct Name {
    icu::UnicodeString letters;
    std::vector<std::int32_t> ends;
  };
  std::vector<Name> names_;  // the longest last, so that it has the last word
};

/// Ends of lines that UAX #14 allows, ascending, the end of the text included. Strict for Chinese, Japanese and Korean
/// (L-19); dictionaries for Thai, Lao, Khmer and Burmese, corrected by the event's own names (L-18).
std::vector<std::int32_t> line_break_opportunities(const icu::UnicodeString& text, const std::string& language,
                                                   const WordList& names = {});

/// Those of the opportunities that keep phrases (Japanese) and words (Korean) whole; empty for other languages.
std::vector<std::int32_t> phrase_ends(const icu::UnicodeString& text, const std::string& language);

/// Ends of grapheme clusters (UAX #29), ascending, the end of the text included.
std::vector<std::int32_t> grapheme_ends(const icu::UnicodeString& text);

/// Script of every grapheme cluster: common characters take the script of what stands before them, else after them,
/// else the language's own. One entry per element of `ends`.
std::vector<UScriptCode> cluster_scripts(const icu::UnicodeString& text, const std::vector<std::int32_t>& ends,
                                         UScriptCode of_language);

/// The script a font must have for text of that language: "ja" -> Han, "sv" -> Latin.
UScriptCode font_script(const std::string& language);

/// True for the characters that are never seen: joiners, directional marks, soft hyphens, zero-width space.
bool is_invisible(UChar32 c);

}  // namespace skylt
