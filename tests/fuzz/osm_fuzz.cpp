// An .osm file from anybody.
#include "content-server/indoor/indoor.hpp"
#include "core/base/error.hpp"
#include "tests/fuzz/map_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    skylt::fuzz::check_map(skylt::parse_osm({reinterpret_cast<const char*>(data), size}, {"fuzz"}));
  } catch (const skylt::Error&) {
  }
  return 0;
}
