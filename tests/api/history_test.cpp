// The record as organisers read it, and the way back from each thing it tells.
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const std::string kSession = "mon-valkommen-till-malmo-mots";

}  // namespace

TEST_CASE("the record offers the way back only where nothing was done to the thing since") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher};
  REQUIRE(anna.post("/changes", {{"session", kSession}, {"kind", "full"}}).status == 201);
  auto record = entries(anna, "actions=change.");
  REQUIRE(record.size() > 0);
  CHECK(record[0]["undo"] == true);
  REQUIRE(take_back(anna, record[0]).status == 200);
  record = entries(anna, "actions=change.");
  CHECK(record[0]["action"] == "change.undo");
  CHECK(record[0]["undo"] == true);  // it can be laid again
  CHECK(record[1]["undo"] == false);
}

TEST_CASE("one of two changes of a session is taken back without the other") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher};
  const auto full = json_of(anna.post("/changes", {{"session", kSession}, {"kind", "full"}}))["change"]["id"];
  const auto text = json_of(
      anna.post("/changes", {{"session", kSession}, {"kind", "text"}, {"text", {{"sv", "Ta med"}}}}))["change"]["id"];
  REQUIRE(take_back(anna, entries(anna, "object=" + full.get<std::string>())[0]).status == 200);
  const auto laid = json_of(anna.get("/sessions/" + kSession))["changes"];
  REQUIRE(laid.size() == 1);
  CHECK(laid[0]["id"] == text);
}

TEST_CASE("the record is narrowed to kinds of actions, and searched by who, what and the session's title") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher};
  REQUIRE(anna.post("/changes", {{"session", kSession}, {"kind", "full"}}).status == 201);
  REQUIRE(per.put("/messages/kaffe", {{"kind", "notice"}, {"text", {{"sv", "100 % kaffe"}}}, {"screens", {"radhuset"}}})
              .status == 200);
  CHECK(entries(anna, "actions=message.,rota.")[0]["object"] == "kaffe");
  for (const auto& entry : entries(anna, "actions=message.,rota."))
    CHECK(entry["action"].get<std::string>().starts_with("message."));
  CHECK(entries(anna, "search=" + anna.account().email).size() == 1);
  CHECK(entries(anna, "search=100%20%25%20kaffe").size() == 1);
  CHECK(entries(anna, "search=100_%25_kaffe").empty());  // no wildcards
  const auto of_title = entries(anna, "search=Welcome%20to%20Malm&actions=change.");
  REQUIRE(of_title.size() == 1);
  CHECK(of_title[0]["after"]["session"] == kSession);
  CHECK(anna.get("/history.csv?actions=message.").body.find("change.add") == std::string::npos);
  CHECK(anna.get("/history?search=" + std::string(300, 'x')).status == 400);
}

TEST_CASE("a venue's change is recorded with what stood there before, and can be taken back") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher};
  const auto venue = [&] {
    const auto event = json_of(anna.get("/event"));
    for (const auto& each : event["venues"])
      if (each["id"] == "radhuset") return each;
    return Json{};
  };
  const auto before = venue();
  Json body{{"name", before["name"]}, {"address", "Stortorget 1"}, {"rooms", Json::array()}};
  for (const auto& room : before["rooms"]) body["rooms"].push_back({{"id", room["id"]}, {"name", room["name"]}});
  body["rooms"][0]["name"]["sv"] = "Sal Ett";
  body["rooms"].push_back({{"id", "kaffet"}, {"name", {{"sv", "Kaffet"}}}});
  REQUIRE(anna.put("/venues/radhuset", body).status == 200);
  const auto entry = entries(anna, "object=radhuset")[0];
  INFO(entry.dump());
  CHECK(entry["before"]["rooms"].size() == 1);  // the room that was renamed, and nothing of the plan
  CHECK(entry["before"]["rooms"][0] == before["rooms"][0]);
  CHECK(entry["after"]["address"] == "Stortorget 1");
  CHECK_FALSE(entry["after"].contains("spaces"));
  CHECK(entry["undo"] == true);

  const OrganiserClient stranger{server, Role::Editor};
  CHECK(take_back(stranger, entry).status == 403);
  REQUIRE(take_back(anna, entry).status == 200);
  CHECK(venue() == before);
}

