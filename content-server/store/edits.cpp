// What people do by hand: changes, screens, tokens, room aliases, duplicates; and what players report.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "content-server/store/sqlite_store.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr Seconds kStatusFlush{5};

std::string hash_of(const std::string& secret) { return sha256_hex(secret); }

Error unknown(const std::string& kind, const std::string& id, const std::string& lister) {
  return {ErrorCode::NotFound, kind + " '" + id + "' does not exist; " + lister + " lists them"};
}

/// Whether the record's JSON says `value` at `key`.
bool contains(const std::string& doc, const char* key, const std::string& value) {
  return doc.find(dump_json(key) + ':' + dump_json(value)) != std::string::npos;
}

Error unknown_session(const std::string& id) { return unknown("session", id, "skylt-server show sessions"); }
Error unknown_screen(const std::string& id) { return unknown("screen", id, "skylt-server screen list"); }

/// 28 letters and digits that are hard to confuse, in groups of four: 138 bits (S-10).
std::string make_setup_code() {
  static constexpr char kAlphabet[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::string code;
  const std::string bits = sha256_hex(random_token()) + sha256_hex(random_token());
  for (std::size_t i = 0; i < 28; ++i) {
    const auto number = static_cast<std::size_t>(std::stoul(bits.substr(i * 4, 4), nullptr, 16));
    if (i > 0 && i % 4 == 0) code += '-';
    code += kAlphabet[number % (sizeof kAlphabet - 1)];
  }
  return code;
}

}  // namespace

std::optional<Source> SqliteStore::stored_source(const std::string& name) {
  const auto row =
      db_.query_one("SELECT doc, etag, last_modified, last_ok FROM sources WHERE name = :a", {std::optional{name}});
  if (!row) return std::nullopt;
  Source source = parse_source(name, row->text(0));
  source.etag = row->text(1);
  source.last_modified = row->text(2);
  source.last_ok = parse_instant(row->text(3));
  return source;
}

std::optional<Source> SqliteStore::find_source(const std::string& name) {
  const std::lock_guard lock{mutex_};
  return stored_source(name);
}

std::vector<Source> SqliteStore::sources() {
  const std::lock_guard lock{mutex_};
  std::vector<Source> sources;
  for (const SqlRow& row : db_.query("SELECT name FROM sources ORDER BY name")) {
    sources.push_back(*stored_source(row.text(0)));
  }
  return sources;
}

void SqliteStore::note_fetch(const std::string& source, const std::string& etag, const std::string& last_modified,
                             UtcTime at) {
  const std::lock_guard lock{mutex_};
  db_.run("UPDATE sources SET etag = :a, last_modified = :b, last_ok = :c WHERE name = :d",
          {etag, last_modified, format_instant(at), source});
}

void SqliteStore::put_change(const Change& change) {
  db_.run(
      "INSERT INTO changes (id, session, position, doc)"
      " VALUES (:a, :b, (SELECT coalesce(max(position), 0) + 1 FROM changes), :c)"
      " ON CONFLICT (id) DO UPDATE SET session = excluded.session, doc = excluded.doc",
      {change.id, change.session, dump_json(to_json(change))});
}

Change SqliteStore::add_change(Change change, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_unchanged(change.session, writer);
  const auto find = [&](const std::string& id) -> Session {
    const auto row = db_.query_one("SELECT doc, room_guid FROM sessions WHERE id = :a", {id});
    if (!row) throw unknown_session(id);
    Session session = parse_doc("session", {id, row->text(0)}, read_session);
    stored_resolver().resolve(session, row->text(1));
    return session;
  };
  const Session session = find(change.session);
  if (change.by) find(*change.by);
  change.seen_start = session.start;
  if (session.room) change.seen_room = session.room->id.value_or(session.room->name);
  if (change.kind == ChangeKind::Delayed && !change.start && change.minutes) {
    change.start = session.start + *change.minutes;  // fixed, so that a re-import cannot add the delay twice
  }
  if (change.room) {
    if (const auto room = stored_resolver().find("", "", *change.room, session.venue)) {
      change.room = room;
    } else if (const auto anywhere = stored_resolver().find("", "", *change.room, "")) {
      change.room = anywhere;
    }
  }
  if (change.id.empty()) change.id = "c" + sha256_hex(random_token()).substr(0, 7);
  change.author = writer.actor;
  if (change.created == UtcTime{}) change.created = wall_now();
  put_change(change);
  write.touch("changes");
  write.log("change.add", change.id, nullptr, to_json(change));
  finish(write, writer);
  return change;
}

