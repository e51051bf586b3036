#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/language/words.hpp"
#include "core/programme/effective.hpp"
#include "core/programme/now.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A visitor's look at one screen: what is true at the moment, from the very snapshot that the screen shows, and the
/// words for it in the visitor's language. Borrows the snapshot and the words.
struct Visit {
  const Snapshot& snapshot;
  const Words& words;
  UtcTime now;
  LanguageChain chain;  ///< the visitor's language, then the screen's and the event's
  DayRule rule;
  Day today;  ///< the service day of `now`
  std::vector<EffectiveSession> sessions;
  NowView view;

  LocalTime local(UtcTime instant) const { return rule.zone.to_local(instant); }
  std::string clock(UtcTime instant) const;  ///< "14:30"
  Day day_of(const Session& session) const;  ///< service day

  TaggedText say(std::string_view key, const std::vector<WordArgument>& arguments = {}) const;
  /// Best of the chain; empty where there is no text.
  TaggedText best(const Text& text) const;
  TaggedText date(Day day) const;

  const EffectiveSession* session(const std::string& id) const;
  const Venue* venue(const std::string& id) const;
  const Room* room(const std::string& id) const;
  const Venue* venue_of_room(const std::string& id) const;
  int room_order(const EffectiveSession& item) const;
};

/// `language` is the one chosen for the visitor.
Visit make_visit(const Snapshot& snapshot, const Words& words, UtcTime now, const std::string& language);

}  // namespace skylt
