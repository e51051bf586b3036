#pragma once
#include <memory>
#include <string>

#include "player/device/clocks.hpp"
#include "player/device/glyphs.hpp"
#include "player/device/mailbox.hpp"
#include "player/device/service.hpp"
#include "player/paint/stage.hpp"

namespace skylt {

/// The SDL thread: owns everything that is visible. Decides when to look again, asks for the scene, brings it to the
/// glass, and sleeps until something is due. Whatever fails, the last good picture stays.
class Player {
 public:
  struct Options {
    WallClock clock;
    UtcTime floor{};                   ///< never earlier than this (R-42)
    std::optional<UtcTime> confirmed;  ///< when the server last confirmed the snapshot that the player starts with
    std::string version;
    MonotonicTime started;
    bool shift = true;  ///< move the picture by a few pixels now and then (R-50)
  };

  /// `window`: the same panel when it has events to pump; may be nullptr.
  Player(Presenter& presenter, WindowPresenter* window, Mailbox& mailbox, Service& service, Options options);
  ~Player();

  /// Shows `snapshot`, or the waiting picture where there is none. Returns false, and keeps what is shown, when the
  /// snapshot cannot be shown.
  bool take(std::shared_ptr<const Snapshot> snapshot);

  /// Until SIGTERM, SIGINT or the window's end.
  void loop();

 private:
  struct Content;
  std::unique_ptr<Content> prepare(std::shared_ptr<const Snapshot> snapshot) const;
  void look();
  void show(Content& content);
  Scene scene_of(Content& content, MonotonicTime now, PlayerStatus::Drawn& drawn);
  std::optional<UtcTime> fetched(UtcTime wall) const;
  bool clock_trusted(UtcTime wall) const;
  void leave_status(const Content& content, const PlayerStatus::Drawn& drawn);
  void keep_alive(MonotonicTime now);
  void pump();
  MonotonicTime next_wake(MonotonicTime now) const;

  Presenter& presenter_;
  WindowPresenter* window_;
  Mailbox& mailbox_;
  Service& service_;
  Options options_;
  Stage stage_;
  RotationClock rotation_;
  std::unique_ptr<Content> content_;
  MonotonicTime due_{};  ///< when to look again
  MonotonicTime alive_{};
  std::uint64_t scene_faults_ = 0;
  std::string last_fault_;
  bool ended_ = false;
};

}  // namespace skylt
