#include "player/sync/cache.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/sync/screen_double.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::vector<std::string>* synced_paths = nullptr;  // where a test looks on

/// Without waits; a line in the log is a failure.
SyncOptions without_a_word() {
  SyncOptions options;
  options.random = [] { return 0.0; };
  options.log = [](const std::string& line) { FAIL(line); };
  return options;
}

}  // namespace

/// Stands in for the C library's in this program, and tells what was made durable.
extern "C" int fsync(int fd) {
  if (synced_paths) synced_paths->push_back(std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd)));
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace {

/// A disk on which some files cannot be opened just now.
class BusyDisk : public MemoryDisk {
 public:
  std::optional<std::string> read(const std::string& path) override {
    if (busy.contains(path)) throw Error{ErrorCode::Unavailable, path + ": cannot open: Too many open files"};
    if (upset.contains(path)) throw Error{ErrorCode::Invalid, path + ": cannot read: Input/output error"};
    return MemoryDisk::read(path);
  }

  std::set<std::string> busy;
  std::set<std::string> upset;  ///< these seem damaged, and are not
};

/// A disk with revisions 2 and 3, as a player leaves it that was shown 1, 2 and 3.
struct Cached {
  Cached() {
    for (const int revision : {1, 2, 3}) {
      server.publish(revision);
      PlayerDouble{server, disk}.sync->turn();
    }
  }

  ContentSource server{make_signing_key()};
  BusyDisk disk;
};

const std::string kTrust = "cache/trust.json";
const std::set<std::string> kSayWhoseItIs{kTrust, "cache/snapshots/2.json", "cache/snapshots/3.json"};

std::string blob_of(const SmallSnapshot& snapshot, const std::string& role) {
  for (const BlobRef& ref : snapshot.manifest.blobs) {
    if (ref.role == role) return "cache/blobs/" + ref.sha256;
  }
  return "none";
}

std::set<std::string> blobs_on(MemoryDisk& disk) {
  const auto names = disk.list("cache/blobs");
  return {names.begin(), names.end()};
}

std::set<std::string> hashes(const SmallSnapshot& snapshot) {
  std::set<std::string> all;
  for (const auto& [sha256, bytes] : snapshot.blobs) all.insert(sha256);
  return all;
}

}  // namespace

TEST_CASE("a mapped file keeps its bytes when it gives its memory back") {
  const TempDir dir;
  const std::string bytes(300'000, 'x');
  const auto files = posix_file_system();
  files->write(dir.path("font"), bytes);
  const auto blob = files->map(dir.path("font"));
  CHECK(sha256_hex(blob->bytes()) == sha256_hex(bytes));
  blob->give_back();
  CHECK(sha256_hex(blob->bytes()) == sha256_hex(bytes));
  const auto own = make_blob(bytes);
  own->give_back();
  CHECK(own->text() == bytes);
}

TEST_CASE("the cache keeps the last two sets and removes what neither refers to (R-11)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  for (int revision = 1; revision <= 6; ++revision) {
    server.publish(revision);
    player.sync->turn();
    auto kept = hashes(small_snapshot(revision, server.key()));
    if (revision > 1) kept.merge(hashes(small_snapshot(revision - 1, server.key())));
    CHECK(blobs_on(disk) == kept);
    CHECK(disk.list("cache/snapshots").size() == (revision > 1 ? 2u : 1u));
  }
}

TEST_CASE("only blobs that are missing are fetched") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  server.publish(1);
  player.sync->turn();
  const std::size_t first = server.blob_bytes_sent();
  server.publish(2);
  player.sync->turn();
  const SmallSnapshot second = small_snapshot(2, server.key());
  std::size_t changed = 0;
  for (const auto& [sha256, bytes] : second.blobs) {
    if (!small_snapshot(1, server.key()).blobs.contains(sha256)) changed += bytes.size();
  }
  CHECK(server.blob_bytes_sent() - first == changed);
}

TEST_CASE("the player starts from its cache without a network") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  server.publish(5);
  PlayerDouble{server, disk}.sync->turn();
  ContentCache cache{disk, "cache"};
  const LoadedSnapshot loaded = load_newest(cache);
  REQUIRE(loaded.snapshot);
  CHECK(revision_inside(*loaded.snapshot) == 5);
}

