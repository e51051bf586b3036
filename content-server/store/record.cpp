#include "content-server/store/record.hpp"

namespace skylt {
namespace {

/// What LIKE takes for `text` anywhere, with \ before what it would read as a wildcard.
std::string as_pattern(const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

/// SQL for the kind of thing that an entry is about, for ids are of one kind only: what its action begins with. What an
/// import did to a session is about the session; a screen's token is a thing beside the screen.
std::string kind_in(const std::string& table) {
  const std::string action = table + ".action";
  return "CASE WHEN instr(" + action + ", 'import.') = 1 THEN 'session' WHEN " + action + " = 'screen.token' THEN " +
         action + " ELSE substr(" + action + ", 1, instr(" + action + " || '.', '.') - 1) END";
}

}  // namespace

std::vector<HistoryEntry> read_record(Database& database, const HistoryFilter& filter) {
  std::string where = " WHERE revision > :a";
  std::vector<SqlValue> values{filter.after_revision};
  if (filter.before) {
    where += " AND number < :b";
    values.emplace_back(*filter.before);
  }
  if (!filter.object.empty()) {
    where += " AND (object = :c OR (action LIKE 'change.%' AND (instr(before, :d) > 0 OR instr(after, :e) > 0)))";
    const std::string of_session = "\"session\":" + dump_json(filter.object);
    values.insert(values.end(), {filter.object, of_session, of_session});
  }
  const auto add = [&](const std::string& value) {
    values.emplace_back(value);
    return ":p" + std::to_string(values.size());
  };
  for (const auto& prefix : filter.without) where += " AND instr(action, " + add(prefix) + ") <> 1";
  if (!filter.with.empty()) {
    where += " AND (0";
    for (const auto& prefix : filter.with) where += " OR instr(action, " + add(prefix) + ") = 1";
    where += ")";
  }
  std::string statement;
  if (!filter.search.empty()) {
    const std::string pattern = as_pattern(filter.search);
    where += " AND (";
    for (const char* column : {"actor", "object", "before", "after"})
      where += column + (" LIKE " + add(pattern)) + " ESCAPE '\\' OR ";
    where +=
        "EXISTS (SELECT 1 FROM named WHERE object = named.id OR instr(before, said) > 0 OR instr(after, said) > 0))";
    statement =
        "WITH named AS MATERIALIZED (SELECT id, '\"session\":\"' || id || '\"' AS said FROM sessions"
        " WHERE json_extract(doc, '$.title') LIKE :n ESCAPE '\\') ";
    values.insert(values.begin(), pattern);  // values are bound in the order of the statement
  }
  values.emplace_back(static_cast<std::int64_t>(filter.limit));
  statement +=
      "SELECT number, revision, at, actor, action, object, before, after, NOT EXISTS (SELECT 1 FROM history AS later"
      " WHERE later.object = history.object AND later.revision > history.revision AND " +
      kind_in("later") + " = " + kind_in("history") + ") FROM history";
  statement += where;
  statement += " ORDER BY number DESC LIMIT :z";
  std::vector<HistoryEntry> entries;
  for (const SqlRow& row : database.query(statement, values)) {
    entries.push_back({row.integer(0), row.integer(1), parse_instant(row.text(2)).value_or(UtcTime{}), row.text(3),
                       row.text(4), row.text(5), row.text(6), row.text(7), row.integer(8) != 0});
  }
  return entries;
}

bool says(const HistoryEntry& entry, const char* key, const std::string& value) {
  const auto sought = dump_json(key) + ':' + dump_json(value);
  return entry.before.find(sought) != std::string::npos || entry.after.find(sought) != std::string::npos;
}

void refuse_outdated(std::vector<HistoryEntry> since) {
  if (since.empty()) return;
  const auto who = since.front().actor;
  throw Outdated{who + " changed this meanwhile; look at it and save again", std::move(since)};
}

}  // namespace skylt
