#pragma once
#include "core/base/time.hpp"

namespace skylt {

/// The server's wall clock.
inline UtcTime wall_now() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

}  // namespace skylt
