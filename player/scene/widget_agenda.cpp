#include <algorithm>

#include "core/language/dates.hpp"
#include "player/scene/selection.hpp"

namespace skylt {

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
  const auto today = sessions_of_day(context.sessions, context.today, context.rule);
  for (const auto& item : today) {
    if (!filter.passes(item)) continue;
    const bool over = std::max(item.session.end, item.original_end) <= now && item.session.start <= now;
    if (over && !past) continue;
    const bool on = context.trusted() && item.session.start <= now && now < item.session.end && !item.cancelled();
    Row row = row_of(context, item, Seen::WhereItIs, ShowEnd::Yes, ShowRoom::Yes);
    row.running = on;
    (on ? running : rest).rows.push_back(std::move(row));
  }
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
