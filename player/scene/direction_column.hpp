#pragma once
#include <string>
#include <vector>

#include "player/scene/compose.hpp"
#include "player/scene/direction_setting.hpp"

namespace skylt {

/// Blocks of destinations set in one column, each with its one large arrow on the side that it points to.
/// Coordinates as of a page that is read from left to right.
class DirectionColumn {
 public:
  /// Lines of one block that stand on one page.
  struct Segment {
    std::size_t block = 0;
    std::size_t first = 0;
    std::size_t count = 0;
  };
  using Page = std::vector<Segment>;

  /// What is higher than a page of `page_height` is set in parts (DirectionSetting::lines_of). `page_height` may be
  /// less than any line needs.
  DirectionColumn(const Context& context, const std::string& region, std::vector<DirectionBlock> blocks, RectPx box,
                  int page_height);

  /// Whether every name stands on one line and has the measure that a line needs.
  bool is_roomy() const;

  /// How many destinations no page can hold.
  std::size_t untold() const { return untold_; }

  /// Pages of at most `most` lines, five destinations to a direction, that fit `height`; as few as can be, the
  /// lines spread evenly.
  std::vector<Page> pages(int height, int most) const;

  /// What may be added to the least that blocks and lines need.
  struct Air {
    int block = 0;  ///< above and below what is in it
    int line = 0;   ///< between two
  };

  /// What the fullest of the pages leaves of `height`, shared out so that all pages keep one rhythm.
  Air air(const std::vector<Page>& pages, int height) const;

  /// Brings minutes, marks and the arrows at the far side up to the words, where no line needs the whole width. Heights
  /// and pages stay.
  void draw_together();

  void draw(Canvas& canvas, const Page& page, Air air) const;

 private:
  void set_lines();
  std::vector<Page> fill(int height, int most) const;
  std::size_t destinations_of(const Segment& segment) const;
  int frame_height() const;
  int content_height(const Segment& segment) const;
  int height_of(const Segment& segment) const;
  int height_of(const Page& page) const;
  int draw_segment(Canvas& canvas, const Segment& segment, int top, Air air) const;

  std::vector<DirectionBlock> blocks_;
  RectPx box_;
  int page_height_ = 0;
  int unit_ = 0;
  bool right_to_left_ = false;
  int side_ = 0;  ///< of the arrow's square; 0 without arrows
  DirectionSetting setting_;
  std::vector<std::vector<DirectionLine>> lines_;  ///< of each block
  std::vector<DirectionLine> headings_;
  std::size_t untold_ = 0;
};

}  // namespace skylt
