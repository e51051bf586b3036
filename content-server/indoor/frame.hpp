#pragma once
#include <optional>
#include <vector>

#include "core/base/json.hpp"
#include "core/venue/venue.hpp"

namespace skylt::indoor {

/// Degrees, WGS84.
struct LonLat {
  double lon = 0;
  double lat = 0;
};

/// What lies beyond is a fault of the map, whichever format it is in.
inline constexpr double kFarthest = 20000;         ///< metres from the origin
inline constexpr std::size_t kMostCorners = 5000;  ///< of one outline

/// Metres around one place on the ellipsoid: x east, y north (W6). Good to a few centimetres within some kilometres.
class Frame {
 public:
  explicit Frame(LonLat origin);
  /// Rounded to millimetres.
  Point to_metres(LonLat place) const;
  LonLat origin() const { return origin_; }

 private:
  LonLat origin_;
  double metres_per_lon_;
  double metres_per_lat_;
};

using LonLatRing = std::vector<LonLat>;
using LonLatPolygon = std::vector<LonLatRing>;

/// A position of GeoJSON; nullopt unless it is two or more numbers within ±180 and ±90.
std::optional<LonLat> read_position(const Json& value);
/// Positions of a list of them; nullopt when one is broken.
std::optional<std::vector<LonLat>> read_line(const Json& value);
/// The polygons of a Polygon or MultiPolygon geometry; nullopt when it is neither or has a broken position.
std::optional<std::vector<LonLatPolygon>> read_polygons(const Json& geometry);

/// In metres, without the repeated last point and points that repeat the one before.
Ring ring_of(const LonLatRing& ring, const Frame& frame);

}  // namespace skylt::indoor
