// Who talks to whom: the transport's threads run the routes; the change listener's thread follows the database and
// answers waiting polls; the source poller's thread imports what sources have new, which the listener then notices; the
// main thread waits for a signal and ends polls whose time is up. They share nothing else but the database.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>

#include "content-server/http/router.hpp"
#include "content-server/http/server.hpp"
#include "content-server/http/source_poller.hpp"
#include "content-server/http/transport.hpp"
#include "content-server/publish/file_blob.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/signing_key.hpp"

namespace skylt {
namespace {

/// What visitors' pages take for now: the clock, or in a rehearsal the moment it began at and what has passed since.
std::function<UtcTime()> visitors_clock(const std::optional<UtcTime>& rehearse) {
  if (!rehearse) return clock_now_utc;
  const auto began = std::chrono::steady_clock::now();
  return [from = *rehearse, began] {
    return from + std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  };
}

ConnectionLimits::Settings limits_behind(const std::string& proxy) {
  ConnectionLimits::Settings settings;
  settings.proxy = proxy;
  return settings;
}

/// Everything a running server is made of, in order of dependence.
class Server {
 public:
  explicit Server(const ServeOptions& options)
      : store_{Store::open(options.data_dir + "/skylt.db")},
        players_store_{Store::open(options.data_dir + "/skylt.db")},
        key_{load_signing_key(options.data_dir)},
        assets_{std::make_shared<const Assets>(Assets::load(options.share_dir))},
        publisher_{assets_, key_, open_ledger(options.data_dir + "/published.db")},
        connections_{limits_behind(options.proxy)},
        tokens_{[this](const std::string& token) { return players_store_->screen_of_token(token); }},
        live_{*store_, publisher_, waiting_, tokens_, metrics_},
        screenshots_{options.data_dir + "/screenshots"},
        player_routes_{live_, publisher_, waiting_, *players_store_, screenshots_, key_, metrics_},
        public_routes_{live_, publisher_, waiting_, connections_, metrics_},
        phone_routes_{
            live_, publisher_, assets_->words,
            PhoneRoutes::Settings{std::string{map_file(options.share_dir + "/assets/phone/phone.css")->text()},
                                  visitors_clock(options.rehearse), options.rehearse.has_value()}},
        router_{player_routes_, public_routes_, phone_routes_, tokens_, connections_, metrics_, options.proxy},
        sources_{Store::open(options.data_dir + "/skylt.db"), SourcePoller::Settings{}} {
    live_.refresh(clock_now_utc());
    transport_ = std::make_unique<Transport>(
        parse_listen(options.listen), connections_,
        [this](const HttpRequest& request, AnswerPtr answer) { router_.handle(request, std::move(answer)); });
    listener_ = std::make_unique<ChangeListener>(
        options.data_dir, [this] { return store_->revision(); }, [this](std::int64_t revision) { follow(revision); });
  }

  ~Server() {
    listener_.reset();
    for (auto& poll : waiting_.close()) metrics_.reply(*poll.answer, not_modified(poll.etag));
    transport_.reset();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url() const { return transport_->address().url(); }

  /// Called by the main thread a few times a second.
  void tick() {
    for (auto& poll : waiting_.take_due(std::chrono::steady_clock::now()))
      metrics_.reply(*poll.answer, not_modified(poll.etag));
    try {
      players_store_->write_statuses();
    } catch (const std::exception& error) {
      spdlog::error("the players' reports wait: {}", describe(error));
    }
  }

 private:
  void follow(std::int64_t revision) {
    try {
      live_.refresh(clock_now_utc());
      spdlog::info("revision {} published", revision);
    } catch (const std::exception& error) {
      spdlog::error("revision {}: not published: {}", revision, describe(error));
      throw;
    }
  }

  const std::unique_ptr<Store> store_;          ///< for the thread that follows changes
  const std::unique_ptr<Store> players_store_;  ///< for the transport's threads, which may not wait for the other's
  const SigningKey key_;
  const std::shared_ptr<const Assets> assets_;
  Publisher publisher_;
  WaitingPolls waiting_;
  Metrics metrics_;
  ConnectionLimits connections_;
  Tokens tokens_;
  LiveEvent live_;
  Screenshots screenshots_;
  PlayerRoutes player_routes_;
  PublicRoutes public_routes_;
  PhoneRoutes phone_routes_;
  Router router_;
  SourcePoller sources_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<ChangeListener> listener_;
};

}  // namespace

int serve(const ServeOptions& options) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before any thread starts, so that only sigtimedwait() sees them
  std::signal(SIGPIPE, SIG_IGN);
  Server server{options};
  std::printf("listening %s\n", server.url().c_str());
  std::fflush(stdout);
  const timespec tick{0, 250'000'000};
  while (sigtimedwait(&ends, nullptr, &tick) < 0) server.tick();
  spdlog::info("ending");
  return 0;
}

}  // namespace skylt
