#include <algorithm>
#include <numbers>

#include "player/paint/mask_of.hpp"
#include "player/paint/shapes.hpp"

namespace skylt {
namespace {

// In a square of side 1 around the middle, y down; a diagonal arrow is as long as an upright one.
constexpr double kWeight = 0.15;
constexpr double kReach = 0.455;  ///< from the middle to the tip and to the tail
constexpr double kWing = 0.325;
constexpr double kMitre = kWeight / 2 * std::numbers::sqrt2;  ///< by which the mitre reaches beyond the corner of lines

/// Open head with its tip at (x, tip), pointing up (`way` -1) or down (1).
void stroke_head(cairo_t* cr, double x, double tip, double wing, int way) {
  const double corner = tip - way * kMitre;
  cairo_move_to(cr, x - wing, corner - way * wing);
  cairo_line_to(cr, x, corner);
  cairo_line_to(cr, x + wing, corner - way * wing);
  cairo_stroke(cr);
}

void draw_straight(cairo_t* cr, double bearing) {
  cairo_rotate(cr, bearing * std::numbers::pi / 180);
  stroke_head(cr, 0, -kReach, kWing, -1);
  cairo_move_to(cr, 0, kReach);
  cairo_line_to(cr, 0, -kReach + kMitre + kWeight / 2);
  cairo_stroke(cr);
}

/// Up, around to the left and down again: turn around; to the right for what lies there.
void draw_turn(cairo_t* cr, double bearing) {
  if (bearing > 0 && bearing < 180) cairo_scale(cr, -1, 1);
  constexpr double kBend = 0.195;
  constexpr double kRight = 0.245;
  constexpr double kLeft = kRight - 2 * kBend;
  constexpr double kTop = -0.185;
  cairo_move_to(cr, kRight, kReach - 0.04);
  cairo_line_to(cr, kRight, kTop);
  cairo_arc_negative(cr, kRight - kBend, kTop, kBend, 0, std::numbers::pi);
  cairo_line_to(cr, kLeft, kReach - kMitre - kWeight);
  cairo_stroke(cr);
  stroke_head(cr, kLeft, kReach - 0.04, kWing * 0.74, 1);
}

/// A ring around a spot: what is sought is here.
void draw_here(cairo_t* cr) {
  cairo_set_line_width(cr, kWeight * 0.8);
  cairo_arc(cr, 0, 0, 0.34, 0, 2 * std::numbers::pi);
  cairo_stroke(cr);
  cairo_arc(cr, 0, 0, 0.15, 0, 2 * std::numbers::pi);
  cairo_fill(cr);
}

}  // namespace

Mask corner_mask(int radius_px) {
  return mask_of({radius_px, radius_px}, [&](cairo_t* cr) {
    cairo_arc(cr, radius_px, radius_px, radius_px, 0, 2 * std::numbers::pi);
    cairo_fill(cr);
  });
}

Mask arrow_mask(SizePx size, ArrowShape shape, double bearing) {
  return mask_of(size, [&](cairo_t* cr) {
    const double side = std::min(size.width, size.height);
    cairo_translate(cr, size.width / 2.0, size.height / 2.0);
    cairo_scale(cr, side, side);
    cairo_set_line_width(cr, kWeight);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    switch (shape) {
      case ArrowShape::Straight: return draw_straight(cr, bearing);
      case ArrowShape::Turn: return draw_turn(cr, bearing);
      case ArrowShape::Here: return draw_here(cr);
    }
  });
}

}  // namespace skylt
