#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace skylt {

// How one process tells another on the same machine that the database has a new revision. Every listener holds a Unix
// datagram socket notify-<pid>-<n>.sock (mode 0600) in the data folder; a writer sends one byte to each after its
// commit. A poke is only a hint: a listener that misses one finds the revision itself within a second.

/// Wakes the listeners of that folder; never blocks. Those that cannot be reached, or found because the folder cannot
/// be read, are passed over: they look by themselves. Returns how many were reached. Sockets that dead processes left
/// behind are removed.
int poke_servers(const std::string& data_dir);

/// Calls back when the revision has grown, from its own thread: at once after a poke, within a second otherwise. The
/// first call comes right at the start, for what was written before the listener was there.
class ChangeListener {
 public:
  /// `revision` reads the store's revision, `changed` is told the new one; both are called on the listener's thread.
  /// An exception of either is passed over and the revision is asked again a second later. Throws Error(unavailable)
  /// when the socket cannot be made.
  ChangeListener(const std::string& data_dir, std::function<std::int64_t()> revision,
                 std::function<void(std::int64_t)> changed);
  ~ChangeListener();
  ChangeListener(const ChangeListener&) = delete;
  ChangeListener& operator=(const ChangeListener&) = delete;

 private:
  void listen();

  std::function<std::int64_t()> revision_;
  std::function<void(std::int64_t)> changed_;
  std::string socket_path_;
  int socket_ = -1;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace skylt
