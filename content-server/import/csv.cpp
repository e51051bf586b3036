// Tables (PROGRAMME-FORMATS §6): one row, one session.
#include <algorithm>

#include "content-server/import/common.hpp"
#include "content-server/import/csv_columns.hpp"
#include "content-server/import/csv_people.hpp"
#include "content-server/import/csv_table.hpp"
#include "content-server/import/csv_when.hpp"
#include "content-server/import/detect.hpp"
#include "content-server/import/timestamp.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace importing {
namespace {

constexpr Seconds kDay = std::chrono::hours{24};

std::string access_service(const std::string& written) {
  constexpr std::pair<std::string_view, const char*> kWords[] = {{"h\xC3\xB6rsling", "hearing-loop"},
                                                                 {"telesling", "hearing-loop"},
                                                                 {"hearing loop", "hearing-loop"},
                                                                 {"teckenspr\xC3\xA5k", "sign-language"},
                                                                 {"sign language", "sign-language"},
                                                                 {"rullstol", "wheelchair"},
                                                                 {"wheelchair", "wheelchair"},
                                                                 {"textning", "captions"},
                                                                 {"skrivtolk", "captions"},
                                                                 {"captions", "captions"},
                                                                 {"l\xC3\xA4ttl\xC3\xA4st", "easy-language"},
                                                                 {"syntolk", "audio-description"},
                                                                 {"audio description", "audio-description"},
                                                                 {"lugnt rum", "quiet"},
                                                                 {"quiet", "quiet"},
                                                                 {"ledsagar", "companion"}};
  const std::string folded = fold_words(written);
  for (const auto& [word, service] : kWords)
    if (folded.find(word) != std::string::npos) return service;
  return written;
}

/// Cells that answer a question where a list is asked for: "Tolkning: Ja".
enum class Answer { None, Yes, No };

Answer answer_in(const std::string& written) {
  const std::string word = fold_words(clean_text(written));
  const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (is_one_of({"ja", "yes", "oui", "s\xC3\xAD", "si", "x", "1", "y", "j", "true"})) return Answer::Yes;
  if (is_one_of(
          {"nej", "no", "nein", "non", "nei", "0", "n", "false", "ej", "ingen", "inga", "inget", "none", "saknas"}))
    return Answer::No;
  return Answer::None;
}

/// A dash where there is nothing to say.
bool is_dash(const std::string& text) {
  const std::string clean = clean_text(text);
  return clean == "-" || clean == "--" || clean == "\xE2\x80\x93" || clean == "\xE2\x80\x94";
}

class Rows {
 public:
  Rows(const CsvTable& table, CsvColumns columns, const SourceSettings& settings, Collector& books)
      : table_{table},
        columns_{std::move(columns)},
        settings_{settings},
        books_{books},
        when_{settings.csv.value_or(CsvMapping{})} {}

  void read(const CsvRow& row) {
    row_ = &row;
    books_.begin("row " + std::to_string(row.number), cell("title"));
    if (row.mended) books_.warn("unclosed-quote", "a quotation mark does not close; it was read as a character");
    if (row.cells.size() > table_.headers.size() && has_extra_cells(row))
      books_.warn("extra-cells", "has more cells than there are headers; the surplus is not read");
    RawRecord raw;
    if (!read_times(raw)) return;
    raw.guid = clean_text(cell("id"));
    raw.title = {{"", cell("title")}};
    raw.subtitle = {{"", cell("subtitle")}};
    raw.abstract = {{"", cell("abstract")}};
    raw.room = cell("room");
    raw.track = cell("track");
    raw.type = cell("type");
    raw.language = languages_in("language");
    raw.interpreted = languages_in("interpreted");
    raw.organisers = list_in(cell("organiser"));
    bool doubt = false;
    raw.people = people_in(cell("people"), doubt);
    if (doubt)
      books_.warn("people-unclear",
                  "'" + clean_text(cell("people"), 80) + "' can be people or their employers; separate people by ;");
    for (const auto& item : items_in("access")) raw.access.push_back(access_service(item));
    raw.audience = items_in("audience");
    const auto urls = list_in(cell("url"));
    if (!urls.empty()) raw.url = urls[0];
    const auto materials = list_in(cell("materials"));
    if (!materials.empty()) raw.materials = materials[0];
    read_status(raw);
    raw.short_title = {{"", cell("short_title")}};
    books_.accept(raw);
  }

