// One greeting very large, the others waiting in their places.
#include <algorithm>
#include <cmath>
#include <memory>

#include "player/scene/compose.hpp"
#include "player/scene/welcome.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

constexpr int kMostColumns = 5;
constexpr int kFewRows = 2;
constexpr double kLargestOfShortSide = 0.235;  ///< em of the great greeting
constexpr double kLeastOfLargest = 0.62;       ///< smaller: rather on two lines
constexpr double kUsualOfHeight = 0.62;        ///< em of a line of a tall script, of the room it has
constexpr double kLeastTop = 0.33;             ///< part of the box that the great greeting keeps

/// One greeting small, in its place, and the name of its language.
struct Cell {
  SetPiece text;
  SetPiece text_now;  ///< the same while it is the great one
  SetPiece name;

  int height() const { return text.height() + name.height(); }
};

class WelcomeDrawing {
 public:
  WelcomeDrawing(const Context& context, const Place& place)
      : context_{context}, region_{place.region.id}, box_{place.box}, greetings_{greetings_of(context)} {
    choose_columns();
    choose_rows();
  }

  std::size_t pages() const { return groups_.empty() ? 1 : groups_.size() * largest_group(); }

  /// Every greeting of a group is the great one in turn; all groups come by between two turns of the same one.
  std::vector<SceneItem> draw(std::size_t page) const {
    Canvas canvas{context_, region_};
    if (groups_.empty()) return {};
    const auto& group = groups_[page % groups_.size()];
    const std::size_t turn = page / groups_.size();
    // Swedish stands on every page, so it is the great one on the first page only.
    const bool with_swedish = page % groups_.size() == 0 || group.size() == 1;
    const std::size_t great = with_swedish ? group[turn % group.size()] : group[1 + turn % (group.size() - 1)];
    draw_great(canvas, greetings_[great], top(group));
    draw_grid(canvas, group, great);
    return canvas.take();
  }

 private:
  std::size_t largest_group() const {
    std::size_t most = 1;
    for (const auto& group : groups_) most = std::max(most, group.size());
    return most;
  }

  /// The waiting ones as small as they may be read from afar, so that many have a place, the names of their
  /// languages in proportion.
  double waiting_em() const {
    const double ratio = context_.typesetter.cap_height_ratio();
    return std::ceil(std::max(context_.scale.must_px / ratio, short_side() / 26.0));
  }
  double name_em() const {
    const double ratio = context_.typesetter.cap_height_ratio();
    return std::ceil(std::max(context_.scale.floor_px / ratio, waiting_em() * 0.64));
  }
  int short_side() const { return std::min(context_.size.width, context_.size.height); }

  int gap() const { return context_.unit * 2; }
  int cell_width(int columns) const { return (box_.width - (columns - 1) * gap()) / columns; }

  Cell make_cell(const Greeting& greeting, int width) const {
    const Canvas canvas{context_, region_};
    Piece text;
    text.role = "welcome";
    text.text = greeting.text;
    text.em_px = waiting_em();
    text.must_read = true;
    Cell cell;
    cell.text = canvas.set(text, width);
    text.colour = "now";
    cell.text_now = canvas.set(text, width);
    Piece name;
    name.role = "welcome.language";
    name.text = greeting.name;
    name.colour = "ink-quiet";
    name.em_px = name_em();
    cell.name = canvas.set(name, width);
    return cell;
  }

  /// As many columns as leave every word whole.
  void choose_columns() {
    for (columns_ = kMostColumns; columns_ >= 1; --columns_) {
      cells_.clear();
      bool whole = true;
      for (const auto& greeting : greetings_) {
        cells_.push_back(make_cell(greeting, cell_width(columns_)));
        const auto cut = [](const SetPiece& piece) { return piece.layout && piece.layout->truncated; };
        whole = whole && !cut(cells_.back().text) && !cut(cells_.back().name) && cells_.back().text.lines() <= 2;
      }
      if (whole || columns_ == 1) return;
    }
  }

  /// Where the greetings of one row stand, all on one line, and the names of their languages on another.
  struct GridRow {
    int baseline = 0;
    int name_baseline = 0;
    int height = 0;
  };
  GridRow row_of(const std::vector<std::size_t>& group, std::size_t first) const {
    GridRow row;
    int below = 0;
    int name_above = 0;
    int name_below = 0;
    for (std::size_t i = first; i < std::min(group.size(), first + static_cast<std::size_t>(columns_)); ++i) {
      const Cell& cell = cells_[group[i]];
      row.baseline = std::max(row.baseline, cell.text.baseline());
      below = std::max(below, cell.text.height() - cell.text.baseline());
      name_above = std::max(name_above, cell.name.baseline());
      name_below = std::max(name_below, cell.name.height() - cell.name.baseline());
    }
    row.name_baseline = row.baseline + below + name_above;
    row.height = row.name_baseline + name_below;
    return row;
  }

  int height_of(const std::vector<std::size_t>& group) const {
    int height = 0;
    for (std::size_t first = 0; first < group.size(); first += static_cast<std::size_t>(columns_))
      height += row_of(group, first).height + (first > 0 ? context_.unit : 0);
    return height;
  }

