#include "content-server/import/csv_columns.hpp"

#include <algorithm>
#include <unordered_map>

#include "content-server/import/common.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace importing {
namespace {

struct HeaderWord {
  const char* field;
  const char* words;  ///< separated by "|", folded
};

constexpr HeaderWord kHeaderWords[] = {
    {"id", "id|guid|uid|event id|event_id|session id|evenemangs-id|programpunkts-id|programpunkt-id"},
    {"title", "title|titel|rubrik|programpunkt|session title|event title|veranstaltung|tittel|session|evenemang"},
    {"subtitle", "subtitle|undertitel|underrubrik|untertitel"},
    {"short_title", "short title|short_title|kort titel|korttitel|kurztitel"},
    {"abstract", "description|beskrivning|beschreibung|abstract|sammanfattning|summary"},
    {"start",
     "start|starts|begin|begins|beginn|b\xC3\xB6rjar|starttid|start time|start_time|startzeit|starts "
     "at|start_at|startar|time start"},
    {"end", "end|ends|slut|slutar|sluttid|ende|endzeit|end time|end_time|ends at|end_at|stop|time end"},
    {"date", "date|datum|dag|day|dato|tag|startdatum|start date|start_date"},
    {"end_date", "slutdatum|enddatum|end date|end_date"},
    {"time", "time|tid|zeit|uhrzeit|klockslag|klockan|kl|tidpunkt"},
    {"duration", "duration|l\xC3\xA4ngd|dauer|minuter|minutes|minuten|varaktighet"},
    {"room", "room|rum|sal|lokal|plats|place|raum|ort|location|scen|stage|saal|room/location|room name"},
    {"track", "track|schedule track|sp\xC3\xA5r|topic|topic_1|topic 1|tema|thema|\xC3\xA4mne|ämnesområde"},
    {"type", "type|typ|kind|format|event type|evenemangstyp"},
    {"organiser",
     "organiser|organizer|organisers|organizers|arrang\xC3\xB6r|arrang\xC3\xB6rer|veranstalter|arrang\xC3\xB8r"},
    {"people", "speakers|speaker|talare|medverkande|f\xC3\xB6rel\xC3\xA4sare|referent|referenten"},
    {"language", "language|languages|spr\xC3\xA5k|sprache|sprachen|sprog"},
    {"interpreted", "interpreted|interpretation|tolkning|tolkas till"},
    {"access", "accessibility|tillg\xC3\xA4nglighet|barrierefreiheit"},
    {"audience", "audience|m\xC3\xA5lgrupp|zielgruppe"},
    {"url", "url|link|l\xC3\xA4nk|website|websites|webbplats|webbsida|webseite"},
    {"materials", "materials|material|slides|underlag"},
    {"status", "status"},
};

std::string folded_header(std::string_view header) {
  std::string out = fold_words(clean_text(header));
  const auto trim_end = [&] {
    while (!out.empty() && (out.back() == ':' || out.back() == '*' || out.back() == ' ')) out.pop_back();
  };
  trim_end();
  for (const std::string_view remark : {"(optional)", "(required)", "(valfritt)", "(frivilligt)", "(obligatoriskt)"})
    if (out.ends_with(remark)) out.resize(out.size() - remark.size());
  trim_end();
  return out;
}

/// Without what people put between the words of a header or not: "start time", "start_time", "StartTime".
std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return text;
}

