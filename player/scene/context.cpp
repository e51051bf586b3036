#include "player/scene/context.hpp"

#include <algorithm>

#include "core/language/dates.hpp"
#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

void add_new(LanguageChain& chain, const std::vector<std::string>& languages) {
  for (const auto& language : languages)
    if (std::find(chain.begin(), chain.end(), language) == chain.end()) chain.push_back(language);
}

/// The page's own language, the viewer's, then the event's declared chain, so that a missing translation is replaced by
/// a language that most can read, not by whichever comes next on the wall; the others last.
LanguageChain chain_for(const Snapshot& snapshot, const Viewer& viewer, const std::string& language) {
  LanguageChain chain{language};
  add_new(chain, viewer.languages);
  add_new(chain, snapshot.event.fallback);
  add_new(chain, snapshot.screen.languages);
  add_new(chain, snapshot.event.languages);
  return chain;
}

ThemeColours colours_for(const Snapshot& snapshot) {
  const auto& modes = snapshot.theme.modes;
  const auto it = modes.find(snapshot.screen.mode);
  return it == modes.end() ? builtin_colours(snapshot.screen.mode) : it->second;
}

/// With a clock that may be wrong the day is the one of the programme nearest to what it says (N8).
Day shown_day(const Context& context) {
  const Day said = service_day(context.moment.now, context.zone, context.rule.day_change);
  if (context.trusted() || context.sessions.empty()) return said;
  std::optional<Day> next;
  std::optional<Day> last;
  for (const auto& item : context.sessions) {
    const Day day = service_day(item.session, context.rule);
    if (day >= said && (!next || day < *next)) next = day;
    if (!last || day > *last) last = day;
  }
  return next.value_or(last.value_or(said));
}

}  // namespace

std::string Context::clock(UtcTime instant) const { return time_text(local(instant)); }

const Ways& Context::ways() const {
  if (!known_ways) known_ways = ways_at(snapshot, moment.now, zone);
  return *known_ways;
}

TaggedText Context::say(std::string_view key, const std::vector<WordArgument>& arguments) const {
  return snapshot.words.say(key, chain, arguments);
}

TaggedText Context::best(const Text& text) const { return text.best_for(chain).value_or(TaggedText{}); }

TaggedText Context::date(Day day) const { return date_text(day, chain); }

const Venue* Context::venue(const std::string& id) const {
  for (const auto& venue : snapshot.venues)
    if (venue.id == id) return &venue;
  return nullptr;
}

const Venue* Context::venue_of_room(const std::string& id) const {
  for (const auto& venue : snapshot.venues)
    for (const auto& room : venue.rooms)
      if (room.id == id) return &venue;
  return nullptr;
}

const Room* Context::room(const std::string& id) const {
  for (const auto& venue : snapshot.venues)
    for (const auto& room : venue.rooms)
      if (room.id == id) return &room;
  return nullptr;
}

LanguageChain page_languages(const Snapshot& snapshot, const Viewer& viewer) {
  if (!viewer.languages.empty()) return {viewer.languages.front()};
  LanguageChain languages;
  add_new(languages, snapshot.screen.languages);
  if (languages.empty()) add_new(languages, snapshot.event.languages);
  if (languages.empty()) add_new(languages, snapshot.event.fallback);
  if (languages.empty()) languages.push_back("en");
  return languages;
}

SizePx picture_size(const Snapshot& snapshot, const Viewer& viewer) {
  const bool own_size = viewer.size.width <= 0 || viewer.size.height <= 0;
  return own_size ? snapshot.screen.size : viewer.size;
}

Context make_context(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                     const PageLanguage& page) {
  const SizePx size = picture_size(snapshot, viewer);
  Context context{snapshot, moment, typesetter, size, page.frame, chain_for(snapshot, viewer, page.language)};
  context.cycle = page.cycle;
  context.right_to_left = is_right_to_left(context.chain.front());
  context.rule = day_rule(snapshot.event);
  context.zone = context.rule.zone;
  context.scale = type_scale(snapshot.screen, size, typesetter.cap_height_ratio());
  context.colours = colours_for(snapshot);
  const int shorter = std::min(size.width, size.height);
  context.unit = std::max(1, shorter / 54);
  const bool whole = page.frame == RectPx{0, 0, size.width, size.height};
  context.margin = std::max(1, shorter / (whole ? 20 : 40));
  context.rooms = room_entries(snapshot.venues, context.chain);
  context.sessions = effective(snapshot.sessions, snapshot.changes, context.rooms, context.rule, moment.now);
  NowOptions options;
  options.day = context.rule;
  context.view = select_now(context.sessions, context.rooms, options, moment.now);
  context.today = shown_day(context);
  return context;
}

std::optional<UtcTime> earlier(std::optional<UtcTime> a, std::optional<UtcTime> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

std::optional<UtcTime> next_programme_change(const Context& context) {
  const UtcTime now = context.moment.now;
  std::optional<UtcTime> next = context.view.next_change;
  const auto add = [&](UtcTime instant) {
    if (instant > now) next = earlier(next, instant);
  };
  const Snapshot& snapshot = context.snapshot;
  if (const auto expiry = next_change_expiry(snapshot.sessions, snapshot.changes, context.rooms, context.rule, now))
    add(*expiry);
  for (const auto& item : context.sessions) {
    for (const UtcTime edge : {item.session.start, item.session.end, item.original_start, item.original_end}) add(edge);
  }
  if (context.known_ways && context.known_ways->until()) add(*context.known_ways->until());
  for (const auto& message : snapshot.messages) {
    if (message.from) add(*message.from);
    if (message.until) add(*message.until);
  }
  const Day said = service_day(now, context.zone, context.rule.day_change);
  add(service_day_interval(said, context.zone, context.rule.day_change).end);
  const auto tomorrow = std::chrono::floor<std::chrono::days>(context.local(now)) + std::chrono::days{1};
  add(context.zone.to_utc(LocalTime{tomorrow.time_since_epoch()}));
  return next;
}

}  // namespace skylt
