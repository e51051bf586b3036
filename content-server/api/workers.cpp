#include "content-server/api/workers.hpp"

namespace skylt {

Workers::Workers(std::size_t threads, std::size_t longest_queue) : longest_queue_{longest_queue} {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { close(); }

void Workers::close() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    queue_.clear();
  }
  work_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

bool Workers::add(std::function<void()> job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= longest_queue_) return false;
    queue_.push_back(std::move(job));
  }
  work_.notify_one();
  return true;
}

void Workers::run() {
  std::unique_lock lock{mutex_};
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = {};
    lock.lock();
  }
}

}  // namespace skylt
