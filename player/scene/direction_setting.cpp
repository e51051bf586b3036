#include "player/scene/direction_setting.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr double kLeastNameEm = 7.5;  // about 13 letters
constexpr double kPictogramEm = 1.7;  // 1.25 lines of Noto Sans, whatever the script of the words beside it

Piece small(std::string role, TaggedText text, std::string colour = "ink-quiet") {
  Piece piece;
  piece.role = std::move(role);
  piece.text = std::move(text);
  piece.colour = std::move(colour);
  return piece;
}

Piece minutes_piece(const DirectionRow& row) { return small("destination.minutes", row.minutes, "ink"); }

Piece when_piece(const DirectionRow& row) {
  auto piece = small("session.time", row.when, row.begins ? "ink" : "now");
  piece.weight = Weight::Bold;
  return piece;
}

Symbol pictogram(std::string role, const std::string& name, RectPx box, int direction = 0) {
  Symbol symbol;
  symbol.role = std::move(role);
  symbol.box = box;
  symbol.pictogram = name;
  symbol.direction = direction;
  return symbol;
}

/// In a line of its own where there is a floor, a time, a place or a note to tell.
bool is_slim(const DirectionRow& row) {
  return row.amenity && !row.note && row.level.text.empty() && row.minutes.text.empty() && row.when.text.empty() &&
         row.place.text.empty();
}

int cap_of(const SetPiece& piece) {
  return piece.empty() ? 0 : static_cast<int>(std::lround(piece.layout->cap_height_px));
}

/// Top of an icon whose middle is the middle of the capitals of the first line.
int beside(const SetPiece& piece, int icon) { return piece.baseline() - cap_of(piece) / 2 - icon / 2; }

/// Where the name begins, which is the first text of all.
int top_of_name(const Composed& line) { return line.texts.empty() ? 0 : line.texts.front().y; }

/// The row without its name and what stands with that, for what is told below it.
DirectionRow nameless(DirectionRow row) {
  row.name = row.level = row.minutes = {};
  row.pictograms.clear();
  row.connector.clear();
  row.step_free = false;
  return row;
}

void add_line(const SetPiece& piece, Composed& out) {
  if (piece.empty()) return;
  out.add(piece, 0, out.height);
  out.height += piece.height();
}

/// How far its words and shapes reach; all of `width` where a text takes more than one line.
int reach_of(const Composed& line, int width) {
  int reach = 0;
  for (const auto& text : line.texts) {
    if (text.piece.lines() > 1) return width;
    reach = std::max(reach, text.x + text.piece.width());
  }
  for (const auto& shape : line.shapes) reach = std::max(reach, shape.box.right());
  for (const auto& symbol : line.symbols) reach = std::max(reach, symbol.box.right());
  return reach;
}

}  // namespace

DirectionSetting::DirectionSetting(const Context& context, const std::string& region,
                                   const std::vector<DirectionBlock>& blocks, int width)
    : context_{&context}, measure_{context, region}, unit_{context.unit}, width_{width} {
  icon_ = static_cast<int>(std::ceil(std::max(context.scale.em(TextSize::Small) * 1.05, context.scale.must_px)));
  for (const auto& block : blocks) {
    for (const auto& row : block.rows) {
      when_ = std::max(when_, measure_.width_of(when_piece(row)));
      marks_ = marks_ || row.step_free;
    }
  }
  aside_ = when_ + unit_ <= width_ / 3;
}

int DirectionSetting::end_width(const DirectionRow& row) const {
  const int mark = icon_ + unit_ / 2;
  if (row.minutes.text.empty()) return row.step_free ? mark : 0;
  return measure_.width_of(minutes_piece(row)) + unit_ + (marks_ ? mark : 0);
}

int DirectionSetting::name_icon() const {
  return static_cast<int>(std::lround(context_->scale.em(context_->scale.must) * kPictogramEm));
}

int DirectionSetting::icons_width(const DirectionRow& row) const {
  return static_cast<int>(row.pictograms.size()) * (name_icon() + unit_ / 2);
}

int DirectionSetting::name_width(const DirectionRow& row) const {
  return std::max(1, width_ - end_width(row) - icons_width(row));
}

int DirectionSetting::natural_width(const DirectionRow& row) const {
  return icons_width(row) + measure_.width_of(name_piece(row));
}

