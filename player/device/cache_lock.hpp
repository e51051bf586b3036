#pragma once
#include <string>

namespace skylt {

/// Keeps a second player and `provision` off a cache that is in use, as long as it lives.
class CacheLock {
 public:
  /// Makes the folder where needed. Throws Error(conflict) when another program holds it.
  explicit CacheLock(const std::string& dir);
  ~CacheLock();
  CacheLock(const CacheLock&) = delete;
  CacheLock& operator=(const CacheLock&) = delete;

 private:
  int fd_;
};

}  // namespace skylt
