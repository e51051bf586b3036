#include "content-server/store/rooms.hpp"

#include <algorithm>

#include "core/venue/rooms.hpp"

namespace skylt {

RoomResolver::RoomResolver(std::span<const Venue> venues, std::span<const SourceRoomRow> seen,
                           std::span<const std::string> languages) {
  for (const Venue& venue : venues) {
    for (const Room& room : venue.rooms) add(room, venue.id, languages);
  }
  for (const SourceRoomRow& row : seen) seen_.insert_or_assign({row.source, row.guid}, row);
}

void RoomResolver::add(const Room& room, const std::string& venue, std::span<const std::string> languages) {
  const auto best = room.name.best_for(languages);
  rooms_.insert_or_assign(room.id, Entry{venue, best ? best->text : room.id});
  for (const RoomAlias& alias : room.aliases) {
    if (!alias.guid.empty()) by_guid_.emplace(std::pair{alias.source, alias.guid}, room.id);
    if (alias.text.empty()) continue;
    if (!alias.source.empty()) by_exact_.emplace(std::pair{alias.source, alias.text}, room.id);
    aliases_[fold_room_name(alias.text)].push_back({alias.source, room.id});
  }
  const auto name_it = [&](const std::string& name) {
    auto& rooms = names_[fold_room_name(name)];
    if (std::find(rooms.begin(), rooms.end(), room.id) == rooms.end()) rooms.push_back(room.id);
  };
  name_it(room.id);
  for (const auto& [language, name] : room.name.by_language()) name_it(name);
  for (const auto& [language, name] : room.short_name.by_language()) name_it(name);
}

std::optional<std::string> RoomResolver::find(const std::string& source, const std::string& guid,
                                              const std::string& name, const std::string& venue) const {
  if (!guid.empty()) {
    for (const auto& key : {std::pair{source, guid}, std::pair{std::string{}, guid}}) {
      if (const auto found = by_guid_.find(key); found != by_guid_.end()) return found->second;
    }
    const auto seen = seen_.find({source, guid});
    if (seen != seen_.end() && knows(seen->second.room)) return seen->second.room;
  }
  if (name.empty()) return std::nullopt;
  if (const auto exact = by_exact_.find({source, name}); exact != by_exact_.end()) return exact->second;
  const std::string folded = fold_room_name(name);
  if (auto room = by_alias(source, folded, venue)) return room;
  return by_name(folded, venue);
}

std::optional<std::string> RoomResolver::by_alias(const std::string& source, const std::string& folded,
                                                  const std::string& venue) const {
  const auto found = aliases_.find(folded);
  if (found == aliases_.end()) return std::nullopt;
  // An alias of this source says more than one of any source, and a room of the session's venue more than another's.
  std::optional<std::string> best;
  int best_rank = -1;
  for (const Candidate& candidate : found->second) {
    if (!candidate.source.empty() && candidate.source != source) continue;
    const bool here = venue.empty() || rooms_.at(candidate.room).venue == venue;
    const int rank = (candidate.source.empty() ? 0 : 2) + (here ? 1 : 0);
    if (rank <= best_rank) continue;
    best = candidate.room;
    best_rank = rank;
  }
  return best;
}

std::optional<std::string> RoomResolver::by_name(const std::string& folded, const std::string& venue) const {
  const auto found = names_.find(folded);
  if (found == names_.end()) return std::nullopt;
  std::optional<std::string> only;
  for (const std::string& room : found->second) {
    if (!venue.empty() && rooms_.at(room).venue != venue) continue;
    if (only) return std::nullopt;  // two rooms of that name: a person has to say which
    only = room;
  }
  return only;
}

void RoomResolver::resolve(Session& session, const std::string& room_guid) const {
  if (!session.room) return;
  RoomRef& room = *session.room;
  if (!room.id || !knows(*room.id)) {
    if (room.name.empty() && room.id) room.name = *room.id;
    room.id = find(session.source, room_guid, room.name, session.venue);
  }
  if (room.id) {
    const Entry& entry = rooms_.at(*room.id);
    room.name = entry.name;
    session.venue = entry.venue;
  } else if (const auto seen = seen_.find({session.source, room_guid}); seen != seen_.end() && !room_guid.empty()) {
    room.name = seen->second.name;
  }
}

}  // namespace skylt
