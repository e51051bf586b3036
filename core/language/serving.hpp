#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skylt {

/// The tags under which words for a reader of `wanted` may lie, the best first: the tag itself; with its likely script,
/// and shortened ("zh-TW": "zh-Hant"; "sr": "sr-Cyrl"; RFC 4647 §3.4 lookup); a relative that its readers understand
/// ("nn" and "no": "nb", "ku": "kmr"). `wanted`: a canonical BCP 47 tag.
std::vector<std::string> serving_tags(std::string_view wanted);

/// Whether two tags name one language, in whichever script or country.
bool is_same_language(std::string_view a, std::string_view b);

/// Which of `offered` serves a reader of `wanted`: the first of serving_tags() that is there, else any of the same
/// language; nullopt where none does.
std::optional<std::size_t> find_serving(std::span<const std::string> offered, std::string_view wanted);

}  // namespace skylt
