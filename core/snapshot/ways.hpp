#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"
#include "core/venue/directions.hpp"

namespace skylt {

/// All ways from one screen, as they are from `from` until before `until`: what closures and opening hours leave open.
/// Owns what it was made of, so that it outlives the snapshot. Immutable but for what is worked out when first asked
/// for; one thread.
class Ways {
 public:
  Ways(const Snapshot& snapshot, UtcTime now, const TimeZone& zone);
  Ways(const Ways&) = delete;
  Ways& operator=(const Ways&) = delete;

  /// Whether these are the ways of that snapshot's screen at that moment.
  bool hold_for(const Snapshot& snapshot, UtcTime now) const;

  const Network& network() const { return network_; }
  const std::optional<Pose>& pose() const { return pose_; }
  /// To the rooms and amenities of the screen's venue and to the other venues.
  const std::vector<Direction>& directions() const { return directions_; }
  /// To a room of any venue, else to its venue; nullptr where it is not known or cannot be reached, and without a pose
  /// (M5).
  const Direction* to_room(const std::string& id) const;
  /// Next instant at which a closure or opening hours may alter them.
  std::optional<UtcTime> until() const { return until_; }

 private:
  std::vector<Venue> venues_;
  std::vector<Link> links_;
  std::vector<Closure> closures_;
  Screen screen_;
  UtcTime from_;
  Network network_;
  std::optional<Pose> pose_;
  std::vector<Direction> directions_;
  std::optional<UtcTime> until_;
  mutable std::optional<std::vector<Direction>> elsewhere_;  ///< to the rooms of other venues
};

/// The ways at the moment; those of the last call in this thread where they still hold, so that a tick of the clock
/// costs a comparison and no search.
std::shared_ptr<const Ways> ways_at(const Snapshot& snapshot, UtcTime now, const TimeZone& zone);

/// Whole minutes on foot, at least 1.
int minutes_on_foot(double minutes);

/// arrows that point right stand right of their text, all others left.
bool stands_right(const Sign& sign);

}  // namespace skylt
