#include "player/scene/direction_column.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr std::size_t kMostOfOneDirection = 5;
constexpr double kArrowEm = 2.8;                ///< of Medium
constexpr double kLeastNameEm = 7.5;            // about 13 letters
constexpr double kPictogramOfLine = 1.25;

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

void add_line(const SetPiece& piece, Composed& out) {
  if (piece.empty()) return;
  out.add(piece, 0, out.height);
  out.height += piece.height();
}

}  // namespace

DirectionColumn::DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks,
                                 RectPx box, int page_height)
    : context_{&context},
      measure_{context, region},
      blocks_{std::move(blocks)},
      box_{box},
      page_height_{page_height},
      unit_{context.unit} {
  if (std::any_of(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.sign.has_value(); }))
    side_ = std::clamp(static_cast<int>(std::lround(context.scale.em(TextSize::Medium) * kArrowEm)), 0,
                       std::max(0, page_height - frame_height()));
  icon_ = static_cast<int>(std::ceil(std::max(context.scale.em(TextSize::Small) * 1.05, context.scale.must_px)));
  for (const auto& block : blocks_) {
    for (const auto& row : block.rows) {
      when_ = std::max(when_, measure_.width_of(when_piece(row)));
      marks_ = marks_ || row.step_free;
    }
  }
  for (const auto& block : blocks_) lines_.push_back(lines_of(block));
}

int DirectionColumn::text_width() const { return box_.width - (side_ > 0 ? side_ + unit_ * 3 / 2 : 0); }

int DirectionColumn::end_width(const DirectionRow& row) const {
  const int mark = icon_ + unit_ / 2;
  if (row.minutes.text.empty()) return row.step_free ? mark : 0;
  return measure_.width_of(minutes_piece(row)) + unit_ + (marks_ ? mark : 0);
}

int DirectionColumn::name_icon() const {
  return static_cast<int>(std::lround(measure_.line_height(context_->scale.must) * kPictogramOfLine));
}

int DirectionColumn::icons_width(const DirectionRow& row) const {
  return static_cast<int>(row.pictograms.size()) * (name_icon() + unit_ / 2);
}

int DirectionColumn::name_width(const DirectionRow& row) const {
  return std::max(1, text_width() - end_width(row) - icons_width(row));
}

int DirectionColumn::natural_width(const DirectionRow& row) const {
  return icons_width(row) + measure_.width_of(name_piece(row));
}

Piece DirectionColumn::name_piece(const DirectionRow& row) const {
  Piece piece;
  piece.role = "destination";
  piece.text = row.name;
  piece.size = row.amenity ? context_->scale.must : TextSize::Medium;
  piece.weight = row.amenity ? Weight::Regular : Weight::Bold;
  piece.must_read = true;
  return piece;
}

bool DirectionColumn::is_roomy() const {
  if (text_width() < kLeastNameEm * context_->scale.em(TextSize::Medium)) return false;
  for (const auto& block : blocks_)
    for (const auto& row : block.rows)
      if (measure_.width_of(name_piece(row)) > name_width(row)) return false;
  return true;
}

std::size_t DirectionColumn::destinations_of(const Segment& segment) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < segment.count; ++i) count += lines_[segment.block][segment.first + i].destinations;
  return count;
}

std::vector<DirectionColumn::Page> DirectionColumn::fill(int height, int most) const {
  std::vector<Page> pages;
  int lines = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    for (std::size_t l = 0; l < lines_[b].size(); ++l) {
      if (!pages.empty() && lines < most) {
        Page longer = pages.back();
        if (longer.back().block == b)
          ++longer.back().count;
        else
          longer.push_back({b, l, 1});
        if (destinations_of(longer.back()) <= kMostOfOneDirection && height_of(longer) <= height) {
          pages.back() = std::move(longer);
          ++lines;
          continue;
        }
      }
      pages.push_back({{b, l, 1}});
      lines = 1;
    }
  }
  return pages;
}

