#pragma once
#include "content-server/store/database.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// How the actions begin that the record has of a session: also what imports made of it, and the changes laid over it.
inline const std::vector<std::string> kSessionActions{"session.", "import.", "change."};

/// What the record says, newest first.
std::vector<HistoryEntry> read_record(Database& database, const HistoryFilter& filter);

/// Whether what an entry found or what it made says `value` at `key`.
bool says(const HistoryEntry& entry, const char* key, const std::string& value);

/// Throws Outdated where somebody did something since, newest first.
void refuse_outdated(std::vector<HistoryEntry> since);

}  // namespace skylt
