#pragma once
#include <string>
#include <vector>

#include "player/scene/context.hpp"

namespace skylt {

/// A piece of text and what it is; where it goes is decided when it is put.
struct Piece {
  std::string role;
  TaggedText text;
  TextSize size = TextSize::Small;
  double em_px = 0;               ///< instead of the size's, for the one greeting of a welcome; 0: the size's
  std::string colour = "ink";     ///< theme token
  std::string ground = "ground";  ///< theme token of what it stands on
  Weight weight = Weight::Regular;
  Align align = Align::Start;
  bool must_read = false;
  bool struck = false;
  bool keeps_dots = false;  ///< also a dot between facts that ends a line: the lines are put together anew
};

/// A piece set to a width, ready to be put.
struct SetPiece {
  Piece piece;
  TextLayoutPtr layout;

  int height() const { return layout ? layout->size.height : 0; }
  int width() const { return layout ? layout->size.width : 0; }
  int lines() const { return layout ? static_cast<int>(layout->lines.size()) : 0; }
  int baseline() const { return lines() > 0 ? layout->lines.front().baseline_px : 0; }
  bool empty() const { return lines() == 0; }
};

/// An arrow, or a pictogram where `pictogram` names one. Colours are theme tokens.
struct Symbol {
  std::string role;
  RectPx box;
  std::string colour = "ink";
  std::string ground = "ground";
  std::string pictogram = {};
  int direction = 0;
  std::string alternative = {};
  double bearing = 0;
  ArrowShape shape = ArrowShape::Straight;
};

/// `width`, or as much of it as a line of running text of that size may have: 80 characters, 40 Chinese or Japanese
/// ones.
int reading_width(const Context& context, TextSize size, int width);

/// Collects the items of one region. Coordinates are those of a page that is read from left to right; on a page read
/// from right to left everything is mirrored here, in this one place (L-14). Arrows keep their bearing.
class Canvas {
 public:
  Canvas(const Context& context, std::string region) : context_{&context}, region_{std::move(region)} {}

  const Context& context() const { return *context_; }

  /// Sets a piece to a measure, letters of some scripts larger. With `max_lines` above 0 a piece that needs more
  /// says so in layout->truncated.
  SetPiece set(Piece piece, int width, int max_lines = 0) const;
  /// Width of the piece on one line, rounded up.
  int width_of(const Piece& piece) const;
  /// Height of one line in that size in the page's first language; of one of the piece's, at least 1.
  int line_height(TextSize size) const;
  int line_height(const Piece& piece) const;

  /// With the top left of its box at (x, y).
  void put(const SetPiece& piece, int x, int y);
  /// With its first baseline at `baseline`.
  void put_on_baseline(const SetPiece& piece, int x, int baseline);
  void shape(const std::string& role, RectPx box, const std::string& colour, int radius_px = 0);
  /// An arrow that points where reading goes on: to the left on a page read from right to left.
  void reading_arrow(const std::string& role, RectPx box, const std::string& colour);
  /// Its place is mirrored like all others, its bearing never.
  void symbol(const Symbol& symbol);
  void image(ImageItem item);
  void qr(const std::string& role, RectPx box, std::string data);

  /// A text with its box's top left at that place of the screen itself, for maps: nothing is mirrored. `ground`: what
  /// it stands on.
  TextItem item_at(const SetPiece& piece, int screen_x, int screen_y, Colour colour, Colour ground) const;
  /// Where on the screen a box of this page lies.
  RectPx on_screen(const RectPx& box) const { return mirrored(box); }
  const std::string& region() const { return region_; }

  std::vector<SceneItem> take() { return std::move(items_); }

 private:
  RectPx mirrored(RectPx box) const;

  const Context* context_;
  std::string region_;
  std::vector<SceneItem> items_;
};

}  // namespace skylt