Change SqliteStore::undo_change(const std::string& id, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  const auto row = db_.query_one("SELECT doc FROM changes WHERE id = :a", {id});
  if (!row) throw unknown("change", id, "skylt-server change list");
  Change change = parse_doc("change", {id, row->text(0)}, read_change);
  check_unchanged(change.session, writer);
  db_.run("DELETE FROM changes WHERE id = :a", {id});
  write.touch("changes");
  write.log("change.undo", id, to_json(change), nullptr);
  finish(write, writer);
  return change;
}

Closure SqliteStore::add_closure(Closure closure, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) {
    const auto of_it = [&](const std::string& doc) {
      return contains(doc, "target", closure.target) && contains(doc, "venue", closure.venue);
    };
    return entry.action.starts_with("closure.") && (of_it(entry.before) || of_it(entry.after));
  });
  const auto venues = stored_venues();
  const auto venue =
      std::find_if(venues.begin(), venues.end(), [&](const Venue& each) { return each.id == closure.venue; });
  if (venue == venues.end()) throw unknown("venue", closure.venue, "skylt-server export --format event");
  if (!is_closable(*venue, closure.target)) {
    throw Error{ErrorCode::NotFound, "nothing that can be closed is called '" + closure.target + "' in venue '" +
                                         closure.venue +
                                         "': name a connector, opening, space, amenity or room, or an edge as from>to"};
  }
  if (closure.from && closure.until && *closure.until <= *closure.from) {
    throw Error{ErrorCode::Invalid, "the closure would end at " + format_instant(*closure.until) +
                                        ", before it begins at " + format_instant(*closure.from)};
  }
  if (closure.id.empty()) closure.id = "x" + sha256_hex(random_token()).substr(0, 7);
  closure.author = writer.actor;
  if (closure.created == UtcTime{}) closure.created = wall_now();
  put_doc(db_, "closures", {closure.id, dump_json(to_json(closure))});
  write.touch("closures");
  write.log("closure.add", closure.id, nullptr, to_json(closure));
  finish(write, writer);
  return closure;
}

Closure SqliteStore::end_closure(const std::string& id, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  const auto row = db_.query_one("SELECT doc FROM closures WHERE id = :a", {id});
  if (!row) throw unknown("closure", id, "skylt-server closure list");
  Closure closure = parse_doc("closure", {id, row->text(0)}, read_closure);
  db_.run("DELETE FROM closures WHERE id = :a", {id});
  write.touch("closures");
  write.log("closure.end", id, to_json(closure), nullptr);
  finish(write, writer);
  return closure;
}

void SqliteStore::put_venue(const Venue& venue, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_unchanged(venue.id, writer);
  const auto old = db_.query_one("SELECT doc FROM venues WHERE id = :a", {venue.id});
  const std::string doc = dump_json(to_json(venue));
  if (old && old->text(0) == doc) return finish(write, writer);
  put_doc(db_, "venues", {venue.id, doc});
  find_seen_rooms();
  write.touch("venues");
  // A plan is far too large for the record of who did what.
  write.log(old ? "venue.change" : "venue.add", venue.id, nullptr,
            Json{{"spaces", venue.spaces.size()}, {"rooms", venue.rooms.size()}, {"nodes", venue.nodes.size()}});
  finish(write, writer);
}

void SqliteStore::put_screen(const Screen& wanted, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  const auto old = db_.query_one("SELECT doc FROM screens WHERE id = :a", {wanted.id});
  const Screen screen =
      old ? remember_pose(parse_doc("screen", {wanted.id, old->text(0)}, read_screen), wanted) : wanted;
  const std::string doc = dump_json(to_json(screen));
  if (old && old->text(0) == doc) return;
  put_doc(db_, "screens", {screen.id, doc});
  write.touch("screens");
  write.log(old ? "screen.change" : "screen.add", screen.id, old ? parse_json(old->text(0), "screen") : Json{},
            to_json(screen));
  finish(write);
}

