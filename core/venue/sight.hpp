#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

/// What can be seen from where in one venue: spaces end a view with their outlines, openings let it through, and so
/// does every place where the walking graph leads through an outline without an opening that says so. The venue
/// outlives it.
class Sight {
 public:
  explicit Sight(const Venue& venue);

  /// Whether anybody has drawn the rooms of this level; if not, nothing is known about sight there.
  bool knows(std::string_view level) const;
  /// Index of the smallest walkable space around the point.
  std::optional<std::size_t> space_at(std::string_view level, const Point& p) const;
  /// Whether nothing stands between two points of a level. True where spaces are not known.
  bool clear(std::string_view level, const Point& a, const Point& b) const;
  /// Where a straight walk from a to b first meets the outline of the space with this index; nullopt where it stays in.
  std::optional<Point> leaves(std::size_t space, const Point& a, const Point& b) const;

 private:
  struct Wall {
    Point a, b;
  };
  struct Gap {
    Point a, b;
    double reach;  ///< metres around it that are open
  };
  struct Storey {
    std::string_view level;
    std::vector<std::size_t> spaces;
    std::vector<Wall> walls;
    std::vector<Gap> gaps;
  };
  const Storey* find(std::string_view level) const;
  bool is_gap(const Storey& storey, const Point& p) const;
  void add_passage(const Edge& edge);

  const Venue* venue_;
  std::vector<Storey> storeys_;
};

}  // namespace skylt
