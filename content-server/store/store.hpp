#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-server/import/import.hpp"
#include "content-server/store/guard.hpp"
#include "core/base/error.hpp"
#include "core/programme/event.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A programme source as the store remembers it.
struct Source {
  std::string name;
  std::string location;   ///< path or URL
  bool internal = false;  ///< its URL may be http and of the own network (S-50)
  std::string format;
  SourceSettings settings;
  std::string etag, last_modified;  ///< of the last successful fetch
  std::optional<UtcTime> last_ok;
};

/// What one import would do or did (CONTRACTS.md, import --json).
struct ImportOutcome {
  std::string source;
  std::string format;
  std::size_t records = 0, added = 0, changed = 0, unchanged = 0, removed = 0;
  bool held() const { return hold.has_value(); }
  std::optional<Hold> hold;
  std::int64_t revision = 0;
  std::vector<Finding> findings;
  std::vector<std::string> notes;
  struct Difference {
    std::string session;
    std::string title;
    std::vector<FieldChange> fields;  ///< empty: new or missing, as `what` says
    std::string what;                 ///< "added", "changed", "missing", "back"
  };
  std::vector<Difference> differences;
};

struct ImportRequest {
  Source source;
  bool dry_run = false;
  bool accept = false;  ///< apply what the shrink guard would hold (S-51)
  std::string actor;
  UtcTime now{};
  std::optional<std::int64_t> seen{};  ///< as Writer::seen; what counts is what was imported of that source
};

/// One entry of the record of who did what.
struct HistoryEntry {
  std::int64_t number = 0;  ///< its place in the record
  std::int64_t revision = 0;
  UtcTime at{};
  std::string actor;
  std::string action;  ///< "import", "change.add", "screen.put" …
  std::string object;
  std::string before, after;  ///< JSON or empty
  bool last = true;           ///< nothing was done since to the object, a thing of the kind that `action` begins with
};

/// Which entries of the record; empty members ask for everything.
struct HistoryFilter {
  std::size_t limit = 100;
  std::optional<std::int64_t> before;  ///< numbers below this one
  std::string object;                  ///< that object, or changes of that session
  std::int64_t after_revision = -1;
  std::vector<std::string> without{};  ///< actions that begin like one of these are left out
  std::vector<std::string> with{};     ///< where any: only actions that begin like one of these
  std::string search{};  ///< what actor, object, before, after or the title of the entry's session contain
};

/// What waits for somebody's decision, as the API keeps it; "state" and "decided_by" count here too.
struct Proposal {
  std::string id;
  Json document;
};

/// Who writes, and what she knew.
struct Writer {
  Writer(std::string name) : actor{std::move(name)} {}  // NOLINT: a name alone is a writer
  Writer(const char* name) : actor{name} {}             // NOLINT
  Writer(std::string name, std::optional<std::int64_t> revision, std::int64_t* result)
      : actor{std::move(name)}, seen{revision}, made{result} {}
  std::string actor;
  std::optional<std::int64_t> seen{};  ///< the revision she looked at; none: writes whatever has happened since
  std::int64_t* made = nullptr;        ///< takes the revision that the write made
  /// The proposal that this write carries out, as decided: kept in the same transaction. Conflict when it waits no
  /// more.
  const Proposal* settles = nullptr;
};

/// Conflict: somebody else changed the same thing after the writer had looked at it. Nothing was written.
class Outdated : public Error {
 public:
  Outdated(const std::string& message, std::vector<HistoryEntry> entries)
      : Error{ErrorCode::Conflict, message}, since{std::move(entries)} {}
  std::vector<HistoryEntry> since;  ///< what was done, newest first
};

struct PlayerRecord {
  std::string screen;
  std::optional<UtcTime> last_seen;
  std::optional<PlayerStatus> status;
};

/// Why `change`, made at `made`, can mean nothing whatever its session is: a delay of no minutes, a session replaced by
/// itself, an end that has passed. Pointers name the key. Empty: it can mean something.
Faults senseless(const Change& change, UtcTime made);

/// The database: the only truth of a server (SQLite WAL, synchronous FULL, through SOCI). Every writing function is one
/// transaction: when it throws, nothing was written. It raises the revision by one where anything changed, and writes
/// history; not so note_fetch(), what players report, the set-up code, and what is kept of an import that was held
/// back. Throws Error. Thread-safe: one connection behind a mutex; readers get values.
class Store {
 public:
  /// Creates the database and the event's settings. Throws Error(conflict) when there is one already; leaves none
  /// behind when it fails.
  static std::unique_ptr<Store> create(const std::string& path, const std::string& time_zone);
  /// Opens and migrates. Throws Error(not_found) when there is none.
  static std::unique_ptr<Store> open(const std::string& path);
  virtual ~Store() = default;

  virtual std::int64_t revision() = 0;
  virtual EventData event_data() = 0;
  /// The same without a copy of its own, for who reads all of it again and again.
  virtual std::shared_ptr<const EventData> shared_event_data() = 0;
  /// The event alone, without its programme, venues and screens: for who needs its zone or languages only.
  virtual Event event() = 0;
  virtual std::vector<HistoryEntry> history(std::size_t limit) = 0;
  virtual std::vector<HistoryEntry> history(const HistoryFilter& filter) = 0;

