#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "content-server/publish/publish.hpp"
#include "core/layout/session_filter.hpp"
#include "core/programme/now.hpp"

namespace skylt {

/// Which screens have a session in one of their lists at one moment: what the layout in force there chooses by place,
/// time, track, audience and language, on whichever of its pages. Nothing is drawn, so that it is known for a whole
/// wall in milliseconds. Keeps references to its arguments. Thread-compatible.
class Mentions {
 public:
  Mentions(const EventData& data, const Assets& assets, UtcTime at);

  /// Ids of the regions of the screen's layout in which the session stands; empty: the screen does not mention it.
  std::vector<std::string> regions(const Screen& screen, const std::string& session) const;

 private:
  using Ids = std::set<std::string>;
  Ids sessions_in(const Screen& screen, const Region& region) const;
  Ids of_rooms_now(const SessionFilter& filter, bool with_changes) const;
  Ids of_door(const Screen& screen, const Region& region) const;
  Ids of_day(const SessionFilter& filter, bool past, std::optional<int> hours) const;
  Ids of_ways(const Screen& screen, const Region& region, const SessionFilter& filter) const;
  Ids of_changes(const SessionFilter& filter) const;
  /// What an ended day announces; nullopt while something of this day is on or to come.
  std::optional<Ids> after_the_day(const SessionFilter& filter) const;
  const Layout* layout_of(const Screen& screen) const;

  const EventData& data_;
  const Assets& assets_;
  const UtcTime at_;
  const DayRule rule_;
  std::vector<EffectiveSession> sessions_;
  NowView view_;
  std::vector<EffectiveSession> today_;
};

/// What "does a screen mention it?" is about: now while it is the session's day and it is not over, else its start.
UtcTime moment_of(const Session& session, const DayRule& rule, UtcTime now);

}  // namespace skylt