TEST_CASE("a broken blob of the newest set is removed and the set before is shown (R-12)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  server.publish(1);
  PlayerDouble player{server, disk};
  player.sync->turn();
  server.publish(2);
  player.sync->turn();
  const SmallSnapshot newest = small_snapshot(2, server.key());
  std::string image;
  for (const BlobRef& ref : newest.manifest.blobs) {
    if (ref.role == "image") image = ref.sha256;
  }
  disk.flip_bit("cache/blobs/" + image, 77);
  ContentCache cache{disk, "cache"};
  const LoadedSnapshot loaded = load_newest(cache);
  REQUIRE(loaded.snapshot);
  CHECK(revision_inside(*loaded.snapshot) == 1);
  REQUIRE(loaded.faults.size() == 1);
  CHECK(loaded.faults[0] == "snapshot of screen 'foyer': image 'picture' (" + image + "): image 'picture' (" + image +
                                ") is damaged on the disk; it will be fetched again");
  CHECK_FALSE(disk.size("cache/blobs/" + image));
}

TEST_CASE("a file of the cache that cannot be read stops no start, and the server's word mends it (R-12)") {
  ContentSource server{make_signing_key()};
  for (const char* path : {"cache/trust.json", "cache/current", "cache/snapshots/1.json", "cache/snapshots/2.json"}) {
    INFO(path);
    MemoryDisk disk;
    for (const int revision : {1, 2}) {
      server.publish(revision);
      PlayerDouble{server, disk}.sync->turn();
    }
    disk.lose_sector(path);
    PlayerDouble player{server, disk};
    REQUIRE(player.loaded.snapshot);
    CHECK(player.loaded.snapshot->manifest.revision == (path == std::string{"cache/snapshots/2.json"} ? 1 : 2));
    CHECK(player.cache.trust().key == server.key().public_key);
    server.publish(3);
    player.sync->turn();
    CHECK(player.screen.shown() == 3);
    CHECK(revision_inside(*PlayerDouble{server, disk}.loaded.snapshot) == 3);
  }
}

TEST_CASE("a blob that cannot be read is removed and fetched again (R-12)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  for (const int revision : {1, 2}) {
    server.publish(revision);
    PlayerDouble{server, disk}.sync->turn();
  }
  const std::string image = blob_of(small_snapshot(2, server.key()), "image");
  disk.lose_sector(image);
  PlayerDouble player{server, disk};
  REQUIRE(player.loaded.snapshot);
  CHECK(revision_inside(*player.loaded.snapshot) == 1);
  CHECK_FALSE(disk.size(image));
  player.sync->turn();
  CHECK(player.screen.shown() == 2);
}

TEST_CASE("a blob that only cannot be opened just now stays (R-12)") {
  ContentSource server{make_signing_key()};
  BusyDisk disk;
  const SmallSnapshot snapshot = small_snapshot(1, server.key());
  for (const auto& [sha256, bytes] : snapshot.blobs) {
    disk.write("cache/blobs/" + sha256, bytes);
    disk.busy.insert("cache/blobs/" + sha256);
  }
  ContentCache cache{disk, "cache"};
  for (const BlobRef& ref : snapshot.manifest.blobs) CHECK_THROWS_AS(cache.read(ref), Error);
  CHECK(blobs_on(disk) == hashes(snapshot));
}

TEST_CASE("nothing is removed while a file that says what is needed cannot be read, and the newest stays (R-11)") {
  for (const char* path : {"cache/current", "cache/snapshots/3.json", "cache/snapshots/2.json"}) {
    for (const bool passes : {true, false}) {
      INFO(path << (passes ? ", too many open files" : ", a bad sector"));
      Cached cached;
      PlayerDouble player{cached.server, cached.disk};
      const auto paths = cached.disk.paths();
      cached.disk.set_capacity(0);  // before it fetches anything the player tidies for room
      cached.server.publish(4);
      if (passes) {
        cached.disk.busy.insert(path);
      } else {
        cached.disk.lose_sector(path);
      }
      for (int turn = 0; turn < 3; ++turn) player.sync->turn();
      CHECK(cached.disk.paths() == paths);
      const std::string why = passes ? ": cannot open: Too many open files" : ": cannot read: Input/output error";
      CHECK(player.log == std::vector<std::string>{"what is not needed stays on the disk: " + (path + why),
                                                   "the disk has no room for revision 4; what is shown stays"});
      if (!passes) continue;
      cached.disk.busy.clear();
      const PlayerDouble offline{cached.server, cached.disk};
      REQUIRE(offline.loaded.snapshot);
      CHECK(revision_inside(*offline.loaded.snapshot) == 3);
    }
  }
}

