#include "player/scene/map_drawing.hpp"

#include <cmath>
#include <numbers>

namespace skylt {
namespace {

constexpr double kHeadLength = 2.1;  ///< of the line's width
constexpr double kHeadWidth = 3.1;
constexpr double kWedgeAngle = 34;  ///< degrees to either side of straight ahead

/// Collects shapes relative to a corner, to tenths of a pixel.
class Shapes {
 public:
  Shapes(MapDrawing& drawing, Pixel corner) : drawing_{&drawing}, corner_{corner} {}

  void add(MapPath path) {
    for (auto& line : path.lines)
      for (auto& p : line) p = {std::round((p.x - corner_.x) * 10) / 10, std::round((p.y - corner_.y) * 10) / 10};
    path.width = std::round(path.width * 10) / 10;
    drawing_->paths.push_back(std::move(path));
  }
  void fill(std::string role, std::string id, std::vector<PixelLine> lines, Colour colour) {
    add({std::move(role), std::move(id), std::move(lines), true, colour, std::nullopt, 0});
  }
  void line(std::string role, PixelLine points, Colour colour, double width) {
    add({std::move(role), "", {std::move(points)}, false, std::nullopt, colour, width});
  }

 private:
  MapDrawing* drawing_;
  Pixel corner_;
};

PixelLine circle(Pixel centre, double radius) {
  constexpr int kCorners = 48;
  PixelLine ring;
  for (int i = 0; i < kCorners; ++i) {
    const double angle = 2 * std::numbers::pi * i / kCorners;
    ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  return ring;
}

/// Open to `direction` (degrees clockwise from up), from the centre.
PixelLine sector(Pixel centre, double radius, double direction, double half_angle) {
  constexpr int kCorners = 16;
  PixelLine ring{centre};
  for (int i = 0; i <= kCorners; ++i) {
    const double angle = (direction - half_angle + 2 * half_angle * i / kCorners) * std::numbers::pi / 180;
    ring.push_back({centre.x + radius * std::sin(angle), centre.y - radius * std::cos(angle)});
  }
  return ring;
}

bool is_building(MapTone tone) { return tone != MapTone::Yard; }

/// All indoor spaces swelled: their union with what lies between them, without working out either.
void add_building(Shapes& shapes, const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke) {
  std::vector<PixelLine> outlines;
  for (const auto& area : geometry.areas)
    if (area.tone == MapTone::Yard) shapes.fill("yard", area.space->id, area.rings, tones.yard);
  for (const auto& area : geometry.areas)
    if (is_building(area.tone)) outlines.push_back(area.rings.front());
  for (const auto& ring : outlines)
    shapes.add({"building", "", {ring}, true, std::nullopt, tones.edge, 2 * (stroke.shell + stroke.wall)});
  for (const auto& ring : outlines)
    shapes.add({"building", "", {ring}, true, tones.building, tones.building, 2 * stroke.shell});
}

void add_areas(Shapes& shapes, const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke) {
  for (const auto& area : geometry.areas) {
    const std::string& id = area.room ? area.room->id : area.space->id;
    if (area.tone == MapTone::Yard) {
      // The yard inside a house shows again above it.
      shapes.add({"yard", id, area.rings, true, tones.yard, tones.wall, stroke.wall});
      continue;
    }
    if (area.tone == MapTone::Closed) {
      shapes.add({"closed", id, area.rings, true, tones.closed, tones.wall, stroke.wall});
      continue;
    }
    if (area.tone == MapTone::Passage) {
      shapes.fill("passage", id, area.rings, tones.building);
      continue;
    }
    if (area.tone == MapTone::Void) {
      shapes.add({"void", id, area.rings, true, tones.outside, tones.wall, stroke.wall});
      continue;
    }
    const bool sought = geometry.destination && area.room == geometry.destination;
    const Colour tone = sought ? tones.destination : area.tone == MapTone::Shaft ? tones.shaft : tones.room;
    shapes.add({sought                        ? "destination"
                : area.tone == MapTone::Shaft ? "shaft"
                                              : "room",
                id, area.rings, true, tone, tones.wall, stroke.wall});
  }
}

void add_route(Shapes& shapes, const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke) {
  if (!geometry.route || geometry.route_line.size() < 2) return;
  const double casing = stroke.route * 0.34;
  PixelLine line = geometry.route_line;
  const Pixel tip = line.back();
  if (geometry.route->exit) {
    // A large round end: the way goes on elsewhere.
    const double radius = stroke.route * 1.9;
    shapes.line("route.casing", line, tones.casing, stroke.route + 2 * casing);
    shapes.fill("route.casing", "", {circle(tip, radius + casing)}, tones.casing);
    shapes.line("route", line, tones.route, stroke.route);
    shapes.fill("route.exit", "", {circle(tip, radius)}, tones.route);
    return;
  }
  // The head begins where the line has come within its length of the tip.
  const double head = route_head(stroke.route);
  Pixel base = line[line.size() - 2];
  double left = head;
  while (line.size() >= 2) {
    const Pixel before = line[line.size() - 2];
    const double length = std::hypot(line.back().x - before.x, line.back().y - before.y);
    if (length > left || line.size() == 2) {
      const double part = length > 0 ? std::min(1.0, left / length) : 0;
      base = {line.back().x + (before.x - line.back().x) * part, line.back().y + (before.y - line.back().y) * part};
      line.back() = base;
      break;
    }
    left -= length;
    line.pop_back();
  }
  const double reach = std::max(1e-6, std::hypot(tip.x - base.x, tip.y - base.y));
  const Pixel along{(tip.x - base.x) / reach, (tip.y - base.y) / reach};
  const double half = stroke.route * kHeadWidth / 2;
  const PixelLine triangle{tip,
                           {tip.x - along.x * head - along.y * half, tip.y - along.y * head + along.x * half},
                           {tip.x - along.x * head + along.y * half, tip.y - along.y * head - along.x * half}};
  // The line ends a little inside the head, so that no seam shows.
  line.back() = {base.x + along.x * stroke.route * 0.3, base.y + along.y * stroke.route * 0.3};
  shapes.line("route.casing", line, tones.casing, stroke.route + 2 * casing);
  shapes.add({"route.casing", "", {triangle}, true, tones.casing, tones.casing, 2 * casing});
  shapes.line("route", line, tones.route, stroke.route);
  shapes.add({"route.head", "", {triangle}, true, tones.route, tones.route, stroke.route * 0.12});
}

void add_viewer(Shapes& shapes, const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke) {
  if (!geometry.viewer) return;
  const double radius = mark_radius(stroke.route);
  shapes.fill("you-are-here.casing", "", {circle(*geometry.viewer, radius + stroke.route * 0.34)}, tones.casing);
  shapes.fill("you-are-here", "", {circle(*geometry.viewer, radius)}, tones.here);
}

/// A needle, notched at its foot, that points north.
void add_north(Shapes& shapes, const MapGeometry& geometry, const MapTones& tones) {
  const PixelBox& box = geometry.north;
  if (box.width <= 0) return;
  const double r = box.width / 2;
  const double angle = geometry.view.north() * std::numbers::pi / 180;
  const auto turned = [&](double x, double y) {
    return Pixel{box.centre().x + r * (x * std::cos(angle) - y * std::sin(angle)),
                 box.centre().y + r * (x * std::sin(angle) + y * std::cos(angle))};
  };
  shapes.fill("north", "", {{turned(0, -1), turned(0.62, 0.85), turned(0, 0.5), turned(-0.62, 0.85)}}, tones.north);
}

}  // namespace

double route_head(double route_width) { return route_width * kHeadLength; }
double mark_radius(double route_width) { return route_width * 1.15; }
double wedge_reach(double route_width) { return route_width * 5.2; }

MapDrawing draw_shapes(const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke, Pixel corner) {
  MapDrawing drawing;
  drawing.ground = tones.outside;
  drawing.plan = geometry.plan;
  Shapes shapes{drawing, corner};
  if (!geometry.plan) {
    add_building(shapes, geometry, tones, stroke);
    add_areas(shapes, geometry, tones, stroke);
    for (const auto& door : geometry.doors)
      shapes.add({"door", "", {{door[0], door[1]}}, false, std::nullopt, tones.building, stroke.wall * 2.6});
  }
  if (geometry.viewer) {
    Colour glow = tones.here;
    glow.a = 176;  // three to one on the building
    shapes.fill("you-are-here.facing", "", {sector(*geometry.viewer, wedge_reach(stroke.route), 0, kWedgeAngle)}, glow);
  }
  add_route(shapes, geometry, tones, stroke);
  // From the plate of the room that is sought: no wall has this colour.
  for (const auto& leader : geometry.leaders) {
    shapes.line("leader.edge", {leader[0], leader[1]}, tones.edge, stroke.wall * 5);
    shapes.line("leader", {leader[0], leader[1]}, tones.destination, stroke.wall * 3);
  }
  add_viewer(shapes, geometry, tones, stroke);
  if (const PixelBox& b = geometry.strip; b.width > 0)
    shapes.fill("strip", "", {{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}}},
                tones.outside);
  add_north(shapes, geometry, tones);
  return drawing;
}

}  // namespace skylt
