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
  TaggedText detail;     ///< "I morgon öppnar vi 9:00"; may be empty
  std::vector<EffectiveSession> first;
};

/// nullopt while something that passes is on or to come in the day that is shown.
std::optional<Ending> ending_of(const Context& context, const Filter& filter);

/// `show_room` where the first sessions may be in different rooms.
WidgetPages draw_ending(const Context& context, const Place& place, const Ending& ending,
                        ShowRoom show_room = ShowRoom::Yes);

}  // namespace skylt
