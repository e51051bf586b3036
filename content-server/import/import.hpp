#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/programme/diff.hpp"
#include "core/programme/event.hpp"

namespace skylt {

enum class Severity { Warning, Error };

/// What is wrong with one record of a source: where it stands (line, path or row), which it is, and why.
struct Finding {
  std::string where;   ///< "day 2, room 'Saal 1', event 7", "line 120", "row 14", "/sessions/3"
  std::string record;  ///< the record's title or id
  Severity severity = Severity::Warning;
  std::string code;    ///< stable, kebab-case: "no-start", "unknown-room", "suspicious-utc" …
  std::string reason;  ///< one plain sentence
  bool operator==(const Finding&) const = default;
};

/// A room as its source names it.
struct SourceRoom {
  std::string guid;
  std::string name;
  int order = 0;
};

/// Columns of a CSV source, kept with the source: our field -> header text. Formats are stated, never guessed.
struct CsvMapping {
  std::map<std::string, std::string> columns;  ///< "title", "start", "end", "date", "start_time", "room", "id" …
  std::string date_format;                     ///< "iso", "d/m/y", "d.m.y", "d month y" …; see docs/importing.md
  std::string delimiter;                       ///< empty: detected
  std::string encoding;                        ///< empty: detected
  int year = 0;                                ///< of dates written without one; 0: such dates are errors
  std::optional<Day> date;                     ///< of rows that name none
  std::map<std::string, Day> days;             ///< what the column of dates says instead: "Friday", "2"
  std::optional<int> header_row;               ///< from 1; 0: there is none, columns are called "1", "2" …
  bool operator==(const CsvMapping&) const = default;
};

/// {"columns":{field: header},"date","date_format","days","delimiter","encoding","header_row","year"}; the fields stand
/// in docs/importing.md.
CsvMapping parse_csv_mapping(JsonReader& reader);
Json to_json(const CsvMapping& mapping);

/// Settings kept with a source.
struct SourceSettings {
  std::string name;
  std::string venue;     ///< default venue of its sessions
  std::string language;  ///< of titles when the source does not say; empty: "und"
  TimeZone zone;         ///< of floating times; the event's
  Seconds day_change{std::chrono::hours{4}};
  bool dtend_inclusive = false;
  Minutes moments_last{0};           ///< length of sessions whose record gives none; 0: they stay moments
  bool trust_suspicious_utc = true;  ///< X2: true: `date` is right as written; false: it is local time labelled UTC
  bool status_from_title = true;  ///< read "INSTÄLLT: …", "… [Cancelled]" in titles as a state; reported per record
  std::optional<CsvMapping> csv;
  UtcTime now{};  ///< anchors the expansion window of unbounded recurrences
};

/// One reading of a source. records = sessions.size() + rejected; one Error finding per rejected record.
struct ImportResult {
  std::string format;  ///< "schedule-xml", "schedule-json", "ics", "csv"
  std::string title;   ///< of the conference or calendar, where stated
  std::size_t records = 0;
  std::vector<SourceRecord> sessions;
  std::vector<SourceRoom> rooms;
  std::vector<Track> tracks;
  std::vector<Finding> findings;
  std::vector<std::string> notes;  ///< what was detected: encoding, delimiter, dialect
  /// Series of which only the dates from that instant on are read, by what their guids have before the last "/".
  std::map<std::string, UtcTime> series_from;
};

/// (records done, records in all or 0); called from the importing thread.
using Progress = std::function<void(std::size_t, std::size_t)>;

/// Each parser takes the whole file, rejects it as a whole only by throwing Error(invalid), and otherwise reports per
/// record. None does I/O. Contact data, answers, e-mails and phones never enter the result.
ImportResult parse_schedule_xml(std::string_view bytes, const SourceSettings& settings, const Progress& progress = {});
ImportResult parse_schedule_json(std::string_view bytes, const SourceSettings& settings, const Progress& progress = {});
ImportResult parse_ics(std::string_view bytes, const SourceSettings& settings, const Progress& progress = {});
ImportResult parse_csv(std::string_view bytes, const SourceSettings& settings, const Progress& progress = {});

/// One of the formats above, or "event" for the project's own JSON, by content, not by name; nullopt when it is none.
std::optional<std::string> detect_format(std::string_view bytes);

/// Reads with the parser for `format` ("auto" detects). Throws Error(invalid) naming what it found instead.
ImportResult parse_programme(std::string_view bytes, const std::string& format, const SourceSettings& settings,
                             const Progress& progress = {});

/// Programme out; hidden sessions are left out, withheld names too. The result imports again to the same programme.
std::string export_schedule_xml(const EventData& data);
std::string export_schedule_json(const EventData& data);
std::string export_ics(const EventData& data);

}  // namespace skylt
