#pragma once
#include <cstddef>
#include <future>

namespace skylt {

/// Calls work(from, to) for the two halves of `count` things. Where there are enough of them and a thread can be had,
/// both at the same time: `work` is called by two threads then. What it throws is thrown when both have ended.
template <class Work>
void in_halves(std::size_t count, const Work& work) {
  constexpr std::size_t kWorthTwoThreads = 256;
  const std::size_t half = count < kWorthTwoThreads ? 0 : count / 2;
  const auto how = half == 0 ? std::launch::deferred : std::launch::async | std::launch::deferred;
  auto first = std::async(how, [&] { work(std::size_t{0}, half); });
  work(half, count);  // the future waits for the other half, also when this throws
  first.get();
}

}  // namespace skylt
