#pragma once
#include <cstddef>
#include <future>

namespace skylt {

/// Calls work(from, to) for the two halves of `count` things; at the same time, on a thread of its own the first, where
/// there are enough of them for that. `work` is called by two threads then. What it throws is thrown when both have
/// ended.
template <class Work>
void in_halves(std::size_t count, const Work& work) {
  constexpr std::size_t kWorthTwoThreads = 256;
  const std::size_t half = count < kWorthTwoThreads ? 0 : count / 2;
  auto first = std::async(half == 0 ? std::launch::deferred : std::launch::async, [&] { work(std::size_t{0}, half); });
  work(half, count);  // the future waits for the other half, also when this throws
  first.get();
}

}  // namespace skylt
