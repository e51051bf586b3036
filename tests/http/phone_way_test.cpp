// The way from a screen in sentences, on the phone page.
#include <algorithm>

#include "content-server/phone/way.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;

namespace {

const Snapshot& town_hall() {
  static const Snapshot snapshot = test::snapshot_of(test::sample_event(), "radhuset-vagvisning");
  return snapshot;
}

const EffectiveSession& session_in(const Visit& visit, const std::string& room) {
  return *std::find_if(visit.sessions.begin(), visit.sessions.end(), [&](const EffectiveSession& item) {
    return item.session.room && item.session.room->id == room && item.session.end > visit.now && !item.cancelled();
  });
}

std::string way_page(const Snapshot& snapshot, const char* now, const char* room, const std::string& language = "sv") {
  const Visit visit = make_visit(snapshot, snapshot.words, parse_instant(now).value(), language);
  Html html{language};
  put_way(html, visit, session_in(visit, room));
  return html.take();
}

bool has(const std::string& page, const std::string& part) { return page.find(part) != std::string::npos; }

constexpr const char* kWednesday = "2027-05-05T10:12:00+02:00";

}  // namespace

TEST_CASE(
    "a phone says the way from its screen in sentences, and the way without steps where that is another one (A-65)") {
  const auto page = way_page(town_hall(), kWednesday, "sal-b");
  CHECK(has(page, "<h2 id=\"way\">Hitta rätt</h2>"));
  INFO(page);
  CHECK(has(page, "min till fots"));
  CHECK(has(page, "<li>Snett till höger</li>"));
  CHECK(has(page, "<li>Ta trappan upp till <bdi>Plan 2</bdi></li>"));
  const auto second = page.find("<h3>Utan trappor</h3>");
  REQUIRE(second != std::string::npos);
  CHECK(page.find("<li>Ta hissen till <bdi>Plan 2</bdi></li>", second) != std::string::npos);
  CHECK(page.find("trappan", second) == std::string::npos);
}

TEST_CASE("a phone says that there is no way without steps while the lift is closed (W4)") {
  const auto page = way_page(town_hall(), "2027-05-04T09:20:00+02:00", "sal-b");
  CHECK(has(page, "Ingen väg utan trappor just nu"));
  CHECK_FALSE(has(page, "hissen"));
}

TEST_CASE("a phone says the way in the visitor's language") {
  const auto page = way_page(town_hall(), kWednesday, "sal-b", "en");
  CHECK(has(page, "Take the lift to"));
  CHECK_FALSE(has(page, "Ta "));
}

TEST_CASE("a screen that does not know its place or heading leads nobody on the phone either (M5)") {
  Snapshot snapshot = town_hall();
  snapshot.screen.heading.reset();
  CHECK(way_page(snapshot, kWednesday, "sal-b") == "<!doctype html>\n\n");
  const Visit visit = make_visit(snapshot, snapshot.words, parse_instant(kWednesday).value(), "sv");
  CHECK(walk_of(visit, session_in(visit, "sal-b")).text.empty());
}
