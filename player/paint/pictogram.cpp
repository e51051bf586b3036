#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "player/paint/cairo.hpp"
#include "player/paint/mask_of.hpp"
#include "player/paint/shapes.hpp"

namespace skylt {
namespace {

constexpr double kGrid = 15;  ///< all outlines lie in a square of this side, y down

/// Outlines of letters M, L, C and Z with absolute coordinates. The first ten are those of the sets Maki
/// (@mapbox/maki 8.2.0) and Temaki (@rapideditor/temaki 5.13.0), both CC0, with their arcs made curves; the others are
/// ours.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kOutlines{{
    {"accessible",
     "M12 1.5C12 2.33 11.33 3 10.5 3C9.67 3 9 2.33 9 1.5C9 0.67 9.67 0 10.5 0C11.33 0 12 0.67 12 1.5ZM2.82 "
     "4.87L4.56 3.16L6.41 4.45L5.67 5.7C6.74 6.03 7.69 6.69 8.38 7.58L9.26 6.08C9.49 5.66 9.34 5.14 8.92 "
     "4.91C8.92 4.91 8.92 4.91 8.92 4.91L8.3 4.54L4.79 2.1C4.59 1.96 4.32 1.98 4.15 2.15L2.15 4.15C1.99 4.37 "
     "2.03 4.68 2.25 4.85C2.42 4.97 2.65 4.98 2.82 4.87ZM8.13 10.94C8.12 12.17 7.55 13.33 6.59 14.1C5.88 14.68 "
     "4.99 15 4.07 15C1.83 15 0.01 13.18 0 10.94C0 10.02 0.32 9.12 0.91 8.41C1.1 8.18 1.31 7.97 1.54 7.78C2.25 "
     "7.19 3.15 6.87 4.07 6.87C6.31 6.88 8.13 8.7 8.13 10.94ZM6 12.21C6.77 11.21 6.58 9.77 5.57 9C4.75 8.37 "
     "3.61 8.37 2.79 9C2.53 9.15 2.31 9.37 2.16 9.63C1.47 10.69 1.76 12.11 2.82 12.8C3.58 13.3 4.57 13.3 5.33 "
     "12.8C5.58 12.64 5.81 12.44 6 12.21ZM14.2 13.21L11.71 8.21C11.59 7.93 11.31 7.74 11 7.75L8.51 7.75C8.84 "
     "8.21 9.1 8.71 9.27 9.25L10.53 9.25L12.82 13.83C13.01 14.2 13.46 14.36 13.83 14.17C14.2 13.98 14.36 13.53 "
     "14.17 13.16L14.2 13.21Z"},
    {"toilets",
     "M3 1.5C3 2.33 3.67 3 4.5 3C5.33 3 6 2.33 6 1.5C6 0.67 5.33 0 4.5 0C3.67 0 3 0.67 3 1.5ZM11.5 0C12.33 0 13"
     " 0.67 13 1.5C13 2.33 12.33 3 11.5 3C10.67 3 10 2.33 10 1.5C10 0.67 10.67 0 11.5 0ZM3.29 4C2.93 4 2.6 4.19"
     " 2.42 4.5L0.57 7.75C0.47 7.91 0.47 8.1 0.56 8.26C0.65 8.42 0.82 8.51 1 8.51C1.18 8.51 1.35 8.41 1.43 "
     "8.25L2.85 5.78C2.22 7.51 1.6 9.25 1 11L3 11L3 13.5C3 13.78 3.22 14 3.5 14C3.78 14 4 13.78 4 13.5L4 11L5 "
     "11L5 13.5C5 13.78 5.22 14 5.5 14C5.78 14 6 13.78 6 13.5L6 11L8 11L6.1 5.69L7.57 8.25C7.65 8.41 7.82 8.51 "
     "8 8.51C8.18 8.51 8.35 8.42 8.44 8.26C8.53 8.1 8.53 7.91 8.43 7.75L6.58 4.5C6.4 4.19 6.07 4 5.71 4L3.29 "
     "4ZM9 4.5C9 4.22 9.22 4 9.5 4L13.5 4C13.78 4 14 4.22 14 4.5L14 9.5C14 9.78 13.78 10 13.5 10C13.22 10 13 "
     "9.78 13 9.5L13 13.5C13 13.78 12.78 14 12.5 14C12.22 14 12 13.78 12 13.5L12 9.5L11 9.5L11 13.5C11 13.78 "
     "10.78 14 10.5 14C10.22 14 10 13.78 10 13.5L10 9.5C10 9.78 9.78 10 9.5 10C9.22 10 9 9.78 9 9.5L9 4.5Z"},
    {"information",
     "M7.5 1C6.7 1 6 1.7 6 2.5C6 3.3 6.7 4 7.5 4C8.3 4 9 3.3 9 2.5C9 1.7 8.3 1 7.5 1ZM4 5L4 6C4 6 6 6 6 8L6 "
     "10C6 12 4 12 4 12L4 13L11 13L11 12C11 12 9 12 9 10L9 6C9 5.5 8.5 5 8 5L4 5Z"},
    {"water",
     "M6 1C4.9 1 4 1.9 4 3L4 6.5C4 6.78 4.22 7 4.5 7L6.5 7C6.78 7 7 6.78 7 6.5L7 4.5C7 4.22 7.22 4 7.5 4L14 "
     "4L14 1ZM7 15L4 15C3.77 15 3.57 14.84 3.52 14.62L2 8.62C1.97 8.49 1.99 8.36 2.06 8.24C2.13 8.13 2.24 8.05 "
     "2.37 8.01C2.41 8 2.45 8 2.5 8L8.5 8C8.78 7.99 9.01 8.21 9.01 8.48C9.02 8.53 9.01 8.58 9 8.62L7.5 "
     "14.62C7.44 14.85 7.24 15.01 7 15ZM3.65 11L7.36 11L7.86 9L3.14 9Z"},
    {"cafe",
     "M12 5L10 5L10 3L2 3L2 7C2.01 9.21 3.81 10.99 6.02 10.98C7.43 10.97 8.74 10.22 9.45 9L12 9C13.1 9 14 8.1 "
     "14 7C14 5.9 13.1 5 12 5ZM12 8L9.86 8C9.95 7.67 10 7.34 10 7L10 6L12 6C12.55 6 13 6.45 13 7C13 7.55 12.55 "
     "8 12 8ZM10 12.5C10 12.78 9.78 13 9.5 13L2.5 13C2.22 13 2 12.78 2 12.5C2 12.22 2.22 12 2.5 12L9.5 12C9.78 "
     "12 10 12.22 10 12.5Z"},
    {"first-aid",
     "M7 1C6.4 1 6 1.4 6 2L6 6L2 6C1.4 6 1 6.4 1 7L1 8C1 8.6 1.4 9 2 9L6 9L6 13C6 13.6 6.4 14 7 14L8 14C8.6 14 "
     "9 13.6 9 13L9 9L13 9C13.6 9 14 8.6 14 8L14 7C14 6.4 13.6 6 13 6L9 6L9 2C9 1.4 8.6 1 8 1L7 1Z"},
    {"cloakroom",
     "M6.75 7.14L6.75 5.5C6.75 5.09 7.09 4.75 7.5 4.75C8.19 4.75 8.75 4.19 8.75 3.5C8.75 2.81 8.19 2.25 7.5 "
     "2.25C6.81 2.25 6.25 2.81 6.25 3.5C6.25 3.91 5.91 4.25 5.5 4.25C5.09 4.25 4.75 3.91 4.75 3.5C4.75 1.98 "
     "5.98 0.75 7.5 0.75C9.02 0.75 10.25 1.98 10.25 3.5C10.25 4.76 9.4 5.82 8.25 6.15L8.25 7.14L14.3 "
     "12.03C14.59 12.26 14.76 12.62 14.76 13C14.76 13.69 14.2 14.25 13.51 14.25L1.49 14.25C1.11 14.25 0.75 "
     "14.08 0.51 13.79C0.08 13.25 0.16 12.46 0.7 12.03L6.75 7.14ZM12.81 12.75L7.5 8.46L2.19 12.75L12.81 12.75Z"},
    {"quiet-room",
     "M14.71 5.29C15.07 5.65 15.1 6.22 14.79 6.61L14.71 6.71L11 10.41L11 14L9 14L9 11L2 11L2 14L0 14L0 10C0 "
     "9.49 0.39 9.06 0.88 9.01L1 9L9.58 9L13.29 5.29C13.68 4.9 14.32 4.9 14.71 5.29ZM12.06 3.69C12.61 4.24 "
     "12.64 5.11 12.16 5.7L12.06 5.81L9.56 8.31C9.09 8.78 8.37 8.88 7.79 8.57L7.67 8.5L5.44 7.01L2.74 8.55C2.07"
     " 8.94 1.22 8.74 0.78 8.12L0.7 7.99C0.31 7.32 0.51 6.47 1.13 6.03L1.26 5.95L4.76 3.95C5.2 3.69 5.75 3.69 "
     "6.2 3.92L6.33 4L8.31 5.32L9.94 3.69C10.53 3.1 11.47 3.1 12.06 3.69ZM13 0.75C13.83 0.75 14.5 1.42 14.5 "
     "2.25C14.5 3.08 13.83 3.75 13 3.75C12.17 3.75 11.5 3.08 11.5 2.25C11.5 1.42 12.17 0.75 13 0.75Z"},
    {"bicycle-parking",
     "M7.5 2C6.82 1.99 6.82 3.01 7.5 3L9 3L9 4.27L6.2 6.6L5.22 4L5.5 4C6.18 4.01 6.18 2.99 5.5 3L3.5 3C2.82 "
     "2.99 2.82 4.01 3.5 4L4.15 4L5.04 6.38C4.58 6.14 4.06 6 3.5 6C1.57 6 0 7.57 0 9.5C0 11.43 1.57 13 3.5 "
     "13C5.43 13 7 11.43 7 9.5C7 8.83 6.8 8.21 6.47 7.68L9.29 5.33L9.75 6.49C8.71 7.09 8 8.21 8 9.5C8 11.43 "
     "9.57 13 11.5 13C13.43 13 15 11.43 15 9.5C15 7.57 13.43 6 11.5 6C11.22 6 10.95 6.04 10.68 6.11L10 4.4L10 "
     "2.5C10 2.22 9.78 2 9.5 2L7.5 2ZM3.5 7C4.09 7 4.63 7.21 5.05 7.55L3.18 9.12C2.67 9.54 3.31 10.31 3.82 "
     "9.88L5.7 8.32C5.88 8.67 6 9.07 6 9.5C6 10.89 4.89 12 3.5 12C2.11 12 1 10.89 1 9.5C1 8.11 2.11 7 3.5 7L3.5"
     " 7ZM11.5 7C12.89 7 14 8.11 14 9.5C14 10.89 12.89 12 11.5 12C10.11 12 9 10.89 9 9.5C9 8.62 9.45 7.86 10.12"
     " 7.41L11.04 9.69C11.28 10.31 12.22 9.94 11.96 9.31L11.06 7.04C11.2 7.02 11.35 7 11.5 7L11.5 7Z"},
    {"walk",
     "M9.38 1.96C9.38 2.76 8.68 3.42 7.81 3.42C6.95 3.42 6.25 2.76 6.25 1.96C6.25 1.15 6.95 0.5 7.81 0.5C8.68 "
     "0.5 9.38 1.15 9.38 1.96ZM6.25 4L6.88 4L7.19 4L12.5 7.79L12.5 8.67L11.88 8.67L8.75 6.41L8.75 8.67L10 "
     "11L11.25 13.92L10.63 14.5L10 14.5L8.75 11.58L6.25 8.08L6.25 5.37L4.69 6.63L3.44 8.67L2.5 8.67L2.5 "
     "8.08L3.44 6.33L6.25 4ZM6.78 10.07L5.33 14.5L4.69 14.5L4.06 13.92L5.82 8.99Z"},
    {"stairs", "M1 14.5L1 11.5L4.25 11.5L4.25 8.5L7.5 8.5L7.5 5.5L10.75 5.5L10.75 2.5L14 2.5L14 14.5Z"},
    {"escalator",
     "M0.5 14.5L0.5 11.5L3.6 11.5L10.6 3.5L14.5 3.5L14.5 6.5L12 6.5L5 14.5ZM1.5 9.2L3 9.2L8.6 2.8L7.4 1.7L2.6 "
     "7.2L1.5 7.2Z"},
    {"ramp", "M0.5 14L14.5 6.5L14.5 14Z"},
    {"entrance",
     "M2 0.5L13 0.5L13 14L11 14L11 2.5L4 2.5L4 14L2 14ZM4.8 3.3L9.8 4.6L9.8 15L4.8 13.8ZM8.2 9.2C8.6 9.2 8.9 "
     "9.5 8.9 9.9C8.9 10.3 8.6 10.6 8.2 10.6C7.8 10.6 7.5 10.3 7.5 9.9C7.5 9.5 7.8 9.2 8.2 9.2Z"},
}};

