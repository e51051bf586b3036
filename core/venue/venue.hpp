#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// A name under which sources know a room; `source` empty: any source.
struct RoomAlias {
  std::string source;
  std::string text;  ///< literal name, compared after folding case and white space
  std::string guid;  ///< the source's room guid
  bool operator==(const RoomAlias&) const = default;
};

struct Level {
  std::string id;
  double ordinal = 0;  ///< 0 = the ground; order of floors, not what the wall says
  Text name;           ///< what the wall says: "Plan 2"
  bool operator==(const Level&) const = default;
};

struct Room {
  std::string id;
  Text name;
  Text short_name;
  std::string level;  ///< level id; may be empty
  std::string node;   ///< node at its door; may be empty
  std::optional<int> capacity;
  int order = 0;  ///< in lists
  std::vector<RoomAlias> aliases;
  std::vector<std::string> access;  ///< as Session::access: what the room itself offers ("hearing-loop", "wheelchair")
  bool operator==(const Room&) const = default;
};

/// A point of the walking graph; metres in the venue's frame, x east, y north.
struct Node {
  std::string id;
  std::string level;
  double x = 0;
  double y = 0;
  bool operator==(const Node&) const = default;
};

struct Edge {
  std::string from;
  std::string to;
  std::string kind;  ///< "corridor", "door", "stairs", "lift", "ramp", "escalator", "outdoor" …
  bool directed = false;
  bool operator==(const Edge&) const = default;
};

struct Venue {
  std::string id;
  Text name;
  std::string address;
  std::vector<Level> levels;
  std::vector<Room> rooms;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  bool operator==(const Venue&) const = default;
};

enum class ThemeMode { Light, Dark };

/// How a screen shows its languages: the first alone; one after the other, all regions in step and each thing in its
/// place; or the first two beside each other, on a portrait screen one above the other.
enum class LanguageDisplay { One, InTurn, SideBySide };

/// One display at one place. A-01: nothing is published to a screen without size, diagonal and distance.
struct Screen {
  std::string id;
  std::string name;
  std::string venue;
  std::string node;
  std::optional<double> heading;  ///< degrees a viewer faces, clockwise from north of the venue's frame
  SizePx size;                    ///< as mounted: a portrait screen is higher than wide
  double diagonal_inch = 0;
  double distance_mm = 0;              ///< design viewing distance
  double lower_edge_mm = 0;            ///< above the floor
  std::string layout;                  ///< layout id shown when the rota says nothing
  std::vector<std::string> rooms;      ///< room ids this screen speaks for (a door screen: one)
  std::vector<std::string> languages;  ///< preferred order; empty: the event's
  LanguageDisplay language_display = LanguageDisplay::One;
  std::vector<std::string> tags;
  ThemeMode mode = ThemeMode::Light;
  bool reduced_motion = false;
  bool operator==(const Screen&) const = default;

  /// Millimetres per pixel.
  double pixel_pitch_mm() const;
};

}  // namespace skylt
