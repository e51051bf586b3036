// Large downloads and slow lines: the large ones wait their turn and keep a pace, what is urgent passes them, and none
// keeps the player from hearing its server.
#include <algorithm>
#include <set>
#include <utility>

#include "tests/sync/shown_player.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr std::size_t kFont = 3'900'000;  ///< large, and no bulk download yet

/// The same with messages, which the others have none of.
SmallSnapshot with_messages(SmallSnapshot snapshot, const SigningKey& key, const std::string& role = "messages") {
  add_blob(snapshot, key, role, "{\"" + role + "\":[]}");
  return snapshot;
}
SmallSnapshot large_snapshot_with_messages(const SigningKey& key) {
  return with_messages(large_snapshot(key, kBulk, 12), key);
}

/// Brings blobs piece by piece, as fast as it is and as the request allows.
class Line : public Fetcher {
 public:
  Line(Fetcher& server, std::function<void(std::chrono::nanoseconds)> pass) : server_{server}, pass_{std::move(pass)} {}

  HttpResponse fetch(const HttpRequest& request) override {
    if (!request.on_body) return server_.fetch(request);
    HttpRequest timed = request;
    timed.on_body = [&](int status, const HttpHeaders& headers, std::string_view piece) {
      came_ += piece.size();
      if (const std::uint64_t speed = slower_of(request.most_bytes_per_second)) {
        pass_(std::chrono::nanoseconds{piece.size() * 1'000'000'000 / speed});
      }
      request.on_body(status, headers, piece);
    };
    return server_.fetch(timed);
  }
  void stop() override {}

  std::uint64_t bytes_per_second = 0;  ///< 0: any number
  std::uint64_t fast_bytes = 0;        ///< these come first, in no time

 private:
  std::uint64_t slower_of(std::uint64_t pace) const {
    const std::uint64_t line = came_ > fast_bytes ? bytes_per_second : 0;
    return line == 0 || pace == 0 ? std::max(line, pace) : std::min(line, pace);
  }

  Fetcher& server_;
  std::function<void(std::chrono::nanoseconds)> pass_;
  std::uint64_t came_ = 0;
};

/// A player that has just been started with revision 10 while its server offers a bulk download that waits for 90 s.
/// Time passes as it would in a house: held polls are held, and blobs come at their pace and that of the line.
struct Evening {
  Evening() {
    start();
    shown.server.put(large_snapshot(shown.server.key(), kBulk));
    shown.server.before = [this](const HttpRequest& request) {
      arrive(request);
      return std::nullopt;
    };
    shown.server.after = [this](const HttpRequest& request, const HttpResponse& response) {
      if (response.status == 304) shown.player->clock += hold_of(request);
    };
  }

  Millis now() const { return std::chrono::floor<Millis>(shown.player->clock - began); }
  const SigningKey& key() const { return shown.server.key(); }
  std::int64_t revision() const { return shown.player->screen.taken.back()->manifest.revision; }

  /// The player starts, from what it has on its disk.
  void start() {
    shown.player = std::make_unique<PlayerDouble>(line, shown.disk, Seconds{120});
    shown.player->dice = 0.75;
    began = shown.player->clock;
    blobs.clear();
  }

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

  /// How many requests a blob took.
  std::ptrdiff_t requests_for(const std::string& bytes) const {
    const auto& all = shown.server.requests();
    return std::count_if(
        all.begin(), all.end(),
        [path = "/player/v1/blobs/" + sha256_hex(bytes)](const HttpRequest& request) { return request.path == path; });
  }

  /// The longest time from one poll to the next while blobs came.
  Millis deaf() const {
    Millis longest{0};
    for (std::size_t i = 1; i < polls.size(); ++i) {
      if (polls[i - 1] >= blobs.front().first) longest = std::max(longest, polls[i] - polls[i - 1]);
    }
    return longest;
  }

  Shown shown;
  Line line{shown.server, [this](std::chrono::nanoseconds time) { shown.player->clock += time; }};
  std::chrono::steady_clock::time_point began;
  std::optional<SmallSnapshot> newer;
  Millis newer_at{0};
  std::vector<Seconds> holds;  ///< of the polls that were held
  std::vector<Millis> polls, reports;
  std::vector<std::pair<Millis, std::uint64_t>> blobs;  ///< when asked for, and at which pace
};

}  // namespace

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
  CHECK(evening.deaf() > Seconds{1});
  CHECK(evening.deaf() < Seconds{6});
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

TEST_CASE(
    "messages that the screen does not show are urgent in the first manifest of a run too, changes not (R-22, S-69)") {
  for (const std::string role : {"messages", "changes"}) {
    INFO(role);
    Evening evening;
    evening.shown.server.put(with_messages(large_snapshot(evening.key(), kBulk, 12), evening.key(), role));
    evening.until_shown(12);
    CHECK((evening.now() <= Seconds{10}) == (role == "messages"));
    for (const auto& [when, pace] : evening.blobs) CHECK((pace == 0) == (role == "messages"));
  }
}

TEST_CASE("messages stay urgent until the screen shows them, whatever failed meanwhile (S-69, R-03)") {
  Evening evening;
  evening.shown.server.put(with_messages(large_snapshot(evening.key(), kBulk, 12), evening.key()));
  const auto arrive = evening.shown.server.before;
  bool cut = false;
  evening.shown.server.before = [&, arrive](const HttpRequest& request) -> std::optional<HttpResponse> {
    if (is_blob(request) && !std::exchange(cut, true)) throw Error{ErrorCode::Unavailable, "the line is cut"};
    return arrive(request);
  };
  evening.until_shown(12);
  CHECK(cut);
  CHECK(evening.now() <= Seconds{70});  // a failure's wait, but no random turn of 90 s
  for (const auto& [when, pace] : evening.blobs) CHECK(pace == 0);
}

TEST_CASE(
    "messages that the screen shows already make no bulk download urgent, nor do they after a start (R-22, R-26)") {
  for (const bool started : {false, true}) {
    INFO(started);
    Evening evening;
    evening.shown.server.put(with_messages(small_snapshot(11, evening.key()), evening.key()));
    evening.until_shown(11);
    evening.blobs.clear();
    if (started) evening.start();
    evening.shown.server.put(large_snapshot_with_messages(evening.key()));
    evening.until_shown(12);
    if (started) CHECK(evening.blobs.front().first == Seconds{90});
    for (const auto& [when, pace] : evening.blobs) CHECK(pace == 250'000);
  }
}

TEST_CASE("on a slow line the server is asked and told every few seconds, whatever is fetched (R-01, R-03, R-25)") {
  Evening evening;
  SECTION("a font, which is no bulk download") { evening.shown.server.put(large_snapshot(evening.key(), kFont, 12)); }
  SECTION("a bulk download that is urgent") {
    evening.shown.server.put(with_messages(large_snapshot(evening.key(), 4'200'000, 12), evening.key()));
  }
  SECTION("a bulk download whose pace the line does not reach") {
    evening.shown.server.put(large_snapshot(evening.key(), 4'200'000, 12));
  }
  evening.line.bytes_per_second = 12'500;
  evening.until_shown(12);
  CHECK(evening.now() >= Minutes{5});
  CHECK(evening.deaf() > Seconds{4});
  CHECK(evening.deaf() < Seconds{6});
  Millis untold{0};
  for (std::size_t i = 1; i < evening.reports.size(); ++i) {
    untold = std::max(untold, evening.reports[i] - evening.reports[i - 1]);
  }
  CHECK(evening.reports.size() > 5);
  CHECK(untold < Minutes{2});
}

TEST_CASE("an emergency passes the font that comes on a slow line (R-03, S-69)") {
  Evening evening;
  evening.shown.server.put(large_snapshot(evening.key(), kFont, 11));
  evening.publish(with_messages(small_snapshot(12, evening.key()), evening.key()), Seconds{100});
  evening.line.bytes_per_second = 12'500;
  evening.until_shown(12);
  CHECK(evening.now() >= Seconds{100});
  CHECK(evening.now() <= Seconds{110});
}

TEST_CASE(
    "a line that breaks down in the middle of a part keeps the player from its server no longer than ten seconds") {
  Evening evening;
  evening.shown.server.put(large_snapshot(evening.key(), kFont, 11));
  evening.line.fast_bytes = 400'000;
  evening.line.bytes_per_second = 12'500;
  evening.until_shown(11);
  CHECK(evening.now() >= Minutes{4});
  CHECK(evening.deaf() > Seconds{6});
  CHECK(evening.deaf() <= Millis{10'100});
}

TEST_CASE("on a fast line megabytes come in a handful of requests") {
  Evening evening;
  evening.shown.server.put(large_snapshot(evening.key(), kFont, 11));
  evening.line.bytes_per_second = 12'500'000;
  evening.until_shown(11);
  CHECK(evening.requests_for(std::string(kFont, 'x')) <= 5);
  CHECK(evening.polls.size() == 1);
  CHECK(evening.now() < Millis{kFont / 12'500 + 10});
}

TEST_CASE("the small blobs come before the large ones") {
  Shown shown;
  shown.server.put(large_snapshot(shown.server.key(), kBulk));
  shown.player->sync->turn();
  const auto& requests = shown.server.requests();
  const auto last = std::find_if(requests.rbegin(), requests.rend(), is_blob);
  CHECK(last->path.ends_with(sha256_hex(std::string(kBulk, 'x'))));
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
