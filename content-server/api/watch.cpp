#include "content-server/api/watch.hpp"

#include <spdlog/spdlog.h>

#include "content-server/api/pictures.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::size_t kReceiptsKept = 200;
constexpr Seconds kSilent{150};
constexpr Seconds kLook{5};

Json number_or_null(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(nullptr); }

}  // namespace

ScreenWatch::ScreenWatch(Store& store, LiveEvent& live, Publisher& publisher, Renderer& renderer, Streams& streams)
    : live_{live}, publisher_{publisher}, renderer_{renderer}, streams_{streams} {
  for (auto& player : store.players())
    if (player.last_seen) seen_[player.screen] = {*player.last_seen, std::move(player.status), std::nullopt, "", ""};
}

void ScreenWatch::published(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now) {
  Receipt receipt{revision, now, {}};
  for (const auto& screen : altered)
    if (const auto offer = publisher_.find_offer(screen); offer && offer->problem.empty())
      receipt.screens[screen].offered = offer->revision;
  const std::lock_guard lock{mutex_};
  receipts_.push_back(std::move(receipt));
  if (receipts_.size() > kReceiptsKept) receipts_.pop_front();
}

void ScreenWatch::reported(const std::string& screen, const PlayerStatus& status, UtcTime now) {
  std::vector<Json> receipts;
  bool look = false;
  {
    const std::lock_guard lock{mutex_};
    auto& seen = seen_[screen];
    seen.at = now;
    seen.status = status;
    for (auto& receipt : receipts_) {
      const auto mine = receipt.screens.find(screen);
      if (mine == receipt.screens.end() || mine->second.ms || status.shown_revision < mine->second.offered) continue;
      mine->second.ms = std::max<std::int64_t>(0, (now - receipt.published).count());
      receipts.push_back(receipt_json(receipt, now));
    }
    look = status.drawn && seen.compared != status.scene_sha256 && comparing_.insert(screen).second;
  }
  for (const auto& receipt : receipts) streams_.publish("receipt", receipt, true);
  tell(screen, now);
  if (look && !workers_.add([this, screen] { compare(screen); })) {
    const std::lock_guard lock{mutex_};
    comparing_.erase(screen);
  }
}

void ScreenWatch::compare(const std::string& screen) {
  std::optional<PlayerStatus> status;
  {
    const std::lock_guard lock{mutex_};
    comparing_.erase(screen);
    status = seen_[screen].status;
  }
  if (!status || !status->drawn) return;
  const auto offer = publisher_.find_offer(screen);
  if (!offer || !offer->problem.empty() || offer->revision != status->shown_revision) return;
  try {
    DrawRequest request;
    request.snapshot = keep_offer(renderer_, publisher_, *offer);
    request.at = status->drawn->at;
    request.rotation = status->drawn->rotation;
    request.trusted = status->drawn->trusted;
    request.fetched = status->drawn->fetched;
    request.size = status->drawn->size;
    const bool agrees = renderer_.draw(request).scene_sha256 == status->scene_sha256;
    if (!agrees) spdlog::warn("screen {}: draws something else than revision {} says", screen, status->shown_revision);
    const std::lock_guard lock{mutex_};
    seen_[screen].agrees = agrees;
    seen_[screen].compared = status->scene_sha256;
  } catch (const std::exception& error) {
    spdlog::warn("screen {}: not compared: {}", screen, describe(error));
    return;
  }
  tell(screen, std::chrono::floor<Millis>(std::chrono::system_clock::now()));
}

void ScreenWatch::tell(const std::string& screen, UtcTime now) {
  Json state;
  {
    const std::lock_guard lock{mutex_};
    auto& seen = seen_[screen];
    state = state_json(screen, seen, now);
    const auto look = dump_json(Json{state["health"], state["shown"], state["agrees"]});
    if (seen.health == look) return;
    seen.health = look;
  }
  streams_.publish("screen", state);
}

