#pragma once
#include <string_view>

namespace skylt {

/// The language without script and country: "zh" of "zh-Hant-TW".
constexpr std::string_view primary_language(std::string_view tag) { return tag.substr(0, tag.find('-')); }

/// Whether Arabic letters of that language are set in Nastaliq rather than Naskh.
constexpr bool is_nastaliq(std::string_view tag) { return primary_language(tag) == "ur"; }

}  // namespace skylt
