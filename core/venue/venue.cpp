#include "core/venue/venue.hpp"

#include <cmath>

namespace skylt {

double Screen::pixel_pitch_mm() const {
  const double diagonal_px = std::hypot(size.width, size.height);
  return diagonal_px > 0 ? diagonal_inch * 25.4 / diagonal_px : 0;
}

namespace {

ConfirmedPose pose_as_it_is(const Screen& screen) {
  return {screen.node, screen.at, screen.level, screen.heading, {}, {}};
}

}  // namespace

bool Screen::pose_holds() const {
  if (!confirmed) return true;
  ConfirmedPose there = *confirmed;
  there.by.clear();
  there.on.clear();
  return there == pose_as_it_is(*this);
}

Screen confirm_pose(Screen screen, std::string by, std::string on) {
  screen.confirmed = pose_as_it_is(screen);
  screen.confirmed->by = std::move(by);
  screen.confirmed->on = std::move(on);
  return screen;
}

Screen remember_pose(const Screen& before, Screen now) {
  if (now.confirmed && now.confirmed != before.confirmed) return now;
  now.confirmed = before.confirmed;
  const bool moved = pose_as_it_is(before) != pose_as_it_is(now);
  if (!now.confirmed && moved && before.heading) now.confirmed = pose_as_it_is(before);
  return now;
}

}  // namespace skylt
