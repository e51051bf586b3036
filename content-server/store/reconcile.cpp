#include "content-server/store/reconcile.hpp"

#include <map>
#include <set>

#include "core/programme/diff.hpp"

namespace skylt {
namespace {

/// As they are compared: rooms found, and named alike on both sides, so that their guids have done their work.
std::vector<SourceRecord> with_rooms(std::vector<SourceRecord> records, const RoomResolver& rooms) {
  for (SourceRecord& record : records) {
    rooms.resolve(record.session, record.room_guid);
    record.room_guid.clear();
  }
  return records;
}

ImportOutcome::Difference difference(const Session& session, std::string what, std::vector<FieldChange> fields = {}) {
  return {session.id, any_text(session.title), std::move(fields), std::move(what)};
}

/// Well within the day that it belongs to: a whole day begins before the hour at which days change.
UtcTime counted_from(const Session& session) {
  return session.all_day ? session.start + std::chrono::hours{12} : session.start;
}

/// Lays one pair of readings into the result.
class Pairing {
 public:
  Pairing(const std::vector<SourceRecord>& before, const RoomResolver& rooms, Reconciliation& result)
      : before_{before}, resolved_{with_rooms(before, rooms)}, result_{result} {}

  void keep_new(SourceRecord record) {
    ++result_.added;
    result_.differences.push_back(difference(record.session, "added"));
    result_.kept.push_back(std::move(record));
  }

  /// `resolved`: the new record with its room found.
  void keep_both(std::size_t old_index, SourceRecord record, Session resolved) {
    const Session& old = resolved_[old_index].session;
    resolved.id = old.id;
    record.session.id = old.id;
    const bool back = old.status == SessionStatus::Missing && resolved.status != SessionStatus::Missing;
    auto fields = compare(old, resolved);
    const bool changed = back || !fields.empty();
    if (changed) {
      ++result_.changed;
      result_.differences.push_back(difference(resolved, back ? "back" : "changed", std::move(fields)));
    } else {
      ++result_.unchanged;
    }
    if (old.status != SessionStatus::Missing) result_.fates.push_back({counted_from(old), old.end, false, changed});
    result_.kept.push_back(std::move(record));
  }

  /// Of a date that the file was not asked about.
  void keep_old(std::size_t old_index) { result_.kept.push_back(before_[old_index]); }

  void keep_missing(std::size_t old_index) {
    SourceRecord record = before_[old_index];
    if (record.session.status != SessionStatus::Missing) {
      record.session.status = SessionStatus::Missing;
      ++result_.removed;
      result_.differences.push_back(difference(record.session, "missing"));
      result_.fates.push_back({counted_from(record.session), record.session.end, true, false});
    }
    result_.kept.push_back(std::move(record));
  }

  const std::vector<SourceRecord>& resolved() const { return resolved_; }

 private:
  const std::vector<SourceRecord>& before_;
  std::vector<SourceRecord> resolved_;
  Reconciliation& result_;
};

}  // namespace

std::string any_text(const Text& text) {
  const auto best = text.best_for({});
  return best ? best->text : std::string{};
}

Reconciliation reconcile(const std::string& source, const std::vector<SourceRecord>& before,
                         std::vector<SourceRecord> after, const std::map<std::string, UtcTime>& series_from,
                         const RoomResolver& rooms, const std::function<bool(const std::string&)>& taken) {
  Reconciliation result;
  const auto unread = [&](const SourceRecord& record) {
    const auto series = series_from.find(record.guid.substr(0, record.guid.rfind('/')));
    return series != series_from.end() && record.session.start < series->second;
  };
  std::set<std::string> own;
  for (const SourceRecord& record : before) own.insert(record.session.id);
  SessionIds ids{source, [&](const std::string& id) { return own.contains(id) || taken(id); }};
  for (SourceRecord& record : after) record.session.source = source;
  Pairing pairing{before, rooms, result};
  // Only to be compared: a source's first file has nothing to be compared with.
  const auto resolved = before.empty() ? std::vector<SourceRecord>{} : with_rooms(after, rooms);

  std::vector<std::optional<std::size_t>> partner(after.size());
  std::vector<std::size_t> gone;
  for (const Match& match : match_records(pairing.resolved(), resolved)) {
    if (match.new_index) {
      partner.at(*match.new_index) = match.old_index;
    } else if (match.old_index) {
      gone.push_back(*match.old_index);
    }
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (partner[i]) {
      pairing.keep_both(*partner[i], std::move(after[i]), resolved[i].session);
      continue;
    }
    after[i].session.id = ids.next(after[i]);
    pairing.keep_new(std::move(after[i]));
  }
  for (const std::size_t index : gone) {
    if (unread(before[index])) {
      pairing.keep_old(index);
    } else {
      pairing.keep_missing(index);
    }
  }
  return result;
}

Reconciliation reconcile_by_id(const std::vector<SourceRecord>& before, std::vector<SourceRecord> after,
                               const RoomResolver& rooms) {
  Reconciliation result;
  Pairing pairing{before, rooms, result};
  const auto resolved = with_rooms(after, rooms);
  std::map<std::string, std::size_t> old_by_id;
  for (std::size_t i = 0; i < before.size(); ++i) old_by_id.emplace(before[i].session.id, i);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto old = old_by_id.find(after[i].session.id);
    if (old == old_by_id.end()) {
      pairing.keep_new(std::move(after[i]));
    } else {
      pairing.keep_both(old->second, std::move(after[i]), resolved[i].session);
      old_by_id.erase(old);
    }
  }
  for (const auto& [id, index] : old_by_id) pairing.keep_missing(index);
  return result;
}

}  // namespace skylt
