#include "player/scene/direction_column.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr std::size_t kMostOfOneDirection = 5;
constexpr double kArrowEm = 2.8;                ///< of Medium

/// Side of the arrow's square; 0 without arrows.
int arrow_side(const Context& context, const std::vector<DirectionBlock>& blocks, int most) {
  if (std::none_of(blocks.begin(), blocks.end(), [](const auto& block) { return block.sign.has_value(); })) return 0;
  return std::clamp(static_cast<int>(std::lround(context.scale.em(TextSize::Medium) * kArrowEm)), 0, std::max(0, most));
}

int arrow_room(const Context& context, int side) { return side > 0 ? side + context.unit * 3 / 2 : 0; }

}  // namespace

DirectionColumn::DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks,
                                 RectPx box, int page_height)
    : blocks_{std::move(blocks)},
      box_{box},
      page_height_{page_height},
      unit_{context.unit},
      right_to_left_{context.right_to_left},
      side_{arrow_side(context, blocks_, page_height - frame_height())},
      setting_{context, region, blocks_, box.width - arrow_room(context, side_)} {
  set_lines();
}

void DirectionColumn::set_lines() {
  lines_.clear();
  headings_.clear();
  untold_ = 0;
  for (const auto& block : blocks_) {
    headings_.push_back(setting_.heading_of(block));
    // What the heading leaves of a page for one row.
    auto set = setting_.lines_of(block, page_height_ - frame_height() - headings_.back().composed.height);
    lines_.push_back(std::move(set.lines));
    untold_ += set.untold;
  }
}

bool DirectionColumn::is_roomy() const { return setting_.is_roomy(blocks_); }

void DirectionColumn::draw_together() {
  int width = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    width = std::max(width, headings_[b].width);
    for (const auto& line : lines_[b]) width = std::max(width, line.width);
  }
  width += unit_;
  if (width >= setting_.width()) return;
  setting_.set_width(width);
  set_lines();
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

DirectionColumn::Air DirectionColumn::air(const std::vector<Page>& pages, int height) const {
  Air least{unit_ * 3 / 2, unit_};
  for (const auto& page : pages)
    least.block = std::min(least.block, (height - height_of(page)) / (2 * static_cast<int>(page.size()) + 1));
  least.block = std::max(0, least.block);
  for (const auto& page : pages) {
    int gaps = 0;
    for (const auto& segment : page) gaps += static_cast<int>(segment.count) - 1;
    const int free = height - height_of(page) - 2 * least.block * static_cast<int>(page.size());
    if (gaps > 0) least.line = std::clamp(free / gaps, 0, least.line);
  }
  return least;
}

/// The rule above a block and the air around what is in it.
int DirectionColumn::frame_height() const { return std::max(2, unit_ / 7) + 2 * unit_; }

int DirectionColumn::content_height(const Segment& segment) const {
  int height = headings_[segment.block].composed.height;
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

void DirectionColumn::draw(Canvas& canvas, const Page& page, Air air) const {
  int y = box_.y;
  for (const auto& segment : page) y = draw_segment(canvas, segment, y, air);
}

int DirectionColumn::draw_segment(Canvas& canvas, const Segment& segment, int top, Air air) const {
  const DirectionBlock& block = blocks_[segment.block];
  const int rule = std::max(2, unit_ / 7);
  canvas.shape("rule", {box_.x, top, box_.width, rule}, "ink");
  const int content = content_height(segment) + (static_cast<int>(segment.count) - 1) * air.line;
  const bool lower = block.sign && content < side_;  // what is lower than the arrow stands in its middle
  const int arrow_y = top + rule + unit_ + air.block;
  int y = arrow_y + (lower ? (side_ - content) / 2 : 0);
  const bool arrow_first = block.to_right == right_to_left_;
  const int gap = unit_ * 3 / 2;
  const int x = box_.x + (arrow_first ? side_ + gap : 0);
  if (block.sign && side_ > 0)
    canvas.symbol(arrow_symbol("direction", {arrow_first ? box_.x : x + setting_.width() + gap, arrow_y, side_, side_},
                               *block.sign));
  const Composed& heading = headings_[segment.block].composed;
  put(canvas, heading, x, y);
  y += heading.height;
  for (std::size_t i = 0; i < segment.count; ++i) {
    const auto& line = lines_[segment.block][segment.first + i].composed;
    if (i > 0) y += unit_ * 4 / 5 + air.line;
    put(canvas, line, x, y);
    y += line.height;
  }
  return top + frame_height() + std::max(block.sign ? side_ : 0, content) + 2 * air.block;
}

}  // namespace skylt
