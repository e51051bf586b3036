#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/language/text.hpp"

namespace skylt {

enum class ChangeKind { Delayed, Moved, Cancelled, Full, Replaced, Text };

/// A live edit laid over a session. Kept apart from imported data and never lost by an import (C6).
struct Change {
  std::string id;
  std::string session;
  ChangeKind kind = ChangeKind::Text;
  std::optional<UtcTime> start;     ///< Delayed: the new start
  std::optional<Minutes> minutes;   ///< Delayed: this much later than imported, when `start` is not given
  std::optional<std::string> room;  ///< Moved: the room's id, or a literal name; Full: likewise where it is shown too
  std::optional<std::string> by;    ///< Replaced: id of the session that takes its place
  Text text;                        ///< Text: what to say; other kinds: a remark beside the change
  bool following = false;           ///< Delayed: later sessions of that room and service day move along
  std::optional<UtcTime> until;     ///< ends at this instant; none: with the session's service day
  std::string author;
  UtcTime created{};
  /// The imported values it was made against; when a re-import brings the same outcome the change is retired.
  std::optional<UtcTime> seen_start;
  std::optional<std::string> seen_room;
  bool operator==(const Change&) const = default;
};

/// The replacement of `session` among these that holds: the newest. nullptr where there is none.
const Change* newest_replacement(const std::string& session, std::span<const Change> changes);

/// Of a session the replacement that holds, or nullptr.
using HoldingReplacement = std::function<const Change*(const std::string& session)>;

/// The newest replacement of the ring that `change` is in: sessions that replace each other in a circle, so that none
/// of them would take place. nullptr where it is in none. Every session's replacement is the one that holds.
const Change* ring_closer(const Change& change, const HoldingReplacement& holding);

}  // namespace skylt
