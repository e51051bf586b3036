#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/venue/route.hpp"

namespace skylt {

/// A screen's viewer: where one stands when reading it and what one faces (WAYFINDING.md section 7, 1).
struct Pose {
  Point at;            ///< viewer's point V = S + d * n, nearer where a wall comes before
  double heading = 0;  ///< what the viewer faces, clockwise from north
  std::string venue;
  std::string level;
  std::size_t vertex = 0;  ///< where routes begin: the screen's node, else the nearest node in sight
  Point screen;            ///< where it hangs, S
  /// Whether one can stand before it: false where the point just before it lies outside all walkable spaces of a level
  /// that has some; `at` is then the screen's own place.
  bool standing = true;
};

/// nullopt: the place or heading is not known, or the screen was moved and nobody has confirmed how it hangs now, so no
/// arrows and no heads-up map (M5, M6). Without a design viewing distance
/// one stands 2 m away.
std::optional<Pose> pose_of(const Network& network, const Screen& screen);

enum class ArrowKind { Arrow, Here, Behind, None };

/// Which way from a screen, ready to be shown.
struct Sign {
  ArrowKind arrow = ArrowKind::None;
  int bearing = 0;         ///< 0, 45 … 315: degrees clockwise from straight ahead; 180 with Behind
  double exact = 0;        ///< before it was put into one of eight; (-180, 180]
  bool ambiguous = false;  ///< within 7 degrees of the edge between two arrows
  Point target;            ///< the opening, connector or bend that the arrow points at
  std::string target_level;
  const Connector* connector =
      nullptr;                  ///< the first leg's target is a way up or down; may be unknown but for its kind
  std::string connector_kind;   ///< as edges are called; empty: the target is no way up or down
  int direction = 0;            ///< +1 up, -1 down
  std::string connector_level;  ///< level id that it is taken to
};

/// Straight behind the viewer or to a side there: an arrow that points down is taken for stairs (A1).
bool is_behind(ArrowKind arrow, int bearing);

/// The first leg's target is where the route leaves the viewer's space, where it takes a stair, lift or other connector
/// (also one just behind the door it leaves by), its first bend of more than 30 degrees, or the last of it in sight,
/// whichever comes first (section 7, 3). Whoever stands in the doorway by which it leaves is shown through it, however
/// the way turns behind. Where nobody has drawn the spaces, doors and bends of the graph decide. Within 7 degrees of
/// the edge between two arrows, the one nearer to the direction in which the way goes on from there wins (section 6).
Sign sign_of(const Network& network, const Pose& pose, const Route& route);

enum class DestinationKind { Room, Amenity, Venue };

/// One destination as one screen shows it.
struct Direction {
  DestinationKind kind = DestinationKind::Room;
  std::string id;     ///< of the room, amenity or venue
  std::string venue;  ///< where it lies
  std::string what;   ///< an amenity's kind
  Text name;          ///< empty for an amenity without a name of its own
  std::string level;
  bool reachable = false;  ///< for the profile asked for
  Sign sign;
  std::optional<Route> route;
  std::optional<bool> step_free;
  bool surveyed = false;          ///< seen by a person, not derived
  std::optional<double> minutes;  ///< of the route, else as surveyed
  /// Where the quickest way is not step-free, or there is none of the profile: the one that is, with its own sign, else
  /// the one that needs a person with a key (Route::staffed); absent where there is neither.
  std::optional<Route> step_free_route;
  std::optional<Sign> step_free_sign;
};

struct DirectionsQuery {
  Profile profile = Profile::Walk;
  std::vector<std::string> only;  ///< ids; empty: all rooms and amenities of the venue, and the other venues
};

/// From `screen` to every destination of its venue (each kind of amenity: the nearest usable one of it, and every one
/// when asked for by id) and to the other venues of the event by their links. Sorted: kind, order, id. Without a pose
/// the signs are None but routes are there when the screen has a node. What a person has surveyed at this screen holds
/// where nothing can be derived (M5). A closed room or amenity is not reachable, nor one outside its hours.
std::vector<Direction> directions_from(const Network& network, const Screen& screen, const DirectionsQuery& query);

/// Rows of a direction sign that share an arrow.
struct DirectionGroup {
  ArrowKind arrow = ArrowKind::None;
  int bearing = 0;
  std::string connector_kind;  ///< a group of its own for each way up or down
  int direction = 0;
  std::string connector_level;
  std::vector<std::size_t> rows;  ///< indices into the directions, nearest first
};

/// Grouped by arrow and ordered ahead, left, right, level change, behind; what is here comes first, what has no arrow
/// last (section 6, A-66).
std::vector<DirectionGroup> group_directions(const std::vector<Direction>& directions);

/// A turn, a door, a way up: what a person is told, before it is put into words.
struct Step {
  enum class Kind {
    Start,
    Straight,
    SlightLeft,
    Left,
    SharpLeft,
    SlightRight,
    Right,
    SharpRight,
    Around,
    Connector,
    Link,
    Arrive
  };
  Kind kind = Kind::Straight;
  double metres = 0;
  const Connector* connector = nullptr;
  std::string connector_kind;
  int direction = 0;
  std::string venue;       ///< in which a connector or link ends
  std::string level;       ///< of that venue: to which the connector is taken
  Text phrase;             ///< of the edge, where a person wrote one
  Text landmark;           ///< of the node where it happens
  double bearing_deg = 0;  ///< turn, clockwise; of Start: from the viewer's heading
};
std::vector<Step> steps_of(const Network& network, const Pose& pose, const Route& route);

}  // namespace skylt
