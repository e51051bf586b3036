#include "content-server/import/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

[[noreturn]] void refuse(std::string_view url, const std::string& why) {
  throw Error{ErrorCode::Invalid, "the address '" + std::string{url.substr(0, 200)} + "' is refused: " + why};
}

using V4 = std::uint32_t;
using V6 = std::array<std::uint8_t, 16>;

struct V4Block {
  V4 network;
  int bits;
  const char* name;
};

/// IANA's special-purpose registry, and what is not meant for hosts.
constexpr V4Block kV4Blocks[] = {{0x00000000, 8, "this network"},
                                 {0x0A000000, 8, "a private network"},
                                 {0x64400000, 10, "a carrier's shared network"},
                                 {0x7F000000, 8, "this machine"},
                                 {0xA9FE0000, 16, "link-local"},
                                 {0xAC100000, 12, "a private network"},
                                 {0xC0000000, 24, "reserved for protocols"},
                                 {0xC0000200, 24, "for documentation"},
                                 {0xC0586300, 24, "a 6to4 relay"},
                                 {0xC0A80000, 16, "a private network"},
                                 {0xC6120000, 15, "for measurements"},
                                 {0xC6336400, 24, "for documentation"},
                                 {0xCB007100, 24, "for documentation"},
                                 {0xE0000000, 4, "multicast"},
                                 {0xF0000000, 4, "reserved"}};

std::optional<std::string> refused_v4(V4 address) {
  for (const V4Block& block : kV4Blocks)
    if ((address ^ block.network) >> (32 - block.bits) == 0) return block.name;
  return std::nullopt;
}

V4 v4_at(const V6& bytes, std::size_t at) {
  return V4{bytes[at]} << 24 | V4{bytes[at + 1]} << 16 | V4{bytes[at + 2]} << 8 | V4{bytes[at + 3]};
}

bool starts_with(const V6& bytes, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

std::optional<std::string> refused_v6(const V6& bytes) {
  const bool ten_zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; });
  if (ten_zeros && bytes[10] == 0xFF && bytes[11] == 0xFF) return refused_v4(v4_at(bytes, 12));
  if (ten_zeros && bytes[10] == 0 && bytes[11] == 0) return "this machine, or an IPv4 address written as IPv6";
  if (starts_with(bytes, {0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) return refused_v4(v4_at(bytes, 12));
  if (starts_with(bytes, {0x20, 0x02})) return refused_v4(v4_at(bytes, 2));
  if (starts_with(bytes, {0x20, 0x01, 0x0D, 0xB8})) return "for documentation";
  if (starts_with(bytes, {0x20, 0x01}) && bytes[2] < 0x02) return "reserved for protocols";
  if (starts_with(bytes, {0x3F, 0xFF}) && bytes[2] < 0x10) return "for documentation";
  if ((bytes[0] & 0xE0) == 0x20) return std::nullopt;  // 2000::/3, the public internet
  if (bytes[0] == 0xFF) return "multicast";
  if (bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80) return "link-local";
  if ((bytes[0] & 0xFE) == 0xFC) return "a private network";
  return "not of the public internet";
}

std::uint16_t read_port(std::string_view url, std::string_view text) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value == 0 || value > 65535)
    refuse(url, "its port is not a number from 1 to 65535");
  return static_cast<std::uint16_t>(value);
}

void check_characters(std::string_view url) {
  if (url.size() > 2000) refuse(url, "it is longer than 2,000 characters");
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F)
      refuse(url, "it has a character other than plain ASCII; write it in its encoded form");
    if (c == '\\') refuse(url, "it has a back slash");
  }
}

void check_host(std::string_view url, std::string_view host) {
  if (host.empty()) refuse(url, "it names no host");
  if (host.size() > 253) refuse(url, "its host name is too long");
  bool dot = true;
  for (const char c : host) {
    if (!is_alnum(c) && c != '.' && c != '-')
      refuse(url, "its host has a character other than letters, digits, dots, hyphens");
    if (dot && (c == '.' || c == '-')) refuse(url, "its host name is malformed");
    dot = c == '.';
  }
}

}  // namespace

UrlTarget parse_url_target(std::string_view url, bool internal) {
  check_characters(url);
  const std::size_t colon = url.find("://");
  UrlTarget target;
  if (colon == std::string_view::npos) refuse(url, "it is not written https://host/path");
  target.scheme = lower_ascii(url.substr(0, colon));
  if (target.scheme != "https" && !(internal && target.scheme == "http"))
    refuse(url, internal ? "only https and http are fetched" : "only https is fetched");
  target.port = target.scheme == "https" ? 443 : 80;
  const std::string_view rest = url.substr(colon + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos)
    refuse(url, "it carries a user name; give the address without what stands before '@'");
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) refuse(url, "its IPv6 address is not closed by ']'");
    target.host = lower_ascii(authority.substr(1, end - 1));
    V6 bytes{};
    if (inet_pton(AF_INET6, target.host.c_str(), bytes.data()) != 1) refuse(url, "its IPv6 address cannot be read");
    const std::string_view port = authority.substr(end + 1);
    if (!port.empty() && port.front() != ':') refuse(url, "something stands behind its IPv6 address");
    if (port.size() > 1) target.port = read_port(url, port.substr(1));
    return target;
  }
  const std::size_t port = authority.find(':');
  target.host = lower_ascii(authority.substr(0, port));
  if (target.host.ends_with('.')) target.host.pop_back();
  check_host(url, target.host);
  if (port != std::string_view::npos) target.port = read_port(url, authority.substr(port + 1));
  V4 bytes = 0;
  if (is_numeric_host(target.host) && inet_pton(AF_INET, target.host.c_str(), &bytes) != 1)
    refuse(url, "its host is a number in a form that programs read differently");
  return target;
}

bool is_numeric_host(std::string_view host) {
  if (host.empty()) return false;
  while (!host.empty()) {
    const std::size_t dot = std::min(host.find('.'), host.size());
    std::string_view label = host.substr(0, dot);
    const bool hex = label.starts_with("0x");
    if (hex) label.remove_prefix(2);
    if (label.find_first_not_of(hex ? "0123456789abcdef" : "0123456789") != std::string_view::npos) return false;
    host.remove_prefix(std::min(dot + 1, host.size()));
  }
  return true;
}

std::optional<std::string> refused_address(std::string_view address) {
  const std::string text{address.substr(0, 64)};
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return refused_v4(ntohl(v4.s_addr));
  V6 v6{};
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) return refused_v6(v6);
  return "not a numeric address";
}

}  // namespace skylt
