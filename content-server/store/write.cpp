#include "content-server/store/write.hpp"

#include "core/base/error.hpp"

namespace skylt {

std::int64_t stored_revision(Database& database) {
  const auto row = database.query_one("SELECT value FROM settings WHERE name = 'revision'");
  if (!row) throw Error{ErrorCode::Internal, database.path() + ": not a Skylt database; start with skylt-server init"};
  return row->integer(0);
}

Write::Write(Database& database, std::string actor, UtcTime at)
    : database_{database},
      actor_{std::move(actor)},
      at_{at},
      transaction_{database},
      revision_{stored_revision(database)} {}

void Write::log(const std::string& action, const std::string& object, const Json& before, const Json& after,
                const std::string& actor) {
  const auto text = [](const Json& json) { return json.is_null() ? std::string{} : dump_json(json); };
  entries_.push_back({actor.empty() ? actor_ : actor, action, object, text(before), text(after)});
}

std::int64_t Write::commit() {
  if (!touched()) {
    transaction_.commit();
    return revision_;
  }
  const std::int64_t revision = next_revision();
  database_.run("UPDATE settings SET value = :a WHERE name = 'revision'", {std::to_string(revision)});
  for (const std::string& part : parts_) {
    database_.run(
        "INSERT INTO parts (name, revision) VALUES (:a, :b)"
        " ON CONFLICT (name) DO UPDATE SET revision = excluded.revision",
        {part, revision});
  }
  std::vector<std::vector<SqlValue>> rows;
  for (const Entry& entry : entries_) {
    rows.push_back({revision, format_instant(at_), entry.actor, entry.action, entry.object, entry.before, entry.after});
  }
  database_.run_each(
      "INSERT INTO history (revision, at, actor, action, object, before, after) VALUES (:a, :b, :c, :d, :e, :f, :g)",
      rows);
  transaction_.commit();
  return revision;
}

}  // namespace skylt
