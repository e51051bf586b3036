#pragma once
#include <optional>
#include <span>

#include "core/venue/venue.hpp"

/// Geometry of a venue's frame: metres, x east, y north; angles in degrees, azimuths clockwise from north (W6).
namespace skylt::plane {

double distance(const Point& a, const Point& b);
double distance_to_segment(const Point& p, const Point& a, const Point& b);
Point middle(const Point& a, const Point& b);
/// `metres` from `from` towards `azimuth`.
Point ahead(const Point& from, double azimuth, double metres);

/// [0, 360); 0 where the points are the same.
double azimuth(const Point& from, const Point& to);
/// Into (-180, 180]; the smallest turn, clockwise positive. Steady: what is a hair off -180 is 180.
double turn(double degrees);

/// Where segments a and b cross or touch, as a fraction of the way along a; nullopt where they do not, or lie along
/// each other.
std::optional<double> crossing(const Point& a0, const Point& a1, const Point& b0, const Point& b1);
Point along(const Point& a, const Point& b, double fraction);

/// Even-odd over the outline and its holes; on the very edge either answer may come.
bool inside(std::span<const Ring> rings, const Point& p);
double area(const Ring& ring);

}  // namespace skylt::plane
