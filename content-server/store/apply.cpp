// Programmes in: event files and imports laid over what is stored.
#include <algorithm>
#include <iterator>
#include <set>

#include "content-server/store/catch_up.hpp"
#include "content-server/store/halves.hpp"
#include "content-server/store/record.hpp"
#include "content-server/store/sqlite_store.hpp"

namespace skylt {
namespace {

/// The record as it will be read back, so that both sides of a comparison have been through the same door; nullopt and
/// a finding when it could not be.
std::optional<SourceRecord> storable(SourceRecord record, std::vector<Finding>& findings) {
  const std::string id = record.session.id;
  if (id.empty()) record.session.id = "new";
  const Json json = to_json(record.session);
  Faults faults;
  JsonReader reader{json, faults};
  record.session = read_session(reader);
  record.session.id = id;
  if (faults.empty()) return record;
  findings.push_back(
      {faults.front().pointer, any_text(record.session.title), Severity::Error, "unusable", faults.front().reason});
  return std::nullopt;
}

std::vector<SourceRecord> storable(const std::vector<SourceRecord>& records, std::vector<Finding>& findings) {
  struct Tried {
    std::optional<SourceRecord> record;
    std::vector<Finding> findings;
  };
  std::vector<Tried> tried(records.size());
  in_halves(records.size(), [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) tried[i].record = storable(records[i], tried[i].findings);
  });
  std::vector<SourceRecord> good;
  good.reserve(records.size());
  for (Tried& each : tried) {
    if (each.record) good.push_back(std::move(*each.record));
    std::move(each.findings.begin(), each.findings.end(), std::back_inserter(findings));
  }
  return good;
}

/// The sessions of all sources, their rooms found.
std::vector<Session> programme_of(Database& database, const RoomResolver& rooms) {
  std::vector<Session> sessions;
  for (SourceRecord& record : read_sessions(database, nullptr)) {
    rooms.resolve(record.session, record.room_guid);
    sessions.push_back(std::move(record.session));
  }
  return sessions;
}

/// The same when one source has `kept`.
std::vector<Session> with_kept(std::vector<Session> sessions, const std::string& source,
                               const std::vector<SourceRecord>& kept, const RoomResolver& rooms) {
  std::erase_if(sessions, [&](const Session& session) { return session.source == source; });
  for (const SourceRecord& record : kept) {
    sessions.push_back(record.session);
    rooms.resolve(sessions.back(), record.room_guid);
  }
  return sessions;
}

/// Leaves those that another session stands for.
void leave_out_joined(Database& database, std::vector<Session>& sessions) {
  const Joins joins = read_joins(database);
  Standing standing{joins};
  for (const Session& session : sessions) standing.add(session);
  std::erase_if(sessions, [&](const Session& session) { return standing.of(session.id) != session.id; });
}

/// One warning for each room that nothing knows, in order of name.
void report_unknown_rooms(const std::vector<SourceRecord>& kept, const RoomResolver& rooms,
                          std::vector<Finding>& findings) {
  std::map<std::string, std::size_t> unknown;
  for (const SourceRecord& record : kept) {
    Session session = record.session;
    rooms.resolve(session, record.room_guid);
    if (session.room && !session.room->id && !session.room->name.empty()) ++unknown[session.room->name];
  }
  for (const auto& [name, sessions] : unknown) {
    findings.push_back({"room '" + name + "'", name, Severity::Warning, "unknown-room",
                        "no venue has a room of this name; " + std::to_string(sessions) +
                            (sessions == 1 ? " session shows" : " sessions show") + " the name as it stands"});
  }
}

Json summary(const ImportOutcome& outcome) {
  return {{"records", outcome.records},     {"added", outcome.added},     {"changed", outcome.changed},
          {"unchanged", outcome.unchanged}, {"removed", outcome.removed}, {"notes", outcome.notes}};
}

/// As if each had been written by itself, so that whoever has one of them open hears of it and it can be taken back.
/// The first file finds nothing that anybody could have open.
void log_difference(Write& write, const std::string& kind, const std::vector<DocRow>& before,
                    const std::vector<DocRow>& after) {
  const auto json = [&](const std::map<std::string, std::string>& docs, const std::string& id) {
    const auto doc = docs.find(id);
    return doc == docs.end() ? Json{} : parse_json(doc->second, kind);
  };
  std::map<std::string, std::string> old;
  std::map<std::string, std::string> now;
  for (const DocRow& row : before) old[row.id] = row.doc;
  for (const DocRow& row : after) now[row.id] = row.doc;
  if (old.empty()) return;
  for (const auto& [id, doc] : old)
    if (!now.contains(id)) write.log(kind + ".remove", id, json(old, id), nullptr);
  for (const auto& [id, doc] : now)
    if (const auto known = old.find(id); known == old.end() || known->second != doc)
      write.log(kind + ".put", id, json(old, id), json(now, id));
}

/// Old name to new of the same rooms by their guids, so that no session of them has changed (I9).
std::map<std::string, std::string> renamed_rooms(const std::string& source, const std::vector<SourceRoomRow>& before,
                                                 const std::vector<SourceRoomRow>& now) {
  std::map<std::string, std::string> old_names;
  for (const SourceRoomRow& row : before)
    if (row.source == source) old_names[row.guid] = row.name;
  std::map<std::string, std::string> renamed;
  for (const SourceRoomRow& row : now) {
    const auto old = old_names.find(row.guid);
    if (row.source == source && old != old_names.end() && old->second != row.name) renamed[old->second] = row.name;
  }
  return renamed;
}

/// One warning for each source that has some of the same sessions, which nobody has decided about (I12).
void report_duplicates(const std::string& source, const std::vector<Session>& sessions, Database& database,
                       std::vector<Finding>& findings) {
  std::map<std::string_view, const Session*> by_id;
  for (const Session& session : sessions) by_id.emplace(session.id, &session);
  std::map<std::string, std::size_t> found;  // by the other source
  for (const auto& pair : undecided_duplicates(sessions, read_joins(database))) {
    const std::string& one = by_id.at(pair.first)->source;
    const std::string& other = by_id.at(pair.second)->source;
    if (one == source || other == source) ++found[one == source ? other : one];
  }
  for (const auto& [other, count] : found) {
    const std::string place = other.empty() ? "the event's own programme" : "source '" + other + "'";
    findings.push_back({place, "", Severity::Warning, "also-elsewhere",
                        std::to_string(count) + (count == 1 ? " session stands" : " sessions stand") +
                            " there too, with the same start, room and title, and " + (count == 1 ? "is" : "are") +
                            " shown twice until somebody says that they are one ('skylt-server session duplicates')"});
  }
}

std::string renaming(const std::string& old, const std::string& name) {
  return "the room '" + old + "' is called '" + name + "' now";
}

}  // namespace

