#pragma once
#include "core/layout/layout.hpp"

namespace skylt {

/// Colours of a map, derived from the theme: rooms light on a darker building (SCREENS.md), few and quiet; the way and
/// the viewer's mark alone are loud.
struct MapTones {
  Colour outside;
  Colour yard;      ///< outdoors, but part of the venue
  Colour building;  ///< corridors and walls between rooms
  Colour edge;      ///< line around the building
  Colour room;
  Colour shaft;   ///< stairs and lifts
  Colour closed;  ///< what visitors do not enter: solid, like the house itself
  Colour wall;    ///< thin line around a room
  Colour destination;
  Colour on_destination;  ///< text there
  Colour route;
  Colour on_route;
  Colour casing;  ///< beside the route
  Colour here;
  Colour on_here;
  Colour north;
};

MapTones map_tones(const ThemeColours& colours);

/// From a (0) to b (1).
Colour mixed(Colour a, Colour b, double part);

}  // namespace skylt
