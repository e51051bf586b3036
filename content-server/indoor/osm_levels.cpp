#include "content-server/indoor/osm_levels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/base/ascii.hpp"

namespace skylt::indoor {
namespace {

constexpr double kHighest = 200;

void skip_space(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

/// A signed number with a point or a comma at the front of `text`, which is shortened by it.
std::optional<double> take_number(std::string_view& text) {
  skip_space(text);
  std::string digits;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') digits += '-';
    text.remove_prefix(1);
  }
  const auto take_digits = [&] {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    digits += text.substr(0, count);
    text.remove_prefix(count);
    return count;
  };
  const std::size_t whole = take_digits();
  if (whole == 0 || whole > 4) return std::nullopt;
  if (!text.empty() && (text.front() == '.' || text.front() == ',')) {
    text.remove_prefix(1);
    digits += '.';
    const std::size_t fraction = take_digits();
    if (fraction == 0 || fraction > 3) return std::nullopt;
  }
  const double value = std::stod(digits);
  if (std::abs(value) > kHighest) return std::nullopt;
  return value + 0.0;
}

bool read_part(std::string_view part, std::vector<double>& levels) {
  const auto from = take_number(part);
  if (!from) return false;
  skip_space(part);
  if (part.empty()) {
    levels.push_back(*from);
    return true;
  }
  if (part.front() != '-') return false;
  part.remove_prefix(1);
  const auto to = take_number(part);
  skip_space(part);
  if (!to || !part.empty() || std::abs(*to - *from) > kHighest) return false;
  const int further = static_cast<int>(std::abs(*to - *from));
  for (int level = 0; level <= further; ++level) levels.push_back(std::min(*from, *to) + level);
  return true;
}

}  // namespace

std::optional<std::vector<double>> parse_levels(std::string_view text) {
  std::vector<double> levels;
  if (text.size() > 255) return std::nullopt;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    if (!read_part(text.substr(at, end - at), levels)) return std::nullopt;
    at = end + 1;
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  if (levels.size() > 200) return std::nullopt;
  return levels;
}

std::string level_number(double ordinal) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", ordinal);
  return text;
}

}  // namespace skylt::indoor
