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

  /// Digits between the bytes of the word: result[i] stands before byte i; odd ones allow a break. By Liang's rule
  /// every pattern counts.
  std::vector<std::uint8_t> values(std::string_view word) const;

  /// Whether the table is made for libhyphen's rule: then it has patterns without digits, which say nothing but that
  /// shorter ones do not count there.
  bool silences() const { return silent_ * 20 > all_; }
  /// From now on libhyphen's rule: at each place only the longest beginning of any pattern that ends there counts, and
  /// nothing where that is no whole one.
  void follow_libhyphen();

 private:
  bool begins_pattern(std::string_view letters) const;
  std::string_view pattern_at(std::uint32_t place) const;
  std::string_view find(std::string_view letters, std::uint32_t hash) const;

  std::string_view lines_;
  std::vector<std::uint32_t> slots_;  // open addressing: place of the pattern's line in lines_, plus one
  std::size_t longest_ = 0;
  std::size_t all_ = 0;
  std::size_t silent_ = 0;               // without a digit
  std::vector<std::uint32_t> in_order_;  // places by letters; empty: Liang's rule holds
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