std::string_view outline_of(std::string_view name) {
  for (const auto& [known, outline] : kOutlines)
    if (known == name) return outline;
  return {};
}

/// Reads an outline of kOutlines into the path.
void trace(cairo_t* cr, std::string_view outline) {
  const char* at = outline.data();
  const char* end = at + outline.size();
  const auto number = [&] {
    if (*at == ' ') ++at;
    double value = 0;
    at = std::from_chars(at, end, value).ptr;
    return value;
  };
  while (at < end) {
    const char letter = *at++;
    if (letter == 'Z') {
      cairo_close_path(cr);
      continue;
    }
    std::array<double, 6> v{};
    for (std::size_t i = 0; i < (letter == 'C' ? 6U : 2U); ++i) v[i] = number();
    if (letter == 'M') cairo_move_to(cr, v[0], v[1]);
    if (letter == 'L') cairo_line_to(cr, v[0], v[1]);
    if (letter == 'C') cairo_curve_to(cr, v[0], v[1], v[2], v[3], v[4], v[5]);
  }
}

void fill_outline(cairo_t* cr, std::string_view name) {
  cairo_new_path(cr);
  trace(cr, outline_of(name));
  cairo_fill(cr);
}

/// A small triangle that says whether the way leads up or down.
void fill_mark(cairo_t* cr, double x, double y, double side, int direction) {
  const double half = side / 2;
  const double tip = direction > 0 ? -half : half;
  cairo_move_to(cr, x, y + tip);
  cairo_line_to(cr, x + half, y - tip);
  cairo_line_to(cr, x - half, y - tip);
  cairo_close_path(cr);
  cairo_fill(cr);
}

