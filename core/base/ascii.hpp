#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace skylt {

// Letters and digits of ASCII alone, in whatever locale the process runs: <cctype> asks the locale and wants unsigned
// characters. For words of people ICU is asked instead.

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }

/// Value of a hexadecimal digit of either case; -1 for all else.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower_ascii(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = lower_ascii(c);
  return out;
}

/// FNV-1a, 64 bits: the same on every machine. Not for what an attacker chooses.
class Fnv1a {
 public:
  constexpr void add(unsigned char byte) { value_ = (value_ ^ byte) * 1099511628211u; }
  constexpr void add(std::string_view bytes) {
    for (const char c : bytes) add(static_cast<unsigned char>(c));
  }
  constexpr std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037u;
};

}  // namespace skylt
