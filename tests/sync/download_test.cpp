// One blob in parts: how large they are, and where one ends before its time.
#include "player/sync/download.hpp"

#include "tests/sync/shown_player.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// A picture of 600 KiB on a server, and a cache without it.
struct Picture {
  Picture() {
    const SmallSnapshot snapshot = large_snapshot(server.key());
    for (const BlobRef& blob : snapshot.manifest.blobs) {
      if (blob.bytes == kLarge) ref = blob;
    }
    server.put(snapshot);
  }

  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  ContentCache cache{disk, "cache"};
  BlobRef ref;
};

}  // namespace

TEST_CASE("the first part is small, and those that follow fill their time at the speed of the one before (R-03)") {
  PartSize size;
  CHECK(size.bytes_for(Seconds{5}) == 64 * 1024);
  size.note(50'000, Seconds{4});
  CHECK(size.bytes_for(Seconds{5}) / 100 == 625);
  CHECK(size.bytes_for(Seconds{2}) / 100 == 250);
  size.note(62'500, Seconds{10});
  CHECK(size.bytes_for(Seconds{5}) / 100 == 312);
}

TEST_CASE("a part is never more than four times as large as the one before, nor too small to tell the speed") {
  PartSize size;
  size.note(64 * 1024, Millis{0});
  CHECK(size.bytes_for(Seconds{5}) == 256 * 1024);
  size.note(300, Millis{900});  // a small blob, which took the time of its way
  CHECK(size.bytes_for(Seconds{5}) == 256 * 1024);
  size.note(300, Seconds{10});
  CHECK(size.bytes_for(Seconds{5}) == 16 * 1024);
}

TEST_CASE("a request that takes too long ends with what has come, and the next one goes on there (R-03)") {
  Picture picture;
  int pieces = 0;
  DownloadLimits limits;
  limits.is_late = [&] { return ++pieces == 3; };
  limits.bytes = 1000;
  CHECK(download(picture.server, picture.cache, picture.ref, limits) == 3 * 64);
  CHECK(picture.cache.partial_bytes(picture.ref) == 3 * 64);
  limits.bytes = 0;
  CHECK(download(picture.server, picture.cache, picture.ref, limits) == kLarge - 3 * 64);
  CHECK(picture.server.blob_bytes_sent() == kLarge);
  CHECK(picture.cache.read(picture.ref)->text() == std::string(kLarge, 'x'));
}

TEST_CASE("a server that knows no parts is heard out, however long it takes") {
  Picture picture;
  picture.server.before = [](const HttpRequest&) { return HttpResponse{200, {}, std::string(kLarge, 'x')}; };
  DownloadLimits limits;
  limits.bytes = 1000;
  limits.is_late = [] { return true; };
  CHECK(download(picture.server, picture.cache, picture.ref, limits) == kLarge);
  CHECK(picture.cache.read(picture.ref)->text() == std::string(kLarge, 'x'));
}
