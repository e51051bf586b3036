#pragma once
#include <unicode/unistr.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "player/text/hyphenation.hpp"

namespace skylt {

/// Liang patterns of one level, as an index over the lines of the dictionary. The text must outlive it.
class PatternTable {
 public:
  /// `lines` is a part of a dictionary file; lines that are no plain pattern are skipped.
  explicit PatternTable(std::string_view lines);

  /// Digits between the bytes of the word by Liang's rule: result[i] stands before byte i; odd ones allow a break.
  std::vector<std::uint8_t> values(std::string_view word) const;

 private:
  std::string_view pattern_at(std::uint32_t place) const;
  std::string_view find(std::string_view letters, std::uint32_t hash) const;

  std::string_view lines_;
  std::vector<std::uint32_t> slots_;  // open addressing: place of the pattern's line in lines_, plus one
  std::size_t longest_ = 0;
};

/// A Hunspell hyphenation dictionary: encoding, minima, patterns, and before them those of compounds (NEXTLEVEL).
class PatternDictionary {
 public:
  explicit PatternDictionary(std::string_view file);

  /// Places of one lower-case word of letters, by index into it.
  std::vector<HyphenPlace> places(const icu::UnicodeString& word) const;

 private:
  std::string encoded(const icu::UnicodeString& word) const;
  void add_places(std::string_view part, std::size_t offset, std::size_t left, std::size_t right,
                  std::vector<std::uint8_t>& found) const;
  std::size_t letters_in(std::string_view bytes) const;

  bool utf8_ = false;
  std::string charset_;
  std::size_t left_minimum_ = 2;
  std::size_t right_minimum_ = 3;
  std::size_t compound_left_ = 2;
  std::size_t compound_right_ = 2;
  std::vector<PatternTable> compounds_;  // none or one
  std::vector<PatternTable> words_;      // one
};

}  // namespace skylt
