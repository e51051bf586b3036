#include <thread>

#include "content-server/api/password.hpp"
#include "content-server/api/totp.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const std::string kPassword = "fyra ord är bra";

std::string cookie_from(const Reply& reply) {
  const auto value = reply.header("set-cookie");
  return value.substr(0, value.find(';'));
}

Account add_account(const RunningServer& server, const std::string& email, Role role) {
  Accounts accounts{server.data_dir() + "/skylt.db"};
  Account account;
  account.email = email;
  account.name = email;
  account.role = role;
  return accounts.add(account, hash_password(kPassword), "test", now_utc());
}

Reply log_in(RunningServer& server, const std::string& email, const std::string& password,
             const std::string& code = "") {
  Json body{{"email", email}, {"password", password}};
  if (!code.empty()) body["code"] = code;
  return OrganiserClient::nobody(server).post("/login", body);
}

Reply me_with(const RunningServer& server, const std::string& cookie) {
  return get(server.url("/api/v1/me"), {"Cookie: " + cookie});
}

}  // namespace

TEST_CASE("the set-up code makes the first administrator, once (S-10)") {
  RunningServer server;
  const auto nobody = OrganiserClient::nobody(server);
  CHECK(json_of(nobody.get("/setup"))["needed"] == true);
  const auto code = server.store().issue_setup_code();
  Json body{{"code", "AAAA-BBBB"}, {"name", "Anna Berg"}, {"email", "Anna@malmo.example"}, {"password", kPassword}};
  CHECK(nobody.post("/setup", body).status == 401);
  body["code"] = code;
  const auto made = nobody.post("/setup", body);
  REQUIRE(made.status == 201);
  CHECK(json_of(made)["account"]["role"] == "administrator");
  const auto cookie = made.header("set-cookie");
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Strict") != std::string::npos);
  const auto me = json_of(me_with(server, cookie_from(made)));
  CHECK(me["account"]["email"] == "anna@malmo.example");
  CHECK(me["may"].size() == 12);
  CHECK(json_of(nobody.get("/setup"))["needed"] == false);
  CHECK(nobody.post("/setup", body).status == 403);
  CHECK(made.body.find("argon2") == std::string::npos);
}

TEST_CASE("ten wrong set-up codes end the code (S-23)") {
  RunningServer server;
  Accounts accounts{server.data_dir() + "/skylt.db"};
  const auto code = server.store().issue_setup_code();
  for (int i = 0; i < 10; ++i) CHECK_FALSE(accounts.check_setup_code("WRONG", now_utc()));
  CHECK_FALSE(accounts.check_setup_code(code, now_utc()));
  const auto old = server.store().issue_setup_code();
  CHECK(accounts.check_setup_code(old, now_utc()));
  CHECK_FALSE(accounts.check_setup_code(old, now_utc() + Minutes{16}));
}

TEST_CASE("signing in gives a new login each time; signing out ends it at once (S-22)") {
  RunningServer server;
  add_account(server, "per@malmo.example", Role::Publisher);
  const auto first = log_in(server, "per@malmo.example", kPassword);
  REQUIRE(first.status == 200);
  const auto second = log_in(server, "PER@malmo.example", kPassword);
  CHECK(cookie_from(first) != cookie_from(second));
  CHECK(me_with(server, cookie_from(first)).status == 200);
  CHECK(request("POST", server.url("/api/v1/logout"), {"Cookie: " + cookie_from(first), "X-Skylt: 1"}).status == 204);
  CHECK(me_with(server, cookie_from(first)).status == 401);
  CHECK(me_with(server, cookie_from(second)).status == 200);
}

