#pragma once
#include "player/sync/synchroniser.hpp"
#include "tests/support/content_source.hpp"
#include "tests/support/memory_disk.hpp"

namespace skylt::test {

/// The visible side as a test sees it: what it was given.
class ScreenDouble : public Screenside {
 public:
  void take(std::shared_ptr<const Snapshot> snapshot) override { taken.push_back(std::move(snapshot)); }
  void confirm(std::int64_t revision) override { confirmed.push_back(revision); }
  void take_time(UtcTime server_time) override { times.push_back(server_time); }
  PlayerStatus status(std::int64_t revision) override {
    PlayerStatus answer;
    answer.shown_revision = on_glass.value_or(revision);
    return answer;
  }

  /// Revision of what is on the glass: 0 for nothing, -1 for a mix.
  std::int64_t shown() const { return taken.empty() ? 0 : revision_inside(*taken.back()); }

  std::vector<std::shared_ptr<const Snapshot>> taken;
  std::vector<std::int64_t> confirmed;
  std::optional<std::int64_t> on_glass;  ///< of what it says it shows; nullopt: whatever it was given last
  std::vector<UtcTime> times;
};

/// A player without a panel: disk, cache and synchroniser around a server. Its clock stands still unless it is set.
struct PlayerDouble {
  PlayerDouble(Fetcher& server, FileSystem& files, Seconds bulk_spread = Seconds{0}, const std::string& key = {})
      : cache{files, "cache"}, loaded{load_newest(cache)} {
    SyncOptions options;
    options.bulk_spread = bulk_spread;
    options.key = key;
    options.now = [this] { return clock; };
    options.random = [this] { return dice; };
    options.believes = [this](UtcTime time) { return time < unbelievable; };
    options.log = [this](const std::string& line) { log.push_back(line); };
    sync = std::make_unique<Synchroniser>(server, cache, screen, options, loaded.snapshot);
    if (loaded.snapshot) screen.taken.push_back(loaded.snapshot);
  }

  double dice = 0.5;
  UtcTime unbelievable = UtcTime::max();  ///< what the server signs from then on is not believed
  std::chrono::steady_clock::time_point clock{std::chrono::hours{1}};
  std::vector<std::string> log;
  ContentCache cache;
  LoadedSnapshot loaded;
  ScreenDouble screen;
  std::unique_ptr<Synchroniser> sync;
};

}  // namespace skylt::test
