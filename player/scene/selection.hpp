#pragma once
#include <string>
#include <vector>

#include "player/scene/rows.hpp"

namespace skylt {

/// Which sessions a region shows (docs/layouts.md, "Widgets").
class Filter {
 public:
  Filter(const Context& context, const Region& region);

  bool passes(const EffectiveSession& item) const;
  /// Whether sessions of this room or venue may be shown at all; tracks and audiences are not asked.
  bool passes_place(const std::string& venue, const std::optional<std::string>& room) const;

 private:
  bool passes_venue(const std::string& venue) const;

  bool all_venues_ = true;
  std::vector<std::string> venues_;
  std::vector<std::string> rooms_;
  std::vector<std::string> tracks_;
  std::vector<std::string> audience_;
  std::string follow_in_;  ///< language that one must be able to follow in; empty: any
};

/// Whether someone who knows only `language` can follow: it is spoken there, or interpreted to.
bool can_follow(const Session& session, const std::string& language);

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