  /// Replaces the event, images, venues, links, screens, layouts, themes, rota, messages and the sessions without a
  /// source by those of `data`; sessions of other sources, live changes and closures stay. A session without a source
  /// that the file lacks becomes Missing, as with any source (I8).
  virtual ImportOutcome apply_event(const EventData& data, const ImportRequest& request,
                                    std::vector<Finding> findings) = 0;
  virtual ImportOutcome apply_import(const ImportResult& result, const ImportRequest& request) = 0;
  /// What came of the source's last import that was no dry run, held back or not:
  /// {"at","held","held_reason","hold","records",
  /// "added","changed","removed","findings":[{"where","record","severity","code","reason"}]}; null before the first.
  virtual Json last_outcome(const std::string& source) = 0;
  virtual std::optional<Source> find_source(const std::string& name) = 0;
  virtual std::vector<Source> sources() = 0;
  /// Remembers that a source was asked and had nothing new (304); raises no revision.
  virtual void note_fetch(const std::string& source, const std::string& etag, const std::string& last_modified,
                          UtcTime at) = 0;

  /// Returns it with id and author; Error(not_found) for an unknown session, Error(invalid) for a move to where the
  /// session is. What counts for Outdated is what was done to the session.
  virtual Change add_change(Change change, const Writer& writer) = 0;
  virtual Change undo_change(const std::string& id, const Writer& writer) = 0;

  /// Makes or replaces one row of `part`: "event", "sessions" (those without a source), "messages", "rota",
  /// "layouts" or "screens". `document` is its JSON as read by core; a screen's is kept as it stands, with the pose
  /// that it says. Throws Error(conflict) for a session that has a source, Error(invalid) for a screen that could not
  /// be read back, Outdated.
  virtual void put_document(const std::string& part, const std::string& id, const Json& document,
                            const Writer& writer) = 0;
  /// Throws as put_document(); Error(not_found) when there is none.
  virtual void remove_document(const std::string& part, const std::string& id, const Writer& writer) = 0;

  using Proposal = skylt::Proposal;
  virtual std::vector<Proposal> proposals() = 0;
  /// Makes one, or decides one that waits; makes no revision of the programme's parts but one of its own. Conflict when
  /// it waits no more.
  virtual void put_proposal(const Proposal& proposal, const Writer& writer) = 0;

  /// Closes something of a venue; returns it with id, author and date. Error(not_found) for an unknown venue or target.
  /// What counts for Outdated is what was closed or opened of the same target.
  virtual Closure add_closure(Closure closure, const Writer& writer) = 0;
  /// Takes a closure away, as if it had not been; history keeps it. Returns it.
  virtual Closure end_closure(const std::string& id, const Writer& writer) = 0;

  /// Adds or replaces one venue, with its plan and its rooms; what add_room_alias() gave the rooms stays apart from it.
  /// Throws Outdated.
  virtual void put_venue(const Venue& venue, const Writer& writer) = 0;
  /// A screen that is moved or turned remembers how it was confirmed to hang (remember_pose()). Throws Error(invalid)
  /// for one that could not be read back, before anything is written.
  virtual void put_screen(const Screen& screen, const std::string& actor) = 0;
  virtual void remove_screen(const std::string& id, const std::string& actor) = 0;
  /// New player token for a screen (the old one ends); shown once, stored as a hash.
  virtual std::string issue_token(const std::string& screen, const std::string& actor) = 0;
  virtual std::optional<std::string> screen_of_token(const std::string& token) = 0;
  virtual void record_status(const std::string& screen, const PlayerStatus& status, UtcTime at) = 0;
  /// Writes what record_status() has gathered, so that other processes see it; call it a few times a second.
  virtual void write_statuses() = 0;
  virtual std::vector<PlayerRecord> players() = 0;

  /// Adds an alias so that `text` (of `source`) means that room. Outdated when somebody settled that name meanwhile.
  virtual void add_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) = 0;
  /// Takes that back: the name is looked up anew. Error(not_found) where nobody said it.
  virtual void remove_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) = 0;
  /// Rooms that no venue knows, with how many sessions stand in them.
  struct UnresolvedRoom {
    std::string source, name, guid;
    std::size_t sessions = 0;
  };
  virtual std::vector<UnresolvedRoom> unresolved_rooms() = 0;
  /// Two sessions of different sources that look like one (same title, start, room), neither joined nor dismissed.
  struct Duplicate {
    std::string first, second;
  };
  virtual std::vector<Duplicate> duplicates() = 0;
  /// A person's decision: `second`, and what is joined to it, is the same session as `first` and no longer shown by
  /// itself; or they are different. Error(conflict) when `first` is joined to another, or `second` to yet another.
  /// Outdated when somebody decided about this pair meanwhile.
  virtual void join_sessions(const std::string& first, const std::string& second, const Writer& writer) = 0;
  virtual void dismiss_duplicate(const std::string& first, const std::string& second, const Writer& writer) = 0;
  /// Takes either decision back. Error(not_found) where there is none.
  virtual void undecide(const std::string& first, const std::string& second, const Writer& writer) = 0;

  /// A new one-time code with which the first organiser signs up; the old one ends. Kept as a hash.
  virtual std::string issue_setup_code() = 0;

  /// Consistent copy of the whole database while in use (VACUUM INTO). Throws Error(conflict) when `path` exists, else
  /// an Error that names `path`.
  virtual void backup_to(const std::string& path) = 0;
  /// After a restore: the revision becomes at least `least`, for players refuse to go back (S-62).
  virtual void skip_revisions_to(std::int64_t least, const std::string& actor) = 0;
};

}  // namespace skylt
