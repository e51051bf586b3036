#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/programme/session.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// A room that a source names by guid: its latest name there, and the room it was found to be (empty: not yet).
struct SourceRoomRow {
  std::string source;
  std::string guid;
  std::string name;
  std::string room;
  bool operator==(const SourceRoomRow&) const = default;
};

/// Finds the room that a source means. Order (PROGRAMME-FORMATS §0.5): (source, room guid), (source, exact name), alias
/// table, name of a room of the session's venue, else unresolved. A guid that once led to a room keeps doing so when
/// the source renames the room (I9). Names of several rooms are not guessed between. Values are copied in.
class RoomResolver {
 public:
  RoomResolver(std::span<const Venue> venues, std::span<const SourceRoomRow> seen,
               std::span<const std::string> languages);

  /// Room id, or nullopt. `venue` empty: any venue.
  std::optional<std::string> find(const std::string& source, const std::string& guid, const std::string& name,
                                  const std::string& venue) const;

  /// Puts id, display name and venue of its room into `session`; an unresolved room keeps its literal name (the newest
  /// one of its guid) and an id that no venue has becomes a literal.
  void resolve(Session& session, const std::string& room_guid) const;

  bool knows(const std::string& room) const { return rooms_.contains(room); }

 private:
  struct Entry {
    std::string venue;
    std::string name;
  };
  struct Candidate {
    std::string source;
    std::string room;
  };

  void add(const Room& room, const std::string& venue, std::span<const std::string> languages);
  std::optional<std::string> by_alias(const std::string& source, const std::string& folded,
                                      const std::string& venue) const;
  std::optional<std::string> by_name(const std::string& folded, const std::string& venue) const;

  std::map<std::string, Entry> rooms_;
  std::map<std::pair<std::string, std::string>, std::string> by_guid_;   // (source, guid)
  std::map<std::pair<std::string, std::string>, std::string> by_exact_;  // (source, name)
  std::map<std::string, std::vector<Candidate>> aliases_;                // folded
  std::map<std::string, std::vector<std::string>> names_;                // folded -> rooms
  std::map<std::pair<std::string, std::string>, SourceRoomRow> seen_;
};

}  // namespace skylt
