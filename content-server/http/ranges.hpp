#pragma once
#include <cstddef>
#include <optional>
#include <string>

namespace skylt {

struct ByteRange {
  std::size_t offset = 0;
  std::size_t length = 0;
  bool operator==(const ByteRange&) const = default;
};

enum class RangeKind { Whole, Part, Unsatisfiable };

/// Reads "bytes=0-99", "bytes=100-" or "bytes=-100" for a body of `size` bytes (RFC 9110 §14). Anything else, several
/// ranges included, asks for the whole.
RangeKind parse_range(const std::string& header, std::size_t size, ByteRange& range);

}  // namespace skylt
