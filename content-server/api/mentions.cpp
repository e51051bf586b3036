#include "content-server/api/mentions.hpp"

#include <algorithm>

#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

constexpr std::size_t kFollow = 3;  // of a door, as the player's now-next has it
constexpr Minutes kOnTheWay{90};

std::optional<std::string> room_id(const EffectiveSession& item) {
  return item.session.room ? item.session.room->id : std::nullopt;
}

bool is_over(const EffectiveSession& item, UtcTime at) {
  return std::max(item.session.end, item.original_end) <= at && item.session.start <= at;
}

bool by_start(const EffectiveSession& a, const EffectiveSession& b) { return a.session.start < b.session.start; }

}  // namespace

UtcTime moment_of(const Session& session, const DayRule& rule, UtcTime now) {
  const bool begun = session.start <= now || service_day(session, rule) == service_day(now, rule.zone, rule.day_change);
  return begun && now < session.end ? now : session.start;
}

Mentions::Mentions(const EventData& data, const Assets& assets, UtcTime at)
    : data_{data}, assets_{assets}, at_{at}, rule_{day_rule(data.event)} {
  const auto rooms = room_entries(data.venues, data.event.languages);
  sessions_ = effective(data.sessions, data.changes, rooms, rule_, at);
  NowOptions options;
  options.day = rule_;
  view_ = select_now(sessions_, rooms, options, at);
  today_ = sessions_of_day(sessions_, service_day(at, rule_.zone, rule_.day_change), rule_);
}

const Layout* Mentions::layout_of(const Screen& screen) const {
  const auto id = select_layout(screen, data_.rota, rule_.zone, rule_.day_change, at_).layout;
  for (const auto* layouts : {&data_.layouts, &assets_.layouts})
    for (const auto& layout : *layouts)
      if (layout.id == id) return &layout;
  return nullptr;
}

std::vector<std::string> Mentions::regions(const Screen& screen, const std::string& session) const {
  std::vector<std::string> found;
  const auto* layout = layout_of(screen);
  if (!layout) return found;
  for (const auto& region : layout->regions_for(screen.size))
    if (sessions_in(screen, region).contains(session)) found.push_back(region.id);
  return found;
}

Mentions::Ids Mentions::sessions_in(const Screen& screen, const Region& region) const {
  const SessionFilter filter{screen, region};
  const auto& widget = region.widget;
  if (widget == "changes") return option_flag(region, "sessions", true) ? of_changes(filter) : Ids{};
  if (widget == "map" || widget == "way") return of_ways(screen, region, filter);
  if (widget == "now-next") return of_door(screen, region);
  const bool past = option_flag(region, "past", false);
  const bool of_whole_day = widget == "agenda" || widget == "grid";
  if (!of_whole_day && widget != "rooms-now" && widget != "ending") return {};
  if (auto ending = past ? std::nullopt : after_the_day(filter)) return *ending;
  if (widget == "rooms-now") return of_rooms_now(filter, option_flag(region, "changes", true));
  if (!of_whole_day) return {};
  const auto hours = region.options.find("hours");
  const bool limited = hours != region.options.end() && hours->is_number_integer();
  return of_day(filter, past, limited ? std::optional{hours->get<int>()} : std::nullopt);
}

std::optional<Mentions::Ids> Mentions::after_the_day(const SessionFilter& filter) const {
  for (const auto& item : today_) {
    const UtcTime end = std::max(item.session.end, item.original_end);
    if (filter.passes(item) && (end > at_ || item.session.start > at_)) return std::nullopt;
  }
  for (const auto& item : sessions_)
    if (filter.passes(item) && !item.cancelled() && item.session.start <= at_ && at_ < item.session.end)
      return std::nullopt;
  Ids ids;
  std::optional<Day> first;
  const Day today = service_day(at_, rule_.zone, rule_.day_change);
  for (const auto& item : sessions_) {
    const Day day = service_day(item.session, rule_);
    if (day <= today || item.cancelled() || !filter.passes(item)) continue;
    if (!first || day < *first) ids.clear();
    if (!first || day <= *first) ids.insert(item.session.id);
    if (!first || day < *first) first = day;
  }
  return ids;
}

