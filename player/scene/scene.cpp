#include "player/scene/scene.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "core/base/error.hpp"
#include "player/scene/compose.hpp"
#include "player/scene/context.hpp"
#include "player/scene/paging.hpp"
#include "player/scene/turns.hpp"
#include "player/text/language_tag.hpp"

namespace skylt {
namespace {

/// What a screen shows whose layout is not in its snapshot: where one is and today's programme.
Layout plain_layout() {
  Layout layout;
  layout.id = "plain";
  const auto region = [](const char* id, FractionRect box) { return Region{id, box, id, Json::object()}; };
  layout.variants[Orientation::Landscape] = {region("header", {0.03, 0.055, 0.94, 0.11}),
                                             region("agenda", {0.03, 0.19, 0.94, 0.76})};
  layout.variants[Orientation::Portrait] = {region("header", {0.05, 0.03, 0.9, 0.09}),
                                            region("agenda", {0.05, 0.14, 0.9, 0.82})};
  return layout;
}

const Layout* find_layout(const Snapshot& snapshot, const std::string& id) {
  for (const auto& layout : snapshot.layouts)
    if (layout.id == id) return &layout;
  return nullptr;
}

/// The page of a region that draws only the one that is shown; empty where it fails.
std::vector<SceneItem> draw_page(const WidgetPages& region, std::size_t page, std::vector<std::string>* failures) {
  try {
    return region.draw_later(page);
  } catch (const std::exception& error) {
    if (failures) failures->push_back("a page that is drawn late: " + describe(error));
    return {};
  }
}

/// Instant at which the note on the data's age appears or alters.
std::optional<UtcTime> next_age_step(const Context& context) {
  const auto& fetched = context.moment.fetched;
  if (!fetched || !context.trusted()) return std::nullopt;
  for (const UtcTime step : {*fetched + kAgeShown, *fetched + kAgeNoted})
    if (step > context.moment.now) return step;
  return std::nullopt;
}

/// Pictures that are shown together, side by side, or one after the other.
struct Programme {
  std::vector<Picture> pictures;
  bool together = false;
};

/// A turn of one of the pictures; of all, where they are shown together.
struct Shown {
  std::size_t picture = 0;
  Turn turn;
};

/// The turns in which all comes round. Pages of several languages stay equally long where that brings them back in time
/// else each as long as it needs.
std::vector<Shown> turns_of(const Programme& programme, Seconds cycle) {
  const auto& pictures = programme.pictures;
  const Seconds share = programme.together ? cycle : cycle / static_cast<Seconds::rep>(pictures.size());
  std::vector<Shown> all;
  Millis longest{0};
  std::vector<const WidgetPages*> regions;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (const auto& region : pictures[i].regions) regions.push_back(&region);
    if (programme.together && i + 1 < pictures.size()) continue;
    for (const auto& turn : turns_of(regions, share)) {
      all.push_back({i, turn});
      longest = std::max(longest, turn.stays);
    }
    regions.clear();
  }
  const bool in_step =
      std::all_of(all.begin(), all.end(), [](const Shown& shown) { return shown.turn.page == shown.turn.strip; });
  if (in_step && longest * static_cast<Millis::rep>(all.size()) <= cycle)
    for (auto& shown : all) shown.turn.stays = longest;
  return all;
}

std::vector<Millis> stays_of(const std::vector<Shown>& turns) {
  std::vector<Millis> stays;
  stays.reserve(turns.size());
  for (const auto& shown : turns) stays.push_back(shown.turn.stays);
  return stays;
}

/// A line between the two halves.
void add_divider(const Context& context, Scene& scene) {
  const SizePx size = scene.size;
  const int thick = std::max(2, context.unit / 10);
  const RectPx line = size.height > size.width
                          ? RectPx{context.unit * 2, (size.height - thick) / 2, size.width - 4 * context.unit, thick}
                          : RectPx{(size.width - thick) / 2, context.unit * 2, thick, size.height - 4 * context.unit};
  scene.items.emplace_back(ShapeItem{"", "divider", line, context.colours.get("rule"), 0});
}

/// One language after the other. Those that would not come back in time are left out from the end, variants of
/// Swedish last of all (L-01).
Programme in_turn(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                  const Layout& layout, LanguageChain languages, std::vector<std::string>* failures) {
  const SizePx size = picture_size(snapshot, viewer);
  const Seconds cycle = longest_cycle(snapshot.screen);
  const auto most = static_cast<std::size_t>(cycle / kLeastDwell);
  const auto drop_last = [&] {
    const auto last = std::find_if(languages.rbegin(), languages.rend(),
                                   [](const std::string& language) { return primary_language(language) != "sv"; });
    languages.erase(last == languages.rend() ? std::prev(languages.end()) : std::prev(last.base()));
  };
  while (languages.size() > most) drop_last();
  while (true) {
    Programme programme;
    std::vector<std::string> failed;
    const Seconds share = cycle / static_cast<int>(languages.size());
    for (const auto& language : languages)
      programme.pictures.push_back(draw_picture(
          make_context(snapshot, moment, viewer, typesetter, {language, {0, 0, size.width, size.height}, share}),
          layout, failures ? &failed : nullptr));
    const auto stays = stays_of(turns_of(programme, cycle));
    const Millis needed = std::accumulate(stays.begin(), stays.end(), Millis{0});
    if (languages.size() <= 2 || needed <= cycle) {
      if (failures) std::move(failed.begin(), failed.end(), std::back_inserter(*failures));
      return programme;
    }
    // With fewer each has more time, and fills it: no more than this share of them can fit.
    const auto fitting =
        std::max<std::size_t>(2, languages.size() * static_cast<std::size_t>(cycle.count()) /
                                     static_cast<std::size_t>(std::chrono::ceil<Seconds>(needed).count()));
    drop_last();
    while (languages.size() > fitting) drop_last();
  }
}

/// The first two languages, each in its half of the picture; the first where its readers begin.
Programme side_by_side(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                       const Layout& layout, const LanguageChain& languages, std::vector<std::string>* failures) {
  const SizePx size = picture_size(snapshot, viewer);
  const bool above = size.height > size.width;
  const RectPx first = above ? RectPx{0, 0, size.width, size.height / 2} : RectPx{0, 0, size.width / 2, size.height};
  const RectPx second = above ? RectPx{0, size.height / 2, size.width, size.height - size.height / 2}
                              : RectPx{size.width / 2, 0, size.width - size.width / 2, size.height};
  const bool swap = !above && is_right_to_left(languages[0]);
  Programme programme;
  programme.together = true;
  for (std::size_t i = 0; i < 2; ++i)
    programme.pictures.push_back(
        draw_picture(make_context(snapshot, moment, viewer, typesetter,
                                  {languages[i], (i == 0) == swap ? second : first, longest_cycle(snapshot.screen)}),
                     layout, failures));
  return programme;
}

Programme programme_of(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                       const Layout& layout, std::vector<std::string>* failures) {
  const auto languages = page_languages(snapshot, viewer);
  const auto display = layout.languages.value_or(snapshot.screen.language_display);
  if (display == LanguageDisplay::SideBySide && languages.size() > 1)
    return side_by_side(snapshot, moment, viewer, typesetter, layout, languages, failures);
  if (display == LanguageDisplay::InTurn && languages.size() > 1)
    return in_turn(snapshot, moment, viewer, typesetter, layout, languages, failures);
  return in_turn(snapshot, moment, viewer, typesetter, layout, {languages.front()}, failures);
}

}  // namespace

