#include "player/scene/direction_column.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr std::size_t kMostOfOneDirection = 5;
constexpr double kArrowEm = 2.7;                ///< of Medium
constexpr double kLeastNameEm = 7.5;            // about 13 letters

Piece name_piece(const DirectionRow& row) {
  Piece piece;
  piece.role = "destination";
  piece.text = row.name;
  piece.size = TextSize::Medium;
  piece.weight = Weight::Bold;
  piece.must_read = true;
  return piece;
}

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

int cap_of(const SetPiece& piece) {
  return piece.empty() ? 0 : static_cast<int>(std::lround(piece.layout->cap_height_px));
}

/// Top of an icon whose middle is the middle of the capitals of the first line.
int beside(const SetPiece& piece, int icon) { return piece.baseline() - cap_of(piece) / 2 - icon / 2; }

void add_line(const SetPiece& piece, Composed& out) {
  if (piece.empty()) return;
  out.add(piece, 0, out.height);
  out.height += piece.height();
}

}  // namespace

DirectionColumn::DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks,
                                 RectPx box)
    : context_{&context}, measure_{context, region}, blocks_{std::move(blocks)}, box_{box}, unit_{context.unit} {
  if (std::any_of(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.sign.has_value(); }))
    side_ = static_cast<int>(std::lround(context.scale.em(TextSize::Medium) * kArrowEm));
  icon_ = static_cast<int>(std::lround(std::max(context.scale.em(TextSize::Small) * 1.05, context.scale.must_px)));
  for (const auto& block : blocks_) {
    for (const auto& row : block.rows) {
      minutes_ = std::max(minutes_, measure_.width_of(minutes_piece(row)));
      when_ = std::max(when_, measure_.width_of(when_piece(row)));
      marks_ = marks_ || row.step_free;
    }
  }
  composed_.resize(blocks_.size());
  for (std::size_t i = 0; i < blocks_.size(); ++i)
    for (const auto& row : blocks_[i].rows) composed_[i].push_back(compose(row));
}

int DirectionColumn::text_width() const { return box_.width - (side_ > 0 ? side_ + unit_ * 2 : 0); }

int DirectionColumn::end_width() const { return minutes_ + (marks_ ? icon_ + unit_ / 2 : 0); }

int DirectionColumn::name_icon() const { return static_cast<int>(std::lround(context_->scale.em(TextSize::Medium))); }

int DirectionColumn::name_width(bool pictogram) const {
  const int end = end_width() > 0 ? end_width() + unit_ : 0;
  return std::max(1, text_width() - end - (pictogram ? name_icon() + unit_ * 3 / 4 : 0));
}

bool DirectionColumn::is_roomy() const {
  if (name_width(false) < kLeastNameEm * context_->scale.em(TextSize::Medium)) return false;
  for (const auto& block : blocks_)
    for (const auto& row : block.rows)
      if (measure_.width_of(name_piece(row)) > name_width(!row.pictogram.empty())) return false;
  return true;
}

std::vector<DirectionColumn::Page> DirectionColumn::fill(int height, int most) const {
  std::vector<Page> pages;
  int rows = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    for (std::size_t r = 0; r < blocks_[b].rows.size(); ++r) {
      if (!pages.empty() && rows < most) {
        Page longer = pages.back();
        if (longer.back().block == b)
          ++longer.back().count;
        else
          longer.push_back({b, r, 1});
        if (longer.back().count <= kMostOfOneDirection && height_of(longer) <= height) {
          pages.back() = std::move(longer);
          ++rows;
          continue;
        }
      }
      pages.push_back({{b, r, 1}});
      rows = 1;
    }
  }
  return pages;
}

std::vector<DirectionColumn::Page> DirectionColumn::pages(int height, int most) const {
  auto pages = fill(height, most);
  for (int rows = 1; pages.size() > 1 && rows < most; ++rows)
    if (auto even = fill(height, rows); even.size() == pages.size()) return even;
  return pages;
}

