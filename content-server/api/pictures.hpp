#pragma once
#include <list>
#include <map>
#include <mutex>

#include "content-server/api/renderer.hpp"
#include "content-server/publish/publisher.hpp"

namespace skylt {

/// Folder of what the screen is offered now, for the renderer.
std::string keep_offer(Renderer& renderer, const Publisher& publisher, const Offer& offer);

/// Finished pictures by what they show, the last few hundred. Thread-safe.
class PictureCache {
 public:
  std::optional<std::string> find(const std::string& key);
  void put(const std::string& key, const std::string& png);

 private:
  struct Kept {
    std::string key, png;
  };
  std::mutex mutex_;
  std::list<Kept> kept_;  ///< last used first
  std::map<std::string, std::list<Kept>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

/// States of the event that nobody has saved: what a change would make of it. Thread-safe.
class Drafts {
 public:
  struct Draft {
    std::string id;
    UtcTime made{};
    std::string by;                    ///< id of the account or the personal link that made it
    std::vector<std::string> screens;  ///< those that would show something else
    std::shared_ptr<const EventData> data;
  };

  /// Returns its id; it lives for ten minutes, and only the last fifty do.
  std::string add(EventData data, const std::string& by, std::vector<std::string> screens, UtcTime now);
  std::optional<Draft> find(const std::string& id, UtcTime now);

 private:
  std::mutex mutex_;
  std::list<Draft> drafts_;  ///< newest first
};

}  // namespace skylt
