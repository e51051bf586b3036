#include "player/device/player.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr SizePx kSize{640, 360};
const RectPx kWhole{0, 0, kSize.width, kSize.height};
const UtcTime kLongAgo = *parse_instant("2020-01-01T10:00:00Z");

/// A panel that can be unplugged.
class Panel : public MemoryPresenter {
 public:
  Panel() : MemoryPresenter{kSize} {}
  void present(std::span<const RectPx> damage) override {
    if (unplugged) throw Error{ErrorCode::Unavailable, "the picture cannot be shown: no panel"};
    MemoryPresenter::present(damage);
  }

  bool unplugged = false;
};

/// A window to which things happen when a test says so.
class WindowDouble : public Window {
 public:
  Events pump() override { return std::exchange(next, Events{}); }
  bool has_events() const override { return true; }

  Events next;
};

/// What is logged while it lives.
class Log {
 public:
  Log() : before_{spdlog::default_logger()} {
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  }
  ~Log() { spdlog::set_default_logger(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  int count(const std::string& part) const {
    const std::string text = text_.str();
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

 private:
  std::shared_ptr<spdlog::logger> before_;
  std::ostringstream text_;
};

/// Both clocks of a machine, which stand still until they are moved.
struct Clocks {
  void pass(std::chrono::nanoseconds time) {
    monotonic += time;
    wall += std::chrono::floor<Millis>(time);
  }

  MonotonicTime monotonic{std::chrono::hours{10}};
  UtcTime wall = *parse_instant("2027-05-03T08:00:00Z");
  bool ntp = true;
};

/// A screen of the sample event whose Swedish and English pages take turns; another `layout` is its own with wider
/// margins.
std::shared_ptr<Snapshot> screen(std::int64_t revision, const std::string& layout = "agenda") {
  static const Snapshot sample = snapshot_of(sample_event(), "radhuset-ljusgarden");
  auto snapshot = std::make_shared<Snapshot>(sample);
  snapshot->manifest.revision = revision;
  if (layout != "agenda") {
    auto copy = snapshot->layouts.front();
    copy.id = snapshot->screen.layout = layout;
    for (auto& [orientation, regions] : copy.variants)
      for (auto& region : regions) region.box.x += 0.05;
    snapshot->layouts = {copy};
  }
  snapshot->screen.languages = {"sv", "en"};
  snapshot->screen.language_display = LanguageDisplay::InTurn;
  return snapshot;
}

/// What loads and cannot be drawn: its font is none.
std::shared_ptr<Snapshot> undrawable(std::int64_t revision) {
  auto snapshot = screen(revision);
  snapshot->fonts = {{"NotoSans-Regular.ttf", "broken", make_blob("<html>")}};
  return snapshot;
}

struct Device {
  explicit Device(UtcTime floor = {}) : Device{nullptr, floor} {}
  explicit Device(Window* window, UtcTime floor = {}) : player{panel, window, mailbox, service, options(floor)} {}

  Player::Options options(UtcTime floor) {
    Player::Options options;
    options.floor = floor;
    options.version = "test";
    options.clock = WallClock{[this] { return clocks.wall; }};
    options.now = [this] { return clocks.monotonic; };
    options.ntp = [this] { return clocks.ntp; };
    options.started = clocks.monotonic;
    options.shift = false;
    return options;
  }

  /// Turns for as long as something is due now.
  void settle() {
    while (next_wake() <= clocks.monotonic) REQUIRE(player.turn());
  }
  /// Whatever wakes the player, it looks again.
  void wake() {
    mailbox.take_time(kLongAgo);
    REQUIRE(player.turn());
    settle();
  }
  std::int64_t shown() { return mailbox.status(0).shown_revision; }
  std::uint64_t scene_faults() {
    const auto failures = mailbox.status(0).failures;
    return std::map<std::string, std::uint64_t>{failures.begin(), failures.end()}["scene"];
  }
  std::optional<UtcTime> fetched() { return mailbox.status(0).drawn->fetched; }

  PlayerStatus::Drawn drawn() { return *mailbox.status(0).drawn; }
  MonotonicTime next_wake() { return player.next_wake(clocks.monotonic); }
  /// Sleeps until something is due.
  void sleep() { clocks.pass(std::max(next_wake() - clocks.monotonic, MonotonicTime::duration{0})); }

  Clocks clocks;
  Panel panel;
  Mailbox mailbox;
  Service service;
  Player player;
};

}  // namespace

TEST_CASE("before the first snapshot the player shows a plate and then sleeps (R-04)") {
  Device device;
  device.settle();
  CHECK(device.panel.frames() == std::vector<std::vector<RectPx>>{{kWhole}});
  CHECK(device.next_wake() > device.clocks.monotonic + Seconds{30});
}

TEST_CASE("pages turn at their time while the wall clock lies below the floor (R-40, R-43, A-22)") {
  const UtcTime floor = Clocks{}.wall + std::chrono::hours{24 * 365};
  Device device{floor};
  const auto snapshot = screen(7);
  REQUIRE(device.player.take(snapshot));

  const PlayerStatus::Drawn drawn = *device.mailbox.status(7).drawn;
  REQUIRE(drawn.at == floor);
  CHECK_FALSE(drawn.trusted);
  Typesetter typesetter = typesetter_for(*snapshot);
  const Scene scene =
      scene_for(*snapshot, {drawn.at, drawn.rotation, drawn.trusted, drawn.fetched}, {kSize, {}}, typesetter);
  REQUIRE(scene.pages > 1);
  REQUIRE(scene.next_change);
  const Millis left = *scene.next_change - scene.at;
  REQUIRE(left < Seconds{60});
  CHECK(device.next_wake() == device.clocks.monotonic + std::max(left, Millis{5}));
}

TEST_CASE("a snapshot that cannot be drawn leaves the one before, whole, on the glass (R-04)") {
  Device device;
  REQUIRE(device.player.take(screen(7)));
  CHECK_FALSE(device.player.take(undrawable(8)));
  const std::size_t frames = device.panel.frames().size();
  device.settle();
  CHECK(device.panel.frames().size() == frames + 1);
  CHECK(device.panel.frames().back() == std::vector<RectPx>{kWhole});
  CHECK(device.shown() == 7);
}

TEST_CASE("what is shown grows old while the server confirms a revision that cannot be drawn (R-24)") {
  Device device;
  REQUIRE(device.player.take(screen(7), kLongAgo));
  CHECK(device.fetched() == kLongAgo);
  device.mailbox.take(undrawable(8));
  device.mailbox.confirm(8);
  REQUIRE(device.player.turn());
  device.settle();
  CHECK(device.shown() == 7);
  CHECK(device.fetched() == kLongAgo);

  device.mailbox.confirm(7);
  REQUIRE(device.player.turn());
  device.settle();
  CHECK(device.fetched() > kLongAgo);
}

TEST_CASE("a snapshot from the server is fresh (R-24)") {
  Device device;
  REQUIRE(device.player.take(screen(7), kLongAgo));
  device.mailbox.take(screen(8));
  REQUIRE(device.player.turn());
  CHECK(device.shown() == 8);
  CHECK(device.fetched() > kLongAgo);
}

TEST_CASE("a frame of a fade that the panel refuses ends nothing, and the picture is painted whole later (R-35)") {
  Device device;
  REQUIRE(device.player.take(screen(7)));
  REQUIRE(device.player.take(screen(8, "other")));
  const std::size_t frames = device.panel.frames().size();
  REQUIRE(device.next_wake() < device.clocks.monotonic + Seconds{1});  // the fade's first frame

  const std::uint64_t faults = device.scene_faults();
  device.panel.unplugged = true;
  device.sleep();
  CHECK(device.player.turn());
  CHECK(device.panel.frames().size() == frames);
  CHECK(device.next_wake() > device.clocks.monotonic + Seconds{1});
  CHECK(device.next_wake() < device.clocks.monotonic + Seconds{10});

  device.panel.unplugged = false;
  device.wake();
  CHECK(device.panel.frames().back() == std::vector<RectPx>{kWhole});
  CHECK(device.shown() == 8);
  CHECK(device.scene_faults() > faults);
}

TEST_CASE("a snapshot that only the panel refused is shown when the panel is back (R-35)") {
  Device device;
  device.panel.unplugged = true;
  CHECK(device.player.take(screen(7)));
  CHECK(device.shown() == 0);
  CHECK(device.next_wake() < device.clocks.monotonic + Seconds{10});
  device.panel.unplugged = false;
  device.wake();
  CHECK(device.panel.frames() == std::vector<std::vector<RectPx>>{{kWhole}});
  CHECK(device.shown() == 7);
}

TEST_CASE("steps of the wall clock neither stall the pages nor make them race (R-40)") {
  for (const bool ntp : {true, false}) {
    Device device;
    Clocks& clocks = device.clocks;
    clocks.ntp = ntp;
    const auto snapshot = screen(7);
    snapshot->screen.reduced_motion = true;
    REQUIRE(device.player.take(snapshot));
    const auto hours = [](int count) { return std::chrono::hours{count}; };
    const std::vector<UtcTime> steps = {clocks.wall,
                                        clocks.wall + hours(1),
                                        clocks.wall - hours(1),
                                        clocks.wall + hours(24),
                                        clocks.wall - hours(24),
                                        *parse_instant("1970-01-01T00:00:00Z"),
                                        *parse_instant("2038-01-19T03:14:06Z")};
    for (const UtcTime& step : steps) {
      INFO((ntp ? "synchronised, " : "not synchronised, ") << format_instant(step));
      clocks.wall = step;
      std::string shown = device.mailbox.status(0).scene_sha256;
      int looks = 0;
      int pages = 0;
      for (const MonotonicTime end = clocks.monotonic + Minutes{2}; clocks.monotonic < end; ++looks) {
        REQUIRE(looks < 400);
        REQUIRE(device.next_wake() <= clocks.monotonic + Seconds{60});
        device.sleep();
        const UtcTime before = device.drawn().rotation;
        REQUIRE(device.player.turn());
        if (!ntp) CHECK(device.drawn().rotation >= before);
        pages += std::exchange(shown, device.mailbox.status(0).scene_sha256) != shown ? 1 : 0;
      }
      CHECK(pages >= 2);
    }
  }
}

TEST_CASE("a wall clock that is set below what the server has signed is not trusted any more (R-42)") {
  Device device;
  REQUIRE(device.player.take(screen(7)));
  CHECK(device.drawn().trusted);
  const UtcTime heard = device.clocks.wall;
  device.mailbox.take_time(heard);
  REQUIRE(device.player.turn());
  CHECK(device.drawn().trusted);

  device.clocks.wall = heard - std::chrono::hours{24};
  device.sleep();
  REQUIRE(device.player.turn());
  CHECK_FALSE(device.drawn().trusted);
  CHECK(device.drawn().at == heard - Seconds{5});
  CHECK_FALSE(device.mailbox.status(0).clock_trusted);
}

TEST_CASE("a window that got a new surface is painted whole at once, of the same size too") {
  WindowDouble window;
  Device device{&window};
  const auto snapshot = screen(7);
  snapshot->screen.reduced_motion = true;
  REQUIRE(device.player.take(snapshot));
  const PixelBuffer pixels = device.panel.buffer();
  const auto count = static_cast<std::size_t>(kSize.width) * kSize.height;
  const std::vector<std::uint32_t> painted(pixels.pixels, pixels.pixels + count);
  std::fill_n(pixels.pixels, count, 0u);
  const std::size_t frames = device.panel.frames().size();

  window.next = {.any = true, .quit = false, .exposed = true, .resized = true};
  device.sleep();
  REQUIRE(device.player.turn());
  CHECK(device.panel.frames().size() == frames);  // nothing blank is brought to the glass
  REQUIRE(device.next_wake() <= device.clocks.monotonic);
  REQUIRE(device.player.turn());
  CHECK(device.panel.frames().size() == frames + 1);
  CHECK(device.panel.frames().back() == std::vector<RectPx>{kWhole});
  CHECK(std::count(pixels.pixels, pixels.pixels + count, 0u) == 0);
}

TEST_CASE("a window is looked at once a second, and more often while somebody works on it") {
  WindowDouble window;
  Device device{&window};
  REQUIRE(device.player.turn());
  CHECK(device.next_wake() == device.clocks.monotonic + Seconds{1});
  window.next.any = true;
  device.clocks.pass(Seconds{1});
  REQUIRE(device.player.turn());
  CHECK(device.next_wake() == device.clocks.monotonic + Millis{50});
  device.clocks.pass(Seconds{2});
  CHECK(device.next_wake() == device.clocks.monotonic + Seconds{1});
}

TEST_CASE("why a region or an image is not shown is logged once (R-34)") {
  const Log log;
  Device device;
  for (const std::int64_t revision : {7, 8}) {
    const auto snapshot = screen(revision);
    for (auto& layout : snapshot->layouts) {
      for (auto& [orientation, regions] : layout.variants) {
        regions.push_back({"gone", {0.9, 0.0, 0.05, 0.05}, "image", Json{{"name", "gone"}}});
        regions.push_back({"broken", {0.95, 0.0, 0.05, 0.05}, "image", Json{{"name", "broken"}}});
      }
    }
    snapshot->images.push_back({"broken", "abc", make_blob("<svg/>")});
    REQUIRE(device.player.take(snapshot));
    device.sleep();
    REQUIRE(device.player.turn());
  }
  CHECK(log.count("region gone: the snapshot has no image 'gone'") == 1);
  CHECK(log.count("image:abc: image refused: not a PNG, JPEG or WebP file") == 1);
  CHECK(log.count("is shown") == 1);
}