Piece DirectionSetting::name_piece(const DirectionRow& row) const {
  Piece piece;
  piece.role = "destination";
  piece.text = row.name;
  piece.size = row.amenity ? context_->scale.must : TextSize::Medium;
  piece.weight = row.amenity ? Weight::Regular : Weight::Bold;
  piece.must_read = true;
  return piece;
}

bool DirectionSetting::is_roomy(const std::vector<DirectionBlock>& blocks) const {
  if (width_ < kLeastNameEm * context_->scale.em(TextSize::Medium)) return false;
  for (const auto& block : blocks)
    for (const auto& row : block.rows)
      if (measure_.width_of(name_piece(row)) > name_width(row)) return false;
  return true;
}

DirectionLines DirectionSetting::lines_of(const DirectionBlock& block, int most) const {
  const auto& rows = block.rows;
  DirectionLines out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && is_slim(rows[i]) && is_slim(rows[i + 1])) {
      if (auto pair = set_pair(rows[i], rows[i + 1]); pair && pair->composed.height <= most) {
        out.lines.push_back(std::move(*pair));
        ++i;
        continue;
      }
    }
    const auto parts = parts_of(rows[i], most);
    for (const auto& part : parts) out.lines.push_back(set(part));
    if (parts.empty()) ++out.untold;
  }
  return out;
}

/// The row itself where it is no higher than `most`; else what is on there, its plates, its place and the way without
/// steps one after the other, each with the name, or after it where the name leaves no line. None where that cannot be
/// told whole.
std::vector<DirectionRow> DirectionSetting::parts_of(const DirectionRow& row, int most) const {
  if (height_of(row) <= most) return {row};
  DirectionRow named = row;
  named.when = named.title = named.place = {};
  named.plates.clear();
  named.note.reset();
  auto parts = names_of(named, most);
  if (parts.empty()) return {};
  named = parts.front();
  bool named_all = parts.size() == 1;
  bool told = true;
  // A text that no page can hold beside the name goes on in the next part.
  const auto add = [&](DirectionRow around, const Piece& piece, int width, const auto& show) {
    const auto with = [&](const TaggedText& text) {
      DirectionRow part = around;
      show(part, text);
      return part;
    };
    const auto texts_in = [&] {
      const int lines = (most - height_of(around)) / std::max(1, measure_.line_height(piece.size));
      return split_to_fit(measure_, piece, std::max(1, width), lines,
                          [&](const TaggedText& text) { return height_of(with(text)) <= most; });
    };
    auto texts = texts_in();
    if (texts.empty()) {
      around = nameless(std::move(around));
      named_all = false;
      texts = texts_in();
    }
    told = told && !texts.empty();
    for (const auto& text : texts) parts.push_back(with(text));
  };
  if (!row.when.text.empty()) {
    DirectionRow around = named;
    around.when = row.when;
    around.begins = row.begins;
    add(around, small("session.title", row.title), width_ - when_ - unit_,
        [](DirectionRow& part, const TaggedText& text) { part.title = text; });
    if (!row.plates.empty())
      add(around, {}, width_, [&](DirectionRow& part, const TaggedText&) { part.plates = row.plates; });
  }
  if (!row.place.text.empty())
    add(named, small("destination.place", row.place), width_,
        [](DirectionRow& part, const TaggedText& text) { part.place = text; });
  if (row.note) {
    const int beside_icons = width_ - 3 * (icon_ + unit_ / 2);
    add(named, small("step-free", row.note->text), beside_icons, [&](DirectionRow& part, const TaggedText& text) {
      part.note = row.note;
      part.note->text = text;
    });
  }
  if (!told) return {};
  if (named_all && parts.size() > 1) parts.erase(parts.begin());  // the name stands in every other part
  return parts;
}

/// The name alone, in parts where no page can hold it whole, then its floor; none where that cannot be told whole.
std::vector<DirectionRow> DirectionSetting::names_of(const DirectionRow& row, int most) const {
  if (height_of(row) <= most) return {row};
  DirectionRow bare = row;
  bare.level = {};
  bare.pictograms.clear();
  const auto with = [&](const TaggedText& text) {
    DirectionRow part = bare;
    part.name = text;
    return part;
  };
  const Piece piece = name_piece(bare);
  std::vector<DirectionRow> parts;
  for (const auto& text :
       split_to_fit(measure_, piece, name_width(bare), most / std::max(1, measure_.line_height(piece.size)),
                    [&](const TaggedText& one) { return height_of(with(one)) <= most; }))
    parts.push_back(with(text));
  if (parts.empty() || row.level.text.empty()) return parts;
  DirectionRow floor = nameless(row);
  floor.level = row.level;
  floor.connector = row.connector;
  if (height_of(floor) > most) return {};
  parts.push_back(std::move(floor));
  return parts;
}

