// The player's turns: polls, downloads, waits, reports and the room on its disk.
#include "player/sync/synchroniser.hpp"

#include <algorithm>

#include "tests/sync/shown_player.hpp"

using namespace skylt;
using namespace skylt::test;

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

TEST_CASE("something that answers held polls at once is not asked in a circle, a server that holds them is") {
  Shown shown;
  CHECK(shown.player->sync->turn() >= Seconds{1});
  shown.server.after = [&](const HttpRequest& request, HttpResponse&) { shown.player->clock += hold_of(request); };
  CHECK(shown.player->sync->turn() == Millis{0});
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

TEST_CASE("the screen hears which revision the server confirms (R-24)") {
  Shown shown;
  CHECK(shown.player->screen.confirmed == std::vector<std::int64_t>{10});
  shown.server.publish(11);
  shown.player->sync->turn();
  shown.player->sync->turn();
  CHECK(shown.player->screen.confirmed == std::vector<std::int64_t>{10, 11, 11});
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

TEST_CASE("a report that is refused is counted and told once (R-01)") {
  Shown shown;
  shown.server.before = [](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (request.path != "/player/v1/status") return std::nullopt;
    return HttpResponse{413, {}, ""};
  };
  for (int i = 0; i < 3; ++i) shown.player->sync->turn();
  CHECK(shown.player->log == std::vector<std::string>{"the server answered 413 to the report of what is shown"});
  shown.server.before = nullptr;
  shown.player->sync->turn();
  CHECK(shown.failures() == std::map<std::string, std::uint64_t>{{"report", 3}});
}

TEST_CASE("whatever goes wrong with a report ends no turn") {
  class Broken : public ScreenDouble {
   public:
    PlayerStatus status(std::int64_t) override { throw std::runtime_error{"no status"}; }
  };
  ContentSource server{make_signing_key()};
  server.publish(1);
  MemoryDisk disk;
  ContentCache cache{disk, "cache"};
  Broken screen;
  SyncOptions options;
  options.random = [] { return 0.0; };
  options.log = [](const std::string&) {};
  options.hold = Seconds{0};  // a report with every turn
  Synchroniser sync{server, cache, screen, options, nullptr};
  CHECK_NOTHROW(sync.turn());
  CHECK(screen.shown() == 1);
  server.before = [](const HttpRequest&) { return HttpResponse{500, {}, ""}; };
  CHECK_NOTHROW(sync.turn());
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

TEST_CASE("what has arrived of a download stays when there is room for the rest of it") {
  Shown shown;
  shown.disk.set_capacity(kLarge + kLarge / 3);
  shown.server.put(large_snapshot(shown.server.key()));
  shown.server.break_after = kLarge / 3;  // of its second part
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

TEST_CASE("a player with another screen's token shows that screen, also where its revision is older or the same") {
  for (const std::int64_t revision : {5, 10}) {
    INFO(revision);
    ContentSource server{make_signing_key()};
    MemoryDisk disk;
    server.publish(10);
    {
      PlayerDouble player{server, disk};
      player.sync->turn();
      REQUIRE(player.screen.shown() == 10);
    }
    server.put(small_snapshot(revision, server.key(), "door"));
    PlayerDouble player{server, disk};
    player.sync->turn();
    REQUIRE(player.screen.taken.back()->manifest.screen == "door");
    CHECK(player.screen.shown() == revision);
    const PlayerDouble restarted{server, disk};
    CHECK(restarted.loaded.snapshot->manifest.screen == "door");
    server.put(small_snapshot(revision - 1, server.key(), "door"));
    player.sync->turn();
    CHECK(player.screen.shown() == revision);
  }
}
