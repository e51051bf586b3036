#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/scene/compose.hpp"
#include "player/scene/direction_rows.hpp"

namespace skylt {

/// One or two destinations side by side, set to a width.
struct DirectionLine {
  Composed composed;
  std::size_t destinations = 1;
  int width = 0;  ///< what it takes, its minutes and its mark brought up to its words
};

/// The lines of a block, and how many of its rows have none: no page can hold them, not even in parts.
struct DirectionLines {
  std::vector<DirectionLine> lines;
  std::size_t untold = 0;
};

/// Sets rows and headings of direction blocks to one width. Coordinates as of a page that is read from left to right.
class DirectionSetting {
 public:
  DirectionSetting(const Context& context, const std::string& region, const std::vector<DirectionBlock>& blocks,
                   int width);

  int width() const { return width_; }
  /// To no less than the widest of its lines and headings: then nothing breaks otherwise than before.
  void set_width(int width) { width_ = width; }

  /// Whether every name stands on one line and has the measure that a line needs.
  bool is_roomy(const std::vector<DirectionBlock>& blocks) const;

  /// A room or venue has a line of its own; two amenities share one where both have room. A destination that is higher
  /// than `most` is told in parts, each with its name where that leaves it a line.
  DirectionLines lines_of(const DirectionBlock& block, int most) const;

  DirectionLine heading_of(const DirectionBlock& block) const;

 private:
  int end_width(const DirectionRow& row) const;
  int name_icon() const;
  int icons_width(const DirectionRow& row) const;
  int name_width(const DirectionRow& row) const;
  int natural_width(const DirectionRow& row) const;
  Piece name_piece(const DirectionRow& row) const;
  Piece heading_piece(const DirectionBlock& block) const;
  std::vector<DirectionRow> parts_of(const DirectionRow& row, int most) const;
  std::vector<DirectionRow> names_of(const DirectionRow& row, int most) const;
  SetPiece add_name(const DirectionRow& row, int x, int width, Composed& out) const;
  DirectionLine set(const DirectionRow& row) const;
  int height_of(const DirectionRow& row) const { return set(row).composed.height; }
  std::optional<DirectionLine> set_pair(const DirectionRow& first, const DirectionRow& second) const;
  void add_level(const DirectionRow& row, const SetPiece& name, Composed& out) const;
  void add_mark(const SetPiece& name, Composed& out) const;
  void add_end(const DirectionRow& row, const SetPiece& name, Composed& out) const;
  void add_session(const DirectionRow& row, Composed& out) const;
  void add_note(const StepFreeNote& note, Composed& out) const;

  const Context* context_;
  Canvas measure_;
  int unit_ = 0;
  int width_ = 0;
  int icon_ = 0;        ///< side of small marks
  int when_ = 0;        ///< width of the column of times
  bool aside_ = false;  ///< times stand beside the titles; as the whole width allows, whatever is left of it
  bool marks_ = false;
};

}  // namespace skylt
