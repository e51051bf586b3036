#include "content-server/store/database.hpp"

#include <soci/soci-config.h>
// SOCI's headers would pull in Boost only for types that are not used here.
#undef SOCI_HAVE_BOOST
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <charconv>
#include <filesystem>

#include "core/base/error.hpp"

namespace skylt {
namespace {

std::string connection_string(const std::string& path) {
  if (path.find('"') != std::string::npos) {
    throw Error{ErrorCode::Invalid, path + ": a database's path may not hold a quotation mark; choose another folder"};
  }
  return "db=\"" + path + "\"";
}

Error damaged(const std::string& path) {
  return {ErrorCode::Internal,
          path + ": the database is damaged; put a backup in its place with skylt-server restore --from FILE"};
}

/// Never of error.what(): that tells what the statement was given, such as a password's hash.
Error failure(const std::string& path, const soci::soci_error& error) {
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  switch (sqlite ? sqlite->result() % 256 : SQLITE_ERROR) {  // the last byte is the plain code of an extended one
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::Unavailable, path + ": another process has kept the database locked for 5 s; try again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return damaged(path);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return {ErrorCode::Unavailable, path + ": the database cannot be opened for writing; check the folder's owner"};
    case SQLITE_FULL: return {ErrorCode::Unavailable, path + ": the disk is full; nothing was changed"};
    default: return {ErrorCode::Internal, path + ": " + error.get_error_message()};
  }
}

/// SOCI reports SQLite's own types by the column's declaration; all are kept as text here.
std::optional<std::string> column_text(const soci::row& row, std::size_t column) {
  if (row.get_indicator(column) == soci::i_null) return std::nullopt;
  switch (row.get_properties(column).get_data_type()) {
    case soci::dt_integer: return std::to_string(row.get<int>(column));
    case soci::dt_long_long: return std::to_string(row.get<long long>(column));
    case soci::dt_unsigned_long_long: return std::to_string(row.get<unsigned long long>(column));
    case soci::dt_double: return std::to_string(row.get<double>(column));
    default: return row.get<std::string>(column);
  }
}

/// Values as SOCI wants them: lvalues that outlive the statement.
struct Bound {
  long long number = 0;
  std::string text;
  soci::indicator indicator = soci::i_ok;
};

void assign(std::vector<Bound>& bound, const std::vector<SqlValue>& values) {
  for (std::size_t i = 0; i < bound.size(); ++i) {
    if (const auto* number = std::get_if<std::int64_t>(&values.at(i))) {
      bound[i].number = *number;
      continue;
    }
    const auto& text = std::get<std::optional<std::string>>(values[i]);
    bound[i].text = text.value_or("");
    bound[i].indicator = text ? soci::i_ok : soci::i_null;
  }
}

std::vector<Bound> bound_values(const std::vector<SqlValue>& values) {
  std::vector<Bound> bound(values.size());
  assign(bound, values);
  return bound;
}

void bind(soci::statement& statement, const std::vector<SqlValue>& values, std::vector<Bound>& bound) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::holds_alternative<std::int64_t>(values[i])) {
      statement.exchange(soci::use(bound[i].number));
    } else {
      statement.exchange(soci::use(bound[i].text, bound[i].indicator));
    }
  }
}

}  // namespace

std::int64_t SqlRow::integer(std::size_t column) const {
  const std::string value = text(column);
  std::int64_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

Database::Database(const std::string& path) : path_{path} {
  const bool existed = path != ":memory:" && std::filesystem::exists(path);
  const std::string connection = connection_string(path);
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connection);
  } catch (const soci::soci_error& error) {
    throw failure(path_, error);
  }
  if (!existed && path != ":memory:") {
    std::error_code foreign;  // a folder without permissions of its own (a memory stick)
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 foreign);
  }
  query("PRAGMA busy_timeout = 5000");
  if (existed) check();
  query("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("PRAGMA foreign_keys = ON");
}

Database::~Database() = default;

void Database::check() {
  const auto answer = query("PRAGMA quick_check(1)");
  if (answer.size() == 1 && answer[0].text(0) == "ok") return;
  throw damaged(path_);
}

void Database::run(const std::string& statement, const std::vector<SqlValue>& values) { run_each(statement, {values}); }

void Database::run_each(const std::string& statement, const std::vector<std::vector<SqlValue>>& rows) {
  if (rows.empty()) return;
  try {
    soci::statement prepared{*session_};
    std::vector<Bound> bound(rows.front().size());
    bind(prepared, rows.front(), bound);
    prepared.alloc();
    prepared.prepare(statement);
    prepared.define_and_bind();
    for (const auto& row : rows) {
      assign(bound, row);
      prepared.execute(true);
    }
  } catch (const soci::soci_error& error) {
    throw failure(path_, error);
  }
}

std::vector<SqlRow> Database::query(const std::string& statement, const std::vector<SqlValue>& values) {
  std::vector<SqlRow> rows;
  try {
    soci::statement prepared{*session_};
    soci::row row;
    auto bound = bound_values(values);
    bind(prepared, values, bound);
    prepared.alloc();
    prepared.prepare(statement);
    prepared.define_and_bind();
    prepared.exchange_for_rowset(soci::into(row));
    prepared.execute();
    while (prepared.fetch()) {
      std::vector<std::optional<std::string>> columns;
      columns.reserve(row.size());
      for (std::size_t i = 0; i < row.size(); ++i) columns.push_back(column_text(row, i));
      rows.emplace_back(std::move(columns));
    }
  } catch (const soci::soci_error& error) {
    throw failure(path_, error);
  }
  return rows;
}

std::optional<SqlRow> Database::query_one(const std::string& statement, const std::vector<SqlValue>& values) {
  auto rows = query(statement, values);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

Transaction::Transaction(Database& database) : database_{database} { database_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const Error&) {
    // SQLite has rolled back by itself (full disk, damage); there is nothing left to undo.
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace skylt
