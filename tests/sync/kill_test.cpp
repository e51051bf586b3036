// The program itself, killed at random instants while it updates, over and over again.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <fstream>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/process.hpp"
#include "tests/sync/screen_double.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr int kKills = 200;

/// skylt-player run, without a display.
class Process {
 public:
  explicit Process(const std::string& config) {
    const std::string player = program("skylt-player");
    const std::vector<std::string> words = {player, "run", "--config", config, "--window", "320x180"};
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    std::vector<std::string> environment = {"SDL_VIDEODRIVER=offscreen", "PATH=/usr/bin:/bin", "HOME=/nonexistent"};
    std::vector<char*> variables;
    for (std::string& variable : environment) variables.push_back(variable.data());
    variables.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, (config + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    REQUIRE(posix_spawn(&pid_, player.c_str(), &actions, nullptr, arguments.data(), variables.data()) == 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Process() {
    if (pid_ > 0) end(SIGKILL);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Sends the signal and waits for the end. Returns what waitpid says.
  int end(int signal) {
    int status = 0;
    ::kill(pid_, signal);
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_ = 0;
};

struct Site {
  Site() : source{make_signing_key()} {
    source.time = *parse_instant("2026-11-22T20:00:00Z");
    server.publish(real(1));
    std::ofstream{dir.path("token")} << "secret\n";
    std::ofstream{config} << "server = \"" << server.url() << "\"\ntoken_file = \"" << dir.path("token")
                          << "\"\ncache = \"" << dir.path("cache") << "\"\n";
  }

  /// A small snapshot with a font that can be drawn with.
  SmallSnapshot real(std::int64_t revision) const {
    SmallSnapshot snapshot = small_snapshot(revision, source.key());
    for (BlobRef& ref : snapshot.manifest.blobs) {
      if (ref.role != "font") continue;
      ref.sha256 = sha256_hex(font);
      ref.bytes = font.size();
      snapshot.blobs[ref.sha256] = font;
    }
    snapshot.signed_manifest = sign(snapshot.manifest, source.key());
    return snapshot;
  }

  /// Revision of the set that a player would start with now; 0: none, -1: a mix.
  std::int64_t stored() const {
    const auto files = posix_file_system();
    ContentCache cache{*files, dir.path("cache")};
    const LoadedSnapshot loaded = load_newest(cache);
    REQUIRE(loaded.faults.empty());
    return loaded.snapshot ? revision_inside(*loaded.snapshot) : 0;
  }

  bool shows_within(std::int64_t revision, Seconds limit) const {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (server.last_status().shown_revision < revision) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(Millis{10});
    }
    return true;
  }

  void asked_after(int requests, Seconds limit) const {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (server.requests() == requests && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(Millis{2});
    }
  }

  const TempDir dir;
  const std::string config = dir.path("player.toml");
  const std::string font = read_file("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf");
  ContentSource source;
  LoopbackServer server{source};
};

}  // namespace

TEST_CASE("a player killed 200 times at random instants of updates always starts again on a whole set (R-10)") {
  Site site;
  {
    Process first{site.config};
    REQUIRE(site.shows_within(1, Seconds{60}));
  }
  std::atomic<std::int64_t> revision = 1;
  std::atomic<bool> done = false;
  std::thread publisher{[&] {
    while (!done) {
      site.server.publish(site.real(++revision));
      std::this_thread::sleep_for(Millis{15});
    }
  }};
  std::mt19937 random{200};
  std::int64_t last = 1;
  int updates = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    {
      const int before = site.server.requests();
      Process player{site.config};
      // Every fourth dies while it starts, every eighth after an update, the others while they update, however slow the
      // machine is.
      if (kill % 4 != 0) site.asked_after(before, Seconds{20});
      if (kill % 8 == 1) CHECK(site.shows_within(last + 1, Seconds{60}));
      std::this_thread::sleep_for(Millis{random() % 120});
    }
    const std::int64_t now = site.stored();
    INFO("kill " << kill);
    CHECK(now >= last);
    if (now > last) ++updates;
    last = now;
  }
  done = true;
  publisher.join();
  CHECK(updates > 10);
  Process player{site.config};
  CHECK(site.shows_within(revision, Seconds{60}));
  const int status = player.end(SIGTERM);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(site.stored() == revision);
}

TEST_CASE("a new revision reaches a running player, which reports it and ends cleanly on SIGTERM") {
  Site site;
  Process player{site.config};
  REQUIRE(site.shows_within(1, Seconds{60}));
  site.server.publish(site.real(2));
  REQUIRE(site.shows_within(2, Seconds{60}));
  CHECK(site.server.last_status().scene_sha256.size() == 64);
  CHECK(WEXITSTATUS(player.end(SIGTERM)) == 0);
}
