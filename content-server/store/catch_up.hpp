#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "content-server/import/import.hpp"
#include "core/programme/effective.hpp"

namespace skylt {

/// What becomes of the live changes when a source is read again (C6). Those that are in no list stay as they are.
struct CatchUp {
  std::vector<Change> retired;                     ///< the source now says the same
  std::vector<std::pair<Change, Change>> kept_up;  ///< as it was, and as it now stands
  std::vector<Finding> findings;                   ///< "change-conflict": the source has gone another way
  std::vector<std::string> notes;
};

/// A programme with its rooms found, sessions of all sources; before the import only those that stand for themselves.
struct ResolvedProgramme {
  std::span<const Session> sessions;
  std::span<const RoomEntry> rooms;
};

/// Lays the changes beside what `source` said before and says now. `renamed`: rooms that it calls otherwise now, old
/// name to new; a change that names one literally goes along. A delay with `following` is retired when every session
/// that it shifted has been moved as far; else it goes on from the first one that has not.
CatchUp catch_up(std::span<const Change> changes, const std::string& source, const ResolvedProgramme& before,
                 const ResolvedProgramme& after, const std::map<std::string, std::string>& renamed, const DayRule& rule,
                 UtcTime now);

}  // namespace skylt
