// What a second writer hears of the first (If-Match), what takes a second person or a second factor, and whose drafts
// are.
#include <chrono>
#include <future>

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
  // Nor is it rewritten by its texts alone.
  const OrganiserClient translator{server, Role::Translator};
  const Json other{{"text", {{"en", "Something else"}}}};
  CHECK(translator.put("/messages/all/texts?try=1", other).status == 200);
  CHECK(translator.put("/messages/all/texts", other).status == 202);
  CHECK(translator.put("/messages/some/texts", other).status == 200);
  CHECK(translator.get("/messages").body.find("Something else") ==
        translator.get("/messages").body.rfind("Something else"));
  take_up_second_factor(server, anna);
  CHECK(anna.put("/messages/all", notice(Json::array())).status == 200);
}

TEST_CASE("an emergency of an event file is not rewritten from here (S-27)") {
  Message fire;
  fire.id = "fire";
  fire.kind = MessageKind::Emergency;
  fire.text = Text::in("sv", "Lämna huset");
  RunningServer server{{}, [&](EventData& data) { data.messages.push_back(fire); }};
  const OrganiserClient translator{server, Role::Translator};
  CHECK(translator.put("/messages/fire/texts", {{"text", {{"sv", "Stanna kvar"}}}}).status == 403);
}

TEST_CASE(
    "taking back needs the same right as doing: not what another did, and not past the second person (S-26, S-27)") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher};
  const std::string session = "mon-valkommen-till-malmo-mots";
  const auto volunteer = OrganiserClient::with_link(server, {session});
  const auto undo_newest = [&](const OrganiserClient& who, const std::string& action) {
    const auto record = json_of(anna.get("/history"));
    for (const auto& entry : record["history"])
      if (entry["action"] == action) return who.post("/history/" + entry["number"].dump() + "/undo", Json::object());
    return Reply{};
  };
  REQUIRE(anna.post("/changes", {{"session", session}, {"kind", "cancelled"}}).status == 201);
  CHECK(undo_newest(volunteer, "change.add").status == 403);
  CHECK(undo_newest(per, "change.add").status == 200);

  const auto sent = anna.put("/messages/all", notice(Json::array()));
  const auto path = "/proposals/" + json_of(sent)["proposal"]["id"].get<std::string>() + "/accept";
  REQUIRE(per.post(path, Json::object()).status == 200);
  REQUIRE(anna.remove("/messages/all").status == 200);
  CHECK(undo_newest(anna, "message.remove").status == 403);
  take_up_second_factor(server, anna);
  CHECK(undo_newest(anna, "message.remove").status == 200);
  REQUIRE(anna.put("/messages/all", notice({"radhuset"})).status == 200);
  const OrganiserClient editor{server, Role::Editor, {}, {"radhuset"}};
  CHECK(undo_newest(editor, "message.put").status == 403);  // it would be the whole city's again
}

TEST_CASE("a delay that another organiser's sessions would follow is looked at first (S-26)") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const auto put = [&](const std::string& organiser, const std::string& start, const std::string& end) {
    const Json session{{"title", {{"sv", "Prov"}}},
                       {"start", "2027-05-08T" + start + ":00+02:00"},
                       {"end", "2027-05-08T" + end + ":00+02:00"},
                       {"venue", "radhuset"},
                       {"room", {{"id", "sal-b"}}},
                       {"organisers", {organiser}}};
    return json_of(publisher.post("/sessions", session))["session"]["id"].get<std::string>();
  };
  const auto hers = put("demokrativerkstaden", "10:00", "11:00");
  const OrganiserClient editor{server, Role::Editor, {"demokrativerkstaden"}};
  const Json delay{{"session", hers}, {"kind", "delayed"}, {"minutes", 10}, {"following", true}};
  CHECK(editor.post("/changes?try=1", delay).status == 200);
  const auto own = put("demokrativerkstaden", "11:00", "12:00");
  const auto alone = json_of(editor.post("/changes", delay));
  CHECK(alone.contains("change"));
  CHECK(editor.remove("/changes/" + alone["change"]["id"].get<std::string>()).status == 200);
  put("stadskontoret", "12:00", "13:00");
  CHECK(editor.post("/changes", delay).status == 202);
  Json wordless = delay;
  wordless["following"] = false;
  CHECK(editor.post("/changes", wordless).status == 201);
}

