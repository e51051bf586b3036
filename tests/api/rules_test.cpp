// What a second writer hears of the first (If-Match), what takes a second person or a second factor, and whose drafts
// are.
#include <chrono>

#include "content-server/api/authorise.hpp"
#include "content-server/api/password.hpp"
#include "content-server/api/totp.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

std::string if_match(const Json& json) { return "If-Match: \"" + json["revision"].dump() + "\""; }

Json notice(const Json& screens) {
  return {{"kind", "notice"}, {"text", {{"sv", "Kaffe i foajén"}}}, {"screens", screens}};
}

void take_up_second_factor(RunningServer& server, const OrganiserClient& person) {
  const auto secret = json_of(person.post("/me/two-factor", Json::object()))["secret"].get<std::string>();
  const auto step = std::chrono::floor<Seconds>(now_utc().time_since_epoch()).count() / 30;
  REQUIRE(person.put("/me/two-factor", {{"code", one_time_code(from_base32(secret), step)}}).status == 200);
  static_cast<void>(server);
}

}  // namespace

TEST_CASE("the second who closes a lift hears of the first; closing another is no conflict") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Technician};
  const auto seen = json_of(per.get("/closures"));
  const Json lift{{"venue", "stadsbiblioteket"}, {"target", "biblioteket-hiss"}, {"kind", "out-of-service"}};
  const auto made = json_of(anna.post("/closures", lift, {if_match(seen)}));
  const auto refused = per.post("/closures", lift, {if_match(seen)});
  CHECK(refused.status == 409);
  CHECK(json_of(refused)["since"][0]["actor"] == anna.account().email);
  CHECK(per.post("/closures", {{"venue", "stadsbiblioteket"}, {"target", "biblioteket-trappa"}}, {if_match(seen)})
            .status == 201);
  CHECK(anna.remove("/closures/" + made["closure"]["id"].get<std::string>()).status == 200);
  CHECK(per.post("/closures", lift, {if_match(made)}).status == 409);  // opened since
  CHECK(per.post("/closures", lift, {if_match(json_of(per.get("/closures")))}).status == 201);
}

TEST_CASE("of two people at one unknown room, one import and one proposal the second hears of the first") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher}, editor{server, Role::Editor};
  Json body{{"content", "title,start,end,room\nKonsert,2027-05-05 18:00,2027-05-05 19:00,Okänd sal\n"},
            {"name", "kultur"},
            {"format", "csv"},
            {"venue", "radhuset"},
            {"apply", true}};
  const auto before = json_of(per.get("/me"));
  REQUIRE(anna.post("/imports", body, {if_match(before)}).status == 200);
  CHECK(per.post("/imports", body, {if_match(before)}).status == 409);
  body["apply"] = false;
  CHECK(per.post("/imports", body, {if_match(before)}).status == 200);  // looking is never in the way

  const auto seen = json_of(per.get("/rooms/unresolved"));
  const Json alias{{"room", "sal-a"}, {"text", seen["rooms"][0]["name"]}, {"source", "kultur"}};
  CHECK(anna.post("/rooms/aliases", alias, {if_match(seen)}).status == 200);
  CHECK(per.post("/rooms/aliases", alias, {if_match(seen)}).status == 409);

  const std::string session = "mon-valkommen-till-malmo-mots";
  const auto proposal = json_of(editor.post("/changes", {{"session", session}, {"kind", "full"}}))["proposal"];
  const auto known = json_of(per.get("/me"));
  REQUIRE(anna.post("/changes", {{"session", session}, {"kind", "cancelled"}}).status == 201);
  const auto path = "/proposals/" + proposal["id"].get<std::string>() + "/accept";
  CHECK(per.post(path, Json::object(), {if_match(known)}).status == 409);
  CHECK(per.post(path, Json::object(), {if_match(json_of(per.get("/me")))}).status == 200);
}

TEST_CASE("a message to every screen takes a second person, or a second factor (S-27)") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher};
  CHECK(anna.put("/messages/some", notice({"radhuset"})).status == 200);
  const auto sent = anna.put("/messages/all", notice(Json::array()));
  REQUIRE(sent.status == 202);
  CHECK(anna.put("/messages/all-the-same", notice({"radhuset", "stadsbiblioteket", "hamnskolan"})).status == 202);
  const auto path = "/proposals/" + json_of(sent)["proposal"]["id"].get<std::string>() + "/accept";
  CHECK(anna.post(path, Json::object()).status == 403);
  CHECK(per.post(path, Json::object()).status == 200);
  const auto messages = json_of(per.get("/messages"))["messages"];
  CHECK(std::any_of(messages.begin(), messages.end(), [](const Json& each) { return each["id"] == "all"; }));
  take_up_second_factor(server, anna);
  CHECK(anna.put("/messages/all", notice(Json::array())).status == 200);
}

TEST_CASE("an administrator takes up the second factor within a week, or may only look; then keeps it (S-21)") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator};
  CHECK(json_of(admin.get("/me"))["second_factor_due"].is_string());
  CHECK(admin.get("/people").status == 200);
  auto account = admin.account();
  account.made = now_utc() - std::chrono::hours{24 * 7 + 1};
  Accounts{server.data_dir() + "/skylt.db"}.change(account, "test", now_utc());
  const auto refused = admin.get("/people");
  CHECK(refused.status == 403);
  CHECK(refused.body.find("second factor") != std::string::npos);
  CHECK(admin.put("/rota/x", {{"layout", "door"}}).status == 403);
  CHECK(admin.get("/screens").status == 200);
  CHECK(json_of(admin.get("/me"))["may"] == Json::array({"look"}));
  take_up_second_factor(server, admin);
  CHECK(admin.get("/people").status == 200);
  CHECK(json_of(admin.get("/me"))["second_factor_due"].is_null());
  CHECK(admin.send("DELETE", "/me/two-factor", R"({"code":"000000"})").status == 409);
  const OrganiserClient publisher{server, Role::Publisher};
  CHECK(json_of(publisher.get("/me"))["second_factor_due"].is_null());
}

TEST_CASE("a password from the list of the most common ones is refused, whatever its case (S-20)") {
  for (const char* common : {"iloveyou1", "QWERTYUIOP", "1qaz2wsx3edc", "manchester", "liverpool", "Trustno1"})
    CHECK_THROWS_AS(check_new_password(common, "anna@malmo.example", "Anna"), Error);
  check_new_password("tolv glada sälar simmar", "anna@malmo.example", "Anna");
}

TEST_CASE("a volunteer sees her own draft on the screens it alters, and nobody else's (S-26)") {
  RunningServer server{with_player()};
  const std::string session = "mon-valkommen-till-malmo-mots";
  const auto sara = OrganiserClient::with_link(server, {session});
  const auto omar = OrganiserClient::with_link(server, {session});
  const auto tried = json_of(sara.post("/changes?try=1", {{"session", session}, {"kind", "delayed"}, {"minutes", 10}}));
  REQUIRE(tried["pictures"].size() == tried["screens"].size());
  CHECK(tried["pictures"][0]["mentions"] == true);
  const auto path = "/drafts/" + tried["draft"].get<std::string>() + '/';
  const auto first = tried["pictures"][0]["id"].get<std::string>();
  const auto picture = sara.get(path + first + "?width=320&at=" + tried["at"].get<std::string>());
  CHECK(picture.status == 200);
  CHECK(picture.header("content-type") == "image/png");
  CHECK(omar.get(path + first).status == 404);
  CHECK(sara.get(path + "no-such-screen").status == 404);
  CHECK(sara.get("/screens/" + first + "/picture").status == 403);
}
