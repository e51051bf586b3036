#include "player/text/patterns.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

constexpr std::uint32_t kHashStart = 2166136261U;
constexpr std::uint32_t kNoSlot = 0;
constexpr std::size_t kLongestPattern = 60;

std::uint32_t hash_with(std::uint32_t hash, char c) { return (hash ^ static_cast<unsigned char>(c)) * 16777619U; }

/// Next line of `rest`, without its end; `rest` then begins after it.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

bool is_command(std::string_view line) {
  return line.size() > 4 && line[0] >= 'A' && line[0] <= 'Z' && line[1] >= 'A' && line[1] <= 'Z';
}

bool is_pattern(std::string_view line) {
  return !line.empty() && line.size() <= kLongestPattern && line[0] != '%' && line[0] != '#' && !is_command(line) &&
         line.find_first_of("/ \t") == std::string_view::npos;
}

/// True when the pattern's letters, its digits left out, are `letters`.
bool same_letters(std::string_view pattern, std::string_view letters) {
  std::size_t at = 0;
  for (const char c : pattern) {
    if (is_digit(c)) continue;
    if (at >= letters.size() || letters[at] != c) return false;
    ++at;
  }
  return at == letters.size();
}

/// By bytes, digits left out; Begins: the first is the beginning of the second, and comes before it.
enum class Order { Before, Begins, Same, After };

Order compare_letters(std::string_view a, std::string_view b) {
  const auto skip_digits = [](std::string_view& text) {
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  };
  while (true) {
    skip_digits(a);
    skip_digits(b);
    if (a.empty()) return b.empty() ? Order::Same : Order::Begins;
    if (b.empty()) return Order::After;
    if (a.front() != b.front())
      return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front()) ? Order::Before
                                                                                           : Order::After;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

/// The pattern's first eight letters as a number that sorts as they do.
std::uint64_t first_letters(std::string_view pattern) {
  std::uint64_t key = 0;
  unsigned shift = 64;
  for (const char c : pattern) {
    if (is_digit(c)) continue;
    shift -= 8;
    key |= std::uint64_t{static_cast<unsigned char>(c)} << shift;
    if (shift == 0) break;
  }
  return key;
}

std::string letters_of(std::string_view pattern) {
  std::string letters{pattern};
  std::erase_if(letters, is_digit);
  return letters;
}

std::size_t number_after(std::string_view line, std::size_t at, std::size_t otherwise) {
  while (at < line.size() && line[at] == ' ') ++at;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(line.data() + at, line.data() + line.size(), value);
  return error == std::errc{} && value < 20 ? value : otherwise;
}

}  // namespace

PatternTable::PatternTable(std::string_view lines) : lines_{lines} {
  const auto count = static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n')) + 1;
  std::size_t size = 16;
  while (size < count + count / 2) size *= 2;
  slots_.assign(size, kNoSlot);
  for (std::string_view rest = lines; !rest.empty();) {
    const auto place = static_cast<std::uint32_t>(rest.data() - lines.data());
    const std::string_view line = take_line(rest);
    if (!is_pattern(line)) continue;
    std::uint32_t hash = kHashStart;
    std::size_t letters = 0;
    for (const char c : line) {
      if (is_digit(c)) continue;
      hash = hash_with(hash, c);
      ++letters;
    }
    longest_ = std::max(longest_, letters);
    ++all_;
    silent_ += letters == line.size() ? 1 : 0;
    std::size_t slot = hash & (size - 1);
    while (slots_[slot] != kNoSlot && !same_letters(line, letters_of(pattern_at(slots_[slot] - 1)))) {
      slot = (slot + 1) & (size - 1);
    }
    slots_[slot] = place + 1;  // the last of two patterns for the same letters counts
  }
}

void PatternTable::follow_libhyphen() {
  // A dictionary has tens of thousands of patterns, and a page waits for it: most are told apart by one number.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
  for (const std::uint32_t slot : slots_)
    if (slot != kNoSlot) keyed.emplace_back(first_letters(pattern_at(slot - 1)), slot - 1);
  std::sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return compare_letters(pattern_at(a.second), pattern_at(b.second)) < Order::Same;
  });
  for (const auto& [letters, place] : keyed) in_order_.push_back(place);
}

bool PatternTable::begins_pattern(std::string_view letters) const {
  const auto at = std::lower_bound(in_order_.begin(), in_order_.end(), letters, [&](std::uint32_t place, auto wanted) {
    return compare_letters(pattern_at(place), wanted) < Order::Same;
  });
  if (at == in_order_.end()) return false;
  const Order order = compare_letters(letters, pattern_at(*at));
  return order == Order::Same || order == Order::Begins;
}

std::string_view PatternTable::pattern_at(std::uint32_t place) const {
  std::string_view rest = lines_.substr(place);
  return take_line(rest);
}

std::string_view PatternTable::find(std::string_view letters, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != kNoSlot; slot = (slot + 1) & mask) {
    const std::string_view pattern = pattern_at(slots_[slot] - 1);
    if (same_letters(pattern, letters)) return pattern;
  }
  return {};
}

