#pragma once
#include <string>

#include "content-server/store/store.hpp"

namespace skylt {

/// Reads an event file ("skylt/event/1") and lays it over the store. Throws Error(invalid) for what is none.
ImportOutcome import_event(Store& store, const std::string& bytes, const ImportRequest& request);

/// As `skylt-server import --json` prints it (CONTRACTS.md).
Json outcome_json(const ImportOutcome& outcome, bool dry_run);

}  // namespace skylt
