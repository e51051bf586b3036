#include "content-server/api/pictures.hpp"

#include "content-server/store/sqlite_store.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kMostDrafts = 50;
constexpr Minutes kDraftLife{10};

}  // namespace

std::string keep_offer(Renderer& renderer, const Publisher& publisher, const Offer& offer) {
  return renderer.keep(offer.etag(), offer.content.manifest(offer.revision, offer.created), publisher.body_of(offer),
                       [&](const std::string& sha256) { return publisher.find_blob(sha256); });
}

std::optional<std::string> PictureCache::find(const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return std::nullopt;
  kept_.splice(kept_.begin(), kept_, known->second);
  return known->second->png;
}

void PictureCache::put(const std::string& key, const std::string& png) {
  const std::lock_guard lock{mutex_};
  if (by_key_.contains(key)) return;
  kept_.push_front({key, png});
  by_key_[key] = kept_.begin();
  bytes_ += png.size();
  while (bytes_ > kMostBytes && kept_.size() > 1) {
    bytes_ -= kept_.back().png.size();
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
  }
}

std::string Drafts::add(EventData data, const std::string& by, std::vector<std::string> screens, UtcTime now) {
  const std::lock_guard lock{mutex_};
  drafts_.push_front(
      {random_token().substr(0, 22), now, by, std::move(screens), std::make_shared<const EventData>(std::move(data))});
  if (drafts_.size() > kMostDrafts) drafts_.pop_back();
  return drafts_.front().id;
}

std::optional<Drafts::Draft> Drafts::find(const std::string& id, UtcTime now) {
  const std::lock_guard lock{mutex_};
  std::erase_if(drafts_, [&](const Draft& draft) { return now - draft.made > kDraftLife; });
  for (const auto& draft : drafts_)
    if (draft.id == id) return draft;
  return std::nullopt;
}

}  // namespace skylt
