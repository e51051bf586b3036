#pragma once
#include <span>
#include <string>
#include <string_view>

#include "core/language/words.hpp"

namespace skylt {

/// Languages that nobody speaks, for trying layouts before a translation exists (L-28). What they say can still be told
/// from the original.
enum class PseudoLocale {
  Longer,       ///< accented, every word 40 % longer, between brackets that show whether an end is missing
  RightToLeft,  ///< in Hebrew letters
  Tallest       ///< in Urdu letters, whose nastaliq takes the most height; also right to left
};

/// "sv-XA", "he-XB", "ur-XT": a language whose direction, fonts, dates and line breaks are the wanted ones, with a
/// region that no country has.
std::string pseudo_language(PseudoLocale locale);

/// The text in that language. Digits, punctuation and invisible characters stay; words of more than nine letters become
/// several in the right-to-left ones, whose scripts know no hyphen and whose languages no compounds. Pure.
std::string pseudo_text(std::string_view text, PseudoLocale locale);

/// `text` with one more language, made of the best one for `chain`; empty stays empty.
Text with_pseudo(const Text& text, std::span<const std::string> chain, PseudoLocale locale);

/// The words of `file` as those of the pseudo language: arguments and plural forms stay.
WordFile pseudo_words(const WordFile& file, PseudoLocale locale);

}  // namespace skylt
