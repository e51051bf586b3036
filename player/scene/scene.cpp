#include "player/scene/scene.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

#include "core/base/error.hpp"
#include "player/scene/compose.hpp"
#include "player/scene/context.hpp"
#include "player/scene/paging.hpp"
#include "player/scene/welcome.hpp"
#include "player/scene/widget.hpp"
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

/// A region's pages; one that fails is named and stays calm and empty.
WidgetPages draw_region(const Context& context, const Region& region, const RectPx& box,
                        std::vector<std::string>* failures) {
  try {
    const DrawWidget draw = find_draw(region.widget);
    if (!draw) throw Error{ErrorCode::Invalid, "unknown widget '" + region.widget + "'"};
    auto pages = draw(context, Place{region, box});
    if (pages.pages.empty()) pages.pages.emplace_back();
    return pages;
  } catch (const std::exception& error) {
    if (failures) failures->push_back("region " + region.id + ": " + describe(error));
    WidgetPages empty;
    empty.pages.emplace_back();
    return empty;
  }
}

/// What the code of the phone page takes; nothing where it cannot be drawn, which its region has said already.
RectPx taken_by_phone(const Context& context, const RectPx& box) {
  try {
    return phone_extent(context, box);
  } catch (const std::exception&) {
    return {};
  }
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

RectPx place_in(const RectPx& frame, const FractionRect& part) {
  auto box = place(part, {frame.width, frame.height});
  box.x += frame.x;
  box.y += frame.y;
  return box;
}

/// What is left of `box` beside `taken`, which lies at its far edge or its foot: the larger rest.
RectPx beside(RectPx box, const RectPx& taken, int gap) {
  if (intersect(box, taken).empty()) return box;
  RectPx narrow = box;
  narrow.width = std::max(0, taken.x - gap - box.x);
  RectPx low = box;
  low.height = std::max(0, taken.y - gap - box.y);
  const auto area = [](const RectPx& rect) { return std::int64_t{rect.width} * rect.height; };
  return area(narrow) >= area(low) ? narrow : low;
}

/// Whether a language has a part of the picture only.
bool is_part(const Context& context) { return context.frame != RectPx{0, 0, context.size.width, context.size.height}; }

/// Whether the code for phones would take so much of a list that no row has room in what is left: in half a picture the
/// list comes before it.
bool crowds(const RectPx& list, const RectPx& code, int gap) {
  constexpr double kLeastPart = 0.6;
  const auto rest = beside(list, code, gap);
  return rest.width * rest.height < kLeastPart * list.width * list.height;
}

/// The picture in one language: its regions and their pages.
struct Picture {
  std::shared_ptr<const Context> context;  ///< stays where it is: regions that draw later borrow it
  std::vector<WidgetPages> regions;
  int pages = 1;
};

bool is_empty(const WidgetPages& region) {
  return std::all_of(region.pages.begin(), region.pages.end(),
                     [](const std::vector<SceneItem>& page) { return page.empty(); });
}

/// How far texts stand out of their region's box, above or below.
int overhang_of(const WidgetPages& region, const RectPx& box) {
  int most = 0;
  for (const auto& page : region.pages)
    for (const auto& item : page)
      if (const auto* text = std::get_if<TextItem>(&item))
        most = std::max({most, text->box.bottom() - box.bottom(), box.y - text->box.y});
  return most;
}

/// A strip in its place, higher where a line of its script is: Nastaliq is as high as two lines of Latin.
WidgetPages draw_strip(const Context& context, const Region& region, RectPx& box, std::vector<std::string>* failures) {
  auto drawn = draw_region(context, region, box, failures);
  const int more = std::min(overhang_of(drawn, box), box.height);
  if (more == 0) return drawn;
  box.y = std::max(context.frame.y, box.y - more);
  box.height += more;
  return draw_region(context, region, box, failures);
}

/// The strip that an emergency gets at the foot of a layout without a strip of changes. Regions borrow it: it stays.
const Region& emergency_strip() {
  static const Region strip{"emergency", {0, 0.87, 1, 0.13}, "changes", Json{{"sessions", false}}};
  return strip;
}

/// The layout's regions for this picture; while an emergency holds also a strip for it where the layout has none.
std::vector<const Region*> regions_of(const Context& context, const Layout& layout) {
  std::vector<const Region*> regions;
  for (const auto& region : layout.regions_for({context.frame.width, context.frame.height})) regions.push_back(&region);
  const bool has_strip =
      std::any_of(regions.begin(), regions.end(), [](const Region* region) { return region->widget == "changes"; });
  if (!has_strip && !messages_now(context, MessageKind::Emergency).empty()) regions.push_back(&emergency_strip());
  return regions;
}

Picture draw_picture(Context context, const Layout& layout, std::vector<std::string>* failures) {
  Picture picture{std::make_shared<const Context>(std::move(context)), {}, 1};
  const RectPx frame = picture.context->frame;
  const auto regions = regions_of(*picture.context, layout);
  const int gap = picture.context->unit * 2;
  picture.regions.resize(regions.size());
  // Strips of changes first: where one says something, the others give way; else its room is theirs.
  std::vector<RectPx> taken;
  const auto rest_of = [&](RectPx box) {
    for (const auto& one : taken) box = beside(box, one, gap);
    return box;
  };
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i]->widget != "changes") continue;
    RectPx box = place_in(frame, regions[i]->box);
    picture.regions[i] = draw_strip(*picture.context, *regions[i], box, failures);
    if (!is_empty(picture.regions[i])) taken.push_back(box);
  }
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i]->widget != "phone") continue;
    const RectPx box = rest_of(place_in(frame, regions[i]->box));
    const auto extent = taken_by_phone(*picture.context, box);
    const bool crowded =
        is_part(*picture.context) && std::any_of(regions.begin(), regions.end(), [&](const Region* each) {
          return each->widget != "phone" && crowds(rest_of(place_in(frame, each->box)), extent, gap);
        });
    if (crowded) {
      picture.regions[i].pages.emplace_back();
      continue;
    }
    picture.regions[i] = draw_region(*picture.context, *regions[i], box, failures);
    if (!extent.empty()) taken.push_back(extent);
  }
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!picture.regions[i].pages.empty()) continue;
    const RectPx box = rest_of(place_in(frame, regions[i]->box));
    // Where a strip has taken all of its place nothing is drawn.
    if (box.empty())
      picture.regions[i].pages.emplace_back();
    else
      picture.regions[i] = draw_region(*picture.context, *regions[i], box, failures);
  }
  for (const auto& region : picture.regions)
    picture.pages = std::max(picture.pages, static_cast<int>(region.pages.size()));
  return picture;
}

