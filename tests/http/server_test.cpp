#include <filesystem>
#include <future>

#include "content-server/store/signing_key.hpp"
#include "core/snapshot/snapshot.hpp"
#include "tests/http/client.hpp"
#include "tests/http/running_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/soon.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kDoor = "radhuset-sal-b";                           // the town hall's room B
constexpr const char* kElsewhere = "hamnskolan-aulan";                    // a school across town
constexpr const char* kInRoomB = "tue-tillganglighet-borjar-vid-dorren";  // moved to room B by the sample's change c3
const std::string kManifest = "/player/v1/manifest";

std::string first_blob(const Reply& manifest, const std::string& role) {
  const auto parsed = parse_manifest(parse_signed_manifest(manifest.body).text);
  for (const auto& ref : parsed.blobs)
    if (ref.role == role) return ref.sha256;
  return "";
}

bool polls_waiting(const RunningServer& server, int count) {
  return soon([&] {
    return get(server.url("/metrics")).body.find("skylt_waiting_polls " + std::to_string(count) + "\n") !=
           std::string::npos;
  });
}

}  // namespace

TEST_CASE("a player gets its signed manifest once and then hears that nothing changed") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  const auto first = get(server.url(kManifest), {token});
  REQUIRE(first.status == 200);
  const auto manifest = parse_signed_manifest(first.body);
  CHECK(verify(manifest, load_signing_key(server.data_dir()).public_key));
  CHECK(parse_manifest(manifest.text).screen == kDoor);
  const auto again = get(server.url(kManifest), {token, "If-None-Match: " + first.header("etag")});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  const auto waited = get(server.url(kManifest), {token, "If-None-Match: " + first.header("etag"), "Prefer: wait=1"});
  CHECK(waited.status == 304);
  for (const auto* reply : {&again, &waited}) {
    CHECK(reply->header("etag") == first.header("etag"));
    CHECK(reply->header("cache-control") == first.header("cache-control"));
  }
}

TEST_CASE("every blob of a manifest can be fetched, whole or in ranges, and loads") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  const auto manifest = parse_manifest(parse_signed_manifest(get(server.url(kManifest), {token}).body).text);
  const auto snapshot = load_snapshot(manifest, [&](const BlobRef& ref) {
    const auto reply = get(server.url("/player/v1/blobs/" + ref.sha256), {token});
    REQUIRE(reply.status == 200);
    REQUIRE(sha256_hex(reply.body) == ref.sha256);
    CHECK_THAT(reply.header("cache-control"), Catch::Matchers::Contains("immutable"));
    return make_blob(reply.body);
  });
  CHECK(snapshot.screen.id == kDoor);
  const auto& ref = manifest.blobs.front();
  const auto url = server.url("/player/v1/blobs/" + ref.sha256);
  const auto whole = get(url, {token}).body;
  const auto part = get(url, {token, "Range: bytes=5-"});
  CHECK(part.status == 206);
  CHECK(part.body == whole.substr(5));
  CHECK(part.header("content-range") ==
        "bytes 5-" + std::to_string(whole.size() - 1) + "/" + std::to_string(whole.size()));
  CHECK(get(url, {token, "Range: bytes=5-", "If-Range: \"other\""}).status == 200);
  const auto beyond = get(url, {token, "Range: bytes=" + std::to_string(whole.size()) + "-"});
  CHECK(beyond.status == 416);
  CHECK(beyond.header("content-range") == "bytes */" + std::to_string(whole.size()));
  CHECK(get(url, {token, "If-None-Match: \"" + ref.sha256 + "\""}).status == 304);
}

TEST_CASE("a change wakes the polls of the screens concerned and no others") {
  RunningServer server;
  const auto token = server.token_header(kDoor), other = server.token_header(kElsewhere);
  const auto etag = get(server.url(kManifest), {token}).header("etag");
  const auto other_etag = get(server.url(kManifest), {other}).header("etag");
  const auto poll = [&](const std::string& header, const std::string& tag, const std::string& wait) {
    return std::async(std::launch::async, [=, url = server.url(kManifest)] {
      return get(url, {header, "If-None-Match: " + tag, "Prefer: wait=" + wait});
    });
  };
  auto here = poll(token, etag, "50");
  auto there = poll(other, other_etag, "50");
  REQUIRE(polls_waiting(server, 2));
  server.add_note(kInRoomB, "Med kaffe");
  const auto told = here.get();
  CHECK(told.status == 200);
  CHECK(told.header("etag") != etag);
  CHECK(polls_waiting(server, 1));
  const auto changes = get(server.url("/player/v1/blobs/" + first_blob(told, "changes")), {token});
  CHECK_THAT(changes.body, Catch::Matchers::Contains("Med kaffe"));
  CHECK(get(server.url(kManifest), {other}).header("etag") == other_etag);
  CHECK(server.stop() == 0);  // ends the poll that is left
  CHECK(there.get().status == 304);
}