std::vector<std::uint8_t> PatternTable::values(std::string_view word) const {
  const std::string dotted = '.' + std::string{word} + '.';
  std::vector<std::uint8_t> result(dotted.size() + 1, 0);
  std::vector<bool> taken(dotted.size(), false);  // a longer beginning ends there
  for (std::size_t start = 0; start < dotted.size(); ++start) {
    std::uint32_t hash = kHashStart;
    for (std::size_t end = start; end < std::min(dotted.size(), start + longest_); ++end) {
      hash = hash_with(hash, dotted[end]);
      if (taken[end]) continue;
      const auto letters = std::string_view{dotted}.substr(start, end + 1 - start);
      const std::string_view pattern = find(letters, hash);
      taken[end] = !in_order_.empty() && (!pattern.empty() || begins_pattern(letters));
      std::size_t at = start;
      for (const char c : pattern) {
        if (is_digit(c)) {
          result[at] = std::max(result[at], static_cast<std::uint8_t>(c - '0'));
        } else {
          ++at;
        }
      }
    }
  }
  result.erase(result.begin());  // of the leading dot
  return result;
}

PatternDictionary::PatternDictionary(std::string_view file) {
  std::string_view rest = file;
  charset_ = std::string{take_line(rest)};
  utf8_ = charset_ == "UTF-8";
  const std::string_view body = rest;
  std::size_t level_end = std::string_view::npos;
  const std::pair<std::string_view, std::size_t*> minima[] = {{"LEFTHYPHENMIN", &left_minimum_},
                                                              {"RIGHTHYPHENMIN", &right_minimum_},
                                                              {"COMPOUNDLEFTHYPHENMIN", &compound_left_},
                                                              {"COMPOUNDRIGHTHYPHENMIN", &compound_right_}};
  while (!rest.empty()) {
    const auto place = static_cast<std::size_t>(rest.data() - body.data());
    const std::string_view line = take_line(rest);
    if (!is_command(line)) continue;
    if (line == "NEXTLEVEL") level_end = place;
    for (const auto& [name, value] : minima) {
      if (line.starts_with(name)) *value = std::max(*value, number_after(line, name.size(), *value));
    }
  }
  if (level_end != std::string_view::npos) {
    compounds_.emplace_back(body.substr(0, level_end));
    words_.emplace_back(body.substr(level_end));
  } else {
    words_.emplace_back(body);
  }
  const auto silences = [](const PatternTable& table) { return table.silences(); };
  if (!std::any_of(compounds_.begin(), compounds_.end(), silences) && !words_.front().silences()) return;
  for (auto* tables : {&compounds_, &words_})
    for (auto& table : *tables) table.follow_libhyphen();
}

std::string PatternDictionary::encoded(const icu::UnicodeString& word) const {
  std::string result;
  if (utf8_) return word.toUTF8String(result);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter{ucnv_open(charset_.c_str(), &status), &ucnv_close};
  if (U_FAILURE(status)) return {};
  result.resize(static_cast<std::size_t>(word.length()) * 4);
  const std::int32_t size = ucnv_fromUChars(converter.get(), result.data(), static_cast<std::int32_t>(result.size()),
                                            word.getBuffer(), word.length(), &status);
  if (U_FAILURE(status) || size != word.length()) return {};
  result.resize(static_cast<std::size_t>(size));
  return result;
}

std::size_t PatternDictionary::letters_in(std::string_view bytes) const {
  if (!utf8_) return bytes.size();
  return static_cast<std::size_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void PatternDictionary::add_places(std::string_view part, std::size_t offset, std::size_t left, std::size_t right,
                                   std::vector<std::uint8_t>& found) const {
  const std::vector<std::uint8_t> values = words_.front().values(part);
  for (std::size_t i = 1; i < part.size(); ++i) {
    const bool allowed = letters_in(part.substr(0, i)) >= left && letters_in(part.substr(i)) >= right;
    if ((values[i] & 1) && allowed) found[offset + i] = 1;
  }
}

std::vector<HyphenPlace> PatternDictionary::places(const icu::UnicodeString& word) const {
  constexpr std::uint8_t kCompound = 2;
  const std::string bytes = encoded(word);
  std::vector<std::uint8_t> found(bytes.size() + 1, 0);
  std::size_t begin = 0;
  if (!compounds_.empty()) {
    const std::vector<std::uint8_t> values = compounds_.front().values(bytes);
    for (std::size_t i = 1; i < bytes.size(); ++i) {
      if ((values[i] & 1) == 0) continue;
      found[i] = kCompound;
      const std::string_view part = std::string_view{bytes}.substr(begin, i - begin);
      add_places(part, begin, begin > 0 ? compound_left_ : left_minimum_, compound_right_, found);
      begin = i;
    }
  }
  add_places(std::string_view{bytes}.substr(begin), begin, begin > 0 ? compound_left_ : left_minimum_, right_minimum_,
             found);
  std::vector<HyphenPlace> result;
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    if (found[i] == 0) continue;
    const std::size_t before = letters_in(std::string_view{bytes}.substr(0, i));
    const std::size_t after = letters_in(std::string_view{bytes}.substr(i));
    if (before >= left_minimum_ && after >= right_minimum_) {
      result.push_back({static_cast<std::int32_t>(before), found[i] == kCompound});
    }
  }
  return result;
}

}  // namespace skylt
