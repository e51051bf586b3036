#pragma once
#include <string>
#include <utility>
#include <vector>

#include "content-server/store/database.hpp"
#include "content-server/store/rooms.hpp"
#include "content-server/store/store.hpp"
#include "core/base/error.hpp"

namespace skylt {

/// One row of a table of documents: its id and its canonical JSON.
struct DocRow {
  std::string id;
  std::string doc;
};

/// Makes `table` hold exactly `rows`, in that order; untouched rows are not written. True when anything changed.
bool replace_docs(Database& database, const std::string& table, const std::vector<DocRow>& rows);
void put_doc(Database& database, const std::string& table, const DocRow& row);

/// Reads one stored document; damage is an Error that names table and id.
template <class Value>
Value parse_doc(const std::string& table, const DocRow& row, Value (*read)(JsonReader&)) {
  const std::string where = "stored " + table + " '" + row.id + "'";
  const Json json = parse_json(row.doc, where);
  Faults faults;
  JsonReader reader{json, faults};
  Value value = read(reader);
  throw_on(where, faults);
  return value;
}

std::vector<DocRow> doc_rows(Database& database, const std::string& table);

template <class Value>
std::vector<Value> read_docs(Database& database, const std::string& table, Value (*read)(JsonReader&)) {
  const auto rows = doc_rows(database, table);
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const DocRow& row : rows) values.push_back(parse_doc(table, row, read));
  return values;
}

template <class Value>
std::vector<DocRow> as_docs(const std::vector<Value>& values) {
  std::vector<DocRow> rows;
  rows.reserve(values.size());
  for (const Value& value : values) rows.push_back({value.id, dump_json(to_json(value))});
  return rows;
}

/// Sessions as their sources give them, ids set. `source` nullptr: of all sources.
std::vector<SourceRecord> read_sessions(Database& database, const std::string* source);

/// Writes `kept` as the sessions of `source` (all rows it has are among them). True when what is shown may
/// change (a new order or guid alone is kept silently).
bool write_sessions(Database& database, const std::string& source, const std::vector<SourceRecord>& kept);

std::vector<SourceRoomRow> read_source_rooms(Database& database);
void write_source_room(Database& database, const SourceRoomRow& row);

/// Puts the aliases that people gave into their rooms, besides those of the event file.
void add_stored_aliases(Database& database, std::vector<Venue>& venues);

/// Takes them out of a venue that is to be stored, but for those that it has by itself already.
void leave_out_stored_aliases(Database& database, Venue& venue);

Json to_json(const Source& source);
Source parse_source(const std::string& name, const std::string& doc);

}  // namespace skylt
