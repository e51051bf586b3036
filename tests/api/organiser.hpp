#pragma once
#include "content-server/store/accounts.hpp"
#include "core/base/json.hpp"
#include "tests/http/client.hpp"
#include "tests/http/running_server.hpp"

namespace skylt::test {

/// Options of a server whose pictures are drawn by the skylt-player of this build.
ServeOptions with_player();

/// Somebody at the organisers' interface of a running server, signed in unless it is nobody.
class OrganiserClient {
 public:
  static OrganiserClient nobody(RunningServer& server) { return OrganiserClient{server, ""}; }
  /// A new account, signed in without the password's slow way.
  OrganiserClient(RunningServer& server, Role role, const std::vector<std::string>& organisers = {},
                  const std::vector<std::string>& venues = {});
  /// A volunteer by personal link.
  static OrganiserClient with_link(RunningServer& server, const std::vector<std::string>& sessions);

  Reply get(const std::string& path) const { return send("GET", path); }
  Reply post(const std::string& path, const Json& body, const std::vector<std::string>& more = {}) const {
    return send("POST", path, dump_json(body), more);
  }
  Reply put(const std::string& path, const Json& body, const std::vector<std::string>& more = {}) const {
    return send("PUT", path, dump_json(body), more);
  }
  Reply remove(const std::string& path, const std::vector<std::string>& more = {}) const {
    return send("DELETE", path, "", more);
  }
  /// `path` below /api/v1.
  Reply send(const std::string& method, const std::string& path, const std::string& body = {},
             const std::vector<std::string>& more = {}) const;

  const Account& account() const { return account_; }
  const std::string& cookie() const { return cookie_; }

 private:
  OrganiserClient(RunningServer& server, std::string cookie) : server_{&server}, cookie_{std::move(cookie)} {}

  RunningServer* server_;
  Account account_;
  std::string cookie_;
};

Json json_of(const Reply& reply);
/// "forbidden" of {"error":{"code":"forbidden",…}}.
std::string code_of(const Reply& reply);
/// What the record answers to `query` ("actions=screen.&object=…"), newest first.
Json entries(const OrganiserClient& who, const std::string& query);
/// Asks that one entry of the record be undone.
Reply take_back(const OrganiserClient& who, const Json& entry);
UtcTime now_utc();

}  // namespace skylt::test
