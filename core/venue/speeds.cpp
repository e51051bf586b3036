#include "core/venue/speeds.hpp"

#include <cmath>

namespace skylt {
namespace {

double seconds_on_steps(const Network::Arc& arc) {
  const double speed = arc.levels < 0 ? kStairsDownMetresPerSecond : kStairsUpMetresPerSecond;
  return arc.steps * kStepTreadMetres / speed;
}

double seconds_in_lift(const Network::Arc& arc, bool riding) {
  const double levels = std::abs(arc.levels);
  if (arc.kind == "platform-lift") return (riding ? 0 : kPlatformLiftSeconds) + levels * kPlatformLiftSecondsPerLevel;
  return (riding ? 0 : kLiftWaitSeconds + kLiftDoorSeconds) + levels * kLiftSecondsPerLevel;
}

double seconds_of(const Network::Arc& arc, double speed, bool riding) {
  if (arc.link) return arc.link->minutes * 60 * kWalkMetresPerSecond / speed;
  if (arc.edge->seconds) return *arc.edge->seconds;
  const double metres = arc.centimetres / 100.0;
  if (arc.kind == "lift" || arc.kind == "platform-lift") return seconds_in_lift(arc, riding);
  if (arc.kind == "escalator") return arc.levels == 0 ? metres / 0.5 : std::abs(arc.levels) * kEscalatorSecondsPerLevel;
  if (arc.kind == "moving-walk") return metres / kMovingWalkMetresPerSecond;
  if (arc.steps > 0) return std::max(seconds_on_steps(arc), metres / speed);
  if (arc.opening && arc.opening->door == "heavy") return metres / speed + kHeavyDoorSeconds;
  return metres / speed + (arc.kind == "door" || arc.opening ? kDoorSeconds : 0);
}

}  // namespace

std::int64_t milliseconds(const Network::Arc& arc, Profile profile, bool riding) {
  const double speed = profile == Profile::Walk ? kWalkMetresPerSecond : kSlowMetresPerSecond;
  double seconds = seconds_of(arc, speed, riding);
  if (arc.staffed && !riding) seconds += kStaffSeconds;
  if (profile == Profile::FewSteps) seconds += arc.steps * kFewStepsPerStepSeconds;
  return std::max<std::int64_t>(1, std::llround(seconds * 1000));
}

bool may_pass(const Network::Arc& arc, Profile profile) {
  if (arc.closed) return false;
  if (profile == Profile::StepFree) return arc.step_free == true && !arc.staffed;
  if (profile == Profile::StepFreeStaffed) return arc.step_free == true;
  return true;
}

}  // namespace skylt
