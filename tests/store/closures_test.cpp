#include "tests/store/build_event.hpp"
#include "tests/support/catch.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

EventData event_with_lift() {
  auto data = venue_event();
  auto& venue = data.venues[0];
  venue.nodes = {{"n", "", 0, 0, "", {}}, {"m", "", 0, 5, "", {}}};
  venue.connectors.push_back({});
  venue.connectors[0].id = "hiss";
  venue.connectors[0].kind = ConnectorKind::Lift;
  Edge ride;
  ride.from = "n";
  ride.to = "m";
  ride.connector = "hiss";
  venue.edges = {ride};
  return data;
}

std::unique_ptr<Store> store_with_lift() {
  auto store = Store::create(":memory:", "Europe/Stockholm");
  import_event(*store, event_with_lift());
  return store;
}

Closure close(const std::string& target) {
  Closure closure;
  closure.venue = "amiralen";
  closure.target = target;
  closure.kind = ClosureKind::OutOfService;
  return closure;
}

}  // namespace

TEST_CASE("a closure lies beside the venue and survives importing the venue again (W4)") {
  const auto store = store_with_lift();
  const auto revision = store->revision();
  const auto closure = store->add_closure(close("hiss"), "eva");
  CHECK(closure.id.size() == 8);
  CHECK(closure.author == "eva");
  CHECK(closure.created != UtcTime{});
  CHECK(store->revision() == revision + 1);
  CHECK(store->event_data().venues == event_with_lift().venues);

  auto data = event_with_lift();
  data.venues[0].name = Text::in("sv", "Amiralen, ombyggd");
  import_event(*store, data);
  CHECK(store->event_data().venues[0].name == data.venues[0].name);
  CHECK(store->event_data().closures == std::vector{closure});
  CHECK_FALSE(store->add_closure(close("n>m"), "eva").id == closure.id);
}

TEST_CASE("a closure of an event file comes in once and its newer text replaces the older") {
  const auto store = store_with_lift();
  auto data = event_with_lift();
  data.closures = {close("hiss")};
  data.closures[0].id = "x1";
  import_event(*store, data);
  const auto revision = store->revision();
  import_event(*store, data);
  CHECK(store->revision() == revision);
  data.closures[0].text = Text::in("sv", "Hissen repareras");
  import_event(*store, data);
  CHECK(store->event_data().closures == data.closures);
  CHECK(store->history(1).at(0).action == "import");
}

TEST_CASE("ending a closure takes it away and is history") {
  const auto store = store_with_lift();
  const auto closure = store->add_closure(close("hiss"), "eva");
  CHECK(store->end_closure(closure.id, "omar") == closure);
  CHECK(store->event_data().closures.empty());
  const auto last = store->history(1).at(0);
  CHECK(last.actor == "omar");
  CHECK(last.action == "closure.end");
  CHECK(last.object == closure.id);
  CHECK(last.after.empty());
  CHECK_THROWS_WITH(store->end_closure(closure.id, "omar"),
                    "closure '" + closure.id + "' does not exist; skylt-server closure list lists them");
}

TEST_CASE("only what a venue has can be closed, and for a time that is one") {
  const auto store = store_with_lift();
  const auto revision = store->revision();
  CHECK_THROWS_WITH(store->add_closure(close("rulltrappa"), "eva"),
                    "nothing that can be closed is called 'rulltrappa' in venue 'amiralen': name a connector, opening, "
                    "space, amenity or room, or an edge as from>to");
  auto elsewhere = close("hiss");
  elsewhere.venue = "nix";
  CHECK_THROWS_WITH(store->add_closure(elsewhere, "eva"), Contains("venue 'nix' does not exist"));
  auto backwards = close("hiss");
  backwards.from = at("2027-05-04T08:00:00Z");
  backwards.until = at("2027-05-04T07:00:00Z");
  CHECK_THROWS_WITH(store->add_closure(backwards, "eva"),
                    "the closure would end at 2027-05-04T07:00:00Z, before it begins at 2027-05-04T08:00:00Z");
  CHECK(store->revision() == revision);
}

TEST_CASE("pictures are kept byte for byte") {
  const auto store = store_with_lift();
  auto data = event_with_lift();
  const std::string png{"\x89PNG\r\n\x1a\n\0\xff", 10};
  data.images = {{"ritning", "image/png", std::make_shared<std::string>(png)}};
  import_event(*store, data);
  CHECK(store->event_data().images == data.images);
}

TEST_CASE("links between venues are kept and replaced with the event") {
  const auto store = store_with_lift();
  auto data = event_with_lift();
  data.links = {{"l", {"amiralen", "n"}, {"amiralen", "m"}, 4, true, {}}};
  import_event(*store, data);
  CHECK(store->event_data().links == data.links);
  import_event(*store, event_with_lift());
  CHECK(store->event_data().links.empty());
}

}  // namespace skylt::test
