#pragma once
// Indoor maps for tests: the real ones, and small ones written by hand.
#include <algorithm>
#include <optional>
#include <string>

#include "content-server/indoor/indoor.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

/// The real archive of that name as it is read ("imdf-dinoseum"); nullopt where the test data is absent.
inline std::optional<IndoorImport> load_imdf(const std::string& name) {
  const auto folder = shared_data("indoor/" + name);
  if (!folder) return std::nullopt;
  return parse_imdf(read_map_folder(*folder), {name});
}

/// Apple's sample venue with its walking graph: four levels, two of them with ordinal 1.
inline std::optional<Venue> load_dinoseum() {
  auto result = load_imdf("imdf-dinoseum");
  if (!result) return std::nullopt;
  return std::move(result->venue);
}

inline std::size_t count_code(const IndoorImport& result, const std::string& code) {
  return static_cast<std::size_t>(std::count_if(result.findings.begin(), result.findings.end(),
                                                [&](const Finding& finding) { return finding.code == code; }));
}

}  // namespace skylt::test
