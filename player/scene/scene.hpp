#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/base/json.hpp"
#include "core/language/text.hpp"
#include "core/snapshot/snapshot.hpp"
#include "player/scene/map_item.hpp"
#include "player/text/typesetter.hpp"

namespace skylt {

/// A paragraph set in its box. Equal items look the same; the layout is shared with the typesetter's cache.
struct TextItem {
  std::string region;
  std::string role;  ///< meaning, not looks: "session.title", "room.name", "clock" … (CONTRACTS.md)
  RectPx box;        ///< where the text was allowed to stand
  TextLayoutPtr layout;
  Colour colour;
  bool struck = false;  ///< a line through, as for an old time
  bool must_read = false;
  double floor_px = 0;   ///< least capital height in px of such letters at this place (A-02, A-03, A-06)
  double contrast = 21;  ///< against what it stands on
  bool operator==(const TextItem& other) const;
};

struct ShapeItem {
  std::string region;
  std::string role;  ///< "plate", "rule", "progress", "ground" …
  RectPx box;
  Colour colour;
  int radius_px = 0;
  bool operator==(const ShapeItem&) const = default;
};

/// Straight: as its bearing says. Turn: around, for what lies behind the reader, who would take an arrow that points
/// down for "downstairs" (A1). Here: what is sought is at this very place.
enum class ArrowShape { Straight, Turn, Here };

/// Drawn as geometry. bearing: degrees clockwise from straight up on the screen; 180 with Turn.
struct ArrowItem {
  std::string region;
  std::string role;
  RectPx box;
  Colour colour;
  double bearing = 0;
  ArrowShape shape = ArrowShape::Straight;
  double contrast = 21;  ///< against what it stands on
  bool operator==(const ArrowItem&) const = default;
};

/// A symbol drawn as geometry in the middle of its box. Names: "accessible", "toilets", "information", "water", "cafe",
/// "first-aid", "cloakroom", "quiet-room", "bicycle-parking", "walk", "entrance", "stairs", "escalator", "ramp",
/// "lift", "platform-lift", "moving-walk"; "cross" over another one that is out of service. Never mirrored.
struct PictogramItem {
  std::string region;
  std::string role;
  RectPx box;
  Colour colour;
  std::string name;
  int direction = 0;        ///< of stairs, escalator, ramp, lift: 1 up, -1 down, with a small mark; 0 not said
  std::string alternative;  ///< in words (A-54); empty: the word stands beside it
  double contrast = 21;
  bool operator==(const PictogramItem&) const = default;
};

/// The pictogram for an amenity's or connector's kind; empty where there is none.
std::string_view pictogram_for(std::string_view kind);

struct ImageItem {
  std::string region;
  std::string role;
  RectPx box;
  std::string name;  ///< of the snapshot's image
  std::string sha256;
  std::string alternative;  ///< in words (A-54); empty: decorative
  bool operator==(const ImageItem&) const = default;
};

/// Black on a white plate with its quiet zone inside `box`.
struct QrItem {
  std::string region;
  std::string role;
  RectPx box;
  std::string data;
  bool operator==(const QrItem&) const = default;
};

using SceneItem = std::variant<ShapeItem, TextItem, ArrowItem, PictogramItem, ImageItem, QrItem, MapItem>;

/// Everything that is on a screen at one moment, back to front.
struct Scene {
  SizePx size;
  UtcTime at{};
  std::optional<UtcTime> next_change;  ///< wall time at which to ask again; nullopt: not before a new snapshot
  std::string layout;
  int page = 0;  ///< from 0; the dump counts from 1
  int pages = 1;
  Colour ground;
  std::vector<SceneItem> items;
};

/// What the scene depends on besides the snapshot.
struct Moment {
  UtcTime now{};              ///< wall clock
  UtcTime rotation{};         ///< position of paging: wall time anchored at page edges, monotonic between (R-40, N9)
  bool clock_trusted = true;  ///< false: no "now", no countdown, no clock face (N8, R-43)
  std::optional<UtcTime> fetched;  ///< when the server last confirmed the data; nullopt: fresh (R-24)
};

struct Viewer {
  SizePx size;                         ///< 0 × 0: the screen's own
  std::vector<std::string> languages;  ///< before the screen's own; usually empty
};

/// The scene of `snapshot` at `moment` for `viewer`. Pure: same arguments, same scene. Throws nothing for content: a
/// region that fails shows its calm fallback and is named in `failures` (R-34).
Scene scene_for(const Snapshot& snapshot, const Moment& moment, const Viewer& viewer, Typesetter& typesetter,
                std::vector<std::string>* failures = nullptr);

/// The dump of CONTRACTS.md ("Scene dump").
Json to_json(const Scene& scene);

/// Digest of what is drawn, for receipts: equal for equal pictures.
std::string scene_sha256(const Scene& scene);

}  // namespace skylt
