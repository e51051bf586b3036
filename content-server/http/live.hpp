#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>

#include "content-server/http/metrics.hpp"
#include "content-server/http/tokens.hpp"
#include "content-server/http/waiting.hpp"
#include "content-server/publish/publisher.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// The event as it is served now: follows the database and tells the players that wait. refresh() is called by one
/// thread at a time, the rest by any.
class LiveEvent {
 public:
  LiveEvent(Store& store, Publisher& publisher, WaitingPolls& waiting, Tokens& tokens, Metrics& metrics);

  /// Called after each refresh() that altered a screen or the revision, on its thread. Set it before the first.
  using Published = std::function<void(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now)>;
  void on_published(Published published) { published_ = std::move(published); }

  /// Reads the database, publishes what differs and answers the polls of the screens concerned.
  void refresh(UtcTime now);

  std::shared_ptr<const EventData> data() const;
  std::int64_t revision() const;

  /// 200 with the signed manifest, or why there is none.
  HttpResponse manifest_of(const std::string& screen) const;

 private:
  void wake(const std::vector<std::string>& screens);
  void wake_in_turn(std::span<const std::string> screens);

  Store& store_;
  Publisher& publisher_;
  WaitingPolls& waiting_;
  Tokens& tokens_;
  Metrics& metrics_;
  Published published_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::shared_ptr<const EventData> data_;
  std::int64_t revision_ = 0;
};

}  // namespace skylt
