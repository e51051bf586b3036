#include "player/paint/map_picture.hpp"

#include <numbers>

#include "player/paint/cairo.hpp"

namespace skylt {
namespace {

void set_colour(cairo_t* cr, Colour colour) {
  cairo_set_source_rgba(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, colour.a / 255.0);
}

void draw_path(cairo_t* cr, const MapPath& path) {
  cairo_new_path(cr);
  for (const auto& line : path.lines) {
    if (line.empty()) continue;
    cairo_move_to(cr, line.front().x, line.front().y);
    for (std::size_t i = 1; i < line.size(); ++i) cairo_line_to(cr, line[i].x, line[i].y);
    if (path.closed) cairo_close_path(cr);
  }
  if (path.fill) {
    set_colour(cr, *path.fill);
    cairo_fill_preserve(cr);
  }
  if (path.stroke && path.width > 0) {
    set_colour(cr, *path.stroke);
    cairo_set_line_width(cr, path.width);
    cairo_stroke_preserve(cr);
  }
}

/// Laid with its lower left corner at its place, turned around it.
void draw_plan(cairo_t* cr, const MapPlan& plan, const PlanPicture& from) {
  const Picture& picture = from.picture;
  const CairoSurfacePtr image{cairo_image_surface_create_for_data(
      reinterpret_cast<unsigned char*>(const_cast<std::uint32_t*>(picture.pixels.data())), CAIRO_FORMAT_ARGB32,
      picture.size.width, picture.size.height, picture.size.width * 4)};
  cairo_save(cr);
  cairo_translate(cr, plan.at.x, plan.at.y);
  cairo_rotate(cr, plan.degrees * std::numbers::pi / 180);
  cairo_scale(cr, plan.scale * from.own.width / picture.size.width, plan.scale * from.own.height / picture.size.height);
  cairo_set_source_surface(cr, image.get(), 0, -picture.size.height);
  cairo_paint(cr);
  cairo_restore(cr);
}

}  // namespace

Picture map_picture(const MapDrawing& drawing, SizePx size, const PlanPicture* plan) {
  Picture picture{size,
                  std::vector<std::uint32_t>(static_cast<std::size_t>(size.width) * size.height, pack(drawing.ground))};
  const CairoSurfacePtr surface{
      cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()), CAIRO_FORMAT_ARGB32,
                                          size.width, size.height, size.width * 4)};
  const CairoPtr cr{cairo_create(surface.get())};
  cairo_set_line_join(cr.get(), CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr.get(), CAIRO_LINE_CAP_ROUND);
  cairo_set_fill_rule(cr.get(), CAIRO_FILL_RULE_EVEN_ODD);
  if (drawing.plan && plan && !plan->picture.pixels.empty()) draw_plan(cr.get(), *drawing.plan, *plan);
  for (const auto& path : drawing.paths) draw_path(cr.get(), path);
  cairo_surface_flush(surface.get());
  return picture;
}

}  // namespace skylt
