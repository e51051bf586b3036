#include "content-server/indoor/frame.hpp"

#include <cmath>

namespace skylt::indoor {
namespace {

constexpr double kDegree = 3.14159265358979323846 / 180;

const Json* member_of(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::optional<LonLatPolygon> read_rings(const Json& value) {
  if (!value.is_array() || value.empty()) return std::nullopt;
  LonLatPolygon polygon;
  for (const Json& ring : value) {
    auto line = read_line(ring);
    if (!line) return std::nullopt;
    polygon.push_back(std::move(*line));
  }
  return polygon;
}

}  // namespace

Frame::Frame(LonLat origin) : origin_{origin} {
  // Radii of curvature of the WGS84 ellipsoid at this latitude.
  constexpr double kEquator = 6378137.0;
  constexpr double kEccentricity2 = 0.00669437999014;
  const double sine = std::sin(origin.lat * kDegree);
  const double root = std::sqrt(1 - kEccentricity2 * sine * sine);
  metres_per_lon_ = kEquator / root * std::cos(origin.lat * kDegree) * kDegree;
  metres_per_lat_ = kEquator * (1 - kEccentricity2) / (root * root * root) * kDegree;
}

Point Frame::to_metres(LonLat place) const {
  const auto rounded = [](double metres) { return std::round(metres * 1000) / 1000 + 0.0; };
  return {rounded((place.lon - origin_.lon) * metres_per_lon_), rounded((place.lat - origin_.lat) * metres_per_lat_)};
}

std::optional<LonLat> read_position(const Json& value) {
  if (!value.is_array() || value.size() < 2 || !value[0].is_number() || !value[1].is_number()) return std::nullopt;
  const LonLat place{value[0].get<double>(), value[1].get<double>()};
  if (!(std::abs(place.lon) <= 180) || !(std::abs(place.lat) <= 90)) return std::nullopt;
  return place;
}

std::optional<std::vector<LonLat>> read_line(const Json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<LonLat> line;
  for (const Json& item : value) {
    const auto place = read_position(item);
    if (!place) return std::nullopt;
    line.push_back(*place);
  }
  return line;
}

std::optional<std::vector<LonLatPolygon>> read_polygons(const Json& geometry) {
  const Json* type = member_of(geometry, "type");
  const Json* coordinates = member_of(geometry, "coordinates");
  if (!type || !coordinates || !coordinates->is_array()) return std::nullopt;
  std::vector<LonLatPolygon> polygons;
  if (*type == "Polygon") {
    auto polygon = read_rings(*coordinates);
    if (!polygon) return std::nullopt;
    polygons.push_back(std::move(*polygon));
    return polygons;
  }
  if (*type != "MultiPolygon") return std::nullopt;
  for (const Json& rings : *coordinates) {
    auto polygon = read_rings(rings);
    if (!polygon) return std::nullopt;
    polygons.push_back(std::move(*polygon));
  }
  return polygons;
}

Ring ring_of(const LonLatRing& ring, const Frame& frame) {
  Ring points;
  for (const LonLat& place : ring) {
    const Point p = frame.to_metres(place);
    if (points.empty() || !(points.back() == p)) points.push_back(p);
  }
  while (points.size() > 1 && points.front() == points.back()) points.pop_back();
  return points;
}

}  // namespace skylt::indoor
