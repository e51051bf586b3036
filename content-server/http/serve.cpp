// Who talks to whom: the transport's threads run the routes of players and visitors and hand those of organisers to a
// few threads of their own; the change listener's thread follows the database and answers waiting polls; the source
// poller's thread imports what sources have new, which the listener then notices; the main thread waits for a signal
// and ends polls whose time is up. They share nothing else but the database.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <set>

#include "content-server/api/authorise.hpp"
#include "content-server/api/organisers.hpp"
#include "content-server/http/router.hpp"
#include "content-server/http/server.hpp"
#include "content-server/http/source_poller.hpp"
#include "content-server/http/transport.hpp"
#include "content-server/publish/file_blob.hpp"
#include "content-server/store/clock.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/signing_key.hpp"

namespace skylt {
namespace {

/// What visitors' pages take for now: the clock, or in a rehearsal the moment it began at and what has passed since.
std::function<UtcTime()> visitors_clock(const std::optional<UtcTime>& rehearse) {
  if (!rehearse) return wall_now;
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

/// skylt-player, as installed or built beside this program.
std::string player_program(const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  return (program.parent_path() / "skylt-player").string();
}

/// Installed, the web interface lies in share/skylt/web; in the source tree in content-server/web.
std::string web_folder(const std::string& share_dir) {
  std::error_code unknown;
  const auto installed = share_dir + "/web";
  return std::filesystem::is_directory(installed, unknown) ? installed : share_dir + "/content-server/web";
}

constexpr std::size_t kDrawingProcesses = 2;

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
        people_store_{Store::open(options.data_dir + "/skylt.db")},
        accounts_{options.data_dir + "/skylt.db"},
        streams_{accounts_},
        renderer_{options.data_dir + "/drawn", player_program(options.player), kDrawingProcesses},
        watch_{*players_store_, live_, publisher_, renderer_, streams_},
        mailer_{options.mail},
        desk_{*people_store_,
              accounts_,
              live_,
              publisher_,
              assets_,
              key_,
              renderer_,
              watch_,
              streams_,
              pictures_,
              drafts_,
              mailer_,
              visitors_clock(options.rehearse)},
        web_files_{web_folder(options.share_dir)},
        organisers_{desk_, web_files_, connections_, metrics_},
        router_{player_routes_, public_routes_, phone_routes_, organisers_,
                tokens_,        connections_,   metrics_,      options.proxy},
        sources_{Store::open(options.data_dir + "/skylt.db"), SourcePoller::Settings{}, metrics_} {
    live_.refresh(wall_now());
    live_.on_published([this](std::int64_t revision, const std::vector<std::string>& altered, UtcTime now) {
      watch_.published(revision, altered, now);
    });
    live_.on_told([this](std::int64_t revision, const std::vector<std::string>& altered, UtcTime now) {
      tell(revision, altered, now);
    });
    player_routes_.on_reported([this](const std::string& screen, const PlayerStatus& status, UtcTime now) {
      watch_.reported(screen, status, now);
    });
    transport_ = std::make_unique<Transport>(
        parse_listen(options.listen), options.certificate, connections_,
        [this](const HttpRequest& request, AnswerPtr answer) { router_.handle(request, std::move(answer)); });
    listener_ = std::make_unique<ChangeListener>(
        options.data_dir, [this] { return store_->revision(); }, [this](std::int64_t revision) { follow(revision); });
    sources_.start();
  }

  ~Server() {
    listener_.reset();
    organisers_.close();
    streams_.close();
    for (auto& poll : waiting_.close()) metrics_.reply(*poll.answer, manifest_unchanged(poll.etag));
    transport_.reset();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url() const { return transport_->address().url(); }

  /// Called by the main thread a few times a second.
  void tick() {
    try {
      for (auto& poll : waiting_.take_due(std::chrono::steady_clock::now()))
        metrics_.reply(*poll.answer, manifest_unchanged(poll.etag));
      const auto now = wall_now();
      streams_.tick(now);
      watch_.tick(now);
      players_store_->write_statuses();
    } catch (const std::exception& error) {
      spdlog::error("reports wait: {}", describe(error));
    }
  }

 private:
  /// After the players: browsers then ask for much.
  void tell(std::int64_t revision, const std::vector<std::string>& altered, UtcTime now) {
    Json news{{"revision", revision}, {"at", format_instant(now)}, {"screens", altered}};
    HistoryFilter since;
    since.after_revision = told_.exchange(revision);
    auto entries = store_->history(since);
    // What is done to people is nobody's to hear but those who read it in the record; it ends their streams at once.
    const auto removed =
        std::erase_if(entries, [](const HistoryEntry& entry) { return is_about_people(entry.action); });
    if (removed > 0) streams_.recheck(now);
    std::set<std::string> actions;
    for (const auto& entry : entries) actions.insert(entry.action);
    news["actions"] = actions;
    streams_.publish_to([](const Login& login) { return login.link.has_value(); }, "revision", news);
    if (!entries.empty()) {
      news["actor"] = entries.front().actor;
      news["action"] = entries.front().action;
      news["object"] = entries.front().object;
    }
    streams_.publish("revision", news);
    if (const auto receipt = watch_.receipt(revision, now)) streams_.publish("receipt", *receipt, true);
  }

  void follow(std::int64_t revision) {
    try {
      live_.refresh(wall_now());
      spdlog::info("revision {} published", revision);
    } catch (const std::exception& error) {
      spdlog::error("revision {}: not published: {}", revision, describe(error));
      throw;
    }
  }

  const std::unique_ptr<Store> store_;                  ///< for the thread that follows changes
  std::atomic<std::int64_t> told_{store_->revision()};  ///< newest revision that streams have heard of
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
  const std::unique_ptr<Store> people_store_;  ///< for the organisers' threads
  Accounts accounts_;
  Streams streams_;
  Renderer renderer_;
  ScreenWatch watch_;
  PictureCache pictures_;
  Drafts drafts_;
  Mailer mailer_;
  Desk desk_;
  WebFiles web_files_;
  Organisers organisers_;
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
  spdlog::default_logger();  // made by one thread, where everybody can see it
  Server server{options};
  std::printf("listening %s\n", server.url().c_str());
  std::fflush(stdout);
  const timespec tick{0, 250'000'000};
  while (sigtimedwait(&ends, nullptr, &tick) < 0) server.tick();
  spdlog::info("ending");
  return 0;
}

}  // namespace skylt
