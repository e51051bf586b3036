// Quickest ways: WAYFINDING.md section 4 and W7.
#include "core/venue/route.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "core/venue/speeds.hpp"
#include "tests/support/catch.hpp"
#include "tests/venue/plans.hpp"

namespace skylt::test {
namespace {

/// Two floors joined by one connector: hall - foot | head - goal.
Plan two_floors(ConnectorKind kind) {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("nere", 10, 0);
  plan.node("uppe", 10, 0, "1");
  plan.node("mål", 20, 0, "1");
  plan.connector("väg", kind);
  plan.edge("hall", "nere");
  plan.by("nere", "uppe", "väg");
  plan.edge("uppe", "mål");
  return plan;
}

bool is_step_free_over(const Plan& plan) {
  return Moment{{plan.venue}}.route("hall", "mål", Profile::StepFree).has_value();
}

TEST_CASE("stairs, steps and escalators are never step-free, a lift is (section 4)") {
  CHECK_FALSE(is_step_free_over(two_floors(ConnectorKind::Stairs)));
  CHECK_FALSE(is_step_free_over(two_floors(ConnectorKind::Steps)));
  CHECK_FALSE(is_step_free_over(two_floors(ConnectorKind::Escalator)));
  CHECK(is_step_free_over(two_floors(ConnectorKind::Lift)));
  CHECK(is_step_free_over(two_floors(ConnectorKind::PlatformLift)));
}

TEST_CASE("stairs that somebody calls step-free are still stairs (section 4, metro4all#236)") {
  Plan plan = two_floors(ConnectorKind::Stairs);
  plan.venue.connectors[0].step_free = true;
  CHECK_FALSE(is_step_free_over(plan));
}

TEST_CASE("a ramp is step-free up to 1:12, and not while its slope is not known (section 4)") {
  Plan plan = two_floors(ConnectorKind::Ramp);
  CHECK_FALSE(is_step_free_over(plan));
  CHECK(Moment{{plan.venue}}.route("hall", "mål")->step_free == std::nullopt);
  plan.venue.connectors[0].slope_percent = 8.3;
  CHECK(is_step_free_over(plan));
  plan.venue.connectors[0].slope_percent = 9;
  CHECK_FALSE(is_step_free_over(plan));
  CHECK(Moment{{plan.venue}}.route("hall", "mål")->step_free == false);
}

TEST_CASE("what is not known is not step-free (section 4)") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("mål", 10, 0);
  SECTION("an edge of no kind") {
    plan.edge("hall", "mål", "");
    CHECK_FALSE(is_step_free_over(plan));
    plan.venue.edges[0].step_free = true;
    CHECK(is_step_free_over(plan));
  }
  SECTION("a door without its kind or its width") {
    Opening& door = plan.opening("dörr", {5, -1}, {5, 1});
    plan.through("hall", "mål", "dörr");
    CHECK(is_step_free_over(plan));
    door.width_m.reset();
    CHECK_FALSE(is_step_free_over(plan));
    door.width_m = 0.9;
    door.door.clear();
    CHECK_FALSE(is_step_free_over(plan));
  }
}

TEST_CASE("revolving doors, turnstiles, narrow ways and high thresholds are not step-free (section 4)") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("mål", 10, 0);
  Opening& door = plan.opening("dörr", {5, -1}, {5, 1});
  Edge& edge = plan.through("hall", "mål", "dörr");
  for (const char* kind : {"revolving", "turnstile"}) {
    door.door = kind;
    edge.step_free = true;
    CHECK_FALSE(is_step_free_over(plan));
  }
  door.door = "manual";
  edge.step_free.reset();
  CHECK(is_step_free_over(plan));
  door.width_m = 0.7;
  CHECK_FALSE(is_step_free_over(plan));
  door.width_m = 0.9;
  edge.threshold_mm = 40;
  CHECK_FALSE(is_step_free_over(plan));
}

TEST_CASE("what needs a person with a key is no step-free way of one's own, but the alternative (section 4)") {
  Plan plan = two_floors(ConnectorKind::PlatformLift);
  plan.venue.connectors[0].staffed = true;
  const Moment moment{{plan.venue}};
  CHECK_FALSE(moment.route("hall", "mål", Profile::StepFree));
  const auto helped = moment.route("hall", "mål", Profile::StepFreeStaffed);
  REQUIRE(helped);
  CHECK(helped->staffed);
  CHECK(helped->step_free == false);
}

TEST_CASE("nobody is led through an emergency exit, however short the way") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("mål", 10, 0);
  plan.opening("nödutgång", {5, -1}, {5, 1}).emergency = true;
  plan.through("hall", "mål", "nödutgång");
  CHECK_FALSE(Moment{{plan.venue}}.route("hall", "mål"));
}

TEST_CASE("an escalator runs one way (StreetComplete#4857)") {
  Plan plan = two_floors(ConnectorKind::Escalator);
  plan.venue.edges[1].directed = true;
  const Moment moment{{plan.venue}};
  CHECK(moment.route("hall", "mål"));
  CHECK_FALSE(moment.route("mål", "hall"));
}

