// Two threads. The SDL thread (this one) owns all that is visible: Player, Stage, Painter, Typesetter. The sync thread
// owns the Fetcher and, from its start on, the ContentCache. They meet in the Mailbox and nowhere else; what passes is
// std::shared_ptr<const Snapshot>.
#include "player/device/run.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/sysinfo.h>

#include <random>

#include "player/device/cache_lock.hpp"
#include "player/device/player.hpp"
#include "player/device/sync_thread.hpp"

namespace skylt {
namespace {

constexpr Seconds kJustBooted{120};
constexpr Seconds kFirstContactAfterBoot{30};  // both R-22
constexpr Seconds kBulkAfterBoot{120};

/// `set`, or else `after_boot` on a screen whose power has just come back.
Seconds longest_wait(const RunOptions& options, const std::optional<Seconds>& set, Seconds after_boot) {
  if (set) return *set;
  if (options.at || options.config.window.width > 0) return Seconds{0};
  struct sysinfo info {};
  return ::sysinfo(&info) == 0 && info.uptime < kJustBooted.count() ? after_boot : Seconds{0};
}

/// glibc would raise its threshold to the size of a fade's picture and keep those 8 MiB for good.
void keep_memory_small() {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

/// What the sync thread needs to ask the server. It is made on that thread, when it can be.
SyncThread::Connect connect_to(const RunOptions& options, ContentCache& cache, Mailbox& mailbox,
                               std::shared_ptr<const Snapshot> shown) {
  return [&options, &cache, &mailbox, shown = std::move(shown)](SyncThread::Log log) mutable {
    const PlayerConfig& config = options.config;
    SyncThread::Connection made;
    made.fetcher =
        curl_fetcher({config.server, std::string{"skylt-player/"} + SKYLT_VERSION, read_token(config.token_file)});
    SyncOptions sync;
    sync.random = [random = std::mt19937_64{std::random_device{}()}]() mutable {
      return std::uniform_real_distribution<double>{}(random);
    };
    sync.log = std::move(log);
    sync.bulk_spread = longest_wait(options, config.bulk_spread, kBulkAfterBoot);
    sync.bulk_bytes_per_second = static_cast<std::uint64_t>(config.bulk_kbit_per_second) * 1000 / 8;
    sync.key = config.server_key;
    sync.believes = [](UtcTime time) { return is_believable(time, WallClock{}.now(), ntp_synchronised()); };
    made.synchroniser = std::make_unique<Synchroniser>(*made.fetcher, cache, mailbox, std::move(sync), shown);
    shown.reset();
    return made;
  };
}

/// nullptr where there is no server: what is cached is shown all the same.
std::unique_ptr<SyncThread> start_sync(const RunOptions& options, ContentCache& cache, Mailbox& mailbox,
                                       std::shared_ptr<const Snapshot> shown) {
  if (options.config.server.empty()) {
    spdlog::info("no server is configured; what is in the cache is shown");
    return nullptr;
  }
  std::random_device random;
  const Millis most = longest_wait(options, options.config.first_contact, kFirstContactAfterBoot);
  const Millis first{std::uniform_int_distribution<Millis::rep>{0, most.count()}(random)};
  return std::make_unique<SyncThread>(connect_to(options, cache, mailbox, std::move(shown)), mailbox, first);
}

/// When the server last said that a stored snapshot is current. The time that it signed last speaks for the newest
/// revision alone: an older one is on the glass only because the newest cannot be drawn or is not whole.
UtcTime last_confirmed(const Snapshot& stored, const Trust& trust) {
  const UtcTime created = stored.manifest.created;
  return stored.manifest.revision == trust.least(stored.manifest.screen) ? std::max(created, trust.time) : created;
}

}  // namespace

void run(const RunOptions& options) {
  keep_memory_small();
  const std::string dir = options.config.cache.empty() ? default_cache() : options.config.cache;
  const CacheLock lock{dir};
  const auto files = posix_file_system();
  ContentCache cache{*files, dir};
  Mailbox mailbox;
  Service service;
  auto window = std::make_unique<WindowPresenter>(WindowOptions{"Skylt", options.config.window});
  WindowPresenter* events = window.get();
  std::unique_ptr<Presenter> panel = std::move(window);
  if (options.config.rotation != 0) {
    panel = std::make_unique<RotatedPresenter>(std::move(panel), options.config.rotation);
  }

  Player::Options how;
  if (options.at) how.clock = WallClock{*options.at};
  how.floor = std::max(build_time(), cache.trust().time);
  how.version = SKYLT_VERSION;
  how.started = options.started;
  Player player{*panel, events, mailbox, service, how};
  LoadedSnapshot shown = load_newest(cache, [&](const std::shared_ptr<const Snapshot>& snapshot) {
    return player.take(snapshot, options.at ? std::nullopt : std::optional{last_confirmed(*snapshot, cache.trust())});
  });
  for (const std::string& fault : shown.faults) spdlog::warn("cache: {}", fault);
  const auto sync = start_sync(options, cache, mailbox, std::exchange(shown.snapshot, nullptr));
  player.loop();
  service.stopping();
  spdlog::info("stopped");
}

}  // namespace skylt
