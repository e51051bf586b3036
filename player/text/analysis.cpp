#include "player/text/analysis.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "core/language/text.hpp"
#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

using BreakIteratorPtr = std::unique_ptr<icu::BreakIterator>;

std::vector<std::int32_t> ends_of(icu::BreakIterator& iterator, const icu::UnicodeString& text) {
  std::vector<std::int32_t> ends;
  iterator.setText(text);
  for (std::int32_t at = iterator.next(); at != icu::BreakIterator::DONE; at = iterator.next()) ends.push_back(at);
  return ends;
}

/// Break iterators take long to make; each thread keeps those it has met.
icu::BreakIterator* line_iterator(const std::string& locale_id) {
  thread_local std::map<std::string, BreakIteratorPtr> iterators;
  auto& iterator = iterators[locale_id];
  if (!iterator) {
    UErrorCode status = U_ZERO_ERROR;
    iterator.reset(icu::BreakIterator::createLineInstance(icu::Locale{locale_id.c_str()}, status));
    if (U_FAILURE(status)) iterator.reset();
  }
  return iterator.get();
}

/// ICU's rules differ for these languages only; all others share one iterator.
std::string line_locale(const std::string& language) {
  const std::string id{primary_language(language)};
  if (id == "zh" || id == "ja" || id == "ko") return id + "@lb=strict";
  return id == "th" || id == "lo" || id == "km" || id == "my" || id == "fi" || id == "sv" ? id : "root";
}

/// True for a letter that begins a syllable of the Myanmar script: a consonant or independent vowel that is neither
/// stacked below another (after U+1039) nor ends a syllable (before an asat) nor carries a stack.
bool begins_myanmar_syllable(const icu::UnicodeString& text, std::int32_t at) {
  constexpr char16_t kVirama = 0x1039;
  constexpr char16_t kAsat = 0x103A;
  UErrorCode status = U_ZERO_ERROR;
  const char16_t c = text.charAt(at);
  if (u_charType(c) != U_OTHER_LETTER || uscript_getScript(c, &status) != USCRIPT_MYANMAR) return false;
  if (at > 0 && text.charAt(at - 1) == kVirama) return false;
  for (std::int32_t i = at + 1; i < text.length(); ++i) {
    const char16_t next = text.charAt(i);
    if (next == kAsat || next == kVirama) return false;
    if ((U_GET_GC_MASK(next) & U_GC_M_MASK) == 0) break;
  }
  return true;
}

