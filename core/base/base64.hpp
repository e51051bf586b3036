#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace skylt {

/// RFC 4648 base64 with padding.
std::string base64_of(std::string_view bytes);

/// nullopt for anything else; white space is passed over, as files that people edit may wrap.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace skylt
