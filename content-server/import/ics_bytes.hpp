#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skylt::ics {

/// One content line after unfolding, in UTF-8 without control characters except TAB.
struct ContentLine {
  std::size_t number = 0;  ///< 1-based, of its first physical line
  std::string text;
};

struct ContentLines {
  std::vector<ContentLine> lines;
  std::string encoding;  ///< "UTF-8", "UTF-16", "windows-1252", "UTF-8 and windows-1252"
};

/// From bytes to content lines. Lines are put together as bytes first and decoded afterwards, since a fold may stand
/// inside a UTF-8 sequence (I4). A line that is not UTF-8 is read as windows-1252.
ContentLines unfold(std::string_view bytes);

/// Bytes in a named character set as UTF-8; an unknown name or invalid bytes: UTF-8 with U+FFFD.
std::string decode(std::string_view bytes, std::string_view charset);

bool is_utf8(std::string_view bytes);

}  // namespace skylt::ics