  /// Two rows, more where the greetings would not all come back in time, as long as the great one keeps its place.
  void choose_rows() {
    for (int rows = kFewRows;; ++rows) {
      auto groups =
          greeting_pages(greetings_.size(), static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns_));
      // The high ones stand in one row, so that the rows above them stay low; Swedish keeps the first place.
      for (auto& group : groups)
        std::stable_sort(group.begin() + 1, group.end(),
                         [&](std::size_t a, std::size_t b) { return cells_[a].height() < cells_[b].height(); });
      int height = 0;
      std::size_t held = 1;
      for (const auto& group : groups) {
        height = std::max(height, height_of(group));
        held += group.size() - 1;
      }
      const bool fits = height <= box_.height * (1 - kLeastTop);
      if (!fits && !groups_.empty()) return;
      groups_ = std::move(groups);
      if (!fits || held >= greetings_.size()) return;
    }
  }

  /// What the waiting ones of a page leave to the great one.
  RectPx top(const std::vector<std::size_t>& group) const {
    RectPx top = box_;
    top.height = std::max(1, box_.height - height_of(group) - 2 * gap());
    return top;
  }

  /// Stands at its own readers' edge: Arabic at the right, whatever the page's direction.
  Align own_edge(const TaggedText& text) const {
    return is_right_to_left(text.language) == context_.right_to_left ? Align::Start : Align::End;
  }

  /// As large as it fits on one line; a long one rather on two than small.
  SetPiece set_great(const Canvas& canvas, const TaggedText& text, int height) const {
    Piece piece;
    piece.role = "welcome";
    piece.text = text;
    piece.weight = Weight::Bold;
    piece.must_read = true;
    piece.align = own_edge(text);
    const double least = context_.scale.em(TextSize::Large);
    const double largest = std::max(least, short_side() * kLargestOfShortSide);
    piece.em_px = std::floor(largest);
    const int width = canvas.width_of(piece);
    if (width > box_.width) piece.em_px = std::floor(largest * box_.width / width);
    auto set = canvas.set(piece, box_.width);
    if (set.height() > height) {
      piece.em_px = std::floor(piece.em_px * height / set.height());
      set = canvas.set(piece, box_.width);
    }
    const double usual = std::max(least, std::min(largest, height * kUsualOfHeight));
    if (piece.em_px >= usual * kLeastOfLargest && set.lines() <= 1 && set.height() <= height) return set;
    for (piece.em_px = std::floor(usual * 0.8); piece.em_px > least; piece.em_px = std::floor(piece.em_px * 0.92)) {
      set = canvas.set(piece, box_.width);
      if (set.lines() <= 2 && !set.layout->truncated && set.height() <= height) return set;
    }
    piece.em_px = least;
    return canvas.set(piece, box_.width);
  }

  void draw_great(Canvas& canvas, const Greeting& greeting, RectPx area) const {
    area.height = std::max(1, area.height - context_.unit * 2);  // air above the rule
    Piece detail;
    detail.role = "welcome.detail";
    detail.text = greeting.detail;
    detail.size = std::max(TextSize::Medium, context_.scale.must);
    detail.colour = "now";
    detail.align = own_edge(greeting.text);
    auto below = canvas.set(detail, box_.width);
    const auto below_height = [&] { return below.height() + (below.empty() ? 0 : context_.unit); };
    auto great = set_great(canvas, greeting.text, area.height - below_height());
    if (great.height() + below_height() > area.height) {  // a low screen: the detail as large as all other text
      detail.size = TextSize::Small;
      below = canvas.set(detail, box_.width);
      great = set_great(canvas, greeting.text, area.height - below_height());
    }
    const int free = std::max(0, area.height - below_height() - great.height());
    const int y = area.y + free * 3 / 5;
    canvas.put(great, box_.x, y);
    canvas.put(below, box_.x, y + great.height() + context_.unit);
  }

  void draw_grid(Canvas& canvas, const std::vector<std::size_t>& group, std::size_t great) const {
    const int y_of_rule = top(group).bottom();
    canvas.shape("rule", {box_.x, y_of_rule, box_.width, std::max(1, context_.unit / 10)}, "rule");
    int y = y_of_rule + 2 * gap();
    for (std::size_t first = 0; first < group.size(); first += static_cast<std::size_t>(columns_)) {
      const auto row = row_of(group, first);
      for (std::size_t i = first; i < std::min(group.size(), first + static_cast<std::size_t>(columns_)); ++i) {
        const Cell& cell = cells_[group[i]];
        const int x = box_.x + static_cast<int>(i - first) * (cell_width(columns_) + gap());
        const auto& text = group[i] == great ? cell.text_now : cell.text;
        canvas.put_on_baseline(text, x, y + row.baseline);
        canvas.put_on_baseline(cell.name, x, y + row.name_baseline);
      }
      y += row.height + context_.unit;
    }
  }

  const Context& context_;
  std::string region_;
  RectPx box_;
  std::vector<Greeting> greetings_;
  std::vector<Cell> cells_;
  int columns_ = 1;
  std::vector<std::vector<std::size_t>> groups_;
};

}  // namespace

WidgetPages draw_welcome(const Context& context, const Place& place) {
  WidgetPages out;
  const auto drawing = std::make_shared<const WelcomeDrawing>(context, place);
  out.pages.resize(drawing->pages());
  out.draw_later = [drawing](std::size_t page) { return drawing->draw(page); };
  return out;
}

}  // namespace skylt