TEST_CASE("a manifest that can never be read again goes when two newer ones are there (R-11)") {
  Cached cached;
  cached.disk.lose_sector("cache/snapshots/2.json");
  cached.server.publish(4);
  PlayerDouble player{cached.server, cached.disk};
  player.sync->turn();
  CHECK(cached.disk.list("cache/snapshots") == std::vector<std::string>{"3.json", "4.json"});
  CHECK(player.log.empty());
}

TEST_CASE("the manifest of what is on the glass is as good as the two newest (R-04, R-11)") {
  Cached cached;
  PlayerDouble player{cached.server, cached.disk};
  player.screen.on_glass = 2;
  player.sync->turn();
  for (const int revision : {4, 5}) {
    cached.server.publish(revision);
    player.sync->turn();
  }
  cached.disk.busy = {"cache/snapshots/2.json"};
  CHECK_THROWS_WITH(player.cache.collect_garbage(2), "cache/snapshots/2.json: cannot open: Too many open files");
  CHECK_NOTHROW(player.cache.collect_garbage(5));
  CHECK(cached.disk.list("cache/snapshots") == std::vector<std::string>{"4.json", "5.json"});
}

TEST_CASE("a start tells which files it could not read") {
  Cached cached;
  cached.disk.busy = {kTrust, "cache/current", "cache/snapshots/3.json"};
  const PlayerDouble player{cached.server, cached.disk};
  REQUIRE(player.loaded.snapshot);
  CHECK(revision_inside(*player.loaded.snapshot) == 2);
  const std::string why = ": cannot open: Too many open files";
  CHECK(player.loaded.faults ==
        std::vector<std::string>{kTrust + why, "cache/current" + why, "cache/snapshots/3.json" + why});
}

TEST_CASE("a player that cannot read what it trusts takes nothing older than it has taken (S-62)") {
  for (const std::string newest : {"cache/snapshots/2.json", "cache/snapshots/3.json"}) {
    INFO(newest);
    Cached cached;
    const auto stored = cached.disk.read(kTrust);
    cached.disk.busy = {kTrust, newest};
    PlayerDouble player{cached.server, cached.disk};
    CHECK(player.cache.trust().least("foyer") == 3);
    CHECK(player.cache.trust().key == cached.server.key().public_key);
    cached.server.publish(2);
    for (int turn = 0; turn < 3; ++turn) player.sync->turn();
    CHECK(player.screen.taken.size() == 1);
    CHECK(player.screen.confirmed.empty());
    cached.disk.busy.clear();
    CHECK(cached.disk.read(kTrust) == stored);
    CHECK(ContentCache{cached.disk, "cache"}.trust().least("foyer") == 3);
  }
}

TEST_CASE("a player that can read neither its key nor a manifest pins no other, and takes its own when it can (S-60)") {
  for (const bool damaged : {false, true}) {
    INFO(damaged);
    Cached cached;
    // A damaged one is made again from the manifests; it is what they say that cannot be read.
    if (damaged) cached.disk.flip_bit(kTrust, 100);
    const auto stored = cached.disk.read(kTrust);
    const auto paths = cached.disk.paths();
    cached.disk.busy = kSayWhoseItIs;
    if (damaged) cached.disk.busy.erase(kTrust);
    ContentSource stranger{make_signing_key()};
    stranger.publish(9);
    PlayerDouble player{stranger, cached.disk};
    CHECK_FALSE(player.loaded.snapshot);
    for (int turn = 0; turn < 3; ++turn) player.sync->turn();
    CHECK(player.screen.taken.empty());
    CHECK(cached.disk.MemoryDisk::read(kTrust) == stored);
    CHECK_THROWS_AS(player.cache.collect_garbage(0), Error);
    for (const std::string& path : paths) CHECK(cached.disk.size(path));

    cached.disk.busy.clear();
    for (int turn = 0; turn < 3; ++turn) player.sync->turn();
    CHECK(player.screen.taken.empty());
    CHECK(player.cache.trust().key == cached.server.key().public_key);
    cached.server.publish(4);
    PlayerDouble own{cached.server, cached.disk};
    own.sync->turn();
    CHECK(own.screen.shown() == 4);
  }
}

