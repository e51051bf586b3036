// Rows that are written whole: the event, sessions entered by hand, messages, rota, screens, proposals. And the record
// of what was done, by which a writer hears what she has not seen.
#include <algorithm>

#include "content-server/store/record.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostSince = 10'000;

struct Part {
  const char* name;    ///< table, and part of the revision
  const char* action;  ///< in the history: "message.put", "message.remove"
};
constexpr Part kParts[] = {{"event", "event"}, {"sessions", "session"}, {"messages", "message"},
                           {"rota", "rota"},   {"screens", "screen"},   {"layouts", "layout"}};

/// How the record calls what is done to a screen's row, the first two in older databases. A new token of its player,
/// "screen.token", leaves the row as it is.
const std::vector<std::string> kScreenActions{"screen.add", "screen.change", "screen.put", "screen.remove"};

const Part& part_named(const std::string& name) {
  for (const auto& part : kParts)
    if (name == part.name) return part;
  throw Error{ErrorCode::Internal, "there is no part '" + name + "' of single documents"};
}

/// What the record calls whatever is done to a row of `part`.
std::vector<std::string> actions_on(const std::string& part) {
  if (part == "sessions") return kSessionActions;
  if (part == "screens") return kScreenActions;
  return {part_named(part).action + std::string{"."}};
}

/// What cannot be read back would take every other screen with it, for all are read together.
void check_readable(const Json& screen) {
  Faults faults;
  JsonReader reader{screen, faults};
  read_screen(reader);
  throw_on("screen", faults);
}

void put_session(Database& database, const std::string& id, const std::string& doc) {
  const auto old = database.query_one("SELECT source FROM sessions WHERE id = :a", {id});
  if (old && !old->text(0).empty()) {
    throw Error{ErrorCode::Conflict, "session '" + id + "' comes from source '" + old->text(0) +
                                         "', which would overwrite this; lay a change over it instead"};
  }
  database.run(
      "INSERT INTO sessions (id, source, position, guid, room_guid, doc) VALUES (:a, '',"
      " (SELECT coalesce(max(position), 0) + 1 FROM sessions WHERE source = ''), '', '', :b)"
      " ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
      {id, doc});
}

}  // namespace

void SqliteStore::finish(Write& write, const Writer& writer) {
  if (writer.settles) settle(write, *writer.settles);
  const auto revision = finish(write);
  if (writer.made) *writer.made = revision;
}

std::vector<HistoryEntry> SqliteStore::history(std::size_t limit) {
  HistoryFilter filter;
  filter.limit = limit;
  return history(filter);
}

std::vector<HistoryEntry> SqliteStore::history(const HistoryFilter& filter) {
  const std::lock_guard lock{mutex_};
  return stored_history(filter);
}

std::vector<HistoryEntry> SqliteStore::stored_history(const HistoryFilter& filter) { return read_record(db_, filter); }

void SqliteStore::check_unchanged(const std::string& object, const std::vector<std::string>& actions,
                                  const Writer& writer) {
  if (!writer.seen) return;
  HistoryFilter filter;
  filter.object = object;
  filter.with = actions;
  filter.after_revision = *writer.seen;
  refuse_outdated(stored_history(filter));
}

void SqliteStore::check_none(const Writer& writer, const std::function<bool(const HistoryEntry&)>& touches) {
  if (!writer.seen) return;
  HistoryFilter filter;
  filter.limit = kMostSince;
  filter.after_revision = *writer.seen;
  auto since = stored_history(filter);
  std::erase_if(since, [&](const HistoryEntry& entry) { return !touches(entry); });
  refuse_outdated(std::move(since));
}

void SqliteStore::put_document(const std::string& part, const std::string& id, const Json& document,
                               const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_unchanged(id, actions_on(part), writer);
  put_row(write, part, id, document);
  finish(write, writer);
}

void SqliteStore::put_row(Write& write, const std::string& part, const std::string& id, const Json& document) {
  if (part == "screens") check_readable(document);
  const auto old = db_.query_one("SELECT doc FROM " + part + " WHERE id = :a", {id});
  const auto doc = dump_json(document);
  if (old && old->text(0) == doc) return;
  const Json before = old ? parse_json(old->text(0), part) : Json{};
  if (part == "event") db_.run("DELETE FROM event WHERE id <> :a", {id});
  if (part == "sessions") {
    put_session(db_, id, doc);
  } else {
    put_doc(db_, part, {id, doc});
  }
  write.touch(part);
  write.log(part_named(part).action + std::string{".put"}, id, before, document);
}

void SqliteStore::remove_document(const std::string& part, const std::string& id, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_unchanged(id, actions_on(part), writer);
  if (part == "sessions" && db_.query_one("SELECT id FROM sessions WHERE id = :a AND source <> ''", {id}))
    throw Error{ErrorCode::Conflict, "session '" + id + "' comes from a source; cancel it by a change instead"};
  if (!remove_row(write, part, id))
    throw Error{ErrorCode::NotFound, part_named(part).action + (" '" + id + "' does not exist")};
  finish(write, writer);
}

bool SqliteStore::remove_row(Write& write, const std::string& part, const std::string& id) {
  const auto old = db_.query_one("SELECT doc FROM " + part + " WHERE id = :a", {id});
  if (!old) return false;
  db_.run("DELETE FROM " + part + " WHERE id = :a", {id});
  write.touch(part);
  write.log(part_named(part).action + std::string{".remove"}, id, parse_json(old->text(0), part), nullptr);
  return true;
}

std::vector<Store::Proposal> SqliteStore::proposals() {
  const std::lock_guard lock{mutex_};
  std::vector<Proposal> list;
  for (const DocRow& row : doc_rows(db_, "proposals")) list.push_back({row.id, parse_json(row.doc, "stored proposal")});
  return list;
}

void SqliteStore::settle(Write& write, const Proposal& proposal) {
  const auto row = db_.query_one("SELECT doc FROM proposals WHERE id = :a", {proposal.id});
  const Json old = row ? parse_json(row->text(0), "stored proposal") : Json{};
  if (row && old["state"] != "waiting") {
    throw Error{ErrorCode::Conflict,
                "it was " + old["state"].get<std::string>() + " already by " + old["decided_by"].get<std::string>()};
  }
  put_doc(db_, "proposals", {proposal.id, dump_json(proposal.document)});
  write.touch("proposals");
  const Json& by = proposal.document["decided_by"];
  write.log("proposal.put", proposal.id, old, proposal.document, by.is_string() ? by.get<std::string>() : "");
}

void SqliteStore::put_proposal(const Proposal& proposal, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  settle(write, proposal);
  finish(write, writer);
}

}  // namespace skylt
