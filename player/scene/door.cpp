#include "player/scene/door.hpp"

#include <algorithm>
#include <set>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

/// The answers for several rooms as one; a door screen usually has one.
RoomNow together(const Context& context, const std::vector<std::string>& rooms) {
  RoomNow all;
  const auto append = [](std::vector<EffectiveSession>& to, const std::vector<EffectiveSession>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const auto& room : context.view.rooms) {
    if (!room.room_id || std::find(rooms.begin(), rooms.end(), *room.room_id) == rooms.end()) continue;
    append(all.now, room.now);
    append(all.background, room.background);
    append(all.next, room.next);
    append(all.later, room.later);
    append(all.departed, room.departed);
    append(all.relayed, room.relayed);
  }
  const auto by_start = [](const EffectiveSession& a, const EffectiveSession& b) {
    return a.session.start < b.session.start;
  };
  for (auto* list : {&all.now, &all.background, &all.next, &all.later, &all.departed, &all.relayed})
    std::stable_sort(list->begin(), list->end(), by_start);
  return all;
}

Seen seen_from(const Context& context, const EffectiveSession& item, const std::vector<std::string>& rooms) {
  const auto& room = item.session.room;
  const auto is_ours = [&](const std::optional<RoomRef>& ref) {
    return ref && ref->id && std::find(rooms.begin(), rooms.end(), *ref->id) != rooms.end();
  };
  const bool here = is_ours(room);
  if (!here && is_ours(item.overflow)) return Seen::WhereItIsShownToo;
  const auto day = service_day(item.session.start, context.zone, context.rule.day_change);
  if (item.other_day && !item.cancelled() && day != context.today) return Seen::WhereItWas;
  return item.moved() && !here ? Seen::WhereItWas : Seen::WhereItIs;
}

/// "Börjar om 18 minuter": a number goes to a new line with what it counts.
TaggedText with_numbers_kept(TaggedText said) {
  for (std::size_t i = 1; i + 1 < said.text.size(); ++i)
    if (said.text[i] == ' ' && is_digit(said.text[i - 1]) && !is_digit(said.text[i + 1]))
      said.text.replace(i, 1, "\u00a0");
  return said;
}

TaggedText wait_text(const Context& context, UtcTime start, bool& counts) {
  const Minutes left = minutes_until(start, context.moment.now);
  counts = left < Minutes{60};
  if (counts) return with_numbers_kept(context.say("starts-in", {{"minutes", std::int64_t{left.count()}}}));
  return context.say("free-until", {code_argument("time", context.clock(start))});
}

/// When people come for it: what moved away, at the time that it had here.
UtcTime awaited(const EffectiveSession& item, Seen seen) {
  return seen == Seen::WhereItWas ? item.original_start : item.session.start;
}

/// Chooses what stands in the block; the chosen one leaves its list.
void choose(const Context& context, RoomNow& room, const std::vector<std::string>& rooms, Door& door) {
  const auto take = [&](std::vector<EffectiveSession>& list, DoorState state, const char* label) {
    door.state = state;
    door.session = list.front();
    door.seen = seen_from(context, list.front(), rooms);
    if (label) door.label = context.say(label);
    list.erase(list.begin());
  };
  const UtcTime now = context.moment.now;
  if (!room.now.empty()) return take(room.now, DoorState::Running, "now");
  if (!room.relayed.empty() && room.relayed.front().session.start <= now)
    return take(room.relayed, DoorState::Running, "now");
  const auto gone = std::find_if(room.departed.begin(), room.departed.end(),
                                 [&](const EffectiveSession& item) { return item.original_start <= now; });
  if (gone != room.departed.end()) {
    std::rotate(room.departed.begin(), gone, gone + 1);
    return take(room.departed, DoorState::Departed, nullptr);
  }
  if (!room.background.empty()) return take(room.background, DoorState::Open, "open");
  // What people come for first, be it here, cancelled or elsewhere (C1, C2); of several at one time what takes place.
  std::vector<EffectiveSession>* first = nullptr;
  for (auto* list : {&room.next, &room.relayed, &room.later, &room.departed}) {
    const auto time_of = [&](const std::vector<EffectiveSession>& one) {
      return awaited(one.front(), seen_from(context, one.front(), rooms));
    };
    if (!list->empty() && (!first || time_of(*list) < time_of(*first))) first = list;
  }
  if (!first) return;
  const bool comes = first == &room.next || first == &room.relayed;
  take(*first, comes ? DoorState::Next : DoorState::Departed, comes ? "next" : nullptr);
  if (comes)
    door.status = wait_text(context, door.session->session.start, door.counts_minutes);
  else if (room.next.empty() && room.relayed.empty() && room.later.empty() && room.departed.empty())
    door.status = context.say("no-more-today");
}

}  // namespace

std::vector<std::string> door_rooms(const Context& context, const Region& region) {
  auto rooms = option_strings(region, "rooms");
  return rooms.empty() ? context.snapshot.screen.rooms : rooms;
}

Door door_of(const Context& context, const std::vector<std::string>& rooms, std::size_t follow) {
  Door door;
  RoomNow room = together(context, rooms);
  choose(context, room, rooms, door);
  const bool many = rooms.size() > 1;
  const ShowRoom show_room = many ? ShowRoom::Yes : ShowRoom::No;
  std::set<std::string> shown;
  if (door.session) shown.insert(door.session->session.id);
  const auto add = [&](const EffectiveSession& item, bool running) {
    if (!shown.insert(item.session.id).second) return false;
    Row row = row_of(context, item, seen_from(context, item, rooms), ShowEnd::Yes, show_room);
    row.running = running;
    if (running) row.plates.insert(row.plates.begin(), {context.say("now"), "accent"});
    door.rows.push_back(std::move(row));
    return true;
  };
  for (const auto& item : room.now) add(item, true);
  // In the order in which people come for them. What was cancelled now or moved away does not count for `follow`.
  struct Awaited {
    const EffectiveSession* item;
    UtcTime at;
    bool running, counts;
  };
  std::vector<Awaited> coming;
  for (const auto& item : room.departed)
    coming.push_back({&item, awaited(item, seen_from(context, item, rooms)), false, false});
  for (const auto& item : room.relayed) {
    const bool running = item.session.start <= context.moment.now;
    coming.push_back({&item, item.session.start, running, !running});
  }
  for (const auto* list : {&room.next, &room.later})
    for (const auto& item : *list) coming.push_back({&item, item.session.start, false, true});
  std::stable_sort(coming.begin(), coming.end(), [](const Awaited& a, const Awaited& b) { return a.at < b.at; });
  std::size_t following = 0;
  for (const auto& each : coming) {
    if (each.counts && following == follow) continue;
    if (add(*each.item, each.running) && each.counts) ++following;
  }
  for (const auto& item : room.background) {
    Row row = row_of(context, item, seen_from(context, item, rooms), ShowEnd::Yes, show_room);
    row.time = context.say("open");
    if (shown.insert(item.session.id).second) door.rows.push_back(std::move(row));
  }
  return door;
}

}  // namespace skylt
