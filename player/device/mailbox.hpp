#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include "player/device/clocks.hpp"
#include "player/sync/synchroniser.hpp"

namespace skylt {

/// The one place where the two threads of the player meet. The sync thread hands over snapshots and what the server
/// says (Screenside); the SDL thread sleeps here until that, a signal, a step of the wall clock or its deadline, and
/// leaves word of what it shows. The sleep is one poll() on file descriptors; a window's events are not among them.
class Mailbox : public Screenside {
 public:
  /// Blocks SIGTERM and SIGINT for this thread and those it starts: they arrive through wait(). SDL thread.
  Mailbox();
  ~Mailbox() override;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // From the sync thread.
  void take(std::shared_ptr<const Snapshot> snapshot) override;
  void confirm(std::int64_t revision) override;
  void take_time(UtcTime server_time) override;
  PlayerStatus status(std::int64_t revision) override;

  // From the SDL thread.
  struct Woken {
    bool end = false;         ///< SIGTERM or SIGINT
    bool news = false;        ///< from the sync thread
    bool clock_step = false;  ///< somebody set the wall clock
  };
  Woken wait(MonotonicTime until);

  /// The snapshot that has come since the last call, else nullptr.
  std::shared_ptr<const Snapshot> collect();

  /// When the server last said, by sending or confirming it, that this revision is current; nullopt: never.
  std::optional<MonotonicTime> confirmed(std::int64_t revision) const;

  /// The server's signed clock, run on to now; nullopt when a day old.
  std::optional<UtcTime> server_time() const;

  /// The latest instant that the server has signed; it stays where it is. nullopt: none was heard.
  std::optional<UtcTime> signed_time() const;

  void leave_status(PlayerStatus status);
  /// Lets a waiting status() go.
  void close();

 private:
  void wake();
  void set_confirmed(std::int64_t revision);

  mutable std::mutex mutex_;
  std::condition_variable shown_;
  std::shared_ptr<const Snapshot> pending_;
  PlayerStatus status_;
  std::map<std::int64_t, MonotonicTime> confirmed_;  ///< of the revision that is shown, and of newer ones
  std::optional<UtcTime> server_time_;
  MonotonicTime server_time_at_{};
  std::optional<UtcTime> signed_time_;
  bool closed_ = false;

  int news_fd_ = -1;
  int signal_fd_ = -1;
  int clock_fd_ = -1;
};

}  // namespace skylt
