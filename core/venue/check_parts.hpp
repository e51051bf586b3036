#pragma once
// Parts of check_venues(); each looks at one venue.
#include "core/venue/check.hpp"
#include "core/venue/network.hpp"

namespace skylt::checks {

using Findings = std::vector<VenueFinding>;

/// References that name nothing.
void references(const Venue& venue, Findings& findings);
/// Connectors that lead nowhere, stairs said to be step-free, ways of which nobody knows whether they are.
void passages(const Network& network, const Venue& venue, Findings& findings);
/// Rooms and amenities that nobody can reach, or not without a step, from where people come in: entrances, ends of
/// links, else screens, else the largest part of the graph.
void reach(const Network& network, const Venue& venue, std::span<const Screen> screens, Findings& findings);
/// A graph that lies in its spaces only when turned over.
void handedness(const Venue& venue, Findings& findings);
/// Screens outside walkable space or without a heading, arrows between two, surveys that say something else.
void screens(const Network& network, const Venue& venue, std::span<const Screen> screens, Findings& findings);

}  // namespace skylt::checks
