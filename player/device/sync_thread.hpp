#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "player/device/mailbox.hpp"
#include "player/sync/synchroniser.hpp"

namespace skylt {

/// Runs one turn of the Synchroniser after the other on a thread of its own, and rests between them. Ends promptly when
/// destroyed, whatever it is waiting for.
class SyncThread {
 public:
  struct Connection {
    std::unique_ptr<Fetcher> fetcher;
    std::unique_ptr<Synchroniser> synchroniser;
  };
  using Log = std::function<void(const std::string&)>;
  /// Called on the thread. `log`: for SyncOptions. What it throws is logged, once as long as it stays the same, and it
  /// is called again later: a token file that is missing today is there tomorrow.
  using Connect = std::function<Connection(Log log)>;

  /// `first`: the wait before the first contact; `again`: between attempts to connect.
  SyncThread(Connect connect, Mailbox& mailbox, Millis first, Millis again = Minutes{1});
  ~SyncThread();
  SyncThread(const SyncThread&) = delete;
  SyncThread& operator=(const SyncThread&) = delete;

 private:
  void run(Millis wait);
  Millis step();
  void connect();
  bool stopped_after(Millis wait);

  Connect connect_;
  Mailbox& mailbox_;
  Millis again_;
  Connection connection_;  ///< set by the thread, under the mutex; without a fetcher until connect_ gives one
  std::string last_fault_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace skylt
