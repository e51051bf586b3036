#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/base/time.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// A name under which sources know a room; `source` empty: any source.
struct RoomAlias {
  std::string source;
  std::string text;  ///< literal name, compared after folding case and white space
  std::string guid;  ///< the source's room guid
  bool operator==(const RoomAlias&) const = default;
};

/// Metres in the venue's frame: x east, y north (W6).
struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

/// Closed; the first point is not repeated at the end.
using Ring = std::vector<Point>;

/// A drawing of a level, where nobody has modelled its rooms: enough to stand the graph on.
struct PlanImage {
  std::string image;  ///< name of an image of the event
  Point at;           ///< where its lower left corner lies
  double metres_per_pixel = 0;
  double north = 0;  ///< degrees clockwise by which the frame's north lies from straight up on the drawing
  bool operator==(const PlanImage&) const = default;
};

struct Building {
  std::string id;
  Text name;
  bool operator==(const Building&) const = default;
};

struct Level {
  std::string id;
  std::string building;  ///< building id; empty: the venue's only one
  double ordinal = 0;    ///< 0 = the ground, halves allowed; order of floors, not what the wall says
  Text name;             ///< what the wall says: "Plan 2"
  Text short_name;       ///< "2"
  bool outdoor = false;
  std::optional<PlanImage> plan;
  bool operator==(const Level&) const = default;
};

/// A polygon of a level: a room, corridor, courtyard, shaft. What a map draws and what a view ends at.
struct Space {
  std::string id;
  std::string level;
  std::string kind;  ///< "room", "corridor", "lobby", "stairs", "lift", "toilets", "outdoor", "void", "closed" …
  std::vector<Ring> rings;  ///< the outline, then holes
  Text name;
  bool walkable = true;  ///< false: nobody stands or passes here (a void, a closed area)
  bool operator==(const Space&) const = default;
};

struct Room {
  std::string id;
  Text name;
  Text short_name;
  std::string level;                ///< level id; may be empty
  std::string node;                 ///< node at its door; may be empty
  std::vector<std::string> nodes;   ///< further doors
  std::vector<std::string> spaces;  ///< space ids; a divisible hall has several
  Text landmark;                    ///< how to know it: "vid den blå trappan"
  std::optional<int> capacity;
  int order = 0;  ///< in lists
  std::vector<RoomAlias> aliases;
  std::vector<std::string> access;  ///< as Session::access: what the room itself offers ("hearing-loop", "wheelchair")
  bool operator==(const Room&) const = default;
};

/// When something can be used: local times of a weekday, half-open; 0 = Monday. None at all: always.
struct OpenHours {
  std::vector<int> days;
  int from_minute = 0;
  int until_minute = 24 * 60;  ///< at or before from_minute: runs over midnight
  bool operator==(const OpenHours&) const = default;
};

/// A way through a wall.
struct Opening {
  std::string id;
  std::string level;
  std::array<Point, 2> line{};  ///< the doorway from jamb to jamb
  std::string door;             ///< "open", "manual", "automatic", "heavy", "revolving", "turnstile"; empty: not known
  std::optional<double> width_m;
  bool entrance = false;   ///< leads out of the building
  bool emergency = false;  ///< for leaving in danger only: never on a route
  std::vector<OpenHours> hours;
  bool operator==(const Opening&) const = default;
};

enum class ConnectorKind { Stairs, Steps, Ramp, Escalator, Lift, PlatformLift, MovingWalk };

/// A way between levels or heights. Edges that belong to it name it and take what they lack from it.
struct Connector {
  std::string id;
  ConnectorKind kind = ConnectorKind::Stairs;
  Text name;  ///< "Hiss A"; may be empty
  std::optional<int> steps;
  std::optional<double> slope_percent;
  std::optional<double> width_m;
  std::optional<bool> step_free;  ///< said by whoever knows, against what the rest implies
  bool staffed = false;           ///< needs a key or a person
  std::vector<OpenHours> hours;
  bool operator==(const Connector&) const = default;
};

/// What everybody seeks: "entrance", "information", "toilets", "accessible-toilet", "quiet-room", "water", "cloakroom",
/// "first-aid", "exit", "cafe" …
struct Amenity {
  std::string id;
  std::string kind;
  Text name;  ///< where it has one of its own; else the word for its kind
  std::string level;
  std::string node;
  std::optional<Point> at;  ///< for the map; absent: the node's
  std::vector<OpenHours> hours;
  bool operator==(const Amenity&) const = default;
};

/// A point of the walking graph.
struct Node {
  std::string id;
  std::string level;
  double x = 0;
  double y = 0;
  std::string space;  ///< space id; empty: found by its place
  Text landmark;      ///< what one sees there: "informationsdisken"
  bool operator==(const Node&) const = default;
};

