#include "content-server/store/rows.hpp"

#include <algorithm>
#include <map>

#include "content-server/store/halves.hpp"

namespace skylt {

std::vector<DocRow> doc_rows(Database& database, const std::string& table) {
  std::vector<DocRow> rows;
  for (const SqlRow& row : database.query("SELECT id, doc FROM " + table + " ORDER BY position, id")) {
    rows.push_back({row.text(0), row.text(1)});
  }
  return rows;
}

bool replace_docs(Database& database, const std::string& table, const std::vector<DocRow>& rows) {
  struct Stored {
    std::int64_t position = 0;
    std::string doc;
  };
  std::map<std::string, Stored> stored;
  for (const SqlRow& row : database.query("SELECT id, position, doc FROM " + table)) {
    stored[row.text(0)] = {row.integer(1), row.text(2)};
  }
  bool changed = false;
  std::int64_t position = 0;
  for (const DocRow& row : rows) {
    const auto old = stored.find(row.id);
    if (old == stored.end() || old->second.doc != row.doc || old->second.position != position) {
      database.run("INSERT INTO " + table + " (id, position, doc) VALUES (:a, :b, :c)" +
                       " ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc",
                   {row.id, position, row.doc});
      changed = true;
    }
    if (old != stored.end()) stored.erase(old);
    ++position;
  }
  for (const auto& [id, row] : stored) {
    database.run("DELETE FROM " + table + " WHERE id = :a", {id});
    changed = true;
  }
  return changed;
}

void put_doc(Database& database, const std::string& table, const DocRow& row) {
  database.run("INSERT INTO " + table +
                   " (id, position, doc) VALUES (:a, (SELECT coalesce(max(position), 0) + 1 FROM " + table + "), :b)" +
                   " ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
               {row.id, row.doc});
}

std::vector<SourceRecord> read_sessions(Database& database, const std::string* source) {
  const std::string columns = "SELECT id, guid, room_guid, doc FROM sessions ";
  const auto rows = source ? database.query(columns + "WHERE source = :a ORDER BY position, id", {*source})
                           : database.query(columns + "ORDER BY source, position, id");
  std::vector<SourceRecord> records;
  records.reserve(rows.size());
  for (const SqlRow& row : rows) {
    records.push_back({row.text(1), row.text(2), parse_doc("session", {row.text(0), row.text(3)}, read_session)});
  }
  return records;
}

namespace {

bool has(const std::vector<RoomAlias>& aliases, const RoomAlias& alias) {
  return std::find(aliases.begin(), aliases.end(), alias) != aliases.end();
}

std::map<std::string, std::vector<RoomAlias>> stored_aliases(Database& database) {
  std::map<std::string, std::vector<RoomAlias>> by_room;
  for (const SqlRow& row :
       database.query("SELECT room, source, text, guid FROM room_aliases ORDER BY room, source, text, guid")) {
    by_room[row.text(0)].push_back({row.text(1), row.text(2), row.text(3)});
  }
  return by_room;
}

}  // namespace

bool write_sessions(Database& database, const std::string& source, const std::vector<SourceRecord>& kept) {
  struct Stored {
    std::int64_t position = 0;
    std::string guid, room_guid, doc;
    bool operator==(const Stored&) const = default;
  };
  std::map<std::string, Stored> stored;
  for (const SqlRow& row :
       database.query("SELECT id, position, guid, room_guid, doc FROM sessions WHERE source = :a", {source})) {
    stored[row.text(0)] = {row.integer(1), row.text(2), row.text(3), row.text(4)};
  }
  bool changed = false;
  std::int64_t position = 0;
  std::vector<std::string> docs(kept.size());
  in_halves(kept.size(), [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) docs[i] = dump_json(to_json(kept[i].session));
  });
  std::vector<std::vector<SqlValue>> rows;
  for (const SourceRecord& record : kept) {
    Stored row{position, record.guid, record.room_guid, std::move(docs[static_cast<std::size_t>(position)])};
    ++position;
    const auto old = stored.find(record.session.id);
    if (old != stored.end() && old->second == row) continue;
    // The order alone makes no difference to anybody; a room's guid may, though all words are the same.
    changed = changed || old == stored.end() || old->second.doc != row.doc || old->second.room_guid != row.room_guid;
    rows.push_back(
        {record.session.id, record.session.source, row.position, row.guid, row.room_guid, std::move(row.doc)});
  }
  database.run_each(
      "INSERT INTO sessions (id, source, position, guid, room_guid, doc) VALUES (:a, :b, :c, :d, :e, :f)"
      " ON CONFLICT (id) DO UPDATE SET source = excluded.source, position = excluded.position,"
      " guid = excluded.guid, room_guid = excluded.room_guid, doc = excluded.doc",
      rows);
  return changed;
}

