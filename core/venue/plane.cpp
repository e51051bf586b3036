#include "core/venue/plane.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace skylt::plane {

double distance(const Point& a, const Point& b) { return std::hypot(b.x - a.x, b.y - a.y); }

Point along(const Point& a, const Point& b, double fraction) {
  return {a.x + (b.x - a.x) * fraction, a.y + (b.y - a.y) * fraction};
}

Point middle(const Point& a, const Point& b) { return along(a, b, 0.5); }

double distance_to_segment(const Point& p, const Point& a, const Point& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  const double t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0.0;
  return distance(p, along(a, b, t));
}

Point ahead(const Point& from, double azimuth, double metres) {
  const double radians = azimuth * std::numbers::pi / 180;
  return {from.x + std::sin(radians) * metres, from.y + std::cos(radians) * metres};
}

double azimuth(const Point& from, const Point& to) {
  if (from == to) return 0;
  const double degrees = std::atan2(to.x - from.x, to.y - from.y) * 180 / std::numbers::pi;
  return degrees < 0 ? degrees + 360 : degrees;
}

double turn(double degrees) {
  constexpr double kSteady = 1e-6;
  const double rest = std::remainder(degrees, 360.0);
  return rest <= -180 + kSteady ? rest + 360 : rest;
}

std::optional<double> crossing(const Point& a0, const Point& a1, const Point& b0, const Point& b1) {
  const double ax = a1.x - a0.x, ay = a1.y - a0.y;
  const double bx = b1.x - b0.x, by = b1.y - b0.y;
  const double det = ax * by - ay * bx;
  if (std::abs(det) <= 1e-12 * (std::hypot(ax, ay) * std::hypot(bx, by))) return std::nullopt;
  const double s = ((b0.x - a0.x) * by - (b0.y - a0.y) * bx) / det;
  const double t = ((b0.x - a0.x) * ay - (b0.y - a0.y) * ax) / det;
  constexpr double kTouch = 1e-9;
  if (s < -kTouch || s > 1 + kTouch || t < -kTouch || t > 1 + kTouch) return std::nullopt;
  return std::clamp(s, 0.0, 1.0);
}

bool inside(std::span<const Ring> rings, const Point& p) {
  bool in = false;
  for (const Ring& ring : rings) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      const Point &a = ring[i], &b = ring[j];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
  }
  return in;
}

double area(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    twice += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
  return std::abs(twice) / 2;
}

}  // namespace skylt::plane
