#include "core/language/pseudo.hpp"

#include <unicode/messagepattern.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <vector>

namespace skylt {
namespace {

constexpr std::u16string_view kLatin = u"abcdefghijklmnopqrstuvwxyzåäö";
constexpr std::u16string_view kAccented = u"ábĉďéfĝĥíĵķĺmńóþqŕšťúvŵxýžǻäö";
constexpr std::u16string_view kAccentedCapitals = u"ÁBĈĎÉFĜĤÍĴĶĹMŃÓÞQŔŠŤÚVŴXÝŽǺÄÖ";
constexpr std::u16string_view kHebrew = u"אבכדהפגחיזקלמנופקרסתעטשצייאהו";
// Vowels become letters that do not join what follows, as often as in real words.
constexpr std::u16string_view kUrdu = u"ابچدرفگہیجکلمنوپقڑسٹوطعخےزاآو";

static_assert(kAccented.size() == kLatin.size() && kAccentedCapitals.size() == kLatin.size());
static_assert(kHebrew.size() == kLatin.size() && kUrdu.size() == kLatin.size());

bool is_vowel(char16_t c) { return std::u16string_view{u"aeiouyåäöAEIOUYÅÄÖ"}.find(c) != std::u16string_view::npos; }

char16_t letter_of(std::u16string_view alphabet, char16_t lower, char16_t otherwise) {
  const auto at = kLatin.find(lower);
  return at == std::u16string_view::npos ? otherwise : alphabet[at];
}

char16_t accented(char16_t c) {
  const auto lower = static_cast<char16_t>(u_tolower(c));
  return letter_of(lower == c ? kAccented : kAccentedCapitals, lower, c);
}

void append_longer(icu::UnicodeString& out, const icu::UnicodeString& word) {
  constexpr std::int32_t kPercent = 40;
  std::int32_t missing = (word.length() * kPercent + 99) / 100;
  for (std::int32_t i = 0; i < word.length(); ++i) {
    const char16_t letter = accented(word.charAt(i));
    out.append(letter);
    const bool doubled = missing > 0 && is_vowel(word.charAt(i));
    if (doubled) out.append(static_cast<char16_t>(u_tolower(letter)));
    missing -= doubled ? 1 : 0;
  }
  const auto last = static_cast<char16_t>(u_tolower(accented(word.charAt(word.length() - 1))));
  for (; missing > 0; --missing) out.append(last);
}

void append_foreign(icu::UnicodeString& out, const icu::UnicodeString& word, std::u16string_view alphabet) {
  constexpr std::int32_t kLongestWord = 9;
  for (std::int32_t i = 0; i < word.length(); ++i) {
    const bool parted = i > 0 && i % kLongestWord == 0 && word.length() - i > 2;
    if (parted) out.append(u' ');
    out.append(letter_of(alphabet, static_cast<char16_t>(u_tolower(word.charAt(i))), alphabet[0]));
  }
}

void append_word(icu::UnicodeString& out, const icu::UnicodeString& word, PseudoLocale locale) {
  if (word.isEmpty()) return;
  if (locale == PseudoLocale::Longer) return append_longer(out, word);
  append_foreign(out, word, locale == PseudoLocale::Tallest ? kUrdu : kHebrew);
}

bool is_word_character(char16_t c) { return u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

icu::UnicodeString transformed(const icu::UnicodeString& text, PseudoLocale locale) {
  icu::UnicodeString out;
  icu::UnicodeString word;
  for (std::int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text.charAt(i);
    if (u_isalpha(c)) {
      word.append(c);
    } else if (!is_word_character(c)) {  // marks would find no letter to stand on
      append_word(out, word, locale);
      word.remove();
      out.append(c);
    }
  }
  append_word(out, word, locale);
  return out;
}

icu::UnicodeString between_brackets(const icu::UnicodeString& text, PseudoLocale locale) {
  if (locale != PseudoLocale::Longer || text.isEmpty()) return text;
  return icu::UnicodeString{u'['}.append(text).append(u']');
}

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

/// An ICU message with only that transformed which a reader would see.
std::string pseudo_message(const std::string& pattern, PseudoLocale locale) {
  UErrorCode status = U_ZERO_ERROR;
  const auto source = icu::UnicodeString::fromUTF8(pattern);
  const icu::MessagePattern parsed{source, nullptr, status};
  if (U_FAILURE(status)) return pattern;
  icu::UnicodeString out;
  std::vector<bool> in_message;
  std::int32_t at = 0;
  for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
    const auto& part = parsed.getPart(i);
    const icu::UnicodeString between{source, at, part.getIndex() - at};
    out.append(!in_message.empty() && in_message.back() ? transformed(between, locale) : between);
    out.append(source, part.getIndex(), part.getLimit() - part.getIndex());
    at = part.getLimit();
    switch (part.getType()) {
      case UMSGPAT_PART_TYPE_MSG_START: in_message.push_back(true); break;
      case UMSGPAT_PART_TYPE_ARG_START: in_message.push_back(false); break;
      case UMSGPAT_PART_TYPE_MSG_LIMIT:
      case UMSGPAT_PART_TYPE_ARG_LIMIT: in_message.pop_back(); break;
      default: break;
    }
  }
  return utf8(between_brackets(out, locale));
}

}  // namespace

std::string pseudo_language(PseudoLocale locale) {
  switch (locale) {
    case PseudoLocale::Longer: return "sv-XA";
    case PseudoLocale::RightToLeft: return "he-XB";
    case PseudoLocale::Tallest: return "ur-XT";
  }
  return "und";
}

std::string pseudo_text(std::string_view text, PseudoLocale locale) {
  const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  return utf8(between_brackets(transformed(source, locale), locale));
}

Text with_pseudo(const Text& text, std::span<const std::string> chain, PseudoLocale locale) {
  const auto original = text.best_for(chain);
  Text result = text;
  if (original) result.set(pseudo_language(locale), pseudo_text(original->text, locale));
  return result;
}

WordFile pseudo_words(const WordFile& file, PseudoLocale locale) {
  WordFile result{pseudo_language(locale), pseudo_text(file.name, locale), {}};
  for (const auto& [key, message] : file.messages) {
    result.messages[key] = {pseudo_message(message.pattern, locale), message.state};
  }
  return result;
}

}  // namespace skylt