/// A cabin with the two triangles of a lift's buttons; the one that is meant alone and larger where that is known.
void draw_lift(cairo_t* cr, int direction) {
  cairo_set_line_width(cr, 1.6);
  cairo_rectangle(cr, 1.8, 1.3, 11.4, 12.4);
  cairo_stroke(cr);
  if (direction == 0) {
    fill_mark(cr, 7.5, 5, 3.8, 1);
    fill_mark(cr, 7.5, 10, 3.8, -1);
  } else {
    fill_mark(cr, 7.5, 7.5, 6.2, direction);
  }
}

/// A person on wheels on a plate that moves up a post.
void draw_platform_lift(cairo_t* cr, int direction) {
  cairo_save(cr);
  cairo_translate(cr, 0.2, 1.6);
  cairo_scale(cr, 0.68, 0.68);
  fill_outline(cr, "accessible");
  cairo_restore(cr);
  cairo_rectangle(cr, 0.2, 12.6, 11.4, 1.8);
  cairo_fill(cr);
  cairo_rectangle(cr, 11.6, 6, 1.8, 8.4);
  cairo_fill(cr);
  if (direction != 0) fill_mark(cr, 12.5, 2.4, 3.6, direction);
}

void draw_moving_walk(cairo_t* cr) {
  cairo_save(cr);
  cairo_translate(cr, 2.2, 0);
  cairo_scale(cr, 0.72, 0.72);
  fill_outline(cr, "walk");
  cairo_restore(cr);
  cairo_rectangle(cr, 0.5, 11.6, 14, 2.4);
  cairo_fill(cr);
}