 private:
  std::string cell(const char* field) const {
    const auto it = columns_.of_field.find(field);
    if (it == columns_.of_field.end() || it->second >= row_->cells.size()) return {};
    const std::string& text = row_->cells[it->second];
    return is_dash(text) ? std::string{} : text;
  }

  /// The items of a list, without what says no more than yes or no.
  std::vector<std::string> items_in(const char* field) {
    auto items = split(cell(field), ";|\n,");
    std::erase_if(items, [&](const std::string& item) {
      const Answer answer = answer_in(item);
      if (answer == Answer::Yes)
        books_.warn("unclear-yes",
                    std::string{field} + " '" + clean_text(item, 20) + "' does not say what; it is left out");
      return answer != Answer::None;
    });
    return items;
  }

  /// "Ja" and "No" alone are answers and neither Japanese nor Norwegian, but where languages are asked for.
  std::string languages_in(const std::string& field) {
    std::string written = cell(field.c_str());
    const Answer answer = answer_in(written);
    const std::string word = fold_words(clean_text(written));
    const bool also_a_tag = word == "ja" || word == "no" || word == "si";
    if (answer == Answer::None || (field == "language" && also_a_tag)) return written;
    if (answer == Answer::Yes || field == "language")
      books_.warn("unknown-language", field + " '" + clean_text(written, 20) + "' names no language; it is left out");
    return {};
  }

  bool has_extra_cells(const CsvRow& row) const {
    return std::any_of(row.cells.begin() + static_cast<std::ptrdiff_t>(table_.headers.size()), row.cells.end(),
                       [](const std::string& text) { return !clean_text(text).empty(); });
  }

  /// False: the record was rejected.
  bool read_cell(const char* field, bool date_only, When& out) {
    Unread why;
    const auto read = when_.read(cell(field), date_only, why);
    if (!read) {
      books_.reject(why.needs_mapping ? "date-format" : std::string{"bad-"} + field,
                    std::string{field} + " " + why.reason);
      return false;
    }
    out = *read;
    return true;
  }

  /// An end that cannot be read costs nothing where a length is given.
  bool read_end_cell(When& end) {
    Unread why;
    if (const auto read = when_.read(cell("end"), false, why)) {
      end = *read;
      return true;
    }
    if (!read_table_duration(cell("duration"))) return read_cell("end", false, end);
    books_.warn("bad-end", "end " + why.reason + "; the duration is used");
    return true;
  }

  bool read_times(RawRecord& raw) {
    When start, end, date, end_date, time;
    if (!read_cell("start", false, start) || !read_end_cell(end) || !read_cell("date", true, date) ||
        !read_cell("end_date", true, end_date) || !read_cell("time", false, time))
      return false;
    auto day = start.day ? start.day : time.day ? time.day : date.day;
    if (!day && settings_.csv) day = settings_.csv->date;
    if (!day) {
      books_.reject("no-start", "has no date; say \"date\" in the mapping where all are on one day");
      return false;
    }
    const auto clock = start.clock ? start.clock : time.clock ? time.clock : date.clock;
    const auto last = end.day ? end.day : end_date.day;
    if (!clock) return read_whole_days(*day, last, end.clock.has_value(), raw);
    raw.start = instant(*day, *clock, start.clock ? start.offset : std::nullopt);
    auto end_clock = end.clock ? end.clock : start.end_clock ? start.end_clock : time.end_clock;
    if (!end_clock) end_clock = date.end_clock;
    return read_end(*day, *clock, last, end_clock, end.offset, raw);
  }

  bool read_whole_days(Day day, std::optional<Day> last, bool has_end, RawRecord& raw) {
    books_.warn("no-time",
                std::string{has_end ? "has an end and no start" : "has no time"} + "; taken for the whole day");
    raw.all_day = true;
    raw.start = settings_.zone.to_utc(reading(day, Seconds{0}));
    raw.end = settings_.zone.to_utc(reading(last.value_or(day), kDay));
    return check_length(raw);
  }

