#pragma once
// What every format shares: cleaning of words and names, languages, kinds and states said in words, and a collector
// that keeps the books of one import. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "content-server/import/import.hpp"

namespace skylt::importing {

/// Bytes of a text file as UTF-8 with LF kept as it was: byte order marks removed, UTF-16 by its mark or its zero
/// bytes, strict UTF-8, else windows-1252; or `named` ("windows-1252", "macintosh", "utf-16le" …) when not empty.
/// Throws Error(invalid) for a name that ICU does not know.
struct DecodedText {
  std::string text;      ///< valid UTF-8
  std::string encoding;  ///< "UTF-8", "UTF-8 with byte order mark", "windows-1252", "UTF-16LE" …
};
DecodedText decode_text(std::string_view bytes, const std::string& named = {});

/// Whether text that is no UTF-8 has its letters inside words where MacRoman has å ä ö é, and not where windows-1252
/// has letters. Of whole files: a line tells too little.
bool reads_as_macintosh(std::string_view bytes);

/// Throws Error(invalid) when a file is larger than 64 MiB.
void check_size(std::string_view bytes);

/// Lower case of the Latin letters that our word lists hold (ASCII and U+00C0 to U+00DE).
std::string fold_words(std::string_view text);

inline constexpr std::size_t kLineLength = 400;  ///< characters of a line of a record, L-34

/// One line of plain words: a title, a room, a track. HTML is resolved only where it is unmistakable, so that
/// "Why <canvas> matters" stays what it is.
std::string clean_line(std::string_view raw);

/// Running text: HTML and Markdown resolved, line feeds kept.
std::string clean_paragraphs(std::string_view raw);

/// A person's name and, where it is said behind it in brackets, the role: "Ada Ek (moderator)". E-mail addresses and
/// telephone numbers are dropped; nullopt when no name is left.
std::optional<Person> read_person(std::string_view raw);

/// Running text without e-mail addresses and international telephone numbers; else as it is ("Nerds@Home" stays).
std::string without_addresses(const std::string& text);

/// An absolute http or https URL without user information, or empty. `base`: resolves a path that starts with "/".
std::string clean_url(std::string_view raw, std::string_view base = {});

/// "de, en", "Svenska och Engelska", "sv-SE" -> canonical tags in that order; what is not understood goes to `unknown`.
std::vector<std::string> read_languages(std::string_view raw, std::vector<std::string>* unknown = nullptr);

/// Kind by the source's own type word ("Break", "Träffpunkt", "exhibition"), or by a title that is nothing but such a
/// word ("Lunch") when no type is stated.
SessionKind classify_kind(std::string_view type, std::string_view title);

/// State said in a title (PROGRAMME-FORMATS §9): "INSTÄLLT: Debatt", "Talk [Cancelled]", "MOVED: Talk".
struct TitleState {
  std::string title;                    ///< without the words for cancelled; else as it was
  std::optional<SessionStatus> status;  ///< Cancelled, or Tentative for postponed
  bool moved = false;                   ///< says that it was moved, not where to
  std::string words;                    ///< what was found: "INSTÄLLT"
};
TitleState read_title_state(std::string_view title);

/// Whether a mapping's date_format is one: empty, "iso", or an order of d, m or month, and y.
bool is_date_format(const std::string& format);

/// The time zone of a name in a file, or nullopt when tzdata does not know it.
std::optional<TimeZone> find_zone(std::string_view name);

/// Words of one field, each with the language that its source states; "" where it states none.
using RawText = std::vector<std::pair<std::string, std::string>>;

/// One record as its source gives it, before cleaning; times are resolved already.
struct RawRecord {
  std::string guid;  ///< the strongest identity the source has
  std::string id;    ///< the source's number, only to report repeats
  RawText title;
  RawText short_title;
  RawText subtitle;
  RawText abstract;
  UtcTime start{};
  UtcTime end{};
  bool all_day = false;
  bool plain = false;  ///< texts hold no markup: the file was written by this product
  std::string room;
  std::string room_guid;
  std::string track;
  std::string type;
  std::string language;     ///< as written: "de, en"
  std::string interpreted;  ///< as written
  std::vector<std::string> access;
  std::vector<std::string> audience;
  std::vector<Person> people;  ///< names as written
  std::vector<std::string> organisers;
  std::string url;
  std::string materials;
  std::optional<SessionKind> kind;  ///< else by type and title
  SessionStatus status = SessionStatus::Confirmed;
  Visibility visibility = Visibility::Public;
};

/// Keeps the books of one import: every record begun ends in accept() or reject(), so that
/// records == sessions + Error findings whatever a parser does in between.
class Collector {
 public:
  Collector(std::string format, const SourceSettings& settings, const Progress& progress, std::size_t total);

  /// Starts the next record. `name`: its title or id, as far as known.
  void begin(std::string where, std::string_view name);
  /// A warning on the record that was begun.
  void warn(std::string code, std::string reason);
  /// Ends the record: rejected. One Error finding.
  void reject(std::string code, std::string reason);
  /// Ends the record: cleaned, checked and kept, or rejected when it has no title.
  void accept(const RawRecord& raw);
  /// Ends the record: kept as it is, for formats that build their sessions themselves.
  void accept(SourceRecord record);

  /// A warning that belongs to no record.
  void warn_file(std::string where, std::string code, std::string reason);
  void note(std::string text) { result_.notes.push_back(std::move(text)); }
  /// Adds a room unless one of the same guid or, without guid, name is there; in order of the calls.
  void add_room(std::string_view name, std::string_view guid);
  void add_track(std::string_view id, std::string_view name, std::string_view language, std::string_view colour);

  const SourceSettings& settings() const { return settings_; }
  ImportResult& result() { return result_; }
  ImportResult finish();

 private:
  void count();
  void flag_duplicate(std::string_view kind, const std::string& value);
  Text read_text(const RawText& words, const RawRecord& raw, const std::vector<std::string>& languages, bool line);

  const SourceSettings& settings_;
  const Progress& progress_;
  std::size_t total_;
  ImportResult result_;
  std::string where_;
  std::string name_;
  std::size_t moments_ = 0;                            ///< sessions whose record gives no end
  std::unordered_set<std::string> rooms_;              ///< names and guids in result_.rooms
  std::unordered_map<std::string, std::size_t> seen_;  ///< "guid:…", "id:…" -> record number
};

}  // namespace skylt::importing
