#include "core/language/text.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

// CLDR 42 knows no likely script for these; all are written from right to left in Malmö.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kScripts{{
    {"aii", "Syrc"},
    {"azb", "Arab"},
    {"cld", "Syrc"},
    {"lah", "Arab"},
    {"pnb", "Arab"},
    {"prs", "Arab"},
    {"skr", "Arab"},
}};

// CLDR would merge these into a wider language ("ku", "fil", "rom"), but the event names them on their own (L-03,
// L-04).
bool keeps_own_name(std::string_view language) { return language == "kmr" || language == "tl" || language == "rmy"; }

std::string_view primary_subtag(std::string_view tag) { return tag.substr(0, tag.find('-')); }

/// The tag without its last subtag, and without a singleton that would then end it (RFC 4647 §3.4); empty at the end.
std::string_view shortened(std::string_view tag) {
  const auto dash = tag.rfind('-');
  if (dash == std::string_view::npos) return {};
  tag = tag.substr(0, dash);
  if (tag.size() >= 2 && tag[tag.size() - 2] == '-') tag = tag.substr(0, tag.size() - 2);
  return tag;
}

bool is_subtag_character(char c) { return c == '-' || is_alnum(c); }

}  // namespace

Text Text::in(const std::string& language, const std::string& text) {
  Text result;
  result.set(language, text);
  return result;
}

void Text::set(const std::string& language, const std::string& text) {
  const std::string tag = canonical_language(language).value_or("und");
  std::string cleaned = clean_text(text, 0, true);
  if (cleaned.empty()) {
    by_language_.erase(tag);
  } else {
    by_language_[tag] = std::move(cleaned);
  }
}

std::optional<TaggedText> Text::best_for(std::span<const std::string> chain) const {
  if (by_language_.empty()) return std::nullopt;
  const auto tagged = [](const auto& entry) { return TaggedText{entry.second, entry.first}; };
  for (const std::string& wanted : chain) {
    for (std::string_view tag = wanted; !tag.empty(); tag = shortened(tag)) {
      if (const auto found = by_language_.find(std::string{tag}); found != by_language_.end()) return tagged(*found);
    }
    const auto longer = std::find_if(by_language_.begin(), by_language_.end(), [&](const auto& entry) {
      return primary_subtag(entry.first) == primary_subtag(wanted) && script_of(entry.first) == script_of(wanted);
    });
    if (longer != by_language_.end()) return tagged(*longer);
  }
  const auto undetermined = by_language_.find("und");
  return tagged(undetermined != by_language_.end() ? *undetermined : *by_language_.begin());
}

namespace {

constexpr std::size_t kLongestTag = 100;

std::optional<std::string> looked_up_language(std::string_view tag) {
  if (tag.empty() || tag.back() == '-') return std::nullopt;
  if (!std::all_of(tag.begin(), tag.end(), is_subtag_character)) return std::nullopt;
  const std::string input{tag};
  std::array<char, ULOC_FULLNAME_CAPACITY> locale_id{};
  std::int32_t parsed = 0;
  UErrorCode status = U_ZERO_ERROR;
  uloc_forLanguageTag(input.c_str(), locale_id.data(), static_cast<std::int32_t>(locale_id.size()), &parsed, &status);
  if (U_FAILURE(status) || parsed != static_cast<std::int32_t>(input.size())) return std::nullopt;
  icu::Locale locale{locale_id.data()};
  if (!keeps_own_name(locale.getLanguage())) locale.canonicalize(status);
  auto result = locale.toLanguageTag<std::string>(status);
  if (U_FAILURE(status) || result.empty()) return std::nullopt;
  return result;
}

/// What `look_up` says of a tag, remembered: the same few dozen tags stand at each of an event's texts.
template <auto look_up>
auto remembered(std::string_view tag) {
  constexpr std::size_t kMostKnown = 512;
  thread_local std::map<std::string, decltype(look_up(tag)), std::less<>> known;
  if (const auto found = known.find(tag); found != known.end()) return found->second;
  if (known.size() >= kMostKnown) known.clear();
  return known.emplace(tag, look_up(tag)).first->second;
}

}  // namespace

std::optional<std::string> canonical_language(std::string_view tag) {
  return tag.size() > kLongestTag ? std::nullopt : remembered<looked_up_language>(tag);
}

bool is_minority_language(std::string_view language) {
  static constexpr std::array<std::string_view, 13> kLanguages{"fi",  "fit", "rmf", "rml", "rmn", "rmo", "rmu",
                                                               "rmy", "rom", "se",  "sma", "smj", "yi"};
  const auto base = language.substr(0, language.find('-'));
  return std::find(kLanguages.begin(), kLanguages.end(), base) != kLanguages.end();
}

namespace {

std::string looked_up_script(std::string_view language) {
  const std::string tag = canonical_language(language).value_or("und");
  const std::string_view primary = primary_subtag(tag);
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(tag, status);
  if (U_FAILURE(status)) return "Latn";
  if (*locale.getScript()) return locale.getScript();
  const auto known = std::find_if(kScripts.begin(), kScripts.end(), [&](const auto& k) { return k.first == primary; });
  if (known != kScripts.end()) return std::string{known->second};
  locale.addLikelySubtags(status);
  return U_FAILURE(status) || !*locale.getScript() ? "Latn" : locale.getScript();
}

bool looked_up_direction(std::string_view language) {
  const std::string code = script_of(language);
  const auto script = static_cast<UScriptCode>(u_getPropertyValueEnum(UCHAR_SCRIPT, code.c_str()));
  return script != USCRIPT_INVALID_CODE && uscript_isRightToLeft(script);
}

}  // namespace

std::string script_of(std::string_view language) {
  return language.size() > kLongestTag ? "Latn" : remembered<looked_up_script>(language);
}

bool is_right_to_left(std::string_view language) {
  return language.size() <= kLongestTag && remembered<looked_up_direction>(language);
}

}  // namespace skylt
