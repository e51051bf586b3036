#include <atomic>
#include <csignal>
#include <thread>

#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const std::string kSession = "mon-valkommen-till-malmo-mots";

Json late(int minutes) { return {{"session", kSession}, {"kind", "delayed"}, {"minutes", minutes}}; }

std::string if_match(const Json& json) { return "If-Match: \"" + json["revision"].dump() + "\""; }

}  // namespace

TEST_CASE("a change is tried first and writes nothing, then holds, then is undone") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const auto before = json_of(publisher.get("/me"))["revision"];
  const auto tried = json_of(publisher.post("/changes?try=1", late(10)));
  CHECK(tried["screens"].size() >= 1);
  CHECK(tried["draft"].get<std::string>().size() > 20);
  CHECK(json_of(publisher.get("/me"))["revision"] == before);
  const auto made = json_of(publisher.post("/changes", late(10)));
  CHECK(made["screens"] == tried["screens"]);
  CHECK(made["change"]["author"] == publisher.account().email);
  const auto changes = json_of(publisher.get("/sessions/" + kSession))["changes"];
  REQUIRE(changes.size() == 1);
  CHECK(publisher.remove("/changes/" + changes[0]["id"].get<std::string>()).status == 200);
  CHECK(json_of(publisher.get("/sessions/" + kSession))["changes"].empty());
}

TEST_CASE("of two people at one session the second hears of the first and overwrites nothing") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher};
  const auto seen_by_per = json_of(per.get("/sessions/" + kSession));
  REQUIRE(anna.post("/changes", late(5)).status == 201);
  const auto refused = per.post("/changes", late(15), {if_match(seen_by_per)});
  CHECK(refused.status == 409);
  const auto told = json_of(refused);
  CHECK(told["since"][0]["actor"] == anna.account().email);
  CHECK(told["since"][0]["after"]["minutes"] == 5);
  CHECK(told["current"]["minutes"] == 5);
  CHECK(json_of(per.get("/sessions/" + kSession))["changes"].size() == 1);
  CHECK(per.post("/changes", late(15), {if_match(told)}).status == 201);
}

TEST_CASE("what others do elsewhere is no conflict") {
  RunningServer server;
  const OrganiserClient anna{server, Role::Publisher}, per{server, Role::Publisher};
  const auto seen = json_of(per.get("/messages"));
  REQUIRE(anna.post("/changes", late(5)).status == 201);
  CHECK(per.put("/messages/kaffe", {{"kind", "notice"}, {"text", {{"sv", "Kaffe"}}}, {"screens", {"radhuset"}}},
                {if_match(seen)})
            .status == 200);
  CHECK(anna.put("/messages/kaffe", {{"kind", "notice"}, {"text", {{"sv", "Te"}}}, {"screens", {"radhuset"}}},
                 {if_match(seen)})
            .status == 409);
}

TEST_CASE("a session is entered by hand, edited, translated and removed, and each step can be taken back") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher}, translator{server, Role::Translator};
  const Json session{{"title", {{"sv", "Extra samtal"}}},
                     {"start", "2027-05-04T10:00:00+02:00"},
                     {"end", "2027-05-04T11:00:00+02:00"},
                     {"room", {{"id", "festsalen"}, {"name", "Festsalen"}}},
                     {"venue", "radhuset"}};
  const auto made = json_of(publisher.post("/sessions", session));
  const auto id = made["session"]["id"].get<std::string>();
  CHECK(translator.put("/sessions/" + id + "/texts", {{"title", {{"en", "Another talk"}}}}).status == 200);
  const auto stored = json_of(publisher.get("/sessions/" + id))["session"];
  CHECK(stored["title"]["en"] == "Another talk");
  CHECK(stored["title"]["sv"] == "Extra samtal");
  const auto entry = json_of(publisher.get("/history?object=" + id))["history"][0];
  CHECK(entry["actor"] == translator.account().email);
  CHECK(entry["undo"] == true);
  CHECK(publisher.post("/history/" + entry["number"].dump() + "/undo", Json::object()).status == 200);
  CHECK_FALSE(json_of(publisher.get("/sessions/" + id))["session"]["title"].contains("en"));
  CHECK(publisher.post("/history/" + entry["number"].dump() + "/undo", Json::object()).status == 409);
  CHECK(publisher.remove("/sessions/" + id).status == 200);
  CHECK(publisher.get("/sessions/" + id).status == 404);
  auto wrong = session;
  wrong["titel"] = "x";
  const auto refused = publisher.post("/sessions", wrong);
  CHECK(refused.status == 400);
  CHECK(refused.body.find("titel") != std::string::npos);
}

