#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

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

  /// Called by each refresh() that altered a screen or the revision, on its thread: before the players hear of it, and
  /// when they have been told. Set them before the first.
  using Published = std::function<void(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now)>;
  void on_published(Published published) { published_ = std::move(published); }
  void on_told(Published told) { told_ = std::move(told); }

  /// Reads the database, publishes what differs and answers the polls of the screens concerned: each screen's for
  /// itself, whatever another's come to.
  void refresh(UtcTime now);

  /// The event, and the revision that it is of; no data before the first refresh().
  struct State {
    std::shared_ptr<const EventData> data;
    std::int64_t revision = 0;
  };
  State state() const;
  std::shared_ptr<const EventData> data() const { return state().data; }
  std::int64_t revision() const { return state().revision; }

  /// Screens that the publication of `revision` altered, with those of what was published together with it; waits for
  /// it. nullopt where it has not come within `most`, or is long past.
  std::optional<std::vector<std::string>> altered_by(std::int64_t revision, Millis most) const;

  /// 200 with the signed manifest, or why there is none.
  HttpResponse manifest_of(const std::string& screen) const;
  /// The same; 500 where it fails: whoever waits for the answer gets one.
  HttpResponse manifest_or_failure(const std::string& screen) const;

 private:
  void wake(const std::vector<std::string>& screens);
  void wake_in_turn(std::span<const std::string> screens);

  Store& store_;
  Publisher& publisher_;
  WaitingPolls& waiting_;
  Tokens& tokens_;
  Metrics& metrics_;
  Published published_;
  Published told_;
  mutable std::mutex mutex_;  ///< guards what follows
  mutable std::condition_variable came_;
  std::map<std::int64_t, std::vector<std::string>> altered_;  ///< by the last publications
  State state_;
};

/// 304 to a player that has the manifest of that tag.
HttpResponse manifest_unchanged(const std::string& etag);

}  // namespace skylt
