#pragma once
#include <optional>

#include "core/base/time.hpp"

namespace skylt {

/// systemd's side of the player; does nothing when systemd did not start it.
class Service {
 public:
  Service();

  /// How often a frame must be presented so that presented() keeps the watchdog quiet: half its interval.
  /// nullopt: no watchdog.
  std::optional<Millis> heartbeat() const { return heartbeat_; }

  /// A frame has just been presented: ready at the first one, alive at each.
  void presented();
  void stopping();

 private:
  std::optional<Millis> heartbeat_;
  bool ready_ = false;
};

}  // namespace skylt
