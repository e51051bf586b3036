#include "player/device/service.hpp"

#include <systemd/sd-daemon.h>

namespace skylt {

Service::Service() {
  std::uint64_t interval_us = 0;
  if (sd_watchdog_enabled(0, &interval_us) > 0) {
    heartbeat_ = std::chrono::duration_cast<Millis>(std::chrono::microseconds{interval_us / 2});
  }
}

void Service::presented() {
  if (!ready_) sd_notify(0, "READY=1");
  ready_ = true;
  if (heartbeat_) sd_notify(0, "WATCHDOG=1");
}

void Service::stopping() { sd_notify(0, "STOPPING=1"); }

}  // namespace skylt
