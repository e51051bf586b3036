#include "player/device/player.hpp"

#include <map>

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr SizePx kSize{640, 360};
const RectPx kWhole{0, 0, kSize.width, kSize.height};
const UtcTime kLongAgo = *parse_instant("2020-01-01T10:00:00Z");

MonotonicTime steady() { return std::chrono::steady_clock::now(); }

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
  explicit Device(UtcTime floor = {}) : player{panel, nullptr, mailbox, service, options(floor)} {}

  static Player::Options options(UtcTime floor) {
    Player::Options options;
    options.floor = floor;
    options.version = "test";
    options.started = steady();
    options.shift = false;
    return options;
  }

  /// Turns for as long as something is due now.
  void settle() {
    while (player.next_wake(steady()) <= steady()) REQUIRE(player.turn());
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
  CHECK(device.player.next_wake(steady()) > steady() + Seconds{30});
}

TEST_CASE("pages turn at their time while the wall clock lies below the floor (R-40, R-43, A-22)") {
  const UtcTime floor = std::chrono::floor<Millis>(std::chrono::system_clock::now()) + std::chrono::hours{24 * 365};
  Device device{floor};
  const auto snapshot = screen(7);
  const MonotonicTime before = steady();
  REQUIRE(device.player.take(snapshot));
  const MonotonicTime after = steady();

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
  CHECK(device.player.next_wake(after) >= before + left);
  CHECK(device.player.next_wake(after) <= after + std::max(left, Millis{5}));
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
  REQUIRE(device.player.next_wake(steady()) < steady() + Seconds{1});  // the fade's first frame

  const std::uint64_t faults = device.scene_faults();
  device.panel.unplugged = true;
  CHECK(device.player.turn());
  CHECK(device.panel.frames().size() == frames);
  CHECK(device.player.next_wake(steady()) > steady() + Seconds{1});
  CHECK(device.player.next_wake(steady()) < steady() + Seconds{10});

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
  CHECK(device.player.next_wake(steady()) < steady() + Seconds{10});
  device.panel.unplugged = false;
  device.wake();
  CHECK(device.panel.frames() == std::vector<std::vector<RectPx>>{{kWhole}});
  CHECK(device.shown() == 7);
}
