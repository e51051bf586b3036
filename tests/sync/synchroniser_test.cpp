#include "player/sync/synchroniser.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/sync/screen_double.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// A disk on which what has been stored cannot be removed.
class StubbornDisk : public MemoryDisk {
 public:
  void remove(const std::string& path) override {
    if (stubborn && !path.ends_with(".part")) throw Error{ErrorCode::Unavailable, path + ": cannot be removed"};
    MemoryDisk::remove(path);
  }

  bool stubborn = false;
};

/// A player that shows revision 10 of its server.
struct Shown {
  Shown() : server{make_signing_key()} {
    server.publish(10);
    player = std::make_unique<PlayerDouble>(server, disk);
    player->sync->turn();
    REQUIRE(player->screen.shown() == 10);
  }

  /// Some turns later: has anything that is shown changed?
  bool unchanged_after(int turns = 3) {
    for (int i = 0; i < turns; ++i) player->sync->turn();
    return player->screen.taken.size() == 1 && load_newest(player->cache).snapshot->manifest.revision == 10;
  }

  /// How often what failed, as the last report had it.
  std::map<std::string, std::uint64_t> failures() const {
    const PlayerStatus status = parse_status(server.requests().back().body);
    return {status.failures.begin(), status.failures.end()};
  }

  ContentSource server;
  StubbornDisk disk;
  std::unique_ptr<PlayerDouble> player;
};

constexpr std::size_t kLarge = 600 * 1024;
constexpr std::size_t kBulk = 5 << 20;

/// Revision 11 with a picture that takes most of a small disk, or that is a bulk download.
SmallSnapshot large_snapshot(const SigningKey& key, std::size_t picture_bytes = kLarge) {
  SmallSnapshot snapshot = small_snapshot(11, key);
  const std::string bytes(picture_bytes, 'x');
  snapshot.manifest.blobs.push_back({"image", "wall", sha256_hex(bytes), bytes.size(), "image/png"});
  snapshot.blobs[sha256_hex(bytes)] = bytes;
  snapshot.signed_manifest = sign(snapshot.manifest, key);
  return snapshot;
}

bool is_blob(const HttpRequest& request) { return request.path.starts_with("/player/v1/blobs/"); }
bool is_poll(const HttpRequest& request) { return request.path == "/player/v1/manifest"; }

}  // namespace

TEST_CASE("a new revision is fetched, stored and shown in one turn") {
  Shown shown;
  shown.server.publish(11);
  CHECK(shown.player->sync->turn() == Millis{0});
  CHECK(shown.player->screen.shown() == 11);
  CHECK(shown.player->log.empty());
}

TEST_CASE("the poll is held once the server has been met and names what is shown") {
  Shown shown;
  shown.player->sync->turn();
  const auto& requests = shown.server.requests();
  const auto last_poll = std::find_if(requests.rbegin(), requests.rend(), is_poll);
  CHECK(last_poll->headers.size() == 3);
  CHECK(last_poll->headers[1].starts_with("If-None-Match: \""));
  CHECK(last_poll->headers[2] == "Prefer: wait=50");
  CHECK(last_poll->timeout > Seconds{50});
  const auto first_poll = std::find_if(requests.begin(), requests.end(), is_poll);
  CHECK(first_poll->headers == std::vector<std::string>{"Accept: application/json"});
}

TEST_CASE("something that answers held polls at once is not asked in a circle") {
  Shown shown;
  CHECK(shown.player->sync->turn() >= Seconds{1});
}

TEST_CASE("answers that are not the server's change nothing on the screen (R-20)") {
  using Answer = std::pair<std::string, HttpResponse>;
  const std::string html = "<html><body>Välkommen till gästnätet</body></html>";
  const std::vector<Answer> answers = {
      {"a captive portal's page", {200, {{"content-type", "text/html"}}, html}},
      {"a page that claims to be JSON", {200, {{"content-type", "application/json"}}, html}},
      {"a redirect to a login page", {302, {{"location", "http://login.example"}}, ""}},
      {"a proxy's error page", {503, {{"content-type", "text/html"}}, html}},
      {"garbage of gzip", {200, {{"content-type", "application/json"}}, std::string("\x1f\x8b\x08\0\0\xff\xfe", 7)}},
      {"nothing at all", {200, {{"content-type", "application/json"}}, ""}},
      {"an empty object", {200, {{"content-type", "application/json"}}, "{}"}},
      {"not found", {404, {}, ""}},
      {"unauthorised", {401, {}, ""}},
  };
  for (const auto& [what, answer] : answers) {
    INFO(what);
    Shown shown;
    shown.server.publish(11);
    shown.server.before = [&, reply = answer](const HttpRequest&) { return reply; };
    CHECK(shown.unchanged_after());
    shown.server.before = nullptr;
    shown.player->sync->turn();
    CHECK(shown.player->screen.shown() == 11);
  }
}

