#pragma once
#include <unicode/unistr.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A place where a hyphen may end a line.
struct HyphenPlace {
  std::int32_t at = 0;    ///< UTF-16 index of what begins the next line
  bool compound = false;  ///< between the parts of a compound, as far as the dictionary knows
};

/// Pattern hyphenation (Liang) with Hunspell's dictionaries, read in place: libhyphen takes
/// four seconds and 45 MB to load the German dictionary, more than the whole player may use. A dictionary is indexed
/// when its language is first met.
class Hyphenation {
 public:
  /// Names are language tags ("sv", "de-DE") or file names ("hyph_sv_SE.dic").
  explicit Hyphenation(std::vector<NamedBlob> dictionaries);
  ~Hyphenation();
  Hyphenation(const Hyphenation&) = delete;
  Hyphenation& operator=(const Hyphenation&) = delete;

  /// Places inside text[from, to), ascending: at least two letters before, three after. Empty without a dictionary for
  /// the language. Places that would need another spelling ("till-låta") are left out.
  std::vector<HyphenPlace> places(const icu::UnicodeString& text, std::int32_t from, std::int32_t to,
                                  const std::string& language);

 private:
  struct Entry {
    BlobPtr blob;
    std::unique_ptr<class PatternDictionary> patterns;
  };
  const PatternDictionary* find(const std::string& language);

  std::map<std::string, Entry> dictionaries_;
};

}  // namespace skylt