std::string_view pictogram_for(std::string_view kind) {
  static constexpr std::array<std::string_view, 17> kNames{
      "accessible", "toilets",         "information", "water",    "cafe",   "first-aid", "cloakroom",
      "quiet-room", "bicycle-parking", "walk",        "entrance", "stairs", "escalator", "ramp",
      "lift",       "platform-lift",   "moving-walk"};
  if (kind == "accessible-toilet" || kind == "wheelchair") return "accessible";
  if (kind == "exit") return "entrance";
  if (kind == "steps") return "stairs";
  const auto it = std::find(kNames.begin(), kNames.end(), kind);
  return it == kNames.end() ? std::string_view{} : *it;
}

bool TextItem::operator==(const TextItem& other) const {
  const auto same_layout = [](const TextLayoutPtr& a, const TextLayoutPtr& b) {
    if (a == b) return true;
    return a && b && a->source == b->source && a->style == b->style && a->width_px == b->width_px;
  };
  return region == other.region && role == other.role && box == other.box && same_layout(layout, other.layout) &&
         colour == other.colour && struck == other.struck && must_read == other.must_read &&
         floor_px == other.floor_px && contrast == other.contrast;
}

Scene scene_for(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                std::vector<std::string>* failures) {
  const DayRule rule = day_rule(snapshot.event);
  const auto choice = select_layout(snapshot.screen, snapshot.manifest.rota, rule.zone, rule.day_change, moment.now);
  const Layout* chosen = find_layout(snapshot, choice.layout);
  if (!chosen) chosen = find_layout(snapshot, snapshot.screen.layout);
  const Layout plain = chosen ? Layout{} : plain_layout();
  if (!chosen) chosen = &plain;
  if (chosen == &plain && failures) failures->push_back("layout '" + choice.layout + "' is not in the snapshot");

  auto programme = programme_of(snapshot, moment, viewer, typesetter, *chosen, failures);
  const Context& context = *programme.pictures.front().context;
  Scene scene;
  scene.size = context.size;
  scene.at = moment.now;
  scene.layout = chosen->id;
  scene.ground = context.colours.get("ground");
  const auto turns = turns_of(programme, longest_cycle(snapshot.screen));
  const auto position = page_at(moment.rotation, context.zone, stays_of(turns));
  const Shown& shown = turns[static_cast<std::size_t>(position.page)];
  scene.pages = static_cast<int>(turns.size());
  scene.page = position.page;
  bool ticks = false;
  bool ages = false;
  std::optional<UtcTime> next = earlier(next_programme_change(context), choice.next_change);
  for (std::size_t i = 0; i < programme.pictures.size(); ++i) {
    if (!programme.together && i != shown.picture) continue;
    for (auto& region : programme.pictures[i].regions) {
      const auto index = page_in(shown.turn, region);
      auto& items = region.pages[index];
      if (region.draw_later) items = draw_page(region, index, failures);
      std::move(items.begin(), items.end(), std::back_inserter(scene.items));
      ticks = ticks || region.minute_ticks;
      ages = ages || region.shows_age;
      next = earlier(next, region.next_change);
    }
  }
  if (programme.together) add_divider(context, scene);
  if (ticks && context.trusted()) next = earlier(next, next_minute(context.sessions, moment.now));
  if (ages) next = earlier(next, next_age_step(context));
  if (position.until_edge) next = earlier(next, moment.now + *position.until_edge);
  scene.next_change = next;
  return scene;
}

}  // namespace skylt
