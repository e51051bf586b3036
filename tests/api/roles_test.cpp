// S-26: who may do what, asked of the running server: every role at every route of the table, for what is hers and what
// is not. What is expected is written down here, apart from the code that decides.
#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "content-server/api/routes.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

using Names = std::set<std::string>;
const Names kAccounts{"viewer", "editor", "translator", "publisher", "technician", "administrator"};

Names and_link(Names names) {
  names.insert("link");
  return names;
}

const std::map<std::string, Names> kMay{{"signed-in", and_link(kAccounts)},
                                        {"look", and_link(kAccounts)},
                                        {"look-all", kAccounts},
                                        {"change", {"editor", "publisher", "administrator", "link"}},
                                        {"session", {"editor", "publisher", "administrator"}},
                                        {"translate", {"translator", "publisher", "administrator"}},
                                        {"message", {"editor", "publisher", "administrator"}},
                                        {"rota", {"publisher", "technician", "administrator"}},
                                        {"screen", {"technician", "administrator"}},
                                        {"venue", {"editor", "publisher", "technician", "administrator"}},
                                        {"source", {"publisher", "administrator"}},
                                        {"decide", {"publisher", "administrator"}},
                                        {"people", {"administrator"}},
                                        {"link", {"publisher", "administrator"}}};

constexpr const char* kOwnOrganiser = "stadskontoret";

/// Ids of a session of the editor's organiser and of one that is nobody's she knows.
std::pair<std::string, std::string> own_and_other(RunningServer& server) {
  std::pair<std::string, std::string> ids;
  const EventData data = server.store().event_data();
  for (const auto& session : data.sessions) {
    const bool own = std::count(session.organisers.begin(), session.organisers.end(), kOwnOrganiser) > 0;
    if (own && ids.first.empty()) ids.first = session.id;
    if (!own && ids.second.empty()) ids.second = session.id;
  }
  return ids;
}

/// A path of the route, with `id` for what stands in braces.
std::string path_with(const Route& route, const std::string& id) {
  std::string path = route.path;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
    path.replace(open, path.find('}', open) - open + 1, id);
  return path;
}

OrganiserClient somebody(RunningServer& server, const std::string& who, const std::string& own_session) {
  if (who == "link") return OrganiserClient::with_link(server, {own_session});
  return {server, parse_role(who), {kOwnOrganiser}, {}};
}

bool is_refused(const Reply& reply) { return reply.status == 401 || reply.status == 403; }

}  // namespace

TEST_CASE("each role gets through at its routes and at no others, and nobody without signing in (S-26)") {
  RunningServer server;
  const auto own = own_and_other(server).first;
  auto everybody = and_link(kAccounts);
  std::size_t asked = 0;
  for (const auto& who : everybody) {
    const auto person = somebody(server, who, own);
    for (const auto& route : routes()) {
      const std::string path = route.path;
      if (route.action == Action::Public || path == "/logout" || path == "/events") continue;
      const bool may = kMay.at(name_of(route.action)).contains(who);
      const bool of_sessions = path.rfind("/sessions/{", 0) == 0;
      const auto reply = person.send(route.method, path_with(route, of_sessions ? own : "1"), "{}");
      INFO(who << ' ' << route.method << ' ' << path << ": " << reply.status << ' ' << reply.body);
      CHECK(reply.status != 0);
      CHECK(reply.status != 500);
      // What has no account (a link's) or no such thing may still be refused by its handler, in words of its own.
      const bool by_role =
          code_of(Reply{reply.status, reply.headers, is_refused(reply) ? reply.body : "{}"}) == "forbidden" &&
          reply.body.find("your role may not do this") != std::string::npos;
      CHECK(by_role == !may);
      ++asked;
    }
  }
  CHECK(asked > 7 * 55);
  const auto nobody = OrganiserClient::nobody(server);
  for (const auto& route : routes()) {
    if (route.action == Action::Public) continue;
    INFO(route.method << ' ' << route.path);
    auto status = nobody.send(route.method, path_with(route, "1"), "{}").status;
    for (int waited = 0; status == 429 && waited < 5; ++waited) {  // strangers are slowed down as well (S-23)
      std::this_thread::sleep_for(std::chrono::seconds{1});
      status = nobody.send(route.method, path_with(route, "1"), "{}").status;
    }
    CHECK(status == 401);
  }
}

