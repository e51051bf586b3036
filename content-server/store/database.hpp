#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace soci {
class session;
}

namespace skylt {

/// What a statement takes: a number, a text, or NULL (nullopt).
using SqlValue = std::variant<std::int64_t, std::optional<std::string>>;

/// One row of an answer.
class SqlRow {
 public:
  explicit SqlRow(std::vector<std::optional<std::string>> columns) : columns_{std::move(columns)} {}

  /// "" for NULL.
  std::string text(std::size_t column) const { return columns_.at(column).value_or(""); }
  std::optional<std::string> optional_text(std::size_t column) const { return columns_.at(column); }
  /// 0 for NULL and for what is no number.
  std::int64_t integer(std::size_t column) const;

 private:
  std::vector<std::optional<std::string>> columns_;
};

/// One connection to SQLite through SOCI: WAL, synchronous FULL, foreign keys, five seconds of patience with other
/// writers. Values are bound in order to :a, :b, :c … of the statement. Every failure is an Error that names the
/// file. Not thread-safe.
class Database {
 public:
  /// Opens or creates `path` (":memory:" is one), a new file for its owner only (0600). Checks an existing file with
  /// quick_check; throws Error(internal) that says how to recover when it is damaged.
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }

  void run(const std::string& statement, const std::vector<SqlValue>& values = {});
  /// The same statement for each of `rows`, prepared once: to prepare one takes longer than to write a row. What a
  /// column takes, a number or a text, is the same in all rows.
  void run_each(const std::string& statement, const std::vector<std::vector<SqlValue>>& rows);
  std::vector<SqlRow> query(const std::string& statement, const std::vector<SqlValue>& values = {});
  /// First row, if any.
  std::optional<SqlRow> query_one(const std::string& statement, const std::vector<SqlValue>& values = {});

 private:
  void check();

  std::string path_;
  std::unique_ptr<soci::session> session_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back unless commit() was called.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace skylt