TEST_CASE("pages that come instead of blobs change nothing and leave no trace (R-20)") {
  Shown shown;
  shown.server.publish(11);
  shown.server.before = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (!is_blob(request)) return std::nullopt;
    return HttpResponse{200, {{"content-type", "text/html"}}, "<html>login</html>"};
  };
  CHECK(shown.unchanged_after());
  shown.server.before = nullptr;
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 11);
}

TEST_CASE("a manifest truncated at any length changes nothing (R-20)") {
  Shown shown;
  shown.server.publish(11);
  std::size_t kept = 0;
  shown.server.after = [&](const HttpRequest& request, HttpResponse& response) {
    if (is_poll(request) && response.status == 200) response.body.resize(kept);
  };
  const std::size_t whole = signed_manifest_text(small_snapshot(11, shown.server.key()).signed_manifest).size();
  for (kept = 0; kept < whole; kept += 23) {
    INFO(kept);
    REQUIRE(shown.unchanged_after(1));
  }
}

TEST_CASE("an attacker's content is never shown (S-60 to S-68)") {
  Shown shown;
  const SigningKey stranger = make_signing_key();
  SmallSnapshot forged = small_snapshot(11, stranger);

  SECTION("a manifest signed with another key (S-60)") { shown.server.put(forged); }
  SECTION("the server's key named beside another key's signature (S-60)") {
    forged.signed_manifest.signatures[0].key = shown.server.key().public_key;
    shown.server.put(forged);
  }
  SECTION("an unsigned manifest (S-60)") {
    forged.signed_manifest.signatures.clear();
    shown.server.put(forged);
  }
  SECTION("a signed manifest with one altered byte (S-60)") {
    SmallSnapshot altered = small_snapshot(11, shown.server.key());
    altered.signed_manifest.text.replace(altered.signed_manifest.text.find("foyer"), 5, "foyar");
    shown.server.put(altered);
  }
  SECTION("another file than the one that was signed (S-60, S-64)") {
    shown.server.publish(11);
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (is_blob(request) && !response.body.empty()) response.body[0] = static_cast<char>(response.body[0] ^ 1);
    };
  }
  SECTION("a file that goes on for ever (S-61)") {
    shown.server.publish(11);
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (!is_blob(request)) return;
      response.headers.erase("content-length");
      response.body += std::string(20000, 'x');
    };
  }
  SECTION("a manifest that goes on for ever (S-61)") {
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (is_poll(request)) response.body += std::string(8u << 20, ' ');
    };
    shown.server.publish(11);
  }
  SECTION("a validly signed older revision (S-62)") { shown.server.publish(9); }
  SECTION("the same revision with other content (S-62)") {
    SmallSnapshot other = small_snapshot(10, shown.server.key());
    other.manifest.created += Minutes{1};
    other.signed_manifest = sign(other.manifest, shown.server.key());
    shown.server.put(other);
  }
  SECTION("a revision far in the future (S-66)") { shown.server.publish(10 + 1'000'001); }
  SECTION("a snapshot with a part missing (S-64)") {
    SmallSnapshot part = small_snapshot(11, shown.server.key());
    std::erase_if(part.manifest.blobs, [](const BlobRef& ref) { return ref.role == "theme"; });
    part.signed_manifest = sign(part.manifest, shown.server.key());
    shown.server.put(part);
  }
  SECTION("blobs that the server does not have (S-67)") {
    shown.server.publish(11);
    shown.server.before = [](const HttpRequest& request) -> std::optional<HttpResponse> {
      if (!is_blob(request)) return std::nullopt;
      return HttpResponse{404, {}, ""};
    };
  }
  CHECK(shown.unchanged_after(4));
  CHECK_FALSE(shown.player->log.empty());
  // Errors never leave the player where it cannot be helped (S-67).
  shown.server.before = nullptr;
  shown.server.after = nullptr;
  shown.server.publish(12);
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 12);
}

TEST_CASE("an interrupted download goes on where it stopped") {
  Shown shown;
  shown.server.publish(11);
  shown.server.break_after = 192;
  const std::size_t before = shown.server.blob_bytes_sent();
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 10);
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 11);
  std::size_t changed = 0;
  for (const auto& [sha256, bytes] : small_snapshot(11, shown.server.key()).blobs) {
    if (!small_snapshot(10, shown.server.key()).blobs.contains(sha256)) changed += bytes.size();
  }
  CHECK(shown.server.blob_bytes_sent() - before == changed);
}