void SqliteStore::remove_screen(const std::string& id, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  const auto old = db_.query_one("SELECT doc FROM screens WHERE id = :a", {id});
  if (!old) throw unknown_screen(id);
  db_.run("DELETE FROM screens WHERE id = :a", {id});
  write.touch("screens");
  write.log("screen.remove", id, parse_json(old->text(0), "screen"), nullptr);
  finish(write);
}

std::string SqliteStore::issue_token(const std::string& screen, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  if (!db_.query_one("SELECT id FROM screens WHERE id = :a", {screen})) throw unknown_screen(screen);
  std::string token = random_token();
  db_.run(
      "INSERT INTO tokens (screen, hash) VALUES (:a, :b)"
      " ON CONFLICT (screen) DO UPDATE SET hash = excluded.hash",
      {screen, hash_of(token)});
  write.touch("tokens");
  write.log("screen.token", screen, nullptr, nullptr);
  finish(write);
  return token;
}

std::optional<std::string> SqliteStore::screen_of_token(const std::string& token) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT screen FROM tokens WHERE hash = :a", {hash_of(token)});
  return row ? std::optional{row->text(0)} : std::nullopt;
}

void SqliteStore::record_status(const std::string& screen, const PlayerStatus& status, UtcTime at) {
  const std::lock_guard lock{mutex_};
  pending_[screen] = {at, dump_json(to_json(status))};
  if (at - last_flush_ < kStatusFlush && at >= last_flush_) return;
  flush_statuses();
  last_flush_ = at;
}

void SqliteStore::flush_statuses() {
  if (pending_.empty()) return;
  Transaction transaction{db_};
  for (const auto& [screen, pending] : pending_) {
    db_.run(
        "INSERT INTO players (screen, last_seen, status) SELECT id, :a, :b FROM screens WHERE id = :c"
        " ON CONFLICT (screen) DO UPDATE SET last_seen = excluded.last_seen, status = excluded.status",
        {format_instant(pending.at), pending.status, screen});
  }
  transaction.commit();
  pending_.clear();
}

void SqliteStore::write_statuses() {
  const std::lock_guard lock{mutex_};
  flush_statuses();
}

std::vector<PlayerRecord> SqliteStore::players() {
  const std::lock_guard lock{mutex_};
  flush_statuses();
  std::vector<PlayerRecord> players;
  for (const SqlRow& row : db_.query("SELECT screens.id, players.last_seen, players.status FROM screens"
                                     " LEFT JOIN players ON players.screen = screens.id ORDER BY screens.id")) {
    PlayerRecord player;
    player.screen = row.text(0);
    player.last_seen = parse_instant(row.text(1));
    if (const auto status = row.optional_text(2)) player.status = parse_status(*status);
    players.push_back(std::move(player));
  }
  return players;
}