TEST_CASE("what the key could not be read from at the start is not taken for somebody else's later (R-11)") {
  Cached cached;
  const auto paths = cached.disk.paths();
  cached.disk.busy = kSayWhoseItIs;
  ContentCache cache{cached.disk, "cache"};
  cached.disk.busy = {kTrust};
  cache.collect_garbage(3);
  CHECK(cached.disk.paths() == paths);
}

TEST_CASE("damage that was none leaves the key pinned, and damage for good locks nobody out (S-60, S-67)") {
  Cached cached;
  cached.disk.upset = kSayWhoseItIs;
  ContentSource stranger{make_signing_key()};
  stranger.publish(9);
  PlayerDouble player{stranger, cached.disk};
  cached.disk.upset.clear();
  for (int turn = 0; turn < 3; ++turn) player.sync->turn();
  CHECK(player.screen.taken.empty());
  CHECK(player.cache.trust().key == cached.server.key().public_key);

  for (const std::string& path : kSayWhoseItIs) cached.disk.lose_sector(path);
  cached.server.publish(4);
  PlayerDouble own{cached.server, cached.disk};
  CHECK_FALSE(own.loaded.snapshot);
  own.sync->turn();
  CHECK(own.screen.shown() == 4);
  CHECK(parse_trust(cached.disk.read(kTrust).value_or("")).least("foyer") == 4);
}

TEST_CASE("a real trust.json that cannot be read stops neither start nor update and is not written over (R-12, S-62)") {
  const TempDir dir;
  const auto files = posix_file_system();
  ContentSource server{make_signing_key()};
  server.time = *parse_instant("2026-11-22T20:00:00Z");
  ScreenDouble screen;
  const auto turn = [&](ContentCache& cache) {
    Synchroniser{server, cache, screen, without_a_word(), load_newest(cache).snapshot}.turn();
  };
  server.publish(1);
  {
    ContentCache cache{*files, dir.path("cache")};
    turn(cache);
  }
  const std::string trust = dir.path("cache/trust.json");
  std::filesystem::rename(trust, dir.path("aside"));
  std::filesystem::create_directory(trust);
  ContentCache cache{*files, dir.path("cache")};
  CHECK(cache.trust().key == server.key().public_key);
  CHECK(load_newest(cache).faults == std::vector<std::string>{trust + ": cannot read: Is a directory"});
  server.publish(2);
  turn(cache);
  CHECK(screen.shown() == 2);
  CHECK(std::filesystem::is_directory(trust));

  std::filesystem::remove(trust);
  std::filesystem::rename(dir.path("aside"), trust);
  CHECK(ContentCache{*files, dir.path("cache")}.trust().time == server.time);
  server.publish(3);
  turn(cache);
  CHECK(parse_trust(*files->read(trust)).least("foyer") == 3);
}

TEST_CASE("a real manifest that cannot be read keeps its blobs until it can (R-11)") {
  const TempDir dir;
  const auto files = posix_file_system();
  ContentSource server{make_signing_key()};
  ContentCache cache{*files, dir.path("cache")};
  ScreenDouble screen;
  Synchroniser sync{server, cache, screen, without_a_word(), nullptr};
  for (const int revision : {1, 2}) {
    server.publish(revision);
    sync.turn();
  }
  const std::string manifest = dir.path("cache/snapshots/2.json");
  std::filesystem::rename(manifest, dir.path("aside"));
  std::filesystem::create_directory(manifest);
  CHECK_THROWS_WITH(cache.collect_garbage(2), manifest + ": cannot read: Is a directory");
  CHECK(revision_inside(*load_newest(cache).snapshot) == 1);
  std::filesystem::remove(manifest);
  std::filesystem::rename(dir.path("aside"), manifest);
  ContentCache again{*files, dir.path("cache")};
  CHECK(revision_inside(*load_newest(again).snapshot) == 2);
}

TEST_CASE("a download whose bytes could not be made durable is not taken for whole, and is fetched again (R-10)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  server.publish(1);
  disk.fail_next_sync();
  player.sync->turn();
  CHECK(player.screen.shown() == 0);
  CHECK(blobs_on(disk).empty());
  player.sync->turn();
  CHECK(player.screen.shown() == 1);
}

TEST_CASE(
    "a folder that is made is made durable in the one that it lies in, and one that is there is left alone (R-10)") {
  const TempDir dir;
  const auto files = posix_file_system();
  std::vector<std::string> synced;
  synced_paths = &synced;
  files->make_dir(dir.path("a/b/c"));
  CHECK(synced == std::vector<std::string>{dir.path(), dir.path("a"), dir.path("a/b")});
  synced.clear();
  files->make_dir(dir.path("a/b/d"));
  CHECK(synced == std::vector<std::string>{dir.path("a/b")});
  synced.clear();
  files->make_dir(dir.path("a/b/d"));
  CHECK(synced.empty());
  synced_paths = nullptr;
}

