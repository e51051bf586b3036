#include "content-server/publish/ledger.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

class SqliteLedger : public SnapshotLedger {
 public:
  explicit SqliteLedger(std::string path) : path_{std::move(path)} {
    sqlite3* db = nullptr;
    const int failed = sqlite3_open(path_.c_str(), &db);
    db_.reset(db);
    if (failed != SQLITE_OK) fail();
    sqlite3_busy_timeout(db, 5000);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");  // an entry lost to a power cut only makes one manifest anew
    run("CREATE TABLE IF NOT EXISTS published (screen TEXT PRIMARY KEY, fingerprint TEXT NOT NULL,"
        " revision INTEGER NOT NULL, created_ms INTEGER NOT NULL) WITHOUT ROWID");
  }

  std::map<std::string, LedgerEntry> read() override {
    std::map<std::string, LedgerEntry> entries;
    const auto select = prepare("SELECT screen, fingerprint, revision, created_ms FROM published");
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(select.get())) == SQLITE_ROW) {
      auto& entry = entries[text(*select, 0)];
      entry.fingerprint = text(*select, 1);
      entry.revision = sqlite3_column_int64(select.get(), 2);
      entry.created = UtcTime{Millis{sqlite3_column_int64(select.get(), 3)}};
    }
    if (step != SQLITE_DONE) fail();
    return entries;
  }

  void write(const std::map<std::string, LedgerEntry>& entries) override {
    if (entries.empty()) return;
    run("BEGIN IMMEDIATE");
    try {
      const auto insert = prepare("INSERT OR REPLACE INTO published VALUES (?1, ?2, ?3, ?4)");
      for (const auto& [screen, entry] : entries) {
        bind(*insert, 1, screen);
        bind(*insert, 2, entry.fingerprint);
        sqlite3_bind_int64(insert.get(), 3, entry.revision);
        sqlite3_bind_int64(insert.get(), 4, entry.created.time_since_epoch().count());
        if (sqlite3_step(insert.get()) != SQLITE_DONE) fail();
        sqlite3_reset(insert.get());
      }
      run("COMMIT");
    } catch (const Error&) {
      sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
      throw;
    }
  }

 private:
  [[noreturn]] void fail() const {
    throw Error{ErrorCode::Unavailable, path_ + ": " + (db_ ? sqlite3_errmsg(db_.get()) : "no memory")};
  }

  void run(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }

  Statement prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) fail();
    return Statement{statement};
  }

  static void bind(sqlite3_stmt& statement, int index, const std::string& value) {
    sqlite3_bind_text(&statement, index, value.data(), static_cast<int>(value.size()), nullptr);
  }

  static std::string text(sqlite3_stmt& statement, int column) {
    const auto* bytes = sqlite3_column_text(&statement, column);
    return bytes ? reinterpret_cast<const char*>(bytes) : "";
  }

  std::string path_;
  Database db_;
};

}  // namespace

std::unique_ptr<SnapshotLedger> open_ledger(const std::string& path) { return std::make_unique<SqliteLedger>(path); }

LedgerEntry next_entry(const std::optional<LedgerEntry>& last, const std::string& fingerprint,
                       std::int64_t store_revision, UtcTime now) {
  if (!last) return {fingerprint, store_revision, now};
  if (last->fingerprint == fingerprint) return *last;
  return {fingerprint, std::max(store_revision, last->revision + 1), std::max(now, last->created)};
}

}  // namespace skylt
