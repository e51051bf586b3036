#pragma once
#include <optional>
#include <vector>

#include "core/venue/venue.hpp"

namespace skylt {

// Pure geometry of a map on a screen. A venue's frame is in metres, x east, y north; the picture in pixels, x to the
// right, y down (W6). Nothing throws.

/// A place in the picture.
struct Pixel {
  double x = 0;
  double y = 0;
  bool operator==(const Pixel&) const = default;
};
using PixelLine = std::vector<Pixel>;

/// A part of the picture.
struct PixelBox {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
  Pixel centre() const { return {x + width / 2, y + height / 2}; }
  bool contains(Pixel p) const { return p.x >= x && p.y >= y && p.x <= right() && p.y <= bottom(); }
  bool contains(const PixelBox& b) const {
    return b.x >= x && b.y >= y && b.right() <= right() && b.bottom() <= bottom();
  }
  bool overlaps(const PixelBox& b) const { return b.x < right() && b.right() > x && b.y < bottom() && b.bottom() > y; }
  PixelBox grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
  bool operator==(const PixelBox&) const = default;
};

/// How a level lies in the picture: turned so that what the viewer faces is up (M1), never mirrored.
struct MapView {
  Point origin;        ///< metres
  Pixel at;            ///< where `origin` lies
  double heading = 0;  ///< what is up, degrees clockwise from north
  double scale = 1;    ///< px per metre

  Pixel to_picture(const Point& p) const;
  PixelLine to_picture(const Ring& ring) const;
  Point to_venue(Pixel p) const;
  /// Degrees clockwise from straight up at which north lies.
  double north() const { return -heading; }
};

/// What a map is to show, and how small it may get.
struct MapWish {
  double heading = 0;
  std::optional<Point> viewer;   ///< nullopt: a level where the viewer is not
  std::vector<Point> level;      ///< corners of all that is drawn
  std::vector<Point> around;     ///< of its yards: shown whole where that costs little
  std::vector<Point> essential;  ///< the way and where it leads; the viewer's own place need not be among them
  double readable_scale = 1;     ///< px per metre from which names have room
  double largest_scale = 1e9;    ///< no larger, however small the level
  double surroundings_m = 6;     ///< around the viewer, always shown
};

/// The view for `frame`. The whole level where that is readable; else the part that holds the viewer's surroundings and
/// the essential, as large as that allows but no larger than readable, the viewer in the lower middle (M4) as far as
/// the rest can be shown so and the frame does not reach far beyond the level. Turning a venue together with its
/// viewer gives the same picture (W2).
MapView fit_map(const MapWish& wish, const PixelBox& frame);

/// Corners cut off in arcs of at most `radius` px, flattened; ends stay where they are. The last `straight` px stay so,
/// for the head of an arrow.
PixelLine rounded(const PixelLine& line, double radius, double straight = 0);

/// Without points that lie within `tolerance` px of the line through their neighbours (Ramer, Douglas, Peucker).
PixelLine simplified(const PixelLine& line, double tolerance);

/// The part of a closed line that lies in the box (Sutherland and Hodgman).
PixelLine clipped(const PixelLine& ring, const PixelBox& box);

/// Whether p lies inside the outline and in no hole.
bool contains(const std::vector<PixelLine>& rings, Pixel p);

/// Whether the straight line a–b touches the box.
bool touches(Pixel a, Pixel b, const PixelBox& box);

/// Bounds of all points; empty without any.
PixelBox bounds_of(const std::vector<PixelLine>& lines);

}  // namespace skylt
