// The way back from what was done to a screen, whose player's token is given apart from its row.
#include <algorithm>
#include <chrono>
#include <map>

#include "content-server/store/database.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/soon.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const std::string kDoor = "radhuset-festsalen";
const std::string kPath = "/screens/" + kDoor;

Json find_screen(RunningServer& server, const std::string& id) {
  const auto screens = server.store().event_data().screens;
  const auto at = std::find_if(screens.begin(), screens.end(), [&](const Screen& each) { return each.id == id; });
  return at == screens.end() ? Json(nullptr) : to_json(*at);
}

/// The door's row, as another screen's or under another name.
Json like_the_door(RunningServer& server, const std::string& id, const std::string& name) {
  Json screen = find_screen(server, kDoor);
  screen["id"] = id;
  screen["name"] = name;
  return screen;
}

/// What was answered instead goes with the failure.
bool soon_answers(RunningServer& server, const std::string& token, int status) {
  std::map<int, std::string> others;
  const auto answers = [&] {
    const auto reply = get(server.url("/player/v1/manifest"), {"Authorization: Bearer " + token});
    if (reply.status != status) others[reply.status] = reply.body.substr(0, 200);
    return reply.status == status;
  };
  if (soon(answers, std::chrono::milliseconds{100})) return true;
  for (const auto& [other, body] : others) UNSCOPED_INFO("instead of " << status << ": " << other << ' ' << body);
  return false;
}

}  // namespace

TEST_CASE("a screen that was made is taken away again by the record, and its token with it") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician};
  const auto made = json_of(anna.put("/screens/entren", like_the_door(server, "entren", "Entrén")));
  const auto token = made["token"].get<std::string>();
  REQUIRE(soon_answers(server, token, 200));
  const auto entry = entries(anna, "object=entren&actions=screen.put")[0];
  CHECK(entry["undo"] == true);
  const OrganiserClient editor{server, Role::Editor};
  CHECK(take_back(editor, entry).status == 403);
  const auto undone = take_back(anna, entry);
  INFO(undone.body);
  REQUIRE(undone.status == 200);
  CHECK_FALSE(json_of(undone).contains("needs_token"));
  CHECK(find_screen(server, "entren").is_null());
  CHECK(soon_answers(server, token, 401));
}

TEST_CASE("a screen that was changed gets its old row back by the record, and its player keeps the token given since") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician};
  const auto before = find_screen(server, kDoor);
  REQUIRE(anna.put(kPath, like_the_door(server, kDoor, "Dörren")).status == 200);
  const auto token = json_of(anna.post(kPath + "/token", Json::object()))["token"].get<std::string>();
  const auto entry = entries(anna, "actions=screen.put&object=" + kDoor)[0];
  CHECK(entry["undo"] == true);
  const auto undone = take_back(anna, entry);
  INFO(undone.body);
  REQUIRE(undone.status == 200);
  CHECK_FALSE(json_of(undone).contains("needs_token"));
  CHECK(find_screen(server, kDoor) == before);
  CHECK(soon_answers(server, token, 200));
}

TEST_CASE("a screen that was taken away is back by the record, and the answer says that its player needs a new token") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician};
  const auto before = find_screen(server, kDoor);
  const auto former = json_of(anna.post(kPath + "/token", Json::object()))["token"].get<std::string>();
  REQUIRE(anna.remove(kPath).status == 200);
  const auto entry = entries(anna, "actions=screen.remove")[0];
  CHECK(entry["undo"] == true);
  const auto undone = take_back(anna, entry);
  INFO(undone.body);
  REQUIRE(undone.status == 200);
  CHECK(json_of(undone)["needs_token"] == true);
  CHECK(find_screen(server, kDoor) == before);
  CHECK(soon_answers(server, former, 401));
  const auto renewed = json_of(anna.post(kPath + "/token", Json::object()))["token"].get<std::string>();
  CHECK(soon_answers(server, renewed, 200));
  REQUIRE(take_back(anna, entries(anna, "actions=screen.put&object=" + kDoor)[0]).status == 200);
  CHECK(find_screen(server, kDoor).is_null());
}

TEST_CASE("a screen that somebody changed since is not taken back, whoever gave it a token") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician}, per{server, Role::Technician};
  REQUIRE(anna.put(kPath, like_the_door(server, kDoor, "Dörren")).status == 200);
  const auto entry = entries(anna, "actions=screen.put&object=" + kDoor)[0];
  REQUIRE(per.put(kPath, like_the_door(server, kDoor, "Porten")).status == 200);
  REQUIRE(anna.post(kPath + "/token", Json::object()).status == 200);
  CHECK(entries(anna, "actions=screen.put&object=" + kDoor)[1]["undo"] == false);
  const auto refused = take_back(anna, entry);
  CHECK(refused.status == 409);
  REQUIRE(json_of(refused)["since"].size() == 1);  // her token is none of it
  CHECK(json_of(refused)["since"][0]["actor"] == per.account().email);
  CHECK(find_screen(server, kDoor)["name"] == "Porten");
}

TEST_CASE("a new token is no change of the screen: who saw it before that saves without a conflict") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician}, per{server, Role::Technician};
  const auto seen = "If-Match: \"" + json_of(anna.get("/screens"))["revision"].dump() + '"';
  REQUIRE(per.post(kPath + "/token", Json::object()).status == 200);
  REQUIRE(anna.put(kPath, like_the_door(server, kDoor, "Dörren"), {seen}).status == 200);
  CHECK(per.put(kPath, like_the_door(server, kDoor, "Porten"), {seen}).status == 409);
}

TEST_CASE("what older databases call a new and a changed screen is taken back as well") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician};
  const auto before = find_screen(server, kDoor);
  REQUIRE(anna.put("/screens/entren", like_the_door(server, "entren", "Entrén")).status == 201);
  REQUIRE(anna.put(kPath, like_the_door(server, kDoor, "Dörren")).status == 200);
  Database database{server.data_dir() + "/skylt.db"};
  const auto older = [&](const std::string& id, const std::string& action) {
    const auto entry = entries(anna, "actions=screen.put&object=" + id)[0];
    database.run("UPDATE history SET action = :a WHERE number = :b", {action, entry["number"].get<std::int64_t>()});
    return entries(anna, "actions=" + action)[0];
  };
  const auto added = older("entren", "screen.add"), changed = older(kDoor, "screen.change");
  CHECK(added["undo"] == true);
  CHECK(changed["undo"] == true);
  CHECK(take_back(anna, added).status == 200);
  CHECK(find_screen(server, "entren").is_null());
  CHECK(take_back(anna, changed).status == 200);
  CHECK(find_screen(server, kDoor) == before);
}

TEST_CASE("a new token itself is not taken back, for the old one ended") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Technician};
  REQUIRE(anna.post(kPath + "/token", Json::object()).status == 200);
  const auto entry = entries(anna, "actions=screen.token")[0];
  CHECK(entry["undo"] == false);
  CHECK(take_back(anna, entry).status == 409);
}