TEST_CASE("a stored snapshot that cannot be drawn makes way for the one before (R-04)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  for (const int revision : {1, 2}) {
    server.publish(revision);
    player.sync->turn();
  }
  std::vector<std::int64_t> tried;
  const auto loaded = load_newest(player.cache, [&](const std::shared_ptr<const Snapshot>& snapshot) {
    tried.push_back(revision_inside(*snapshot));
    return tried.back() == 1;
  });
  CHECK(tried == std::vector<std::int64_t>{2, 1});
  REQUIRE(loaded.snapshot);
  CHECK(revision_inside(*loaded.snapshot) == 1);
  CHECK_FALSE(load_newest(player.cache, [](const auto&) { return false; }).snapshot);
}

TEST_CASE("what is on the glass stays stored however many come that cannot be drawn (R-04, R-11)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  player.screen.on_glass = 1;
  for (int revision = 1; revision <= 5; ++revision) {
    server.publish(revision);
    player.sync->turn();
  }
  CHECK(disk.list("cache/snapshots") == std::vector<std::string>{"1.json", "4.json", "5.json"});
  const auto loaded = load_newest(
      player.cache, [](const std::shared_ptr<const Snapshot>& snapshot) { return snapshot->manifest.revision == 1; });
  REQUIRE(loaded.snapshot);
  CHECK(revision_inside(*loaded.snapshot) == 1);

  player.screen.on_glass.reset();
  for (const int revision : {6, 7}) {
    server.publish(revision);
    player.sync->turn();
  }
  CHECK(disk.list("cache/snapshots") == std::vector<std::string>{"6.json", "7.json"});
}

TEST_CASE("a key stays pinned") {
  MemoryDisk disk;
  ContentCache cache{disk, "cache"};
  cache.pin("one");
  CHECK_NOTHROW(cache.pin("one"));
  CHECK_THROWS_WITH(cache.pin("two"), "this player trusts the server with key one, not two");
  ContentCache again{disk, "cache"};
  CHECK(again.trust().key == "one");
}

TEST_CASE("a full disk stops the update and not the content, and an emptied disk lets it go on (R-15)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  PlayerDouble player{server, disk};
  server.publish(1);
  player.sync->turn();
  disk.set_capacity(0);
  server.publish(2);
  for (int turn = 0; turn < 5; ++turn) player.sync->turn();
  CHECK(player.screen.shown() == 1);
  ContentCache full{disk, "cache"};
  REQUIRE(load_newest(full).snapshot);
  CHECK(revision_inside(*load_newest(full).snapshot) == 1);
  disk.set_capacity(1u << 20);
  player.sync->turn();
  CHECK(player.screen.shown() == 2);
}

TEST_CASE("the cache works on a real disk and its mapped blobs outlive their files") {
  const TempDir dir;
  const auto files = posix_file_system();
  ContentSource server{make_signing_key()};
  server.publish(1);
  ContentCache cache{*files, dir.path("cache")};
  ScreenDouble screen;
  Synchroniser sync{server, cache, screen, without_a_word(), nullptr};
  sync.turn();
  REQUIRE(screen.shown() == 1);
  for (int revision = 2; revision <= 4; ++revision) {
    server.publish(revision);
    sync.turn();
  }
  CHECK(screen.shown() == 4);
  CHECK(revision_inside(*screen.taken.front()) == 1);
  CHECK(files->list(dir.path("cache/snapshots")) == std::vector<std::string>{"3.json", "4.json"});
  ContentCache again{*files, dir.path("cache")};
  CHECK(revision_inside(*load_newest(again).snapshot) == 4);
}

TEST_CASE("a file that grows beyond the quota is an error that says so and leaves the old file") {
  const TempDir dir;
  const auto files = posix_file_system();
  write_durably(*files, dir.path(), "note", "old");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{16, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  CHECK_THROWS_WITH(write_durably(*files, dir.path(), "note", std::string(100, 'x')),
                    dir.path("note.tmp") + ": cannot write: File too large");
  setrlimit(RLIMIT_FSIZE, &before);
  CHECK(files->read(dir.path("note")) == "old");
}
