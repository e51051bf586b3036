#pragma once
#include <unicode/unistr.h>

#include <functional>
#include <string>
#include <vector>

namespace skylt {

/// A text as paragraphs without line ends, controls, embeddings and overrides (L-13), with at most eight marks on a
/// base and eight joined consonants (L-34), so that shaping ends soon whatever the text. No longer than 20,000 UTF-16
/// units.
struct PlainText {
  std::vector<icu::UnicodeString> paragraphs;  ///< at least one
  bool cut = false;                            ///< was longer, and ends with an ellipsis
};

PlainText plain_text(const std::string& utf8);

/// Takes out the pictures (emoji, flags) that `drawable` denies, and one of the spaces between which one stood: a box
/// says nothing. A text of nothing else stays.
void drop_pictures(icu::UnicodeString& text, const std::function<bool(UChar32)>& drawable);

}  // namespace skylt
