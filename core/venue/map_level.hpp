#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/venue/directions.hpp"
#include "core/venue/map.hpp"

namespace skylt {

/// How an area is drawn.
/// Shaft: stairs, lifts and the like; Closed: what visitors do not enter.
enum class MapTone { Room, Passage, Shaft, Closed, Yard, Void };

/// One space in the picture.
struct MapArea {
  const Space* space = nullptr;
  const Room* room = nullptr;  ///< that it belongs to; may be nullptr
  MapTone tone = MapTone::Room;
  std::vector<PixelLine> rings;
};

/// Where a route leaves the map by a way up or down.
struct MapExit {
  std::string kind;   ///< as Leg::kind
  int direction = 0;  ///< +1 up, -1 down
  std::string level;  ///< level id it is taken to
  Pixel at;
};

/// A route as far as it runs on the levels of the map, from the viewer on.
struct MapRoute {
  PixelLine line;  ///< corners; rounded() draws it
  std::optional<MapExit> exit;
  bool arrives = false;  ///< ends at the destination, on this map
};

/// What a map is made of, not yet in pixels.
struct LevelPlan {
  const Venue* venue = nullptr;
  std::vector<const Level*> levels;  ///< the one asked for and others of the same ordinal: houses side by side, a yard
  std::vector<const Space*> spaces;  ///< of these, the largest first
  std::vector<const Room*> rooms;    ///< of the spaces, in their order; nullptr where none
  std::vector<const Opening*> openings;

  bool holds(const std::string& level) const;
};

/// The plan of a level: nothing in it where nobody has drawn its spaces.
LevelPlan plan_of(const Network& network, const Venue& venue, const std::string& level);

MapTone tone_of(const Space& space);

/// A way up or down that is out of service now.
struct ClosedWay {
  std::string kind;              ///< as edges are called
  const Space* space = nullptr;  ///< its shaft on the plan's levels; nullptr where nobody has drawn one
};
std::vector<ClosedWay> closed_ways(const Network& network, const LevelPlan& plan);

/// Corners of the house; of its yard where it has no rooms, of the walking graph where nobody has drawn anything.
std::vector<Point> corners_of(const LevelPlan& plan);

/// Corners of its yards; none where the yards are all there is.
std::vector<Point> yard_corners_of(const LevelPlan& plan);

/// The part of the route on the plan's levels; its first point is the viewer's.
struct LevelRoute {
  std::vector<Point> points;
  std::optional<MapExit> exit;  ///< `at` is not set yet
  bool arrives = false;
};
LevelRoute route_on(const Network& network, const Pose& pose, const Route& route, const LevelPlan& plan);

std::vector<MapArea> areas_of(const LevelPlan& plan, const MapView& view);

/// The route in the picture: small crooks of the graph straightened, and led over the threshold of `destination`, whose
/// outline is in the picture, by `reach` px where it ends there (nullptr: as it is).
MapRoute map_route(const LevelRoute& route, const MapView& view, const std::vector<PixelLine>* destination,
                   double reach);

}  // namespace skylt
