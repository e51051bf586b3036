#include "content-server/store/sqlite_store.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>

#include "content-server/store/notice.hpp"
#include "content-server/store/schema.hpp"

namespace skylt {
namespace {

constexpr const char* kMemory = ":memory:";

/// Folder that pokes go to; none for a database in memory.
std::string folder_of(const std::string& path) {
  if (path == kMemory) return {};
  const auto folder = std::filesystem::path{path}.parent_path();
  return folder.empty() ? "." : folder.string();
}

/// Makes it empty, for its owner only; of two who do so at once one is told. False where it cannot be made, which
/// opening it as a database says better.
bool make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST)
    throw Error{ErrorCode::Conflict, path + ": there is a database already; choose another folder"};
  if (file >= 0) ::close(file);
  return file >= 0;
}

template <class Value>
void by_id(std::vector<Value>& values) {
  const auto before = [](const Value& a, const Value& b) { return a.id < b.id; };
  if (!std::is_sorted(values.begin(), values.end(), before)) std::sort(values.begin(), values.end(), before);
}

template <class Value, class Read>
std::vector<Value> read_documents(Database& database, const std::string& table, Read read) {
  std::vector<Value> values;
  for (const DocRow& row : doc_rows(database, table)) {
    const std::string where = "stored " + table + " '" + row.id + "'";
    Faults faults;
    values.push_back(read(parse_json(row.doc, where), faults));
    throw_on(where, faults);
  }
  return values;
}

/// The event's own tracks before those of sources; one of each id whatever the order of imports (I12).
std::vector<Track> read_tracks(Database& database) {
  std::vector<Track> tracks;
  std::set<std::string> seen;
  for (const SqlRow& row : database.query("SELECT id, doc FROM tracks ORDER BY source, position, id")) {
    if (!seen.insert(row.text(0)).second) continue;
    tracks.push_back(parse_doc("track", {row.text(0), row.text(1)}, read_track));
  }
  by_id(tracks);
  return tracks;
}

}  // namespace

