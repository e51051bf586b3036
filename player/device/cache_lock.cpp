#include "player/device/cache_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"
#include "player/sync/file_system.hpp"

namespace skylt {

CacheLock::CacheLock(const std::string& dir) {
  posix_file_system()->make_dir(dir);
  // The folder itself is locked: that needs no file, so it works on a full disk too.
  fd_ = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd_ < 0) throw Error{ErrorCode::Unavailable, dir + ": cannot open the cache: " + std::strerror(errno)};
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd_);
    throw Error{ErrorCode::Conflict, dir + ": another player uses this cache; stop it first"};
  }
}

CacheLock::~CacheLock() { ::close(fd_); }

}  // namespace skylt
