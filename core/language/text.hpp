#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skylt {

/// A piece of text that knows the language it is really in (BCP 47); nothing untagged reaches a screen (L-03).
struct TaggedText {
  std::string text;
  std::string language = "und";
  bool operator==(const TaggedText&) const = default;
};

/// Languages in order of preference, as BCP 47 tags.
using LanguageChain = std::vector<std::string>;

/// The same words in several languages: BCP 47 tag to UTF-8 string, NFC, without control characters.
class Text {
 public:
  Text() = default;
  Text(std::initializer_list<std::pair<const std::string, std::string>> by_language) : by_language_{by_language} {}
  static Text in(const std::string& language, const std::string& text);

  bool empty() const { return by_language_.empty(); }
  /// Canonical tag ("und" for a malformed one), cleaned words; empty words take the language away.
  void set(const std::string& language, const std::string& text);
  const std::map<std::string, std::string>& by_language() const { return by_language_; }

  /// First of `chain` that exists: exact tag, then the tag shortened from the right (RFC 4647 lookup), then a longer
  /// tag of the same language and script; last any text there is ("und" before others, else first by tag).
  /// nullopt only when there is no text at all. The result says which language it really is in.
  std::optional<TaggedText> best_for(std::span<const std::string> chain) const;

  bool operator==(const Text&) const = default;

 private:
  std::map<std::string, std::string> by_language_;
};

/// Canonical form of a BCP 47 tag ("SV-se" -> "sv-SE", "iw" -> "he"); nullopt when it is not well formed.
std::optional<std::string> canonical_language(std::string_view tag);

/// ISO 15924 code of the script the language is written in ("sv" -> "Latn", "ur" -> "Arab", "zh-TW" -> "Hant"); "Latn"
/// where neither the tag nor CLDR's likely subtags say.
std::string script_of(std::string_view language);

/// "sv" -> false, "ar", "fa-AF", "ur", "he", "yi", "ckb", "syr" -> true. By the language's script (L-12).
bool is_right_to_left(std::string_view language);

/// Whether it is one of Sweden's national minority languages: Finnish, Meänkieli, Sámi, Romani and Yiddish, with their
/// varieties (L-01, L-04).
bool is_minority_language(std::string_view language);

/// Cleans a string from outside for storing and showing (L-27, L-34, PROGRAMME-FORMATS §0.7): valid UTF-8, NFC, white
/// space collapsed to single spaces (line feeds kept where `keep_lines`), C0/C1 controls and bidi embeddings, overrides
/// and stray isolates removed, at most 8 combining marks per base, at most `max_graphemes` (0: no limit). ZWNJ, ZWJ,
/// ZWSP, WJ, NBSP and SHY survive.
std::string clean_text(std::string_view raw, std::size_t max_graphemes = 0, bool keep_lines = false);

/// Text of HTML or Markdown as plain words: tags and entities resolved, link targets dropped.
std::string strip_markup(std::string_view raw);

/// Invalid sequences become U+FFFD.
std::string valid_utf8(std::string_view raw);

}  // namespace skylt