  bool read_end(Day day, Seconds clock, std::optional<Day> last, std::optional<Seconds> end_clock,
                std::optional<Seconds> offset, RawRecord& raw) {
    const std::string written = cell("duration");
    if (end_clock) {
      const bool past_midnight = !last && *end_clock < clock;
      raw.end = instant(last.value_or(day), *end_clock + (past_midnight ? kDay : Seconds{0}), offset);
      warn_of_length(written, raw);
    } else if (!clean_text(written).empty()) {
      const auto length = read_table_duration(written);
      if (!length) {
        books_.reject("bad-duration", "duration '" + clean_text(written, 60) + "' cannot be read");
        return false;
      }
      raw.end = raw.start + *length;
    } else {
      raw.end = raw.start;
      books_.warn("no-end", "has no end");
    }
    return check_length(raw);
  }

  /// A length that stands beside the end, which counts.
  void warn_of_length(const std::string& written, const RawRecord& raw) {
    if (clean_text(written).empty()) return;
    const auto length = read_table_duration(written);
    const std::string said = "duration '" + clean_text(written, 60) + "'";
    if (!length)
      books_.warn("bad-duration", said + " cannot be read; the end is used");
    else if (raw.start + *length != raw.end)
      books_.warn("duration-end-differ", said + " and the end disagree; the end is used");
  }

  bool check_length(RawRecord& raw) {
    if (!is_believable(raw.start)) {
      books_.reject("no-start", "start " + format_instant(raw.start) + " cannot be meant");
      return false;
    }
    if (raw.end < raw.start) {
      books_.reject("end-before-start", "ends before it starts");
      return false;
    }
    if (raw.end - raw.start > kLongestSession) {
      raw.end = raw.start + kLongestSession;
      books_.warn("duration-capped", "lasts longer than 14 days; 14 days are used");
    }
    return true;
  }

  static LocalTime reading(Day day, Seconds clock) { return LocalTime{std::chrono::local_days{day}} + clock; }

  UtcTime instant(Day day, Seconds clock, std::optional<Seconds> offset) {
    const Timestamp written{reading(day, clock), offset, true};
    const UtcTime meant = instant_of(written, settings_.zone);
    const int shown = offset ? 1 : settings_.zone.times_shown(written.reading);
    if (shown == 1) return meant;
    const auto midnight = std::chrono::floor<std::chrono::days>(written.reading);
    const std::string said = format_day(Day{midnight}) + ' ' + format_clock(clock_of(written.reading));
    const std::string taken = format_clock(clock_of(settings_.zone.to_local(meant)));
    books_.warn("clock-change", shown == 0
                                    ? "no clock shows " + said + ", for it is put forward then; read as " + taken
                                    : "clocks show " + said + " twice, for they are put back then; the first is used");
    return meant;
  }

  void read_status(RawRecord& raw) {
    const std::string word = fold_words(clean_text(cell("status")));
    const auto is = [&](std::initializer_list<std::string_view> words) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (word.empty() || is({"confirmed", "accepted", "published", "publicerad", "bekräftad", "godk\xC3\xA4nd",
                            "antagen", "ok", "klar", "best\xC3\xA4tigt"}))
      return;
    if (is({"cancelled", "canceled", "inst\xC3\xA4lld", "inst\xC3\xA4llt", "abgesagt", "aflyst", "avlyst"})) {
      raw.status = SessionStatus::Cancelled;
    } else if (is({"tentative", "prelimin\xC3\xA4r", "prelimin\xC3\xA4rt", "preliminary", "vorl\xC3\xA4ufig"})) {
      raw.status = SessionStatus::Tentative;
    } else if (is({"draft",       "utkast",
                   "opublicerad", "hidden",
                   "dold",        "private",
                   "privat",      "intern",
                   "entwurf",     "submitted",
                   "rejected",    "declined",
                   "withdrawn",   "deleted",
                   "waitlisted",  "pending",
                   "unpublished", "avslagen",
                   "avslaget",    "ej publicerad",
                   "avvisad",     "inskickad",
                   "borttagen",   "v\xC3\xA4ntar",
                   "abgelehnt",   "declined by speaker"})) {
      raw.visibility = Visibility::Hidden;
      books_.warn("not-public", "its status is '" + clean_text(word, 40) + "'; it is kept hidden");
    } else {
      books_.warn("unknown-status", "status '" + clean_text(word, 40) + "' is not known; taken as confirmed");
    }
  }

