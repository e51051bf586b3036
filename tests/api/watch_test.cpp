#include "content-server/api/watch.hpp"

#include "tests/http/server_parts.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kNow = *parse_instant("2027-05-03T07:00:00Z");

/// A browser that notes the events it hears, until it leaves.
class Listener : public Stream {
 public:
  struct Heard {
    std::vector<std::pair<std::string, Json>> events;
    bool left = false;

    std::vector<Json> of(const std::string& event) const {
      std::vector<Json> all;
      for (const auto& [name, data] : events)
        if (name == event) all.push_back(data);
      return all;
    }
  };
  explicit Listener(Heard& heard) : heard_{heard} {}
  bool send(std::string piece) override {
    if (heard_.left) return false;
    const std::string event = "event: ", data = "\ndata: ", end = "\n\n";
    const auto line = piece.find(data), from = line + data.size();
    heard_.events.emplace_back(piece.substr(event.size(), line - event.size()),
                               parse_json(piece.substr(from, piece.size() - from - end.size()), "event"));
    return true;
  }

 private:
  Heard& heard_;
};

/// Two screens, published, and what it takes to report from them.
struct House {
  House() {
    parts.live.on_published([this](std::int64_t made, const std::vector<std::string>& altered, UtcTime now) {
      parts.watch.published(made, altered, now);
    });
    parts.live.refresh(kNow);
    for (const auto& screen : parts.live.data()->screens) screens.push_back(screen);
    revision = parts.live.revision();
  }

  static ServerParts::Options two_screens() {
    ServerParts::Options options;
    options.alter = keep_two_screens;
    return options;
  }

  void listen(Listener::Heard& heard) {
    parts.streams.add(std::make_unique<Listener>(heard), Login{Account{}, std::nullopt}, "", "");
  }
  void report(std::size_t screen, UtcTime now) {
    PlayerStatus status;
    status.shown_revision = parts.publisher.find_offer(screens[screen].id)->revision;
    parts.watch.reported(screens[screen].id, status, now);
  }

  ServerParts parts{two_screens()};
  std::vector<Screen> screens;
  std::int64_t revision = 0;
};

}  // namespace

TEST_CASE("however many screens come in between two ticks, a receipt is told once, whole") {
  House house;
  Listener::Heard heard;
  house.listen(heard);
  house.report(0, kNow + Millis{700});
  house.report(1, kNow + Millis{300});
  house.report(1, kNow + Millis{900});
  CHECK(heard.of("receipt").empty());
  house.parts.watch.tick(kNow + Seconds{1});
  const auto receipts = heard.of("receipt");
  REQUIRE(receipts.size() == 1);
  CHECK(receipts[0] == house.parts.watch.receipt(house.revision, kNow + Seconds{1}).value());
  CHECK(receipts[0]["shown"] == 2);
  CHECK(receipts[0]["of"] == 2);
  CHECK(receipts[0]["slowest"] == Json{{"screen", house.screens[0].id}, {"ms", 700}});
  REQUIRE(receipts[0]["screens"].size() == 2);
  for (const auto& line : receipts[0]["screens"]) {
    const auto& screen = line["screen"] == house.screens[0].id ? house.screens[0] : house.screens[1];
    CHECK(line["name"] == screen.name);
    CHECK(line["state"] == "shown");
    CHECK(line["ms"] == (screen.id == house.screens[0].id ? 700 : 300));
  }
  house.parts.watch.tick(kNow + Seconds{2});
  CHECK(heard.of("receipt").size() == 1);
}

TEST_CASE("a screen that has not come in waits in the receipt, or is silent, under its present name") {
  House house;
  house.report(0, kNow);
  auto renamed = house.screens[1];
  renamed.name = "Den nya skylten";
  house.parts.store->put_document("screens", renamed.id, to_json(renamed), "test");
  house.parts.live.refresh(kNow + Minutes{1});
  const auto line_of = [&](UtcTime now) {
    const auto receipt = house.parts.watch.receipt(house.revision + 1, now);
    REQUIRE(receipt);
    for (const auto& line : (*receipt)["screens"])
      if (line["screen"] == renamed.id) return line;
    return Json{};
  };
  CHECK(line_of(kNow + Minutes{1})["name"] == "Den nya skylten");
  CHECK(line_of(kNow + Minutes{1})["state"] == "silent");
  CHECK(line_of(kNow + Minutes{1})["behind_since"] == format_instant(kNow + Minutes{1}));
}

TEST_CASE("whoever opens a page later hears every change from then on, though nobody listened before") {
  House house;
  Listener::Heard first, second;
  house.listen(first);
  house.report(0, kNow);
  REQUIRE(first.of("screen").size() == 1);
  CHECK(first.of("screen")[0]["health"] == "good");
  first.left = true;
  house.parts.streams.publish("anything", Json::object());
  REQUIRE(house.parts.streams.size() == 0);
  house.parts.watch.tick(kNow + Minutes{5});  // silent, and nobody hears it
  house.listen(second);
  CHECK(house.parts.watch.state_of(house.screens[0].id, kNow + Minutes{5})["health"] == "silent");
  house.report(0, kNow + Minutes{6});
  REQUIRE(second.of("screen").size() == 1);
  CHECK(second.of("screen")[0]["health"] == "good");
  CHECK(second.of("receipt").empty());
}

TEST_CASE("of a screen that was removed nothing is left for one that gets its id later") {
  House house;
  house.report(0, kNow);
  const auto gone = house.screens[0];
  CHECK(house.parts.watch.state_of(gone.id, kNow)["health"] == "good");
  house.parts.store->remove_document("screens", gone.id, "test");
  house.parts.live.refresh(kNow + Minutes{1});
  house.parts.store->put_document("screens", gone.id, to_json(gone), "test");
  house.parts.live.refresh(kNow + Minutes{2});
  CHECK(house.parts.watch.state_of(gone.id, kNow + Minutes{2})["health"] == "never");
}

TEST_CASE("a player's clock that drifts is told: more than two seconds yellow, more than thirty red (R-44)") {
  House house;
  Listener::Heard heard;
  house.listen(heard);
  const auto told = [&](std::int64_t offset_ms) {
    heard.events.clear();
    PlayerStatus status;
    status.clock_trusted = true;
    status.clock_offset_ms = offset_ms;
    house.parts.watch.reported(house.screens[0].id, status, kNow);
    return house.parts.watch.state_of(house.screens[0].id, kNow)["clock"]["drift"].get<std::string>();
  };
  CHECK(told(1'999) == "none");
  CHECK(told(-2'001) == "yellow");
  CHECK(heard.of("screen").size() == 1);  // whoever looks at the wall need not ask
  CHECK(told(30'001) == "red");
  CHECK(told(-500) == "none");
}
