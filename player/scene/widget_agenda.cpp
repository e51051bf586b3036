#include <algorithm>
#include <iterator>

#include "core/language/dates.hpp"
#include "player/scene/selection.hpp"

namespace skylt {
namespace {

/// Runs for so long that it never masks what is scheduled (N3).
bool is_in_background(const Context& context, const EffectiveSession& item) {
  return std::any_of(context.view.rooms.begin(), context.view.rooms.end(), [&](const RoomNow& room) {
    return std::any_of(room.background.begin(), room.background.end(),
                       [&](const EffectiveSession& one) { return one.session.id == item.session.id; });
  });
}

}  // namespace

WidgetPages draw_agenda(const Context& context, const Place& place) {
  const Filter filter{context, place.region};
  const UtcTime now = context.moment.now;
  const bool past = option_flag(place.region, "past", false) || !context.trusted();
  if (const auto ending = past ? std::nullopt : ending_of(context, filter)) return draw_ending(context, place, *ending);
  RowGroup running{context.say("now"), true, {}};
  RowGroup rest;
  rest.heading = context.best(option_text(place.region, "title"));
  if (const auto follow = option_string(place.region, "follow-in", ""); !follow.empty() && rest.heading.text.empty())
    rest.heading = context.say("follow-in", {name_argument("language", language_name(follow, context.chain).text)});
  if (!context.trusted()) rest.heading = context.date(context.today);
  const auto is_on = [&](const EffectiveSession& item) {
    return context.trusted() && item.session.start <= now && now < item.session.end && !item.cancelled();
  };
  std::vector<Row> open;  // in the background, after what began today
  const auto add = [&](const EffectiveSession& item) {
    Row row = row_of(context, item, Seen::WhereItIs, ShowEnd::Yes, ShowRoom::Yes);
    row.running = is_on(item);
    // What was cancelled and would be on by now is not later (C1).
    const bool begun = context.trusted() && !past && item.session.start <= now;
    if (!begun) return rest.rows.push_back(std::move(row));
    if (!is_in_background(context, item)) return running.rows.push_back(std::move(row));
    row.time = context.say("open");
    row.rank += std::chrono::days{1};  // a list that is cut drops these first
    open.push_back(std::move(row));
  };
  // What began before the day change goes on beyond it.
  const UtcTime day_begins = service_day_interval(context.today, context.zone, context.rule.day_change).start;
  for (const auto& item : context.sessions)
    if (item.session.start < day_begins && is_on(item) && filter.passes(item)) add(item);
  for (const auto& item : sessions_of_day(context.sessions, context.today, context.rule)) {
    const bool over = std::max(item.session.end, item.original_end) <= now && item.session.start <= now;
    if (filter.passes(item) && (past || !over)) add(item);
  }
  std::move(open.begin(), open.end(), std::back_inserter(running.rows));
  std::vector<RowGroup> groups;
  if (!running.rows.empty()) {
    groups.push_back(std::move(running));
    if (rest.heading.text.empty()) rest.heading = context.say("later-today");
  } else if (rest.heading.text.empty()) {
    rest.heading = context.say("today");
  }
  if (!rest.rows.empty()) groups.push_back(std::move(rest));
  return draw_list(context, place, std::move(groups));
}

}  // namespace skylt
