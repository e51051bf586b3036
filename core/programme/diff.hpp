#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/programme/session.hpp"

namespace skylt {

/// A record of a source before it has our id: the session, and what the source identifies it by.
struct SourceRecord {
  std::string guid;  ///< the source's strongest identity (guid, UID+RECURRENCE-ID, id column …); may be empty or repeat
  std::string room_guid;  ///< the source's room identity where it has one
  Session session;        ///< `id` empty until matched
  bool operator==(const SourceRecord&) const = default;
};

struct Match {
  std::optional<std::size_t> old_index;
  std::optional<std::size_t> new_index;
};

/// Pairs the records of two readings of one source: first those equal in guid, start, room and title, then those equal
/// in start, room and title whatever their guids (slots are renumbered), then the rest by guid (of one guid first those
/// that share title and start, then title, then start); of several that fit first those equal in everything, then in
/// file order. What is left is paired where it is the only one of its title, room and day on both sides; without guids
/// also of its title and start, or of its start and room where the titles are alike. A room is its guid where it has
/// one, else its name. Nothing is merged: every record of both sides is in exactly one Match. O(n log n).
std::vector<Match> match_records(std::span<const SourceRecord> old_records, std::span<const SourceRecord> new_records);

struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
};

/// Fields that differ and matter to a reader (not id, source, volatile stamps).
std::vector<FieldChange> compare(const Session& before, const Session& after);

/// Stable ids for the new records of one source: a short hash of source and guid (or title, start, room), with
/// "-2" … "-9" when taken; then a hash of all of them, numbered when that is taken too. One thread.
class SessionIds {
 public:
  /// `taken`: ids of others; those given here are known.
  SessionIds(const std::string& source, std::function<bool(const std::string&)> taken);
  std::string next(const SourceRecord& record);

 private:
  bool claim(const std::string& id);

  std::string source_key_;
  std::function<bool(const std::string&)> taken_;
  std::unordered_set<std::string> given_;
  std::unordered_map<std::string, int> numbers_;  ///< last one given, by hash: equal records cost no search each
};

}  // namespace skylt
