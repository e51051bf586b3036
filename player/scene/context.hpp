#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/language/words.hpp"
#include "core/programme/effective.hpp"
#include "core/programme/now.hpp"
#include "core/snapshot/ways.hpp"
#include "core/venue/way_words.hpp"
#include "player/scene/paging.hpp"
#include "player/scene/scene.hpp"
#include "player/scene/type_scale.hpp"

namespace skylt {

/// All that widgets draw from, worked out once per scene. Borrowed parts outlive it.
struct Context {
  const Snapshot& snapshot;
  const Moment& moment;
  Typesetter& typesetter;
  SizePx size;                 ///< of the whole picture
  RectPx frame;                ///< the part of it that this language has; mirrored within itself
  LanguageChain chain;         ///< the page's language, then the declared order of those that stand in for it
  bool right_to_left = false;  ///< the page's direction: that of the first language
  TimeZone zone{};
  DayRule rule{};
  Day today{};  ///< the service day shown; with an untrusted clock the nearest one of the programme
  TypeScale scale{};
  ThemeColours colours{};
  int unit = 20;      ///< vertical rhythm: 1/54 of the short side
  int margin = 54;    ///< 1/20 of the short side
  Seconds cycle{90};  ///< in which all pages of a region come round (A-22)
  std::vector<RoomEntry> rooms{};
  std::vector<EffectiveSession> sessions{};
  NowView view{};
  mutable std::shared_ptr<const Ways> known_ways{};  ///< once asked for

  bool trusted() const { return moment.clock_trusted; }
  LocalTime local(UtcTime instant) const { return zone.to_local(instant); }
  std::string clock(UtcTime instant) const;  ///< "14:30"
  const Ways& ways() const;                  ///< from this screen, now

  TaggedText say(std::string_view key, const std::vector<WordArgument>& arguments = {}) const;
  /// Best of the chain; empty text where there is none.
  TaggedText best(const Text& text) const;
  TaggedText date(Day day) const;
  WaySpeech speech() const { return {snapshot.words, chain}; }  ///< for ways in words

  const Venue* venue(const std::string& id) const;
  const Room* room(const std::string& id) const;
  const Venue* venue_of_room(const std::string& id) const;
};

/// A page in one language, in its part of the picture.
struct PageLanguage {
  std::string language;
  RectPx frame;
  Seconds cycle;  ///< in which all its pages come round
};

/// The languages in which the screen shows its pages, first things first: those the viewer asks for, else the screen's,
/// else the event's.
LanguageChain page_languages(const Snapshot& snapshot, const Viewer& viewer);

/// The context of one page's language; all arguments but the page outlive it. Works out what is true at the moment:
/// sessions with their changes, what is on in each room, the day that is shown. Ways are sought when first asked for.
Context make_context(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                     const PageLanguage& page);

/// Size of the picture: the viewer's, else the screen's own.
SizePx picture_size(const Snapshot& snapshot, const Viewer& viewer);

/// First instant after the moment at which anything that sessions, changes, messages or the calendar say may differ.
/// Minute ticks and pages are not in it.
std::optional<UtcTime> next_programme_change(const Context& context);

/// The earlier one of two; none counts as never.
std::optional<UtcTime> earlier(std::optional<UtcTime> a, std::optional<UtcTime> b);

}  // namespace skylt
