#pragma once
#include <optional>
#include <string_view>

#include "core/venue/venue.hpp"

namespace skylt {

/// What a step-free way may at most or must at least be. Boverket's building regulations (BBR 3:1422, 3:143) and
/// EN 17210: ramps at most 1:12, doorways 0.80 m clear, thresholds at most 25 mm.
inline constexpr double kSteepestPercent = 8.34;
inline constexpr double kNarrowestMetres = 0.80;
inline constexpr double kHighestThresholdMm = 25;

/// Whether one can pass an edge without taking a step (WAYFINDING.md section 4). Stairs, steps and escalators never,
/// whatever anybody says of them; nor revolving doors and turnstiles, nor what is too steep, narrow or high. What the
/// edge or its connector states holds otherwise. A ramp without a slope, a door without its kind or width, a moving
/// walk and a kind that is not known are nullopt: not known.
std::optional<bool> is_step_free(std::string_view kind, const Edge& edge, const Connector* connector,
                                 const Opening* opening, bool changes_level);

}  // namespace skylt