TEST_CASE("a proposal is accepted as its author's, or declined with a word, once") {
  RunningServer server;
  const OrganiserClient editor{server, Role::Editor}, publisher{server, Role::Publisher};
  const auto first = json_of(editor.post("/changes", late(10)))["proposal"];
  const auto second = json_of(editor.post("/changes", {{"session", kSession}, {"kind", "cancelled"}}))["proposal"];
  CHECK(json_of(publisher.get("/proposals"))["proposals"].size() == 2);
  const auto path = [](const Json& proposal) { return "/proposals/" + proposal["id"].get<std::string>(); };
  CHECK(publisher.post(path(first) + "/accept", Json::object()).status == 200);
  CHECK(publisher.post(path(first) + "/accept", Json::object()).status == 409);
  const auto declined = json_of(publisher.post(path(second) + "/decline", {{"word", "Vi flyttar i stället"}}));
  CHECK(declined["proposal"]["word"] == "Vi flyttar i stället");
  const auto changes = json_of(editor.get("/sessions/" + kSession))["changes"];
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["author"] == editor.account().email);
}

TEST_CASE("an import shows the difference first and applies it when told") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const std::string csv =
      "title,start,end,room\nKonsert,2027-05-05 18:00,2027-05-05 19:00,Festsalen\n"
      "Film,2027-05-05 20:00,2027-05-05 21:00,Okänd sal\n";
  Json body{{"content", csv}, {"name", "kultur"}, {"format", "csv"}, {"venue", "radhuset"}, {"apply", false}};
  const auto dry = publisher.post("/imports", body);
  INFO(dry.body);
  REQUIRE(dry.status == 200);
  CHECK(json_of(dry)["added"] == 2);
  CHECK(json_of(publisher.get("/sources"))["sources"].empty());
  body["apply"] = true;
  CHECK(json_of(publisher.post("/imports", body))["added"] == 2);
  CHECK(json_of(publisher.get("/sources"))["sources"][0]["sessions"] == 2);
  const auto findings = json_of(publisher.get("/sources"))["sources"][0]["last_import"]["findings"];
  CHECK(findings[0]["code"] == "unknown-room");
  const auto unresolved = json_of(publisher.get("/rooms/unresolved"))["rooms"];
  REQUIRE(unresolved.size() == 1);
  CHECK(publisher.post("/rooms/aliases", {{"room", "sal-a"}, {"text", unresolved[0]["name"]}}).status == 200);
  CHECK(json_of(publisher.get("/rooms/unresolved"))["rooms"].empty());
  const auto imported = json_of(publisher.get("/sessions?source=kultur"))["sessions"][0]["id"].get<std::string>();
  CHECK(publisher.remove("/sessions/" + imported).status == 409);
  CHECK(publisher.post("/imports", {{"location", "https://127.0.0.1/x.ics"}, {"apply", false}}).status == 400);  // S-50
}

TEST_CASE("a change that can mean nothing is refused by its key") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const auto refused = publisher.post("/changes", late(0));
  CHECK(refused.status == 400);
  CHECK(json_of(refused)["error"]["message"] == "body: /minutes: a delay of 0 minutes changes nothing");
  CHECK(publisher.post("/changes", {{"session", kSession}, {"kind", "replaced"}, {"by", kSession}}).status == 400);
}

TEST_CASE("cells of the record that a spreadsheet would calculate are text (S-28)") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  REQUIRE(publisher.put("/messages/=cmd", {{"kind", "notice"}, {"text", {{"sv", "x"}}}}).status != 0);
  server.store().put_screen(
      [&] {
        auto screen = server.store().event_data().screens.front();
        screen.id = "x1";
        return screen;
      }(),
      "=HYPERLINK(1)");
  const auto csv = publisher.get("/history.csv");
  CHECK(csv.header("content-type") == "text/csv; charset=utf-8");
  CHECK(csv.body.find(",'=HYPERLINK(1),") != std::string::npos);
  CHECK(csv.body.find(",=") == std::string::npos);
}

TEST_CASE("a server killed in the middle of saves has each of them whole or not at all") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  std::atomic<int> acknowledged{0};
  std::atomic<bool> stop{false};
  std::thread writer{[&] {
    for (int i = 0; !stop && i < 500; ++i) {
      const auto reply = publisher.put("/messages/m" + std::to_string(i),
                                       {{"kind", "notice"}, {"text", {{"sv", "Nr"}}}, {"screens", {"radhuset"}}});
      if (reply.status != 200) break;
      ++acknowledged;
    }
  }};
  for (int i = 0; i < 1000 && acknowledged < 20; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  kill(server.pid(), SIGKILL);
  stop = true;
  writer.join();
  server.stop();
  server.start();
  const auto messages = json_of(publisher.get("/messages"))["messages"];
  int found = 0;
  for (const auto& message : messages)
    if (message["id"].get<std::string>().front() == 'm') ++found;
  CHECK(found >= acknowledged);
  CHECK(found <= acknowledged + 1);
  const auto history = json_of(publisher.get("/history?limit=1000"))["history"];
  int recorded = 0;
  for (const auto& entry : history)
    if (entry["action"] == "message.put") ++recorded;
  CHECK(recorded == found);
}
