// A map of the viewer's level, heads-up (WAYFINDING.md M1-M7): one page for each place it leads to.
#include <algorithm>

#include "player/scene/map_page.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {
namespace {

/// Without a known place and heading (M5), or where nobody has drawn anything: the rooms with level and landmark.
std::vector<SceneItem> draw_in_words(const Context& context, const Place& place, const StopList& list) {
  Canvas canvas{context, place.region.id};
  const int x = place.box.x + context.margin;
  const int width = std::max(1, place.box.width - 2 * context.margin);
  int y = place.box.y + context.margin;
  const int end = place.box.bottom() - context.margin;
  const auto put = [&](Piece piece, int gap) {
    const auto set = canvas.set(std::move(piece), width);
    if (set.empty() || y + set.height() > end) return false;
    canvas.put(set, x, y);
    y += set.height() + gap;
    return true;
  };
  if (!list.venue) return canvas.take();
  Piece title;
  title.role = "venue.name";
  title.text = context.best(list.venue->name);
  title.size = TextSize::Medium;
  title.weight = Weight::Bold;
  title.must_read = true;
  put(title, context.unit);
  std::vector<const Room*> rooms;
  for (const auto& stop : list.stops)
    if (stop.room) rooms.push_back(stop.room);
  for (const auto& room : list.venue->rooms)
    if (std::find(rooms.begin(), rooms.end(), &room) == rooms.end()) rooms.push_back(&room);
  if (rooms.size() > 7) rooms.resize(7);
  for (const Room* room : rooms) {
    Piece name;
    name.role = "room.name";
    name.text = context.best(room->name);
    name.size = context.scale.must;
    name.weight = Weight::Bold;
    name.must_read = true;
    const Level* level = find_level(*list.venue, room->level);
    std::vector<TaggedText> where;
    if (level) where.push_back(context.best(level->name));
    if (const auto landmark = context.best(room->landmark); !landmark.text.empty()) where.push_back(landmark);
    Piece facts;
    facts.role = "room.place";
    facts.text = joined(where);
    facts.colour = "ink-quiet";
    if (!put(name, 0)) break;
    put(facts, context.unit / 2);
  }
  return canvas.take();
}

}  // namespace

WidgetPages draw_map(const Context& context, const Place& place) {
  const StopList list = stops_of(context, place.region);
  WidgetPages out;
  const std::string level = option_string(place.region, "level", list.level);
  LevelPlan plan;
  if (list.venue && list.pose) plan = plan_of(list.ways->network(), *list.venue, level);
  const Level* picture = drawn_level(plan);
  const bool drawn = !plan.spaces.empty() || (picture && find_image(context, picture->plan->image));
  if (!drawn) {
    out.pages.push_back(draw_in_words(context, place, list));
    return out;
  }
  if (list.stops.empty()) out.pages.push_back(MapPage{context, place, list, plan, nullptr}.draw());
  for (const auto& stop : list.stops) out.pages.push_back(MapPage{context, place, list, plan, &stop}.draw());
  return out;
}

}  // namespace skylt
