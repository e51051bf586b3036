#include "content-server/publish/file_blob.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.hpp"

namespace skylt {
namespace {

class MappedBlob : public Blob {
 public:
  MappedBlob(void* address, std::size_t size) : address_{address}, size_{size} {}
  ~MappedBlob() override {
    if (size_ > 0) munmap(address_, size_);
  }
  MappedBlob(const MappedBlob&) = delete;
  MappedBlob& operator=(const MappedBlob&) = delete;
  std::span<const std::byte> bytes() const override { return {static_cast<const std::byte*>(address_), size_}; }

 private:
  void* address_;
  std::size_t size_;
};

class FileHandle {
 public:
  explicit FileHandle(const std::string& path) : fd_{open(path.c_str(), O_RDONLY | O_CLOEXEC)} {}
  ~FileHandle() {
    if (fd_ >= 0) close(fd_);
  }
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

BlobPtr map_file(const std::string& path) {
  const FileHandle file{path};
  struct stat info {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0)
    throw Error{ErrorCode::NotFound, path + ": cannot be read; check that it is there and may be read"};
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size == 0) return make_blob({});
  void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (address == MAP_FAILED) throw Error{ErrorCode::Unavailable, path + ": cannot be mapped into memory"};
  return std::make_shared<MappedBlob>(address, size);
}

}  // namespace skylt
