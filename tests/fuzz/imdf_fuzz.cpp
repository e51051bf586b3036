// IMDF from anybody: the files one after the other, each begun by a line "=name".
#include "content-server/indoor/indoor.hpp"
#include "core/base/error.hpp"
#include "tests/fuzz/map_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  skylt::MapFiles files;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find("\n=", at), text.size());
    const std::string_view part = text.substr(at, next - at);
    const std::size_t line = std::min(part.find('\n'), part.size());
    const std::string_view name = part.substr(part.starts_with('=') ? 1 : 0, line - (part.starts_with('=') ? 1 : 0));
    files[std::string{name}] = std::string{part.substr(std::min(line + 1, part.size()))};
    at = next + 1;
  }
  try {
    skylt::fuzz::check_map(skylt::parse_imdf(files, {"fuzz"}));
  } catch (const skylt::Error&) {
  }
  return 0;
}
