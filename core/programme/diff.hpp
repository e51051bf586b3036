#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
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

/// Pairs the records of two readings of one source: first those equal in guid, start, room and title, then the rest by
/// guid (of one guid first those that share title and start, then title, then start), then the rest by title, start and
/// room; in file order where several fit. A room is its guid where it has one, else its name. Nothing is merged: every
/// record of both sides is in exactly one Match. O(n log n).
std::vector<Match> match_records(std::span<const SourceRecord> old_records, std::span<const SourceRecord> new_records);

struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
};

/// Fields that differ and matter to a reader (not id, source, volatile stamps).
std::vector<FieldChange> compare(const Session& before, const Session& after);

/// Stable id for a new record: a short hash of source and guid (or title, start, room), with "-2" … "-9" when taken;
/// then a hash of all of them, numbered when that is taken too.
std::string make_session_id(const std::string& source, const SourceRecord& record,
                            const std::function<bool(const std::string&)>& taken);

}  // namespace skylt