TEST_CASE("a login ends unused after 30 minutes, at the latest after 12 hours, and with its account (S-22)") {
  RunningServer server;
  Accounts accounts{server.data_dir() + "/skylt.db"};
  auto account = add_account(server, "per@malmo.example", Role::Viewer);
  const auto begin = now_utc();
  const auto idle = accounts.open_login(account, begin);
  CHECK(accounts.login_of(idle, begin + Minutes{29}));
  CHECK_FALSE(accounts.login_of(idle, begin + Minutes{29 + 31}));
  const auto busy = accounts.open_login(account, begin);
  for (int minutes = 20; minutes < 12 * 60; minutes += 20) REQUIRE(accounts.login_of(busy, begin + Minutes{minutes}));
  CHECK_FALSE(accounts.login_of(busy, begin + Minutes{12 * 60 + 1}));
  const auto disabled = accounts.open_login(account, begin);
  account.disabled = true;
  accounts.change(account, "test", begin);
  CHECK_FALSE(accounts.login_of(disabled, begin));
}

TEST_CASE("an unknown name is refused in the same words and about as slowly as a wrong password (S-23)") {
  RunningServer server;
  add_account(server, "per@malmo.example", Role::Viewer);
  const auto timed = [&](const std::string& email) {
    auto shortest = std::chrono::steady_clock::duration::max();
    std::string body;
    for (int i = 0; i < 3; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const auto reply = log_in(server, email, "wrong password");
      shortest = std::min(shortest, std::chrono::steady_clock::now() - start);
      CHECK(reply.status == 401);
      body = reply.body;
    }
    return std::pair{body, shortest};
  };
  const auto known = timed("per@malmo.example"), unknown = timed("nobody@malmo.example");
  CHECK(known.first == unknown.first);
  CHECK(unknown.second * 4 > known.second);
}

TEST_CASE("five wrong passwords make the account wait, even for the right one (S-23)") {
  RunningServer server;
  add_account(server, "per@malmo.example", Role::Viewer);
  for (int i = 0; i < 5; ++i) CHECK(log_in(server, "per@malmo.example", "wrong password").status == 401);
  const auto waits = log_in(server, "per@malmo.example", kPassword);
  CHECK(waits.status == 429);
  CHECK(std::stoi(waits.header("retry-after")) > 0);
}

TEST_CASE(
    "another spelling of the name is no new account to guess at, nor is changing the password a way round (S-23)") {
  RunningServer server;
  add_account(server, "per@malmo.example", Role::Viewer);
  const auto cookie = cookie_from(log_in(server, "per@malmo.example", kPassword));
  for (const char* name : {"per@malmo.example", "Per@malmo.example", "pEr@malmo.example", "PER@malmo.example"})
    CHECK(log_in(server, name, "wrong password").status == 401);
  const auto change = [&] {
    return request("PUT", server.url("/api/v1/me"),
                   {"Cookie: " + cookie, "X-Skylt: 1", "Content-Type: application/json"},
                   R"({"old_password":"wrong password","password":"fem nya ord helt andra"})");
  };
  const auto refused = change();
  CHECK(refused.status == 401);
  CHECK(code_of(refused) == "wrong_password");
  CHECK(change().status == 429);
  CHECK(log_in(server, "peR@malmo.example", kPassword).status == 429);
}

TEST_CASE("being signed in is no way round: a guess counts for the account that it is about (S-23)") {
  RunningServer server;
  add_account(server, "per@malmo.example", Role::Viewer);
  const OrganiserClient other{server, Role::Viewer};
  for (int i = 0; i < 5; ++i)
    CHECK(other.post("/login", {{"email", "per@malmo.example"}, {"password", "wrong password"}}).status == 401);
  CHECK(log_in(server, "per@malmo.example", kPassword).status == 429);
}

TEST_CASE("nothing but a right old password ends the count of wrong ones (S-23)") {
  RunningServer server;
  const OrganiserClient thief{server, Role::Viewer};  // with a browser that somebody left open
  const Json guess{{"password", "fyra nya ord här"}, {"old_password", "wrong"}};
  for (int i = 0; i < 5; ++i) {
    CHECK(thief.put("/me", guess).status == 401);
    CHECK(thief.put("/me", {{"old_password", "wrong"}}).status == 200);
    CHECK(thief.put("/me", {{"password", ""}, {"old_password", "wrong"}}).status == 200);
  }
  CHECK(thief.put("/me", guess).status == 429);
}

