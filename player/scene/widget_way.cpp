// What stands beside a map: where it leads, what is on there, how far it is, the way in a sentence, with or without
// steps. Its pages are those of the map.
#include <algorithm>
#include <cmath>

#include "player/scene/compose.hpp"
#include "player/scene/selection.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/stops.hpp"

namespace skylt {
namespace {

enum class TitleForm { Full, Brief, None };

/// How the column may be set, from the most generous on. Where there is little room the landmark goes first, then the
/// last sentence of the way, which the map shows as well, then the title; never whether there are steps.
struct WayForm {
  TextSize name = TextSize::Large;
  TextSize title = TextSize::Medium;
  TextSize way = TextSize::Medium;
  TitleForm form = TitleForm::Full;
  bool landmark = true;
  int gap = 3;  ///< between blocks, in units
  std::size_t sentences = 4;
};

constexpr TextSize kLarge = TextSize::Large;
constexpr TextSize kMedium = TextSize::Medium;
constexpr TextSize kSmall = TextSize::Small;
constexpr WayForm kForms[] = {
    {kLarge, kMedium, kMedium, TitleForm::Full, true, 3, 4}, {kMedium, kMedium, kMedium, TitleForm::Full, true, 3, 4},
    {kMedium, kSmall, kMedium, TitleForm::Full, true, 2, 4}, {kMedium, kSmall, kMedium, TitleForm::Brief, true, 2, 4},
    {kMedium, kSmall, kSmall, TitleForm::Full, true, 2, 4},  {kMedium, kSmall, kSmall, TitleForm::Full, false, 2, 4},
    {kMedium, kSmall, kSmall, TitleForm::Full, false, 1, 3}, {kMedium, kSmall, kSmall, TitleForm::Brief, false, 1, 3},
    {kMedium, kSmall, kSmall, TitleForm::None, true, 1, 4},  {kMedium, kSmall, kSmall, TitleForm::None, false, 1, 2},
    {kMedium, kSmall, kSmall, TitleForm::None, false, 1, 1}};

Piece piece_of(std::string role, TaggedText text, TextSize size, Weight weight, const char* colour = "ink") {
  Piece piece;
  piece.role = std::move(role);
  piece.text = std::move(text);
  piece.size = size;
  piece.weight = weight;
  piece.colour = colour;
  return piece;
}

/// Sentences one below the other; those in one language are one paragraph, each other language has its own (L-03,
/// L-12).
std::vector<TaggedText> sentences(const std::vector<TaggedText>& parts) {
  std::vector<TaggedText> out;
  for (const auto& part : parts) {
    if (part.text.empty()) continue;
    if (!out.empty() && out.back().language == part.language)
      out.back().text += "\n" + part.text;
    else
      out.push_back(part);
  }
  return out;
}

std::vector<TaggedText> way_in_words(const Context& context, const StopList& list, const Stop& stop, std::size_t most) {
  if (list.pose && stop.direction && stop.direction->route)
    return sentences(way_sentences(context.speech(), list.ways->network(), *list.pose, *stop.direction->route,
                                   stop.direction->sign, most));
  std::vector<TaggedText> parts;
  if (stop.direction) parts.push_back(sign_words(context.speech(), stop.direction->sign));
  if (const Level* level = find_level(*list.venue, level_of(list, stop))) parts.push_back(context.best(level->name));
  return sentences(parts);
}

struct Block {
  std::vector<SetPiece> pieces;
};

std::vector<Block> compose(const Canvas& canvas, const StopList& list, const Stop& stop, const WayForm& form,
                           int width) {
  const Context& context = canvas.context();
  std::vector<Block> blocks(1);
  const auto add = [&](Block& block, Piece piece) {
    auto set = canvas.set(std::move(piece), width);
    if (!set.empty()) block.pieces.push_back(std::move(set));
  };
  auto name = piece_of("destination", stop_name(context, stop), form.name, Weight::Bold);
  name.must_read = true;
  add(blocks[0], name);
  if (stop.room && form.landmark)
    add(blocks[0], piece_of("room.landmark", context.best(stop.room->landmark), TextSize::Small, Weight::Regular));
  if (stop.session) {
    auto time = piece_of("session.time", stop_time(context, stop), context.scale.must, Weight::Bold);
    time.must_read = true;
    add(blocks[0], time);
    TaggedText title;
    if (form.form == TitleForm::Brief) title = short_title_of(context, *stop.session);
    if (form.form != TitleForm::None && title.text.empty()) title = title_of(context, *stop.session);
    add(blocks[0], piece_of("session.title", title, form.title, Weight::Regular, "ink-quiet"));
  }
  Block way;
  if (stop.direction && stop.direction->minutes && stop.direction->sign.arrow != ArrowKind::Here) {
    const auto minutes = std::int64_t{minutes_on_foot(*stop.direction->minutes)};
    add(way, piece_of("way.minutes", context.say("way.walk", {{"minutes", minutes}}), TextSize::Medium, Weight::Bold));
  }
  for (auto& paragraph : way_in_words(context, list, stop, form.sentences))
    add(way, piece_of("way", std::move(paragraph), form.way, Weight::Regular));
  if (!way.pieces.empty()) blocks.push_back(std::move(way));
  if (stop.direction && !stop.direction->surveyed) {
    Block free;
    add(free,
        piece_of("way.step-free", step_free_words(context.speech(), *stop.direction), TextSize::Small, Weight::Bold));
    if (!free.pieces.empty()) blocks.push_back(std::move(free));
  }
  return blocks;
}

int height_of(const Context& context, const std::vector<Block>& blocks, int gap) {
  int height = 0;
  for (const auto& block : blocks) {
    for (const auto& piece : block.pieces) height += piece.height() + context.unit / 4;
    height += gap * context.unit;
  }
  return height - gap * context.unit;
}

/// Where blocks stand: below each other, or in a box that is wide the place in one column and the way in another.
struct WayColumns {
  int width = 0;
  int second = 0;  ///< x of the other column; 0: there is one only
};

WayColumns columns_of(const Context& context, const RectPx& box) {
  if (box.width * 5 < box.height * 7) return {box.width, 0};
  const int gap = 3 * context.unit;
  const int width = (box.width - gap) / 2;
  return {width, width + gap};
}

bool fits(const Context& context, const std::vector<Block>& blocks, const WayForm& form, bool beside, int height) {
  for (const auto& block : blocks)
    for (const auto& piece : block.pieces)
      if (piece.layout->truncated) return false;
  if (!beside) return height_of(context, blocks, form.gap) <= height;
  const std::vector<Block> place{blocks.front()};
  const std::vector<Block> way(blocks.begin() + 1, blocks.end());
  return height_of(context, place, form.gap) <= height && height_of(context, way, form.gap) <= height;
}

/// Height for the blocks: all of it where the last line leaves room for the foot beside it.
int room_above(const Context& context, const Composed& foot, const std::vector<Block>& blocks, int height, int width) {
  if (foot.height == 0) return height;
  int wide = context.unit * 2;
  for (const auto& text : foot.texts) wide += text.piece.width();
  const auto& last = blocks.back().pieces;
  const bool shared = !last.empty() && last.back().lines() == 1 && last.back().width() + wide <= width &&
                      last.back().height() <= foot.height;
  return shared ? height : height - foot.height - context.unit;
}

std::vector<SceneItem> draw_stop(const Context& context, const Place& place, const StopList& list, std::size_t page) {
  Canvas canvas{context, place.region.id};
  Foot foot;
  foot.page = static_cast<int>(page);
  foot.pages = static_cast<int>(list.stops.size());
  const auto composed_foot = compose_foot(canvas, foot, place.box.width, "ground");
  const WayColumns columns = columns_of(context, place.box);
  const bool beside = columns.second > 0;
  std::vector<Block> blocks;
  int gap = 0;
  int room = 0;
  for (const auto& form : kForms) {
    blocks = compose(canvas, list, list.stops[page], form, columns.width);
    gap = form.gap * context.unit;
    room = room_above(context, composed_foot, blocks, place.box.height, columns.width);
    if (fits(context, blocks, form, beside, room)) break;
  }
  int x = place.box.x;
  int y = place.box.y;
  const int thick = std::max(2, context.unit / 10);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i == 1 && beside) {
      x = place.box.x + columns.second;
      y = place.box.y;
    } else if (i > 0) {
      canvas.shape("rule", {x, y + (gap - thick) / 2, columns.width, thick}, "rule");
      y += gap;
    }
    for (const auto& piece : blocks[i].pieces) {
      if (y + piece.height() > place.box.y + room) break;
      canvas.put(piece, x, y);
      y += piece.height() + context.unit / 4;
    }
  }
  put(canvas, composed_foot, place.box.x, place.box.bottom() - composed_foot.height);
  return canvas.take();
}

}  // namespace

WidgetPages draw_way(const Context& context, const Place& place) {
  const StopList list = stops_of(context, place.region);
  WidgetPages out;
  for (std::size_t page = 0; page < list.stops.size(); ++page)
    out.pages.push_back(draw_stop(context, place, list, page));
  if (!list.stops.empty()) return out;
  // Nothing to lead to: the day is over, or nothing is known.
  if (const auto ending = ending_of(context, Filter{context, place.region}))
    return draw_ending(context, place, *ending);
  return out;
}

}  // namespace skylt
