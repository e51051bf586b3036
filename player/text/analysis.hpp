#pragma once
#include <unicode/ubidi.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <cstdint>
#include <string>
#include <vector>

namespace skylt {

/// What the Unicode algorithms say about a text, by UTF-16 index. Nothing here knows a font.

/// Resolved embedding levels (UAX #9) with rule L1 applied; `base` is 0, 1 or UBIDI_DEFAULT_LTR.
std::vector<UBiDiLevel> bidi_levels(const icu::UnicodeString& text, UBiDiLevel base);

/// Visual order of pieces with these levels, left to right (UAX #9 rule L2): result[i] is the piece seen at place i.
std::vector<std::int32_t> visual_order(const std::vector<UBiDiLevel>& levels);

/// Ends of lines that UAX #14 allows, ascending, the end of the text included. Strict for Chinese, Japanese and Korean
/// (L-19); dictionaries for Thai, Lao, Khmer and Burmese, with the event's own names kept whole (L-18).
std::vector<std::int32_t> line_break_opportunities(const icu::UnicodeString& text, const std::string& language);

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
