// A schedule.xml from anybody: any bytes end in a result with exact books or in an Error, and what was read can be
// written and read again.
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
    const auto result = skylt::parse_schedule_xml(bytes, settings());
    check_books(result);
    skylt::EventData event;
    for (const auto& record : result.sessions) {
      event.sessions.push_back(record.session);
      event.sessions.back().id = std::to_string(event.sessions.size());
      event.sessions.back().visibility = skylt::Visibility::Public;
    }
    const auto again = skylt::parse_schedule_xml(skylt::export_schedule_xml(event), settings());
    check_books(again);
    if (again.sessions.size() != result.sessions.size()) std::abort();
  } catch (const skylt::Error&) {
  }
  return 0;
}
