#pragma once
#include <optional>
#include <string>

#include "content-server/commands/command.hpp"

namespace skylt {

struct ImportOptions {
  std::string location;  ///< file or URL
  std::string format = "auto";
  std::string source;               ///< empty: the location
  std::string mapping;              ///< file; empty: as the source has it
  std::string venue;                ///< empty: as the source has it
  std::string language;             ///< empty: as the source has it
  std::string time_zone;            ///< of floating times; empty: as the source has it, else the event's
  std::string at;                   ///< empty: now
  std::string utc_dates;            ///< "trusted", "local" (X2); empty: as the source has it, as with the next two
  std::optional<int> moments_last;  ///< minutes
  std::string end_days;             ///< "exclusive", "inclusive"
  std::string title_states;         ///< "read", "kept"
  bool dry_run = false;
  bool accept = false;
  bool internal = false;
};

/// Lays what stands at SOURCE over the store and says what came of it. What it is decides: an indoor map
/// (import_map.hpp), else a programme. A map at a URL needs its --format. 0: committed, or a dry run that would be; 1:
/// held back or nothing usable.
int import_source(const CommandLine& line, const ImportOptions& options);

}  // namespace skylt
