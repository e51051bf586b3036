#pragma once
#include "content-server/store/database.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// What the record says, newest first.
std::vector<HistoryEntry> read_record(Database& database, const HistoryFilter& filter);

/// Throws Outdated where somebody did something since, newest first.
void refuse_outdated(std::vector<HistoryEntry> since);

}  // namespace skylt
