#include "player/sync/synchroniser.hpp"

#include <algorithm>
#include <set>
#include <utility>

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

void add(SmallSnapshot& snapshot, const SigningKey& key, const std::string& role, const std::string& bytes) {
  snapshot.manifest.blobs.push_back({role, "wall", sha256_hex(bytes), bytes.size(), "application/octet-stream"});
  snapshot.blobs[sha256_hex(bytes)] = bytes;
  snapshot.signed_manifest = sign(snapshot.manifest, key);
}

/// A revision with a picture that takes most of a small disk, or that is a bulk download.
SmallSnapshot large_snapshot(const SigningKey& key, std::size_t picture_bytes = kLarge, std::int64_t revision = 11) {
  SmallSnapshot snapshot = small_snapshot(revision, key);
  add(snapshot, key, "image", std::string(picture_bytes, 'x'));
  return snapshot;
}

/// The same with messages, which the others have none of.
SmallSnapshot large_snapshot_with_messages(const SigningKey& key) {
  SmallSnapshot snapshot = large_snapshot(key, kBulk, 12);
  add(snapshot, key, "messages", R"({"messages":[]})");
  return snapshot;
}

bool is_blob(const HttpRequest& request) { return request.path.starts_with("/player/v1/blobs/"); }
bool is_poll(const HttpRequest& request) { return request.path == "/player/v1/manifest"; }

/// How long the server may hold this request; 0 s: not at all.
Seconds hold_of(const HttpRequest& request) {
  for (const std::string& header : request.headers) {
    if (header.starts_with("Prefer: wait=")) return Seconds{std::stoi(header.substr(13))};
  }
  return Seconds{0};
}

/// A player that has just been started with revision 10 while its server offers a bulk download that waits for 90 s.
/// Time passes as it would in a house: held polls are held, and blobs come at their pace.
struct Evening {
  Evening() {
    shown.player = std::make_unique<PlayerDouble>(shown.server, shown.disk, Seconds{120});
    shown.player->dice = 0.75;
    began = shown.player->clock;
    shown.server.put(large_snapshot(shown.server.key(), kBulk));
    shown.server.before = [this](const HttpRequest& request) {
      arrive(request);
      return std::nullopt;
    };
    shown.server.after = [this](const HttpRequest& request, const HttpResponse& response) {
      if (response.status == 304) shown.player->clock += hold_of(request);
      if (!is_blob(request) || request.most_bytes_per_second == 0) return;
      shown.player->clock += Millis{response.body.size() * 1000 / request.most_bytes_per_second};
    };
  }

  Millis now() const { return std::chrono::floor<Millis>(shown.player->clock - began); }
  std::int64_t revision() const { return shown.player->screen.taken.back()->manifest.revision; }

  /// The server has something newer from that time on.
  void publish(SmallSnapshot snapshot, Seconds at) {
    newer = std::move(snapshot);
    newer_at = at;
  }

  void arrive(const HttpRequest& request) {
    const bool comes_while_held = is_poll(request) && newer && now() < newer_at && newer_at <= now() + hold_of(request);
    if (comes_while_held) shown.player->clock = began + newer_at;
    if (newer && now() >= newer_at) shown.server.put(*std::exchange(newer, std::nullopt));
    if (is_poll(request)) polls.push_back(now());
    if (is_poll(request) && hold_of(request) > Seconds{0}) holds.push_back(hold_of(request));
    if (is_blob(request)) blobs.emplace_back(now(), request.most_bytes_per_second);
    if (request.path == "/player/v1/status") reports.push_back(now());
  }

  void until_shown(std::int64_t wanted) {
    for (int turns = 0; revision() != wanted; ++turns) {
      REQUIRE(turns < 100);
      shown.player->clock += shown.player->sync->turn();
    }
  }

  Shown shown;
  std::chrono::steady_clock::time_point began;
  std::optional<SmallSnapshot> newer;
  Millis newer_at{0};
  std::vector<Seconds> holds;  ///< of the polls that were held
  std::vector<Millis> polls, reports;
  std::vector<std::pair<Millis, std::uint64_t>> blobs;  ///< when asked for, and at which pace
};

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

