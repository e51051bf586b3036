#include "content-server/http/ranges.hpp"

#include <algorithm>
#include <limits>

namespace skylt {
namespace {

/// No body is as long as the longest number.
std::optional<std::size_t> parse_number(const std::string& digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return digits.size() > 18 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(std::stoull(digits));
}

}  // namespace

RangeKind parse_range(const std::string& header, std::size_t size, ByteRange& range) {
  constexpr const char* kUnit = "bytes=";
  const auto dash = header.find('-');
  if (header.rfind(kUnit, 0) != 0 || dash == std::string::npos) return RangeKind::Whole;
  const auto from = header.substr(6, dash - 6), to = header.substr(dash + 1);
  const auto first = parse_number(from), last = parse_number(to);
  if ((!first && !from.empty()) || (!last && !to.empty()) || (!first && !last)) return RangeKind::Whole;
  if (!first) {
    if (*last == 0 || size == 0) return RangeKind::Unsatisfiable;
    range.length = std::min(*last, size);
    range.offset = size - range.length;
    return RangeKind::Part;
  }
  if (last && *last < *first) return RangeKind::Whole;
  if (*first >= size) return RangeKind::Unsatisfiable;
  range.offset = *first;
  range.length = std::min(last.value_or(size - 1), size - 1) - *first + 1;
  return RangeKind::Part;
}

}  // namespace skylt
