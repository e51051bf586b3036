#include "player/scene/selection.hpp"

#include <algorithm>

#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

bool day_has(const Context& context, const Filter& filter, Day day) {
  const auto today = sessions_of_day(context.sessions, day, context.rule);
  return std::any_of(today.begin(), today.end(), [&](const EffectiveSession& item) { return filter.passes(item); });
}

bool is_next_calendar_day(const Context& context, UtcTime start) {
  const auto day_of = [&](UtcTime at) { return std::chrono::floor<std::chrono::days>(context.zone.to_local(at)); };
  return day_of(start) - day_of(context.moment.now) == std::chrono::days{1};
}

/// The first sessions after the day of the moment: all that share the earliest service day, by start.
std::vector<EffectiveSession> next_day_sessions(const Context& context, const Filter& filter) {
  const auto said = service_day(context.moment.now, context.zone, context.rule.day_change);
  std::optional<Day> day;
  for (const auto& item : context.sessions) {
    const Day start = service_day(item.session, context.rule);
    if (start <= said || item.cancelled() || !filter.passes(item)) continue;
    if (!day || start < *day) day = start;
  }
  if (!day) return {};
  auto all = sessions_of_day(context.sessions, *day, context.rule);
  std::erase_if(all, [&](const EffectiveSession& item) { return item.cancelled() || !filter.passes(item); });
  return all;
}

}  // namespace

int room_order(const Context& context, const EffectiveSession& item) {
  const auto& room = item.session.room;
  const Room* known = room && room->id ? context.room(*room->id) : nullptr;
  return known ? known->order : 1'000'000;
}

std::optional<Ending> ending_of(const Context& context, const Filter& filter) {
  if (!context.trusted()) return std::nullopt;
  const UtcTime now = context.moment.now;
  for (const auto& item : sessions_of_day(context.sessions, context.today, context.rule)) {
    const UtcTime end = std::max(item.session.end, item.original_end);
    if (filter.passes(item) && (end > now || item.session.start > now)) return std::nullopt;
  }
  for (const auto& item : context.sessions)
    if (filter.passes(item) && !item.cancelled() && item.session.start <= now && now < item.session.end)
      return std::nullopt;
  Ending ending;
  ending.first = next_day_sessions(context, filter);
  const bool before = std::none_of(context.sessions.begin(), context.sessions.end(), [&](const EffectiveSession& item) {
    return filter.passes(item) && item.session.start <= now;
  });
  const bool had_programme = day_has(context, filter, context.today);
  if (ending.first.empty()) {
    ending.statement = before ? context.say("nothing-today") : context.say("thanks-event");
    return ending;
  }
  std::optional<UtcTime> opening;
  for (const auto& item : ending.first)
    if (const auto planned = planned_clock(item); planned && (!opening || *planned < *opening)) opening = planned;
  const auto time_of_opening = [&] { return code_argument("time", context.clock(*opening)); };
  const Day day = service_day(ending.first.front().session, context.rule);
  const auto opens_on = [&] {
    return context.say("opens-on", {time_of_opening(), name_argument("date", context.date(day).text)});
  };
  const bool tomorrow = is_next_calendar_day(context, ending.first.front().session.start);
  const bool tells_opening = filter.whole_venues() && opening;
  ending.heading = tomorrow && !tells_opening ? context.say("tomorrow-first") : context.date(day);
  if (before && tells_opening) {
    ending.statement = tomorrow ? context.say("opens-tomorrow", {time_of_opening()}) : opens_on();
    return ending;
  }
  ending.statement = had_programme ? context.say("thanks-today") : context.say("nothing-today");
  if (tells_opening) ending.detail = tomorrow ? context.say("opens-tomorrow", {time_of_opening()}) : opens_on();
  return ending;
}

RowGroup day_without_clock(const Context& context, const Filter& filter, ShowRoom show_room) {
  RowGroup group;
  group.heading = context.date(context.today);
  for (const auto& item : sessions_of_day(context.sessions, context.today, context.rule))
    if (filter.passes(item)) group.rows.push_back(row_of(context, item, Seen::WhereItIs, ShowEnd::Yes, show_room));
  return group;
}

}  // namespace skylt
