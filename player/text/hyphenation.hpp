#pragma once
#include <unicode/unistr.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// Pattern hyphenation (libhyphen); a dictionary is read when its language is first met.
class Hyphenation {
 public:
  /// Names are language tags ("sv", "de-DE") or file names ("hyph_sv_SE.dic").
  explicit Hyphenation(std::vector<NamedBlob> dictionaries);
  ~Hyphenation();
  Hyphenation(const Hyphenation&) = delete;
  Hyphenation& operator=(const Hyphenation&) = delete;

  /// Places inside text[from, to) where a hyphen may end a line, ascending: at least two letters before, three after.
  /// Empty without a dictionary for the language.
  std::vector<std::int32_t> places(const icu::UnicodeString& text, std::int32_t from, std::int32_t to,
                                   const std::string& language);

 private:
  struct Dictionary;
  Dictionary* find(const std::string& language);

  std::map<std::string, std::unique_ptr<Dictionary>> dictionaries_;
};

}  // namespace skylt
