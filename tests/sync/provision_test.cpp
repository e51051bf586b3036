#include "player/sync/provision.hpp"

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/sync/screen_double.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

void write_stick(MemoryDisk& disk, const std::string& dir, const SmallSnapshot& snapshot) {
  disk.write(dir + "/manifest.json", signed_manifest_text(snapshot.signed_manifest));
  for (const auto& [sha256, bytes] : snapshot.blobs) disk.write(dir + "/blobs/" + sha256, bytes);
}

/// What a person is told when `work` fails: the whole chain in one sentence.
template <typename Work>
std::string fault_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return describe(error);
  }
  return "no fault";
}

}  // namespace

TEST_CASE("a snapshot from a stick is shown as one from the network is, and pins the key") {
  MemoryDisk disk;
  const SigningKey key = make_signing_key();
  write_stick(disk, "stick", small_snapshot(7, key));
  ContentCache cache{disk, "cache"};
  CHECK(provision(disk, "stick", cache).manifest.revision == 7);
  CHECK(cache.trust().key == key.public_key);
  CHECK(revision_inside(*load_newest(cache).snapshot) == 7);
  CHECK(provision(disk, "stick", cache).manifest.revision == 7);
}

TEST_CASE("a stick with an older revision, another key or a broken file is refused and changes nothing") {
  MemoryDisk disk;
  const SigningKey key = make_signing_key();
  write_stick(disk, "stick", small_snapshot(7, key));
  ContentCache cache{disk, "cache"};
  provision(disk, "stick", cache);

  write_stick(disk, "older", small_snapshot(6, key));
  CHECK(fault_of([&] { provision(disk, "older", cache); }) ==
        "older/manifest.json: revision 6 of screen 'foyer' is refused: it is older than revision 7, which was accepted "
        "before");
  write_stick(disk, "other", small_snapshot(8, make_signing_key()));
  CHECK(fault_of([&] { provision(disk, "other", cache); }) ==
        "other/manifest.json: the manifest is not signed by this player's server (key " + key.public_key + ")");
  const SmallSnapshot newer = small_snapshot(8, key);
  write_stick(disk, "broken", newer);
  disk.flip_bit("broken/blobs/" + newer.manifest.blobs[0].sha256, 3);
  CHECK_THROWS_AS(provision(disk, "broken", cache), Error);
  disk.remove("broken/blobs/" + newer.manifest.blobs[0].sha256);
  CHECK_THROWS_AS(provision(disk, "broken", cache), Error);
  CHECK_THROWS_WITH(provision(disk, "empty", cache),
                    "empty/manifest.json: no such file; the folder needs manifest.json and blobs/");
  CHECK(revision_inside(*load_newest(cache).snapshot) == 7);
}

TEST_CASE("a stick for another screen makes the player that screen, whose revisions are its own (S-62)") {
  MemoryDisk disk;
  const SigningKey key = make_signing_key();
  ContentCache cache{disk, "cache"};
  const auto bring = [&](std::int64_t revision, const std::string& screen) {
    write_stick(disk, screen, small_snapshot(revision, key, screen));
    return fault_of([&] { provision(disk, screen, cache); });
  };
  CHECK(bring(15, "foyer") == "no fault");
  CHECK(bring(10, "door") == "no fault");
  CHECK(load_newest(cache).snapshot->manifest.screen == "door");
  CHECK([&] {
    ContentCache again{disk, "cache"};
    return load_newest(again).snapshot;
  }()
            ->manifest.screen == "door");
  CHECK_THAT(bring(9, "door"), Catch::Contains("it is older than revision 10"));
  CHECK_THAT(bring(14, "foyer"), Catch::Contains("it is older than revision 15"));
  CHECK(bring(15, "door") == "no fault");
  CHECK(bring(15, "foyer") == "no fault");
  CHECK(load_newest(cache).snapshot->manifest.screen == "foyer");
}

TEST_CASE("a snapshot folder is read for looking at only when its signature and hashes hold") {
  MemoryDisk disk;
  SmallSnapshot snapshot = small_snapshot(3, make_signing_key());
  write_stick(disk, "stick", snapshot);
  CHECK(revision_inside(read_snapshot_folder(disk, "stick")) == 3);
  snapshot.signed_manifest.text.replace(snapshot.signed_manifest.text.find("foyer"), 5, "foyar");
  write_stick(disk, "stick", snapshot);
  CHECK(fault_of([&] { read_snapshot_folder(disk, "stick"); }) ==
        "stick/manifest.json: the manifest has no valid signature");
}
