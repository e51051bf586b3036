#include "content-server/store/duplicates.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/venue/rooms.hpp"

namespace skylt {

namespace {

/// Of sessions that begin at once: those in one room with one title.
void pair_alike(const std::vector<const Session*>& sessions, std::set<SessionPair>& pairs) {
  std::map<std::pair<std::string, std::string>, std::map<std::string_view, std::set<std::string_view>>> alike;
  for (const Session* session : sessions) {
    std::string room;
    if (session->room) room = session->room->id ? *session->room->id : fold_room_name(session->room->name);
    for (const auto& [language, title] : session->title.by_language())
      alike[{room, fold_room_name(title)}][session->source].insert(session->id);
  }
  for (const auto& [key, sources] : alike) {
    for (auto one = sources.begin(); one != sources.end(); ++one) {
      for (auto other = std::next(one); other != sources.end(); ++other) {
        auto b = other->second.begin();
        for (auto a = one->second.begin(); a != one->second.end() && b != other->second.end(); ++a, ++b)
          pairs.insert(std::minmax(std::string{*a}, std::string{*b}));
      }
    }
  }
}

}  // namespace

std::set<SessionPair> find_duplicates(std::span<const Session> sessions) {
  std::map<UtcTime, std::vector<const Session*>> by_start;
  for (const Session& session : sessions) by_start[session.start].push_back(&session);
  std::set<SessionPair> pairs;
  for (const auto& [start, together] : by_start) {
    const std::string& source = together.front()->source;
    const auto of_another = [&source](const Session* each) { return each->source != source; };
    if (std::any_of(together.begin(), together.end(), of_another)) pair_alike(together, pairs);
  }
  return pairs;
}

std::set<SessionPair> undecided_duplicates(std::vector<Session> sessions, const Joins& joins) {
  std::erase_if(sessions, [&](const Session& session) { return joins.joined.contains(session.id); });
  auto pairs = find_duplicates(sessions);
  std::erase_if(pairs, [&](const SessionPair& pair) { return joins.decided.contains(pair); });
  return pairs;
}

Joins read_joins(Database& database) {
  Joins joins;
  for (const SqlRow& row : database.query("SELECT first, second, decision FROM duplicates")) {
    joins.decided.insert(std::minmax(row.text(0), row.text(1)));
    if (row.text(2) == "same") joins.joined[row.text(1)] = row.text(0);
  }
  return joins;
}

namespace {

/// The one at the top of what `id` is joined to, and how far below it that is.
std::pair<std::string, std::size_t> top_of(const Joins& joins, std::string id) {
  std::size_t below = 0;
  for (auto up = joins.joined.find(id); up != joins.joined.end(); up = joins.joined.find(id), ++below) id = up->second;
  return {id, below};
}

}  // namespace

void Standing::add(const Session& session) {
  const auto [top, below] = top_of(*joins_, session.id);
  const std::tuple one{session.status == SessionStatus::Missing, below, session.id};
  const auto [known, fresh] = best_.try_emplace(top, one);
  if (!fresh) known->second = std::min(known->second, one);
}

std::string Standing::of(const std::string& id) const {
  const auto found = best_.find(top_of(*joins_, id).first);
  return found == best_.end() ? id : std::get<std::string>(found->second);
}

}  // namespace skylt
