#include "content-server/api/watch.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "content-server/api/pictures.hpp"
#include "content-server/store/clock.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::size_t kReceiptsKept = 200;
constexpr Seconds kSilent{150};
constexpr Seconds kLook{5};

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// pages change in step only where clocks agree, and far off a screen tells the wrong session.
const char* drift_of(const PlayerStatus& status) {
  const auto off = status.clock_offset_ms < 0 ? -status.clock_offset_ms : status.clock_offset_ms;
  return off > 30'000 ? "red" : off > 2'000 ? "yellow" : "none";
}

}  // namespace

ScreenWatch::ScreenWatch(Store& store, LiveEvent& live, Publisher& publisher, Renderer& renderer, Streams& streams)
    : live_{live}, publisher_{publisher}, renderer_{renderer}, streams_{streams} {
  for (auto& player : store.players())
    if (player.last_seen) seen_[player.screen] = {*player.last_seen, std::move(player.status), std::nullopt, "", {}};
}

void ScreenWatch::published(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now) {
  std::unordered_map<std::string, std::string> names;
  std::set<std::string> known;
  const auto data = live_.data();
  for (const auto& screen : data->screens) {
    known.insert(screen.id);
    if (!screen.name.empty()) names.emplace(screen.id, screen.name);
  }
  Receipt receipt{revision, now, {}, false};
  for (const auto& screen : altered)
    if (const auto offer = publisher_.find_offer(screen); offer && offer->problem.empty())
      receipt.screens[screen].offered = offer->revision;
  const std::lock_guard lock{mutex_};
  names_.swap(names);
  // What a removed screen said last is not said of a new one with its id.
  std::erase_if(seen_, [&](const auto& seen) { return !known.contains(seen.first); });
  receipts_.push_back(std::move(receipt));
  if (receipts_.size() > kReceiptsKept) receipts_.pop_front();
}

void ScreenWatch::reported(const std::string& screen, const PlayerStatus& status, UtcTime now) {
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
      receipt.untold = true;
    }
    look = status.drawn && seen.compared != status.scene_sha256 && comparing_.insert(screen).second;
  }
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
  tell(screen, wall_now());
}

void ScreenWatch::tell(const std::string& screen, UtcTime now) {
  Json state;
  {
    const std::lock_guard lock{mutex_};
    auto& seen = seen_[screen];
    const Look look{health(screen, seen, now), seen.status ? seen.status->shown_revision : -1, agrees(seen),
                    seen.status ? drift_of(*seen.status) : ""};
    if (seen.look == look) return;
    seen.look = look;
    if (streams_.size() == 0) return;  // whoever comes later reads the state as it is
    state = state_json(screen, seen, now);
  }
  streams_.publish("screen", state);
}

void ScreenWatch::tell_receipts(UtcTime now) {
  const bool heard = streams_.size() > 0;  // whoever comes later asks for the receipt
  std::vector<Told> untold;
  {
    const std::lock_guard lock{mutex_};
    for (auto& receipt : receipts_)
      if (std::exchange(receipt.untold, false) && heard) untold.push_back(copy_of(receipt, now));
  }
  for (const auto& receipt : untold) streams_.publish("receipt", receipt_json(receipt), true);
}

void ScreenWatch::tick(UtcTime now) {
  tell_receipts(now);
  std::vector<std::string> screens;
  {
    const std::lock_guard lock{mutex_};
    if (now - looked_ < kLook && now >= looked_) return;
    looked_ = now;
    for (const auto& [screen, seen] : seen_) screens.push_back(screen);
  }
  for (const auto& screen : screens) tell(screen, now);
}

std::optional<bool> ScreenWatch::agrees(const Seen& seen) {
  return seen.status && seen.compared == seen.status->scene_sha256 ? seen.agrees : std::nullopt;
}

std::string ScreenWatch::health(const std::string& screen, const Seen& seen, UtcTime now) const {
  const auto offer = publisher_.find_offer(screen);
  if (offer && !offer->problem.empty()) return "unpublished";
  if (!seen.status) return "never";
  if (now - seen.at > kSilent) return "silent";
  return offer && (seen.status->shown_revision < offer->revision || !offer->outdated.empty()) ? "behind" : "good";
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
  json["agrees"] = or_null(agrees(seen));
  json["last_seen"] = status ? Json(format_instant(seen.at)) : Json(nullptr);
  json["problem"] = !offer ? "" : offer->problem.empty() ? offer->outdated : offer->problem;
  json["failures"] = std::move(failures);
  json["clock"] = status ? Json{{"trusted", status->clock_trusted},
                                {"offset_ms", status->clock_offset_ms},
                                {"drift", drift_of(*status)}}
                         : Json(nullptr);
  json["drawn_at"] = status && status->drawn ? Json(format_instant(status->drawn->at)) : Json(nullptr);
  return json;
}

Json ScreenWatch::state_of(const std::string& screen, UtcTime now) const {
  const std::lock_guard lock{mutex_};
  const auto seen = seen_.find(screen);
  return state_json(screen, seen == seen_.end() ? Seen{} : seen->second, now);
}

ScreenWatch::Told ScreenWatch::copy_of(const Receipt& receipt, UtcTime now) const {
  Told told{receipt.revision, receipt.published, {}};
  told.lines.reserve(receipt.screens.size());
  for (const auto& [screen, waiting] : receipt.screens) {
    const auto name = names_.find(screen);
    Told::Line line{screen, name == names_.end() ? screen : name->second, waiting, true, std::nullopt};
    if (const auto seen = seen_.find(screen); seen != seen_.end()) {
      line.silent = !seen->second.status || now - seen->second.at > kSilent;
      line.agrees = agrees(seen->second);
    }
    told.lines.push_back(std::move(line));
  }
  return told;
}

Json ScreenWatch::receipt_json(const Told& receipt) {
  Json screens = Json::array(), slowest = nullptr;
  std::size_t shown = 0;
  std::int64_t longest = -1;
  for (const auto& line : receipt.lines) {
    const auto& ms = line.waiting.ms;
    if (ms) ++shown;
    if (ms && *ms > longest) {
      longest = *ms;
      slowest = Json{{"screen", line.screen}, {"ms", longest}};
    }
    const char* state = line.silent ? "silent" : "waiting";
    screens.push_back(Json{{"screen", line.screen},
                           {"name", line.name},
                           {"offered", line.waiting.offered},
                           {"state", ms ? "shown" : state},
                           {"ms", or_null(ms)},
                           {"agrees", or_null(line.agrees)},
                           {"behind_since", ms ? Json(nullptr) : Json(format_instant(receipt.published))}});
  }
  return {{"revision", receipt.revision}, {"published", format_instant(receipt.published)},
          {"of", receipt.lines.size()},   {"shown", shown},
          {"slowest", slowest},           {"screens", screens}};
}

std::optional<Json> ScreenWatch::receipt(std::int64_t revision, UtcTime now) const {
  std::optional<Told> told;
  {
    const std::lock_guard lock{mutex_};
    const auto wanted = std::find_if(receipts_.begin(), receipts_.end(),
                                     [&](const Receipt& receipt) { return receipt.revision >= revision; });
    if (wanted == receipts_.end()) return std::nullopt;
    told = copy_of(*wanted, now);
  }
  return receipt_json(*told);
}

}  // namespace skylt
