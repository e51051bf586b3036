#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace fs = std::filesystem;
using skylt::test::read_file;
using skylt::test::source_path;

namespace {

/// What the files of a folder may include of ours (docs/architecture.md: arrows point one way).
const std::map<std::string, std::vector<std::string>> kMayInclude = {
    {"core", {"core"}},
    {"player/text", {"core", "player/text"}},
    {"player/scene", {"core", "player/text", "player/scene"}},
    {"player/paint", {"core", "player/text", "player/scene", "player/paint"}},
    {"player/sync", {"core", "player/sync"}},
    {"player/device", {"core", "player"}},
    {"content-server/import", {"core", "content-server/import"}},
    {"content-server/store", {"core", "content-server/import", "content-server/store"}},
    {"content-server/publish", {"core", "content-server/publish"}},
    {"content-server/phone", {"core", "content-server/phone"}},
    {"content-server/http",
     {"core", "content-server/import", "content-server/store", "content-server/publish", "content-server/phone",
      "content-server/http", "content-server/api"}},
    {"content-server/api",
     {"core", "content-server/import", "content-server/store", "content-server/publish", "content-server/http",
      "content-server/api"}},
    {"content-server/indoor", {"core", "content-server/import", "content-server/indoor"}},
    {"content-server/commands", {"core", "content-server"}},
};

/// Doors to the outside world that stay shut in core.
const std::vector<std::string> kNotInCore = {"SDL",      "curl/", "soci/",    "restinio/",   "sqlite3.h", "fstream",
                                             "thread",   "mutex", "cairo",    "filesystem",  "libical/",  "spdlog/",
                                             "ft2build", "hb.h",  "unistd.h", "sys/socket.h"};

std::vector<std::string> includes_of(const std::string& path) {
  static const std::regex kInclude{R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])"};
  std::vector<std::string> out;
  std::istringstream lines{read_file(path)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) out.push_back(match[1]);
  }
  return out;
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& prefixes) {
  for (const auto& prefix : prefixes)
    if (text.compare(0, prefix.size(), prefix) == 0) return true;
  return false;
}

template <typename Visit>
void each_source(const std::string& folder, Visit visit) {
  for (const auto& entry : fs::recursive_directory_iterator{source_path(folder)}) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp") visit(entry.path().string());
  }
}

}  // namespace

TEST_CASE("dependencies between folders point one way") {
  for (const auto& [folder, allowed] : kMayInclude) {
    if (!fs::exists(source_path(folder))) continue;
    each_source(folder, [&, &may = allowed](const std::string& path) {
      for (const auto& include : includes_of(path)) {
        if (!starts_with_any(include, {"core/", "player/", "content-server/", "tests/"})) continue;
        INFO(path << " includes " << include);
        CHECK(starts_with_any(include, may));
      }
    });
  }
}

TEST_CASE("one module alone shapes text and draws its letters, without SDL_ttf (L-30)") {
  const std::vector<std::string> shaping{"hb", "ft2build", "SDL_ttf", "SDL2/SDL_ttf", "SDL3_ttf", "pango", "raqm"};
  for (const auto& [folder, allowed] : kMayInclude) {
    // The server asks fonts what they have and takes parts of them; it sets no text.
    if (folder == "player/text" || folder == "content-server/publish" || !fs::exists(source_path(folder))) continue;
    each_source(folder, [&](const std::string& path) {
      if (path.find("/player/text/") != std::string::npos || path.find("/content-server/publish/") != std::string::npos)
        return;
      for (const auto& include : includes_of(path)) {
        INFO(path << " includes " << include);
        CHECK_FALSE(starts_with_any(include, shaping));
      }
    });
  }
}

TEST_CASE("core opens no door to the outside world") {
  each_source("core", [](const std::string& path) {
    for (const auto& include : includes_of(path)) {
      INFO(path << " includes " << include);
      CHECK_FALSE(starts_with_any(include, kNotInCore));
    }
  });
}