/// The field a header names, or nullptr.
const char* field_of(const std::string& folded) {
  static const std::unordered_map<std::string, const char*> kFields = [] {
    std::unordered_map<std::string, const char*> fields;
    for (const auto& [field, words] : kHeaderWords)
      for (std::string_view rest = words; !rest.empty();) {
        const std::size_t end = std::min(rest.find('|'), rest.size());
        fields.emplace(squeezed(std::string{rest.substr(0, end)}), field);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    return fields;
  }();
  const auto found = kFields.find(squeezed(folded));
  return found == kFields.end() ? nullptr : found->second;
}

/// Other names under which people write our fields in a mapping.
std::string field_named(const std::string& given) {
  constexpr std::pair<std::string_view, const char*> kOther[] = {{"guid", "id"},
                                                                 {"description", "abstract"},
                                                                 {"speakers", "people"},
                                                                 {"speaker", "people"},
                                                                 {"persons", "people"},
                                                                 {"organizer", "organiser"},
                                                                 {"organisers", "organiser"},
                                                                 {"location", "room"},
                                                                 {"place", "room"},
                                                                 {"languages", "language"},
                                                                 {"kind", "type"},
                                                                 {"category", "track"},
                                                                 {"accessibility", "access"}};
  for (const auto& [other, field] : kOther)
    if (given == other) return field;
  return given;
}

std::string list_headers(const std::vector<std::string>& headers) {
  std::string out;
  for (std::size_t i = 0; i < headers.size() && i < 40; ++i)
    out += (i == 0 ? "'" : ", '") + clean_text(headers[i], 40) + "'";
  return out;
}

std::optional<std::size_t> column_of(const std::vector<std::string>& headers, const std::string& header) {
  const std::string wanted = squeezed(folded_header(header));
  const auto it = std::find_if(headers.begin(), headers.end(),
                               [&](const std::string& given) { return squeezed(folded_header(given)) == wanted; });
  return it == headers.end() ? std::nullopt : std::optional{static_cast<std::size_t>(it - headers.begin())};
}

/// A session cannot be told without these: their column is not left out in silence.
bool is_needed(const std::string& field) {
  return field == "title" || field == "start" || field == "date" || field == "time" || field == "end";
}

void use_mapping(const std::vector<std::string>& headers, const CsvMapping& mapping, CsvColumns& columns) {
  for (const auto& [field, header] : mapping.columns) {
    const auto column = column_of(headers, header);
    const std::string missing =
        "the mapping's column '" + clean_text(header, 40) + "' for " + field + " is not in the file";
    if (!column && is_needed(field))
      throw Error{ErrorCode::Invalid, missing + "; the headers are " + list_headers(headers)};
    if (column)
      columns.of_field[field] = *column;
    else
      columns.notes.push_back(missing);
  }
}

void recognise(const std::vector<std::string>& headers, CsvColumns& columns) {
  std::map<std::string, std::vector<std::size_t>> found;
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (const char* field = field_of(folded_header(headers[i]))) found[field].push_back(i);
  // "Dag;Datum": beside a date the day is its weekday.
  auto& dates = found["date"];
  const auto is_weekday = [&](std::size_t place) {
    const auto header = folded_header(headers[place]);
    return header == "dag" || header == "day" || header == "tag" || header == "veckodag" || header == "weekday";
  };
  if (!std::all_of(dates.begin(), dates.end(), is_weekday)) std::erase_if(dates, is_weekday);
  if (dates.empty()) found.erase("date");
  for (const auto& [field, places] : found) {
    if (places.size() == 1) {
      columns.of_field[field] = places[0];
    } else {
      std::string note = "several columns could be " + field + ":";
      for (const std::size_t place : places) note += " '" + clean_text(headers[place], 40) + "'";
      columns.notes.push_back(note + "; none is read, say which in the mapping");
    }
  }
}

void note_columns(const std::vector<std::string>& headers, CsvColumns& columns) {
  std::string read;
  std::string unread;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    std::string field;
    for (const auto& [name, column] : columns.of_field)
      if (column == i) field.append(field.empty() ? "" : "+").append(name);
    const std::string header = "'" + clean_text(headers[i], 40) + "'";
    if (!field.empty())
      read.append(read.empty() ? "" : ", ").append(field).append(" = ").append(header);
    else if (header != "''")
      unread += (unread.empty() ? "" : ", ") + header;
  }
  columns.notes.insert(columns.notes.begin(), "columns: " + read);
  if (!unread.empty()) columns.notes.push_back("columns not read: " + unread);
}

}  // namespace

const std::vector<std::string>& csv_fields() {
  static const std::vector<std::string> kFields = [] {
    std::vector<std::string> out;
    for (const auto& word : kHeaderWords) out.emplace_back(word.field);
    return out;
  }();
  return kFields;
}

std::size_t known_headers(const std::vector<std::string>& headers) {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(), [](const std::string& header) { return field_of(folded_header(header)); }));
}

std::size_t mapped_headers(const std::vector<std::string>& headers, const CsvMapping& mapping) {
  return static_cast<std::size_t>(std::count_if(mapping.columns.begin(), mapping.columns.end(), [&](const auto& each) {
    return column_of(headers, each.second).has_value();
  }));
}

