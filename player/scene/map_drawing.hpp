#pragma once
#include <array>

#include "core/venue/map_level.hpp"
#include "player/scene/map_item.hpp"
#include "player/scene/map_tones.hpp"

namespace skylt {

/// Sizes of what is drawn on a map, in px.
struct MapStroke {
  double route = 20;  ///< width of the way's line
  double wall = 2;    ///< thin lines
  double shell = 10;  ///< by which the building reaches beyond its rooms
};

/// All geometry of one map, in px of the picture.
struct MapGeometry {
  MapView view;
  std::vector<MapArea> areas;
  std::vector<std::array<Pixel, 2>> doors;
  std::optional<Pixel> viewer;
  std::optional<MapRoute> route;
  PixelLine route_line;                       ///< as drawn: rounded; without its head
  const Room* destination = nullptr;          ///< highlighted
  PixelBox strip;                             ///< below the map, kept free for words; empty: none
  PixelBox north;                             ///< where the north mark goes; empty: none
  std::vector<std::array<Pixel, 2>> leaders;  ///< from a name beside its room to the room
  std::optional<MapPlan> plan;
};

/// Shapes in px from `corner`, back to front.
MapDrawing draw_shapes(const MapGeometry& geometry, const MapTones& tones, const MapStroke& stroke, Pixel corner);

/// Length of the route's arrow head for a line of that width.
double route_head(double route_width);

/// Radius of the viewer's mark, and how far its wedge reaches.
double mark_radius(double route_width);
double wedge_reach(double route_width);

}  // namespace skylt
