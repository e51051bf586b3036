// Arrows: WAYFINDING.md sections 6 and 7, accessibility.md.
#include <algorithm>

#include "core/venue/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/venue/plans.hpp"

namespace skylt::test {
namespace {

/// A crossing of four long corridors with a room at the end of each, and a screen in the middle.
Plan crossing() {
  Plan plan;
  plan.node("mitt", 0, 0);
  plan.node("norr", 0, 60);
  plan.node("öster", 60, 0);
  plan.node("söder", 0, -60);
  plan.node("väster", -60, 0);
  for (const char* end : {"norr", "öster", "söder", "väster"}) {
    plan.edge("mitt", end);
    plan.room(end, end);
  }
  return plan;
}

int bearing(const Moment& moment, const std::string& room, double heading) {
  const Direction row = moment.to(room, screen_at("mitt", heading));
  return row.sign.arrow == ArrowKind::None || row.sign.arrow == ArrowKind::Here ? -1 : row.sign.bearing;
}

TEST_CASE("an arrow points where the way goes, seen by who faces the screen (A-63)") {
  const Moment moment{{crossing().venue}};
  CHECK(bearing(moment, "norr", 0) == 0);
  CHECK(bearing(moment, "öster", 0) == 90);
  CHECK(bearing(moment, "söder", 0) == 180);
  CHECK(bearing(moment, "väster", 0) == 270);
}

TEST_CASE("what lies behind the viewer is behind, never an arrow down (A1)") {
  const Moment moment{{crossing().venue}};
  CHECK(moment.to("söder", screen_at("mitt", 0)).sign.arrow == ArrowKind::Behind);
  CHECK(moment.to("norr", screen_at("mitt", 180)).sign.arrow == ArrowKind::Behind);
}

TEST_CASE("turning a screen by 90 degrees turns every arrow by 90, by 180 swaps ahead and behind (A-63, W5)") {
  const Moment moment{{crossing().venue}};
  for (const char* room : {"norr", "öster", "söder", "väster"}) {
    for (int heading = 0; heading < 360; heading += 90)
      CHECK(bearing(moment, room, heading) == (bearing(moment, room, 0) - heading + 360) % 360);
  }
}

TEST_CASE("a screen whose heading nobody knows has routes but no arrows (M5)") {
  const Moment moment{{crossing().venue}};
  const Direction row = moment.to("norr", screen_at("mitt", std::nullopt));
  CHECK(row.reachable);
  CHECK(row.route->metres == Approx(60));
  CHECK(row.sign.arrow == ArrowKind::None);
}

TEST_CASE("a screen that was moved shows no arrows until somebody has confirmed its new pose (M6)") {
  const Moment moment{{crossing().venue}};
  const auto arrow = [&](const Screen& screen) { return moment.to("norr", screen).sign.arrow; };
  const Screen hung = screen_at("mitt", 0);
  Screen turned = hung;
  turned.heading = 90;
  const Screen moved = remember_pose(hung, turned);
  CHECK(arrow(hung) == ArrowKind::Arrow);
  CHECK(arrow(moved) == ArrowKind::None);
  CHECK(moment.to("norr", moved).route);
  const auto findings = check_venues(moment.venues, std::vector{moved}, {});
  CHECK(
      std::any_of(findings.begin(), findings.end(), [](const auto& each) { return each.code == "pose-unconfirmed"; }));
  const Screen confirmed = confirm_pose(moved, "Ada", "2027-05-02");
  CHECK(moment.to("norr", confirmed).sign.bearing == 270);
  CHECK(arrow(remember_pose(confirmed, turned)) == ArrowKind::Arrow);  // still where Ada saw it
  CHECK(remember_pose(confirmed, turned).confirmed->by == "Ada");
  CHECK(arrow(remember_pose(confirmed, hung)) == ArrowKind::None);
  CHECK(arrow(remember_pose(moved, hung)) == ArrowKind::Arrow);  // put back where it was
  Screen named = hung;
  named.name = "Hallen";
  CHECK_FALSE(remember_pose(hung, named).confirmed);
  Screen first = hung;
  first.heading.reset();
  CHECK(arrow(remember_pose(first, hung)) == ArrowKind::Arrow);  // nobody had said which way it faces
}

TEST_CASE("the arrow points at the doorway by which one leaves the room, not at the destination (A1, section 7)") {
  Plan plan;
  plan.space("sal", 0, 0, 10, 10);
  plan.space("korridor", 10, 0, 13, 40);
  plan.opening("dörr", {10, 1}, {10, 2});
  plan.node("skärm", 5, 9.8);
  plan.node("inne", 9, 1.5);
  plan.node("ute", 11.5, 1.5);
  plan.node("mål", 11.5, 39);
  plan.edge("skärm", "inne");
  plan.through("inne", "ute", "dörr");
  plan.edge("ute", "mål");
  plan.room("mål", "mål");
  const Moment moment{{plan.venue}};
  const Direction row = moment.to("mål", screen_at("skärm", 0));
  CHECK(row.sign.target == Point{10, 1.5});
  CHECK(row.sign.bearing == 135);  // behind to the right, though the room itself lies ahead
}

TEST_CASE("a door through which the graph merely begins is not where one is sent (section 7)") {
  Plan plan;
  plan.space("sal", -10, 0, 0, 10);
  plan.space("korridor", 0, 0, 4, 40);
  plan.opening("dörr", {0, 4}, {0, 6});
  plan.node("skärm", 0, 5).space = "korridor";  // right in the doorway of the room it hangs beside
  plan.node("gång", 2, 5);
  plan.node("mål", 2, 35);
  plan.through("gång", "skärm", "dörr");
  plan.edge("gång", "mål");
  plan.room("mål", "mål");
  Screen screen = screen_at("skärm", 270);
  screen.at = Point{0.05, 7};
  const Moment moment{{plan.venue}};
  const Sign sign = moment.to("mål", screen).sign;
  CHECK(sign.target == Point{2, 35});
  CHECK(sign.bearing == 90);
}

/// A hall, a corridor across its end, and a wide doorway between them in the middle of which a node lies.
Plan doorway() {
  Plan plan;
  plan.space("hall", -5, 0, 5, 10);
  plan.space("korridor", -20, 10, 20, 13);
  plan.opening("port", {-2, 10}, {2, 10});
  plan.node("inne", 0, 5);
  plan.node("port", 0, 10).space = "hall";
  plan.node("gång", 0, 11.5);
  plan.node("mål", -18, 11.5);
  plan.edge("inne", "port");
  plan.through("port", "gång", "port");
  plan.edge("gång", "mål");
  plan.room("mål", "mål");
  plan.room("inne", "inne");
  return plan;
}

TEST_CASE("whoever stands in the doorway is shown through it, not along the wall (section 7, W1)") {
  const Moment moment{{doorway().venue}};
  Screen screen = screen_at("port", 0);
  screen.distance_mm = 300;  // the viewer stands in the hall, one step before the doorway
  CHECK(moment.to("mål", screen).sign.bearing == 0);
  screen.heading = 180;  // he stands in the corridor
  CHECK(moment.to("mål", screen).sign.bearing == 90);
  CHECK(moment.to("inne", screen).sign.bearing == 0);
  screen.heading = 90;
  CHECK(moment.to("inne", screen).sign.bearing == 90);
}

TEST_CASE("an arrow to a door in doubt between two takes the side on which the door opens (section 6)") {
  Plan plan;
  plan.space("korridor", 0, 0, 3, 20);
  plan.space("sal", 3, 8, 10, 16);
  plan.opening("dörr", {3, 11}, {3, 12});
  plan.node("skärm", 1.9, 9);
  plan.node("sal", 3, 11.5).space = "korridor";
  plan.through("skärm", "sal", "dörr");
  plan.room("sal", "sal");
  const Moment moment{{plan.venue}};
  Screen screen = screen_at("skärm", 0);
  screen.distance_mm = 300;
  const Sign sign = moment.to("sal", screen).sign;
  CHECK(sign.exact == Approx(21.4).margin(0.1));
  CHECK(sign.ambiguous);
  CHECK(sign.bearing == 45);
}

TEST_CASE("a way up is named with its kind, its direction and the level where it is left") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("hiss0", 10, 0);
  plan.node("hiss1", 10, 0, "1");
  plan.node("hiss2", 10, 0, "2");
  plan.node("mål", 30, 0, "2");
  plan.connector("a", ConnectorKind::Lift);
  plan.edge("hall", "hiss0");
  plan.by("hiss0", "hiss1", "a");
  plan.by("hiss1", "hiss2", "a");
  plan.edge("hiss2", "mål");
  plan.room("mål", "mål");
  const Moment moment{{plan.venue}};
  const Sign sign = moment.to("mål", screen_at("hall", 0)).sign;
  CHECK(sign.bearing == 90);
  CHECK(sign.connector == &moment.venues[0].connectors[0]);
  CHECK(sign.connector_kind == "lift");
  CHECK(sign.direction == 1);
  CHECK(sign.connector_level == "2");
}

}  // namespace
}  // namespace skylt::test
