#include "core/venue/map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace skylt {
namespace {

constexpr double kViewerDown = 0.72;  ///< where the viewer stands in a part of a level, of the frame's height (M4)
constexpr double kBeyond = 0.06;      ///< of the frame, may lie beyond the level's edge
constexpr double kWithYards = 0.82;  ///< of the scale that shows the house alone: the least at which its yards show too
constexpr double kLeastScale = 0.5;  ///< of what is readable: below it the end of a long way is left out

/// Unit vectors of the picture in the venue's frame.
struct Axes {
  Point right;
  Point up;
};

Axes axes_of(double heading) {
  const double h = heading * std::numbers::pi / 180;
  return {{std::cos(h), -std::sin(h)}, {std::sin(h), std::cos(h)}};
}

double dot(const Point& a, const Point& b) { return a.x * b.x + a.y * b.y; }

/// Limits in metres along the picture's axes: x to the right, y down.
struct Extent {
  double left = std::numeric_limits<double>::max();
  double top = std::numeric_limits<double>::max();
  double right = std::numeric_limits<double>::lowest();
  double bottom = std::numeric_limits<double>::lowest();

  bool empty() const { return left > right; }
  double width() const { return right - left; }
  double height() const { return bottom - top; }
  void add(double x, double y, double around = 0) {
    left = std::min(left, x - around);
    right = std::max(right, x + around);
    top = std::min(top, y - around);
    bottom = std::max(bottom, y + around);
  }
  void add(const Extent& other) {
    left = std::min(left, other.left);
    right = std::max(right, other.right);
    top = std::min(top, other.top);
    bottom = std::max(bottom, other.bottom);
  }
};

Extent extent_of(const std::vector<Point>& points, const Axes& axes) {
  Extent extent;
  for (const auto& p : points) extent.add(dot(p, axes.right), -dot(p, axes.up));
  return extent;
}

double fitting_scale(const Extent& extent, const PixelBox& frame) {
  return std::min(frame.width / std::max(extent.width(), 0.01), frame.height / std::max(extent.height(), 0.01));
}

/// Where a span of `length` begins, so that it holds [least, most], then lies within [edge_low, edge_high] where it
/// can, then is as near to `wanted` as that allows.
double place_span(double wanted, double length, double least, double most, double edge_low, double edge_high) {
  double start = wanted;
  if (edge_high - edge_low <= length)
    start = std::clamp(start, edge_high - length, edge_low);
  else
    start = std::clamp(start, edge_low, edge_high - length);
  if (most - least <= length) start = std::clamp(start, most - length, least);
  return start;
}

}  // namespace

Pixel MapView::to_picture(const Point& p) const {
  const Axes axes = axes_of(heading);
  const Point d{p.x - origin.x, p.y - origin.y};
  return {at.x + scale * dot(d, axes.right), at.y - scale * dot(d, axes.up)};
}

PixelLine MapView::to_picture(const Ring& ring) const {
  PixelLine line;
  line.reserve(ring.size());
  for (const auto& p : ring) line.push_back(to_picture(p));
  return line;
}

Point MapView::to_venue(Pixel p) const {
  const Axes axes = axes_of(heading);
  const double right = (p.x - at.x) / scale;
  const double up = (at.y - p.y) / scale;
  return {origin.x + right * axes.right.x + up * axes.up.x, origin.y + right * axes.right.y + up * axes.up.y};
}

MapView fit_map(const MapWish& wish, const PixelBox& frame) {
  const Axes axes = axes_of(wish.heading);
  Extent level = extent_of(wish.level, axes);
  Extent needed = extent_of(wish.essential, axes);
  double viewer_x = 0;
  double viewer_y = 0;
  if (wish.viewer) {
    viewer_x = dot(*wish.viewer, axes.right);
    viewer_y = -dot(*wish.viewer, axes.up);
    needed.add(viewer_x, viewer_y, wish.surroundings_m);
    level.add(viewer_x, viewer_y);
  }
  if (level.empty()) level = needed;
  if (level.empty()) level.add(0, 0, 1);
  if (needed.empty()) needed = level;
  Extent with_yards = level;
  with_yards.add(extent_of(wish.around, axes));
  if (const double scale = fitting_scale(with_yards, frame);
      scale >= wish.readable_scale && scale >= kWithYards * fitting_scale(level, frame))
    level = with_yards;
  MapView view;
  view.heading = wish.heading;
  const double whole = fitting_scale(level, frame);
  double left = 0;
  double top = 0;
  if (whole >= wish.readable_scale || !wish.viewer) {
    view.scale = std::min(whole, wish.largest_scale);
    const double width = frame.width / view.scale;
    const double height = frame.height / view.scale;
    // What the house leaves free is its yards'.
    left = std::clamp((with_yards.left + with_yards.right - width) / 2, level.right - width, level.left + 1e-9);
    top = std::clamp((with_yards.top + with_yards.bottom - height) / 2, level.bottom - height, level.top + 1e-9);
  } else {
    view.scale = std::min(std::max(fitting_scale(needed, frame), wish.readable_scale * kLeastScale),
                          std::max(wish.readable_scale, whole));
    const double width = frame.width / view.scale;
    const double height = frame.height / view.scale;
    // A way too long to be shown whole gives up its end, never the viewer.
    Extent kept = needed;
    if (kept.width() > width || kept.height() > height) {
      kept = Extent{};
      kept.add(viewer_x, viewer_y, wish.surroundings_m);
      if (needed.width() <= width) kept.add(needed.left, viewer_y), kept.add(needed.right, viewer_y);
      if (needed.height() <= height) kept.add(viewer_x, needed.top), kept.add(viewer_x, needed.bottom);
    }
    left = place_span(viewer_x - width / 2, width, kept.left, kept.right, level.left - kBeyond * width,
                      level.right + kBeyond * width);
    top = place_span(viewer_y - height * kViewerDown, height, kept.top, kept.bottom, level.top - kBeyond * height,
                     level.bottom + kBeyond * height);
  }
  // The corner of the frame, back in the venue's own axes.
  view.origin = {left * axes.right.x - top * axes.up.x, left * axes.right.y - top * axes.up.y};
  view.at = {frame.x, frame.y};
  return view;
}