void SqliteStore::add_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_none(writer, [&](const HistoryEntry& entry) {
    return entry.action == "room.alias" && contains(entry.after, "source", alias.source) &&
           contains(entry.after, "text", alias.text) && contains(entry.after, "guid", alias.guid);
  });
  if (!stored_resolver().knows(room)) throw unknown("room", room, "skylt-server export --format event");
  if (alias.text.empty() && alias.guid.empty()) {
    throw Error{ErrorCode::Invalid, "an alias needs the name or the guid by which the source knows the room"};
  }
  db_.run(
      "INSERT INTO room_aliases (room, source, text, guid) VALUES (:a, :b, :c, :d)"
      " ON CONFLICT (room, source, text, guid) DO NOTHING",
      {room, alias.source, alias.text, alias.guid});
  // What a guid was taken for by its name alone gives way to what a person says about that name.
  for (SourceRoomRow row : read_source_rooms(db_)) {
    const bool meant = alias.source.empty() || alias.source == row.source;
    if (!meant || alias.text.empty() || fold_room_name(row.name) != fold_room_name(alias.text)) continue;
    row.room = room;
    write_source_room(db_, row);
  }
  write.touch("rooms");
  write.log("room.alias", room, nullptr, Json{{"source", alias.source}, {"text", alias.text}, {"guid", alias.guid}});
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
  struct Seen {
    std::string id, source;
  };
  std::map<std::tuple<UtcTime, std::string, std::string>, std::vector<Seen>> groups;
  for (const SourceRecord& record : cache_.sessions) {
    if (cache_.joined.contains(record.session.id)) continue;  // its partner stands for it
    Session session = record.session;
    rooms.resolve(session, record.room_guid);
    const std::string room = !session.room      ? ""
                             : session.room->id ? *session.room->id
                                                : fold_room_name(session.room->name);
    std::set<std::string> titles;
    for (const auto& [language, title] : session.title.by_language()) titles.insert(fold_room_name(title));
    for (const std::string& title : titles)
      groups[{session.start, room, title}].push_back({session.id, session.source});
  }
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, sessions] : groups) {
    for (const Seen& a : sessions) {
      for (const Seen& b : sessions) {
        if (a.source != b.source && a.id < b.id && !cache_.decided.contains({a.id, b.id})) pairs.insert({a.id, b.id});
      }
    }
  }
  std::vector<Duplicate> result;
  result.reserve(pairs.size());
  for (const auto& [first, second] : pairs) result.push_back({first, second});
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
  check_none(writer, [&](const HistoryEntry& entry) {
    const auto names = [&](const std::string& id) {
      return contains(entry.after, "first", id) || contains(entry.after, "second", id);
    };
    return (entry.action == "session.join" || entry.action == "session.dismiss") && names(first) && names(second);
  });
  for (const std::string& id : {first, second}) {
    if (!db_.query_one("SELECT id FROM sessions WHERE id = :a", {id})) throw unknown_session(id);
  }
  const bool same = decision == "same";
  if (same && db_.query_one("SELECT first FROM duplicates WHERE second = :a AND decision = 'same'", {first})) {
    throw Error{ErrorCode::Conflict, "'" + first + "' is itself joined to another session; name that one first"};
  }
  db_.run("DELETE FROM duplicates WHERE (first = :a AND second = :b) OR (first = :c AND second = :d)",
          {first, second, second, first});
  db_.run("INSERT INTO duplicates (first, second, decision) VALUES (:a, :b, :c)", {first, second, decision});
  write.touch("duplicates");
  write.log(same ? "session.join" : "session.dismiss", first, nullptr, Json{{"first", first}, {"second", second}});
  finish(write, writer);
}

std::string SqliteStore::issue_setup_code() {
  const std::lock_guard lock{mutex_};
  std::string code = make_setup_code();
  Transaction transaction{db_};
  db_.run(
      "INSERT INTO settings (name, value) VALUES ('setup_code', :a)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {hash_of(code)});
  db_.run(
      "INSERT INTO settings (name, value) VALUES ('setup_code_made', :a)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {format_instant(wall_now())});
  db_.run("DELETE FROM settings WHERE name = 'setup_code_wrong'");
  transaction.commit();
  return code;
}

void SqliteStore::backup_to(const std::string& path) {
  const std::lock_guard lock{mutex_};
  if (std::filesystem::exists(path)) {
    throw Error{ErrorCode::Conflict, path + ": there is a file already; name a new one"};
  }
  flush_statuses();
  db_.run("VACUUM INTO :a", {path});
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool safe = file >= 0 && ::fsync(file) == 0 && ::fchmod(file, 0600) == 0;
  if (file >= 0) ::close(file);
  if (!safe) throw Error{ErrorCode::Unavailable, path + ": the backup could not be written safely to the disk"};
}

void SqliteStore::skip_revisions_to(std::int64_t least, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  if (stored_revision(db_) >= least) return;
  write.raise_to(least - 1);
  write.touch("restore");
  write.log("restore", "database", nullptr, Json{{"revision", least}});
  finish(write);
}

}  // namespace skylt