TEST_CASE("what was closed is opened by the record, and closed again") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher};
  const auto closures = [&] { return json_of(anna.get("/closures"))["closures"].size(); };
  const auto before = closures();
  REQUIRE(anna.post("/closures", {{"venue", "stadsbiblioteket"}, {"target", "biblioteket-trappa"}}).status == 201);
  REQUIRE(take_back(anna, entries(anna, "actions=closure.")[0]).status == 200);
  CHECK(closures() == before);
  REQUIRE(take_back(anna, entries(anna, "actions=closure.end")[0]).status == 200);
  CHECK(closures() == before + 1);
}

TEST_CASE("what a person said of an unknown room or of two alike sessions is taken back") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher};
  const auto read = [&](const std::string& name, const std::string& room) {
    const Json body{{"content", "title,start,end,room\nKonsert,2027-05-05 18:00,2027-05-05 19:00," + room + "\n"},
                    {"name", name},
                    {"format", "csv"},
                    {"venue", "radhuset"},
                    {"apply", true}};
    REQUIRE(anna.post("/imports", body).status == 200);
  };
  read("ett", "Okänd sal");
  const auto unknown = [&] { return json_of(anna.get("/rooms/unresolved"))["rooms"]; };
  const auto named = unknown()[0];
  const Json alias{{"room", "sal-a"}, {"text", named["name"]}, {"source", "ett"}};
  REQUIRE(anna.post("/rooms/aliases", alias).status == 200);
  REQUIRE(unknown().empty());
  const auto gone = anna.send("DELETE", "/rooms/aliases", dump_json(alias));
  INFO(gone.body);
  CHECK(gone.status == 200);
  CHECK(unknown() == Json::array({named}));
  CHECK(anna.send("DELETE", "/rooms/aliases", dump_json(alias)).status == 404);
  REQUIRE(anna.post("/rooms/aliases", alias).status == 200);
  REQUIRE(take_back(anna, entries(anna, "actions=room.alias")[0]).status == 200);
  CHECK(unknown() == Json::array({named}));

  read("tva", "Okänd sal");
  const auto twins = [&] { return json_of(anna.get("/duplicates"))["duplicates"]; };
  REQUIRE(twins().size() == 1);
  const Json pair{{"first", twins()[0]["first"]["id"]}, {"second", twins()[0]["second"]["id"]}};
  REQUIRE(anna.post("/duplicates/join", pair).status == 200);
  REQUIRE(twins().empty());
  CHECK(anna.send("DELETE", "/duplicates", dump_json(pair)).status == 200);
  CHECK(twins().size() == 1);
  REQUIRE(anna.post("/duplicates/dismiss", pair).status == 200);
  REQUIRE(take_back(anna, entries(anna, "actions=session.dismiss")[0]).status == 200);
  CHECK(twins().size() == 1);
  CHECK(anna.send("DELETE", "/duplicates", dump_json(pair)).status == 404);

  // Who saw the decision, and not that it was taken back, hears of that.
  REQUIRE(anna.post("/duplicates/join", pair).status == 200);
  const auto seen = "If-Match: \"" + json_of(anna.get("/duplicates"))["revision"].dump() + '"';
  REQUIRE(anna.send("DELETE", "/duplicates", dump_json(pair)).status == 200);
  const OrganiserClient per{server, Role::Publisher};
  CHECK(per.post("/duplicates/dismiss", pair, {seen}).status == 409);
}

TEST_CASE("of two administrators at one account the second hears of the first") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Administrator}, per{server, Role::Administrator},
      editor{server, Role::Editor};
  const auto path = "/people/" + editor.account().id;
  const auto seen = "If-Match: \"" + json_of(per.get("/people"))["revision"].dump() + '"';
  REQUIRE(anna.put(path, {{"role", "publisher"}}).status == 200);
  const auto refused = per.put(path, {{"role", "viewer"}}, {seen});
  CHECK(refused.status == 409);
  CHECK(json_of(refused)["since"][0]["actor"] == anna.account().email);
  const auto again = "If-Match: \"" + json_of(refused)["since"][0]["revision"].dump() + '"';
  CHECK(per.put(path, {{"role", "viewer"}}, {again}).status == 200);
}
