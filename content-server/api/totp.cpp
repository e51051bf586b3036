#include "content-server/api/totp.hpp"

#include <sodium.h>

#include <array>
#include <bit>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"

namespace skylt {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::size_t kBlock = 64;
constexpr char kBase32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

using Digest = std::array<std::uint32_t, 5>;

std::uint32_t word_at(const std::string& bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word = word << 8 | static_cast<unsigned char>(bytes[at + i]);
  return word;
}

/// One block of SHA-1 (FIPS 180-4 §6.1.2).
void add_block(Digest& h, const std::string& message, std::size_t at) {
  std::array<std::uint32_t, 80> w{};
  for (std::size_t t = 0; t < 16; ++t) w[t] = word_at(message, at + t * 4);
  for (std::size_t t = 16; t < 80; ++t) w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  auto [a, b, c, d, e] = h;
  for (std::size_t t = 0; t < 80; ++t) {
    std::uint32_t f = b ^ c ^ d, k = t < 40 ? 0x6ed9eba1 : 0xca62c1d6;
    if (t < 20) {
      f = (b & c) | (~b & d);
      k = 0x5a827999;
    } else if (t >= 40 && t < 60) {
      f = (b & c) | (b & d) | (c & d);
      k = 0x8f1bbcdc;
    }
    const std::uint32_t next = std::rotl(a, 5) + f + e + k + w[t];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  h = {h[0] + a, h[1] + b, h[2] + c, h[3] + d, h[4] + e};
}

std::string sha1(const std::string& bytes) {
  std::string message = bytes + '\x80';
  while (message.size() % kBlock != 56) message += '\0';
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) message += static_cast<char>(bits >> shift & 0xff);
  Digest h{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  for (std::size_t at = 0; at < message.size(); at += kBlock) add_block(h, message, at);
  std::string digest;
  for (const auto word : h)
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xff);
  return digest;
}

/// RFC 2104.
std::string hmac_sha1(const std::string& key, const std::string& text) {
  std::string block = key.size() > kBlock ? sha1(key) : key;
  block.resize(kBlock, '\0');
  std::string inner = block, outer = block;
  for (std::size_t i = 0; i < kBlock; ++i) {
    inner[i] = static_cast<char>(inner[i] ^ 0x36);
    outer[i] = static_cast<char>(outer[i] ^ 0x5c);
  }
  return sha1(outer + sha1(inner + text));
}

}  // namespace

std::string sha1_hex(const std::string& bytes) {
  const auto digest = sha1(bytes);
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(digest.data()), digest.size());
  hex.pop_back();
  return hex;
}

std::string one_time_code(const std::string& secret, std::int64_t step, int digits) {
  std::string counter;
  for (int shift = 56; shift >= 0; shift -= 8) counter += static_cast<char>(step >> shift & 0xff);
  const auto mac = hmac_sha1(secret, counter);
  const auto offset = static_cast<std::size_t>(mac.back() & 0x0f);
  const auto number = word_at(mac, offset) & 0x7fffffff;  // RFC 4226 §5.3
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  auto code = std::to_string(number % modulus);
  return std::string(static_cast<std::size_t>(digits) - code.size(), '0') + code;
}

std::string make_totp_secret() {
  if (sodium_init() < 0) throw Error{ErrorCode::Internal, "libsodium cannot be initialised"};
  std::string secret;
  for (int i = 0; i < 32; ++i) secret += kBase32[randombytes_uniform(32)];
  return secret;
}

std::string totp_uri(const std::string& base32, const std::string& email, const std::string& issuer) {
  return "otpauth://totp/" + escape_url(issuer) + ':' + escape_url(email) + "?secret=" + base32 +
         "&issuer=" + escape_url(issuer);
}

std::optional<std::int64_t> check_totp(const std::string& base32, const std::string& code, UtcTime now) {
  if (code.size() != 6 || base32.empty()) return std::nullopt;
  const auto secret = from_base32(base32);
  const auto present = std::chrono::floor<Seconds>(now.time_since_epoch()).count() / kStepSeconds;
  std::optional<std::int64_t> right;
  for (const std::int64_t step : {present - 1, present, present + 1})
    if (sodium_memcmp(one_time_code(secret, step).data(), code.data(), code.size()) == 0) right = step;
  return right;
}

std::string from_base32(const std::string& text) {
  std::string bytes;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const auto* at = c == '\0' ? nullptr : std::char_traits<char>::find(kBase32, 32, c);
    if (!at) throw Error{ErrorCode::Invalid, "not base32"};
    buffer = buffer << 5 | static_cast<std::uint32_t>(at - kBase32);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(buffer >> bits & 0xff);
    }
  }
  return bytes;
}

}  // namespace skylt