/// Over another pictogram: what it stands for is out of service.
void draw_cross(cairo_t* cr) {
  cairo_set_line_width(cr, 2.4);
  cairo_move_to(cr, 1.2, 1.2);
  cairo_line_to(cr, 13.8, 13.8);
  cairo_move_to(cr, 13.8, 1.2);
  cairo_line_to(cr, 1.2, 13.8);
  cairo_stroke(cr);
}

bool is_composed(std::string_view name) {
  return name == "lift" || name == "platform-lift" || name == "moving-walk" || name == "cross";
}

}  // namespace

bool is_pictogram(std::string_view name) { return is_composed(name) || !outline_of(name).empty(); }

Mask pictogram_mask(SizePx size, std::string_view name, int direction) {
  return mask_of(size, [&](cairo_t* cr) {
    const double side = std::min(size.width, size.height);
    cairo_translate(cr, (size.width - side) / 2.0, (size.height - side) / 2.0);
    cairo_scale(cr, side / kGrid, side / kGrid);
    if (name == "lift") return draw_lift(cr, direction);
    if (name == "platform-lift") return draw_platform_lift(cr, direction);
    if (name == "moving-walk") return draw_moving_walk(cr);
    if (name == "cross") return draw_cross(cr);
    fill_outline(cr, name);
    // What rises to the right leaves its upper left corner free.
    if (direction != 0) fill_mark(cr, 2.9, 3.1, 4.2, direction);
  });
}

}  // namespace skylt
