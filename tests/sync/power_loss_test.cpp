#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/sync/screen_double.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// A player that lived through these revisions, and how far its disk's log was when each was reported as shown.
struct Life {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  std::vector<std::pair<std::int64_t, std::size_t>> shown;
};

void live(Life& life, int revisions) {
  PlayerDouble player{life.server, life.disk};
  for (int revision = 1; revision <= revisions; ++revision) {
    life.server.publish(revision * 3);
    if (revision == 4) life.server.break_after = 200;  // a resumed download is part of the story
    player.sync->turn();
    if (player.screen.shown() != revision * 3) player.sync->turn();
    REQUIRE(player.screen.shown() == revision * 3);
    life.shown.emplace_back(revision * 3, life.disk.operations());
  }
}

std::int64_t shown_before(const Life& life, std::size_t operations) {
  std::int64_t revision = 0;
  for (const auto& [shown, at] : life.shown) {
    if (at <= operations) revision = shown;
  }
  return revision;
}

}  // namespace

TEST_CASE("after a loss of power at any instant the player starts with the old or the new set and never a mix (R-10)") {
  Life life;
  live(life, 8);
  std::mt19937 random{10};
  std::size_t cuts = 0;
  for (std::size_t operations = 0; operations <= life.disk.operations(); ++operations) {
    for (int variant = 0; variant < 6; ++variant, ++cuts) {
      const auto disk = life.disk.after_power_loss(operations, random);
      ContentCache cache{*disk, "cache"};
      const LoadedSnapshot loaded = load_newest(cache);
      const std::int64_t revision = loaded.snapshot ? revision_inside(*loaded.snapshot) : 0;
      INFO("cut after " << operations << " operations, variant " << variant);
      REQUIRE(revision >= shown_before(life, operations));
      REQUIRE(revision >= 0);
      REQUIRE(loaded.faults.empty());
    }
  }
  CHECK(cuts >= 1000);
}

TEST_CASE("after a loss of power at any instant the player reaches the newest revision again (R-10, R-12)") {
  Life life;
  live(life, 5);
  life.server.publish(100);
  std::mt19937 random{11};
  for (std::size_t operations = 0; operations <= life.disk.operations(); operations += 2) {
    const auto disk = life.disk.after_power_loss(operations, random);
    PlayerDouble player{life.server, *disk};
    for (int turn = 0; turn < 3; ++turn) player.sync->turn();
    INFO("cut after " << operations << " operations");
    REQUIRE(player.screen.shown() == 100);
    REQUIRE(player.cache.trust().least("foyer") == 100);
  }
}

TEST_CASE("after a loss of power an older revision than the one shown is still refused (S-62)") {
  Life life;
  live(life, 5);
  std::mt19937 random{12};
  ContentSource rolled_back{life.server.key()};
  rolled_back.publish(2);
  for (const auto& [revision, at] : life.shown) {
    const auto disk = life.disk.after_power_loss(at, random);
    PlayerDouble player{rolled_back, *disk};
    player.sync->turn();
    CHECK(player.screen.shown() == revision);
  }
}

TEST_CASE("one flipped bit in any file never takes the picture away for good (R-12)") {
  Life life;
  live(life, 3);
  std::mt19937 random{13};
  for (const std::string& path : life.disk.paths()) {
    const std::size_t bits = life.disk.read(path)->size() * 8;
    for (int round = 0; round < 12; ++round) {
      const auto disk = life.disk.after_power_loss(life.disk.operations(), random);
      const std::size_t bit = random() % bits;
      disk->flip_bit(path, bit);
      INFO(path << ", bit " << bit);
      PlayerDouble player{life.server, *disk};
      // A broken blob that both stored sets share leaves nothing whole until it is fetched again.
      if (!path.starts_with("cache/blobs/")) REQUIRE(player.loaded.snapshot);
      if (player.loaded.snapshot) REQUIRE(revision_inside(*player.loaded.snapshot) > 0);
      for (int turn = 0; turn < 3; ++turn) player.sync->turn();
      REQUIRE(player.screen.shown() == 9);
    }
  }
}
