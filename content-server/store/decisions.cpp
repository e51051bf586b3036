// What people decide about rooms that no venue knows and about sessions that two sources carry; and taking that back.
#include "content-server/store/record.hpp"
#include "content-server/store/sqlite_store.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

bool of_pair(const HistoryEntry& entry, const std::string& first, const std::string& second) {
  const auto names = [&](const std::string& id) { return says(entry, "first", id) || says(entry, "second", id); };
  return entry.action.starts_with("session.") && names(first) && names(second);
}

bool of_alias(const HistoryEntry& entry, const RoomAlias& alias) {
  return entry.action.starts_with("room.") && says(entry, "source", alias.source) && says(entry, "text", alias.text) &&
         says(entry, "guid", alias.guid);
}

Json to_json(const RoomAlias& alias) {
  return Json{{"source", alias.source}, {"text", alias.text}, {"guid", alias.guid}};
}

/// Whether the alias speaks of that room of a source by its name.
bool names(const RoomAlias& alias, const SourceRoomRow& row) {
  const bool meant = alias.source.empty() || alias.source == row.source;
  return meant && !alias.text.empty() && fold_room_name(row.name) == fold_room_name(alias.text);
}

/// A session is joined to one other at most, and only to one that stands for itself; so no ring can come of it.
void check_join(Database& database, const std::string& first, const std::string& second) {
  const std::string partners = "SELECT first FROM duplicates WHERE decision = 'same' AND second = :a";
  if (database.query_one(partners, {first}))
    throw Error{ErrorCode::Conflict, "'" + first + "' is itself joined to another session; name that one first"};
  if (const auto other = database.query_one(partners + " AND first <> :b", {second, first})) {
    throw Error{ErrorCode::Conflict,
                "'" + second + "' is joined to '" + other->text(0) + "' already; name that one instead"};
  }
}

}  // namespace

void SqliteStore::add_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) { return of_alias(entry, alias); });
  if (!stored_resolver().knows(room)) {
    throw Error{ErrorCode::NotFound,
                "room '" + room + "' does not exist; skylt-server export --format event lists them"};
  }
  if (alias.text.empty() && alias.guid.empty()) {
    throw Error{ErrorCode::Invalid, "an alias needs the name or the guid by which the source knows the room"};
  }
  db_.run(
      "INSERT INTO room_aliases (room, source, text, guid) VALUES (:a, :b, :c, :d)"
      " ON CONFLICT (room, source, text, guid) DO NOTHING",
      {room, alias.source, alias.text, alias.guid});
  // What a guid was taken for by its name alone gives way to what a person says about that name.
  for (SourceRoomRow row : read_source_rooms(db_)) {
    if (!names(alias, row)) continue;
    row.room = room;
    write_source_room(db_, row);
  }
  write.touch("rooms");
  write.log("room.alias", room, nullptr, to_json(alias));
  finish(write, writer);
}

void SqliteStore::remove_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) { return of_alias(entry, alias); });
  const std::string which = " room_aliases WHERE room = :a AND source = :b AND text = :c AND guid = :d";
  const std::vector<SqlValue> values{room, alias.source, alias.text, alias.guid};
  if (!db_.query_one("SELECT room FROM" + which, values))
    throw Error{ErrorCode::NotFound, "nobody said that '" + alias.text + alias.guid + "' is room '" + room + "'"};
  db_.run("DELETE FROM" + which, values);
  // Found anew, as if nobody had said it.
  for (SourceRoomRow row : read_source_rooms(db_)) {
    if (row.room != room || !(names(alias, row) || (!alias.guid.empty() && row.guid == alias.guid))) continue;
    row.room.clear();
    write_source_room(db_, row);
  }
  find_seen_rooms();
  write.touch("rooms");
  write.log("room.forget", room, to_json(alias), nullptr);
  finish(write, writer);
}

std::vector<Store::UnresolvedRoom> SqliteStore::unresolved_rooms() {
  const std::lock_guard lock{mutex_};
  refresh();
  const RoomResolver rooms = resolver();
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> unresolved;
  for (const SourceRecord& record : cache_.sessions) {
    Session session = record.session;
    rooms.resolve(session, record.room_guid);
    if (!session.room || session.room->id || session.room->name.empty()) continue;
    ++unresolved[{session.source, session.room->name, record.room_guid}];
  }
  std::vector<UnresolvedRoom> result;
  result.reserve(unresolved.size());
  for (const auto& [key, sessions] : unresolved) {
    result.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), sessions});
  }
  return result;
}

std::vector<Store::Duplicate> SqliteStore::duplicates() {
  const std::lock_guard lock{mutex_};
  refresh();
  const RoomResolver rooms = resolver();
  std::vector<Session> sessions;
  for (const SourceRecord& record : cache_.sessions) {
    sessions.push_back(record.session);
    rooms.resolve(sessions.back(), record.room_guid);
  }
  std::vector<Duplicate> result;
  for (const auto& [first, second] : undecided_duplicates(std::move(sessions), cache_.joins))
    result.push_back({first, second});
  return result;
}

void SqliteStore::join_sessions(const std::string& first, const std::string& second, const Writer& writer) {
  decide(first, second, "same", writer);
}

void SqliteStore::dismiss_duplicate(const std::string& first, const std::string& second, const Writer& writer) {
  decide(first, second, "different", writer);
}

void SqliteStore::decide(const std::string& first, const std::string& second, const std::string& decision,
                         const Writer& writer) {
  const std::lock_guard lock{mutex_};
  if (first == second) throw Error{ErrorCode::Invalid, "'" + first + "' twice; name two sessions"};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) { return of_pair(entry, first, second); });
  for (const std::string& id : {first, second}) {
    if (!db_.query_one("SELECT id FROM sessions WHERE id = :a", {id}))
      throw Error{ErrorCode::NotFound, "session '" + id + "' does not exist; skylt-server show sessions lists them"};
  }
  const bool same = decision == "same";
  if (same) check_join(db_, first, second);
  db_.run("DELETE FROM duplicates WHERE (first = :a AND second = :b) OR (first = :c AND second = :d)",
          {first, second, second, first});
  db_.run("INSERT INTO duplicates (first, second, decision) VALUES (:a, :b, :c)", {first, second, decision});
  write.touch("duplicates");
  write.log(same ? "session.join" : "session.dismiss", first, nullptr, Json{{"first", first}, {"second", second}});
  finish(write, writer);
}

void SqliteStore::undecide(const std::string& first, const std::string& second, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) { return of_pair(entry, first, second); });
  const std::string which = " duplicates WHERE (first = :a AND second = :b) OR (first = :c AND second = :d)";
  if (!db_.query_one("SELECT first FROM" + which, {first, second, second, first}))
    throw Error{ErrorCode::NotFound, "nobody has decided about '" + first + "' and '" + second + "'"};
  db_.run("DELETE FROM" + which, {first, second, second, first});
  write.touch("duplicates");
  write.log("session.undecide", first, Json{{"first", first}, {"second", second}}, nullptr);
  finish(write, writer);
}

}  // namespace skylt