PixelLine rounded(const PixelLine& line, double radius, double straight) {
  if (line.size() < 3) return line;
  constexpr int kParts = 10;
  PixelLine out{line.front()};
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const Pixel& corner = line[i];
    const auto towards = [&](const Pixel& other, bool end, double kept = 0) {
      const double length = std::hypot(other.x - corner.x, other.y - corner.y);
      const double cut = std::min(radius, std::max(0.0, length * (end ? 0.9 : 0.5) - kept));
      const double part = length > 0 ? cut / length : 0;
      return Pixel{corner.x + (other.x - corner.x) * part, corner.y + (other.y - corner.y) * part};
    };
    Pixel from = towards(line[i - 1], i == 1);
    Pixel to = towards(line[i + 1], i + 2 == line.size(), i + 2 == line.size() ? straight : 0);
    // Both cuts as long as the shorter one: a curve that is lopsided looks like a mistake.
    const double a = std::hypot(from.x - corner.x, from.y - corner.y);
    const double b = std::hypot(to.x - corner.x, to.y - corner.y);
    const double cut = std::min(a, b);
    if (a > 0) from = {corner.x + (from.x - corner.x) * cut / a, corner.y + (from.y - corner.y) * cut / a};
    if (b > 0) to = {corner.x + (to.x - corner.x) * cut / b, corner.y + (to.y - corner.y) * cut / b};
    for (int k = 0; k <= kParts; ++k) {
      const double t = static_cast<double>(k) / kParts;
      const double u = 1 - t;
      out.push_back(
          {u * u * from.x + 2 * u * t * corner.x + t * t * to.x, u * u * from.y + 2 * u * t * corner.y + t * t * to.y});
    }
  }
  out.push_back(line.back());
  return out;
}

namespace {

double distance_to_segment(Pixel p, Pixel a, Pixel b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  const double t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

void keep_corners(const PixelLine& line, std::size_t first, std::size_t last, double tolerance,
                  std::vector<bool>& kept) {
  std::size_t farthest = first;
  double most = tolerance;
  for (std::size_t i = first + 1; i < last; ++i) {
    const double distance = distance_to_segment(line[i], line[first], line[last]);
    if (distance > most) {
      most = distance;
      farthest = i;
    }
  }
  if (farthest == first) return;
  kept[farthest] = true;
  keep_corners(line, first, farthest, tolerance, kept);
  keep_corners(line, farthest, last, tolerance, kept);
}

}  // namespace

PixelLine simplified(const PixelLine& line, double tolerance) {
  if (line.size() < 3) return line;
  std::vector<bool> kept(line.size(), false);
  kept.front() = kept.back() = true;
  keep_corners(line, 0, line.size() - 1, tolerance, kept);
  PixelLine out;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (kept[i]) out.push_back(line[i]);
  return out;
}

PixelLine clipped(const PixelLine& ring, const PixelBox& box) {
  PixelLine current = ring;
  for (int side = 0; side < 4; ++side) {
    // How far inside this side of the box a point lies.
    const auto depth = [&](const Pixel& p) {
      switch (side) {
        case 0: return p.x - box.x;
        case 1: return box.right() - p.x;
        case 2: return p.y - box.y;
        default: return box.bottom() - p.y;
      }
    };
    PixelLine next;
    for (std::size_t i = 0; i < current.size(); ++i) {
      const Pixel& a = current[i];
      const Pixel& b = current[(i + 1) % current.size()];
      const double da = depth(a);
      const double db = depth(b);
      if (da >= 0) next.push_back(a);
      if ((da >= 0) != (db >= 0)) {
        const double t = da / (da - db);
        next.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
      }
    }
    current = std::move(next);
  }
  return current;
}

bool contains(const std::vector<PixelLine>& rings, Pixel p) {
  bool inside = false;
  for (const auto& ring : rings) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      const Pixel& a = ring[i];
      const Pixel& b = ring[j];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
  }
  return inside;
}

bool touches(Pixel a, Pixel b, const PixelBox& box) {
  double from = 0;
  double to = 1;
  const auto clip = [&](double start, double delta, double low, double high) {
    if (delta == 0) return start >= low && start <= high;
    double enter = (low - start) / delta;
    double leave = (high - start) / delta;
    if (enter > leave) std::swap(enter, leave);
    from = std::max(from, enter);
    to = std::min(to, leave);
    return from <= to;
  };
  return clip(a.x, b.x - a.x, box.x, box.right()) && clip(a.y, b.y - a.y, box.y, box.bottom());
}

PixelBox bounds_of(const std::vector<PixelLine>& lines) {
  Extent extent;
  for (const auto& line : lines)
    for (const auto& p : line) extent.add(p.x, p.y);
  if (extent.empty()) return {};
  return {extent.left, extent.top, extent.width(), extent.height()};
}

}  // namespace skylt