TEST_CASE("revisions rise over a restart and untouched manifests stay (S-62)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  const auto before = get(server.url(kManifest), {token});
  CHECK(server.stop() == 0);
  server.start();
  CHECK(get(server.url(kManifest), {token}).body == before.body);
}

TEST_CASE("nothing of the players' HTTP is told without a valid token (S-14)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  const auto hash = first_blob(get(server.url(kManifest), {token}), "event");
  for (const auto& path : {kManifest, "/player/v1/blobs/" + hash, std::string{"/player/v1/status"},
                           std::string{"/player/v1/screenshots/1"}, std::string{"/player/v1/nothing"}}) {
    INFO(path);
    for (const auto& headers :
         {std::vector<std::string>{}, {"Authorization: Bearer wrong"}, {"Authorization: Basic x"}}) {
      const auto reply = get(server.url(path), headers);
      CHECK(reply.status == 401);
      CHECK(reply.body == R"({"error":{"code":"unauthorized","message":"a valid player token is needed"}})");
    }
  }
  server.store().issue_token(kDoor, "test");  // the old one ends
  server.add_note(kInRoomB, "Ny tid");
  CHECK(soon([&] { return get(server.url(kManifest), {token}).status == 401; }));
}

TEST_CASE("a status is recorded and answered with the signed time (R-41)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  PlayerStatus status;
  status.version = "0.1.0";
  status.shown_revision = 3;
  const auto reply = request("POST", server.url("/player/v1/status"), {token}, dump_json(to_json(status)));
  REQUIRE(reply.status == 200);
  const auto time = verify_signed_time(reply.body, load_signing_key(server.data_dir()).public_key);
  REQUIRE(time);
  const auto now = std::chrono::system_clock::now();
  CHECK(std::chrono::abs(now - *time) < std::chrono::minutes{1});
  CHECK(request("POST", server.url("/player/v1/status"), {token}, R"({"versoin":1})").body ==
        R"({"error":{"code":"invalid","message":"status: /versoin: unknown key 'versoin'"}})");
  CHECK(request("POST", server.url("/player/v1/status"), {token}, std::string(17 * 1024, ' ')).status == 413);
}

TEST_CASE("a screenshot is kept when it is a small PNG and nothing else is (S-41)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  const auto png_of = [](const std::string& width, const std::string& height) {
    return "\x89PNG\r\n\x1a\n" + std::string("\0\0\0\rIHDR", 8) + width + height + "rest";
  };
  const std::string hd("\0\0\x07\x80", 4), longest("\0\0\x40\0", 4), too_long("\0\0\x40\x01", 4);
  const std::string png = png_of(hd, hd);
  const auto put = [&](const std::string& number, const std::string& bytes) {
    return request("PUT", server.url("/player/v1/screenshots/" + number), {token}, bytes).status;
  };
  CHECK(put("17", png) == 204);
  CHECK(read_file(server.data_dir() + "/screenshots/" + kDoor + "/17.png") == png);
  CHECK(put("18", "<svg/>") == 400);
  CHECK(put("..%2f..%2fx", png) == 400);
  CHECK(put("18", std::string{"\x89PNG\r\n\x1a\n"} + "rest") == 400);
  CHECK(put("18", png_of(longest, longest)) == 204);
  for (const auto& [width, height] : {std::pair{too_long, hd}, {hd, too_long}, {std::string(4, '\xff'), hd}})
    CHECK(put("18", png_of(width, height)) == 400);
  CHECK(put("19", png + std::string(600 * 1024, 'x')) == 413);
  for (int i = 20; i < 28; ++i) CHECK(put(std::to_string(i), png) == 204);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{server.data_dir() + "/screenshots/" + kDoor})
    files += entry.is_regular_file() ? 1 : 0;
  CHECK(files == 5);
}

TEST_CASE("the programme is public, cacheable and without what is withheld") {
  RunningServer server;
  for (const std::string format : {"json", "ics", "xml"}) {
    INFO(format);
    const auto reply = get(server.url("/public/v1/programme." + format));
    REQUIRE(reply.status == 200);
    CHECK_THAT(reply.header("cache-control"), Catch::Matchers::Contains("public"));
    CHECK_THAT(reply.header("content-type"), Catch::Matchers::Contains("charset=utf-8"));
    const auto again = get(server.url("/public/v1/programme." + format), {"If-None-Match: " + reply.header("etag")});
    CHECK(again.status == 304);
    CHECK(again.header("cache-control") == reply.header("cache-control"));
  }
  CHECK(get(server.url("/public/v1/programme.pdf")).status == 404);
  CHECK(request("POST", server.url("/api/v1/openapi.json")).status == 405);
}

