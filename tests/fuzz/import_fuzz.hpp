#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "content-server/import/import.hpp"
#include "core/base/error.hpp"

namespace skylt::fuzz {

inline const SourceSettings& settings() {
  static const SourceSettings kSettings = [] {
    SourceSettings settings;
    settings.name = "fuzz";
    settings.zone = TimeZone::find("Europe/Stockholm");
    return settings;
  }();
  return kSettings;
}

/// Ends the process when the records are not accounted for exactly.
inline void check_books(const ImportResult& result) {
  std::size_t rejected = 0;
  for (const auto& finding : result.findings) rejected += finding.severity == Severity::Error ? 1 : 0;
  if (result.records != result.sessions.size() + rejected) std::abort();
}

/// Any bytes end in a result with exact books or in an Error; what was read is written and read again whole.
template <typename Parse, typename Export>
void check_round_trip(std::string_view bytes, const Parse& parse, const Export& write) {
  detect_format(bytes);
  try {
    const ImportResult result = parse(bytes);
    check_books(result);
    EventData event;
    for (const auto& record : result.sessions) {
      event.sessions.push_back(record.session);
      event.sessions.back().id = std::to_string(event.sessions.size());
      event.sessions.back().visibility = Visibility::Public;
    }
    const std::string written = write(event);
    const ImportResult again = parse(written);
    check_books(again);
    if (again.sessions.size() != result.sessions.size()) std::abort();
  } catch (const Error&) {
  }
}

}  // namespace skylt::fuzz
