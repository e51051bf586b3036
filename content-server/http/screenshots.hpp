#pragma once
#include <mutex>
#include <string>

namespace skylt {

/// Pictures that players send of their own drawing: <folder>/<screen>/<number>.png, the last few of each screen.
/// Nothing is decoded here. Thread-safe.
class Screenshots {
 public:
  explicit Screenshots(std::string folder) : folder_{std::move(folder)} {}

  /// Throws Error(invalid) for a number that is none, too many bytes or pixels or anything but a PNG;
  /// Error(unavailable) when the disk does not take it.
  void keep(const std::string& screen, const std::string& number, const std::string& png);

  static constexpr std::size_t kMaxBytes = std::size_t{512} * 1024;
  static constexpr std::size_t kKeptPerScreen = 5;

 private:
  std::string folder_;
  std::mutex mutex_;
};

/// A file name that stands for this id alone, whatever characters it has.
std::string file_name_of(const std::string& id);

}  // namespace skylt
