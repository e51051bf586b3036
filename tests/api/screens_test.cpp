#include "content-server/api/renderer.hpp"
#include "content-server/publish/publish.hpp"
#include "content-server/store/signing_key.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/soon.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kDoor = "radhuset-festsalen";
const std::string kSession = "mon-valkommen-till-malmo-mots";  // in Festsalen, Monday 09:00

/// What the player of that screen would say that it drew at that moment of the data as it is now.
PlayerStatus drawn_by_player(RunningServer& server, std::int64_t revision, UtcTime at) {
  const TempDir dir;
  Renderer renderer{dir.path("drawn"), with_player().player, 1};
  const auto assets = Assets::load(source_path(""));
  const auto built =
      snapshot_for(server.store().event_data(), assets, kDoor, revision, at, load_signing_key(server.data_dir()));
  DrawRequest request;
  request.snapshot = renderer.keep("k", built.manifest, signed_manifest_text(built.signed_manifest),
                                   [&](const std::string& sha256) { return built.blobs.at(sha256); });
  request.at = request.rotation = at;
  request.size = {1920, 1080};
  PlayerStatus status;
  status.version = "test";
  status.revision = status.shown_revision = revision;
  status.scene_sha256 = renderer.draw(request).scene_sha256;
  status.drawn = PlayerStatus::Drawn{at, at, true, std::nullopt, {1920, 1080}};
  return status;
}

Json state_of(const OrganiserClient& organiser) { return json_of(organiser.get(std::string{"/screens/"} + kDoor)); }

}  // namespace

TEST_CASE("a picture is drawn at any moment, in any language and size") {
  RunningServer server{with_player()};
  const OrganiserClient viewer{server, Role::Viewer};
  const auto picture = [&](const std::string& query) {
    return viewer.get(std::string{"/screens/"} + kDoor + "/picture?" + query);
  };
  const auto first = picture("at=2027-05-03T09:10:00Z&width=960");
  INFO(first.body.substr(0, 200));
  REQUIRE(first.status == 200);
  CHECK(first.header("content-type") == "image/png");
  CHECK(first.body.substr(1, 3) == "PNG");
  CHECK(picture("at=2027-05-03T09:10:00Z&width=960").body == first.body);
  CHECK(picture("at=2027-05-03T09:10:00Z&width=960&language=ar").body != first.body);
  CHECK(picture("at=2027-05-03T07:40:00Z&width=960").body != first.body);
  CHECK(picture("at=yesterday").status == 400);
  CHECK(picture("size=0x0").status == 400);
  for (int minute = 10; minute < 30; ++minute)
    CHECK(picture("at=2027-05-03T10:" + std::to_string(minute) + ":00Z&width=960").status == 200);
}

TEST_CASE("a try shows how the screens would look, and the screens stay as they are") {
  RunningServer server{with_player()};
  const OrganiserClient publisher{server, Role::Publisher};
  const auto tried = json_of(publisher.post("/changes?try=1", {{"session", kSession}, {"kind", "cancelled"}}));
  const std::string path = std::string{"/screens/"} + kDoor + "/picture?at=2027-05-03T06:50:00Z&width=480";
  const auto now = publisher.get(path), then = publisher.get(path + "&draft=" + tried["draft"].get<std::string>());
  INFO(then.body.substr(0, 200));
  REQUIRE(then.status == 200);
  CHECK(then.body != now.body);
  CHECK(publisher.get(path).body == now.body);
  CHECK(publisher.get(path + "&draft=gone").status == 404);
}