CsvColumns resolve_columns(const std::vector<std::string>& headers, const CsvMapping* mapping) {
  CsvColumns columns;
  if (mapping && !mapping->columns.empty())
    use_mapping(headers, *mapping, columns);
  else
    recognise(headers, columns);
  const auto has = [&](const char* field) { return columns.of_field.contains(field); };
  const char* missing = !has("title") ? "the title" : !has("start") && !has("date") && !has("time") ? "the start" : "";
  if (*missing != '\0') {
    std::string notes;
    for (const auto& note : columns.notes) notes += "; " + note;
    throw Error{ErrorCode::Invalid, "no column is known to be " + std::string{missing} + "; the headers are " +
                                        list_headers(headers) + notes + "; give a mapping (docs/importing.md)"};
  }
  note_columns(headers, columns);
  return columns;
}

namespace {

std::optional<Day> mapped_day(const std::string& written, const std::string& key, JsonReader& reader) {
  const auto day = parse_day(written);
  if (!day) reader.fault(key, "must be a date such as 2026-05-22");
  return day;
}

}  // namespace
}  // namespace importing

CsvMapping parse_csv_mapping(JsonReader& reader) {
  CsvMapping mapping;
  if (const Json* columns = reader.raw("columns")) {
    if (!columns->is_object()) reader.fault("columns", "must be an object of field to header");
    for (const auto& [field, header] : columns->items()) {
      const auto& fields = importing::csv_fields();
      const std::string known = importing::field_named(field);
      if (std::find(fields.begin(), fields.end(), known) == fields.end())
        reader.fault("columns/" + field, "unknown field '" + field + "'");
      else if (!header.is_string() || header.get_ref<const std::string&>().empty())
        reader.fault("columns/" + field, "must be the text of a header");
      else
        mapping.columns[known] = header.get<std::string>();
    }
  }
  mapping.date_format = reader.optional_string("date_format");
  mapping.delimiter = reader.optional_string("delimiter");
  mapping.encoding = reader.optional_string("encoding");
  mapping.year = reader.optional_integer("year").value_or(0);
  if (const auto date = reader.optional_string("date"); !date.empty())
    mapping.date = importing::mapped_day(date, "date", reader);
  if (const Json* days = reader.raw("days")) {
    if (!days->is_object()) reader.fault("days", "must be an object of words to dates");
    for (const auto& [words, day] : days->items())
      if (const auto read =
              importing::mapped_day(day.is_string() ? day.get<std::string>() : "", "days/" + words, reader))
        mapping.days.emplace(words, *read);
  }
  if (const auto row = reader.optional_integer("header_row")) mapping.header_row = static_cast<int>(*row);
  if (mapping.header_row && (*mapping.header_row < 0 || *mapping.header_row > 1000))
    reader.fault("header_row", "must be the number of a row, or 0 where there is none");
  if (mapping.delimiter == "tab" || mapping.delimiter == "TAB") mapping.delimiter = "\t";
  if (mapping.delimiter.size() > 1) reader.fault("delimiter", "must be one character or \"tab\"");
  if (!importing::is_date_format(mapping.date_format))
    reader.fault("date_format", "must be iso, or an order such as d/m/y, m/d/y, d.m.y, y/m/d, d month y");
  reader.reject_unknown();
  return mapping;
}

Json to_json(const CsvMapping& mapping) {
  Json out = Json::object();
  Json columns = Json::object();
  for (const auto& [field, header] : mapping.columns) columns[field] = header;
  if (!mapping.columns.empty()) out["columns"] = std::move(columns);
  if (!mapping.date_format.empty()) out["date_format"] = mapping.date_format;
  if (!mapping.delimiter.empty()) out["delimiter"] = mapping.delimiter == "\t" ? "tab" : mapping.delimiter;
  if (!mapping.encoding.empty()) out["encoding"] = mapping.encoding;
  if (mapping.date) out["date"] = format_day(*mapping.date);
  Json days = Json::object();
  for (const auto& [words, day] : mapping.days) days[words] = format_day(day);
  if (!mapping.days.empty()) out["days"] = std::move(days);
  if (mapping.header_row) out["header_row"] = *mapping.header_row;
  if (mapping.year != 0) out["year"] = mapping.year;
  return out;
}

}  // namespace skylt
