#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace skylt {

/// Every byte that is not a letter, a digit or one of "-_.~" as %XX (RFC 3986).
std::string escape_url(std::string_view text);

/// The other way round; a broken escape stays as it is, and so does `+`.
std::string unescape_url(std::string_view text);

/// Value of `key` in "a=b&key=value", unescaped; nullopt when absent, empty for a key without a value.
std::optional<std::string> query_value(std::string_view query, std::string_view key);

}  // namespace skylt
