#pragma once
#include "content-server/store/database.hpp"

namespace skylt {

/// Number of the newest schema, as in PRAGMA user_version.
int newest_schema();

/// Brings the database to `target`, one transaction per step. Throws Error(conflict) when it was written by a newer
/// program.
void migrate(Database& database, int target = newest_schema());

}  // namespace skylt
