// What stands beside a map: where it leads, what is on there, how far it is, the way in a sentence, with or without
// steps. Its pages are those of the map, all of them again where a way needs a further one.
#include <algorithm>
#include <sstream>

#include "player/scene/compose.hpp"
#include "player/scene/selection.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/stops.hpp"

namespace skylt {
namespace {

enum class TitleForm { Full, Brief, None };

/// How the column may be set, from the most generous on. Where there is little room the landmark goes first, then the
/// last sentence of the way, which the map shows as well, then the title; never whether there are steps. What not even
/// the last form has room for goes on a further page.
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
  parts.push_back(level_name(context, list.venue, level_of(list, stop)));
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

/// A piece in as many as a page of that size needs; none where not even its single lines fit.
std::vector<SetPiece> pieces_for(const Canvas& canvas, const SetPiece& whole, SizePx size) {
  if (whole.height() <= size.height) return {whole};
  const auto set = [&](const TaggedText& text) {
    Piece one = whole.piece;
    one.text = text;
    return canvas.set(std::move(one), size.width);
  };
  const int lines = size.height / std::max(1, whole.height() / std::max(1, whole.lines()));
  std::vector<SetPiece> pieces;
  std::istringstream sentences_of_way{whole.piece.text.text};  // each begins a line of its own
  for (std::string sentence; std::getline(sentences_of_way, sentence);) {
    Piece one = whole.piece;
    one.text.text = sentence;
    for (const auto& part : split_to_fit(canvas, one, size.width, lines,
                                         [&](const TaggedText& text) { return set(text).height() <= size.height; }))
      pieces.push_back(set(part));
  }
  return pieces;
}

using Blocks = std::vector<Block>;

/// The blocks on as many pages as they need, the place's name on each where it leaves every piece room.
std::vector<Blocks> in_parts(const Canvas& canvas, Blocks blocks, int gap, SizePx size) {
  const Context& context = canvas.context();
  Blocks head(1);
  SizePx free = size;
  const auto holds = [&](const Block& block) {
    return std::all_of(block.pieces.begin(), block.pieces.end(),
                       [&](const SetPiece& piece) { return piece.height() <= free.height; });
  };
  if (auto& place = blocks.front().pieces; !place.empty() && place.front().piece.role == "destination") {
    head.front().pieces.push_back(place.front());
    free.height -= height_of(context, head, gap) + gap * context.unit;
    if (std::all_of(blocks.begin(), blocks.end(), holds)) {
      place.erase(place.begin());
    } else {
      head.front().pieces.clear();
      free = size;
    }
  }
  const auto with = [](Blocks part, const SetPiece& piece, bool apart) {
    if (apart && !part.back().pieces.empty()) part.emplace_back();
    part.back().pieces.push_back(piece);
    return part;
  };
  std::vector<Blocks> parts{head};
  bool bare = true;  // the last one holds nothing but the name
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    bool begins = b > 0;  // what belongs to the place goes on below its name
    for (const auto& whole : blocks[b].pieces) {
      for (const auto& piece : pieces_for(canvas, whole, free)) {
        auto longer = with(parts.back(), piece, begins);
        if (!bare && height_of(context, longer, gap) > size.height) {
          parts.push_back(head);
          longer = with(head, piece, b > 0);
        }
        parts.back() = std::move(longer);
        bare = begins = false;
      }
    }
  }
  return parts;
}

/// Blocks as generously set as the height allows; several parts, one to a page, where not even the last form fits.
struct WayColumn {
  std::vector<Blocks> parts;
  int gap = 0;  ///< between blocks
};

WayColumn set_column(const Canvas& canvas, const StopList& list, const Stop& stop, Part part, SizePx size,
                     const Composed& foot) {
  const Context& context = canvas.context();
  WayColumn column;
  const WayForm* last = nullptr;
  Blocks blocks;
  for (const auto& form : kForms) {
    // Beside the way the title keeps to its size: the name is what is looked for.
    if (part == Part::Place && form.title != kSmall) continue;
    blocks = compose(canvas, list, stop, form, size.width);
    const auto way = blocks.begin() + 1;
    if (part == Part::Place) blocks.erase(way, blocks.end());
    if (part == Part::Way) blocks.erase(blocks.begin(), way);
    if (blocks.empty()) return column;
    last = &form;
    if (fits(context, blocks, form, room_above(context, foot, blocks, size.height, size.width))) break;
  }
  column.gap = last->gap * context.unit;
  const int room = room_above(context, foot, blocks, size.height, size.width);
  if (height_of(context, blocks, last->gap) <= room) {
    column.parts.push_back(std::move(blocks));
    return column;
  }
  const int below = foot.height > 0 ? foot.height + context.unit : 0;
  column.parts = in_parts(canvas, std::move(blocks), last->gap, {size.width, size.height - below});
  return column;
}

/// A last line that shares its height with the foot stands on the foot's.
void draw_column(Canvas& canvas, const WayColumn& column, std::size_t part, RectPx box, const Composed& foot) {
  if (column.parts.empty()) return;
  const Blocks& blocks = column.parts[part % column.parts.size()];
  const int unit = canvas.context().unit;
  const int thick = std::max(2, unit / 10);
  int y = box.y;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i > 0) {
      canvas.shape("rule", {box.x, y + (column.gap - thick) / 2, box.width, thick}, "rule");
      y += column.gap;
    }
    for (const auto& piece : blocks[i].pieces) {
      const bool last = i + 1 == blocks.size() && &piece == &blocks[i].pieces.back();
      if (last && foot.height > 0 && y + piece.height() > box.bottom() - foot.height) y = box.bottom() - piece.height();
      canvas.put(piece, box.x, y);
      y += piece.height() + unit / 4;
    }
  }
}

