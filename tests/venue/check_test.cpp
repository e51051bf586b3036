// What check_venues() finds, each in the smallest plan that has it.
#include "core/venue/check.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/venue/plans.hpp"
#include "tests/venue/turning.hpp"

namespace skylt::test {
namespace {

/// A hall and a room that are all right.
Plan good_plan() {
  Plan plan;
  plan.space("hall", -10, -10, 10, 10);
  plan.space("sal", 10, -5, 20, 5);
  plan.opening("dörr", {10, -1}, {10, 1});
  plan.node("hall", 0, 0);
  plan.node("sal", 12, 0);
  plan.node("inne", 12, 9);
  plan.venue.nodes[2].y = 4;
  plan.edge("sal", "inne");
  plan.node("ingång", 0, -9);
  plan.edge("ingång", "hall");
  plan.through("hall", "sal", "dörr");
  plan.room("sal", "sal");
  plan.amenity("port", "entrance", "ingång");
  return plan;
}

std::vector<VenueFinding> findings(const Plan& plan, std::vector<Screen> screens = {}) {
  const std::vector<Venue> venues{plan.venue};
  return check_venues(venues, screens, {});
}

/// The finding with this code, with its place; fails where there is none or another one beside it.
VenueFinding only(const std::vector<VenueFinding>& all, const std::string& code) {
  std::string codes;
  for (const auto& finding : all) codes += finding.code + " ";
  CHECK(codes == code + " ");
  return all.empty() ? VenueFinding{} : all[0];
}

TEST_CASE("a plan that is all right has no findings") { CHECK(findings(good_plan(), {screen_at("hall", 0)}).empty()); }

TEST_CASE("a room that nobody can reach is found") {
  Plan plan = good_plan();
  plan.node("ö", 5, 5);
  plan.room("ö", "ö");
  const auto finding = only(findings(plan), "unreachable-room");
  CHECK(finding.where == "room ö");
  CHECK(finding.at == Point{5, 5});
  CHECK(finding.reason == "No way leads to it from where people come in.");
}

TEST_CASE("a room behind a one-way door is not reachable") {
  Plan plan = good_plan();
  plan.venue.edges[2] = Edge{};
  plan.venue.edges[2].from = "sal";
  plan.venue.edges[2].to = "hall";
  plan.venue.edges[2].kind = "corridor";
  plan.venue.edges[2].directed = true;
  only(findings(plan), "unreachable-room");
}

TEST_CASE("a screen outside walkable space is found, and one without a heading") {
  Screen out = screen_at("hall", 0);
  out.at = Point{0, 30};
  only(findings(good_plan(), {out}), "screen-outside");
  only(findings(good_plan(), {screen_at("hall", std::nullopt)}), "screen-without-heading");
}

TEST_CASE("connectors that lead nowhere are found") {
  Plan plan = good_plan();
  plan.connector("hiss", ConnectorKind::Lift);
  CHECK(only(findings(plan), "connector-nowhere").reason == "No edge of the graph uses it, so it leads nowhere.");
  plan.node("uppe", 0, 0, "1");
  plan.by("hall", "uppe", "hiss");
  CHECK(only(findings(plan), "connector-nowhere").reason == "Nothing leads on from its stop 'uppe'.");
  plan.room("vind", "uppe");
  CHECK(findings(plan).empty());
}

TEST_CASE("ways of which nobody knows whether they are step-free are one finding for each cause") {
  Plan plan = good_plan();
  plan.venue.openings[0].width_m.reset();
  const auto all = findings(plan);
  REQUIRE(all.size() == 2);
  CHECK(all[0].code == "not-step-free");
  CHECK(all[1].code == "unknown-accessibility");
  CHECK(all[1].where == "edge hall>sal");
  CHECK(all[1].reason == "It is a door whose kind or width is not known, so no step-free way leads over it.");
}

TEST_CASE("stairs called step-free are found") {
  Plan plan = good_plan();
  plan.node("uppe", 0, 5, "1");
  plan.room("vind", "uppe");
  plan.connector("trappa", ConnectorKind::Stairs).step_free = true;
  plan.by("hall", "uppe", "trappa");
  const auto all = findings(plan);
  CHECK(std::count_if(all.begin(), all.end(), [](auto& f) { return f.code == "stairs-called-step-free"; }) == 1);
}

TEST_CASE("references that name nothing are found") {
  Plan plan = good_plan();
  plan.edge("hall", "ingenstans");
  CHECK(only(findings(plan), "dangling").reason == "There is no node 'ingenstans'.");
}

TEST_CASE("a graph that lies in its spaces only when turned over is found (W2)") {
  Plan plan = good_plan();
  plan.space("bortre", 20, 20, 40, 25);
  for (Node& node : plan.venue.nodes) node.x = 30 - node.x;  // as an image with its x turned round
  const auto all = findings(plan);
  CHECK(std::any_of(all.begin(), all.end(), [](auto& f) { return f.code == "mirrored"; }));
  CHECK(findings(good_plan()).empty());
}

TEST_CASE("surveys that see left where the plan has right show a mirrored plan (W2)") {
  Plan plan = good_plan();
  plan.room("väster", "väster");
  plan.node("väster", -9, 0);
  plan.edge("hall", "väster");
  Screen screen = screen_at("hall", 0);
  screen.distance_mm = 300;
  screen.surveyed = {{"sal", 270, true, 1, "Ada", "2027-05-02"}, {"väster", 90, true, 1, "Ada", "2027-05-02"}};
  const auto all = findings(plan, {screen});
  CHECK(std::any_of(all.begin(), all.end(), [](auto& f) { return f.code == "mirrored"; }));
  CHECK(std::count_if(all.begin(), all.end(), [](auto& f) { return f.code == "survey-differs"; }) == 2);
}

TEST_CASE("an arrow between two is told to the editor (section 6)") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("sal", 9, 20);
  plan.edge("hall", "sal");
  plan.room("sal", "sal");
  Screen screen = screen_at("hall", 0);
  screen.distance_mm = 300;
  const auto finding = only(findings(plan, {screen}), "ambiguous-arrow");
  CHECK(finding.where == "screen skylt");
}

}  // namespace
}  // namespace skylt::test