TEST_CASE("the public programme says what is cancelled, moved and delayed now, until somebody takes it back") {
  RunningServer server;
  const std::string session = "mon-valkommen-till-malmo-mots";
  const auto cancelled = [&] {
    const auto calendar = get(server.url("/public/v1/programme.ics")).body;
    const auto at = calendar.find("UID:" + session);
    const auto event = calendar.substr(at, calendar.find("END:VEVENT", at) - at);
    return event.find("STATUS:CANCELLED") != std::string::npos;
  };
  CHECK_FALSE(cancelled());
  Change change;
  change.session = session;
  change.kind = ChangeKind::Cancelled;
  change = server.store().add_change(change, "test");
  CHECK(soon(cancelled));
  CHECK(get(server.url("/public/v1/programme.xml")).body.find("CANCELLED: ") != std::string::npos);
  server.store().undo_change(change.id, "test");
  CHECK(soon([&] { return !cancelled(); }));
}

TEST_CASE("health, readiness and figures are told to everybody, the version to nobody (S-15)") {
  RunningServer server;
  CHECK(get(server.url("/healthz")).body == R"({"status":"ok"})");
  CHECK(get(server.url("/readyz")).status == 200);
  const auto metrics = get(server.url("/metrics"));
  CHECK_THAT(metrics.body, Catch::Matchers::Contains("skylt_screens 13\n"));
  CHECK_THAT(metrics.body, Catch::Matchers::Contains("skylt_http_answers_total{status=\"200\"}"));
  for (const auto& reply : {get(server.url("/healthz")), get(server.url("/nowhere")), metrics})
    for (const auto& [name, value] : reply.headers) {
      INFO(name << ": " << value);
      CHECK(name != "server");
      CHECK(value.find("restinio") == std::string::npos);
    }
}

TEST_CASE("a running server follows the sources that are addresses") {
  RunningServer server;
  server.stop();
  ImportRequest request;
  request.source.name = request.source.settings.name = "feed";
  request.source.location = "https://example.org/programme.csv";
  request.source.format = "csv";
  request.source.settings.zone = TimeZone::find("Europe/Stockholm");
  request.actor = "test";
  request.now = *parse_instant("2027-05-01T10:00:00Z");
  const auto programme = parse_programme("id,title,start,end\n1,Samtal,2027-05-04T10:00:00Z,2027-05-04T11:00:00Z\n",
                                         "csv", request.source.settings);
  server.store().apply_import(programme, request);
  server.start();
  CHECK(
      soon([&] { return get(server.url("/metrics")).body.find("\nskylt_sources_followed 1\n") != std::string::npos; }));
}

TEST_CASE("every answer carries the security headers (S-25)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  for (const auto& reply : {get(server.url("/healthz")), get(server.url("/nowhere")), get(server.url(kManifest)),
                            get(server.url(kManifest), {token}), request("DELETE", server.url("/healthz"))}) {
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK_THAT(reply.header("content-security-policy"), Catch::Matchers::Contains("frame-ancestors 'none'"));
    CHECK(reply.header("referrer-policy") == "no-referrer");
    CHECK_THAT(reply.header("strict-transport-security"), Catch::Matchers::Contains("max-age="));
    CHECK_FALSE(reply.header("content-type").empty());
  }
}

TEST_CASE("only the listed methods are answered (S-29)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  struct Row {
    std::string path, allowed;
  };
  for (const auto& row : {Row{"/healthz", "GET, HEAD"}, Row{kManifest, "GET"}, Row{"/player/v1/status", "POST"},
                          Row{"/player/v1/screenshots/1", "PUT"}, Row{"/public/v1/programme.json", "GET, HEAD"}}) {
    for (const std::string method : {"DELETE", "PATCH", "TRACE", "OPTIONS"}) {
      INFO(method << ' ' << row.path);
      const auto reply = request(method, server.url(row.path), {token});
      CHECK(reply.status == 405);
      CHECK(reply.header("allow") == row.allowed);
    }
  }
  CHECK(request("HEAD", server.url(kManifest), {token}).status == 405);
  const auto head = request("HEAD", server.url("/healthz"));
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("content-length") == get(server.url("/healthz")).header("content-length"));
}

TEST_CASE("a token that asks too often is told when to come back (S-23)") {
  RunningServer server;
  const auto token = server.token_header(kDoor);
  int refused = 0;
  Reply last;
  for (int i = 0; i < 2000 && refused == 0; ++i) {
    const auto reply = get(server.url(kManifest), {token});
    if (reply.status != 429) continue;
    ++refused;
    last = reply;
  }
  CHECK(refused > 0);
  CHECK(last.header("retry-after") == "1");
  CHECK(get(server.url(kManifest), {server.token_header(kElsewhere)}).status == 200);
}
