#pragma once
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

// Plane geometry of spaces. Points in metres, x east, y north. "Rings" are a space's: the outline, then holes; which
// way round they run does not matter. Pure; nothing throws.

double distance_of(Point a, Point b);
double distance_to_segment(Point p, Point a, Point b);

/// Square metres, positive when the ring runs counter-clockwise.
double signed_area(const Ring& ring);

/// Inside the outline and in no hole. A point on a boundary may be either.
bool contains(const std::vector<Ring>& rings, Point p);

/// From the nearest wall; also of points outside.
double distance_to_boundary(const std::vector<Ring>& rings, Point p);

/// Nearest point of the boundary.
Point nearest_on_boundary(const std::vector<Ring>& rings, Point p);

/// Whether the straight way from `a` to `b` stays inside and touches no wall.
bool sees(const std::vector<Ring>& rings, Point a, Point b);

/// A point well inside: the centre of gravity where that has air around it, else the best of a grid of lines.
Point interior_point(const std::vector<Ring>& rings);

/// Whether two edges of the ring cross or touch other than at the corner that they share.
bool crosses_itself(const Ring& ring);

/// Whether the two have area in common.
bool overlap(const std::vector<Ring>& a, const std::vector<Ring>& b);

struct Bounds {
  Point low, high;
  bool near(const Bounds& other, double metres) const;
  bool near(Point p, double metres) const;
};
Bounds bounds_of(const std::vector<Ring>& rings);

}  // namespace skylt
