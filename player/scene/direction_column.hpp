#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/scene/compose.hpp"
#include "player/scene/direction_rows.hpp"

namespace skylt {

/// Blocks of destinations set in one column, each with its one large arrow on the side that it points to.
/// A room or venue has a row of its own; two amenities share one where both have room. Coordinates as of a page that is
/// read from left to right.
class DirectionColumn {
 public:
  /// Lines of one block that stand on one page.
  struct Segment {
    std::size_t block = 0;
    std::size_t first = 0;
    std::size_t count = 0;
  };
  using Page = std::vector<Segment>;

  /// A destination that is higher than a page of `page_height` is told in parts, each with its name; what cannot stand
  /// on a page at all is not in the column.
  DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks, RectPx box,
                  int page_height);

  /// Whether every name stands on one line and has the measure that a line needs.
  bool is_roomy() const;

  /// Pages of at most `most` lines, five destinations to a direction, that fit `height`; as few as can be, the
  /// lines spread evenly.
  std::vector<Page> pages(int height, int most) const;

  /// What the fullest of the pages leaves of `height`, shared out between its blocks: the air that draw() may add to
  /// each block, so that all pages keep one rhythm.
  int air(const std::vector<Page>& pages, int height) const;

  void draw(Canvas& canvas, const Page& page, int air) const;

 private:
  /// One or two destinations side by side.
  struct Line {
    Composed composed;
    std::size_t destinations = 1;
  };

  std::vector<Page> fill(int height, int most) const;
  std::size_t destinations_of(const Segment& segment) const;
  int text_width() const;
  int end_width(const DirectionRow& row) const;
  int name_icon() const;
  int icons_width(const DirectionRow& row) const;
  int name_width(const DirectionRow& row) const;
  int natural_width(const DirectionRow& row) const;
  Piece name_piece(const DirectionRow& row) const;
  Piece heading_piece(const DirectionBlock& block) const;
  int most_height(const DirectionBlock& block) const;
  std::vector<Line> lines_of(const DirectionBlock& block) const;
  std::vector<DirectionRow> parts_of(const DirectionRow& row, int most) const;
  std::vector<DirectionRow> names_of(const DirectionRow& row, int most) const;
  SetPiece add_name(const DirectionRow& row, int x, int width, Composed& out) const;
  Composed compose(const DirectionRow& row) const;
  std::optional<Composed> compose_pair(const DirectionRow& first, const DirectionRow& second) const;
  Composed compose_heading(const DirectionBlock& block) const;
  void add_level(const DirectionRow& row, const SetPiece& name, Composed& out) const;
  void add_mark(const SetPiece& name, Composed& out) const;
  void add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const;
  void add_session(const DirectionRow& row, Composed& out) const;
  void add_note(const StepFreeNote& note, Composed& out) const;
  int frame_height() const;
  int content_height(const Segment& segment) const;
  int height_of(const Segment& segment) const;
  int height_of(const Page& page) const;
  int draw_segment(Canvas& canvas, const Segment& segment, int top, int air) const;

  const Context* context_;
  Canvas measure_;
  std::vector<DirectionBlock> blocks_;
  RectPx box_;
  int page_height_ = 0;
  int unit_ = 0;
  int side_ = 0;  ///< of the arrow's square; 0 without arrows
  int icon_ = 0;  ///< side of small marks
  int when_ = 0;  ///< width of the column of times
  bool marks_ = false;
  std::vector<std::vector<Line>> lines_;  ///< of each block
};

}  // namespace skylt
