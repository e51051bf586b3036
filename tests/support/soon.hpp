#pragma once
#include <chrono>
#include <thread>

namespace skylt::test {

/// Whether `done` comes true within a minute. Asked until it does and never again: what is asked of a server for once
/// more may be refused as asked too often (S-23). For what counts requests, `pause` keeps below its rate.
template <class Done>
bool soon(const Done& done, std::chrono::milliseconds pause = std::chrono::milliseconds{20}) {
  for (const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};;) {
    if (done()) return true;
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace skylt::test
