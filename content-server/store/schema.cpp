#include "content-server/store/schema.hpp"

#include <array>
#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace skylt {
namespace {

using Steps = std::vector<const char*>;

// Every kind of row has its key columns and the canonical JSON of docs/event-format.md in `doc`. `parts` holds, per
// kind, the revision that last touched it, so that readers reload only what changed.
const Steps kSchema1 = {
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE parts (name TEXT PRIMARY KEY, revision BIGINT NOT NULL)",
    "CREATE TABLE event (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE organisers (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE tracks (source TEXT NOT NULL, id TEXT NOT NULL, position BIGINT NOT NULL, doc TEXT NOT NULL,"
    " PRIMARY KEY (source, id))",
    "CREATE TABLE venues (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE screens (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE layouts (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE themes (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE rota (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE messages (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE sources (name TEXT PRIMARY KEY, doc TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,"
    " last_ok TEXT)",
    "CREATE TABLE source_rooms (source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE, guid TEXT NOT NULL,"
    " name TEXT NOT NULL, room TEXT, PRIMARY KEY (source, guid))",
    // Imported data and live changes stay apart (C6).
    "CREATE TABLE sessions (id TEXT PRIMARY KEY, source TEXT NOT NULL, position BIGINT NOT NULL, guid TEXT NOT NULL,"
    " room_guid TEXT NOT NULL, doc TEXT NOT NULL)",
    "CREATE INDEX sessions_by_source ON sessions (source, position)",
    "CREATE TABLE changes (id TEXT PRIMARY KEY, session TEXT NOT NULL, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE tokens (screen TEXT PRIMARY KEY REFERENCES screens (id) ON DELETE CASCADE, hash TEXT NOT NULL "
    "UNIQUE)",
    "CREATE TABLE history (number INTEGER PRIMARY KEY AUTOINCREMENT, revision BIGINT NOT NULL, at TEXT NOT NULL,"
    " actor TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL)",
    "INSERT INTO settings (name, value) VALUES ('revision', '0')",
};

// People's decisions on rooms and duplicates, and what players report.
const Steps kSchema2 = {
    "CREATE TABLE room_aliases (room TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL, guid TEXT NOT NULL,"
    " PRIMARY KEY (room, source, text, guid))",
    "CREATE TABLE duplicates (first TEXT NOT NULL, second TEXT NOT NULL, decision TEXT NOT NULL"
    " CHECK (decision IN ('same', 'different')), PRIMARY KEY (first, second))",
    "CREATE TABLE players (screen TEXT PRIMARY KEY REFERENCES screens (id) ON DELETE CASCADE, last_seen TEXT NOT NULL,"
    " status TEXT NOT NULL)",
};

// Pictures, ways between venues, and what is closed: the latter apart from the venues, as changes are from sessions.
const Steps kSchema3 = {
    "CREATE TABLE images (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE links (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE TABLE closures (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
};

// Who may change what, and what waits for a decision. Secrets are kept as hashes; `doc` is the JSON of accounts.cpp.
const Steps kSchema4 = {
    "CREATE TABLE accounts (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, password TEXT NOT NULL,"
    " totp_secret TEXT NOT NULL, totp_used BIGINT NOT NULL, last_login TEXT)",
    "CREATE TABLE invitations (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, doc TEXT NOT NULL)",
    "CREATE TABLE personal_links (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, doc TEXT NOT NULL)",
    "CREATE TABLE api_tokens (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES accounts"
    " (id) ON DELETE CASCADE, doc TEXT NOT NULL)",
    "CREATE TABLE logins (hash TEXT PRIMARY KEY, account TEXT REFERENCES accounts (id) ON DELETE CASCADE,"
    " link TEXT REFERENCES personal_links (id) ON DELETE CASCADE, began TEXT NOT NULL, used TEXT NOT NULL)",
    "CREATE TABLE proposals (id TEXT PRIMARY KEY, position BIGINT NOT NULL, doc TEXT NOT NULL)",
    "CREATE INDEX history_by_object ON history (object, revision)",
};

const std::array<const Steps*, 4> kSchemas = {&kSchema1, &kSchema2, &kSchema3, &kSchema4};

}  // namespace

int newest_schema() { return static_cast<int>(kSchemas.size()); }

void migrate(Database& database, int target) {
  const auto version = [&] {
    const auto row = database.query_one("PRAGMA user_version");
    return row ? row->integer(0) : 0;
  };
  if (version() > newest_schema()) {
    throw Error{ErrorCode::Conflict, database.path() + ": written by a newer skylt-server (schema " +
                                         std::to_string(version()) + "; this one knows " +
                                         std::to_string(newest_schema()) + "); use that version"};
  }
  while (version() < target) {
    Transaction transaction{database};
    const auto from = static_cast<std::size_t>(version());  // again, now that nobody else can migrate
    if (from >= kSchemas.size()) break;
    for (const char* step : *kSchemas.at(from)) database.run(step);
    database.run("PRAGMA user_version = " + std::to_string(from + 1));
    transaction.commit();
  }
}

}  // namespace skylt