ImportOutcome SqliteStore::apply_import(const ImportResult& result, const ImportRequest& request) {
  const std::lock_guard lock{mutex_};
  auto outcome = import_now(result, request);
  if (outcome.hold && !request.dry_run) keep_outcome(outcome, request.now);  // nothing else of it is written
  return outcome;
}

void SqliteStore::keep_outcome(const ImportOutcome& outcome, UtcTime now) {
  Json findings = Json::array();
  for (const Finding& finding : outcome.findings) {
    findings.push_back({{"where", finding.where},
                        {"record", finding.record},
                        {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                        {"code", finding.code},
                        {"reason", finding.reason}});
  }
  const Json json{{"at", format_instant(now)},
                  {"held", outcome.held()},
                  {"held_reason", outcome.hold ? sentence_of(*outcome.hold) : ""},
                  {"hold", outcome.hold ? to_json(*outcome.hold) : Json{}},
                  {"records", outcome.records},
                  {"added", outcome.added},
                  {"changed", outcome.changed},
                  {"removed", outcome.removed},
                  {"findings", std::move(findings)}};
  db_.run(
      "INSERT INTO settings (name, value) VALUES (:a, :b)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {"outcome " + outcome.source, dump_json(json)});
}

Json SqliteStore::last_outcome(const std::string& source) {
  const std::lock_guard lock{mutex_};
  const auto row = db_.query_one("SELECT value FROM settings WHERE name = :a", {"outcome " + source});
  return row ? parse_json(row->text(0), "stored outcome") : Json(nullptr);
}

void SqliteStore::check_imports(const std::string& source, const ImportRequest& request) {
  if (!request.seen || request.dry_run) return;
  HistoryFilter imports;
  imports.object = source;
  imports.with = {"import"};
  imports.without = {"import."};  // of sessions
  imports.after_revision = *request.seen;
  refuse_outdated(stored_history(imports));
}

ImportOutcome SqliteStore::import_now(const ImportResult& result, const ImportRequest& request) {
  const std::string& source = request.source.name;
  ImportOutcome outcome;
  outcome.source = source;
  outcome.format = result.format;
  outcome.records = result.records;
  outcome.findings = result.findings;
  outcome.notes = result.notes;

  Write write{db_, request.actor, request.now};
  check_imports(source, request);
  const auto before = read_sessions(db_, &source);
  auto after = storable(result.sessions, outcome.findings);
  if (after.empty()) {
    outcome.hold = Hold{"nothing-usable", 0, 0, std::nullopt};
    outcome.revision = stored_revision(db_);
    return outcome;
  }
  write_source(request.source, request.now);
  const auto rooms_before = read_source_rooms(db_);
  learn_rooms(source, result.rooms, after, request.source.settings.venue);
  const auto renamed = renamed_rooms(source, rooms_before, read_source_rooms(db_));
  for (const auto& [old, name] : renamed) outcome.notes.push_back(renaming(old, name));
  const RoomResolver rooms = stored_resolver();
  std::set<std::string> taken;
  for (const SqlRow& row : db_.query("SELECT id FROM sessions WHERE source <> :a", {source})) taken.insert(row.text(0));
  auto reconciled = reconcile(source, before, std::move(after), result.series_from, rooms,
                              [&](const std::string& id) { return taken.contains(id); });
  reconciled.renamed = renamed;
  report_unknown_rooms(reconciled.kept, rooms, outcome.findings);
  if (!taken.empty() || !stored_changes().empty()) reconciled.programme = programme_of(db_, rooms);
  if (!taken.empty())
    report_duplicates(source, with_kept(reconciled.programme, source, reconciled.kept, rooms), db_, outcome.findings);
  write_tracks(source, result.tracks, write);
  outcome.revision = apply(reconciled, before, write, request, outcome);
  return outcome;
}

std::int64_t SqliteStore::apply(Reconciliation& reconciled, const std::vector<SourceRecord>& before, Write& write,
                                const ImportRequest& request, ImportOutcome& outcome) {
  const std::string& source = request.source.name;
  outcome.added = reconciled.added;
  outcome.changed = reconciled.changed;
  outcome.unchanged = reconciled.unchanged;
  outcome.removed = reconciled.removed;
  outcome.differences = std::move(reconciled.differences);
  if (!request.accept) {
    const bool cut_off = std::any_of(outcome.findings.begin(), outcome.findings.end(),
                                     [](const Finding& finding) { return finding.code == "cut-off"; });
    auto reason = cut_off ? hold_of_cut_off(reconciled.fates) : std::nullopt;
    if (!reason) reason = hold_reason(reconciled.fates, day_rule(stored_event()), request.now);
    if (reason) {
      outcome.hold = reason;
      return stored_revision(db_);
    }
  }
  catch_up_changes(reconciled, write, request, outcome);
  if (write_sessions(db_, source, reconciled.kept)) write.touch("sessions");

  const auto by_id = [](const std::vector<SourceRecord>& records) {
    std::map<std::string, const Session*> sessions;
    for (const SourceRecord& record : records) sessions[record.session.id] = &record.session;
    return sessions;
  };
  const auto old = by_id(before);
  const auto kept = by_id(reconciled.kept);
  write.log("import", source.empty() ? "event" : source, nullptr, summary(outcome));
  for (const ImportOutcome::Difference& difference : outcome.differences) {
    if (difference.what == "added") continue;  // counted above; the session itself is the record
    write.log("import." + difference.what, difference.session, to_json(*old.at(difference.session)),
              to_json(*kept.at(difference.session)));
  }
  if (request.dry_run) return stored_revision(db_);
  if (!source.empty()) keep_outcome(outcome, request.now);
  return finish(write);
}

void SqliteStore::catch_up_changes(const Reconciliation& reconciled, Write& write, const ImportRequest& request,
                                   ImportOutcome& outcome) {
  auto changes = stored_changes();
  std::erase_if(changes, [&](const Change& change) { return reconciled.given.contains(change.id); });
  if (changes.empty()) return;
  const std::string& source = request.source.name;
  const Event event = stored_event();
  const RoomResolver resolver = stored_resolver();
  const auto rooms = room_entries(stored_venues(), event.languages);
  auto before = reconciled.programme;
  const auto after = with_kept(before, source, reconciled.kept, resolver);
  leave_out_joined(db_, before);
  auto result =
      catch_up(changes, source, {before, rooms}, {after, rooms}, reconciled.renamed, day_rule(event), request.now);
  for (const Change& change : result.retired) {
    db_.run("DELETE FROM changes WHERE id = :a", {change.id});
    write.touch("changes");
    write.log("change.retire", change.id, to_json(change), nullptr);
  }
  for (const auto& [old, change] : result.kept_up) {
    put_change(change);
    write.touch("changes");
    write.log("change.follow", change.id, to_json(old), to_json(change));
  }
  std::move(result.notes.begin(), result.notes.end(), std::back_inserter(outcome.notes));
  std::move(result.findings.begin(), result.findings.end(), std::back_inserter(outcome.findings));
}

void SqliteStore::learn_rooms(const std::string& source, const std::vector<SourceRoom>& rooms,
                              const std::vector<SourceRecord>& sessions, const std::string& venue) {
  std::map<std::string, std::string> names;
  for (const SourceRecord& record : sessions) {
    if (!record.room_guid.empty() && record.session.room) names[record.room_guid] = record.session.room->name;
  }
  for (const SourceRoom& room : rooms) {
    if (!room.guid.empty() && !room.name.empty()) names[room.guid] = room.name;
  }
  const auto seen = read_source_rooms(db_);
  std::map<std::string, SourceRoomRow> known;
  for (const SourceRoomRow& row : seen) {
    if (row.source == source) known[row.guid] = row;
  }
  const RoomResolver resolver{stored_venues(), seen, stored_event().languages};
  for (const auto& [guid, name] : names) {
    SourceRoomRow row{source, guid, name, resolver.find(source, guid, name, venue).value_or("")};
    if (known[guid] != row) write_source_room(db_, row);
  }
}

void SqliteStore::write_source(const Source& source, std::optional<UtcTime> last_ok) {
  db_.run(
      "INSERT INTO sources (name, doc, etag, last_modified, last_ok) VALUES (:a, :b, :c, :d, :e)"
      " ON CONFLICT (name) DO UPDATE SET doc = excluded.doc, etag = excluded.etag,"
      " last_modified = excluded.last_modified, last_ok = excluded.last_ok",
      {source.name, dump_json(to_json(source)), source.etag, source.last_modified,
       last_ok ? std::optional{format_instant(*last_ok)} : std::nullopt});
}

void SqliteStore::write_tracks(const std::string& source, const std::vector<Track>& tracks, Write& write) {
  std::map<std::string, std::string> stored;
  for (const SqlRow& row : db_.query("SELECT id, doc FROM tracks WHERE source = :a", {source})) {
    stored[row.text(0)] = row.text(1);
  }
  std::map<std::string, std::string> wanted;
  for (const Track& track : tracks) wanted.emplace(track.id, dump_json(to_json(track)));
  if (stored == wanted) return;
  write.touch("tracks");
  db_.run("DELETE FROM tracks WHERE source = :a", {source});
  std::int64_t position = 0;
  for (const auto& [id, doc] : wanted) {
    db_.run("INSERT INTO tracks (source, id, position, doc) VALUES (:a, :b, :c, :d)", {source, id, position++, doc});
  }
}

ImportOutcome SqliteStore::apply_event(const EventData& data, const ImportRequest& request,
                                       std::vector<Finding> findings) {
  const std::lock_guard lock{mutex_};
  ImportOutcome outcome;
  outcome.source = request.source.name;
  outcome.format = "event";
  outcome.findings = std::move(findings);
  ImportRequest own = request;
  own.source.name.clear();

  Write write{db_, request.actor, request.now};
  check_imports("event", request);
  // `kind`: of what people write one at a time, whose record says what became of each.
  const auto replace = [&](const std::string& table, const std::vector<DocRow>& rows, const std::string& kind = {}) {
    const auto old = kind.empty() ? std::vector<DocRow>{} : doc_rows(db_, table);
    if (!replace_docs(db_, table, rows)) return;
    write.touch(table);
    log_difference(write, kind, old, rows);
    outcome.notes.push_back(table + " changed");
  };
  replace("event", as_docs(std::vector{data.event}), "event");
  replace("organisers", as_docs(data.organisers));
  write_tracks("", data.tracks, write);
  auto venues = data.venues;
  for (Venue& venue : venues) leave_out_stored_aliases(db_, venue);
  replace("venues", as_docs(venues));
  replace("images", as_docs(data.images));
  replace("links", as_docs(data.links));
  replace("screens", as_docs(data.screens), "screen");
  replace("layouts", as_docs(data.layouts), "layout");
  replace("themes", as_docs(data.themes));
  replace("rota", as_docs(data.rota), "rota");
  replace("messages", as_docs(data.messages), "message");
  find_seen_rooms();

  auto after = event_sessions(data, outcome);
  const std::string nothing;
  const auto before = read_sessions(db_, &nothing);
  auto reconciled = reconcile_by_id(before, std::move(after.records), stored_resolver());
  reconciled.unchanged += after.left_alone;
  const auto rejected = std::count_if(outcome.findings.begin(), outcome.findings.end(),
                                      [](const Finding& finding) { return finding.severity == Severity::Error; });
  outcome.records = reconciled.added + reconciled.changed + reconciled.unchanged + static_cast<std::size_t>(rejected);
  report_unknown_rooms(reconciled.kept, stored_resolver(), outcome.findings);
  reconciled.programme = programme_of(db_, stored_resolver());
  for (const Change& change : data.changes) reconciled.given.insert(change.id);
  write_event_changes(data, write);
  write_event_closures(data, write);
  outcome.revision = apply(reconciled, before, write, own, outcome);
  outcome.source = request.source.name;
  return outcome;
}

SqliteStore::EventSessions SqliteStore::event_sessions(const EventData& data, ImportOutcome& outcome) {
  std::map<std::string, std::string> stored;  // id -> source
  for (const SqlRow& row : db_.query("SELECT id, source FROM sessions")) stored[row.text(0)] = row.text(1);
  EventSessions result;
  for (const Session& session : data.sessions) {
    const auto known = stored.find(session.id);
    if (known != stored.end() && !known->second.empty()) {
      if (known->second == session.source) {
        ++result.left_alone;  // its own source has the say
      } else {
        outcome.findings.push_back({"session '" + session.id + "'", any_text(session.title), Severity::Error,
                                    "id-taken", "source '" + known->second + "' has a session of this id"});
      }
      continue;
    }
    if (auto record = storable({"", "", session}, outcome.findings)) result.records.push_back(std::move(*record));
    if (!session.source.empty() && !stored_source(session.source)) {
      Source source;
      source.name = session.source;
      source.format = "event";
      source.settings.zone = TimeZone::find(data.event.time_zone);
      write_source(source, std::nullopt);
    }
  }
  return result;
}

void SqliteStore::find_seen_rooms() {
  const RoomResolver rooms = stored_resolver();
  for (SourceRoomRow row : read_source_rooms(db_)) {
    if (rooms.knows(row.room)) continue;
    const auto source = stored_source(row.source);
    const auto room = rooms.find(row.source, row.guid, row.name, source ? source->settings.venue : "");
    if (room.value_or("") == row.room) continue;
    row.room = room.value_or("");
    write_source_room(db_, row);
  }
}

void SqliteStore::write_event_closures(const EventData& data, Write& write) {
  std::map<std::string, std::string> stored;
  for (const DocRow& row : doc_rows(db_, "closures")) stored[row.id] = row.doc;
  for (const DocRow& row : as_docs(data.closures)) {
    const auto old = stored.find(row.id);
    if (old != stored.end() && old->second == row.doc) continue;
    put_doc(db_, "closures", row);
    write.touch("closures");
    write.log("closure.import", row.id, old == stored.end() ? Json{} : parse_json(old->second, "closure"),
              parse_json(row.doc, "closure"));
  }
}

void SqliteStore::write_event_changes(const EventData& data, Write& write) {
  std::map<std::string, std::string> stored;
  for (const DocRow& row : doc_rows(db_, "changes")) stored[row.id] = row.doc;
  for (const Change& change : data.changes) {
    const auto old = stored.find(change.id);
    if (old != stored.end() && old->second == dump_json(to_json(change))) continue;
    put_change(change);
    write.touch("changes");
    write.log("change.import", change.id, old == stored.end() ? Json{} : parse_json(old->second, "change"),
              to_json(change));
  }
}

}  // namespace skylt
