#include "content-server/publish/publisher.hpp"

#include "core/base/error.hpp"
#include "tests/publish/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kNow = *parse_instant("2026-05-05T07:30:00Z");
using Ids = std::vector<std::string>;

struct Server {
  explicit Server(const std::string& ledger)
      : publisher{std::make_shared<const Assets>(shipped_assets()), key, open_ledger(ledger)} {}
  SigningKey key = make_signing_key();
  Publisher publisher;
};

EventData delayed() {
  auto data = two_venues();
  data.changes.push_back(change("c1", "in-a", ChangeKind::Delayed));
  data.changes.back().minutes = Minutes{15};
  return data;
}

}  // namespace

TEST_CASE("an untouched screen keeps its manifest over the changes of others") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  CHECK(server.publisher.update(two_venues(), 5, kNow) == Ids{"door-a", "door-b"});
  const auto a = server.publisher.find_offer("door-a"), b = server.publisher.find_offer("door-b");
  CHECK(a->revision == 5);
  CHECK(server.publisher.update(delayed(), 6, kNow + Minutes{1}) == Ids{"door-a"});
  CHECK(server.publisher.find_offer("door-a")->revision == 6);
  CHECK(server.publisher.find_offer("door-a")->etag() != a->etag());
  CHECK(server.publisher.find_offer("door-b")->etag() == b->etag());
  CHECK(server.publisher.body_of(*server.publisher.find_offer("door-b")) == server.publisher.body_of(*b));
  CHECK(server.publisher.update(delayed(), 9, kNow + Minutes{2}).empty());
}

TEST_CASE("what a screen is offered does not depend on what it was before") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  server.publisher.update(two_venues(), 5, kNow);
  auto data = two_venues();
  data.screens[0].name = "Ny";
  CHECK(server.publisher.update(data, 6, kNow) == Ids{"door-a"});
  auto first = data.screens[0];
  first.id = "a-first";
  data.screens.insert(data.screens.begin(), first);
  CHECK(server.publisher.update(data, 7, kNow) == Ids{"a-first"});
  data.screens.erase(data.screens.begin() + 1);
  data.screens.back().layout = data.screens.front().layout;
  data.screens.back().languages = {"ar"};
  server.publisher.update(data, 8, kNow);
  std::swap(data.screens.front(), data.screens.back());  // in another order than by id
  CHECK(server.publisher.update(data, 9, kNow).empty());

  Server fresh{dir.path("other")};
  fresh.publisher.update(data, 9, kNow);
  for (const Screen& screen : data.screens) {
    INFO(screen.id);
    const auto offer = server.publisher.find_offer(screen.id);
    CHECK(offer->content.fingerprint == fresh.publisher.find_offer(screen.id)->content.fingerprint);
    for (const auto& ref : offer->content.manifest(1, kNow).blobs) CHECK(server.publisher.find_blob(ref.sha256));
  }
}

TEST_CASE("an undone change is a new revision with the old blobs (S-62)") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  server.publisher.update(two_venues(), 5, kNow);
  server.publisher.update(delayed(), 6, kNow);
  CHECK(server.publisher.update(two_venues(), 7, kNow) == Ids{"door-a"});
  CHECK(server.publisher.find_offer("door-a")->revision == 7);
}

TEST_CASE("revisions go on where they were after a restart and never back (S-62)") {
  const TempDir dir;
  std::string etag;
  {
    Server server{dir.path("ledger")};
    server.publisher.update(two_venues(), 5, kNow);
    server.publisher.update(delayed(), 6, kNow);
    server.publisher.save();
    etag = server.publisher.find_offer("door-b")->etag();
  }
  Server again{dir.path("ledger")};
  again.publisher.update(delayed(), 8, kNow + Minutes{5});
  CHECK(again.publisher.find_offer("door-b")->etag() == etag);
  CHECK(again.publisher.find_offer("door-a")->revision == 6);
  again.publisher.update(two_venues(), 2, kNow + Minutes{6});  // a database restored from an older copy
  CHECK(again.publisher.find_offer("door-a")->revision == 7);
}

TEST_CASE("a stick and a running server give one screen one revision") {
  const TempDir dir;
  const auto ledger = open_ledger(dir.path("ledger"));
  Server server{dir.path("ledger")};
  server.publisher.update(two_venues(), 5, kNow);
  server.publisher.update(delayed(), 6, kNow);
  server.publisher.save();
  const auto stick = publish_once(delayed(), shipped_assets(), "door-b", 6, kNow + Minutes{9}, server.key, *ledger);
  CHECK(stick.manifest.revision == 5);
  CHECK(signed_manifest_text(stick.signed_manifest) ==
        server.publisher.body_of(*server.publisher.find_offer("door-b")));
}

TEST_CASE("a screen that lost its measures keeps its last snapshot, a new one gets the reason (A-01)") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  server.publisher.update(two_venues(), 5, kNow);
  auto spoiled = two_venues();
  spoiled.screens[0].distance_mm = 0;
  spoiled.screens.push_back(screen("new", "a", "door"));
  spoiled.screens.back().diagonal_inch = 0;
  CHECK(server.publisher.update(spoiled, 6, kNow) == Ids{"new"});
  const auto kept = server.publisher.find_offer("door-a");
  CHECK(kept->revision == 5);
  CHECK(kept->problem.empty());
  CHECK(kept->outdated ==
        "screen 'door-a' has no viewing distance (distance_mm): set it before anything is published there (A-01)");
  for (int i = 0; i < 20; ++i) server.publisher.update(spoiled, 7 + i, kNow);
  for (const auto& ref : kept->content.manifest(5, kNow).blobs) CHECK(server.publisher.find_blob(ref.sha256));
  CHECK(server.publisher.find_offer("new")->problem ==
        "screen 'new' has no diagonal (diagonal_inch): set it before anything is published there (A-01)");
  CHECK(server.publisher.update(two_venues(), 30, kNow) == Ids{"new"});
  CHECK(server.publisher.find_offer("door-a")->outdated.empty());
}

TEST_CASE("a removed screen is told, and blobs go some states after their last use") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  server.publisher.update(two_venues(), 5, kNow);
  const auto own = server.publisher.find_offer("door-a")->content.screen.sha256;
  auto without = two_venues();
  without.screens.erase(without.screens.begin());
  CHECK(server.publisher.update(without, 6, kNow) == Ids{"door-a"});
  CHECK_FALSE(server.publisher.find_offer("door-a"));
  CHECK(server.publisher.find_blob(own));
  for (int i = 0; i < 20; ++i) server.publisher.update(without, 7 + i, kNow);
  CHECK_FALSE(server.publisher.find_blob(own));
}

TEST_CASE("a ledger that cannot be opened says which file") {
  CHECK_THROWS_WITH(open_ledger("/nowhere/ledger"), "/nowhere/ledger: unable to open database file");
}

TEST_CASE("the manifest that a server puts together from pieces is the one that is made whole") {
  const TempDir dir;
  Server server{dir.path("ledger")};
  auto data = two_venues();
  RotaRule rule;
  rule.id = "evening \"late\"";
  rule.layout = "agenda";
  data.rota = {rule};
  server.publisher.update(data, 5, kNow);
  for (const auto& each : data.screens) {
    const auto whole = snapshot_for(data, shipped_assets(), each.id, 5, kNow, server.key);
    CHECK(server.publisher.body_of(*server.publisher.find_offer(each.id)) ==
          signed_manifest_text(whole.signed_manifest));
    CHECK(parse_signed_manifest(signed_manifest_text(whole.signed_manifest)).text == manifest_text(whole.manifest));
  }
}
