#pragma once
#include <string>

#include "content-server/store/store.hpp"

namespace skylt {

/// Reads an event file ("skylt/event/1") and lays it over the store. Throws Error(invalid) for what is none.
ImportOutcome import_event(Store& store, const std::string& bytes, const ImportRequest& request);

// What the commands print and the organisers' HTTP answers (CONTRACTS.md).

/// As in `skylt-server import --json`, of a programme or of a map.
Json findings_json(const std::vector<Finding>& findings);

/// As in `skylt-server source list --json`.
Json source_json(const Source& source);

/// As `skylt-server import --json` prints it.
Json outcome_json(const ImportOutcome& outcome, bool dry_run);

}  // namespace skylt
