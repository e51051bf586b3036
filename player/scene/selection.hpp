#pragma once
#include <string>
#include <vector>

#include "core/layout/session_filter.hpp"
#include "player/scene/rows.hpp"

namespace skylt {

/// Which sessions a region shows (docs/layouts.md, "Widgets").
class Filter : public SessionFilter {
 public:
  Filter(const Context& context, const Region& region) : SessionFilter{context.snapshot.screen, region} {}
};

/// Order of a session's room in its venue's list.
int room_order(const Context& context, const EffectiveSession& item);

/// What a list says when the day has nothing (more) to show: thanks and the first sessions to come.
struct Ending {
  TaggedText statement;  ///< "Tack för i dag", large
  TaggedText detail;     ///< "I morgon öppnar vi 9:00" where the whole of a venue is shown, as it was planned
  TaggedText heading;    ///< over the first sessions: "Först i morgon", "onsdag 5 maj"
  std::vector<EffectiveSession> first;
};

/// nullopt while something that passes is on or to come in the day that is shown, and with an untrusted clock (N8).
/// Else: thanks for the day or the event, with the next day's first sessions; before the event when it opens.
std::optional<Ending> ending_of(const Context& context, const Filter& filter);

/// Without a clock: the day's sessions by the programme's own times, under its date; no now and no next (N8, R-43).
RowGroup day_without_clock(const Context& context, const Filter& filter, ShowRoom show_room);

/// `show_room` where the first sessions may be in different rooms.
WidgetPages draw_ending(const Context& context, const Place& place, const Ending& ending,
                        ShowRoom show_room = ShowRoom::Yes);

}  // namespace skylt