TEST_CASE("closures and opening hours close what they name, while they hold") {
  Plan plan = two_floors(ConnectorKind::Lift);
  const auto reachable = [&](std::vector<Closure> closures, int weekday = 1, int minute = 600) {
    return Moment{{plan.venue}, {}, std::move(closures), weekday, minute}.route("hall", "mål").has_value();
  };
  CHECK(reachable({}));
  CHECK_FALSE(reachable({closed("väg")}));
  CHECK_FALSE(reachable({closed("hall>nere")}));
  CHECK_FALSE(reachable({closed("nere>hall")}));
  CHECK(reachable({closed("väg", "annat-hus")}));
  Closure later = closed("väg");
  later.from = UtcTime{} + Minutes{1};
  CHECK(reachable({later}));
  plan.venue.connectors[0].hours = {{{1}, 9 * 60, 17 * 60}};
  CHECK(reachable({}, 1, 9 * 60));
  CHECK_FALSE(reachable({}, 1, 17 * 60));
  CHECK_FALSE(reachable({}, 2, 600));
}

TEST_CASE("hours past midnight belong to the day on which they began") {
  const std::vector<OpenHours> friday_night{{{4}, 22 * 60, 2 * 60}};
  CHECK(is_open(friday_night, 4, 23 * 60));
  CHECK(is_open(friday_night, 5, 60));
  CHECK_FALSE(is_open(friday_night, 5, 2 * 60));
  CHECK_FALSE(is_open(friday_night, 4, 60));
  CHECK(is_open({}, 0, 0));
}

TEST_CASE("a closed space is not entered, but whoever is in it may leave") {
  Plan plan;
  plan.space("ateljé", 5, -5, 15, 5);
  plan.node("hall", 0, 0);
  plan.node("inne", 10, 0);
  plan.node("mål", 20, 0);
  plan.edge("hall", "inne");
  plan.edge("inne", "mål");
  const Moment moment{{plan.venue}, {}, {closed("ateljé")}};
  CHECK_FALSE(moment.route("hall", "mål"));
  CHECK(moment.route("inne", "mål"));
}

TEST_CASE("a lift is waited for once, however many levels it is ridden") {
  Plan plan;
  for (int level = 0; level < 3; ++level) plan.node("hiss" + std::to_string(level), 0, 0, std::to_string(level));
  plan.connector("a", ConnectorKind::Lift);
  plan.by("hiss0", "hiss1", "a");
  plan.by("hiss1", "hiss2", "a");
  const Moment moment{{plan.venue}};
  const auto route = moment.route("hiss0", "hiss2");
  CHECK(route->seconds == Approx(kLiftWaitSeconds + kLiftDoorSeconds + 2 * kLiftSecondsPerLevel));
  CHECK(route->legs.size() == 1);
}

TEST_CASE("few steps takes the lift where walking takes the stairs") {
  Plan plan = two_floors(ConnectorKind::Stairs);
  plan.node("hiss0", 10, 5);
  plan.node("hiss1", 10, 5, "1");
  plan.connector("hiss", ConnectorKind::Lift);
  plan.edge("nere", "hiss0");
  plan.by("hiss0", "hiss1", "hiss");
  plan.edge("hiss1", "uppe");
  const Moment moment{{plan.venue}};
  CHECK(names(moment.network, *moment.route("hall", "mål")) == "hall>nere>uppe>mål");
  CHECK(names(moment.network, *moment.route("hall", "mål", Profile::FewSteps)) == "hall>nere>hiss0>hiss1>uppe>mål");
}

TEST_CASE("legs join walks on the flat and keep ways up apart") {
  Plan plan = two_floors(ConnectorKind::Stairs);
  plan.venue.connectors[0].steps = 24;
  plan.node("mellan", 15, 0, "1");
  plan.venue.edges.pop_back();
  plan.edge("uppe", "mellan");
  plan.edge("mellan", "mål", "door");
  const Moment moment{{plan.venue}};
  const auto route = moment.route("hall", "mål");
  REQUIRE(route->legs.size() == 3);
  CHECK(route->legs[0].kind == "walk");
  CHECK(route->legs[1].kind == "stairs");
  CHECK(route->legs[1].direction == 1);
  CHECK(route->legs[1].seconds == Approx(24 * kStepTreadMetres / kStairsUpMetresPerSecond).margin(0.001));
  CHECK(route->legs[2].kind == "walk");
  CHECK(route->legs[2].nodes.size() == 3);
  CHECK(route->metres == Approx(20));
}

TEST_CASE("links lead across town") {
  Plan other{"annat"};
  other.node("dörr", 0, 0);
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("port", 12, 0);
  plan.edge("hall", "port");
  Link link;
  link.id = "kanalen";
  link.from = {"hus", "port"};
  link.to = {"annat", "dörr"};
  link.minutes = 9;
  const Moment moment{{plan.venue, other.venue}, {link}};
  const auto route =
      Routes{moment.network, moment.vertex("hall"), Profile::Walk}.to(moment.network.find("annat", "dörr").value());
  REQUIRE(route);
  CHECK(route->seconds == Approx(10 + 9 * 60));
  CHECK(route->step_free == std::nullopt);
}