/// The ways to all stops, set for one box.
class WayDrawing {
 public:
  WayDrawing(const Context& context, const Place& place, const StopList& list)
      : context_{context}, place_{place}, list_{list}, columns_{columns_of(context, place.box)} {
    set();
    // One stop in parts: their number takes its line.
    if (parts_ > 1 && list.stops.size() == 1) set();
  }

  /// First a page for each stop, as the map has them, then the further parts in the same order.
  std::size_t pages() const { return list_.stops.size() * parts_; }

  std::vector<SceneItem> draw(std::size_t page) const {
    Canvas canvas{context_, place_.region.id};
    const RectPx& box = place_.box;
    const Composed foot = set_foot(canvas, page);
    const std::size_t part = page / stops_.size();
    const auto& columns = stops_[page % stops_.size()];
    // In two columns the page's number stands below the way.
    for (std::size_t i = 0; i < columns.size(); ++i)
      draw_column(canvas, columns[i], part, {box.x + (i == 0 ? 0 : columns_.second), box.y, columns_.width, box.height},
                  i + 1 == columns.size() ? foot : Composed{});
    put(canvas, foot, box.x, box.bottom() - foot.height);
    return canvas.take();
  }

 private:
  Composed set_foot(const Canvas& canvas, std::size_t page) const {
    Foot foot;
    foot.page = static_cast<int>(page);
    foot.pages = static_cast<int>(pages());
    return compose_foot(canvas, foot, place_.box.width, "ground");
  }

  void set() {
    const Canvas canvas{context_, place_.region.id};
    const Composed foot = set_foot(canvas, 0);
    const SizePx size{columns_.width, place_.box.height};
    stops_.clear();
    for (const auto& stop : list_.stops) {
      auto& columns = stops_.emplace_back();
      if (columns_.second == 0) {
        columns.push_back(set_column(canvas, list_, stop, Part::All, size, foot));
      } else {
        columns.push_back(set_column(canvas, list_, stop, Part::Place, size, {}));
        columns.push_back(set_column(canvas, list_, stop, Part::Way, size, foot));
      }
    }
    for (const auto& columns : stops_)
      for (const auto& column : columns) parts_ = std::max(parts_, column.parts.size());
  }

  const Context& context_;
  const Place& place_;
  const StopList& list_;
  WayColumns columns_;
  std::vector<std::vector<WayColumn>> stops_;
  std::size_t parts_ = 1;  ///< of the stop with most of them
};

}  // namespace

WidgetPages draw_way(const Context& context, const Place& place) {
  const StopList list = stops_of(context, place.region);
  WidgetPages out;
  if (!list.stops.empty()) {
    const WayDrawing drawing{context, place, list};
    for (std::size_t page = 0; page < drawing.pages(); ++page) out.pages.push_back(drawing.draw(page));
    return out;
  }
  // Nothing to lead to: the day is over, or nothing is known.
  if (const auto ending = ending_of(context, Filter{context, place.region}))
    return draw_ending(context, place, *ending);
  return out;
}

}  // namespace skylt