std::vector<SourceRoomRow> read_source_rooms(Database& database) {
  std::vector<SourceRoomRow> rows;
  for (const SqlRow& row : database.query("SELECT source, guid, name, room FROM source_rooms ORDER BY source, guid")) {
    rows.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  }
  return rows;
}

void write_source_room(Database& database, const SourceRoomRow& row) {
  const std::optional<std::string> room = row.room.empty() ? std::nullopt : std::optional{row.room};
  database.run(
      "INSERT INTO source_rooms (source, guid, name, room) VALUES (:a, :b, :c, :d)"
      " ON CONFLICT (source, guid) DO UPDATE SET name = excluded.name, room = excluded.room",
      {row.source, row.guid, row.name, room});
}

void add_stored_aliases(Database& database, std::vector<Venue>& venues) {
  auto by_room = stored_aliases(database);
  for (Venue& venue : venues) {
    for (Room& room : venue.rooms) {
      for (const RoomAlias& alias : by_room[room.id]) {
        if (!has(room.aliases, alias)) room.aliases.push_back(alias);
      }
    }
  }
}

void leave_out_stored_aliases(Database& database, Venue& venue) {
  const auto by_room = stored_aliases(database);
  const auto stored = database.query_one("SELECT doc FROM venues WHERE id = :a", {venue.id});
  const Venue before = stored ? parse_doc("venues", {venue.id, stored->text(0)}, read_venue) : Venue{};
  for (Room& room : venue.rooms) {
    const auto given = by_room.find(room.id);
    if (given == by_room.end()) continue;
    const auto old =
        std::find_if(before.rooms.begin(), before.rooms.end(), [&](const Room& each) { return each.id == room.id; });
    std::erase_if(room.aliases, [&](const RoomAlias& alias) {
      const bool own = old != before.rooms.end() && has(old->aliases, alias);
      return !own && has(given->second, alias);
    });
  }
}

Json to_json(const Source& source) {
  const SourceSettings& settings = source.settings;
  Json json = {{"location", source.location},
               {"format", source.format},
               {"internal", source.internal},
               {"venue", settings.venue},
               {"language", settings.language},
               {"time_zone", settings.zone.name()},
               {"dtend_inclusive", settings.dtend_inclusive},
               {"moments_last", settings.moments_last.count()},
               {"trust_suspicious_utc", settings.trust_suspicious_utc},
               {"status_from_title", settings.status_from_title}};
  if (settings.csv) json["mapping"] = to_json(*settings.csv);
  return json;
}

Source parse_source(const std::string& name, const std::string& doc) {
  const std::string where = "stored source '" + name + "'";
  const Json json = parse_json(doc, where);
  Faults faults;
  JsonReader reader{json, faults};
  Source source;
  source.name = name;
  source.location = reader.optional_string("location");
  source.format = reader.optional_string("format");
  source.internal = reader.boolean("internal", false);
  SourceSettings& settings = source.settings;
  settings.name = name;
  settings.venue = reader.optional_string("venue");
  settings.language = reader.optional_string("language");
  settings.zone = TimeZone::find(reader.string("time_zone"));
  settings.dtend_inclusive = reader.boolean("dtend_inclusive", false);
  settings.moments_last = Minutes{reader.optional_integer("moments_last").value_or(0)};
  settings.trust_suspicious_utc = reader.boolean("trust_suspicious_utc", true);
  settings.status_from_title = reader.boolean("status_from_title", true);
  reader.object("mapping", [&](JsonReader& mapping) { settings.csv = parse_csv_mapping(mapping); });
  reader.reject_unknown();
  throw_on(where, faults);
  return source;
}

}  // namespace skylt