TEST_CASE("ties are broken the same way whatever the order of the edges (W7)") {
  Plan plan;
  plan.node("a", 0, 0);
  plan.node("b", 10, 10);
  plan.node("c", 10, -10);
  plan.node("d", 20, 0);
  for (const auto& [from, to] : {std::pair{"a", "c"}, {"c", "d"}, {"a", "b"}, {"b", "d"}}) plan.edge(from, to);
  std::sort(plan.venue.edges.begin(), plan.venue.edges.end(),
            [](auto& x, auto& y) { return x.from + x.to < y.from + y.to; });
  do {
    const Moment moment{{plan.venue}};
    CHECK(names(moment.network, *moment.route("a", "d")) == "a>b>d");
  } while (std::next_permutation(plan.venue.edges.begin(), plan.venue.edges.end(),
                                 [](auto& x, auto& y) { return x.from + x.to < y.from + y.to; }));
}

// ---- against brute force ----

Plan random_plan(std::mt19937& random) {
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  Plan plan;
  const int nodes = 3 + pick(5);
  for (int i = 0; i < nodes; ++i)
    plan.node(std::string(1, static_cast<char>('a' + i)), pick(5) * 5, pick(5) * 5, std::to_string(pick(3)));
  const ConnectorKind kinds[] = {ConnectorKind::Lift, ConnectorKind::Stairs, ConnectorKind::Escalator,
                                 ConnectorKind::Ramp, ConnectorKind::Lift};
  for (int i = 0; i < 5; ++i) plan.connector("k" + std::to_string(i), kinds[i]).staffed = pick(8) == 0;
  const char* flat[] = {"corridor", "door", "outdoor", ""};
  for (int i = pick(2 * nodes) + nodes - 1; i > 0; --i) {
    const auto& from = plan.venue.nodes[static_cast<std::size_t>(pick(nodes))];
    const auto& to = plan.venue.nodes[static_cast<std::size_t>(pick(nodes))];
    Edge& edge = from.level == to.level ? plan.edge(from.id, to.id, flat[pick(4)])
                                        : plan.by(from.id, to.id, "k" + std::to_string(pick(5)));
    edge.directed = pick(4) == 0;
    if (pick(5) == 0) edge.slope_percent = pick(12);
    if (pick(7) == 0) edge.length_m = pick(40);
  }
  return plan;
}

using Cost = std::tuple<std::int64_t, std::int64_t, int>;

/// The best over all simple paths, tried one by one.
std::map<std::size_t, Cost> brute_force(const Network& network, std::size_t start, Profile profile) {
  std::map<std::size_t, Cost> best;
  std::vector<bool> visited(network.size());
  const std::function<void(std::size_t, const Network::Arc*, Cost)> visit = [&](std::size_t at, const Network::Arc* by,
                                                                                Cost cost) {
    const auto [known, added] = best.emplace(at, cost);
    if (!added) known->second = std::min(known->second, cost);
    visited[at] = true;
    for (const auto& arc : network.arcs(at)) {
      if (visited[arc.to] || !may_pass(arc, profile)) continue;
      const bool lift = arc.kind == "lift" || arc.kind == "platform-lift";
      const bool riding = lift && by && by->kind == arc.kind && by->connector == arc.connector;
      const auto [ms, cm, hops] = cost;
      visit(arc.to, &arc, {ms + milliseconds(arc, profile, riding), cm + arc.centimetres, hops + 1});
    }
    visited[at] = false;
  };
  visit(start, nullptr, {0, 0, 0});
  return best;
}

TEST_CASE("the quickest way is the best of all simple paths, on 4000 small graphs and every profile (W7)") {
  std::mt19937 random{20261127};
  int compared = 0;
  for (int i = 0; i < 4000; ++i) {
    const Moment moment{{random_plan(random).venue}};
    for (const Profile profile : {Profile::Walk, Profile::StepFree, Profile::FewSteps, Profile::StepFreeStaffed}) {
      const Routes routes{moment.network, 0, profile};
      const auto best = brute_force(moment.network, 0, profile);
      for (std::size_t to = 0; to < moment.network.size(); ++to) {
        const auto found = best.find(to);
        if (found == best.end()) {
          REQUIRE_FALSE(routes.to(to));
          continue;
        }
        const auto route = routes.to(to);
        REQUIRE(route);
        REQUIRE(routes.cost(to) == std::get<0>(found->second));
        REQUIRE(std::llround(route->metres * 100) == std::get<1>(found->second));
        REQUIRE(static_cast<int>(route->nodes.size()) == std::get<2>(found->second) + 1);
        ++compared;
      }
    }
  }
  CHECK(compared > 40000);
}

}  // namespace
}  // namespace skylt::test