TEST_CASE("why a screen shows this: the winning rule, and where each text comes from") {
  RunningServer server{with_player()};
  const OrganiserClient publisher{server, Role::Publisher};
  REQUIRE(publisher
              .put("/rota/morning", {{"layout", "door"}, {"from_time", "06:00"}, {"to_time", "12:00"}, {"priority", 2}})
              .status == 200);
  REQUIRE(publisher.put("/rota/all-day", {{"layout", "agenda"}, {"priority", 1}}).status == 200);
  REQUIRE(soon(
      [&] { return publisher.get(std::string{"/screens/"} + kDoor + "/why?at=2027-05-03T07:10:00Z").status == 200; }));
  const auto why = json_of(publisher.get(std::string{"/screens/"} + kDoor + "/why?at=2027-05-03T07:10:00Z"));
  CHECK(why["rule"]["id"] == "morning");
  for (const auto& rule : why["rules"])
    CHECK(rule["reason"] == (rule["rule"]["id"] == "morning" ? "wins" : "outranked"));
  bool named = false;
  for (const auto& item : why["items"]) named = named || item["session"] == kSession;
  CHECK(named);
  const auto screens = json_of(publisher.get("/sessions/" + kSession + "/screens?at=2027-05-03T07:10:00Z"));
  bool listed = false;
  for (const auto& screen : screens["screens"]) listed = listed || screen["screen"] == kDoor;
  CHECK(listed);
}

TEST_CASE(
    "the receipt counts a screen when its player has drawn the revision, and says whether it drew the right thing") {
  RunningServer server{with_player()};
  const OrganiserClient publisher{server, Role::Publisher};
  const auto token = server.token_header(kDoor);
  const auto made = json_of(publisher.post("/changes", {{"session", kSession}, {"kind", "full"}}));
  const auto path = "/receipts/" + made["revision"].dump();
  REQUIRE(soon([&] { return publisher.get(path).status == 200; }));
  const auto before = json_of(publisher.get(path));
  CHECK(before["shown"] == 0);
  CHECK(before["of"].get<int>() >= 1);
  REQUIRE(
      soon([&] { return state_of(publisher)["offered"].get<std::int64_t>() >= made["revision"].get<std::int64_t>(); }));
  const auto offered = state_of(publisher)["offered"].get<std::int64_t>();
  auto status = drawn_by_player(server, offered, *parse_instant("2027-05-03T06:50:00Z"));
  const auto report = [&] {
    return request("POST", server.url("/player/v1/status"), {token}, dump_json(to_json(status))).status;
  };
  REQUIRE(report() == 200);
  const auto after = json_of(publisher.get(path));
  CHECK(after["shown"] == 1);
  CHECK(after["slowest"]["screen"] == kDoor);
  CHECK(soon([&] { return state_of(publisher)["agrees"] == true; }));
  CHECK(state_of(publisher)["health"] == "good");
  status.scene_sha256 = std::string(64, '0');
  REQUIRE(report() == 200);
  CHECK(soon([&] { return state_of(publisher)["agrees"] == false; }));
}

TEST_CASE("events tell at once what was published; a stranger hears nothing") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  CHECK(get(server.url("/api/v1/events")).status == 401);
  Daemon stream{{"/usr/bin/curl", "-sN", "-H", "Cookie: " + publisher.cookie(), server.url("/api/v1/events")}};
  const auto heard = [&](const std::string& text) {
    return stream.wait_line(text, std::chrono::minutes{1}).has_value();
  };
  CHECK(heard("event: hello"));
  CHECK(request("HEAD", server.url("/api/v1/events"), {"Cookie: " + publisher.cookie()}).status == 200);
  // What is done to people is not told; what comes after it is.
  const OrganiserClient admin{server, Role::Administrator};
  REQUIRE(admin.post("/invitations", {{"email", "ny@malmo.example"}, {"role", "viewer"}}).status == 201);
  const auto told = stream.wait_line("\"actions\"", std::chrono::minutes{1});
  REQUIRE(told);
  CHECK(told->text.find("\"actions\":[]") != std::string::npos);
  CHECK(told->text.find("actor") == std::string::npos);
  const auto made = json_of(publisher.post("/changes", {{"session", kSession}, {"kind", "full"}}));
  CHECK(heard("event: revision"));
  CHECK(heard("\"action\":\"change.add\""));
  CHECK(heard("event: receipt"));
}
