#pragma once
#include <vector>

#include "core/venue/directions.hpp"
#include "player/scene/context.hpp"

namespace skylt {

/// "Rakt fram", "Snett till vänster", "Bakom dig"; empty without an arrow.
TaggedText sign_words(const Context& context, const Sign& sign);

/// "Hiss till Plan 2"; empty for an unknown kind or level.
TaggedText connector_words(const Context& context, const std::string& kind, int direction, const TaggedText& level);

/// The way as a few short sentences, the first one from where the viewer stands and faces: turns, ways up and down,
/// what a person wrote on an edge. At most `most`: who has come that far meets the next sign.
std::vector<TaggedText> way_steps(const Context& context, const Network& network, const Pose& pose, const Route& route,
                                  const Sign& sign, std::size_t most);

}  // namespace skylt
