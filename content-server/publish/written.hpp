#pragma once
#include <set>
#include <string>

namespace skylt {

/// Characters beyond ASCII that players write from CLDR and not from their snapshot: dates in the languages `readers`,
/// and in these languages the names of `named`. Fonts must have them (L-33). Thread-safe.
std::set<char32_t> written_characters(const std::set<std::string>& readers, const std::set<std::string>& named);

}  // namespace skylt
