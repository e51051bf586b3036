#include "content-server/indoor/hours.hpp"

#include <algorithm>
#include <string>

#include "core/base/ascii.hpp"

namespace skylt::indoor {
namespace {

void erase_all(std::string& text, std::string_view word) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) text.erase(at, word.size());
}

}  // namespace

std::optional<std::vector<OpenHours>> read_hours(std::string_view text) {
  if (text.size() > 400) return std::nullopt;
  std::string written{text};
  for (std::size_t at = 0; (at = written.find(", ", at)) != std::string::npos; ++at) {
    const bool after_time = at > 0 && is_digit(written[at - 1]);
    const bool before_day = at + 2 < written.size() && written[at + 2] >= 'A' && written[at + 2] <= 'Z';
    if (after_time && before_day) written[at] = ';';
  }
  for (const char* word : {",PH", ", PH", "PH,", ",SH", ", SH", "SH,"}) erase_all(written, word);
  std::string rules;
  for (std::size_t at = 0; at <= written.size();) {
    const std::size_t end = std::min(written.find(';', at), written.size());
    const std::size_t begin = std::min(written.find_first_not_of(' ', at), end);
    const std::string rule = written.substr(begin, end - begin);
    if (!rule.empty() && !rule.starts_with("PH ") && !rule.starts_with("SH "))
      rules += (rules.empty() ? "" : "; ") + rule;
    at = end + 1;
  }
  return parse_hours(rules);
}

}  // namespace skylt::indoor
