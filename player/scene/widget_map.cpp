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
  Piece piece;
  piece.role = "room.place";
  piece.text = joined({level_name(context, &venue, room.level), context.best(room.landmark)});
  piece.colour = "ink-quiet";
  return piece;
}

/// Rooms told in words, and how many of them are not: no page can hold them, not even in parts.
struct ToldRooms {
  WidgetPages drawn;
  std::size_t untold = 0;
};

/// The venue's rooms in words on pages of one box (M5).
class RoomsInWords {
 public:
  RoomsInWords(const Context& context, const Place& place, const Venue& venue)
      : context_{context}, place_{place}, venue_{venue}, measure_{context, place.region.id} {
    width_ = std::max(1, place.box.width - 2 * context.margin);
    Piece title = name_piece(context, context.best(venue.name));
    title.role = "venue.name";
    title.size = TextSize::Medium;
    const auto set = measure_.set(title, width_);
    const int taken = set.height() + context.unit;
    const int free = inner_height() - taken - foot(9, 10).height;
    // The rooms matter more.
    if (set.empty() || taken > inner_height() / 2 || free < measure_.line_height(context.scale.must)) return;
    title_.add(set, 0, 0);
    title_.height = taken;
  }

  /// With a remark that counts the `left_out`. The foot is never lower than at the call before.
  ToldRooms draw(const std::vector<const Room*>& rooms, std::size_t left_out) {
    remark_ = left_out == 0 ? TaggedText{} : more_note(context_, left_out, false);
    least_foot_ = std::max(least_foot_, foot(9, 10).height);
    const int whole = inner_height() - title_.height;
    auto filled = fill(rooms, left_out == 0 ? whole : whole - least_foot_);
    if (filled.pages.size() > 1) filled = fill(rooms, whole - least_foot_);
    if (filled.pages.empty()) filled.pages.emplace_back();
    ToldRooms out;
    out.untold = filled.untold;
    for (std::size_t i = 0; i < filled.pages.size(); ++i) out.drawn.pages.push_back(draw_page(filled.pages, i));
    return out;
  }

 private:
  using Page = std::vector<Composed>;
  struct Filled {
    std::vector<Page> pages;
    std::size_t untold = 0;
  };

  int inner_height() const { return place_.box.height - 2 * context_.margin; }

  Composed foot(int page, int pages) const { return compose_foot(measure_, {remark_, page, pages}, width_, "ground"); }

  /// A room and where it is; in parts, one below the other or on several pages, where it is higher than `most`; none
  /// where a part would still be too high.
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
      if (piece.text.text.empty()) continue;
      const auto set = [&](const TaggedText& text) {
        Piece part = piece;
        part.text = text;
        return measure_.set(std::move(part), width_);
      };
      const int lines = most / std::max(1, measure_.line_height(piece.size));
      const auto texts = split_to_fit(measure_, piece, width_, lines,
                                      [&](const TaggedText& text) { return set(text).height() <= most; });
      if (texts.empty()) return {};
      for (const auto& text : texts) {
        auto& one = parts.emplace_back();
        one.add(set(text), 0, 0);
        one.height = one.texts.front().piece.height();
      }
    }
    return parts;
  }

  Filled fill(const std::vector<const Room*>& rooms, int height) const {
    const int gap = context_.unit / 2;
    Filled out;
    int used = 0;
    for (const Room* room : rooms) {
      auto parts = compose(*room, height);
      if (parts.empty()) ++out.untold;
      for (auto& part : parts) {
        if (out.pages.empty() || used + gap + part.height > height || out.pages.back().size() == kMostRooms) {
          out.pages.emplace_back();
          used = -gap;
        }
        used += gap + part.height;
        out.pages.back().push_back(std::move(part));
      }
    }
    return out;
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
    if (last.height <= inner_height()) put(canvas, last, x, place_.box.bottom() - context_.margin - last.height);
    return canvas.take();
  }

  const Context& context_;
  const Place& place_;
  const Venue& venue_;
  TaggedText remark_;
  Canvas measure_;
  int width_ = 1;
  int least_foot_ = 0;
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
  RoomsInWords words{context, place, *list.venue};
  for (std::size_t left_out = 0;;) {
    auto told = words.draw(rooms, left_out);
    const auto& pages = told.drawn.pages;
    const auto most = pages_in_time(context, told.drawn);
    if (pages.size() > most && rooms.size() > 1) {
      rooms.resize(std::max<std::size_t>(1, rooms.size() * most / pages.size()));
      left_out = all - rooms.size();
      continue;
    }
    const std::size_t missing = all - rooms.size() + told.untold;
    if (missing <= left_out) return std::move(told.drawn);
    left_out = missing;
  }
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
