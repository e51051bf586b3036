// From bytes to UTF-8: see decode_text() in common.hpp.
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>

#include "content-server/import/common.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

/// 0x80–0x9F of windows-1252; the five undefined ones as their C1 controls, which cleaning removes.
constexpr std::array<char32_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

/// Length of the well-formed UTF-8 sequence at `i` (Unicode table 3-7), or 0.
std::size_t utf8_length(std::string_view text, std::size_t i) {
  const auto at = [&](std::size_t k) -> unsigned { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u; };
  const unsigned first = at(i);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || at(i + 1) < low || at(i + 1) > high) return 0;
  for (std::size_t k = 2; k < length; ++k)
    if (at(i + k) < 0x80 || at(i + k) > 0xBF) return 0;
  return length;
}

void append_windows_1252(std::string& out, char byte) {
  const auto value = static_cast<unsigned char>(byte);
  append_utf8(out, value >= 0x80 && value <= 0x9F ? kWindows1252[value - 0x80u] : value);
}

/// Where the plain ASCII that begins at `i` ends, eight bytes at a time: most of most files.
std::size_t ascii_end(std::string_view bytes, std::size_t i) {
  std::uint64_t eight = 0;
  for (; i + sizeof eight <= bytes.size(); i += sizeof eight) {
    std::memcpy(&eight, bytes.data() + i, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (i < bytes.size() && static_cast<unsigned char>(bytes[i]) < 0x80) ++i;
  return i;
}

/// CESU-8: characters beyond the first 65,536, emoji among them, as two halves of three bytes each, as some databases
/// write them. Nothing where there are none.
std::optional<std::string> with_halves_joined(std::string_view bytes) {
  const auto half = [&](std::size_t i, unsigned char low, unsigned char high) -> std::optional<char32_t> {
    if (i + 3 > bytes.size() || bytes[i] != '\xED') return std::nullopt;
    const auto second = static_cast<unsigned char>(bytes[i + 1]), third = static_cast<unsigned char>(bytes[i + 2]);
    if (second < low || second > high || third < 0x80 || third > 0xBF) return std::nullopt;
    return (second & 0x0Fu) << 6 | (third & 0x3Fu);
  };
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = bytes.find('\xED'); i != std::string_view::npos; i = bytes.find('\xED', i)) {
    const auto high = half(i, 0xA0, 0xAF), low = half(i + 3, 0xB0, 0xBF);
    if (!high || !low) {
      ++i;
      continue;
    }
    out.append(bytes.substr(copied, i - copied));
    append_utf8(out, 0x10000 + (*high << 10) + *low);
    copied = i += 6;
  }
  if (copied == 0) return std::nullopt;
  out.append(bytes.substr(copied));
  return out;
}

/// Strict UTF-8, else windows-1252. A file that is UTF-8 but for a few bytes keeps its good sequences.
DecodedText decode_bytes(std::string_view bytes) {
  if (const auto joined = with_halves_joined(bytes)) return decode_bytes(*joined);
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t i = ascii_end(bytes, 0); i < bytes.size(); i = ascii_end(bytes, i)) {
    const std::size_t length = utf8_length(bytes, i);
    good += length > 1 ? 1 : 0;
    bad += length == 0 ? 1 : 0;
    i += length == 0 ? 1 : length;
  }
  if (bad == 0) return {std::string{bytes}, "UTF-8"};
  const bool mixed = good > bad;
  DecodedText out{{}, mixed ? "UTF-8 with " + std::to_string(bad) + " bytes of windows-1252" : "windows-1252"};
  out.text.reserve(bytes.size() + bad);
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = utf8_length(bytes, i);
    if (length == 1 || (mixed && length > 1)) {
      out.text.append(bytes.substr(i, length));
      i += length;
    } else {
      append_windows_1252(out.text, bytes[i++]);
    }
  }
  return out;
}

