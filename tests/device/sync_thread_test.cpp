#include "player/device/sync_thread.hpp"

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/content_source.hpp"
#include "tests/support/memory_disk.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// A server that outlives its connection.
class Line : public Fetcher {
 public:
  explicit Line(ContentSource& server) : server_{server} {}
  HttpResponse fetch(const HttpRequest& request) override {
    if (stopped_) throw Error{ErrorCode::Unavailable, "stopped"};
    return server_.fetch(request);
  }
  void stop() override { stopped_ = true; }

 private:
  ContentSource& server_;
  std::atomic<bool> stopped_ = false;
};

struct Player {
  SyncThread::Connection connect(SyncThread::Log log) {
    if (++tries < 3) throw Error{ErrorCode::NotFound, "token: cannot be read"};
    SyncThread::Connection made;
    made.fetcher = std::make_unique<Line>(server);
    SyncOptions options;
    options.random = [] { return 0.5; };
    options.log = std::move(log);
    made.synchroniser = std::make_unique<Synchroniser>(*made.fetcher, cache, mailbox, std::move(options), nullptr);
    return made;
  }

  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  ContentCache cache{disk, "cache"};
  Mailbox mailbox;
  std::atomic<int> tries = 0;
};

}  // namespace

TEST_CASE("what is missing at the start is asked for again, and the server heard when it is there") {
  Player player;
  player.server.publish(7);
  {
    const SyncThread sync{[&](SyncThread::Log log) { return player.connect(std::move(log)); }, player.mailbox,
                          Millis{0}, Millis{1}};
    REQUIRE(player.mailbox.wait(std::chrono::steady_clock::now() + Seconds{60}).news);
  }
  CHECK(player.tries == 3);
  const auto snapshot = player.mailbox.collect();
  REQUIRE(snapshot);
  CHECK(snapshot->manifest.revision == 7);
}

TEST_CASE("a thread that waits to try again ends at once") {
  Player player;
  const auto began = std::chrono::steady_clock::now();
  {
    const SyncThread sync{[&](SyncThread::Log log) { return player.connect(std::move(log)); }, player.mailbox,
                          Millis{0}, std::chrono::hours{1}};
    while (player.tries == 0) std::this_thread::sleep_for(Millis{1});
  }
  CHECK(player.tries == 1);
  CHECK(std::chrono::steady_clock::now() - began < Minutes{30});
}
