#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "content-server/http/metrics.hpp"
#include "content-server/import/fetch.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// Asks the sources that are URLs again and again and imports what is new, by the rules of a first import: what looks
/// like a broken feed is held back, not applied (S-51).
class SourcePoller {
 public:
  using Fetch = std::function<Fetched(const std::string& url, const FetchOptions&)>;
  struct Settings {
    std::chrono::milliseconds interval{std::chrono::minutes{5}};
    double jitter = 0.2;  ///< share of the interval by which each turn varies, so that sources are not asked in step
    Fetch fetch = fetch_source;
  };

  /// The store is the poller's own connection.
  SourcePoller(std::unique_ptr<Store> store, Settings settings, Metrics& metrics);

  /// Asks every source whose time has come; returns when the next is due. An unreachable source is logged, what was
  /// imported stays, and it is asked again at its next turn.
  std::chrono::steady_clock::time_point poll_due(std::chrono::steady_clock::time_point now, UtcTime wall);

  /// Polls on a thread of its own until the object ends.
  void start();
  ~SourcePoller();
  SourcePoller(const SourcePoller&) = delete;
  SourcePoller& operator=(const SourcePoller&) = delete;

 private:
  void poll(const Source& asked, UtcTime wall);
  bool stopping();
  std::chrono::milliseconds next_pause();
  void run();

  const std::unique_ptr<Store> store_;
  const Settings settings_;
  Metrics& metrics_;
  std::map<std::string, std::chrono::steady_clock::time_point> due_;  ///< by source
  std::minstd_rand random_{std::random_device{}()};
  std::mutex mutex_;
  std::condition_variable stop_signal_;
  bool stopping_ = false;  ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace skylt
