#include "tests/support/data.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace skylt::test {

std::optional<std::string> shared_data(const std::string& relative) {
  const char* override_dir = std::getenv("SKYLT_TEST_DATA");
  const std::string root = override_dir ? override_dir : source_path("../shared/data");
  const std::string path = root + "/" + relative;
  return std::filesystem::exists(path) ? std::optional{path} : std::nullopt;
}

std::string source_path(const std::string& relative) { return std::string{SKYLT_SOURCE_DIR} + "/" + relative; }

std::string read_file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw std::runtime_error{"cannot read " + path};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "skylt-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error{"cannot make a temporary folder"};
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::path(const std::string& relative) const {
  return relative.empty() ? path_ : path_ + "/" + relative;
}

}  // namespace skylt::test
