#include "player/device/clocks.hpp"

#include <sys/timex.h>

#include <algorithm>

namespace skylt {
namespace {

constexpr Millis kAgreement{5000};
constexpr Millis kEdge{1000};

}  // namespace

UtcTime WallClock::now() const {
  if (system_) return system_();
  if (!start_) return std::chrono::floor<Millis>(std::chrono::system_clock::now());
  return *start_ + std::chrono::floor<Millis>(std::chrono::steady_clock::now() - started_);
}

bool is_trusted(UtcTime now, const ClockEvidence& evidence) {
  if (now < evidence.floor) return false;
  if (evidence.ntp) return true;
  return evidence.server_time && std::chrono::abs(*evidence.server_time - now) <= kAgreement;
}

bool is_believable(UtcTime server_time, UtcTime now, bool ntp) {
  return !ntp || server_time <= now + std::chrono::hours{24};
}

UtcTime raised_floor(UtcTime floor, std::optional<UtcTime> signed_time) {
  return signed_time ? std::max(floor, *signed_time - kAgreement) : floor;
}

bool ntp_synchronised() {
  timex state{};
  return ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

UtcTime build_time() { return parse_instant(SKYLT_BUILD_TIME).value_or(UtcTime{}); }

void RotationClock::anchor(UtcTime wall, MonotonicTime now) {
  wall_ = wall;
  monotonic_ = now;
  anchored_ = true;
}

UtcTime RotationClock::at(MonotonicTime now) const { return wall_ + std::chrono::floor<Millis>(now - monotonic_); }

bool RotationClock::follow(UtcTime wall, MonotonicTime now) {
  const Millis ahead = wall - at(now);
  if (ahead == Millis{0} || (ahead < Millis{0} && -ahead < kEdge)) return false;
  anchor(wall, now);
  return true;
}

}  // namespace skylt
