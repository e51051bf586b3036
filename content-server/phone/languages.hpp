#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/language/words.hpp"

namespace skylt {

/// A language that a visitor may choose.
struct OfferedLanguage {
  std::string tag;
  std::string name;    ///< in itself (L-02)
  bool draft = false;  ///< some of its words have not been checked by a reader of the language (L-05)
};

/// What the words may be shown in: every language with a message, but none that is only draft where the event shows no
/// drafts. Those of `first` in their order, then the others by name.
std::vector<OfferedLanguage> offered_languages(const Words& words, bool show_drafts,
                                               const std::vector<std::string>& first);

/// The languages of an Accept-Language header, the most wanted first; what is not a language or wanted with 0 is left
/// out (RFC 9110 §12.5.4).
std::vector<std::string> parse_accept_language(std::string_view header);

/// Tag of the offered language that serves one of `wanted` best, in their order: by the tag, by the tag with its likely
/// script ("zh-TW" is served by "zh-Hant"), by a relative of the same name ("no" by "nb", "ku" by "kmr"); the first
/// offered one where none serves.
std::string choose_language(const std::vector<OfferedLanguage>& offered, const std::vector<std::string>& wanted);

}  // namespace skylt
