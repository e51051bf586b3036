#pragma once
#include <set>
#include <string>
#include <vector>

#include "content-server/store/database.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace skylt {

/// One change of the database: a transaction, the parts it touched, the revision it makes and its history. Rolls back
/// unless commit() was called.
class Write {
 public:
  Write(Database& database, std::string actor, UtcTime at);

  /// The revision this write makes when it touches anything.
  std::int64_t next_revision() const { return revision_ + 1; }

  /// The revision to go on from, where it is to skip some.
  void raise_to(std::int64_t revision) { revision_ = revision; }

  /// Says that a kind of rows changed: "sessions", "changes", "screens" …
  void touch(const std::string& part) { parts_.insert(part); }
  bool touched() const { return !parts_.empty(); }

  /// `actor`: another one than the writer.
  void log(const std::string& action, const std::string& object, const Json& before, const Json& after,
           const std::string& actor = {});

  /// Raises the revision and writes history where something was touched. Returns the revision in force now.
  std::int64_t commit();

 private:
  struct Entry {
    std::string actor, action, object, before, after;
  };

  Database& database_;
  std::string actor_;
  UtcTime at_;
  Transaction transaction_;
  std::int64_t revision_;
  std::set<std::string> parts_;
  std::vector<Entry> entries_;
};

std::int64_t stored_revision(Database& database);

}  // namespace skylt
