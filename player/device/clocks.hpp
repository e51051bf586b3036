#pragma once
#include <chrono>
#include <functional>
#include <optional>

#include "core/base/time.hpp"
#include "player/paint/stage.hpp"

namespace skylt {

/// The wall clock that the screen shows: the system's, or a simulated one that started at `--at T` and runs on.
class WallClock {
 public:
  WallClock() = default;
  explicit WallClock(UtcTime start) : start_{start}, started_{std::chrono::steady_clock::now()} {}
  /// Stands in for the system's, so that tests can set it.
  explicit WallClock(std::function<UtcTime()> system) : system_{std::move(system)} {}

  bool simulated() const { return start_.has_value(); }
  UtcTime now() const;

 private:
  std::function<UtcTime()> system_;  ///< empty: the system's
  std::optional<UtcTime> start_;
  MonotonicTime started_;
};

/// Decides whether "now" may be said. Value; the caller asks the system.
struct ClockEvidence {
  bool ntp = false;                    ///< the kernel's clock is synchronised
  std::optional<UtcTime> server_time;  ///< what the server's signed clock says now
  UtcTime floor{};                     ///< never earlier: build time, last signed instant
};
bool is_trusted(UtcTime now, const ClockEvidence& evidence);

/// Whether the server may be right: not where a clock that NTP keeps says that its time is more than a day ahead.
bool is_believable(UtcTime server_time, UtcTime now, bool ntp);

/// The floor after the server signed an instant: that instant, less what two clocks that agree may differ by.
/// Never below `floor`, the one at the start.
UtcTime raised_floor(UtcTime floor, std::optional<UtcTime> signed_time);

/// The kernel's view (adjtimex): true when something synchronises the clock.
bool ntp_synchronised();

/// When this program was built.
UtcTime build_time();

/// Position of paging: a wall instant plus monotonic time, so that steps of the wall clock neither stall nor race pages
/// anchored anew at page edges while the clock is trusted, so that screens side by side agree (N9).
class RotationClock {
 public:
  void anchor(UtcTime wall, MonotonicTime now);
  bool anchored() const { return anchored_; }
  UtcTime at(MonotonicTime now) const;

  /// At a page edge: follows the trusted wall clock when it differs, but never back over the edge that was just passed
  /// by less than a second. True when the position changed.
  bool follow(UtcTime wall, MonotonicTime now);

 private:
  bool anchored_ = false;
  UtcTime wall_{};
  MonotonicTime monotonic_{};
};

}  // namespace skylt