TEST_CASE("something that answers held polls at once is not asked in a circle, a server that holds them is") {
  Shown shown;
  CHECK(shown.player->sync->turn() >= Seconds{1});
  shown.server.after = [&](const HttpRequest& request, HttpResponse&) { shown.player->clock += hold_of(request); };
  CHECK(shown.player->sync->turn() == Millis{0});
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
  Evening evening;
  evening.until_shown(11);
  CHECK(evening.blobs.front().first == Seconds{90});
  CHECK(evening.shown.player->screen.confirmed == std::vector<std::int64_t>{11});  // 10 was no longer current
  const std::size_t asked = evening.blobs.size();
  evening.shown.server.put(large_snapshot(evening.shown.server.key(), kBulk + 1, 12));
  const Millis published = evening.now();
  evening.until_shown(12);
  CHECK(evening.blobs.at(asked).first == published);

  PlayerDouble restarted{evening.shown.server, evening.shown.disk, Seconds{120}};
  evening.shown.server.before = nullptr;
  evening.shown.server.publish(13);
  CHECK(restarted.sync->turn() == Millis{0});
  CHECK(restarted.screen.shown() == 13);
}

TEST_CASE("while a bulk download waits its polls are held, and no longer than it waits (R-03, R-22)") {
  Evening evening;
  evening.until_shown(11);
  CHECK(evening.holds == std::vector<Seconds>{Seconds{50}, Seconds{40}});
}

TEST_CASE("while a bulk download runs the server is asked and told every few seconds and the pace holds (R-01, R-26)") {
  Evening evening;
  const std::size_t bytes = 10u << 20;
  evening.shown.server.put(large_snapshot(evening.shown.server.key(), bytes));
  evening.until_shown(11);
  const Millis took = evening.now() - Seconds{90};
  CHECK(took >= Millis{bytes * 1000 / 250'000});
  CHECK(took < Millis{bytes * 1000 / 250'000} + Seconds{1});
  Millis deaf{0};
  for (std::size_t i = 1; i < evening.polls.size(); ++i) {
    if (evening.polls[i - 1] >= Seconds{90}) deaf = std::max(deaf, evening.polls[i] - evening.polls[i - 1]);
  }
  CHECK(deaf > Seconds{1});
  CHECK(deaf < Seconds{6});
  CHECK(std::any_of(evening.reports.begin(), evening.reports.end(),
                    [&](Millis at) { return at > Seconds{95} && at < evening.now() - Seconds{5}; }));
}

TEST_CASE("a newer manifest takes the place of the one that waits, and waits its turn like it (R-22)") {
  Evening evening;
  evening.publish(large_snapshot(evening.shown.server.key(), kBulk, 12), Seconds{20});
  evening.until_shown(12);
  CHECK(evening.shown.player->screen.taken.size() == 2);  // 10 and 12
  CHECK(evening.blobs.front().first == Seconds{90});
}

TEST_CASE("a message that comes while a bulk download waits or runs is shown within ten seconds (R-03)") {
  for (const Seconds at : {Seconds{20}, Seconds{70}, Seconds{101}}) {
    INFO(at.count());
    Evening evening;
    evening.publish(large_snapshot_with_messages(evening.shown.server.key()), at);
    evening.until_shown(12);
    CHECK(evening.now() >= at);
    CHECK(evening.now() <= at + Seconds{10});
    CHECK(evening.shown.player->screen.taken.size() == 2);
    CHECK(evening.blobs.back().second == 0);
    for (const auto& [when, pace] : evening.blobs)
      CHECK((pace == 0) == (when >= at + (at < Seconds{90} ? Seconds{0} : Seconds{4})));
  }
}

TEST_CASE("the small blobs come before the large ones") {
  Shown shown;
  shown.server.put(large_snapshot(shown.server.key(), kBulk));
  shown.player->sync->turn();
  const auto& requests = shown.server.requests();
  const auto last = std::find_if(requests.rbegin(), requests.rend(), is_blob);
  CHECK(last->path.ends_with(sha256_hex(std::string(kBulk, 'x'))));
}

TEST_CASE("a configured key is pinned with the first manifest that it signs and locks nobody out before (S-60)") {
  ContentSource server{make_signing_key()};
  MemoryDisk disk;
  server.publish(1);
  PlayerDouble mistyped{server, disk, Seconds{0}, make_signing_key().public_key};
  mistyped.sync->turn();
  CHECK(mistyped.screen.shown() == 0);
  CHECK(mistyped.cache.trust().key.empty());
  PlayerDouble corrected{server, disk, Seconds{0}, server.key().public_key};
  corrected.sync->turn();
  CHECK(corrected.screen.shown() == 1);
  CHECK(corrected.cache.trust().key == server.key().public_key);
  const std::string other = make_signing_key().public_key;
  CHECK_THROWS_WITH((PlayerDouble{server, disk, Seconds{0}, other}),
                    "this player trusts the server with key " + server.key().public_key + ", not " + other);
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
