// What people do by hand: changes, closures, venues, screens, tokens; and what players report.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "content-server/store/difference.hpp"
#include "content-server/store/record.hpp"
#include "content-server/store/sqlite_store.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr Seconds kStatusFlush{5};
constexpr std::size_t kLargestVenueRecord = 64u << 10;

std::string hash_of(const std::string& secret) { return sha256_hex(secret); }

Error unknown(const std::string& kind, const std::string& id, const std::string& lister) {
  return {ErrorCode::NotFound, kind + " '" + id + "' does not exist; " + lister + " lists them"};
}

Error unknown_session(const std::string& id) { return unknown("session", id, "skylt-server show sessions"); }
Error unknown_screen(const std::string& id) { return unknown("screen", id, "skylt-server screen list"); }

/// Of a venue that was there the record keeps what differs; of a new one, or of a new plan, which is far too large for
/// the record of who did what, how much of everything there is.
void log_venue(Write& write, const Venue& venue, const Json& old) {
  const Json counts{{"name", to_json(venue)["name"]},
                    {"spaces", venue.spaces.size()},
                    {"rooms", venue.rooms.size()},
                    {"nodes", venue.nodes.size()}};
  if (old.is_null()) return write.log("venue.add", venue.id, nullptr, counts);
  const auto difference = difference_of(old, to_json(venue));
  if (dump_json(difference.before).size() + dump_json(difference.after).size() > kLargestVenueRecord)
    return write.log("venue.change", venue.id, nullptr, counts);
  write.log("venue.change", venue.id, difference.before, difference.after);
}

/// Sessions that replaced each other would all be off but for the newest replacement, which would not hold.
void check_replacement(const Change& change, std::vector<Change> known) {
  std::erase_if(known, [&](const Change& each) { return each.until && *each.until <= change.created; });
  const Change* before = newest_replacement(change.session, known);
  if (before && before->created > change.created) return;
  const auto holding = [&](const std::string& session) { return newest_replacement(session, known); };
  if (!ring_closer(change, holding)) return;
  throw Error{ErrorCode::Conflict, "session '" + *change.by + "' is itself replaced by '" + change.session +
                                       "'; take that change back first"};
}

/// A move to the room where the session is says nothing, unless it takes back another move.
void check_moves(const Change& change, const std::vector<Change>& known) {
  if (change.kind != ChangeKind::Moved || !change.room || change.room != change.seen_room) return;
  const bool moved = std::any_of(known.begin(), known.end(), [&](const Change& each) {
    return each.session == change.session && each.kind == ChangeKind::Moved;
  });
  if (moved) return;
  throw Error{ErrorCode::Invalid, "session '" + change.session + "' is in '" + *change.room + "' already"};
}

/// Makes an empty file for its owner only, so that what is wrong with its place is said of it.
void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw Error{ErrorCode::Unavailable, path + ": cannot be written: " + std::strerror(errno)};
  ::close(file);
}

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

Faults senseless(const Change& change, UtcTime made) {
  Faults faults;
  if (change.minutes == Minutes{0}) faults.push_back({"/minutes", "a delay of 0 minutes changes nothing"});
  if (change.by == change.session) faults.push_back({"/by", "a session cannot be replaced by itself"});
  if (change.until && *change.until <= made)
    faults.push_back({"/until", "the change would end at " + format_instant(*change.until) + ", when it is " +
                                    format_instant(made) + " already"});
  return faults;
}

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
  check_unchanged(change.session, kSessionActions, writer);
  const RoomResolver rooms = stored_resolver();
  const auto find = [&](const std::string& id) -> Session {
    const auto row = db_.query_one("SELECT doc, room_guid FROM sessions WHERE id = :a", {id});
    if (!row) throw unknown_session(id);
    Session session = parse_doc("session", {id, row->text(0)}, read_session);
    rooms.resolve(session, row->text(1));
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
    if (const auto room = rooms.find("", "", *change.room, session.venue)) {
      change.room = room;
    } else if (const auto anywhere = rooms.find("", "", *change.room, "")) {
      change.room = anywhere;
    }
  }
  const auto known = stored_changes();
  check_moves(change, known);
  if (change.id.empty()) change.id = "c" + sha256_hex(random_token()).substr(0, 7);
  change.author = writer.actor;
  if (change.created == UtcTime{}) change.created = wall_now();
  if (change.kind == ChangeKind::Replaced) check_replacement(change, known);
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
  check_unchanged(change.session, kSessionActions, writer);
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
    return entry.action.starts_with("closure.") && says(entry, "target", closure.target) &&
           says(entry, "venue", closure.venue);
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

void SqliteStore::put_venue(const Venue& wanted, const Writer& writer) {
  const std::lock_guard lock{mutex_};
  Write write{db_, writer.actor, wall_now()};
  check_unchanged(wanted.id, {"venue."}, writer);
  const auto old = db_.query_one("SELECT doc FROM venues WHERE id = :a", {wanted.id});
  Venue venue = wanted;
  // Whoever read the venue got the aliases that people gave with it; they stay where they can be taken back.
  leave_out_stored_aliases(db_, venue);
  const std::string doc = dump_json(to_json(venue));
  if (old && old->text(0) == doc) return finish(write, writer);
  put_doc(db_, "venues", {venue.id, doc});
  find_seen_rooms();
  write.touch("venues");
  log_venue(write, venue, old ? parse_json(old->text(0), "venue") : Json{});
  finish(write, writer);
}

void SqliteStore::put_screen(const Screen& wanted, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  const auto old = db_.query_one("SELECT doc FROM screens WHERE id = :a", {wanted.id});
  const Screen screen =
      old ? remember_pose(parse_doc("screen", {wanted.id, old->text(0)}, read_screen), wanted) : wanted;
  put_row(write, "screens", screen.id, to_json(screen));
  finish(write);
}

void SqliteStore::remove_screen(const std::string& id, const std::string& actor) {
  const std::lock_guard lock{mutex_};
  Write write{db_, actor, wall_now()};
  if (!remove_row(write, "screens", id)) throw unknown_screen(id);
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
  make_file(path);
  try {
    db_.run("VACUUM INTO :a", {path});
  } catch (const Error& error) {
    ::unlink(path.c_str());  // half a backup must not be taken for one
    std::throw_with_nested(Error{error.code(), path + ": the backup could not be written"});
  }
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
