#include "player/text/hyphenation.hpp"

#include <hyphen.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/language/text.hpp"

namespace skylt {
namespace {

constexpr int kLeftMinimum = 2;
constexpr int kRightMinimum = 3;
constexpr std::int32_t kLongestWord = 100;

std::string tag_of(std::string name) {
  if (name.starts_with("hyph_")) name = name.substr(5);
  if (name.ends_with(".dic")) name = name.substr(0, name.size() - 4);
  std::replace(name.begin(), name.end(), '_', '-');
  return canonical_language(name).value_or(name);
}

std::string primary_of(const std::string& tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

struct Hyphenation::Dictionary {
  BlobPtr blob;
  bool tried = false;
  HyphenDict* patterns = nullptr;
  UConverter* converter = nullptr;  // null for UTF-8

  ~Dictionary() {
    if (patterns) hnj_hyphen_free(patterns);
    if (converter) ucnv_close(converter);
  }

  void load() {
    tried = true;
    const auto bytes = blob->bytes();
    if (bytes.empty()) return;
    // fmemopen takes void* but only reads in mode "r".
    std::FILE* file = fmemopen(const_cast<std::byte*>(bytes.data()), bytes.size(), "r");
    if (!file) return;
    patterns = hnj_hyphen_load_file(file);
    std::fclose(file);
    if (!patterns || patterns->utf8) return;
    UErrorCode status = U_ZERO_ERROR;
    converter = ucnv_open(static_cast<const char*>(patterns->cset), &status);
    if (U_FAILURE(status)) converter = nullptr;
  }

  /// The word in the dictionary's encoding, or empty when it cannot be said there.
  std::string encoded(const icu::UnicodeString& word) const {
    std::string result;
    if (patterns->utf8) return word.toUTF8String(result);
    if (!converter) return {};
    result.resize(static_cast<std::size_t>(word.length()) * 4);
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t size = ucnv_fromUChars(converter, result.data(), static_cast<std::int32_t>(result.size()),
                                              word.getBuffer(), word.length(), &status);
    if (U_FAILURE(status) || size != word.length()) return {};
    result.resize(static_cast<std::size_t>(size));
    return result;
  }

  /// Break places of one word of letters, by index into it.
  std::vector<std::int32_t> places(const icu::UnicodeString& word) const {
    const std::string bytes = encoded(word);
    if (bytes.empty()) return {};
    std::vector<char> hyphens(bytes.size() + 5, 0);
    char** replacements = nullptr;
    int* positions = nullptr;
    int* cuts = nullptr;
    const int failed = hnj_hyphen_hyphenate3(patterns, bytes.c_str(), static_cast<int>(bytes.size()), hyphens.data(),
                                             nullptr, &replacements, &positions, &cuts, kLeftMinimum, kRightMinimum,
                                             kLeftMinimum, kRightMinimum);
    std::vector<std::int32_t> result;
    for (std::int32_t i = kLeftMinimum; !failed && i <= word.length() - kRightMinimum; ++i) {
      const auto before = static_cast<std::size_t>(i - 1);
      const bool respelt = replacements && replacements[before];
      if ((hyphens[before] & 1) && !respelt) result.push_back(i);
    }
    if (replacements) {
      for (std::size_t i = 0; i < bytes.size(); ++i) std::free(replacements[i]);
    }
    std::free(replacements);
    std::free(positions);
    std::free(cuts);
    return result;
  }
};

Hyphenation::Hyphenation(std::vector<NamedBlob> dictionaries) {
  for (NamedBlob& d : dictionaries) {
    if (!d.blob) continue;
    auto dictionary = std::make_unique<Dictionary>();
    dictionary->blob = std::move(d.blob);
    dictionaries_.emplace(tag_of(d.name), std::move(dictionary));
  }
}

Hyphenation::~Hyphenation() = default;

Hyphenation::Dictionary* Hyphenation::find(const std::string& language) {
  auto found = dictionaries_.find(language);
  const std::string primary = primary_of(language);
  if (found == dictionaries_.end()) found = dictionaries_.find(primary);
  if (found == dictionaries_.end()) {
    found = std::find_if(dictionaries_.begin(), dictionaries_.end(),
                         [&](const auto& entry) { return primary_of(entry.first) == primary; });
  }
  if (found == dictionaries_.end()) return nullptr;
  if (!found->second->tried) found->second->load();
  return found->second->patterns ? found->second.get() : nullptr;
}

std::vector<std::int32_t> Hyphenation::places(const icu::UnicodeString& text, std::int32_t from, std::int32_t to,
                                              const std::string& language) {
  const Dictionary* dictionary = find(language);
  if (!dictionary) return {};
  std::vector<std::int32_t> result;
  for (std::int32_t start = from; start < to;) {
    while (start < to && !u_isalpha(text.charAt(start))) ++start;
    std::int32_t end = start;
    while (end < to && u_isalpha(text.charAt(end))) ++end;
    if (end - start >= kLeftMinimum + kRightMinimum && end - start <= kLongestWord) {
      icu::UnicodeString word;
      for (std::int32_t i = start; i < end; ++i) word.append(static_cast<char16_t>(u_tolower(text.charAt(i))));
      for (const std::int32_t place : dictionary->places(word)) result.push_back(start + place);
    }
    start = end;
  }
  return result;
}

}  // namespace skylt
