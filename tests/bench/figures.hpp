#pragma once
#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.hpp"

namespace skylt::bench {

/// Median of `rounds` runs, in milliseconds.
inline double median_ms(int rounds, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto began = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[static_cast<std::size_t>(rounds) / 2];
}

inline Json figure(const std::string& name, double value, const char* unit, Json bar = nullptr) {
  return {{"name", name}, {"value", value}, {"unit", unit}, {"bar", std::move(bar)}};
}

/// Ways and signs from one screen to every room of the congress centre of 32C3; empty without ../shared/data.
Json measure_routes();

}  // namespace skylt::bench
