#pragma once
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "player/device/clocks.hpp"
#include "player/device/glyphs.hpp"
#include "player/device/mailbox.hpp"
#include "player/device/service.hpp"
#include "player/paint/stage.hpp"

namespace skylt {

/// The SDL thread: owns everything that is visible. Decides when to look again, asks for the scene, brings it to the
/// glass, and sleeps until something is due; where there is a window with events, no longer than a second at a time.
/// Whatever fails, the last good picture stays; what the panel refused is brought to it again some seconds later
///
class Player {
 public:
  struct Options {
    WallClock clock;
    UtcTime floor{};  ///< never earlier than this (R-42); what the server signs later raises it
    std::string version;
    MonotonicTime started;
    bool shift = true;  ///< move the picture by a few pixels now and then (R-50)
    std::function<MonotonicTime()> now = std::chrono::steady_clock::now;
    std::function<bool()> ntp = ntp_synchronised;
  };

  /// `window`: the same panel when it has events to pump; may be nullptr.
  Player(Presenter& presenter, Window* window, Mailbox& mailbox, Service& service, Options options);
  ~Player();

  /// Shows `snapshot`. Returns false, and keeps what is shown, when it cannot be drawn. One that can be drawn and that
  /// only the panel refuses is taken, and comes to the glass with a later turn. `confirmed`: when the server
  /// last confirmed a snapshot that did not come through the mailbox; nullopt: fresh.
  bool take(std::shared_ptr<const Snapshot> snapshot, std::optional<UtcTime> confirmed = std::nullopt);

  /// Until SIGTERM, SIGINT or the window's end.
  void loop();

  /// One turn of the loop: sleeps until something is due or comes, then does it. False: this is the end. Before the
  /// first snapshot it shows a calm plate. What the panel refuses is counted, logged and tried again, never
  /// thrown.
  bool turn();

  /// When turn() wakes though nothing comes. Never later than the scene that is shown asks for.
  MonotonicTime next_wake(MonotonicTime now) const;

 private:
  struct Content;
  std::unique_ptr<Content> prepare(std::shared_ptr<const Snapshot> snapshot, std::optional<UtcTime> confirmed) const;
  void do_what_is_due(const Mailbox::Woken& woken);
  void note(const std::exception& fault);
  void tell_once(const std::string& failure);
  void refuse(std::int64_t revision, const std::exception& fault);
  void look();
  void show_plate();
  void show(Content& content);
  Scene scene_of(Content& content, MonotonicTime now, PlayerStatus::Drawn& drawn);
  std::optional<UtcTime> fetched(const Content& content, UtcTime now) const;
  UtcTime floor() const;
  bool clock_trusted(UtcTime wall) const;
  void leave_status(const Content& content, const PlayerStatus::Drawn& drawn);
  void keep_alive(MonotonicTime now);
  void pump();

  Presenter& presenter_;
  Window* window_;
  Mailbox& mailbox_;
  Service& service_;
  Options options_;
  Stage stage_;
  RotationClock rotation_;
  std::unique_ptr<Content> content_;
  MonotonicTime due_{};  ///< when to look again
  MonotonicTime alive_{};
  MonotonicTime resting_{};  ///< after a fault: nothing is due before this
  MonotonicTime used_{};     ///< the window's last event
  std::uint64_t scene_faults_ = 0;
  std::set<std::string> told_;  ///< failures of regions and images that are in the log
  std::string last_fault_;
  bool ended_ = false;
};

}  // namespace skylt
