#include "player/scene/selection.hpp"

#include <algorithm>

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
  const UtcTime end = service_day_interval(said, context.zone, context.rule.day_change).end;
  std::optional<Day> day;
  for (const auto& item : context.sessions) {
    if (item.session.start < end || item.cancelled() || !filter.passes(item)) continue;
    const Day start = service_day(item.session.start, context.zone, context.rule.day_change);
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
  const auto time_of_first = [&] { return code_argument("time", context.clock(ending.first.front().session.start)); };
  if (ending.first.empty()) {
    ending.statement = before ? context.say("nothing-today") : context.say("thanks-event");
    return ending;
  }
  const Day day = service_day(ending.first.front().session.start, context.zone, context.rule.day_change);
  const auto opens_on = [&] {
    return context.say("opens-on", {time_of_first(), name_argument("date", context.date(day).text)});
  };
  const bool tomorrow = is_next_calendar_day(context, ending.first.front().session.start);
  if (before) {
    ending.statement = tomorrow ? context.say("opens-tomorrow", {time_of_first()}) : opens_on();
    return ending;
  }
  ending.statement = had_programme ? context.say("thanks-today") : context.say("nothing-today");
  ending.detail = tomorrow ? context.say("opens-tomorrow", {time_of_first()}) : opens_on();
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
