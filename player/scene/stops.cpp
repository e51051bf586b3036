#include "player/scene/stops.hpp"

#include <algorithm>

#include "core/programme/service_day.hpp"
#include "player/scene/selection.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostStops = 3;  ///< each page has much to read; all come round within A-22
constexpr Minutes kOnTheWay{90};       ///< who reads now may be on the way to what begins within this time
constexpr Minutes kJustBegun{10};      ///< what has just begun is still what most are on the way to

std::string room_id(const EffectiveSession& item) {
  return item.session.room && item.session.room->id ? *item.session.room->id : std::string{};
}

/// What begins next, by start, then what is on, the latest first.
std::vector<const EffectiveSession*> sought(const Context& context, const Filter& filter) {
  const UtcTime now = context.moment.now;
  const UtcTime end = service_day_interval(context.today, context.zone, context.rule.day_change).end;
  std::vector<const EffectiveSession*> coming;
  std::vector<const EffectiveSession*> running;
  for (const auto& item : context.sessions) {
    const Session& session = item.session;
    if (item.cancelled() || room_id(item).empty() || !filter.passes(item)) continue;
    if (session.end <= now || session.start >= end) continue;
    (session.start + kJustBegun > now ? coming : running).push_back(&item);
  }
  // Beyond the hour and a half only what comes first of all.
  if (!coming.empty()) {
    const UtcTime first = coming.front()->session.start;
    std::erase_if(coming, [&](const EffectiveSession* item) {
      return item->session.start > now + kOnTheWay && item->session.start > first;
    });
  }
  std::stable_sort(running.begin(), running.end(), [](const EffectiveSession* a, const EffectiveSession* b) {
    return a->session.start > b->session.start;
  });
  coming.insert(coming.end(), running.begin(), running.end());
  return coming;
}

template <class T>
const T* find_id(const std::vector<T>& all, const std::string& id) {
  const auto it = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return it == all.end() ? nullptr : &*it;
}

void add_fixed(const Context& context, const std::string& id, StopList& list) {
  Stop stop;
  stop.room = find_id(list.venue->rooms, id);
  stop.amenity = find_id(list.venue->amenities, id);
  if (!stop.room && !stop.amenity) return;
  if (context.trusted() && stop.room) {
    for (const auto& item : context.sessions) {
      if (room_id(item) != id || item.cancelled() || item.session.end <= context.moment.now) continue;
      if (service_day(item.session, context.rule) != context.today) continue;
      stop.session = &item;
      break;
    }
  }
  list.stops.push_back(std::move(stop));
}

void add_sought(const Context& context, const Region& region, StopList& list) {
  if (!context.trusted()) return;
  const Filter filter{context, region};
  for (const auto* item : sought(context, filter)) {
    const Room* room = find_id(list.venue->rooms, room_id(*item));
    const bool known =
        std::any_of(list.stops.begin(), list.stops.end(), [&](const Stop& stop) { return stop.room == room; });
    if (!room || known) continue;
    Stop stop;
    stop.session = item;
    stop.room = room;
    list.stops.push_back(std::move(stop));
    if (list.stops.size() == kMostStops) return;
  }
}

void add_directions(const Context& context, StopList& list) {
  const auto find = [](const std::vector<Direction>& all, const std::string& id) {
    return std::find_if(all.begin(), all.end(), [&](const Direction& one) { return one.id == id; });
  };
  for (auto& stop : list.stops) {
    const std::string& id = stop.room ? stop.room->id : stop.amenity->id;
    const auto& known = list.ways->directions();
    if (const auto it = find(known, id); it != known.end()) {
      stop.direction = *it;
      continue;
    }
    // Of each kind of amenity the ways know the nearest one; any other has to be asked for.
    const auto asked = directions_from(list.ways->network(), context.snapshot.screen, {Profile::Walk, {id}});
    if (const auto it = find(asked, id); it != asked.end()) stop.direction = *it;
  }
}

}  // namespace

const Level* find_level(const Venue& venue, const std::string& id) { return find_id(venue.levels, id); }

StopList stops_of(const Context& context, const Region& region) {
  const Snapshot& snapshot = context.snapshot;
  StopList list;
  context.ways();
  list.ways = context.known_ways;
  list.venue = list.ways->network().find_venue(snapshot.screen.venue);
  if (!list.venue) return list;
  list.pose = list.ways->pose();
  list.level = list.pose ? list.pose->level : snapshot.screen.level;
  if (list.level.empty())
    if (const Node* node = find_id(list.venue->nodes, snapshot.screen.node)) list.level = node->level;
  if (const std::string to = option_string(region, "to", ""); !to.empty())
    add_fixed(context, to, list);
  else
    add_sought(context, region, list);
  add_directions(context, list);
  return list;
}

std::string level_of(const StopList& list, const Stop& stop) {
  if (stop.direction && !stop.direction->level.empty()) return stop.direction->level;
  const std::string& level = stop.room ? stop.room->level : stop.amenity->level;
  if (!level.empty()) return level;
  const Node* node = find_id(list.venue->nodes, stop.room ? stop.room->node : stop.amenity->node);
  return node ? node->level : std::string{};
}

TaggedText stop_name(const Context& context, const Stop& stop) {
  if (stop.room) return context.best(stop.room->name);
  const auto name = context.best(stop.amenity->name);
  return name.text.empty() ? context.say("amenity." + stop.amenity->kind) : name;
}

TaggedText stop_time(const Context& context, const Stop& stop) {
  return stop.session ? time_range(context, stop.session->session) : TaggedText{};
}

}  // namespace skylt
