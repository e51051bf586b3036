#include "player/scene/door.hpp"

#include <algorithm>
#include <iterator>
#include <set>

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

Seen seen_from(const EffectiveSession& item, const std::vector<std::string>& rooms) {
  const auto& room = item.session.room;
  const auto is_ours = [&](const std::optional<RoomRef>& ref) {
    return ref && ref->id && std::find(rooms.begin(), rooms.end(), *ref->id) != rooms.end();
  };
  const bool here = is_ours(room);
  if (!here && is_ours(item.overflow)) return Seen::WhereItIsShownToo;
  return item.moved() && !here ? Seen::WhereItWas : Seen::WhereItIs;
}

TaggedText wait_text(const Context& context, UtcTime start, bool& counts) {
  const Minutes left = minutes_until(start, context.moment.now);
  counts = left < Minutes{60};
  if (counts) return context.say("starts-in", {{"minutes", std::int64_t{left.count()}}});
  return context.say("free-until", {code_argument("time", context.clock(start))});
}

/// Whether it is on in a room where all that is on has passed its planned end.
bool overruns(const Context& context, const EffectiveSession& item) {
  return std::any_of(context.view.rooms.begin(), context.view.rooms.end(), [&](const RoomNow& room) {
    return room.status == RoomStatus::Overrun &&
           std::any_of(room.now.begin(), room.now.end(),
                       [&](const EffectiveSession& on) { return on.session.id == item.session.id; });
  });
}

/// Chooses what stands in the block; the chosen one leaves its list.
void choose(const Context& context, RoomNow& room, const std::vector<std::string>& rooms, Door& door) {
  const auto take = [&](std::vector<EffectiveSession>& list, DoorState state, const char* label) {
    door.state = state;
    door.session = list.front();
    door.seen = seen_from(list.front(), rooms);
    if (label) door.label = context.say(label);
    list.erase(list.begin());
  };
  const UtcTime now = context.moment.now;
  if (!room.now.empty()) {
    take(room.now, DoorState::Running, "now");
    if (overruns(context, *door.session)) door.status = context.say("overrun");
    return;
  }
  if (!room.relayed.empty() && room.relayed.front().session.start <= now)
    return take(room.relayed, DoorState::Running, "now");
  const auto gone = std::find_if(room.departed.begin(), room.departed.end(),
                                 [&](const EffectiveSession& item) { return item.original_start <= now; });
  if (gone != room.departed.end()) {
    std::rotate(room.departed.begin(), gone, gone + 1);
    return take(room.departed, DoorState::Departed, nullptr);
  }
  if (!room.background.empty()) return take(room.background, DoorState::Open, "open");
  if (!room.next.empty()) {
    take(room.next, DoorState::Next, "next");
    door.status = wait_text(context, door.session->session.start, door.counts_minutes);
    return;
  }
  // Only what was cancelled or moved away is left of the day: people may still come for it (C1, C2).
  for (auto* list : {&room.later, &room.departed}) {
    if (list->empty()) continue;
    take(*list, DoorState::Departed, nullptr);
    door.status = context.say("no-more-today");
    return;
  }
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
    if (!shown.insert(item.session.id).second) return;
    Row row = row_of(context, item, seen_from(item, rooms), ShowEnd::Yes, show_room);
    row.running = running;
    door.rows.push_back(std::move(row));
  };
  for (const auto& item : room.now) add(item, true);
  for (const auto& item : room.departed) add(item, false);
  for (const auto& item : room.relayed)
    if (item.session.start <= context.moment.now) add(item, true);
  const std::size_t always = door.rows.size();
  std::vector<EffectiveSession> coming = room.next;
  std::copy_if(room.relayed.begin(), room.relayed.end(), std::back_inserter(coming),
               [&](const EffectiveSession& item) { return item.session.start > context.moment.now; });
  coming.insert(coming.end(), room.later.begin(), room.later.end());
  std::stable_sort(coming.begin(), coming.end(), [](const EffectiveSession& a, const EffectiveSession& b) {
    return a.session.start < b.session.start;
  });
  for (const auto& item : coming)
    if (door.rows.size() < always + follow) add(item, false);
  for (const auto& item : room.background) {
    Row row = row_of(context, item, seen_from(item, rooms), ShowEnd::Yes, show_room);
    row.time = context.say("open");
    if (shown.insert(item.session.id).second) door.rows.push_back(std::move(row));
  }
  return door;
}

}  // namespace skylt
