#include "player/text/hyphenation.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "core/language/text.hpp"
#include "player/text/language_tag.hpp"
#include "player/text/patterns.hpp"
#include "player/text/swedish_joints.hpp"

namespace skylt {
namespace {

constexpr std::int32_t kShortestWord = 5;
constexpr std::int32_t kLongestWord = 100;

std::string tag_of(std::string name) {
  if (name.starts_with("hyph_")) name = name.substr(5);
  if (name.ends_with(".dic")) name = name.substr(0, name.size() - 4);
  std::replace(name.begin(), name.end(), '_', '-');
  return canonical_language(name).value_or(name);
}

}  // namespace

Hyphenation::Hyphenation(std::vector<NamedBlob> dictionaries) {
  for (NamedBlob& d : dictionaries) {
    if (d.blob) dictionaries_.emplace(tag_of(d.name), Entry{std::move(d.blob), nullptr});
  }
}

Hyphenation::~Hyphenation() = default;

const PatternDictionary* Hyphenation::find(const std::string& language) {
  auto found = dictionaries_.find(language);
  const std::string primary{primary_language(language)};
  if (found == dictionaries_.end()) found = dictionaries_.find(primary);
  if (found == dictionaries_.end()) {
    found = std::find_if(dictionaries_.begin(), dictionaries_.end(),
                         [&](const auto& entry) { return primary_language(entry.first) == primary; });
  }
  if (found == dictionaries_.end()) return nullptr;
  Entry& entry = found->second;
  if (!entry.patterns) entry.patterns = std::make_unique<PatternDictionary>(entry.blob->text());
  return entry.patterns.get();
}

std::vector<HyphenPlace> Hyphenation::places(const icu::UnicodeString& text, std::int32_t from, std::int32_t to,
                                             const std::string& language) {
  const PatternDictionary* dictionary = find(language);
  if (!dictionary) return {};
  std::vector<HyphenPlace> result;
  for (std::int32_t start = from; start < to;) {
    while (start < to && !u_isalpha(text.charAt(start))) ++start;
    std::int32_t end = start;
    while (end < to && u_isalpha(text.charAt(end))) ++end;
    if (end - start >= kShortestWord && end - start <= kLongestWord) {
      icu::UnicodeString word;
      for (std::int32_t i = start; i < end; ++i) word.append(static_cast<char16_t>(u_tolower(text.charAt(i))));
      std::vector<HyphenPlace> places = dictionary->places(word);
      if (primary_language(language) == "sv") mark_swedish_joints(word, places);
      for (const HyphenPlace& place : places) result.push_back({start + place.at, place.compound});
    }
    start = end;
  }
  return result;
}

}  // namespace skylt
