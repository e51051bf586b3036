#include "content-server/store/duplicates.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/venue/rooms.hpp"

namespace skylt {

std::set<SessionPair> find_duplicates(std::span<const Session> sessions) {
  std::map<std::tuple<UtcTime, std::string, std::string>, std::vector<const Session*>> alike;
  for (const Session& session : sessions) {
    std::string room;
    if (session.room) room = session.room->id ? *session.room->id : fold_room_name(session.room->name);
    std::set<std::string> titles;
    for (const auto& [language, title] : session.title.by_language()) titles.insert(fold_room_name(title));
    for (const std::string& title : titles) alike[{session.start, room, title}].push_back(&session);
  }
  std::set<SessionPair> pairs;
  for (const auto& [key, group] : alike) {
    std::map<std::string_view, std::set<std::string_view>> sources;
    for (const Session* session : group) sources[session->source].insert(session->id);
    for (auto one = sources.begin(); one != sources.end(); ++one) {
      for (auto other = std::next(one); other != sources.end(); ++other) {
        auto b = other->second.begin();
        for (auto a = one->second.begin(); a != one->second.end() && b != other->second.end(); ++a, ++b)
          pairs.insert(std::minmax(std::string{*a}, std::string{*b}));
      }
    }
  }
  return pairs;
}

}  // namespace skylt
