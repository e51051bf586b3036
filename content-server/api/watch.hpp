#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <set>

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
  /// A player reported; returns at once.
  void reported(const std::string& screen, const PlayerStatus& status, UtcTime now);
  /// Call it once a second: a screen that falls silent says so by saying nothing.
  void tick(UtcTime now);

  /// docs/organisers-http.md, ScreenState without what the screen itself says.
  Json state_of(const std::string& screen, UtcTime now) const;
  /// Receipt of that revision, or of the first published after it; nullopt when nothing so new was published here.
  std::optional<Json> receipt(std::int64_t revision, UtcTime now) const;

 private:
  struct Seen {
    UtcTime at{};
    std::optional<PlayerStatus> status;
    std::optional<bool> agrees;
    std::string compared;  ///< digest that `agrees` is about
    std::string health;    ///< as last told
  };
  struct Waiting {
    std::int64_t offered = 0;
    std::optional<std::int64_t> ms;
  };
  struct Receipt {
    std::int64_t revision = 0;
    UtcTime published{};
    std::map<std::string, Waiting> screens;
  };

  std::string health(const std::string& screen, const Seen& seen, UtcTime now) const;
  Json state_json(const std::string& screen, const Seen& seen, UtcTime now) const;
  Json receipt_json(const Receipt& receipt, UtcTime now) const;
  void compare(const std::string& screen);
  void tell(const std::string& screen, UtcTime now);

  LiveEvent& live_;
  Publisher& publisher_;
  Renderer& renderer_;
  Streams& streams_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::map<std::string, Seen> seen_;
  std::deque<Receipt> receipts_;  ///< oldest first
  std::set<std::string> comparing_;
  UtcTime looked_{};
  Workers workers_{1, 4096};  ///< last: its thread uses the rest
};

}  // namespace skylt