/// Pictograms and name; the icons' middle is the middle of the capitals of the first line. A word that has no room
/// beside them stands below.
SetPiece DirectionSetting::add_name(const DirectionRow& row, int x, int width, Composed& out) const {
  const int icon = name_icon();
  const bool has_icons = !row.pictograms.empty();
  auto name = measure_.set(name_piece(row), width);
  const bool below = has_icons && name.layout->truncated;
  if (below) name = measure_.set(name_piece(row), width + icons_width(row));
  const int top = below ? icon : has_icons ? std::max(0, -beside(name, icon)) : 0;
  const int icon_y = below ? 0 : top + beside(name, icon);
  int at = x;
  for (const auto& kind : row.pictograms) {
    auto symbol = pictogram("amenity", kind, {at, icon_y, icon, icon});
    if (at > x) symbol.alternative = row.also.text;
    out.symbols.push_back(std::move(symbol));
    at += icon + unit_ / 2;
  }
  out.add(name, below ? x : at, top);
  out.height = std::max({out.height, top + name.height(), has_icons ? icon_y + icon : 0});
  return name;
}

DirectionLine DirectionSetting::set(const DirectionRow& row) const {
  DirectionLine line;
  Composed& out = line.composed;
  const auto name = add_name(row, 0, name_width(row), out);
  add_level(row, name, out);
  const int first = reach_of(out, width_ - end_width(row));
  Composed below;
  below.height = out.height;
  add_session(row, below);
  add_line(measure_.set(small("destination.place", row.place), width_), below);
  if (row.note) add_note(*row.note, below);
  line.width = std::max(first + end_width(row), reach_of(below, width_));
  add_end(row, name, out);
  out.add(below, 0, 0);
  out.height = below.height;
  return line;
}

/// Two amenities on one line, the second in the middle where both have room in their halves.
std::optional<DirectionLine> DirectionSetting::set_pair(const DirectionRow& first, const DirectionRow& second) const {
  if (first.step_free != second.step_free) return std::nullopt;  // one mark speaks for both
  const int gap = unit_ * 3 / 2;
  const int width = width_ - end_width(first);
  const int a = natural_width(first);
  const int b = natural_width(second);
  if (a + gap + b > width) return std::nullopt;
  const int half = width_ / 2;
  const int x = a + gap <= half && half + b <= width ? half : a + gap;
  DirectionLine line;
  line.destinations = 2;
  line.width = a + gap + b + end_width(first);
  Composed& out = line.composed;
  const auto name = add_name(first, 0, a - icons_width(first), out);
  add_name(second, x, b - icons_width(second), out);
  if (first.step_free) add_mark(name, out);
  return line;
}

/// Minutes and the step-free mark at the far end, on the name's first line.
void DirectionSetting::add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const {
  if (!row.minutes.text.empty()) {
    const int width = measure_.width_of(minutes_piece(row));
    const auto set = measure_.set(minutes_piece(row), width);
    const int end = width_ - (marks_ ? icon_ + unit_ / 2 : 0);
    out.add(set, end - width, top_of_name(out) + name.baseline() - set.baseline());
  }
  if (row.step_free) add_mark(name, out);
}

void DirectionSetting::add_mark(const SetPiece& name, Composed& out) const {
  auto mark =
      pictogram("step-free", "accessible", {width_ - icon_, top_of_name(out) + beside(name, icon_), icon_, icon_});
  mark.alternative = context_->say("way.step-free").text;
  out.symbols.push_back(std::move(mark));
}

