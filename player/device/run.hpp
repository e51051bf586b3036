#pragma once
#include <optional>
#include <string>

#include "player/device/config.hpp"
#include "player/paint/stage.hpp"

namespace skylt {

struct RunOptions {
  PlayerConfig config;
  std::optional<UtcTime> at;  ///< start of a simulated clock
  MonotonicTime started;      ///< of the program
};

/// `skylt-player run`: shows what is in the cache at once, then keeps it current until SIGTERM. Throws Error when there
/// is no window or no cache to work with.
void run(const RunOptions& options);

}  // namespace skylt