TEST_CASE("what is another's becomes a proposal of an editor's and nothing of a volunteer's (S-26)") {
  RunningServer server;
  const auto [own, other] = own_and_other(server);
  const OrganiserClient editor{server, Role::Editor, {kOwnOrganiser}};
  const auto volunteer = OrganiserClient::with_link(server, {own});
  const auto full = [](const std::string& session) { return Json{{"session", session}, {"kind", "full"}}; };
  const auto late = [](const std::string& session) {
    return Json{{"session", session}, {"kind", "delayed"}, {"minutes", 10}};
  };
  CHECK(editor.post("/changes", full(own)).status == 201);
  CHECK(editor.post("/changes", full(other)).status == 202);
  CHECK(volunteer.post("/changes", late(own)).status == 201);
  CHECK(volunteer.post("/changes", {{"session", own}, {"kind", "text"}, {"text", {{"sv", "Ta med stol"}}}}).status ==
        202);
  CHECK(volunteer.post("/changes", late(other)).status == 403);
  CHECK(volunteer.get("/sessions/" + other).status == 404);
  CHECK(json_of(volunteer.get("/sessions"))["sessions"].size() == 1);
  // Nobody makes another's session her own by saying so.
  auto taken = json_of(editor.get("/sessions/" + other))["original"];
  taken["organisers"] = {kOwnOrganiser};
  CHECK(editor.put("/sessions/" + other, taken).status == 202);
  CHECK(json_of(editor.get("/sessions/" + other))["original"]["organisers"][0] != kOwnOrganiser);
  CHECK(editor.remove("/sessions/" + other).status == 403);
}

TEST_CASE("an editor's message goes to screens of her venues and to no others (S-26)") {
  RunningServer server;
  const OrganiserClient editor{server, Role::Editor, {}, {"radhuset"}};
  const auto message = [](const Json& screens) {
    return Json{{"kind", "notice"}, {"text", {{"sv", "Kaffe i foajén"}}}, {"screens", screens}};
  };
  CHECK(editor.put("/messages/m1", message({"radhuset"})).status == 200);
  CHECK(editor.put("/messages/m2", message({"hamnskolan"})).status == 202);
  CHECK(editor.put("/messages/m3", message(Json::array())).status == 202);
  CHECK(editor.put("/messages/valkommen", message({"radhuset"})).status == 202);  // it is for all screens now
  CHECK(editor.remove("/messages/m1").status == 200);
  CHECK(editor.remove("/messages/valkommen").status == 403);
}

TEST_CASE("a role that is taken away is gone with the next request (S-26)") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator}, technician{server, Role::Technician};
  CHECK(technician.put("/rota/x", {{"layout", "door"}}).status == 200);
  CHECK(admin.put("/people/" + technician.account().id, {{"role", "viewer"}}).status == 200);
  CHECK(technician.put("/rota/x", {{"layout", "agenda"}}).status == 403);
}

TEST_CASE("no other site makes a browser write: every writing route refuses what lacks our header (S-24)") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator};
  const std::vector<std::string> form{"Cookie: " + admin.cookie(), "Content-Type: application/x-www-form-urlencoded"};
  const std::vector<std::string> script{"Cookie: " + admin.cookie(), "X-Skylt: 1", "Sec-Fetch-Site: cross-site"};
  const std::vector<std::string> foreign{"Cookie: " + admin.cookie(), "X-Skylt: 1", "Origin: https://evil.example"};
  std::size_t asked = 0;
  for (const auto& route : routes()) {
    if (route.method == std::string{"GET"}) continue;
    const auto url = server.url("/api/v1" + path_with(route, "1"));
    for (const auto& headers : {form, script, foreign}) {
      INFO(route.method << ' ' << route.path);
      const auto reply = request(route.method, url, headers, "a=b");
      CHECK(reply.status == 403);
      CHECK(code_of(reply) == "cross_site");
      ++asked;
    }
  }
  CHECK(asked > 100);
  CHECK(admin.get("/me").status == 200);
}