/// A passable connection of two nodes. What is not known stays unset; unknown is not step-free.
struct Edge {
  std::string from;
  std::string to;
  std::string kind;  ///< "corridor", "door", "outdoor", "stairs", "steps", "ramp", "escalator", "lift",
                     ///< "platform-lift", "moving-walk"
  bool directed = false;
  std::optional<double> length_m;  ///< where the way is longer than the straight line
  std::optional<double> seconds;   ///< where a speed does not say it (waiting, a ride)
  std::optional<int> steps;
  std::optional<double> slope_percent;
  std::optional<double> width_m;
  std::optional<double> threshold_mm;
  std::optional<bool> step_free;  ///< said by whoever knows
  std::string opening;            ///< opening id
  std::string connector;          ///< connector id
  Text phrase;                    ///< how a person would say it: "genom glasdörrarna"
  std::vector<OpenHours> hours;
  bool operator==(const Edge&) const = default;
};

struct Venue {
  std::string id;
  Text name;
  std::string address;
  std::vector<Building> buildings;
  std::vector<Level> levels;
  std::vector<Space> spaces;
  std::vector<Opening> openings;
  std::vector<Connector> connectors;
  std::vector<Amenity> amenities;
  std::vector<Room> rooms;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  bool operator==(const Venue&) const = default;
};

/// A node of a venue, as links across town name it.
struct VenueNode {
  std::string venue;
  std::string node;
  bool operator==(const VenueNode&) const = default;
};

/// The way from one venue's door to another's, both directions.
struct Link {
  std::string id;
  VenueNode from;
  VenueNode to;
  double minutes = 0;
  std::optional<bool> step_free;
  Text phrase;  ///< "längs kanalen"
  bool operator==(const Link&) const = default;
};

enum class ClosureKind { Closed, OutOfService };

/// Something passable that is not so for a time: a live change of the venue, kept apart from its plan.
struct Closure {
  std::string id;
  std::string venue;
  std::string target;  ///< id of a connector, opening, space, amenity or room, or "from>to" of an edge
  ClosureKind kind = ClosureKind::Closed;
  std::optional<UtcTime> from;
  std::optional<UtcTime> until;  ///< exclusive
  Text text;                     ///< why, for people
  std::string author;
  UtcTime created{};
  bool operator==(const Closure&) const = default;

  bool holds_at(UtcTime now) const { return (!from || *from <= now) && (!until || now < *until); }
};

/// For a house that nobody has modelled: what someone saw when standing before the screen.
struct SurveyedDirection {
  std::string destination;        ///< room, amenity or venue id
  double bearing = 0;             ///< degrees clockwise from straight ahead, one of eight
  std::optional<bool> step_free;  ///< nullopt: not known
  std::optional<double> minutes;
  std::string by;  ///< who
  std::string on;  ///< day, "2027-05-02"
  bool operator==(const SurveyedDirection&) const = default;
};

/// Where a screen hung and what its viewers faced when a person stood before it and said that it is so (M6).
struct ConfirmedPose {
  std::string node;
  std::optional<Point> at;
  std::string level;
  std::optional<double> heading;
  std::string by;  ///< who; empty: nobody has, it is where the screen hung until it was moved
  std::string on;  ///< day, "2027-05-02"; may be empty
  bool operator==(const ConfirmedPose&) const = default;
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
  std::optional<Point> at;                 ///< where it hangs, when not at its node
  std::string level;                       ///< of `at`; empty: the node's
  std::optional<double> heading;           ///< degrees a viewer faces, clockwise from north of the venue's frame
  std::optional<ConfirmedPose> confirmed;  ///< absent: it has not been moved since it was put up
  std::vector<SurveyedDirection> surveyed;
  SizePx size;  ///< as mounted: a portrait screen is higher than wide
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
  bool passage = false;  ///< people pass by rather than wait: all pages come round within 60 s, not 90 (A-22)
  bool operator==(const Screen&) const = default;

  /// Millimetres per pixel.
  double pixel_pitch_mm() const;
  /// Whether it hangs and faces as somebody confirmed. If not, it was moved, and shows neither arrows nor a heads-up
  /// map until somebody has confirmed its new pose (M6).
  bool pose_holds() const;
};

/// The screen with its pose as it is now confirmed by `by` on the day `on`.
Screen confirm_pose(Screen screen, std::string by, std::string on);
/// `now` as it is kept when it replaces `before`: where it brings no other confirmation it keeps the one that `before`
/// had, and where it hangs or faces otherwise than a screen that had none, it remembers that pose as nobody's.
Screen remember_pose(const Screen& before, Screen now);

}  // namespace skylt
