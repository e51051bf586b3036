// What of venues, links and closures reaches which screen.
#include "content-server/publish/publish.hpp"
#include "core/base/error.hpp"
#include "tests/publish/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

using Ids = std::vector<std::string>;

const UtcTime kNow = *parse_instant("2026-05-05T07:30:00Z");

/// Both venues have a plan, a graph and a lift, and a way leads from door to door.
EventData two_plans() {
  auto data = two_venues();
  for (auto& venue : data.venues) {
    venue.levels = {{"plan", "", 0, {{"sv", "Plan 1"}}, {}, false, PlanImage{"ritning", {}, 0.05, 0}}};
    venue.spaces = {{"hall", "plan", "lobby", {{{0, 0}, {9, 0}, {9, 9}}}, {}, true}};
    venue.nodes = {{"dorr", "plan", 1, 0, "hall", {{"sv", "porten"}}}, {"inne", "plan", 5, 2, "hall", {}}};
    Connector lift;
    lift.id = "hiss";
    lift.kind = ConnectorKind::Lift;
    venue.connectors = {lift};
    Edge edge;
    edge.from = "dorr";
    edge.to = "inne";
    edge.kind = "lift";
    edge.connector = "hiss";
    venue.edges = {edge};
    venue.rooms[0].node = "inne";
    venue.rooms[0].spaces = {"hall"};
    Amenity water;
    water.id = "vatten";
    water.kind = "water";
    water.node = "inne";
    venue.amenities = {water};
  }
  data.links = {{"a-b", {"a", "dorr"}, {"b", "dorr"}, 6, true, {{"sv", "över bron"}}}};
  return data;
}

Snapshot loaded(const EventData& data, const std::string& screen) {
  const auto made = snapshot_for(data, shipped_assets(), screen, 1, kNow, make_signing_key());
  return load_snapshot(made.manifest, [&](const BlobRef& ref) { return made.blobs.at(ref.sha256); });
}

const Venue& venue_in(const Snapshot& snapshot, const std::string& id) {
  for (const auto& venue : snapshot.venues)
    if (venue.id == id) return venue;
  throw Error{ErrorCode::NotFound, "no venue '" + id + "' in the snapshot"};
}

Closure closed_lift(const std::string& venue) {
  Closure closure;
  closure.id = "x-" + venue;
  closure.venue = venue;
  closure.target = "hiss";
  closure.author = "CANARY-AUTHOR";
  return closure;
}

}  // namespace

TEST_CASE("a screen has its own venue whole, and of others the name, the rooms and the door where a way arrives") {
  const auto data = two_plans();
  const auto snapshot = loaded(data, "door-a");
  auto own = data.venues[0];
  for (auto& room : own.rooms) room.aliases.clear();
  CHECK(venue_in(snapshot, "a") == own);
  const auto& other = venue_in(snapshot, "b");
  CHECK(other.name == data.venues[1].name);
  CHECK(other.rooms.size() == 2);
  CHECK(other.spaces.empty());
  CHECK(other.edges.empty());
  REQUIRE(other.nodes.size() == 1);
  CHECK(other.nodes[0].id == "dorr");
  CHECK(other.nodes[0].landmark == data.venues[1].nodes[0].landmark);
  CHECK(snapshot.links == data.links);
  CHECK(loaded(two_venues(), "door-a").links.empty());
}

TEST_CASE("a closed lift reaches the screens of its venue and no other (W4)") {
  const auto before = two_plans();
  auto after = before;
  after.closures = {closed_lift("a")};
  CHECK(affected_screens(before, after, shipped_assets()) == Ids{"door-a"});
  const auto closures = loaded(after, "door-a").closures;
  REQUIRE(closures.size() == 1);
  CHECK(closures[0].target == "hiss");
  CHECK(closures[0].author.empty());
  CHECK(loaded(after, "door-b").closures.empty());
}

TEST_CASE("drawing another venue wakes no screen, a new way between the venues wakes all") {
  const auto before = two_plans();
  auto drawn = before;
  drawn.venues[1].spaces.push_back({"sal", "plan", "room", {{{9, 0}, {18, 0}, {18, 9}}}, {}, true});
  CHECK(affected_screens(before, drawn, shipped_assets()) == Ids{"door-b"});
  auto linked = before;
  linked.links[0].minutes = 7;
  CHECK(affected_screens(before, linked, shipped_assets()) == Ids{"door-a", "door-b"});
}

TEST_CASE("a plan's picture travels to the screens of its venue only") {
  auto data = two_plans();
  data.venues[1].levels[0].plan.reset();
  data.images = {{"ritning", "image/png", std::make_shared<std::string>("PNG")},
                 {"annan", "image/png", std::make_shared<std::string>("GNP")}};
  const auto snapshot = loaded(data, "door-a");
  REQUIRE(snapshot.images.size() == 1);
  CHECK(snapshot.images[0].name == "ritning");
  CHECK(snapshot.images[0].blob->text() == "PNG");
  CHECK(loaded(data, "door-b").images.empty());
}

TEST_CASE("who surveyed a screen's directions or confirmed its pose stays on the server, the day does not") {
  auto data = two_plans();
  data.screens[0].surveyed = {{"a2", 90, true, 1.0, "CANARY-PERSON", "2027-05-02"}};
  data.screens[0] = confirm_pose(data.screens[0], "CANARY-PERSON", "2027-05-03");
  const auto screen = loaded(data, "door-a").screen;
  REQUIRE(screen.confirmed);
  CHECK(screen.confirmed->by.empty());
  CHECK(screen.confirmed->on == "2027-05-03");
  const auto surveyed = screen.surveyed;
  REQUIRE(surveyed.size() == 1);
  CHECK(surveyed[0].by.empty());
  CHECK(surveyed[0].on == "2027-05-02");
  CHECK(surveyed[0].bearing == 90);
}