DecodedText decode_utf16(std::string_view bytes, bool little_endian) {
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(little_endian ? a | (b << 8) : b | (a << 8));
  };
  DecodedText out{{}, little_endian ? "UTF-16LE" : "UTF-16BE"};
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c <= 0xDBFF && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) <= 0xDFFF) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (c >= 0xD800 && c <= 0xDFFF) {
      c = 0xFFFD;
    }
    append_utf8(out.text, c);
  }
  return out;
}

/// UTF-16 without a mark: nearly every second byte of the beginning is zero.
std::optional<bool> little_endian_without_mark(std::string_view bytes) {
  const std::size_t size = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 512);
  if (size < 8) return std::nullopt;
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < size; i += 2) {
    even += bytes[i] == '\0' ? 1 : 0;
    odd += bytes[i + 1] == '\0' ? 1 : 0;
  }
  const std::size_t most = size / 2 - size / 8;
  if (odd >= most && even == 0) return true;
  if (even >= most && odd == 0) return false;
  return std::nullopt;
}

/// What is labelled Latin-1 or ASCII is written in windows-1252, as every browser reads it (WHATWG Encoding, 4.2).
std::string meant_by(const std::string& label) {
  const std::string folded = fold_words(label);
  for (const char* latin :
       {"iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "latin-1", "l1", "cp819", "us-ascii", "ascii"})
    if (folded == latin) return "windows-1252";
  return label;
}

DecodedText decode_named(std::string_view bytes, const std::string& label) {
  const std::string named = meant_by(label);
  UErrorCode status = U_ZERO_ERROR;
  const auto size = static_cast<std::int32_t>(bytes.size());
  const std::int32_t needed = ucnv_convert("UTF-8", named.c_str(), nullptr, 0, bytes.data(), size, &status);
  if (status == U_FILE_ACCESS_ERROR || status == U_ILLEGAL_ARGUMENT_ERROR)
    throw Error{ErrorCode::Invalid, "encoding '" + label + "' is not known; use UTF-8, windows-1252 or macintosh"};
  status = U_ZERO_ERROR;
  DecodedText out{std::string(static_cast<std::size_t>(needed), '\0'), label};
  ucnv_convert("UTF-8", named.c_str(), out.text.data(), needed, bytes.data(), size, &status);
  if (out.text.starts_with("\xEF\xBB\xBF")) out.text.erase(0, 3);
  return out;
}

}  // namespace

void check_size(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) throw Error{ErrorCode::Invalid, "the file is larger than 64 MiB"};
}

bool reads_as_macintosh(std::string_view bytes) {
  constexpr std::string_view kMac = "\x80\x81\x85\x8A\x8C\x8E\x9A\x9F\xA7";  // Ä Å Ö ä å é ö ü ß
  std::array<std::size_t, kMac.size()> mac{};
  std::size_t windows = 0;
  for (std::size_t i = ascii_end(bytes, 1); i + 1 < bytes.size(); i = ascii_end(bytes, i + 1)) {
    if (!is_alpha(bytes[i - 1]) || !is_alpha(bytes[i + 1])) continue;
    if (const auto at = kMac.find(bytes[i]); at != std::string_view::npos)
      ++mac[at];
    else if (static_cast<unsigned char>(bytes[i]) >= 0xC0 && bytes[i] != '\xD5')  // the Macintosh's apostrophe
      ++windows;
  }
  const auto kinds = std::count_if(mac.begin(), mac.end(), [](std::size_t count) { return count > 0; });
  return kinds >= 2 && std::accumulate(mac.begin(), mac.end(), std::size_t{0}) > 4 * windows;
}

DecodedText decode_text(std::string_view bytes, const std::string& named) {
  if (!named.empty()) return decode_named(bytes, named);
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    DecodedText out = decode_bytes(bytes.substr(3));
    if (out.encoding == "UTF-8") out.encoding = "UTF-8 with byte order mark";
    return out;
  }
  if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes.substr(2), false);
  if (const auto little = little_endian_without_mark(bytes)) return decode_utf16(bytes, *little);
  return decode_bytes(bytes);
}

}  // namespace skylt::importing
