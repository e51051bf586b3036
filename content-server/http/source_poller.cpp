#include "content-server/http/source_poller.hpp"

#include <spdlog/spdlog.h>

#include "content-server/store/clock.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr auto kLookForSources = std::chrono::seconds{30};

bool is_url(const std::string& location) {
  return location.rfind("https://", 0) == 0 || location.rfind("http://", 0) == 0;
}

}  // namespace

SourcePoller::SourcePoller(std::unique_ptr<Store> store, Settings settings, Metrics& metrics)
    : store_{std::move(store)}, settings_{std::move(settings)}, metrics_{metrics} {}

SourcePoller::~SourcePoller() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  stop_signal_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SourcePoller::start() {
  thread_ = std::thread{[this] { run(); }};
}

void SourcePoller::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    lock.unlock();
    auto next = SteadyClock::now() + kLookForSources;
    try {
      next = std::min(next, poll_due(SteadyClock::now(), wall_now()));
    } catch (const std::exception& error) {
      spdlog::error("sources: {}", describe(error));
    }
    lock.lock();
    stop_signal_.wait_until(lock, next, [this] { return stopping_; });
  }
}

bool SourcePoller::stopping() {
  const std::lock_guard lock{mutex_};
  return stopping_;
}

SteadyClock::time_point SourcePoller::poll_due(SteadyClock::time_point now, UtcTime wall) {
  auto next = SteadyClock::time_point::max();
  auto sources = store_->sources();
  std::erase_if(sources, [](const Source& source) { return !is_url(source.location); });
  metrics_.sources_followed(sources.size());
  for (const auto& source : sources) {
    if (stopping()) break;
    auto& due = due_.try_emplace(source.name, now + next_pause()).first->second;
    if (due <= now) {
      due = now + next_pause();
      metrics_.source_asked();
      try {
        poll(source, wall);
      } catch (const std::exception& error) {
        metrics_.source_failed();
        spdlog::warn("source {}: {}", source.name, describe(error));
      }
    }
    next = std::min(next, due);
  }
  return next;
}

void SourcePoller::poll(const Source& asked, UtcTime wall) {
  FetchOptions options;
  options.etag = asked.etag;
  options.last_modified = asked.last_modified;
  options.internal = asked.internal;
  const auto revision = store_->revision();
  const auto fetched = settings_.fetch(asked.location, options);
  auto source = store_->find_source(asked.name);  // as people have set it meanwhile: fetching takes its time
  if (!source || source->location != asked.location) return;
  if (fetched.not_modified) return store_->note_fetch(source->name, source->etag, source->last_modified, wall);
  ImportRequest request;
  request.source = std::move(*source);
  request.source.etag = fetched.etag;
  request.source.last_modified = fetched.last_modified;
  request.source.settings.day_change = store_->event().day_change;
  request.source.settings.now = wall;
  request.actor = "skylt-server";
  request.seen = revision;  // what somebody imported of it meanwhile may be newer than what was fetched
  request.now = wall;
  const auto& format = request.source.format;
  const auto result = parse_programme(fetched.body, format.empty() ? "auto" : format, request.source.settings);
  const auto outcome = store_->apply_import(result, request);
  if (outcome.hold) {
    spdlog::warn("source {}: held back: {}; look with skylt-server import --dry-run, apply with --accept",
                 request.source.name, sentence_of(*outcome.hold));
  } else {
    spdlog::info("source {}: {} added, {} changed, {} missing", request.source.name, outcome.added, outcome.changed,
                 outcome.removed);
  }
}

std::chrono::milliseconds SourcePoller::next_pause() {
  const auto interval = static_cast<double>(settings_.interval.count());
  std::uniform_real_distribution<double> vary{1 - settings_.jitter, 1 + settings_.jitter};
  return std::chrono::milliseconds{static_cast<std::int64_t>(interval * vary(random_))};
}

}  // namespace skylt
