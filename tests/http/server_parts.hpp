#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "content-server/api/organisers.hpp"
#include "content-server/http/router.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

/// What a server is made of, on the sample event, in this process and without a network: for what shows only from
/// inside. Nothing is published before live.refresh(); pictures are drawn by `player`.
struct ServerParts {
  struct Options {
    std::string proxy{}, player = "/bin/false";
    std::function<void(EventData&)> alter{};  ///< the sample event before it is stored
  };
  ServerParts() : ServerParts{Options{}} {}
  explicit ServerParts(const Options& options);
  ~ServerParts();
  ServerParts(const ServerParts&) = delete;
  ServerParts& operator=(const ServerParts&) = delete;

  /// What the router answers, waited for.
  HttpResponse ask(const HttpRequest& request);
  /// Renames the event, which every screen is told.
  void rename_event(const std::string& name);

  TempDir dir;
  std::unique_ptr<Store> store;
  SigningKey key;
  std::shared_ptr<const Assets> assets;
  Publisher publisher;
  WaitingPolls waiting;
  Metrics metrics;
  ConnectionLimits connections;
  Tokens tokens;
  LiveEvent live;
  Screenshots screenshots;
  PlayerRoutes player_routes;
  PublicRoutes public_routes;
  PhoneRoutes phone_routes;
  Accounts accounts;
  Streams streams;
  Renderer renderer;
  ScreenWatch watch;
  PictureCache pictures;
  Drafts drafts;
  Mailer mailer;
  Desk desk;
  WebFiles web_files;  ///< app.js
  Organisers organisers;
  Router router;
};

/// GET over https from `address`.
HttpRequest request_for(const std::string& path, const std::string& address,
                        const std::map<std::string, std::string>& headers = {});

/// An answer that calls `send` with what it is given.
class CalledAnswer : public Answer {
 public:
  explicit CalledAnswer(std::function<void(HttpResponse)> send) : send_{std::move(send)} {}
  void send(HttpResponse response) override { send_(std::move(response)); }
  std::unique_ptr<Stream> stream(HttpResponse response) override;

 private:
  const std::function<void(HttpResponse)> send_;
};

/// Leaves only the first two screens, for what takes longer the more there are.
void keep_two_screens(EventData& data);

}  // namespace skylt::test
