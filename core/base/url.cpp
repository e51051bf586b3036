#include "core/base/url.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"

namespace skylt {

std::string escape_url(std::string_view text) {
  static constexpr const char* kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = is_alnum(c) || std::string_view{"-_.~"}.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string unescape_url(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    if (low < 0) {
      out += text[at];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::optional<std::string> query_value(std::string_view query, std::string_view key) {
  for (std::size_t from = 0; from <= query.size();) {
    const auto to = std::min(query.find('&', from), query.size());
    const auto part = query.substr(from, to - from);
    const auto equals = part.find('=');
    if (part.substr(0, equals) == key)
      return equals == std::string_view::npos ? std::string{} : unescape_url(part.substr(equals + 1));
    from = to + 1;
  }
  return std::nullopt;
}

}  // namespace skylt
