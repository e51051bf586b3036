#include "content-server/api/renderer.hpp"

#include <filesystem>
#include <fstream>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

namespace fs = std::filesystem;

std::size_t count_in(const std::string& folder, const std::string& extension = "") {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator{folder})
    count += extension.empty() || entry.path().extension() == extension ? 1 : 0;
  return count;
}

/// A program that writes the picture it is asked for and then does `then`.
std::string player_that(const TempDir& dir, const std::string& then) {
  const auto path = dir.path("player");
  std::ofstream{path} << "#!/bin/sh\nread -r line\nfile=${line#*'\"picture\":\"'}\nfile=${file%%'\"'*}\n"
                         "printf half > \"$file\"\n"
                      << then << '\n';
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

/// A snapshot of two blobs: one that all have, and its own.
struct Shown {
  explicit Shown(int number) : key{std::to_string(number)} {
    for (const auto& bytes : {std::string{"of all"}, "own " + key}) {
      const auto sha256 = sha256_hex(bytes);
      blobs[sha256] = make_blob(bytes);
      manifest.blobs.push_back({"image", sha256.substr(0, 8), sha256, bytes.size(), "image/png"});
    }
  }
  std::string keep_in(Renderer& renderer) const {
    return renderer.keep(key, manifest, "signed", [&](const std::string& sha256) {
      const auto found = blobs.find(sha256);
      return found == blobs.end() ? nullptr : found->second;
    });
  }

  std::string key;
  Manifest manifest;
  std::map<std::string, BlobPtr> blobs;
};

}  // namespace

TEST_CASE("of snapshots that are no longer kept no blob is left, of the others each") {
  const TempDir dir;
  Renderer renderer{dir.path("drawn"), "/bin/false", 1};
  const auto blobs = dir.path("drawn") + "/blobs";
  std::string last;
  for (int i = 0; i < 450; ++i) last = Shown{i}.keep_in(renderer);
  const auto snapshots = count_in(dir.path("drawn")) - 1;
  CHECK(snapshots < 450);
  CHECK(count_in(blobs) == snapshots + 1);
  CHECK(read_file(last + "/blobs/" + sha256_hex("own 449")) == "own 449");
  CHECK(read_file(last + "/blobs/" + sha256_hex("of all")) == "of all");
  CHECK_FALSE(fs::exists(blobs + "/" + sha256_hex("own 0")));
  const auto again = Shown{0}.keep_in(renderer);
  CHECK(read_file(again + "/blobs/" + sha256_hex("own 0")) == "own 0");
}

TEST_CASE("a snapshot that cannot be kept leaves nothing behind and takes nothing of others with it") {
  const TempDir dir;
  Renderer renderer{dir.path("drawn"), "/bin/false", 1};
  const auto kept = Shown{1}.keep_in(renderer);
  Shown torn{2};
  torn.manifest.blobs.push_back({"image", "gone", std::string(64, 'f'), 1, "image/png"});
  CHECK_THROWS_AS(torn.keep_in(renderer), Error);
  CHECK(count_in(dir.path("drawn")) == 2);
  CHECK(count_in(dir.path("drawn") + "/blobs") == 2);
  CHECK(read_file(kept + "/blobs/" + sha256_hex("of all")) == "of all");
}

TEST_CASE("of a picture that could not be drawn no file is left") {
  for (const std::string then : {"echo '{\"error\":\"no font\"}'\nread -r end", "echo '{}'\nread -r end", "exit 1"}) {
    INFO(then);
    const TempDir dir;
    Renderer renderer{dir.path("drawn"), player_that(dir, then), 1};
    DrawRequest request;
    request.snapshot = Shown{1}.keep_in(renderer);
    request.picture = true;
    CHECK_THROWS(renderer.draw(request));
    CHECK(count_in(dir.path("drawn"), ".png") == 0);
  }
}