std::string random_token() {
  if (sodium_init() < 0) throw Error{ErrorCode::Internal, "libsodium cannot be initialised"};
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

std::unique_ptr<Store> Store::create(const std::string& path, const std::string& time_zone) {
  TimeZone::find(time_zone);
  const bool made = path != kMemory && make_file(path);
  try {
    auto store = std::make_unique<SqliteStore>(path);
    store->upgrade();
    store->start_event(time_zone);
    return store;
  } catch (...) {
    std::error_code absent;  // half a database would be in the way of the next attempt
    for (const char* part : {"", "-wal", "-shm", "-journal"})
      if (made) std::filesystem::remove(path + part, absent);
    throw;
  }
}

std::unique_ptr<Store> Store::open(const std::string& path) {
  if (path != kMemory && !std::filesystem::exists(path)) {
    throw Error{ErrorCode::NotFound, path + ": there is no database here; make one with skylt-server init"};
  }
  auto store = std::make_unique<SqliteStore>(path);
  if (store->empty()) {
    throw Error{ErrorCode::Internal,
                path + ": the database is empty; put a backup in its place with skylt-server restore --from FILE"};
  }
  store->upgrade();
  return store;
}

SqliteStore::SqliteStore(const std::string& path) : db_{path}, data_dir_{folder_of(path)} {}

bool SqliteStore::empty() {
  const std::lock_guard lock{mutex_};
  return db_.query_one("PRAGMA user_version")->integer(0) == 0;
}

void SqliteStore::upgrade() {
  const std::lock_guard lock{mutex_};
  migrate(db_);
}

SqliteStore::~SqliteStore() {
  try {
    flush_statuses();
  } catch (const std::exception&) {
    // What players said last is lost with a full disk; they say it again in a minute.
  }
}

std::int64_t SqliteStore::finish(Write& write) {
  const bool touched = write.touched();
  const auto revision = write.commit();
  if (touched && !data_dir_.empty()) poke_servers(data_dir_);
  return revision;
}

void SqliteStore::start_event(const std::string& time_zone) {
  const std::lock_guard lock{mutex_};
  Write write{db_, "init", wall_now()};
  db_.run("INSERT INTO settings (name, value) VALUES ('time_zone', :a)", {time_zone});
  write.touch("event");
  write.log("init", "event", nullptr, Json{{"time_zone", time_zone}});
  finish(write);
}

std::int64_t SqliteStore::revision() {
  const std::lock_guard lock{mutex_};
  return stored_revision(db_);
}

EventData SqliteStore::event_data() { return *shared_event_data(); }

std::shared_ptr<const EventData> SqliteStore::shared_event_data() {
  const std::lock_guard lock{mutex_};
  return view();
}

Event SqliteStore::event() {
  const std::lock_guard lock{mutex_};
  return stored_event();
}

void SqliteStore::refresh() {
  db_.run("BEGIN");
  try {
    std::map<std::string, std::int64_t> parts;
    for (const SqlRow& row : db_.query("SELECT name, revision FROM parts")) parts[row.text(0)] = row.integer(1);
    for (const auto& [name, revision] : parts) {
      const auto known = cache_.parts.find(name);
      if (known != cache_.parts.end() && known->second == revision) continue;
      cache_.view.reset();
      reload(name);
      cache_.parts[name] = revision;
    }
    db_.run("COMMIT");
  } catch (...) {
    db_.run("ROLLBACK");
    throw;
  }
}

void SqliteStore::reload(const std::string& part) {
  EventData& data = cache_.data;
  if (part == "event") data.event = stored_event();
  if (part == "organisers") data.organisers = read_docs(db_, part, read_organiser);
  if (part == "tracks") data.tracks = read_tracks(db_);
  if (part == "venues" || part == "rooms") data.venues = stored_venues();
  if (part == "images") data.images = read_docs(db_, part, read_image);
  if (part == "links") data.links = read_docs(db_, part, read_link);
  if (part == "closures") data.closures = read_docs(db_, part, read_closure);
  if (part == "screens") by_id(data.screens = read_docs(db_, part, read_screen));  // once, not at each assemble()
  if (part == "layouts") data.layouts = read_documents<Layout>(db_, part, read_layout);
  if (part == "themes") data.themes = read_documents<Theme>(db_, part, read_theme);
  if (part == "rota") data.rota = read_docs(db_, part, read_rota_rule);
  if (part == "messages") data.messages = read_docs(db_, part, read_message);
  if (part == "changes") data.changes = stored_changes();
  if (part == "sessions") cache_.sessions = read_sessions(db_, nullptr);
  if (part == "duplicates") cache_.joins = read_joins(db_);
  cache_.source_rooms = read_source_rooms(db_);
}

std::shared_ptr<const EventData> SqliteStore::view() {
  refresh();
  if (!cache_.view) cache_.view = std::make_shared<const EventData>(assemble());
  return cache_.view;
}

RoomResolver SqliteStore::resolver() const {
  return {cache_.data.venues, cache_.source_rooms, cache_.data.event.languages};
}

EventData SqliteStore::assemble() const {
  EventData data = cache_.data;
  by_id(data.organisers);
  by_id(data.venues);
  by_id(data.images);
  by_id(data.links);
  by_id(data.screens);
  by_id(data.layouts);
  by_id(data.themes);
  by_id(data.messages);
  Standing standing{cache_.joins};
  for (const SourceRecord& record : cache_.sessions) standing.add(record.session);
  const RoomResolver rooms = resolver();
  for (const SourceRecord& record : cache_.sessions) {
    if (standing.of(record.session.id) != record.session.id) continue;
    data.sessions.push_back(record.session);
    rooms.resolve(data.sessions.back(), record.room_guid);
  }
  for (Change& change : data.changes) {
    change.session = standing.of(change.session);
    if (change.by) change.by = standing.of(*change.by);
  }
  const auto key = [](const Session& session) {
    return std::tuple{session.start, session.room ? session.room->name : std::string{}, session.id};
  };
  std::sort(data.sessions.begin(), data.sessions.end(),
            [&](const Session& a, const Session& b) { return key(a) < key(b); });
  return data;
}

Event SqliteStore::stored_event() {
  const auto rows = read_docs(db_, "event", read_event);
  if (!rows.empty()) return rows.front();
  Event event;
  event.id = "event";
  if (const auto zone = db_.query_one("SELECT value FROM settings WHERE name = 'time_zone'")) {
    event.time_zone = zone->text(0);
  }
  return event;
}

std::vector<Venue> SqliteStore::stored_venues() {
  std::vector<Venue> venues;
  std::map<std::string, ParsedVenue> parsed;
  for (DocRow& row : doc_rows(db_, "venues")) {
    const auto known = parsed_venues_.find(row.id);
    const bool same = known != parsed_venues_.end() && known->second.doc == row.doc;
    venues.push_back(same ? known->second.venue : parse_doc("venues", row, read_venue));
    parsed.insert_or_assign(row.id, ParsedVenue{std::move(row.doc), venues.back()});
  }
  parsed_venues_ = std::move(parsed);
  add_stored_aliases(db_, venues);
  return venues;
}

RoomResolver SqliteStore::stored_resolver() {
  return {stored_venues(), read_source_rooms(db_), stored_event().languages};
}

std::vector<Change> SqliteStore::stored_changes() { return read_docs(db_, "changes", read_change); }

}  // namespace skylt
