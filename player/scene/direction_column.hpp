#pragma once
#include <string>
#include <vector>

#include "player/scene/compose.hpp"
#include "player/scene/direction_rows.hpp"

namespace skylt {

/// Blocks of destinations set in one column, each with its one large arrow on the side that it points to.
/// Coordinates as of a page that is read from left to right.
class DirectionColumn {
 public:
  /// Rows of one block that stand on one page.
  struct Segment {
    std::size_t block = 0;
    std::size_t first = 0;
    std::size_t count = 0;
  };
  using Page = std::vector<Segment>;

  DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks, RectPx box);

  /// Whether every name stands on one line and has the measure that a line needs.
  bool is_roomy() const;

  /// Pages of at most `most` rows, five to a direction, that fit `height`; as few as can be, the rows spread
  /// evenly.
  std::vector<Page> pages(int height, int most) const;

  void draw(Canvas& canvas, const Page& page) const;

 private:
  std::vector<Page> fill(int height, int most) const;
  int text_width() const;
  int end_width() const;
  int name_icon() const;
  int name_width(bool pictogram) const;
  Piece heading_piece(const DirectionBlock& block) const;
  Composed compose(const DirectionRow& row) const;
  Composed compose_heading(const DirectionBlock& block) const;
  void add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const;
  void add_session(const DirectionRow& row, Composed& out) const;
  void add_note(const StepFreeNote& note, Composed& out) const;
  int content_height(const Segment& segment) const;
  int height_of(const Segment& segment) const;
  int height_of(const Page& page) const;
  int draw_segment(Canvas& canvas, const Segment& segment, int top) const;

  const Context* context_;
  Canvas measure_;
  std::vector<DirectionBlock> blocks_;
  RectPx box_;
  int unit_ = 0;
  int side_ = 0;     ///< of the arrow's square; 0 without arrows
  int icon_ = 0;     ///< side of small marks
  int minutes_ = 0;  ///< width of their column
  int when_ = 0;     ///< width of the column of times
  bool marks_ = false;
  std::vector<std::vector<Composed>> composed_;  ///< of each block's rows
};

}  // namespace skylt
