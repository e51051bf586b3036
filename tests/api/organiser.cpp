#include "tests/api/organiser.hpp"

#include <atomic>
#include <chrono>

#include "tests/support/process.hpp"

namespace skylt::test {
namespace {

std::string database(const RunningServer& server) { return server.data_dir() + "/skylt.db"; }

}  // namespace

ServeOptions with_player() {
  ServeOptions options;
  options.player = program("skylt-player");
  return options;
}

UtcTime now_utc() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

OrganiserClient::OrganiserClient(RunningServer& server, Role role, const std::vector<std::string>& organisers,
                                 const std::vector<std::string>& venues)
    : server_{&server} {
  static std::atomic<int> count{0};
  Accounts accounts{database(server)};
  account_.email = std::string{name_of(role)} + std::to_string(++count) + "@malmo.example";
  account_.name = name_of(role);
  account_.role = role;
  account_.organisers = organisers;
  account_.venues = venues;
  account_ = accounts.add(account_, "", "test", now_utc());
  cookie_ = "skylt=" + accounts.open_login(account_, now_utc());
}

OrganiserClient OrganiserClient::with_link(RunningServer& server, const std::vector<std::string>& sessions) {
  Accounts accounts{database(server)};
  PersonalLink link;
  link.name = "Sara";
  link.sessions = sessions;
  link.until = now_utc() + std::chrono::hours{24};
  accounts.make_link(link, "test", now_utc());
  return OrganiserClient{server, "skylt=" + accounts.open_login(link, now_utc())};
}

Reply OrganiserClient::send(const std::string& method, const std::string& path, const std::string& body,
                            const std::vector<std::string>& more) const {
  std::vector<std::string> headers{"X-Skylt: 1", "Content-Type: application/json", "Sec-Fetch-Site: same-origin"};
  if (!cookie_.empty()) headers.push_back("Cookie: " + cookie_);
  headers.insert(headers.end(), more.begin(), more.end());
  return request(method, server_->url("/api/v1" + path), headers, body);
}

Json json_of(const Reply& reply) { return parse_json(reply.body, "answer"); }

Json entries(const OrganiserClient& who, const std::string& query) {
  return json_of(who.get("/history?" + query))["history"];
}

Reply take_back(const OrganiserClient& who, const Json& entry) {
  return who.post("/history/" + entry["number"].dump() + "/undo", Json::object());
}

std::string code_of(const Reply& reply) {
  const auto json = json_of(reply);
  return json.contains("error") ? json["error"]["code"].get<std::string>() : "";
}

}  // namespace skylt::test