TEST_CASE("the wait after a failure is random and doubles up to a minute (R-21)") {
  Shown shown;
  shown.server.before = [](const HttpRequest&) -> std::optional<HttpResponse> {
    throw Error{ErrorCode::Unavailable, "no network"};
  };
  shown.player->dice = 0.999999;
  std::vector<Millis> waits;
  for (int i = 0; i < 9; ++i) waits.push_back(shown.player->sync->turn());
  const std::vector<int> most = {1, 2, 4, 8, 16, 32, 60, 60, 60};
  for (std::size_t i = 0; i < waits.size(); ++i) {
    CHECK(waits[i] <= Seconds{most[i]});
    CHECK(waits[i] > Seconds{most[i]} - Millis{100});
  }
  shown.player->dice = 0;
  CHECK(shown.player->sync->turn() == Millis{0});
  CHECK(shown.player->log.size() == 1);
}

TEST_CASE("after a power cut a bulk download waits its random turn, once, and what is small does not (R-22)") {
  Shown shown;
  const auto restart = [&] {
    shown.player = std::make_unique<PlayerDouble>(shown.server, shown.disk, Seconds{120});
    shown.player->dice = 0.75;
  };
  restart();
  shown.server.put(large_snapshot(shown.server.key(), kBulk));
  CHECK(shown.player->sync->turn() == Seconds{90});
  CHECK(shown.player->screen.shown() == 10);
  CHECK(shown.player->screen.confirmed.empty());  // 10 is no longer current
  CHECK(std::count_if(shown.server.requests().begin(), shown.server.requests().end(), is_poll) == 2);
  CHECK(shown.player->sync->turn() == Millis{0});
  CHECK(shown.player->screen.taken.back()->manifest.revision == 11);
  restart();
  shown.server.publish(12);
  CHECK(shown.player->sync->turn() == Millis{0});
  CHECK(shown.player->screen.shown() == 12);
}

