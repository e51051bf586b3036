#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "content-server/api/renderer.hpp"
#include "content-server/api/streams.hpp"
#include "content-server/api/workers.hpp"
#include "content-server/http/live.hpp"

namespace skylt {

/// What stands on the screens, as far as their players say, and how far each revision has come. A player reports the
/// scene it drew; the same snapshot and moment are drawn here again, and the two must agree. Thread-safe.
class ScreenWatch {
 public:
  ScreenWatch(Store& store, LiveEvent& live, Publisher& publisher, Renderer& renderer, Streams& streams);

  /// A revision was published that alters what these screens are offered.
  void published(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now);
  /// A player reported; returns at once. What it means for receipts is told by the next tick().
  void reported(const std::string& screen, const PlayerStatus& status, UtcTime now);
  /// Call it a few times a second: however many screens came in since, each receipt is told once. And a screen that
  /// falls silent says so by saying nothing.
  void tick(UtcTime now);

  /// docs/organisers-http.md, ScreenState without what the screen itself says.
  Json state_of(const std::string& screen, UtcTime now) const;
  /// Receipt of that revision, or of the first published after it; nullopt when nothing so new was published here.
  std::optional<Json> receipt(std::int64_t revision, UtcTime now) const;

 private:
  /// What is told when it changes.
  struct Look {
    std::string health;
    std::int64_t shown = -1;
    std::optional<bool> agrees;
    std::string drift;
    bool operator==(const Look&) const = default;
  };
  struct Seen {
    UtcTime at{};
    std::optional<PlayerStatus> status;
    std::optional<bool> agrees;
    std::string compared;  ///< digest that `agrees` is about
    Look look{};           ///< as last told
  };
  struct Waiting {
    std::int64_t offered = 0;
    std::optional<std::int64_t> ms;
  };
  struct Receipt {
    std::int64_t revision = 0;
    UtcTime published{};
    std::map<std::string, Waiting> screens;
    bool untold = false;  ///< screens came in since it was told
  };
  /// A receipt as it is told, copied so that it is written without the lock.
  struct Told {
    struct Line {
      std::string screen, name;
      Waiting waiting;
      bool silent = false;
      std::optional<bool> agrees;
    };
    std::int64_t revision = 0;
    UtcTime published{};
    std::vector<Line> lines;
  };

  /// Whether the player drew what the server draws; nullopt until that scene was compared.
  static std::optional<bool> agrees(const Seen& seen);
  std::string health(const std::string& screen, const Seen& seen, UtcTime now) const;
  Json state_json(const std::string& screen, const Seen& seen, UtcTime now) const;
  Told copy_of(const Receipt& receipt, UtcTime now) const;
  static Json receipt_json(const Told& receipt);
  void compare(const std::string& screen);
  void tell(const std::string& screen, UtcTime now);
  void tell_receipts(UtcTime now);

  LiveEvent& live_;
  Publisher& publisher_;
  Renderer& renderer_;
  Streams& streams_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::map<std::string, Seen> seen_;
  std::deque<Receipt> receipts_;                        ///< oldest first
  std::unordered_map<std::string, std::string> names_;  ///< of the screens that have one, as last published
  std::set<std::string> comparing_;
  UtcTime looked_{};
  Workers workers_{1, 4096};  ///< last: its thread uses the rest
};

}  // namespace skylt
