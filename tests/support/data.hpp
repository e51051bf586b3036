#pragma once
#include <optional>
#include <string>

namespace skylt::test {

/// Path of a file or folder of the real test data (../shared/data), or nullopt where it is absent. A test that gets
/// nullopt says so with SKIP_WITHOUT_DATA and ends.
std::optional<std::string> shared_data(const std::string& relative);

/// Path inside the source tree.
std::string source_path(const std::string& relative);

/// Whole file; throws std::runtime_error naming it.
std::string read_file(const std::string& path);

/// A new empty folder that is deleted with the object.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  std::string path(const std::string& relative = "") const;

 private:
  std::string path_;
};

}  // namespace skylt::test

#define SKIP_WITHOUT_DATA(path)                                       \
  do {                                                                \
    if (!(path)) {                                                    \
      WARN("skipped: the real test data (../shared/data) is absent"); \
      return;                                                         \
    }                                                                 \
  } while (false)
