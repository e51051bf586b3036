#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "player/sync/cache.hpp"
#include "player/sync/download.hpp"
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
  std::string key;                 ///< base64 key that the server must have; empty: the pinned one, else the first seen
  std::function<double()> random;  ///< uniform in [0, 1)
  std::function<void(const std::string&)> log;  ///< one line when the connection fails, changes its fault or is back
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
  /// Whether the server may be right about the time. What is kept is never undone: a server whose clock was a
  /// year ahead for a moment must not take the clock off its players for a year.
  std::function<bool(UtcTime server_time)> believes = [](UtcTime) { return true; };
};

/// Keeps the cache and the screen at the server's newest snapshot, one turn after the other: a held poll, the missing
/// blobs, the switch, a report. Any failure leaves what is shown as it is and is tried again after a random
/// wait that grows.
///
/// A download makes nobody deaf. While a bulk one waits for its turn the polls are held as ever; while any runs, over
/// several turns, the server is asked between blobs and between parts of about five seconds, however fast the line is.
/// A newer manifest takes the place of the one that was wanted. Where messages or changes are others than those that
/// are shown, nothing waits and nothing is slowed down (R-03, S-69): a snapshot is shown whole or not at all, so they
/// need all that it misses. In the first manifest of a run that waits its random turn only messages do so.
class Synchroniser {
 public:
  /// Role, name and hash of a manifest's messages and changes.
  using Told = std::set<std::tuple<std::string, std::string, std::string>>;

  /// `shown`: the snapshot that the screen started with, if any. Throws Error(conflict) when another key than
  /// `options.key` is pinned.
  Synchroniser(Fetcher& fetcher, ContentCache& cache, Screenside& screen, SyncOptions options,
               const std::shared_ptr<const Snapshot>& shown);

  /// One turn. Returns how long to wait before the next one. Throws nothing.
  Millis turn();

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// What the server offers and the screen does not have yet.
  struct Wanted {
    ContentCache::Stored snapshot;
    std::string sha256;  ///< of the manifest's text
    std::string etag;
    bool bulk = false;
    bool urgent = false;  ///< it says what is not shown yet: messages; later in a run also changes
    PartSize part = {};
  };

  Trust trust() const;
  bool listen();
  HttpResponse poll();
  Seconds hold() const;
  const std::string& etag() const { return wanted_ ? wanted_->etag : etag_; }
  bool take_manifest(const HttpResponse& answer);
  void want(Wanted wanted);
  bool is_bulk(const Manifest& manifest);
  bool is_due(Time now) const;
  void fetch();
  void fetch_part(const BlobRef& ref);
  void switch_to_wanted();
  void make_room(const Manifest& manifest);
  bool has_room(const Manifest& manifest) { return cache_.free_bytes() >= cache_.room_for(manifest); }
  void tidy();
  void report();
  void note_refused_report(int status);
  Millis wait_after_failure(Millis at_least);
  void count_failure(const std::string& code, const std::exception& error);

  Fetcher& fetcher_;
  ContentCache& cache_;
  Screenside& screen_;
  SyncOptions options_;
  std::int64_t revision_ = 0;             ///< of the snapshot handed to the screen last
  std::string revision_of_;               ///< the screen that it is for; with another token it may be another
  std::string manifest_sha256_;           ///< of its manifest's text, where known
  std::weak_ptr<const Snapshot> newest_;  ///< whose words serve again
  std::int64_t shown_ = 0;                ///< on the glass at the last report
  std::string etag_;
  std::optional<Wanted> wanted_;
  Time bulk_from_{};    ///< no bulk download begins before this (R-22)
  Told told_;           ///< by the snapshot handed to the screen last; changes also by the first manifest of a run
  Time heard_at_{};     ///< the last answer to a poll
  bool heard_ = false;  ///< something answered in this turn
  Time reported_{};
  int report_refused_ = 0;  ///< status with which the last report was refused; 0: it was not
  bool met_ = false;        ///< the server answered last time: let it hold the next poll
  int failures_ = 0;
  std::map<std::string, std::uint64_t> counts_;
  std::string last_fault_;
};

}  // namespace skylt
