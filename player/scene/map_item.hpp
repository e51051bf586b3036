#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/venue/map.hpp"

namespace skylt {

/// One shape of a map. Lines are in px from the map's top left corner, rounded to tenths.
struct MapPath {
  std::string role;  ///< "building", "floor", "room", "destination", "door", "route", "route.end", "you-are-here" …
  std::string id;    ///< of the space, room or opening; may be empty
  std::vector<PixelLine> lines;
  bool closed = true;
  std::optional<Colour> fill{};
  std::optional<Colour> stroke{};
  double width = 0;  ///< of the stroke
  bool operator==(const MapPath&) const = default;
};

/// A drawing of a level laid under the paths.
struct MapPlan {
  std::string sha256;
  Pixel at;            ///< where its lower left corner lies
  double scale = 1;    ///< px of the map per px of the drawing
  double degrees = 0;  ///< by which it is turned clockwise around that corner
  bool operator==(const MapPlan&) const = default;
};

/// What a map is made of, back to front. Immutable and shared.
struct MapDrawing {
  Colour ground;
  std::optional<MapPlan> plan{};
  std::vector<MapPath> paths;
  bool operator==(const MapDrawing&) const = default;
};
using MapDrawingPtr = std::shared_ptr<const MapDrawing>;

/// A map of one level, heads-up, without its texts, which are items of their own above it.
struct MapItem {
  std::string region;
  std::string role;  ///< "map"
  RectPx box;
  MapDrawingPtr drawing;
  std::uint64_t digest = 0;  ///< of the drawing: equal for equal drawings
  std::string alternative;   ///< in words (A-54)
  std::vector<std::string> levels;
  double scale = 0;                  ///< px per metre
  double north = 0;                  ///< degrees clockwise from straight up at which north lies
  std::optional<Pixel> viewer{};     ///< on the screen; the viewer faces up (M1)
  std::vector<std::string> unnamed;  ///< rooms whose names have no place on this map
  bool operator==(const MapItem& other) const;
};

std::uint64_t digest_of(const MapDrawing& drawing);

}  // namespace skylt