/// ICU knows Burmese words only. Shan, Mon and the Karen languages break between syllables of the same script (L-18).
void break_between_syllables(const icu::UnicodeString& text, std::vector<std::int32_t>& ends) {
  const auto is_complex = [&](std::int32_t at) {
    return u_getIntPropertyValue(text.char32At(at), UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
  };
  std::erase_if(ends, [&](std::int32_t end) { return end < text.length() && is_complex(end - 1) && is_complex(end); });
  for (std::int32_t at = 1; at < text.length(); ++at) {
    if (is_complex(at - 1) && begins_myanmar_syllable(text, at)) ends.push_back(at);
  }
  std::sort(ends.begin(), ends.end());
}

bool is_real_script(UScriptCode script) {
  return script != USCRIPT_COMMON && script != USCRIPT_INHERITED && script != USCRIPT_UNKNOWN;
}

UScriptCode script_of_character(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

/// Script of the first letter-like character of a cluster, or Common.
UScriptCode own_script(const icu::UnicodeString& text, std::int32_t from, std::int32_t to) {
  for (std::int32_t i = from; i < to; i = text.moveIndex32(i, 1)) {
    const UScriptCode script = script_of_character(text.char32At(i));
    if (is_real_script(script)) return script;
  }
  return USCRIPT_COMMON;
}

/// Punctuation shared by few scripts (the Arabic comma, the ideographic full stop) does not belong to any other.
UScriptCode admitted_script(UChar32 c, UScriptCode wanted) {
  if (uscript_hasScript(c, wanted) || script_of_character(c) == USCRIPT_UNKNOWN) return wanted;
  std::array<UScriptCode, 32> scripts{};
  UErrorCode status = U_ZERO_ERROR;
  const auto room = static_cast<std::int32_t>(scripts.size());
  const std::int32_t count = uscript_getScriptExtensions(c, scripts.data(), room, &status);
  return U_SUCCESS(status) && count > 0 && is_real_script(scripts[0]) ? scripts[0] : wanted;
}

/// Marks go with the bracket they stand on (UAX #9 N0); ICU 72 leaves them behind when the bracket takes a direction.
void level_marks_with_brackets(const icu::UnicodeString& text, std::vector<UBiDiLevel>& levels) {
  std::int32_t bracket = -1;
  for (std::int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text.charAt(i);
    const UCharDirection direction = u_charDirection(c);
    if (direction == U_BOUNDARY_NEUTRAL) continue;
    if (direction == U_DIR_NON_SPACING_MARK && bracket >= 0) {
      levels[static_cast<std::size_t>(i)] = levels[static_cast<std::size_t>(bracket)];
    } else {
      bracket = u_getIntPropertyValue(c, UCHAR_BIDI_PAIRED_BRACKET_TYPE) == U_BPT_NONE ? -1 : i;
    }
  }
}

}  // namespace

std::vector<UBiDiLevel> bidi_levels(const icu::UnicodeString& text, UBiDiLevel base) {
  const auto length = static_cast<std::size_t>(text.length());
  std::vector<UBiDiLevel> levels(length, base == UBIDI_RTL ? 1 : 0);
  if (text.isEmpty()) return levels;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, decltype(&ubidi_close)> bidi{ubidi_open(), &ubidi_close};
  if (!bidi) return levels;
  ubidi_setPara(bidi.get(), text.getBuffer(), text.length(), base, nullptr, &status);
  const UBiDiLevel* resolved = ubidi_getLevels(bidi.get(), &status);
  if (U_SUCCESS(status) && resolved) std::copy_n(resolved, length, levels.begin());
  level_marks_with_brackets(text, levels);
  return levels;
}

std::vector<std::int32_t> visual_order(const std::vector<UBiDiLevel>& levels) {
  std::vector<std::int32_t> order(levels.size());
  ubidi_reorderVisual(levels.data(), static_cast<std::int32_t>(levels.size()), order.data());
  return order;
}

WordList::WordList(const std::map<std::string, std::vector<std::string>>& by_language) {
  for (const auto& [language, list] : by_language) {
    for (const auto& written : list) {
      Name name;
      const auto text = icu::UnicodeString::fromUTF8(written);
      for (std::int32_t i = 0; i < text.length(); ++i) {
        if (text.charAt(i) == u'|')
          name.ends.push_back(name.letters.length());
        else
          name.letters.append(text.charAt(i));
      }
      if (!name.letters.isEmpty()) names_.push_back(std::move(name));
    }
  }
  std::stable_sort(names_.begin(), names_.end(),
                   [](const Name& a, const Name& b) { return a.letters.length() < b.letters.length(); });
}

void WordList::correct(const icu::UnicodeString& text, std::vector<std::int32_t>& ends) const {
  for (const Name& name : names_) {
    const std::int32_t length = name.letters.length();
    std::vector<std::int32_t> added;
    for (std::int32_t at = text.indexOf(name.letters); at >= 0; at = text.indexOf(name.letters, at + length)) {
      const std::int32_t end = at + length;
      const auto first = std::upper_bound(ends.begin(), ends.end(), at);
      ends.erase(first, std::lower_bound(first, ends.end(), end));
      for (const std::int32_t inner : name.ends) added.push_back(at + inner);
      if (at > 0 && u_isalpha(text.charAt(at - 1))) added.push_back(at);
      if (end < text.length() && u_isalpha(text.charAt(end))) added.push_back(end);
    }
    if (added.empty()) continue;
    ends.insert(ends.end(), added.begin(), added.end());
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  }
}

std::vector<std::int32_t> line_break_opportunities(const icu::UnicodeString& text, const std::string& language,
                                                   const WordList& names) {
  icu::BreakIterator* iterator = line_iterator(line_locale(language));
  std::vector<std::int32_t> ends = iterator ? ends_of(*iterator, text) : std::vector<std::int32_t>{};
  if (!text.isEmpty() && (ends.empty() || ends.back() != text.length())) ends.push_back(text.length());
  if (primary_language(language) != "my" && font_script(language) == USCRIPT_MYANMAR)
    break_between_syllables(text, ends);
  names.correct(text, ends);
  return ends;
}

std::vector<std::int32_t> phrase_ends(const icu::UnicodeString& text, const std::string& language) {
  const auto id = primary_language(language);
  if (id != "ja" && id != "ko") return {};
  icu::BreakIterator* iterator = line_iterator("ja@lb=strict;lw=phrase");  // ICU has phrases under Japanese only
  return iterator ? ends_of(*iterator, text) : std::vector<std::int32_t>{};
}

std::vector<std::int32_t> grapheme_ends(const icu::UnicodeString& text) {
  thread_local const BreakIteratorPtr clusters = [] {
    UErrorCode status = U_ZERO_ERROR;
    return BreakIteratorPtr{icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
  }();
  if (clusters) return ends_of(*clusters, text);
  std::vector<std::int32_t> ends;
  for (std::int32_t i = 0; i < text.length();) ends.push_back(i = text.moveIndex32(i, 1));
  return ends;
}

std::vector<UScriptCode> cluster_scripts(const icu::UnicodeString& text, const std::vector<std::int32_t>& ends,
                                         UScriptCode of_language) {
  std::vector<UScriptCode> scripts;
  scripts.reserve(ends.size());
  for (std::size_t i = 0; i < ends.size(); ++i) scripts.push_back(own_script(text, i ? ends[i - 1] : 0, ends[i]));
  const auto first = std::find_if(scripts.begin(), scripts.end(), is_real_script);
  UScriptCode current = first == scripts.end() ? of_language : *first;
  for (std::size_t i = 0; i < scripts.size(); ++i) {
    if (is_real_script(scripts[i])) {
      current = scripts[i];
    } else {
      scripts[i] = admitted_script(text.char32At(i ? ends[i - 1] : 0), current);
    }
  }
  return scripts;
}

UScriptCode font_script(const std::string& language) {
  const std::string code = script_of(language);
  if (code == "Jpan" || code == "Hans" || code == "Hant" || code == "Hrkt") return USCRIPT_HAN;
  if (code == "Kore") return USCRIPT_HANGUL;
  const auto script = static_cast<UScriptCode>(u_getPropertyValueEnum(UCHAR_SCRIPT, code.c_str()));
  return script == USCRIPT_INVALID_CODE ? USCRIPT_LATIN : script;
}

bool is_invisible(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || u_charType(c) == U_CONTROL_CHAR;
}

}  // namespace skylt