TEST_CASE("who adds a screen or a venue takes none that is there") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator};
  const std::vector<std::string> only_new{"If-None-Match: *"};
  Json screen{{"name", "Foajé"},     {"venue", "radhuset"}, {"size", {1920, 1080}},
              {"diagonal_inch", 43}, {"distance_mm", 2000}, {"layout", "foyer"}};
  CHECK(admin.put("/screens/foaje", screen, only_new).status == 201);
  CHECK(admin.put("/screens/foaje", screen, only_new).status == 200);  // sent again: it is what is there
  screen["venue"] = "hamnskolan";
  const auto refused = admin.put("/screens/foaje", screen, only_new);
  CHECK(refused.status == 409);
  CHECK(code_of(refused) == "exists");
  CHECK(admin.put("/screens/foaje", screen).status == 200);
  const Json venue{{"name", {{"sv", "Ett annat rådhus"}}}};
  CHECK(code_of(admin.put("/venues/radhuset", venue, only_new)) == "exists");
  CHECK(admin.put("/venues/annat", venue, only_new).status == 201);
}

TEST_CASE("of many who accept a proposal at once one does it, and it is done once") {
  RunningServer server;
  const OrganiserClient editor{server, Role::Editor}, per{server, Role::Publisher}, anna{server, Role::Publisher};
  const std::string session = "mon-valkommen-till-malmo-mots";
  const std::vector<std::string> once{"X-Skylt-Once: 4711"};
  const Json full{{"session", session}, {"kind", "full"}};
  const auto proposal = json_of(editor.post("/changes", full, once))["proposal"];
  CHECK(json_of(editor.post("/changes", full, once))["proposal"]["id"] == proposal["id"]);
  CHECK(json_of(per.get("/proposals"))["proposals"].size() == 1);
  const auto path = "/proposals/" + proposal["id"].get<std::string>() + "/accept";
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 8; ++i) {
    const auto& who = i % 2 == 0 ? per : anna;
    answers.push_back(std::async(std::launch::async, [&who, path] { return who.post(path, Json::object()).status; }));
  }
  int done = 0;
  for (auto& answer : answers) done += answer.get() == 200 ? 1 : 0;
  CHECK(done >= 1);
  CHECK(json_of(per.get("/sessions/" + session))["changes"].size() == 1);
}

TEST_CASE("what was changed since it was proposed is not overwritten by accepting") {
  RunningServer server;
  const OrganiserClient editor{server, Role::Editor}, per{server, Role::Publisher};
  const auto message = [&](const char* text) {
    return Json{{"kind", "notice"}, {"text", {{"sv", text}}}, {"screens", {"radhuset"}}};
  };
  REQUIRE(per.put("/messages/kaffe", message("Kaffe")).status == 200);
  const auto proposed = editor.put("/messages/kaffe", message("Te"));
  REQUIRE(proposed.status == 202);
  REQUIRE(per.put("/messages/kaffe", message("Saft")).status == 200);
  const auto path = "/proposals/" + json_of(proposed)["proposal"]["id"].get<std::string>() + "/accept";
  CHECK(per.post(path, Json::object()).status == 409);
  CHECK(per.post(path, Json::object(), {if_match(json_of(per.get("/me")))}).status == 200);
}

TEST_CASE("the record tells of people only those who manage them") {
  RunningServer server;
  const OrganiserClient admin{server, Role::Administrator}, publisher{server, Role::Publisher},
      viewer{server, Role::Viewer};
  REQUIRE(admin.post("/invitations", {{"email", "ny@malmo.example"}, {"role", "viewer"}}).status == 201);
  const auto tells = [](const OrganiserClient& who) {
    return who.get("/history?limit=1000").body.find("ny@malmo.example") != std::string::npos ||
           who.get("/history.csv").body.find("ny@malmo.example") != std::string::npos;
  };
  CHECK(tells(admin));
  CHECK_FALSE(tells(publisher));
  CHECK_FALSE(tells(viewer));
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
