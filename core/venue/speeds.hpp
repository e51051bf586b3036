#pragma once
#include <cstdint>

#include "core/venue/route.hpp"

namespace skylt {

/// How fast people are, with who says so. HCM: Highway Capacity Manual 2010, chapter on pedestrians (1.2 m/s, and
/// 1.0 m/s where more than a fifth are elderly). Weidmann: Transporttechnik der Fussgänger, ETH Zürich 1993 (stairs:
/// 0.61 m/s up and 0.69 m/s down, level). CIBSE Guide D (lifts: average waiting time 30 s, rated speed 1 m/s in low
/// houses). EN 115-1 (escalators: 0.5 m/s at 30 degrees).
inline constexpr double kWalkMetresPerSecond = 1.2;         // HCM
inline constexpr double kSlowMetresPerSecond = 1.0;         // HCM; also Boyce et al. 1999 for people with a disability
inline constexpr double kStepTreadMetres = 0.29;            // a comfortable step: 2 x 170 mm + 290 mm
inline constexpr double kStairsUpMetresPerSecond = 0.61;    // Weidmann
inline constexpr double kStairsDownMetresPerSecond = 0.69;  // Weidmann
inline constexpr double kMetresPerLevel = 3.4;
inline constexpr double kStepsPerLevel = 20;                // 3.4 m in steps of 170 mm
inline constexpr int kStepsNotCounted = 3;                  // some steps on one level of which nobody says how many
inline constexpr double kEscalatorSecondsPerLevel = 14;     // EN 115-1: 6.8 m of incline at 0.5 m/s
inline constexpr double kMovingWalkMetresPerSecond = 0.65;  // EN 115-1, standing
inline constexpr double kLiftWaitSeconds = 30;              // CIBSE Guide D
inline constexpr double kLiftDoorSeconds = 8;               // opening, getting in, closing
inline constexpr double kLiftSecondsPerLevel = 5;           // 3.4 m at 1 m/s, starting and stopping
inline constexpr double kPlatformLiftSeconds = 60;  // to call, to enter, and 0.15 m/s (EN 81-41) for half a level
inline constexpr double kPlatformLiftSecondsPerLevel = 23;  // 3.4 m at 0.15 m/s
inline constexpr double kDoorSeconds = 2;
inline constexpr double kHeavyDoorSeconds = 6;
inline constexpr double kStaffSeconds = 300;          // until the person with the key has come
inline constexpr double kFewStepsPerStepSeconds = 6;  // what a step is felt to cost who would rather take none

/// Whole milliseconds, at least 1, of passing `arc`. `riding`: one already stands in this lift.
std::int64_t milliseconds(const Network::Arc& arc, Profile profile, bool riding);

/// Whether the profile may pass it at all.
bool may_pass(const Network::Arc& arc, Profile profile);

}  // namespace skylt
