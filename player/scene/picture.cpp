#include "player/scene/picture.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "player/scene/paging.hpp"
#include "player/scene/welcome.hpp"

namespace skylt {
namespace {

/// A region's pages, drawn by its widget or by `draw`; one that fails is named and stays calm and empty.
WidgetPages draw_region(const Context& context, const Region& region, const RectPx& box,
                        std::vector<std::string>* failures, DrawWidget draw = nullptr) {
  try {
    if (!draw) draw = find_draw(region.widget);
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

bool is_empty(const WidgetPages& region) {
  return std::all_of(region.pages.begin(), region.pages.end(),
                     [](const std::vector<SceneItem>& page) { return page.empty(); });
}

/// A door and the code for phones that take turns.
struct DoorAndCode {
  WidgetPages door;
  WidgetPages code;
};

/// Where a door beside the code (`beside`), as long as a session stands at it, takes several pages or leaves out what
/// follows: in all of its place the sessions first, then what is on in the `rest` beside the code; so what is on now
/// never turns away. nullopt where that tells no more, or would not come round in time. A title that only
/// the whole place holds comes before the code, which is left out then.
std::optional<DoorAndCode> take_turns(const Context& context, const Region& door, const RectPx& box, const RectPx& rest,
                                      const WidgetPages& beside, const WidgetPages& code) {
  if (!beside.is_door || (beside.pages.size() == 1 && beside.left_out == 0)) return std::nullopt;
  DoorAndCode out{draw_region(context, door, box, nullptr, draw_door_before_code), {}};
  if (is_empty(out.door)) return std::nullopt;
  auto block = draw_region(context, door, rest, nullptr, draw_door_beside_code);
  out.code.pages.resize(out.door.pages.size());
  if (is_empty(block) && beside.in_parts && !out.door.in_parts) return out;
  const bool tells_more = out.door.left_out == 0 || out.door.left_out < beside.left_out;
  if (is_empty(block) || !tells_more) return std::nullopt;
  out.door.pages.push_back(std::move(block.pages.front()));
  out.code.pages.push_back(code.pages.front());
  if (pages_in_time(context, out.door, &out.code) < out.door.pages.size()) return std::nullopt;
  return out;
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

/// A strip in its place, higher where a line of its script is, as Nastaliq is as high as two lines of Latin, and where
/// a sentence would be told in parts.
WidgetPages draw_strip(const Context& context, const Region& region, RectPx& box, std::vector<std::string>* failures) {
  auto drawn = draw_region(context, region, box, failures);
  const int more = std::min(std::max(overhang_of(drawn, box), drawn.wish_px), box.height);
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

}  // namespace

Picture draw_picture(Context context, const Layout& layout, std::vector<std::string>* failures) {
  Picture picture{std::make_shared<const Context>(std::move(context)), {}};
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
  WidgetPages* code = nullptr;
  RectPx code_extent;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i]->widget != "phone") continue;
    if (code) {
      taken.push_back(code_extent);
      code = nullptr;
      code_extent = {};
    }
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
    if (extent.empty()) continue;
    code = &picture.regions[i];
    code_extent = extent;
  }
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!picture.regions[i].pages.empty()) continue;
    const RectPx box = rest_of(place_in(frame, regions[i]->box));
    const RectPx rest = beside(box, code_extent, gap);
    // Where a strip has taken all of its place nothing is drawn.
    if (rest.empty()) {
      picture.regions[i].pages.emplace_back();
      continue;
    }
    picture.regions[i] = draw_region(*picture.context, *regions[i], rest, failures);
    if (regions[i]->widget != "now-next" || !code || rest == box) continue;
    if (auto turns = take_turns(*picture.context, *regions[i], box, rest, picture.regions[i], *code)) {
      picture.regions[i] = std::move(turns->door);
      *code = std::move(turns->code);
      code = nullptr;  // turns with one door alone
    }
  }
  return picture;
}

}  // namespace skylt
