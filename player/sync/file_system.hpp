#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// The few operations on files that the cache is made of, so that a test can record them and cut the power after any
/// of them. Everything throws Error(unavailable) with the path and the system's reason, but Error(invalid) for what the
/// disk cannot give back: an unreadable sector is damage like a flipped bit.
/// Nothing is durable before sync() of the file and sync_dir() of its folder.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual std::optional<std::string> read(const std::string& path) = 0;    ///< nullopt: not there
  virtual std::optional<std::uint64_t> size(const std::string& path) = 0;  ///< nullopt: not there
  virtual std::string sha256(const std::string& path) = 0;                 ///< of a file that is there
  virtual BlobPtr map(const std::string& path) = 0;                        ///< stays valid when the file is removed
  virtual std::vector<std::string> list(const std::string& dir) = 0;       ///< names of files, sorted

  virtual void make_dir(const std::string& path) = 0;  ///< with its parents, durably; there already: nothing
  virtual void write(const std::string& path, std::string_view bytes) = 0;   ///< creates or empties the file first
  virtual void append(const std::string& path, std::string_view bytes) = 0;  ///< creates the file where needed
  virtual void sync(const std::string& path) = 0;
  virtual void rename(const std::string& from, const std::string& to) = 0;
  virtual void remove(const std::string& path) = 0;  ///< not there: nothing
  virtual void sync_dir(const std::string& path) = 0;

  virtual std::uint64_t free_bytes(const std::string& dir) = 0;
};

/// Temporary file in the same folder, sync, rename, sync of the folder.
void write_durably(FileSystem& files, const std::string& dir, const std::string& name, std::string_view bytes);

/// The kernel's. Files are private to the user (S-13).
std::unique_ptr<FileSystem> posix_file_system();

}  // namespace skylt