std::vector<DirectionColumn::Page> DirectionColumn::pages(int height, int most) const {
  auto pages = fill(height, most);
  for (int lines = 1; pages.size() > 1 && lines < most; ++lines)
    if (auto even = fill(height, lines); even.size() == pages.size()) return even;
  return pages;
}

int DirectionColumn::air(const std::vector<Page>& pages, int height) const {
  int least = unit_ * 3 / 2;
  for (const auto& page : pages)
    least = std::min(least, (height - height_of(page)) / (2 * static_cast<int>(page.size()) + 1));
  return std::max(0, least);
}

/// What a block's heading leaves of a page for one row.
int DirectionColumn::most_height(const DirectionBlock& block) const {
  return page_height_ - frame_height() - compose_heading(block).height;
}

std::vector<DirectionColumn::Line> DirectionColumn::lines_of(const DirectionBlock& block) const {
  const auto& rows = block.rows;
  const int most = most_height(block);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && is_slim(rows[i]) && is_slim(rows[i + 1])) {
      if (auto pair = compose_pair(rows[i], rows[i + 1]); pair && pair->height <= most) {
        lines.push_back({std::move(*pair), 2});
        ++i;
        continue;
      }
    }
    for (const auto& part : parts_of(rows[i], most)) lines.push_back({compose(part), 1});
  }
  return lines;
}

/// The row itself where it is no higher than `most`; else what is on there, its place and the way without steps one
/// after the other, each with the name.
std::vector<DirectionRow> DirectionColumn::parts_of(const DirectionRow& row, int most) const {
  const auto fits = [&](const DirectionRow& part) { return compose(part).height <= most; };
  if (fits(row)) return {row};
  DirectionRow named = row;
  named.when = named.title = named.place = {};
  named.plates.clear();
  named.note.reset();
  auto parts = names_of(named, most);
  if (parts.empty()) return {};
  named = parts.front();
  const bool whole = parts.size() == 1;
  // A text that no page can hold beside the name goes on in the next part.
  const auto add = [&](const DirectionRow& around, const Piece& piece, int width, const auto& show) {
    const int line = std::max(1, measure_.line_height(piece.size));
    const int lines = std::max(1, (most - compose(around).height) / line);
    for (auto& text : split_text(measure_, piece, std::max(1, width), lines)) {
      DirectionRow part = around;
      show(part, std::move(text));
      if (fits(part)) parts.push_back(std::move(part));
    }
  };
  if (!row.when.text.empty()) {
    DirectionRow around = named;
    around.when = row.when;
    around.begins = row.begins;
    around.plates = row.plates;
    add(around, small("session.title", row.title), text_width() - when_ - unit_,
        [](DirectionRow& part, TaggedText text) { part.title = std::move(text); });
  }
  if (!row.place.text.empty())
    add(named, small("destination.place", row.place), text_width(),
        [](DirectionRow& part, TaggedText text) { part.place = std::move(text); });
  if (row.note) {
    const int beside_icons = text_width() - 3 * (icon_ + unit_ / 2);
    add(named, small("step-free", row.note->text), beside_icons, [&](DirectionRow& part, TaggedText text) {
      part.note = row.note;
      part.note->text = std::move(text);
    });
  }
  if (whole && parts.size() > 1) parts.erase(parts.begin());  // the name stands in every other part
  return parts;
}

/// The name alone, in parts where no page can hold it whole; none where not even one of its lines can stand there.
std::vector<DirectionRow> DirectionColumn::names_of(const DirectionRow& row, int most) const {
  if (compose(row).height <= most) return {row};
  DirectionRow bare = row;
  bare.level = {};
  bare.pictograms.clear();
  const int line = std::max(1, measure_.line_height(name_piece(bare).size));
  std::vector<DirectionRow> parts;
  for (auto& text : split_text(measure_, name_piece(bare), name_width(bare), std::max(1, most / line))) {
    DirectionRow part = bare;
    part.name = std::move(text);
    if (compose(part).height <= most) parts.push_back(std::move(part));
  }
  return parts;
}