Composed DirectionColumn::compose(const DirectionRow& row) const {
  Composed out;
  const bool has_icon = !row.pictogram.empty();
  const auto name = measure_.set(name_piece(row), name_width(has_icon));
  out.add(name, has_icon ? name_icon() + unit_ * 3 / 4 : 0, 0);
  out.height = name.height();
  if (has_icon)
    out.symbols.push_back(
        pictogram("amenity", row.pictogram, {0, beside(name, name_icon()), name_icon(), name_icon()}));
  add_end(row, name, out);
  add_session(row, out);
  add_line(measure_.set(small("destination.place", row.place), text_width()), out);
  if (row.note) add_note(*row.note, out);
  return out;
}

/// Minutes and the step-free mark at the far end, on the name's first line.
void DirectionColumn::add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const {
  if (!row.minutes.text.empty()) {
    const int width = measure_.width_of(minutes_piece(row));
    const auto set = measure_.set(minutes_piece(row), width);
    const int end = text_width() - (marks_ ? icon_ + unit_ / 2 : 0);
    out.add(set, end - width, name.baseline() - set.baseline());
  }
  if (!row.step_free) return;
  auto mark = pictogram("step-free", "accessible", {text_width() - icon_, beside(name, icon_), icon_, icon_});
  mark.alternative = context_->say("way.step-free").text;
  out.symbols.push_back(std::move(mark));
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
  const int x = arrow && !arrow_last ? 2 * step : step;
  const auto text =
      measure_.set(small("step-free", note.text), std::max(1, text_width() - x - (arrow_last ? step : 0)));
  const int top = out.height + unit_ / 5;
  const int y = top + std::max(0, beside(text, icon_));
  auto mark = pictogram("step-free", "accessible", {0, y, icon_, icon_});
  mark.colour = "ink-quiet";
  out.symbols.push_back(std::move(mark));
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

int DirectionColumn::content_height(const Segment& segment) const {
  int height = compose_heading(blocks_[segment.block]).height;
  for (std::size_t i = 0; i < segment.count; ++i)
    height += composed_[segment.block][segment.first + i].height + (i > 0 ? unit_ * 4 / 5 : 0);
  return height;
}

int DirectionColumn::height_of(const Segment& segment) const {
  const int arrow = blocks_[segment.block].sign ? side_ : 0;
  return std::max(2, unit_ / 7) + 2 * unit_ + std::max(arrow, content_height(segment));
}

int DirectionColumn::height_of(const Page& page) const {
  int height = 0;
  for (const auto& segment : page) height += height_of(segment);
  return height;
}

void DirectionColumn::draw(Canvas& canvas, const Page& page) const {
  int y = box_.y;
  for (const auto& segment : page) y = draw_segment(canvas, segment, y);
}

int DirectionColumn::draw_segment(Canvas& canvas, const Segment& segment, int top) const {
  const DirectionBlock& block = blocks_[segment.block];
  const int rule = std::max(2, unit_ / 7);
  canvas.shape("rule", {box_.x, top, box_.width, rule}, "ink");
  const int content = content_height(segment);
  const bool lower = block.sign && content < side_;  // what is lower than the arrow stands in its middle
  const int arrow_y = top + rule + unit_;
  int y = arrow_y + (lower ? (side_ - content) / 2 : 0);
  const bool arrow_first = block.to_right == context_->right_to_left;
  const int x = box_.x + (side_ > 0 && arrow_first ? side_ + unit_ * 2 : 0);
  if (block.sign)
    canvas.symbol(
        arrow_symbol("direction", {arrow_first ? box_.x : box_.right() - side_, arrow_y, side_, side_}, *block.sign));
  const auto heading = compose_heading(block);
  put(canvas, heading, x, y);
  y += heading.height;
  for (std::size_t i = 0; i < segment.count; ++i) {
    const auto& row = composed_[segment.block][segment.first + i];
    if (i > 0) y += unit_ * 4 / 5;
    put(canvas, row, x, y);
    y += row.height;
  }
  return top + height_of(segment);
}

}  // namespace skylt
