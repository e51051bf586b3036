#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.hpp"

namespace skylt {

/// Time-based one-time passwords, RFC 6238 with RFC 4226: HMAC-SHA-1, six digits, 30 seconds, as every authenticator
/// knows them.

/// 20 bytes, in hexadecimal.
std::string sha1_hex(const std::string& bytes);
/// The code of one time step; `secret` is raw bytes.
std::string one_time_code(const std::string& secret, std::int64_t step, int digits = 6);

/// A new secret of 160 bits in base32, as authenticators take it (RFC 4648 §6, no padding).
std::string make_totp_secret();
/// The address in the QR code of an authenticator.
std::string totp_uri(const std::string& base32, const std::string& email, const std::string& issuer);

/// The time step for which `code` is right: this one or a neighbour, for clocks that differ; nullopt when it is wrong.
std::optional<std::int64_t> check_totp(const std::string& base32, const std::string& code, UtcTime now);

std::string from_base32(const std::string& text);

}  // namespace skylt
