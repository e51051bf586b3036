#pragma once
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "player/sync/file_system.hpp"

namespace skylt::test {

/// A disk in memory that knows what a loss of power may take: bytes that were not synced, and changes of a folder that
/// was not. Records every operation, so that the same disk can be had again as it was after any of them.
class MemoryDisk : public FileSystem {
 public:
  std::optional<std::string> read(const std::string& path) override;
  std::optional<std::uint64_t> size(const std::string& path) override;
  std::string sha256(const std::string& path) override;
  BlobPtr map(const std::string& path) override;
  std::vector<std::string> list(const std::string& dir) override;
  void make_dir(const std::string& path) override;
  void write(const std::string& path, std::string_view bytes) override;
  void append(const std::string& path, std::string_view bytes) override;
  void sync(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& path) override;
  void sync_dir(const std::string& path) override;
  std::uint64_t free_bytes(const std::string& dir) override;

  /// Writes fail when the files hold this many bytes in all; none by default.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }

  std::size_t operations() const { return log_.size(); }

  /// The disk that a machine finds whose power went after the first `count` operations. What was not made durable is
  /// kept, lost, torn or, for folders, done in part, as `random` has it.
  std::unique_ptr<MemoryDisk> after_power_loss(std::size_t count, std::mt19937& random) const;

  /// Flips one bit.
  void flip_bit(const std::string& path, std::size_t bit);
  /// The file's bytes cannot be read any more; a new file under its name can.
  void lose_sector(const std::string& path);
  /// The next sync() fails.
  void fail_next_sync() { next_sync_fails_ = true; }
  /// All files, folders before names.
  std::vector<std::string> paths() const;

 private:
  struct File {
    std::string bytes;
    std::string durable;
    bool readable = true;
  };
  using FilePtr = std::shared_ptr<File>;
  /// A name that is to point to a file, or to nothing.
  struct Link {
    std::string path;
    FilePtr file;
  };
  /// Links of one rename come true together.
  using Step = std::vector<Link>;
  struct Operation {
    enum class Kind { MakeDir, Write, Append, Sync, Rename, Remove, SyncDir } kind;
    std::string path;
    std::string other;
  };

  void record(Operation::Kind kind, std::string path, std::string other = {});
  void replay(const Operation& operation);
  void step(const std::string& dir, Step links);
  void take_space(std::size_t bytes) const;
  FilePtr find(const std::string& path) const;
  FilePtr find_readable(const std::string& path) const;

  std::set<std::string> dirs_;
  std::map<std::string, FilePtr> names_;
  std::map<std::string, FilePtr> durable_names_;
  std::map<std::string, std::vector<Step>> pending_;  ///< by folder
  std::vector<Operation> log_;
  std::uint64_t capacity_ = 1ull << 30;
  bool next_sync_fails_ = false;
};

}  // namespace skylt::test
