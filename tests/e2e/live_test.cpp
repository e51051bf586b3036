// A server and a player at work: a change reaches the glass, the server dies, the player is killed.
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr const char* kScreen = "radhuset-festsalen";
constexpr const char* kSession = "tue-manskliga-rattigheter-i-vardagen-vad";
/// In the evening the door has one page, and for most of a minute nothing on it changes by itself.
constexpr const char* kStillSession = "tue-kvallsdebatt-ar-malmo-en-stad";
constexpr const char* kStillEvening = "2027-05-04T18:35:01+02:00";
constexpr const char* kMorning = "2027-05-04T09:05:01+02:00";  ///< the session is on, and a minute has just begun
constexpr milliseconds kLong{20'000};

/// A served sample event and the token of one screen's player.
class Venue {
 public:
  explicit Venue(const std::string& screen = kScreen) {
    server_.ask({"import", source_path("assets/demo/event.json")});
    write_file(token_file(), server_.ask({"screen", "token", screen}).at("token").get<std::string>() + "\n");
    serving_ = std::make_unique<Daemon>(std::vector<std::string>{program("skylt-server"), "serve", "--data",
                                                                 server_.folder(), "--listen", "127.0.0.1:0"});
    const auto ready = serving_->wait_line("listening http://", kLong);
    if (!ready) throw std::runtime_error{"the server does not start: " + serving_->output()};
    address_ = ready->text.substr(ready->text.find("http://"));
  }

  const Server& server() const { return server_; }
  Daemon& serving() { return *serving_; }
  const std::string& address() const { return address_; }
  std::string token_file() const { return server_.beside("token"); }
  std::string frames() const { return server_.beside("frames"); }

  /// The player of the screen with its cache, its shown time starting at `at`; every frame is kept as a picture.
  std::unique_ptr<Daemon> player(const std::string& at, bool keep_frames = true) const {
    std::filesystem::create_directories(frames());
    ProcessOptions options;
    options.folder = frames();
    options.environment = {{"SDL_VIDEODRIVER", "offscreen"}};
    if (keep_frames) options.environment.emplace_back("SDL_VIDEO_OFFSCREEN_SAVE_FRAMES", "1");
    return std::make_unique<Daemon>(
        std::vector<std::string>{program("skylt-player"), "run", "--server", address_, "--token-file", token_file(),
                                 "--cache", server_.beside("cache"), "--window", "960x540", "--at", at},
        options);
  }

 private:
  Server server_;
  std::unique_ptr<Daemon> serving_;
  std::string address_;
};

/// "… first picture after 80 ms: revision 12", "… revision 13 is shown"
std::int64_t revision_in(const std::string& line) {
  const auto at = line.find("revision ");
  return at == std::string::npos ? -1 : std::stoll(line.substr(at + 9));
}

std::int64_t first_picture(Daemon& player) {
  const auto line = player.wait_line("first picture after", kLong);
  INFO(player.output());
  REQUIRE(line);
  return revision_in(line->text);
}

std::vector<std::string> pictures(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// The newest picture, once nothing new has come for a while (a fade has ended).
std::string picture_on_glass(const std::string& folder) {
  auto files = pictures(folder);
  for (std::size_t before = 0; before != files.size(); files = pictures(folder)) {
    before = files.size();
    std::this_thread::sleep_for(milliseconds{700});
  }
  return files.empty() ? "" : read_file(files.back());
}

/// A BMP of the window's size with more in it than a ground.
bool is_picture(const std::string& bytes) {
  if (bytes.size() < 960u * 540u * 3u) return false;
  std::set<std::string> colours;
  for (std::size_t at = 200; at + 4 <= bytes.size() && colours.size() < 20; at += 4)
    colours.insert(bytes.substr(at, 3));
  return colours.size() >= 20;
}

struct Latency {
  milliseconds from_start, from_end;
};

/// Runs a command and waits until the player shows its revision. The times are from the command's start and end.
Latency until_shown(const Server& server, Daemon& player, const std::vector<std::string>& words, Json& answer) {
  const std::size_t from = player.lines();
  const auto start = Clock::now();
  answer = server.ask(words);
  const auto end = Clock::now();
  const std::string awaited = "revision " + std::to_string(answer.at("revision").get<std::int64_t>()) + " is shown";
  const auto line = player.wait_line(awaited, kLong, from);
  INFO(player.output());
  REQUIRE(line);
  return {std::chrono::duration_cast<milliseconds>(line->at - start),
          std::chrono::duration_cast<milliseconds>(line->at - end)};
}

}  // namespace

TEST_CASE("a change reaches the glass and taking it back brings the same picture again (C7)") {
  Venue venue;
  const auto player = venue.player(kStillEvening);
  first_picture(*player);
  const std::string before = picture_on_glass(venue.frames());
  CHECK(is_picture(before));
  for (const char* kind : {"cancelled", "full"}) {
    Json made;
    const auto there =
        until_shown(venue.server(), *player, {"change", "add", "--session", kStillSession, "--kind", kind}, made);
    CHECK_THAT(made.at("screens").dump(), Contains(kScreen));
    const std::string changed = picture_on_glass(venue.frames());
    CHECK(is_picture(changed));
    CHECK((changed != before));

    Json taken_back;
    const auto back = until_shown(venue.server(), *player, {"change", "undo", made.at("id")}, taken_back);
    CHECK((picture_on_glass(venue.frames()) == before));
    for (const Latency& latency : {there, back}) {
      CHECK(latency.from_end < milliseconds{5000});
      std::printf("%s: on the glass %lld ms after the command began, %lld ms after it ended\n", kind,
                  static_cast<long long>(latency.from_start.count()), static_cast<long long>(latency.from_end.count()));
    }
  }
  CHECK(player->stop(SIGTERM) == 0);
  CHECK_THAT(player->output(), Contains("stopped"));
  CHECK(venue.serving().stop(SIGTERM) == 0);
}

/// Destinations of a screen with all that it says of their ways, by id.
std::map<std::string, Json> rows(const Server& server, const std::string& screen) {
  std::map<std::string, Json> found;
  const Json answer = server.ask({"show", "directions", "--screen", screen, "--at", kMorning});
  for (const Json& row : answer.at("destinations")) found[row.at("id")] = row;
  return found;
}

bool takes_the_lift(const Json& row) {
  const auto by_lift = [](const Json& legs) {
    return std::any_of(legs.begin(), legs.end(), [](const Json& leg) { return leg.at("kind") == "platform-lift"; });
  };
  const Json& step_free = row.at("step_free_way");
  return by_lift(row.at("legs")) || (!step_free.is_null() && by_lift(step_free.at("legs")));
}

TEST_CASE("closing a lift changes exactly the rows that took it, on the running player within a second (W4)") {
  Venue venue{"radhuset-vagvisning"};
  const auto player = venue.player(kMorning);
  first_picture(*player);
  const auto before = rows(venue.server(), "radhuset-vagvisning");
  const auto elsewhere = rows(venue.server(), "hamnskolan-vagvisning");

  Json closed;
  const auto closing = until_shown(
      venue.server(), *player,
      {"closure", "add", "--venue", "radhuset", "--target", "radhuset-lyftplatta", "--kind", "out-of-service"}, closed);
  CHECK(closing.from_end < milliseconds{1000});
  CHECK_THAT(closed.at("screens").dump(), Contains("radhuset-vagvisning"));
  const auto after = rows(venue.server(), "radhuset-vagvisning");
  int changed = 0;
  for (const auto& [id, row] : before) {
    INFO(id << "\n" << row.dump() << "\n" << after.at(id).dump());
    CHECK((row != after.at(id)) == takes_the_lift(row));
    changed += row != after.at(id);
    CHECK_FALSE(takes_the_lift(after.at(id)));
  }
  CHECK(changed > 0);
  CHECK_FALSE(before.at("sal-a").at("step_free_way").is_null());
  CHECK(after.at("sal-a").at("step_free_way").is_null());  // no other way up there is without steps, and none is shown
  CHECK(after.at("sal-a").at("step_free") == false);
  CHECK(rows(venue.server(), "hamnskolan-vagvisning") == elsewhere);

  Json opened;
  until_shown(venue.server(), *player, {"closure", "end", closed.at("id")}, opened);
  CHECK(rows(venue.server(), "radhuset-vagvisning") == before);
  std::printf("a lift closed: on the glass %lld ms after the command ended\n",
              static_cast<long long>(closing.from_end.count()));
}

TEST_CASE("when the server dies the player goes on and starts again without it (R-20)") {
  Venue venue;
  auto player = venue.player(kMorning);
  const auto revision = first_picture(*player);
  const std::string picture = picture_on_glass(venue.frames());
  CHECK(is_picture(picture));

  venue.serving().stop(SIGKILL);
  std::this_thread::sleep_for(milliseconds{1500});
  CHECK(player->running());
  CHECK((picture_on_glass(venue.frames()) == picture));
  CHECK(player->output().find("cannot be shown") == std::string::npos);
  CHECK(player->stop(SIGTERM) == 0);

  std::filesystem::remove_all(venue.frames());
  player = venue.player("2027-05-04T09:05:58+02:00");
  CHECK(first_picture(*player) == revision);
  const std::size_t frames = pictures(venue.frames()).size();
  const auto until = Clock::now() + kLong;
  while (pictures(venue.frames()).size() <= frames && Clock::now() < until)
    std::this_thread::sleep_for(milliseconds{50});
  CHECK(pictures(venue.frames()).size() > frames);
  CHECK(player->running());
  CHECK(player->stop(SIGTERM) == 0);
  CHECK(is_picture(picture_on_glass(venue.frames())));
}

TEST_CASE(
    "a player killed fifty times during a stream of changes always starts again on a whole snapshot (R-10 and R-12)") {
  Venue venue;
  std::int64_t newest = first_picture(*venue.player(kMorning, false));
  std::atomic<bool> enough{false};
  std::atomic<int> changes{0};
  std::thread stream{[&] {
    while (!enough) {
      const auto made = venue.server().run({"change", "add", "--session", kSession, "--kind", "text", "--text",
                                            "sv=Ändring " + std::to_string(changes), "--json"});
      if (made.exit == 0) ++changes;
      std::this_thread::sleep_for(milliseconds{30});
    }
  }};
  std::mt19937 random{20270504};
  std::string wrong;
  std::int64_t last = newest;
  for (int kill = 0; kill < 50 && wrong.empty(); ++kill) {
    const auto player = venue.player(kMorning, false);
    const auto line = player->wait_line("first picture after", kLong);
    std::this_thread::sleep_for(milliseconds{std::uniform_int_distribution<>{0, 250}(random)});
    player->stop(SIGKILL);
    const std::string said = player->output();
    last = line ? revision_in(line->text) : -1;
    if (last < newest)
      wrong = "showed revision " + std::to_string(last) + " after " + std::to_string(newest) + "\n" + said;
    for (const char* fault : {"cannot be shown", "cache:", "error"})
      if (said.find(fault) != std::string::npos) wrong = said;
    newest = std::max(newest, last);
  }
  enough = true;
  stream.join();
  INFO(wrong);
  CHECK(wrong.empty());
  CHECK(changes > 20);
  const std::int64_t revision = venue.server().ask({"screen", "show", kScreen}).at("revision");
  const auto player = venue.player(kMorning, false);
  CHECK((first_picture(*player) == revision ||
         player->wait_line("revision " + std::to_string(revision) + " is shown", kLong)));
  std::printf("50 kills, %d changes, revisions up to %lld\n", changes.load(), static_cast<long long>(revision));
}
