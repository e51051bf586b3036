#pragma once
#include <map>
#include <memory>
#include <string>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/sync/screen_double.hpp"

// What the tests of the synchroniser share: a player that shows something, and what a server may offer it next.
namespace skylt::test {

/// A disk on which what has been stored cannot be removed.
class StubbornDisk : public MemoryDisk {
 public:
  void remove(const std::string& path) override {
    if (stubborn && !path.ends_with(".part")) throw Error{ErrorCode::Unavailable, path + ": cannot be removed"};
    MemoryDisk::remove(path);
  }

  bool stubborn = false;
};

/// A player that shows revision 10 of its server.
struct Shown {
  Shown() : server{make_signing_key()} {
    server.publish(10);
    player = std::make_unique<PlayerDouble>(server, disk);
    player->sync->turn();
    REQUIRE(player->screen.shown() == 10);
  }

  /// Some turns later: has anything that is shown changed?
  bool unchanged_after(int turns = 3) {
    for (int i = 0; i < turns; ++i) player->sync->turn();
    return player->screen.taken.size() == 1 && load_newest(player->cache).snapshot->manifest.revision == 10;
  }

  /// How often what failed, as the last report had it.
  std::map<std::string, std::uint64_t> failures() const {
    const PlayerStatus status = parse_status(server.requests().back().body);
    return {status.failures.begin(), status.failures.end()};
  }

  ContentSource server;
  StubbornDisk disk;
  std::unique_ptr<PlayerDouble> player;
};

constexpr std::size_t kLarge = 600 * 1024;  ///< most of a small disk
constexpr std::size_t kBulk = 5 << 20;      ///< what waits its turn and keeps a pace (R-22, R-26)

inline void add_blob(SmallSnapshot& snapshot, const SigningKey& key, const std::string& role,
                     const std::string& bytes) {
  snapshot.manifest.blobs.push_back({role, "wall", sha256_hex(bytes), bytes.size(), "application/octet-stream"});
  snapshot.blobs[sha256_hex(bytes)] = bytes;
  snapshot.signed_manifest = sign(snapshot.manifest, key);
}

/// A revision with a picture of that size.
inline SmallSnapshot large_snapshot(const SigningKey& key, std::size_t picture_bytes = kLarge,
                                    std::int64_t revision = 11) {
  SmallSnapshot snapshot = small_snapshot(revision, key);
  add_blob(snapshot, key, "image", std::string(picture_bytes, 'x'));
  return snapshot;
}

inline bool is_blob(const HttpRequest& request) { return request.path.starts_with("/player/v1/blobs/"); }
inline bool is_poll(const HttpRequest& request) { return request.path == "/player/v1/manifest"; }

/// How long the server may hold this request; 0 s: not at all.
inline Seconds hold_of(const HttpRequest& request) {
  for (const std::string& header : request.headers) {
    if (header.starts_with("Prefer: wait=")) return Seconds{std::stoi(header.substr(13))};
  }
  return Seconds{0};
}

}  // namespace skylt::test
