#include "content-server/phone/visit.hpp"

#include <algorithm>

#include "core/language/dates.hpp"
#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

LanguageChain chain_for(const Snapshot& snapshot, const std::string& language) {
  LanguageChain chain{language};
  for (const auto* list : {&snapshot.screen.languages, &snapshot.event.languages, &snapshot.event.fallback})
    for (const auto& tag : *list)
      if (std::find(chain.begin(), chain.end(), tag) == chain.end()) chain.push_back(tag);
  return chain;
}

}  // namespace

std::string Visit::clock(UtcTime instant) const { return time_text(local(instant)); }

Day Visit::day_of(const Session& session) const { return service_day(session, rule); }

TaggedText Visit::say(std::string_view key, const std::vector<WordArgument>& arguments) const {
  return words.say(key, chain, arguments);
}

TaggedText Visit::best(const Text& text) const { return text.best_for(chain).value_or(TaggedText{}); }

TaggedText Visit::date(Day day) const { return date_text(day, chain); }

const EffectiveSession* Visit::session(const std::string& id) const {
  for (const auto& item : sessions)
    if (item.session.id == id) return &item;
  return nullptr;
}

const Venue* Visit::venue(const std::string& id) const {
  for (const auto& venue : snapshot.venues)
    if (venue.id == id) return &venue;
  return nullptr;
}

const Venue* Visit::venue_of_room(const std::string& id) const {
  for (const auto& venue : snapshot.venues)
    for (const auto& room : venue.rooms)
      if (room.id == id) return &venue;
  return nullptr;
}

const Room* Visit::room(const std::string& id) const {
  const Venue* venue = venue_of_room(id);
  if (!venue) return nullptr;
  for (const auto& room : venue->rooms)
    if (room.id == id) return &room;
  return nullptr;
}

int Visit::room_order(const EffectiveSession& item) const {
  const auto& place = item.session.room;
  const Room* known = place && place->id ? room(*place->id) : nullptr;
  return known ? known->order : 1'000'000;
}

Visit make_visit(const Snapshot& snapshot, const Words& words, UtcTime now, const std::string& language) {
  Visit visit{snapshot, words, now, chain_for(snapshot, language), day_rule(snapshot.event), {}, {}, {}};
  visit.today = service_day(now, visit.rule.zone, visit.rule.day_change);
  const auto rooms = room_entries(snapshot.venues, visit.chain);
  visit.sessions = effective(snapshot.sessions, snapshot.changes, rooms, visit.rule, now);
  NowOptions options;
  options.day = visit.rule;
  visit.view = select_now(visit.sessions, rooms, options, now);
  return visit;
}

}  // namespace skylt
