// Who is counted as whom, and what is written over what, seen from inside: no network, no races.
#include "content-server/api/organisers.hpp"

#include "content-server/store/clock.hpp"
#include "tests/http/server_parts.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kNow = *parse_instant("2027-05-03T07:00:00Z");
constexpr const char* kProxy = "10.0.0.1";

ServerParts::Options behind_proxy() {
  ServerParts::Options options;
  options.proxy = kProxy;
  return options;
}

Account add_account(ServerParts& parts, const std::string& email, Role role) {
  Account account;
  account.email = account.name = email;
  account.role = role;
  return parts.accounts.add(account, "", "test", kNow);
}

/// A call of that account's as it stood when the call came in.
Call call_of(const HttpRequest& request, const Account& account, const Json& body) {
  Call call{request, "127.0.0.1"};
  call.login.account = account;
  call.body = body;
  call.now = kNow;
  return call;
}

}  // namespace

TEST_CASE("files of the interface are counted by visitor, also behind a proxy and by IPv6 (S-23)") {
  ServerParts parts{behind_proxy()};
  const auto status_for = [&](const std::string& visitor) {
    return parts.ask(request_for("/app.js", kProxy, {{"X-Forwarded-For", visitor}})).status;
  };
  int asked = 0;
  while (asked < 100'000 && status_for("2001:db8::1") == 200) ++asked;
  CHECK(asked >= 600);
  REQUIRE(asked < 100'000);
  int refused = 0;
  for (int i = 0; i < 100; ++i) refused += status_for("2001:db8::2") == 429 ? 1 : 0;
  CHECK(refused > 0);
  CHECK(status_for("2001:db8:0:1::1") == 200);
  CHECK(status_for("192.0.2.7") == 200);
}

TEST_CASE("each script has its own connections, and no more than a few dozen (R-23)") {
  ServerParts parts;
  const auto publisher = add_account(parts, "per@malmo.example", Role::Publisher);
  const auto script = [&](const char* id) {
    ApiToken token;
    token.id = id;
    token.account = publisher.id;
    return "Bearer " + parts.accounts.issue_token(token, "test", wall_now());
  };
  std::uint64_t connection = 0;
  const auto ask_on_new_connection = [&](const std::string& authorization) {
    REQUIRE(parts.connections.open(++connection, "192.0.2.7", std::chrono::steady_clock::now()));
    auto request = request_for("/api/v1/me", "192.0.2.7", {{"Authorization", authorization}});
    request.connection = connection;
    return parts.ask(request);
  };
  const auto night = script("night"), day = script("day");
  const std::size_t most = ConnectionLimits::Settings{}.per_login;
  for (std::size_t i = 0; i < most; ++i) REQUIRE(ask_on_new_connection(night).status == 200);
  const auto refused = ask_on_new_connection(night);
  CHECK(refused.status == 429);
  CHECK(refused.close);
  CHECK(ask_on_new_connection(day).status == 200);
  parts.connections.close(1);
  CHECK(ask_on_new_connection(night).status == 200);
}

TEST_CASE("changing one's name puts back nothing that an administrator changed meanwhile (S-22)") {
  ServerParts parts;
  auto account = add_account(parts, "per@malmo.example", Role::Publisher);
  const auto before = account;
  account.role = Role::Viewer;
  account.venues = {"radhuset"};
  account.disabled = true;
  parts.accounts.change(account, "anna@malmo.example", kNow);
  const auto request = request_for("/api/v1/me", "127.0.0.1");
  auto call = call_of(request, before, Json{{"name", "Per Ek"}});
  CHECK(put_me(parts.desk, call).status == 200);
  const auto after = parts.accounts.find(account.id).value();
  CHECK(after.name == "Per Ek");
  CHECK(after.role == Role::Viewer);
  CHECK(after.venues == std::vector<std::string>{"radhuset"});
  CHECK(after.disabled);
}

TEST_CASE("an account that changes between reading and writing is read again, unless its writer names what she saw") {
  ServerParts parts;
  const auto account = add_account(parts, "per@malmo.example", Role::Publisher);
  int readings = 0;
  const auto meanwhile = [&](Account& person) {
    if (++readings == 1) {
      auto other = person;
      other.role = Role::Viewer;
      parts.accounts.change(other, "anna@malmo.example", kNow);
    }
    person.name = "Per Ek";
  };
  const auto written = change_account(parts.desk, account.id, "nils@malmo.example", kNow, meanwhile);
  CHECK(readings == 2);
  CHECK(written.role == Role::Viewer);
  const auto after = parts.accounts.find(account.id).value();
  CHECK(after.name == "Per Ek");
  CHECK(after.role == Role::Viewer);
  const Writer looked{"nils@malmo.example", parts.store->revision(), nullptr};
  readings = 0;
  CHECK_THROWS_AS(change_account(parts.desk, account.id, looked, kNow, meanwhile), Outdated);
  CHECK(readings == 1);
}

TEST_CASE("of an account only what is asked for is changed") {
  ServerParts parts;
  auto account = add_account(parts, "per@malmo.example", Role::Editor);
  account.venues = {"radhuset"};
  account.organisers = {"stadskontoret"};
  parts.accounts.change(account, "test", kNow);
  const auto request = request_for("/api/v1/people/" + account.id, "127.0.0.1");
  const auto admin = add_account(parts, "anna@malmo.example", Role::Administrator);
  auto call = call_of(request, admin, Json{{"venues", Json::array()}, {"role", "publisher"}});
  call.names = {account.id};
  CHECK(put_person(parts.desk, call).status == 200);
  const auto after = parts.accounts.find(account.id).value();
  CHECK(after.role == Role::Publisher);
  CHECK(after.venues.empty());
  CHECK(after.organisers == account.organisers);
  CHECK(after.name == account.name);
  CHECK_FALSE(after.disabled);
}
