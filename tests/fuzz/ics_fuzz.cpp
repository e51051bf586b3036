// A calendar from anybody: any bytes end in a result with exact books or in an Error, in bounded work.
#include <cstdint>
#include <cstdlib>

#include "content-server/import/import.hpp"
#include "core/base/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  skylt::SourceSettings settings;
  settings.name = "fuzz";
  settings.zone = skylt::TimeZone::find("Europe/Stockholm");
  settings.now = skylt::parse_instant("2026-05-05T08:00:00Z").value();
  try {
    const auto result = skylt::parse_ics({reinterpret_cast<const char*>(data), size}, settings);
    std::size_t rejected = 0;
    for (const auto& finding : result.findings) rejected += finding.severity == skylt::Severity::Error ? 1 : 0;
    if (result.records != result.sessions.size() + rejected) std::abort();
    skylt::EventData event;
    event.event.time_zone = "Europe/Stockholm";
    for (const auto& record : result.sessions)
      if (event.sessions.size() < 50) event.sessions.push_back(record.session);
    const auto again = skylt::parse_ics(skylt::export_ics(event), settings);
    if (again.records > event.sessions.size()) std::abort();
  } catch (const skylt::Error&) {
  }
  return 0;
}