TEST_CASE(
    "a screen that shows nothing yet is filled at once and at full speed, one that shows something is not (R-22, "
    "R-26)") {
  ContentSource server{make_signing_key()};
  const auto paces_of = [](const ContentSource& source) {
    std::set<std::uint64_t> paces;
    for (const HttpRequest& request : source.requests())
      if (is_blob(request)) paces.insert(request.most_bytes_per_second);
    return paces;
  };
  server.put(large_snapshot(server.key(), kBulk));
  MemoryDisk empty;
  PlayerDouble fresh{server, empty, Seconds{120}};
  CHECK(fresh.sync->turn() == Millis{0});
  CHECK(fresh.screen.taken.back()->manifest.revision == 11);
  CHECK(paces_of(server) == std::set<std::uint64_t>{0});

  Shown shown;
  shown.server.put(large_snapshot(shown.server.key(), kBulk));
  shown.player->sync->turn();
  CHECK(shown.player->screen.taken.back()->manifest.revision == 11);
  CHECK(paces_of(shown.server) == std::set<std::uint64_t>{0, 250'000});  // what came first, and the picture
}

TEST_CASE("a player whose server gives it something unusable still reports, and says so (R-01)") {
  Shown shown;
  shown.player = std::make_unique<PlayerDouble>(shown.server, shown.disk);
  SmallSnapshot broken = small_snapshot(11, shown.server.key());
  std::erase_if(broken.manifest.blobs, [](const BlobRef& ref) { return ref.role == "layout"; });
  broken.signed_manifest = sign(broken.manifest, shown.server.key());
  shown.server.put(broken);
  const std::size_t before = shown.server.requests().size();
  shown.player->sync->turn();
  CHECK(shown.player->screen.shown() == 10);
  REQUIRE(shown.server.requests().size() > before);
  CHECK(shown.server.requests().back().path == "/player/v1/status");
  CHECK(shown.failures().contains("invalid"));
  const auto reports = [&] {
    return std::count_if(shown.server.requests().begin(), shown.server.requests().end(),
                         [](const HttpRequest& request) { return request.path == "/player/v1/status"; });
  };
  const auto once = reports();
  for (int i = 0; i < 5; ++i) shown.player->sync->turn();
  CHECK(reports() == once);  // no more often than when all is well
}

TEST_CASE("Retry-After is honoured and a refusal is not repeated in haste (R-21)") {
  Shown shown;
  HttpResponse answer{503, {{"retry-after", "90"}}, ""};
  shown.server.before = [&](const HttpRequest&) { return answer; };
  shown.player->dice = 0;
  CHECK(shown.player->sync->turn() == Seconds{90});
  answer = {429, {{"retry-after", "99999999"}}, ""};
  CHECK(shown.player->sync->turn() == std::chrono::hours{1});
  answer = {403, {}, ""};
  CHECK(shown.player->sync->turn() >= Seconds{25});
  answer = {302, {}, ""};
  CHECK(shown.player->sync->turn() >= Seconds{25});
}

TEST_CASE("the server's signed time is taken when it goes forward and has its signature (R-41, R-42)") {
  Shown shown;
  CHECK(shown.player->screen.times.empty());
  shown.server.time = *parse_instant("2026-11-22T20:00:00Z");
  shown.player->sync->turn();
  CHECK(shown.player->screen.times == std::vector<UtcTime>{shown.server.time});
  shown.server.time -= Minutes{1};
  shown.player->sync->turn();
  CHECK(shown.player->screen.times.size() == 1);
  shown.server.before = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (is_poll(request)) return std::nullopt;
    return HttpResponse{200, {}, dump_json(signed_time(shown.server.time + Minutes{9}, make_signing_key()))};
  };
  shown.player->sync->turn();
  CHECK(shown.player->screen.times.size() == 1);
  CHECK(shown.player->cache.trust().time == *parse_instant("2026-11-22T20:00:00Z"));
}

TEST_CASE("the report says what is shown and what failed") {
  Shown shown;
  shown.server.before = [](const HttpRequest&) -> std::optional<HttpResponse> {
    throw Error{ErrorCode::Unavailable, "no network"};
  };
  shown.player->sync->turn();
  shown.server.before = nullptr;
  shown.player->sync->turn();
  const HttpRequest& report = shown.server.requests().back();
  CHECK(report.method == "POST");
  CHECK(report.path == "/player/v1/status");
  const PlayerStatus status = parse_status(report.body);
  CHECK(status.revision == 10);
  CHECK(status.shown_revision == 10);
  CHECK(status.failures == std::vector<std::pair<std::string, std::uint64_t>>{{"unavailable", 1}});
  CHECK(shown.player->log == std::vector<std::string>{"no network; what is shown stays", "the server answers again"});
}

TEST_CASE("the screen hears which revision the server confirms (R-24)") {
  Shown shown;
  CHECK(shown.player->screen.confirmed == std::vector<std::int64_t>{10});
  shown.server.publish(11);
  shown.player->sync->turn();
  shown.player->sync->turn();
  CHECK(shown.player->screen.confirmed == std::vector<std::int64_t>{10, 11, 11});
}

TEST_CASE("what has arrived of a download stays when there is room for the rest of it") {
  Shown shown;
  shown.disk.set_capacity(1u << 20);
  shown.server.put(large_snapshot(shown.server.key()));
  shown.server.break_after = kLarge * 2 / 3;
  const std::size_t before = shown.server.blob_bytes_sent();
  shown.player->sync->turn();
  REQUIRE(shown.player->screen.taken.size() == 1);
  shown.player->sync->turn();
  CHECK(shown.player->screen.taken.size() == 2);
  CHECK(shown.failures() == std::map<std::string, std::uint64_t>{{"unavailable", 1}});
  CHECK(shown.server.blob_bytes_sent() - before < kLarge + 2048);
}

TEST_CASE("what does not fit on the disk is not fetched, and is when it fits (R-14, R-15)") {
  Shown shown;
  shown.disk.set_capacity(kLarge);
  shown.server.put(large_snapshot(shown.server.key()));
  const std::size_t before = shown.server.blob_bytes_sent();
  CHECK(shown.unchanged_after(3));
  CHECK(shown.server.blob_bytes_sent() == before);
  CHECK(shown.player->log == std::vector<std::string>{"the disk has no room for revision 11; what is shown stays"});
  shown.disk.set_capacity(1u << 20);
  shown.player->sync->turn();
  CHECK(shown.player->screen.taken.size() == 2);
  CHECK(shown.failures() == std::map<std::string, std::uint64_t>{{"disk-full", 3}, {"unavailable", 3}});
}

TEST_CASE("what cannot be tidied away is told once and stops no later revision (R-11)") {
  Shown shown;
  shown.disk.stubborn = true;
  for (const int revision : {11, 12, 13}) {
    shown.server.publish(revision);
    shown.player->sync->turn();
    CHECK(shown.player->screen.shown() == revision);
    // The server forgets what it told whom: the same revision once more is no conflict.
    shown.server.after = [](const HttpRequest& request, HttpResponse& response) {
      if (is_poll(request)) response.headers.erase("etag");
    };
  }
  shown.player->sync->turn();
  CHECK(shown.player->log ==
        std::vector<std::string>{"what is not needed stays on the disk: cache/snapshots/10.json: cannot be removed"});
  CHECK(shown.failures() == std::map<std::string, std::uint64_t>{{"garbage", 2}});
}
