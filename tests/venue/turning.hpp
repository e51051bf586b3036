#pragma once
// A venue moved about its frame: nothing that a screen shows may change (W2).
#include <cmath>
#include <functional>
#include <vector>

#include "core/venue/plane.hpp"
#include "core/venue/venue.hpp"

namespace skylt::test {

inline void move_points(Venue& venue, const std::function<Point(Point)>& move) {
  for (Node& node : venue.nodes) {
    const Point p = move({node.x, node.y});
    node.x = p.x;
    node.y = p.y;
  }
  for (Space& space : venue.spaces) {
    for (Ring& ring : space.rings) {
      for (Point& p : ring) p = move(p);
    }
  }
  for (Opening& opening : venue.openings) {
    for (Point& p : opening.line) p = move(p);
  }
  for (Amenity& amenity : venue.amenities) {
    if (amenity.at) amenity.at = move(*amenity.at);
  }
}

/// Clockwise about the origin, with its screens.
inline void rotate(Venue& venue, std::vector<Screen>& screens, double degrees) {
  const auto turned = [&](Point p) {
    const double metres = plane::distance({}, p);
    return metres == 0 ? p : plane::ahead({}, plane::azimuth({}, p) + degrees, metres);
  };
  move_points(venue, turned);
  for (Screen& screen : screens) {
    if (screen.at) screen.at = turned(*screen.at);
    if (screen.heading) screen.heading = std::fmod(*screen.heading + degrees + 720, 360);
  }
}

inline void translate(Venue& venue, std::vector<Screen>& screens, double x, double y) {
  const auto moved = [&](Point p) { return Point{p.x + x, p.y + y}; };
  move_points(venue, moved);
  for (Screen& screen : screens) {
    if (screen.at) screen.at = moved(*screen.at);
  }
}

/// East becomes west.
inline void mirror(Venue& venue, std::vector<Screen>& screens) {
  const auto mirrored = [&](Point p) { return Point{-p.x, p.y}; };
  move_points(venue, mirrored);
  for (Screen& screen : screens) {
    if (screen.at) screen.at = mirrored(*screen.at);
    if (screen.heading) screen.heading = std::fmod(360 - *screen.heading, 360);
  }
}

}  // namespace skylt::test
