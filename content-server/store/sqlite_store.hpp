#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "content-server/store/clock.hpp"
#include "content-server/store/duplicates.hpp"
#include "content-server/store/reconcile.hpp"
#include "content-server/store/rows.hpp"
#include "content-server/store/store.hpp"
#include "content-server/store/write.hpp"

namespace skylt {

/// The store on SQLite. One mutex around everything; what was read is kept per kind of row until a revision touches it.
class SqliteStore final : public Store {
 public:
  /// upgrade() comes before anything else but empty().
  explicit SqliteStore(const std::string& path);
  ~SqliteStore() override;

  /// No table in it: a file that was cut to nothing, or a new one.
  bool empty();
  void upgrade();

  /// First write of a new database: the event's zone until an event file brings the event.
  void start_event(const std::string& time_zone);

  std::int64_t revision() override;
  EventData event_data() override;
  std::shared_ptr<const EventData> shared_event_data() override;
  Event event() override;
  std::vector<HistoryEntry> history(std::size_t limit) override;
  std::vector<HistoryEntry> history(const HistoryFilter& filter) override;
  ImportOutcome apply_event(const EventData& data, const ImportRequest& request,
                            std::vector<Finding> findings) override;
  ImportOutcome apply_import(const ImportResult& result, const ImportRequest& request) override;
  Json last_outcome(const std::string& source) override;
  std::optional<Source> find_source(const std::string& name) override;
  std::vector<Source> sources() override;
  void note_fetch(const std::string& source, const std::string& etag, const std::string& last_modified,
                  UtcTime at) override;
  Change add_change(Change change, const Writer& writer) override;
  Change undo_change(const std::string& id, const Writer& writer) override;
  Closure add_closure(Closure closure, const Writer& writer) override;
  Closure end_closure(const std::string& id, const Writer& writer) override;
  void put_document(const std::string& part, const std::string& id, const Json& document,
                    const Writer& writer) override;
  void remove_document(const std::string& part, const std::string& id, const Writer& writer) override;
  std::vector<Proposal> proposals() override;
  void put_proposal(const Proposal& proposal, const Writer& writer) override;
  void put_venue(const Venue& venue, const Writer& writer) override;
  void put_screen(const Screen& screen, const std::string& actor) override;
  void remove_screen(const std::string& id, const std::string& actor) override;
  std::string issue_token(const std::string& screen, const std::string& actor) override;
  std::optional<std::string> screen_of_token(const std::string& token) override;
  void record_status(const std::string& screen, const PlayerStatus& status, UtcTime at) override;
  void write_statuses() override;
  std::vector<PlayerRecord> players() override;
  void add_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) override;
  void remove_room_alias(const std::string& room, const RoomAlias& alias, const Writer& writer) override;
  std::vector<UnresolvedRoom> unresolved_rooms() override;
  std::vector<Duplicate> duplicates() override;
  void join_sessions(const std::string& first, const std::string& second, const Writer& writer) override;
  void dismiss_duplicate(const std::string& first, const std::string& second, const Writer& writer) override;
  void undecide(const std::string& first, const std::string& second, const Writer& writer) override;
  std::string issue_setup_code() override;
  void backup_to(const std::string& path) override;
  void skip_revisions_to(std::int64_t least, const std::string& actor) override;

 private:
  /// What was read of the database, and which revision of each part it is.
  struct Cache {
    std::map<std::string, std::int64_t> parts;
    EventData data;  ///< venues with people's aliases; sessions as their sources give them
    std::vector<SourceRecord> sessions;
    std::vector<SourceRoomRow> source_rooms;
    Joins joins;
    std::shared_ptr<const EventData> view;
  };

  // All below: mutex_ held.
  void refresh();
  void reload(const std::string& part);
  std::shared_ptr<const EventData> view();
  EventData assemble() const;
  RoomResolver resolver() const;
  std::int64_t finish(Write& write);
  void finish(Write& write, const Writer& writer);
  void settle(Write& write, const Proposal& proposal);
  std::vector<HistoryEntry> stored_history(const HistoryFilter& filter);
  /// Throws Outdated when the record has, since the writer looked, an entry of `object` whose action begins like one of
  /// `actions`: ids are of one kind of thing only.
  void check_unchanged(const std::string& object, const std::vector<std::string>& actions, const Writer& writer);
  /// Throws Outdated when the record has, since the writer looked, an entry that `touches`.
  void check_none(const Writer& writer, const std::function<bool(const HistoryEntry&)>& touches);

  Event stored_event();
  std::vector<Venue> stored_venues();
  RoomResolver stored_resolver();
  ImportOutcome import_now(const ImportResult& result, const ImportRequest& request);
  /// Throws Outdated when that source was imported since the request's writer looked.
  void check_imports(const std::string& source, const ImportRequest& request);
  void keep_outcome(const ImportOutcome& outcome, UtcTime now);
  /// `before`: the source's sessions as they are stored.
  std::int64_t apply(Reconciliation& reconciled, const std::vector<SourceRecord>& before, Write& write,
                     const ImportRequest& request, ImportOutcome& outcome);
  void learn_rooms(const std::string& source, const std::vector<SourceRoom>& rooms,
                   const std::vector<SourceRecord>& sessions, const std::string& venue);
  void find_seen_rooms();
  struct EventSessions {
    std::vector<SourceRecord> records;
    std::size_t left_alone = 0;  ///< sessions of sources that the store has itself
  };
  EventSessions event_sessions(const EventData& data, ImportOutcome& outcome);
  std::optional<Source> stored_source(const std::string& name);
  void write_source(const Source& source, std::optional<UtcTime> last_ok);
  void write_tracks(const std::string& source, const std::vector<Track>& tracks, Write& write);
  /// Before the sessions are written.
  void catch_up_changes(const Reconciliation& reconciled, Write& write, const ImportRequest& request,
                        ImportOutcome& outcome);
  void write_event_changes(const EventData& data, Write& write);
  void write_event_closures(const EventData& data, Write& write);
  void put_change(const Change& change);
  /// Writes, or takes away, a row of put_document()'s parts, with its history. Nothing where it stands so already;
  /// false where there is none.
  void put_row(Write& write, const std::string& part, const std::string& id, const Json& document);
  bool remove_row(Write& write, const std::string& part, const std::string& id);
  std::vector<Change> stored_changes();
  void decide(const std::string& first, const std::string& second, const std::string& decision, const Writer& writer);
  void flush_statuses();

  /// A venue as it was last read, for plans are large and asked for at each write.
  struct ParsedVenue {
    std::string doc;
    Venue venue;
  };

  std::mutex mutex_;
  Database db_;
  std::map<std::string, ParsedVenue> parsed_venues_;
  std::string data_dir_;  ///< empty: in memory
  Cache cache_;
  struct PendingStatus {
    UtcTime at{};
    std::string status;
  };
  std::map<std::string, PendingStatus> pending_;
  UtcTime last_flush_{};
};

/// 256 random bits, base64url without padding.
std::string random_token();

}  // namespace skylt
