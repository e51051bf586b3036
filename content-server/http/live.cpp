#include "content-server/http/live.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "content-server/store/halves.hpp"

namespace skylt {
namespace {

constexpr std::size_t kPublicationsKept = 50;
constexpr std::size_t kToldTogether = 32;  // the threads that send are woken once for so many

HttpResponse headers_of_manifest(const std::string& etag) {
  HttpResponse response;
  response.headers = {
      {"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "private, no-cache"}, {"ETag", etag}};
  return response;
}

}  // namespace

LiveEvent::LiveEvent(Store& store, Publisher& publisher, WaitingPolls& waiting, Tokens& tokens, Metrics& metrics)
    : store_{store}, publisher_{publisher}, waiting_{waiting}, tokens_{tokens}, metrics_{metrics} {}

void LiveEvent::refresh(UtcTime now) {
  const auto started = std::chrono::steady_clock::now();
  tokens_.forget();  // first: one that was taken back is good for nothing more, however long or badly the rest goes
  const auto revision = store_.revision();  // read before the rows: they may be newer, never older
  auto data = store_.shared_event_data();
  const auto altered = publisher_.update(data, revision, now);
  {
    const std::lock_guard lock{mutex_};
    state_ = {std::move(data), revision};
  }
  if (published_) published_(revision, altered, now);
  wake(altered);
  if (told_) told_(revision, altered, now);
  {
    const std::lock_guard lock{mutex_};
    altered_[revision] = altered;
    if (altered_.size() > kPublicationsKept) altered_.erase(altered_.begin());
  }
  came_.notify_all();
  publisher_.save();
  metrics_.published(altered.size(),
                     std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started));
}

std::optional<std::vector<std::string>> LiveEvent::altered_by(std::int64_t revision, Millis most) const {
  std::unique_lock lock{mutex_};
  const auto came = [&] { return !altered_.empty() && altered_.rbegin()->first >= revision; };
  // The one before tells where this one began; what is older than all that are kept is long past.
  if (!came_.wait_for(lock, most, came) || altered_.begin()->first >= revision) return std::nullopt;
  return altered_.lower_bound(revision)->second;
}

void LiveEvent::wake(const std::vector<std::string>& screens) {
  // Signing is most of the work.
  in_halves(screens.size(),
            [&](std::size_t from, std::size_t to) { wake_in_turn(std::span{screens}.subspan(from, to - from)); });
}

void LiveEvent::wake_in_turn(std::span<const std::string> screens) {
  while (!screens.empty()) {
    const auto some = screens.first(std::min(screens.size(), kToldTogether));
    screens = screens.subspan(some.size());
    std::vector<std::pair<WaitingPolls::Poll, HttpResponse>> replies;
    for (const auto& screen : some) {
      auto polls = waiting_.take(screen);
      if (polls.empty()) continue;
      auto response = manifest_or_failure(screen);
      for (std::size_t i = 1; i < polls.size(); ++i) replies.emplace_back(std::move(polls[i]), response);
      replies.emplace_back(std::move(polls.front()), std::move(response));
    }
    for (auto& [poll, response] : replies) {
      try {
        metrics_.reply(*poll.answer, std::move(response));
      } catch (const std::exception& error) {
        spdlog::error("screen {}: not told: {}", poll.screen, describe(error));
      }
    }
  }
}

HttpResponse LiveEvent::manifest_or_failure(const std::string& screen) const {
  try {
    return manifest_of(screen);
  } catch (const std::exception& error) {
    spdlog::error("screen {}: no manifest: {}", screen, describe(error));
    return error_response(ErrorCode::Internal, "something went wrong here");
  }
}

LiveEvent::State LiveEvent::state() const {
  const std::lock_guard lock{mutex_};
  return state_;
}

HttpResponse LiveEvent::manifest_of(const std::string& screen) const {
  const auto offer = publisher_.find_offer(screen);
  if (!offer) return error_response(ErrorCode::NotFound, "there is no screen '" + screen + "'");
  if (!offer->problem.empty()) return error_response(ErrorCode::Conflict, offer->problem);
  HttpResponse response = headers_of_manifest(offer->etag());
  response.body = publisher_.body_of(*offer);
  return response;
}

HttpResponse manifest_unchanged(const std::string& etag) { return not_modified(headers_of_manifest(etag)); }

}  // namespace skylt