/// The floor after the name where that leaves room, else below it, with what takes one there (A1).
void DirectionSetting::add_level(const DirectionRow& row, const SetPiece& name, Composed& out) const {
  if (row.level.text.empty()) return;
  const auto piece = small("destination.level", row.level);
  const int icon = row.connector.empty() ? 0 : icon_ + unit_ / 2;
  const int width = measure_.width_of(piece);
  const int beside_name = icons_width(row) + name.width() + unit_;
  const bool below = name.lines() != 1 || name.width() + unit_ + icon + width > name_width(row);
  const int x = below ? 0 : beside_name;
  const auto set = measure_.set(piece, below ? std::max(1, width_ - icon) : width);
  const int top = below ? out.height : top_of_name(out) + name.baseline() - set.baseline();
  if (icon > 0) {
    auto sign = pictogram("connector", row.connector, {x, top + beside(set, icon_), icon_, icon_}, row.direction);
    sign.colour = "ink-quiet";
    sign.alternative = row.connector_name.text;
    out.symbols.push_back(std::move(sign));
  }
  out.add(set, x + icon, top);
  out.height = std::max(out.height, top + set.height());
}

/// When and what; titles of all rows begin at one line.
void DirectionSetting::add_session(const DirectionRow& row, Composed& out) const {
  if (row.when.text.empty()) return;
  const int x = aside_ ? when_ + unit_ : 0;
  const auto when = measure_.set(when_piece(row), aside_ ? when_ : width_);
  const auto title = measure_.set(small("session.title", row.title), width_ - x);
  if (aside_) {
    const int baseline = std::max(when.baseline(), title.baseline());
    out.add(when, 0, out.height + baseline - when.baseline());
    out.add(title, x, out.height + baseline - title.baseline());
    out.height += std::max(when.height(), title.height());
  } else {
    add_line(when, out);
    add_line(title, out);
  }
  const auto plates = compose_plates(measure_, row.plates, width_ - x);
  if (plates.composed.height == 0) return;
  out.add(plates.composed, x, out.height + unit_ / 4);
  out.height += plates.composed.height + unit_ / 4;
}

/// The mark, an arrow where that way is known, and words; the arrow on the side it points to.
void DirectionSetting::add_note(const StepFreeNote& note, Composed& out) const {
  const bool arrow = note.sign && note.sign->arrow != ArrowKind::None;
  const bool arrow_last = arrow && stands_right(*note.sign) != context_->right_to_left;
  const int step = icon_ + unit_ / 2;
  const int x = (note.known ? step : 0) + (arrow && !arrow_last ? step : 0);
  const auto text = measure_.set(small("step-free", note.text), std::max(1, width_ - x - (arrow_last ? step : 0)));
  const int top = out.height + unit_ / 5;
  const int y = top + std::max(0, beside(text, icon_));
  if (note.known) {
    auto mark = pictogram("step-free", "accessible", {0, y, icon_, icon_});
    mark.colour = note.none ? "ink" : "ink-quiet";
    out.symbols.push_back(std::move(mark));
  }
  if (note.none) {  // who reads nothing must not take the wheelchair for a yes
    auto cross = pictogram("closed", "cross", {0, y, icon_, icon_});
    cross.colour = "cancelled";
    out.symbols.push_back(std::move(cross));
  }
  if (arrow)
    out.symbols.push_back(arrow_symbol("step-free.arrow",
                                       {arrow_last ? x + text.width() + unit_ / 2 : step, y, icon_, icon_}, *note.sign,
                                       "ink-quiet"));
  out.add(text, x, top);
  out.height = std::max(top + text.height(), y + icon_);
}

Piece DirectionSetting::heading_piece(const DirectionBlock& block) const {
  auto piece = small("direction", block.heading, "ink");
  piece.size = context_->scale.must;
  piece.must_read = true;
  return piece;
}

DirectionLine DirectionSetting::heading_of(const DirectionBlock& block) const {
  DirectionLine line;
  Composed& out = line.composed;
  if (block.heading.text.empty()) return line;
  const int icon = static_cast<int>(std::lround(context_->scale.em(context_->scale.must) * 1.1));
  const int x = block.pictogram.empty() ? 0 : icon + unit_ * 3 / 4;
  const auto text = measure_.set(heading_piece(block), std::max(1, width_ - x));
  if (x > 0)
    out.symbols.push_back(
        pictogram("connector", block.pictogram, {0, std::max(0, beside(text, icon)), icon, icon}, block.direction));
  out.add(text, x, 0);
  out.height = std::max(text.height(), x > 0 ? icon : 0);
  line.width = reach_of(out, width_);
  return line;
}

}  // namespace skylt