TEST_CASE("with a second factor the password alone is not enough, and a code works once (S-21)") {
  RunningServer server;
  const auto account = add_account(server, "per@malmo.example", Role::Administrator);
  const auto cookie = cookie_from(log_in(server, "per@malmo.example", kPassword));
  const std::vector<std::string> headers{"Cookie: " + cookie, "X-Skylt: 1", "Content-Type: application/json"};
  const auto secret =
      json_of(request("POST", server.url("/api/v1/me/two-factor"), headers, "{}"))["secret"].get<std::string>();
  const auto step = std::chrono::floor<Seconds>(now_utc().time_since_epoch()).count() / 30;
  const auto code = [&](std::int64_t offset) { return one_time_code(from_base32(secret), step + offset); };
  CHECK(request("PUT", server.url("/api/v1/me/two-factor"), headers, dump_json(Json{{"code", code(0)}})).status == 200);
  const auto asked = log_in(server, "per@malmo.example", kPassword);
  CHECK(asked.status == 401);
  CHECK(code_of(asked) == "second_factor");
  CHECK(log_in(server, "per@malmo.example", kPassword, code(0)).status == 401);  // used already
  CHECK(log_in(server, "per@malmo.example", kPassword, code(1)).status == 200);
}

TEST_CASE("behind a proxy that speaks https the cookie is a __Host- one; plain http from elsewhere is refused") {
  ServeOptions options;
  options.proxy = "127.0.0.1";
  RunningServer server{options};
  add_account(server, "per@malmo.example", Role::Viewer);
  const auto body = dump_json(Json{{"email", "per@malmo.example"}, {"password", kPassword}});
  const auto log_in_from = [&](const std::string& protocol) {
    return request("POST", server.url("/api/v1/login"),
                   {"X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: " + protocol, "X-Skylt: 1",
                    "Content-Type: application/json"},
                   body);
  };
  const auto secure = log_in_from("https");
  REQUIRE(secure.status == 200);
  CHECK(secure.header("set-cookie").rfind("__Host-skylt=", 0) == 0);
  CHECK(secure.header("set-cookie").find("; Secure") != std::string::npos);
  CHECK(log_in_from("http").status == 403);
}

TEST_CASE("an invitation makes an account with its role, once") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator};
  const auto invited = json_of(
      admin.post("/invitations", {{"email", "nils@malmo.example"}, {"role", "editor"}, {"venues", {"radhuset"}}}));
  const auto nobody = OrganiserClient::nobody(server);
  const Json body{{"token", invited["token"]}, {"name", "Nils"}, {"password", kPassword}};
  const auto joined = nobody.post("/invitations/accept", body);
  REQUIRE(joined.status == 201);
  CHECK(json_of(joined)["account"]["role"] == "editor");
  CHECK(json_of(joined)["account"]["venues"][0] == "radhuset");
  CHECK(nobody.post("/invitations/accept", body).status == 401);
  const auto id = json_of(joined)["account"]["id"].get<std::string>();
  const auto cookie = cookie_from(joined);
  CHECK(me_with(server, cookie).status == 200);
  CHECK(admin.put("/people/" + id, {{"disabled", true}}).status == 200);
  CHECK(me_with(server, cookie).status == 401);
}

TEST_CASE("the last administrator can neither be disabled nor given another role") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator};
  CHECK(admin.put("/people/" + admin.account().id, {{"disabled", true}}).status == 409);
  CHECK(admin.put("/people/" + admin.account().id, {{"role", "viewer"}}).status == 409);
  CHECK(admin.get("/me").status == 200);
}

TEST_CASE("a script's token may do what its account may, without the browser's header, until it is ended") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const auto made = json_of(publisher.post("/tokens", {{"name", "night import"}}));
  const auto bearer = "Authorization: Bearer " + made["token"].get<std::string>();
  CHECK(get(server.url("/api/v1/me"), {bearer}).status == 200);
  const auto written = request("PUT", server.url("/api/v1/rota/evening"), {bearer, "Content-Type: application/json"},
                               dump_json(Json{{"layout", "door"}}));
  CHECK(written.status == 200);
  CHECK(publisher.remove("/tokens/" + made["id"].get<std::string>()).status == 204);
  CHECK(get(server.url("/api/v1/me"), {bearer}).status == 401);
}
