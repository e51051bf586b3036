// A schedule.json from anybody.
#include "tests/fuzz/import_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parse = [](std::string_view bytes) { return skylt::parse_schedule_json(bytes, skylt::fuzz::settings()); };
  skylt::fuzz::check_round_trip({reinterpret_cast<const char*>(data), size}, parse, skylt::export_schedule_json);
  return 0;
}
