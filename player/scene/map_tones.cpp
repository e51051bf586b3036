#include "player/scene/map_tones.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace skylt {
namespace {

constexpr double kMustRead = 7.5;  ///< A-30, with a little to spare
constexpr double kLine = 3.05;

/// `tone`, moved towards `ground` until `ink` can be read on it.
Colour readable(Colour tone, Colour ground, Colour ink) {
  for (int tenth = 0; tenth < 10; ++tenth)
    if (const Colour candidate = mixed(tone, ground, tenth / 10.0); contrast(candidate, ink) >= kMustRead)
      return candidate;
  return ground;
}

/// `tone`, moved towards `ink` until it stands out from everything that it parts.
Colour outlined(Colour tone, Colour ink, std::initializer_list<Colour> beside) {
  for (int twentieth = 0; twentieth < 20; ++twentieth) {
    const Colour candidate = mixed(tone, ink, twentieth / 20.0);
    if (std::all_of(beside.begin(), beside.end(), [&](Colour one) { return contrast(candidate, one) >= kLine; }))
      return candidate;
  }
  return ink;
}

}  // namespace

Colour mixed(Colour a, Colour b, double part) {
  const auto channel = [&](unsigned char from, unsigned char to) {
    return static_cast<unsigned char>(std::lround(from + (to - from) * part));
  };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), 255};
}

MapTones map_tones(const ThemeColours& colours) {
  const Colour ground = colours.get("ground");
  const Colour ink = colours.get("ink");
  const Colour surface = colours.get("surface");
  const Colour rule = colours.get("rule");
  const Colour accent = colours.get("accent");
  const Colour white{255, 255, 255, 255};
  const bool dark = contrast(ground, white) > contrast(ink, white);
  MapTones tones;
  tones.outside = readable(dark ? ground : surface, ground, ink);
  tones.yard = readable(dark ? mixed(ground, surface, 0.45) : mixed(surface, rule, 0.35), ground, ink);
  tones.building = readable(dark ? surface : mixed(rule, surface, 0.1), ground, ink);
  tones.edge = outlined(rule, ink, {tones.building, tones.outside, tones.yard});
  tones.room = readable(dark ? mixed(rule, surface, 0.18) : mixed(ground, white, 0.6), ground, ink);
  tones.shaft = readable(dark ? mixed(surface, rule, 0.35) : mixed(surface, ground, 0.3), ground, ink);
  tones.closed = dark ? mixed(tones.building, ground, 0.45) : mixed(tones.building, ink, 0.1);
  tones.wall = outlined(rule, ink, {tones.building, tones.room, tones.shaft, tones.closed, tones.yard});
  tones.destination = dark ? accent : mixed(accent, white, 0.42);
  tones.on_destination = colours.get("on-accent");
  tones.route = colours.get("route");
  tones.on_route = colours.get("on-route");
  tones.casing = dark ? ground : white;
  tones.here = colours.get("here");
  tones.on_here = colours.get("on-here");
  tones.north = colours.get("ink-quiet");
  return tones;
}

}  // namespace skylt