  const CsvTable& table_;
  CsvColumns columns_;
  const SourceSettings& settings_;
  Collector& books_;
  WhenReader when_;
  const CsvRow* row_ = nullptr;
};

/// Whole days are what a table says that has no time in any column, not one whose times nobody knew.
void warn_of_clocks(const CsvTable& table, const CsvColumns& columns, Collector& books) {
  const auto& known = columns.of_field;
  if (known.contains("start") || known.contains("time")) return;
  const WhenReader reader;
  for (std::size_t column = 0; column < table.headers.size(); ++column) {
    if (std::any_of(known.begin(), known.end(), [&](const auto& field) { return field.second == column; })) continue;
    std::size_t clocks = 0;
    for (const auto& row : table.rows) {
      Unread why;
      const auto when = column < row.cells.size() ? reader.read(row.cells[column], false, why) : std::nullopt;
      clocks += when && when->clock && row.cells[column].find_first_of(":.") != std::string::npos ? 1 : 0;
    }
    if (clocks * 2 > table.rows.size())
      books.warn_file("column '" + clean_text(table.headers[column], 40) + "'", "unread-times",
                      "holds times and is not read: say in the mapping which column is the start");
  }
}

std::string name_of_delimiter(char delimiter) { return delimiter == '\t' ? "TAB" : std::string(1, delimiter); }

}  // namespace

bool looks_like_csv(std::string_view text) {
  const auto control = [](char c) { return c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r'; };
  if (std::any_of(text.begin(), text.end(), control)) return false;
  if (text.starts_with("sep=") || text.starts_with("SEP=")) return true;
  const char delimiter = detect_delimiter(text, known_headers);
  if (delimiter == '\0') return false;
  const auto rows = read_csv_rows(text.substr(0, std::min(text.size(), std::size_t{64} << 10)), delimiter, 20);
  if (known_headers(rows[header_among(rows, known_headers)].cells) >= 2) return true;
  if (rows.size() < 3 || rows[0].cells.size() < 3) return false;
  return std::all_of(rows.begin(), rows.end() - 1,
                     [&](const CsvRow& row) { return row.cells.size() == rows[0].cells.size(); });
}

}  // namespace importing

ImportResult parse_csv(std::string_view bytes, const SourceSettings& settings, const Progress& progress) {
  using namespace importing;
  check_size(bytes);
  const CsvMapping* mapping = settings.csv ? &*settings.csv : nullptr;
  const std::string stated_encoding = mapping ? mapping->encoding : "";
  DecodedText decoded = decode_text(bytes, stated_encoding);
  const bool guessed = stated_encoding.empty() && decoded.encoding == "windows-1252";
  if (guessed && reads_as_macintosh(bytes)) decoded = decode_text(bytes, "macintosh");
  const char stated = mapping && !mapping->delimiter.empty() ? mapping->delimiter[0] : '\0';
  const auto score = [&](const std::vector<std::string>& headers) {
    return known_headers(headers) + (mapping ? mapped_headers(headers, *mapping) : 0);
  };
  const CsvTable table = read_csv_table(decoded.text, stated, score, mapping ? mapping->header_row : std::nullopt);
  CsvColumns columns = resolve_columns(table.headers, mapping);
  Collector books{"csv", settings, progress, table.rows.size()};
  books.note("encoding: " + decoded.encoding);
  books.note("delimiter: " + name_of_delimiter(table.delimiter));
  for (auto& note : columns.notes) books.note(std::move(note));
  if (table.above > 0) books.note("rows above the headers, not read: " + std::to_string(table.above));
  if (table.empty_rows > 0) books.note("empty rows left out: " + std::to_string(table.empty_rows));
  warn_of_clocks(table, columns, books);
  Rows rows{table, std::move(columns), settings, books};
  for (const auto& row : table.rows) rows.read(row);
  for (const auto& record : books.result().sessions)
    if (record.session.room) books.add_room(record.session.room->name, "");
  return books.finish();
}

}  // namespace skylt
