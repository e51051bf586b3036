#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skylt {

/// Parts of an http or https URL that decide where a request goes.
struct UrlTarget {
  std::string scheme;  ///< "https" or "http"
  std::string host;    ///< lower case, without brackets and trailing dot
  std::uint16_t port = 443;
};

/// Takes a URL apart as strictly as rule S-50 wants. Throws Error(invalid) saying what is wrong: another scheme than
/// https (http only where `internal`), user information, a host that is empty or not written in plain letters, digits,
/// dots and hyphens (or an IPv6 address in brackets), white space, control characters, back slashes.
UrlTarget parse_url_target(std::string_view url, bool internal);

/// Why an address must not be fetched from, or nullopt for one of the public internet. `address`: IPv4 or IPv6 in
/// numeric form. IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4, Teredo) counts as that IPv4. Anything that cannot
/// be read is refused.
std::optional<std::string> refused_address(std::string_view address);

/// A host that only looks like a name but that some resolver reads as an IPv4 address ("2130706433", "0x7f.1",
/// "127.1").
bool is_numeric_host(std::string_view host);

}  // namespace skylt