void ScreenWatch::tick(UtcTime now) {
  std::vector<std::string> screens;
  {
    const std::lock_guard lock{mutex_};
    if (now - looked_ < kLook && now >= looked_) return;
    looked_ = now;
    for (const auto& [screen, seen] : seen_) screens.push_back(screen);
  }
  for (const auto& screen : screens) tell(screen, now);
}

std::string ScreenWatch::health(const std::string& screen, const Seen& seen, UtcTime now) const {
  const auto offer = publisher_.find_offer(screen);
  if (offer && !offer->problem.empty()) return "unpublished";
  if (!seen.status) return "never";
  if (now - seen.at > kSilent) return "silent";
  return offer && seen.status->shown_revision < offer->revision ? "behind" : "good";
}

Json ScreenWatch::state_json(const std::string& screen, const Seen& seen, UtcTime now) const {
  const auto offer = publisher_.find_offer(screen);
  const auto& status = seen.status;
  Json failures = Json::array();
  if (status)
    for (const auto& [code, count] : status->failures) failures.push_back(Json{{"code", code}, {"count", count}});
  Json json{{"id", screen}, {"health", health(screen, seen, now)}};
  json["offered"] = offer && offer->problem.empty() ? Json(offer->revision) : Json(nullptr);
  json["shown"] = status ? Json(status->shown_revision) : Json(nullptr);
  json["agrees"] = seen.agrees && status && seen.compared == status->scene_sha256 ? Json(*seen.agrees) : Json(nullptr);
  json["last_seen"] = status ? Json(format_instant(seen.at)) : Json(nullptr);
  json["problem"] = offer ? offer->problem : "";
  json["failures"] = std::move(failures);
  json["clock"] =
      status ? Json{{"trusted", status->clock_trusted}, {"offset_ms", status->clock_offset_ms}} : Json(nullptr);
  json["drawn_at"] = status && status->drawn ? Json(format_instant(status->drawn->at)) : Json(nullptr);
  return json;
}

Json ScreenWatch::state_of(const std::string& screen, UtcTime now) const {
  const std::lock_guard lock{mutex_};
  const auto seen = seen_.find(screen);
  return state_json(screen, seen == seen_.end() ? Seen{} : seen->second, now);
}

Json ScreenWatch::receipt_json(const Receipt& receipt, UtcTime now) const {
  const auto data = live_.data();
  Json screens = Json::array(), slowest = nullptr;
  std::size_t shown = 0;
  std::int64_t longest = -1;
  for (const auto& [id, waiting] : receipt.screens) {
    const auto seen = seen_.find(id);
    const auto& known = seen == seen_.end() ? Seen{} : seen->second;
    const bool silent = !known.status || now - known.at > kSilent;
    std::string name = id;
    if (data)
      for (const auto& screen : data->screens)
        if (screen.id == id && !screen.name.empty()) name = screen.name;
    if (waiting.ms) ++shown;
    if (waiting.ms && *waiting.ms > longest) {
      longest = *waiting.ms;
      slowest = Json{{"screen", id}, {"ms", longest}};
    }
    screens.push_back(Json{{"screen", id},
                           {"name", name},
                           {"offered", waiting.offered},
                           {"state", waiting.ms ? "shown"
                                     : silent   ? "silent"
                                                : "waiting"},
                           {"ms", number_or_null(waiting.ms)},
                           {"agrees", state_json(id, known, now)["agrees"]},
                           {"behind_since", waiting.ms ? Json(nullptr) : Json(format_instant(receipt.published))}});
  }
  return {{"revision", receipt.revision}, {"published", format_instant(receipt.published)},
          {"of", receipt.screens.size()}, {"shown", shown},
          {"slowest", slowest},           {"screens", screens}};
}

std::optional<Json> ScreenWatch::receipt(std::int64_t revision, UtcTime now) const {
  const std::lock_guard lock{mutex_};
  for (const auto& receipt : receipts_)
    if (receipt.revision >= revision) return receipt_json(receipt, now);
  return std::nullopt;
}

}  // namespace skylt