/// Pictograms and name; the icons' middle is the middle of the capitals of the first line. A word that has no room
/// beside them stands below.
SetPiece DirectionColumn::add_name(const DirectionRow& row, int x, int width, Composed& out) const {
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

Composed DirectionColumn::compose(const DirectionRow& row) const {
  Composed out;
  const auto name = add_name(row, 0, name_width(row), out);
  add_end(row, name, out);
  add_level(row, name, out);
  add_session(row, out);
  add_line(measure_.set(small("destination.place", row.place), text_width()), out);
  if (row.note) add_note(*row.note, out);
  return out;
}

/// Two amenities on one line, the second in the middle where both have room in their halves.
std::optional<Composed> DirectionColumn::compose_pair(const DirectionRow& first, const DirectionRow& second) const {
  if (first.step_free != second.step_free) return std::nullopt;  // one mark speaks for both
  const int gap = unit_ * 3 / 2;
  const int width = text_width() - end_width(first);
  const int a = natural_width(first);
  const int b = natural_width(second);
  if (a + gap + b > width) return std::nullopt;
  const int half = text_width() / 2;
  const int x = a + gap <= half && half + b <= width ? half : a + gap;
  Composed out;
  const auto name = add_name(first, 0, a - icons_width(first), out);
  add_name(second, x, b - icons_width(second), out);
  if (first.step_free) add_mark(name, out);
  return out;
}

/// Minutes and the step-free mark at the far end, on the name's first line.
void DirectionColumn::add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const {
  if (!row.minutes.text.empty()) {
    const int width = measure_.width_of(minutes_piece(row));
    const auto set = measure_.set(minutes_piece(row), width);
    const int end = text_width() - (marks_ ? icon_ + unit_ / 2 : 0);
    out.add(set, end - width, top_of_name(out) + name.baseline() - set.baseline());
  }
  if (row.step_free) add_mark(name, out);
}

void DirectionColumn::add_mark(const SetPiece& name, Composed& out) const {
  auto mark = pictogram("step-free", "accessible",
                        {text_width() - icon_, top_of_name(out) + beside(name, icon_), icon_, icon_});
  mark.alternative = context_->say("way.step-free").text;
  out.symbols.push_back(std::move(mark));
}

/// The floor after the name where that leaves room, else below it.
void DirectionColumn::add_level(const DirectionRow& row, const SetPiece& name, Composed& out) const {
  if (row.level.text.empty()) return;
  const auto piece = small("destination.level", row.level);
  const int width = measure_.width_of(piece);
  const int x = name.width() + unit_;
  if (name.lines() > 1 || x + width > name_width(row)) return add_line(measure_.set(piece, text_width()), out);
  const auto set = measure_.set(piece, width);
  out.add(set, icons_width(row) + x, top_of_name(out) + name.baseline() - set.baseline());
}

/// When and what; titles of all rows begin at one line.
void DirectionColumn::add_session(const DirectionRow& row, Composed& out) const {
  if (row.when.text.empty()) return;
  const bool aside = when_ + unit_ <= text_width() / 3;
  const int x = aside ? when_ + unit_ : 0;
  const auto when = measure_.set(when_piece(row), aside ? when_ : text_width());
  const auto title = measure_.set(small("session.title", row.title), text_width() - x);
  if (aside) {
    const int baseline = std::max(when.baseline(), title.baseline());
    out.add(when, 0, out.height + baseline - when.baseline());
    out.add(title, x, out.height + baseline - title.baseline());
    out.height += std::max(when.height(), title.height());
  } else {
    add_line(when, out);
    add_line(title, out);
  }
  const auto plates = compose_plates(measure_, row.plates, text_width() - x);
  if (plates.composed.height == 0) return;
  out.add(plates.composed, x, out.height + unit_ / 4);
  out.height += plates.composed.height + unit_ / 4;
}

/// The mark, an arrow where that way is known, and words; the arrow on the side it points to.
void DirectionColumn::add_note(const StepFreeNote& note, Composed& out) const {
  const bool arrow = note.sign && note.sign->arrow != ArrowKind::None;
  const bool arrow_last = arrow && stands_right(*note.sign) != context_->right_to_left;
  const int step = icon_ + unit_ / 2;
  const int x = (note.known ? step : 0) + (arrow && !arrow_last ? step : 0);
  const auto text =
      measure_.set(small("step-free", note.text), std::max(1, text_width() - x - (arrow_last ? step : 0)));
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

Piece DirectionColumn::heading_piece(const DirectionBlock& block) const {
  auto piece = small("direction", block.heading, "ink");
  piece.size = context_->scale.must;
  piece.must_read = true;
  return piece;
}

Composed DirectionColumn::compose_heading(const DirectionBlock& block) const {
  Composed out;
  if (block.heading.text.empty()) return out;
  const int icon = static_cast<int>(std::lround(context_->scale.em(context_->scale.must) * 1.1));
  const int x = block.pictogram.empty() ? 0 : icon + unit_ * 3 / 4;
  const auto text = measure_.set(heading_piece(block), std::max(1, text_width() - x));
  if (x > 0)
    out.symbols.push_back(
        pictogram("connector", block.pictogram, {0, std::max(0, beside(text, icon)), icon, icon}, block.direction));
  out.add(text, x, 0);
  out.height = std::max(text.height(), x > 0 ? icon : 0);
  return out;
}

/// The rule above a block and the air around what is in it.
int DirectionColumn::frame_height() const { return std::max(2, unit_ / 7) + 2 * unit_; }

int DirectionColumn::content_height(const Segment& segment) const {
  int height = compose_heading(blocks_[segment.block]).height;
  for (std::size_t i = 0; i < segment.count; ++i)
    height += lines_[segment.block][segment.first + i].composed.height + (i > 0 ? unit_ * 4 / 5 : 0);
  return height;
}

int DirectionColumn::height_of(const Segment& segment) const {
  const int arrow = blocks_[segment.block].sign ? side_ : 0;
  return frame_height() + std::max(arrow, content_height(segment));
}

int DirectionColumn::height_of(const Page& page) const {
  int height = 0;
  for (const auto& segment : page) height += height_of(segment);
  return height;
}

void DirectionColumn::draw(Canvas& canvas, const Page& page, int air) const {
  int y = box_.y;
  for (const auto& segment : page) y = draw_segment(canvas, segment, y, air);
}

int DirectionColumn::draw_segment(Canvas& canvas, const Segment& segment, int top, int air) const {
  const DirectionBlock& block = blocks_[segment.block];
  const int rule = std::max(2, unit_ / 7);
  canvas.shape("rule", {box_.x, top, box_.width, rule}, "ink");
  const int content = content_height(segment);
  const bool lower = block.sign && content < side_;  // what is lower than the arrow stands in its middle
  const int arrow_y = top + rule + unit_ + air;
  int y = arrow_y + (lower ? (side_ - content) / 2 : 0);
  const bool arrow_first = block.to_right == context_->right_to_left;
  const int x = box_.x + (arrow_first ? box_.width - text_width() : 0);
  if (block.sign && side_ > 0)
    canvas.symbol(
        arrow_symbol("direction", {arrow_first ? box_.x : box_.right() - side_, arrow_y, side_, side_}, *block.sign));
  const auto heading = compose_heading(block);
  put(canvas, heading, x, y);
  y += heading.height;
  for (std::size_t i = 0; i < segment.count; ++i) {
    const auto& line = lines_[segment.block][segment.first + i].composed;
    if (i > 0) y += unit_ * 4 / 5;
    put(canvas, line, x, y);
    y += line.height;
  }
  return top + height_of(segment) + 2 * air;
}

}  // namespace skylt
