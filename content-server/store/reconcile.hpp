#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "content-server/store/guard.hpp"
#include "content-server/store/rooms.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// Two readings of one source laid side by side. Sessions are kept as the source gives them; rooms are resolved only to
/// compare.
struct Reconciliation {
  std::vector<SourceRecord> kept;  ///< all rows from now on, ids set: the new file's order, then what is missing
  std::vector<ImportOutcome::Difference> differences;
  std::vector<SessionFate> fates;  ///< of the sessions shown so far, for the shrink guard
  std::size_t added = 0, changed = 0, unchanged = 0, removed = 0;
  std::map<std::string, std::string> renamed;  ///< rooms that the source calls otherwise now: old name to new
  std::vector<Session> programme;  ///< of all sources before it, rooms found; only where somebody asks for it
  std::set<std::string> given;     ///< changes that the file brings itself: whatever it says, they hold
};

/// Pairs by core's match_records(). What the new file lacks is kept with status Missing (I8), dates that it was not
/// asked for (`series_from`, as in ImportResult) as they are. `taken` says which ids other sessions have.
Reconciliation reconcile(const std::string& source, const std::vector<SourceRecord>& before,
                         std::vector<SourceRecord> after, const std::map<std::string, UtcTime>& series_from,
                         const RoomResolver& rooms, const std::function<bool(const std::string&)>& taken);

/// The same for sessions that carry their own ids: pairs by id.
Reconciliation reconcile_by_id(const std::vector<SourceRecord>& before, std::vector<SourceRecord> after,
                               const RoomResolver& rooms);

/// A title for people reading a list: in whatever language there is.
std::string any_text(const Text& text);

}  // namespace skylt
