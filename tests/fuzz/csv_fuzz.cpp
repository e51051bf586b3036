// A table from anybody: any bytes end in a result with exact books or in an Error.
#include <cstdint>
#include <cstdlib>

#include "content-server/import/import.hpp"
#include "core/base/error.hpp"

namespace {

const skylt::SourceSettings& settings() {
  static const skylt::SourceSettings kSettings = [] {
    skylt::SourceSettings settings;
    settings.name = "fuzz";
    settings.zone = skylt::TimeZone::find("Europe/Stockholm");
    return settings;
  }();
  return kSettings;
}

void check_books(const skylt::ImportResult& result) {
  std::size_t rejected = 0;
  for (const auto& finding : result.findings) rejected += finding.severity == skylt::Severity::Error ? 1 : 0;
  if (result.records != result.sessions.size() + rejected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  skylt::detect_format(bytes);
  try {
    const auto result = skylt::parse_csv(bytes, settings());
    check_books(result);
    auto mapped = settings();
    mapped.csv = skylt::CsvMapping{{}, "d/m/y", {}, {}, 2026};
    check_books(skylt::parse_csv(bytes, mapped));
  } catch (const skylt::Error&) {
  }
  return 0;
}
