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
  TextSize minutes = TextSize::Medium;
};

constexpr TextSize kLarge = TextSize::Large;
constexpr TextSize kMedium = TextSize::Medium;
constexpr TextSize kSmall = TextSize::Small;
constexpr WayForm kForms[] = {{kLarge, kMedium, kMedium, TitleForm::Full, true, 3, 4},
                              {kMedium, kMedium, kMedium, TitleForm::Full, true, 3, 4},
                              {kMedium, kSmall, kMedium, TitleForm::Full, true, 2, 4},
                              {kMedium, kSmall, kMedium, TitleForm::Brief, true, 2, 4},
                              {kMedium, kSmall, kSmall, TitleForm::Full, true, 2, 4},
                              {kMedium, kSmall, kSmall, TitleForm::Full, false, 2, 4},
                              {kMedium, kSmall, kSmall, TitleForm::Full, false, 1, 4, kSmall},
                              {kMedium, kSmall, kSmall, TitleForm::Full, false, 1, 3, kSmall},
                              {kMedium, kSmall, kSmall, TitleForm::Brief, false, 1, 3, kSmall},
                              {kMedium, kSmall, kSmall, TitleForm::None, true, 1, 4, kSmall},
                              {kMedium, kSmall, kSmall, TitleForm::None, false, 1, 2, kSmall},
                              {kMedium, kSmall, kSmall, TitleForm::None, false, 1, 1, kSmall}};

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
    add(way, piece_of("way.minutes", context.say("way.walk", {{"minutes", minutes}}), form.minutes, Weight::Bold));
  }
  for (auto& paragraph : way_in_words(context, list, stop, form.sentences))
    add(way, piece_of("way", std::move(paragraph), form.way, Weight::Regular));
  if (!way.pieces.empty()) blocks.push_back(std::move(way));
  if (stop.direction && !stop.direction->surveyed) {
    Block free;
    add(free,
        piece_of("way.step-free", step_free_words(context.speech(), *stop.direction), TextSize::Small, Weight::Bold));
    if (form.sentences > 3 && stop.direction->step_free != true && stop.direction->step_free_sign)
      add(free, piece_of("way", sign_words(context.speech(), *stop.direction->step_free_sign), TextSize::Small,
                         Weight::Regular));
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

bool fits(const Context& context, const std::vector<Block>& blocks, const WayForm& form, int height) {
  for (const auto& block : blocks)
    for (const auto& piece : block.pieces)
      if (piece.layout->truncated) return false;
  return height_of(context, blocks, form.gap) <= height;
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

/// Which blocks one column holds.
enum class Part { All, Place, Way };

/// Blocks as generously set as the height allows.
struct WayColumn {
  std::vector<Block> blocks;
  int gap = 0;  ///< between them
  int room = 0;
};

WayColumn set_column(const Canvas& canvas, const StopList& list, const Stop& stop, Part part, SizePx size,
                     const Composed& foot) {
  const Context& context = canvas.context();
  WayColumn column;
  for (const auto& form : kForms) {
    // Beside the way the title keeps to its size: the name is what is looked for.
    if (part == Part::Place && form.title != kSmall) continue;
    column.blocks = compose(canvas, list, stop, form, size.width);
    const auto way = column.blocks.begin() + 1;
    if (part == Part::Place) column.blocks.erase(way, column.blocks.end());
    if (part == Part::Way) column.blocks.erase(column.blocks.begin(), way);
    if (column.blocks.empty()) return column;
    column.gap = form.gap * context.unit;
    column.room = room_above(context, foot, column.blocks, size.height, size.width);
    if (fits(context, column.blocks, form, column.room)) break;
  }
  return column;
}

/// A last line that shares its height with the foot stands on the foot's.
void draw_column(Canvas& canvas, const WayColumn& column, RectPx box, const Composed& foot) {
  const int unit = canvas.context().unit;
  const int thick = std::max(2, unit / 10);
  int y = box.y;
  for (std::size_t i = 0; i < column.blocks.size(); ++i) {
    if (i > 0) {
      canvas.shape("rule", {box.x, y + (column.gap - thick) / 2, box.width, thick}, "rule");
      y += column.gap;
    }
    for (const auto& piece : column.blocks[i].pieces) {
      if (y + piece.height() > box.y + column.room) break;
      const bool last = i + 1 == column.blocks.size() && &piece == &column.blocks[i].pieces.back();
      if (last && foot.height > 0 && y + piece.height() > box.bottom() - foot.height) y = box.bottom() - piece.height();
      canvas.put(piece, box.x, y);
      y += piece.height() + unit / 4;
    }
  }
}

std::vector<SceneItem> draw_stop(const Context& context, const Place& place, const StopList& list, std::size_t page) {
  Canvas canvas{context, place.region.id};
  const RectPx& box = place.box;
  const Stop& stop = list.stops[page];
  Foot foot;
  foot.page = static_cast<int>(page);
  foot.pages = static_cast<int>(list.stops.size());
  const auto set_foot = compose_foot(canvas, foot, box.width, "ground");
  const WayColumns columns = columns_of(context, box);
  const SizePx size{columns.width, box.height};
  if (columns.second == 0) {
    draw_column(canvas, set_column(canvas, list, stop, Part::All, size, set_foot), box, set_foot);
  } else {  // the page's number stands below the way
    draw_column(canvas, set_column(canvas, list, stop, Part::Place, size, {}),
                {box.x, box.y, columns.width, box.height}, {});
    draw_column(canvas, set_column(canvas, list, stop, Part::Way, size, set_foot),
                {box.x + columns.second, box.y, columns.width, box.height}, set_foot);
  }
  put(canvas, set_foot, box.x, box.bottom() - set_foot.height);
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