Mentions::Ids Mentions::of_rooms_now(const SessionFilter& filter, bool with_changes) const {
  Ids ids;
  std::optional<UtcTime> horizon;
  for (const auto& room : view_.rooms) {
    for (const auto* list : {&room.now, &room.background, &room.next})
      for (const auto& item : *list)
        if (filter.passes(item)) ids.insert(item.session.id);
    for (const auto& item : room.next)
      if (filter.passes(item)) horizon = std::max(horizon.value_or(item.session.start), item.session.start);
  }
  for (const auto& room : with_changes ? view_.rooms : std::vector<RoomNow>{}) {
    for (const auto& item : room.departed) {
      const bool elsewhere = item.moved() && !filter.passes_place(item.session.venue, room_id(item));
      if (filter.passes(item) && (item.cancelled() || elsewhere)) ids.insert(item.session.id);
    }
    for (const auto& item : room.later)
      if (item.cancelled() && filter.passes(item) && (!horizon || item.session.start <= *horizon))
        ids.insert(item.session.id);
  }
  return ids;
}

Mentions::Ids Mentions::of_day(const SessionFilter& filter, bool past, std::optional<int> hours) const {
  Ids ids;
  for (const auto& item : today_) {
    if (!filter.passes(item) || (is_over(item, at_) && !past)) continue;
    if (hours && !past && item.session.start >= at_ + std::chrono::hours{*hours}) continue;
    ids.insert(item.session.id);
  }
  return ids;
}

Mentions::Ids Mentions::of_door(const Screen& screen, const Region& region) const {
  auto rooms = option_strings(region, "rooms");
  if (rooms.empty()) rooms = screen.rooms;
  Region here = region;
  here.options = Json{{"venues", "all"}, {"rooms", rooms}};
  if (auto ending = after_the_day(SessionFilter{screen, here})) return *ending;
  Ids always;
  std::vector<EffectiveSession> coming;
  for (const auto& room : view_.rooms) {
    if (!room.room_id || std::find(rooms.begin(), rooms.end(), *room.room_id) == rooms.end()) continue;
    for (const auto* list : {&room.now, &room.background, &room.departed})
      for (const auto& item : *list) always.insert(item.session.id);
    coming.insert(coming.end(), room.next.begin(), room.next.end());
    coming.insert(coming.end(), room.later.begin(), room.later.end());
  }
  std::stable_sort(coming.begin(), coming.end(), by_start);
  const auto follow = region.options.find("follow");
  std::size_t left =
      follow != region.options.end() && follow->is_number_integer() ? follow->get<std::size_t>() : kFollow;
  if (always.empty()) ++left;  // the first of what comes is the one that stands large
  for (const auto& item : coming)
    if (left > 0 && always.insert(item.session.id).second) --left;
  return always;
}

Mentions::Ids Mentions::of_ways(const Screen& screen, const Region& region, const SessionFilter& filter) const {
  const auto to = option_string(region, "to", "");
  Ids ids;
  std::optional<UtcTime> first;
  for (const auto& item : today_) {  // by start
    if (item.cancelled() || item.session.end <= at_ || item.session.venue != screen.venue) continue;
    if (!to.empty() ? room_id(item) != to : !room_id(item) || !filter.passes(item)) continue;
    if (item.session.start > at_ && !first) first = item.session.start;
    if (item.session.start <= at_ + kOnTheWay || item.session.start == first) ids.insert(item.session.id);
  }
  return ids;
}

Mentions::Ids Mentions::of_changes(const SessionFilter& filter) const {
  Ids ids;
  for (const auto& item : changed_today(sessions_, rule_, at_))
    if (filter.passes(item)) ids.insert(item.session.id);
  return ids;
}

}  // namespace skylt
