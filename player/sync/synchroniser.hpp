#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "player/sync/cache.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt {

/// The visible side of the player, as the sync thread sees it. Every call comes from the sync thread and must be safe
/// beside the SDL thread.
class Screenside {
 public:
  virtual ~Screenside() = default;
  /// A newer whole snapshot, checked and stored.
  virtual void take(std::shared_ptr<const Snapshot> snapshot) = 0;
  /// The server has just confirmed that `revision` is current, whether or not that one is shown: what is shown instead
  /// grows old.
  virtual void confirm(std::int64_t revision) = 0;
  /// The server signed this instant just now.
  virtual void take_time(UtcTime server_time) = 0;
  /// What to report; waits a moment until `revision` is shown.
  virtual PlayerStatus status(std::int64_t revision) = 0;
};

struct SyncOptions {
  Seconds hold{50};  ///< how long the server may hold a poll; also the pace of reports
  /// Longest random wait before a bulk download that is the first thing fetched after the start: when the power of a
  /// city comes back, all its players do. Only while something is shown already; so with the next.
  Seconds bulk_spread{0};
  std::uint64_t bulk_bytes_per_second = 250'000;  ///< of a bulk download, a house's uplink being shared (R-26); 0: any
  std::function<double()> random;                 ///< uniform in [0, 1)
  std::function<void(const std::string&)> log;    ///< one line when the connection fails, changes its fault or is back
};

/// Keeps the cache and the screen at the server's newest snapshot, one turn after the other: a held poll, the missing
/// blobs, the switch, a report. Any failure leaves what is shown as it is and is tried again after a random
/// wait that grows.
class Synchroniser {
 public:
  /// `shown`: the snapshot that the screen started with, if any.
  Synchroniser(Fetcher& fetcher, ContentCache& cache, Screenside& screen, SyncOptions options,
               std::shared_ptr<const Snapshot> shown);

  /// One turn. Returns how long to wait before the next one. Throws nothing.
  Millis turn();

 private:
  HttpResponse poll();
  struct Taken {
    bool newer = false;
    Millis put_off{0};  ///< what is newer is fetched after this long
  };
  Taken take_manifest(const HttpResponse& answer);
  Millis put_off(const Manifest& manifest);
  bool is_bulk(const Manifest& manifest);
  void bring_in(const ContentCache::Stored& snapshot, const std::string& sha256);
  void make_room(const Manifest& manifest);
  bool has_room(const Manifest& manifest) { return cache_.free_bytes() >= cache_.room_for(manifest); }
  void tidy();
  void report();
  Millis wait_after_failure(Millis at_least);
  void count_failure(const std::string& code, const std::exception& error);

  Fetcher& fetcher_;
  ContentCache& cache_;
  Screenside& screen_;
  SyncOptions options_;
  std::int64_t revision_ = 0;             ///< of the snapshot handed to the screen last
  std::string manifest_sha256_;           ///< of its manifest's text, where known
  std::weak_ptr<const Snapshot> newest_;  ///< whose words serve again
  std::int64_t shown_ = 0;                ///< on the glass at the last report
  std::string etag_;
  bool heard_ = false;  ///< something answered in this turn
  std::chrono::steady_clock::time_point reported_{};
  bool met_ = false;  ///< the server answered last time: let it hold the next poll
  int failures_ = 0;
  std::map<std::string, std::uint64_t> counts_;
  std::string last_fault_;
};

}  // namespace skylt
