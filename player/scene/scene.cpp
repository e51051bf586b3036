#include "player/scene/scene.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "player/scene/compose.hpp"
#include "player/scene/context.hpp"
#include "player/scene/paging.hpp"
#include "player/scene/widget.hpp"

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

/// A region's pages; one that fails is named and stays calm and empty.
WidgetPages draw_region(const Context& context, const Region& region, std::vector<std::string>* failures) {
  try {
    const DrawWidget draw = find_draw(region.widget);
    if (!draw) throw Error{ErrorCode::Invalid, "unknown widget '" + region.widget + "'"};
    auto pages = draw(context, Place{region, place(region.box, context.size)});
    if (pages.pages.empty()) pages.pages.emplace_back();
    return pages;
  } catch (const std::exception& error) {
    if (failures) failures->push_back("region " + region.id + ": " + describe(error));
    WidgetPages empty;
    empty.pages.emplace_back();
    return empty;
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

/// How long every page of the picture stays: what the one with most to read needs.
Seconds dwell_of(const std::vector<WidgetPages>& regions, int pages) {
  Seconds longest{0};
  for (int page = 0; page < pages; ++page) {
    std::vector<SceneItem> items;
    for (const auto& region : regions) {
      const auto& shown = region.pages[static_cast<std::size_t>(page) % region.pages.size()];
      items.insert(items.end(), shown.begin(), shown.end());
    }
    longest = std::max(longest, dwell_for(items));
  }
  return longest;
}

}  // namespace

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
  const Context context = make_context(snapshot, moment, viewer, typesetter);
  const auto choice =
      select_layout(snapshot.screen, snapshot.manifest.rota, context.zone, context.rule.day_change, moment.now);
  const Layout* chosen = find_layout(snapshot, choice.layout);
  if (!chosen) chosen = find_layout(snapshot, snapshot.screen.layout);
  const Layout plain = chosen ? Layout{} : plain_layout();
  if (!chosen) chosen = &plain;
  if (chosen == &plain && failures) failures->push_back("layout '" + choice.layout + "' is not in the snapshot");

  std::vector<WidgetPages> regions;
  for (const auto& region : chosen->regions_for(context.size))
    regions.push_back(draw_region(context, region, failures));

  Scene scene;
  scene.size = context.size;
  scene.at = moment.now;
  scene.layout = chosen->id;
  scene.ground = context.colours.get("ground");
  for (const auto& region : regions) scene.pages = std::max(scene.pages, static_cast<int>(region.pages.size()));
  const auto position = page_at(moment.rotation, context.zone, scene.pages, dwell_of(regions, scene.pages));
  scene.page = position.page;
  bool ticks = false;
  bool ages = false;
  std::optional<UtcTime> next = earlier(next_programme_change(context), choice.next_change);
  for (auto& region : regions) {
    auto& page = region.pages[static_cast<std::size_t>(scene.page) % region.pages.size()];
    std::move(page.begin(), page.end(), std::back_inserter(scene.items));
    ticks = ticks || region.minute_ticks;
    ages = ages || region.shows_age;
    next = earlier(next, region.next_change);
  }
  if (ticks && context.trusted()) next = earlier(next, next_minute(moment.now));
  if (ages) next = earlier(next, next_age_step(context));
  if (position.until_edge) next = earlier(next, moment.now + *position.until_edge);
  scene.next_change = next;
  return scene;
}

}  // namespace skylt