/// Instant at which the note on the data's age appears or alters.
std::optional<UtcTime> next_age_step(const Context& context) {
  const auto& fetched = context.moment.fetched;
  if (!fetched || !context.trusted()) return std::nullopt;
  for (const UtcTime step : {*fetched + kAgeShown, *fetched + kAgeNoted})
    if (step > context.moment.now) return step;
  return std::nullopt;
}

/// How long every page of the pictures stays: what the one with most to read needs.
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

/// Pictures that are shown together, side by side, or one after the other; all their pages stay equally long.
struct Programme {
  std::vector<Picture> pictures;
  bool together = false;

  int pages() const {
    int pages = 0;
    for (const auto& picture : pictures) pages = together ? std::max(pages, picture.pages) : pages + picture.pages;
    return pages;
  }
  Seconds dwell() const {
    Seconds longest{0};
    std::vector<WidgetPages> all;
    for (const auto& picture : pictures) {
      if (together)
        all.insert(all.end(), picture.regions.begin(), picture.regions.end());
      else
        longest = std::max(longest, dwell_of(picture.regions, picture.pages));
    }
    return together ? dwell_of(all, pages()) : longest;
  }
};

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
    const Seconds needed = programme.dwell() * programme.pages();
    if (languages.size() <= 2 || needed <= cycle) {
      if (failures) std::move(failed.begin(), failed.end(), std::back_inserter(*failures));
      return programme;
    }
    // With fewer each has more time, and fills it: no more than this share of them can fit.
    const auto fitting = std::max<std::size_t>(
        2, languages.size() * static_cast<std::size_t>(cycle.count()) / static_cast<std::size_t>(needed.count()));
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
  scene.pages = programme.pages();
  const auto position = page_at(moment.rotation, context.zone, scene.pages, programme.dwell());
  scene.page = position.page;
  bool ticks = false;
  bool ages = false;
  std::optional<UtcTime> next = earlier(next_programme_change(context), choice.next_change);
  int page = scene.page;
  for (auto& picture : programme.pictures) {
    const bool shown = programme.together || (page >= 0 && page < picture.pages);
    if (shown) {
      for (auto& region : picture.regions) {
        const auto index = static_cast<std::size_t>(page) % region.pages.size();
        auto& items = region.pages[index];
        if (region.draw_later) items = draw_page(region, index, failures);
        std::move(items.begin(), items.end(), std::back_inserter(scene.items));
        ticks = ticks || region.minute_ticks;
        ages = ages || region.shows_age;
        next = earlier(next, region.next_change);
      }
    }
    if (!programme.together) page -= picture.pages;
  }
  if (programme.together) add_divider(context, scene);
  if (ticks && context.trusted()) next = earlier(next, next_minute(moment.now));
  if (ages) next = earlier(next, next_age_step(context));
  if (position.until_edge) next = earlier(next, moment.now + *position.until_edge);
  scene.next_change = next;
  return scene;
}

}  // namespace skylt
