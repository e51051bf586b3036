// A map of the viewer's level, heads-up (WAYFINDING.md M1-M7): one page for each place it leads to.
#include <algorithm>

#include "player/scene/compose.hpp"
#include "player/scene/map_page.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostRooms = 7;

Piece name_piece(const Context& context, TaggedText text) {
  Piece piece;
  piece.role = "room.name";
  piece.text = std::move(text);
  piece.size = context.scale.must;
  piece.weight = Weight::Bold;
  piece.must_read = true;
  return piece;
}

Piece place_piece(const Context& context, const Venue& venue, const Room& room) {
  std::vector<TaggedText> where;
  if (const Level* level = find_level(venue, room.level)) where.push_back(context.best(level->name));
  if (const auto landmark = context.best(room.landmark); !landmark.text.empty()) where.push_back(landmark);
  Piece piece;
  piece.role = "room.place";
  piece.text = joined(where);
  piece.colour = "ink-quiet";
  return piece;
}

/// The venue's rooms in words on pages of one box (M5).
class RoomsInWords {
 public:
  RoomsInWords(const Context& context, const Place& place, const Venue& venue, const TaggedText& remark)
      : context_{context}, place_{place}, venue_{venue}, remark_{remark}, measure_{context, place.region.id} {
    width_ = std::max(1, place.box.width - 2 * context.margin);
    Piece title = name_piece(context, context.best(venue.name));
    title.role = "venue.name";
    title.size = TextSize::Medium;
    const int height = inner_height();
    const auto set = measure_.set(title, width_);
    if (set.empty() || set.height() + context.unit > height / 2) return;  // the rooms matter more
    title_.add(set, 0, 0);
    title_.height = set.height() + context.unit;
  }

  WidgetPages draw(const std::vector<const Room*>& rooms) const {
    const int paged = inner_height() - title_.height - foot(9, 10).height;
    auto pages = fill(rooms, remark_.text.empty() ? inner_height() - title_.height : paged);
    if (pages.size() > 1) pages = fill(rooms, paged);
    if (pages.empty()) pages.emplace_back();
    WidgetPages out;
    for (std::size_t i = 0; i < pages.size(); ++i) out.pages.push_back(draw_page(pages, i));
    return out;
  }

 private:
  using Page = std::vector<Composed>;

  int inner_height() const { return place_.box.height - 2 * context_.margin; }

  Composed foot(int page, int pages) const { return compose_foot(measure_, {remark_, page, pages}, width_, "ground"); }

  /// A room and where it is; in parts, one below the other or on several pages, where it is higher than `most`.
  Page compose(const Room& room, int most) const {
    const Piece pieces[] = {name_piece(context_, context_.best(room.name)), place_piece(context_, venue_, room)};
    Composed whole;
    for (const auto& piece : pieces) {
      const auto set = measure_.set(piece, width_);
      whole.add(set, 0, whole.height);
      whole.height += set.height();
    }
    if (whole.height <= most) return {std::move(whole)};
    Page parts;
    for (const auto& piece : pieces) {
      const int lines = std::max(1, most / std::max(1, measure_.line_height(piece.size)));
      for (const auto& text : split_text(measure_, piece, width_, lines)) {
        Piece part = piece;
        part.text = text;
        Composed one;
        one.add(measure_.set(part, width_), 0, 0);
        one.height = one.texts.front().piece.height();
        if (one.height <= most) parts.push_back(std::move(one));
      }
    }
    return parts;
  }

  std::vector<Page> fill(const std::vector<const Room*>& rooms, int height) const {
    const int gap = context_.unit / 2;
    std::vector<Page> pages;
    int used = 0;
    for (const Room* room : rooms) {
      for (auto& part : compose(*room, height)) {
        if (pages.empty() || used + gap + part.height > height || pages.back().size() == kMostRooms) {
          pages.emplace_back();
          used = -gap;
        }
        used += gap + part.height;
        pages.back().push_back(std::move(part));
      }
    }
    return pages;
  }

  std::vector<SceneItem> draw_page(const std::vector<Page>& pages, std::size_t index) const {
    Canvas canvas{context_, place_.region.id};
    const int x = place_.box.x + context_.margin;
    int y = place_.box.y + context_.margin;
    put(canvas, title_, x, y);
    y += title_.height;
    for (const auto& room : pages[index]) {
      put(canvas, room, x, y);
      y += room.height + context_.unit / 2;
    }
    const auto last = foot(static_cast<int>(index), static_cast<int>(pages.size()));
    put(canvas, last, x, place_.box.bottom() - context_.margin - last.height);
    return canvas.take();
  }

  const Context& context_;
  const Place& place_;
  const Venue& venue_;
  const TaggedText remark_;
  Canvas measure_;
  int width_ = 1;
  Composed title_;
};

/// Those that something leads to first, then the others of the house.
std::vector<const Room*> rooms_to_name(const StopList& list) {
  std::vector<const Room*> rooms;
  for (const auto& stop : list.stops)
    if (stop.room) rooms.push_back(stop.room);
  for (const auto& room : list.venue->rooms)
    if (std::find(rooms.begin(), rooms.end(), &room) == rooms.end()) rooms.push_back(&room);
  return rooms;
}

/// Without a known place and heading (M5), or where nobody has drawn anything: the rooms with level and landmark, as
/// many as come round in time, and how many more there are.
WidgetPages draw_in_words(const Context& context, const Place& place, const StopList& list) {
  if (!list.venue) return {};
  auto rooms = rooms_to_name(list);
  const std::size_t all = rooms.size();
  auto drawn = RoomsInWords{context, place, *list.venue, {}}.draw(rooms);
  while (rooms.size() > 1) {
    const auto most = pages_in_time(context, drawn);
    if (drawn.pages.size() <= most) break;
    rooms.resize(std::max<std::size_t>(1, rooms.size() * most / drawn.pages.size()));
    const auto left_out = static_cast<std::int64_t>(all - rooms.size());
    drawn = RoomsInWords{context, place, *list.venue, context.say("more-sessions", {{"n", left_out}})}.draw(rooms);
  }
  return drawn;
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
  if (!drawn) return draw_in_words(context, place, list);
  if (list.stops.empty()) out.pages.push_back(MapPage{context, place, list, plan, nullptr}.draw());
  for (const auto& stop : list.stops) out.pages.push_back(MapPage{context, place, list, plan, &stop}.draw());
  return out;
}

}  // namespace skylt
