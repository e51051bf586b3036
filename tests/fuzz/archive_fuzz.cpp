// A ZIP archive from anybody: what comes out is within the limits of S-43.
#include "content-server/indoor/indoor.hpp"
#include "core/base/error.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    std::size_t bytes = 0;
    for (const auto& [name, content] : skylt::unpack_archive({reinterpret_cast<const char*>(data), size})) {
      if (name.find('/') != std::string::npos || name.empty()) std::abort();
      bytes += content.size();
    }
    if (bytes > 100 * size) std::abort();
  } catch (const skylt::Error&) {
  }
  return 0;
}
