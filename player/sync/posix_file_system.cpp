#include <dirent.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "core/base/error.hpp"
#include "player/sync/file_system.hpp"

namespace skylt {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  const int reason = errno;
  throw Error{ErrorCode::Unavailable, path + ": cannot " + what + ": " + std::strerror(reason)};
}

/// Damage, where it is the disk's fault. Too many open files say nothing against the file.
[[noreturn]] void fail_to_read(const std::string& path, const std::string& what) {
  const int reason = errno;
  const bool damaged = reason == EIO || reason == EBADMSG || reason == EUCLEAN;
  throw Error{damaged ? ErrorCode::Invalid : ErrorCode::Unavailable,
              path + ": cannot " + what + ": " + std::strerror(reason)};
}

/// The folder that a path lies in.
std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// An open file; closes itself.
class File {
 public:
  File(const std::string& path, int flags) : path_{path}, fd_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_, "write");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// Up to `count` bytes; 0 at the end.
  std::size_t read(char* to, std::size_t count) {
    for (;;) {
      const ssize_t got = ::read(fd_, to, count);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) fail_to_read(path_, "read");
    }
  }

  void close() {
    const int fd = std::exchange(fd_, -1);
    if (::close(fd) != 0 && errno != EINTR) fail(path_, "close");
  }

 private:
  std::string path_;
  int fd_;
};

/// A file's bytes as the kernel keeps them: costs no memory of our own until it is read.
class MappedBlob : public Blob {
 public:
  MappedBlob(void* start, std::size_t size) : start_{start}, size_{size} {}
  ~MappedBlob() override {
    if (size_ > 0) ::munmap(start_, size_);
  }
  MappedBlob(const MappedBlob&) = delete;
  MappedBlob& operator=(const MappedBlob&) = delete;
  std::span<const std::byte> bytes() const override { return {static_cast<const std::byte*>(start_), size_}; }
  void give_back() const override {
    if (size_ > 0) ::madvise(start_, size_, MADV_DONTNEED);  // clean pages of a file: the kernel still has them
  }

 private:
  void* start_;
  std::size_t size_;
};

class PosixFileSystem : public FileSystem {
 public:
  std::optional<std::string> read(const std::string& path) override {
    File file{path, O_RDONLY};
    if (!file.is_open()) {
      if (errno == ENOENT) return std::nullopt;
      fail_to_read(path, "open");
    }
    std::string bytes;
    std::array<char, 16384> chunk;
    while (const std::size_t got = file.read(chunk.data(), chunk.size())) bytes.append(chunk.data(), got);
    return bytes;
  }

  std::optional<std::uint64_t> size(const std::string& path) override {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) return static_cast<std::uint64_t>(info.st_size);
    if (errno == ENOENT) return std::nullopt;
    fail_to_read(path, "look at the file");
  }

  std::string sha256(const std::string& path) override {
    File file{path, O_RDONLY};
    if (!file.is_open()) fail_to_read(path, "open");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    if (!state || EVP_DigestInit_ex(state.get(), EVP_sha256(), nullptr) != 1)
      throw Error{ErrorCode::Internal, "OpenSSL has no SHA-256"};
    std::array<char, 65536> chunk;
    while (const std::size_t got = file.read(chunk.data(), chunk.size())) {
      EVP_DigestUpdate(state.get(), chunk.data(), got);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    EVP_DigestFinal_ex(state.get(), hash.data(), nullptr);
    std::string hex(2 * hash.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
  }

  BlobPtr map(const std::string& path) override {
    const File file{path, O_RDONLY};
    if (!file.is_open()) fail_to_read(path, "open");
    struct stat info {};
    if (::fstat(file.fd(), &info) != 0) fail_to_read(path, "look at the file");
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size == 0) return make_blob({});
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd(), 0);
    if (start == MAP_FAILED) fail(path, "map");
    return std::make_shared<MappedBlob>(start, size);
  }

  std::vector<std::string> list(const std::string& dir) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> open{::opendir(dir.c_str()), ::closedir};
    if (!open) fail(dir, "list the folder");
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(open.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  void make_dir(const std::string& path) override {
    for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
      const std::string part = path.substr(0, slash);
      if (::mkdir(part.c_str(), 0700) == 0) {
        sync_dir(parent_of(part));
      } else if (errno != EEXIST) {
        fail(part, "make the folder");
      }
      if (slash == std::string::npos) return;
    }
  }

  void write(const std::string& path, std::string_view bytes) override { put(path, bytes, O_TRUNC); }
  void append(const std::string& path, std::string_view bytes) override { put(path, bytes, O_APPEND); }

  void sync(const std::string& path) override {
    const File file{path, O_RDONLY};
    if (!file.is_open()) fail(path, "open");
    if (::fsync(file.fd()) != 0) fail(path, "make durable");
  }

  void rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail(from, "rename");
  }

  void remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(path, "remove");
  }

  void sync_dir(const std::string& path) override {
    const File dir{path, O_RDONLY | O_DIRECTORY};
    if (!dir.is_open()) fail(path, "open the folder");
    if (::fsync(dir.fd()) != 0) fail(path, "make the folder durable");
  }

  std::uint64_t free_bytes(const std::string& dir) override {
    struct statvfs info {};
    if (::statvfs(dir.c_str(), &info) != 0) fail(dir, "look at the disk");
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
  }

 private:
  static void put(const std::string& path, std::string_view bytes, int mode) {
    File file{path, O_WRONLY | O_CREAT | mode};
    if (!file.is_open()) fail(path, "open");
    file.write(bytes);
    file.close();
  }
};

}  // namespace

std::unique_ptr<FileSystem> posix_file_system() { return std::make_unique<PosixFileSystem>(); }

}  // namespace skylt
