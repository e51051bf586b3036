#pragma once
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "content-server/http/messages.hpp"

namespace skylt {

/// Figures of a running server for /metrics (Prometheus text format). Thread-safe.
class Metrics {
 public:
  /// Counts the answer and sends it.
  void reply(Answer& answer, HttpResponse response);

  void published(std::size_t altered, std::chrono::microseconds took);
  void token_refused() { ++tokens_refused_; }
  /// How many sources are asked again and again.
  void sources_followed(std::size_t count) { sources_ = count; }
  void source_asked() { ++sources_asked_; }
  void source_failed() { ++sources_failed_; }

  /// One gauge per pair beside our own counters; names without the prefix "skylt_".
  std::string text(const std::map<std::string, double>& gauges) const;

 private:
  mutable std::mutex mutex_;
  std::map<int, std::uint64_t> answers_;  ///< by status
  std::atomic<std::uint64_t> bytes_{0}, tokens_refused_{0}, publications_{0}, screens_altered_{0}, publish_us_{0};
  std::atomic<std::uint64_t> sources_{0}, sources_asked_{0}, sources_failed_{0};
};

}  // namespace skylt
