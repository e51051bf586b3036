#include "core/venue/step_free.hpp"

namespace skylt {
namespace {

template <typename T>
std::optional<T> either(const std::optional<T>& own, const std::optional<T>& shared) {
  return own ? own : shared;
}

bool has_steps(std::string_view kind, const Edge& edge) {
  return kind == "stairs" || kind == "steps" || kind == "escalator" || edge.steps.value_or(0) > 0;
}

}  // namespace

std::optional<bool> is_step_free(std::string_view kind, const Edge& edge, const Connector* connector,
                                 const Opening* opening, bool changes_level) {
  const auto slope = either(edge.slope_percent, connector ? connector->slope_percent : std::nullopt);
  const auto width = either(
      edge.width_m, either(opening ? opening->width_m : std::nullopt, connector ? connector->width_m : std::nullopt));
  const std::string_view door = opening ? std::string_view{opening->door} : std::string_view{};
  if (has_steps(kind, edge) || door == "revolving" || door == "turnstile") return false;
  if (slope.value_or(0) > kSteepestPercent || width.value_or(kNarrowestMetres) < kNarrowestMetres ||
      edge.threshold_mm.value_or(0) > kHighestThresholdMm)
    return false;
  if (const auto said = either(edge.step_free, connector ? connector->step_free : std::nullopt)) return said;
  if (kind == "lift" || kind == "platform-lift") return true;
  if (kind == "ramp") return slope ? std::optional{true} : std::nullopt;
  if (changes_level) return std::nullopt;
  if (kind == "door" || opening) return width && !door.empty() ? std::optional{true} : std::nullopt;
  if (kind == "corridor" || kind == "outdoor") return true;
  return std::nullopt;
}

}  // namespace skylt
