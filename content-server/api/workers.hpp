#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace skylt {

/// A few threads for what may take its time (passwords, pictures, imports), so that players never wait behind people.
class Workers {
 public:
  explicit Workers(std::size_t threads, std::size_t longest_queue = 256);
  /// Finishes what runs and drops what waits.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// What the destructor does, once; nothing is taken on afterwards.
  void close();

  /// False when too much waits already. `job` may not throw.
  bool add(std::function<void()> job);

 private:
  void run();

  const std::size_t longest_queue_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::function<void()>> queue_;  ///< guarded by mutex_
  bool stopping_ = false;                    ///< guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace skylt
