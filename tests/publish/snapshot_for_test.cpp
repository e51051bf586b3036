#include <algorithm>
#include <set>

#include "content-server/publish/ledger.hpp"
#include "core/base/error.hpp"
#include "core/snapshot/load.hpp"
#include "tests/publish/event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

const Assets& shipped_assets() {
  static const Assets kAssets = Assets::load(source_path(""));
  return kAssets;
}

Session session(const std::string& id, const std::string& room, const std::string& venue, const std::string& title) {
  Session session;
  session.id = id;
  session.source = "https://example.org/feed?key=CANARY-SOURCE";
  session.title.set("sv", title);
  session.start = *parse_instant("2026-05-05T08:00:00Z");
  session.end = *parse_instant("2026-05-05T09:00:00Z");
  session.room = RoomRef{room, room};
  session.venue = venue;
  return session;
}

Screen screen(const std::string& id, const std::string& venue, const std::string& layout) {
  Screen screen;
  screen.id = id;
  screen.name = id;
  screen.venue = venue;
  screen.size = {1920, 1080};
  screen.diagonal_inch = 32;
  screen.distance_mm = 3000;
  screen.layout = layout;
  return screen;
}

Change change(const std::string& id, const std::string& session, ChangeKind kind) {
  Change change;
  change.id = id;
  change.session = session;
  change.kind = kind;
  change.author = "CANARY-AUTHOR";
  change.created = *parse_instant("2026-05-05T07:00:00Z");
  return change;
}

EventData two_venues() {
  EventData data;
  data.event.id = "mm26";
  data.event.name.set("sv", "Malm\xC3\xB6 M\xC3\xB6ts");
  data.event.languages = {"sv"};
  for (const std::string id : {"a", "b"}) {
    Venue venue;
    venue.id = id;
    venue.name.set("sv", "Hus " + id);
    for (const std::string number : {"1", "2"}) {
      Room room;
      room.id = id + number;
      room.name.set("sv", "Sal " + number);
      room.aliases.push_back({"CANARY-ALIAS", "Room " + number, ""});
      venue.rooms.push_back(room);
    }
    data.venues.push_back(venue);
    data.screens.push_back(screen("door-" + id, id, "door"));
    data.screens.back().rooms = {id + "1"};
    data.sessions.push_back(session("in-" + id, id + "1", id, "Samtal i " + id));
  }
  return data;
}

const BlobRef& blob_of(const BuiltSnapshot& built, const std::string& role, const std::string& name) {
  for (const auto& ref : built.manifest.blobs)
    if (ref.role == role && ref.name == name) return ref;
  throw Error{ErrorCode::NotFound, "no " + role + " '" + name + "' in the snapshot"};
}

std::string text_of(const BuiltSnapshot& built, const std::string& role, const std::string& name) {
  return std::string{built.blobs.at(blob_of(built, role, name).sha256)->text()};
}

std::string all_rows(const BuiltSnapshot& built) {
  std::string all = built.signed_manifest.text;
  for (const auto& ref : built.manifest.blobs)
    if (ref.type == "application/json") all += built.blobs.at(ref.sha256)->text();
  return all;
}

}  // namespace skylt::test

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kNow = *parse_instant("2026-05-05T07:30:00Z");

const SigningKey& key() {
  static const SigningKey kKey = make_signing_key();
  return kKey;
}

BuiltSnapshot built(const EventData& data, const std::string& screen, std::int64_t revision = 1) {
  return snapshot_for(data, shipped_assets(), screen, revision, kNow, key());
}

bool has_blob(const BuiltSnapshot& snapshot, const std::string& role, const std::string& name) {
  return std::any_of(snapshot.manifest.blobs.begin(), snapshot.manifest.blobs.end(),
                     [&](const BlobRef& ref) { return ref.role == role && ref.name == name; });
}

}  // namespace

TEST_CASE("a snapshot is signed, whole, and loads as what it was made of") {
  auto data = two_venues();
  data.changes = {change("c1", "in-a", ChangeKind::Cancelled)};
  const auto made = built(data, "door-a", 7);
  REQUIRE(verify(made.signed_manifest, key().public_key));
  const auto read = [&](const BlobRef& ref) { return made.blobs.at(ref.sha256); };
  const auto snapshot = load_snapshot(parse_manifest(made.signed_manifest.text), read);
  CHECK(snapshot.manifest.revision == 7);
  CHECK(snapshot.manifest.created == kNow);
  CHECK(snapshot.event == data.event);
  CHECK(snapshot.screen == data.screens[0]);
  CHECK(snapshot.venues.size() == 2);
  REQUIRE(snapshot.sessions.size() == 1);
  CHECK(snapshot.sessions[0].id == "in-a");
  REQUIRE(snapshot.changes.size() == 1);
  CHECK(snapshot.changes[0].kind == ChangeKind::Cancelled);
  REQUIRE(snapshot.layouts.size() == 1);
  CHECK(snapshot.layouts[0].id == "door");
  CHECK(snapshot.fonts.size() == 2);
  CHECK(snapshot.hyphenation.size() >= 1);
  for (const auto& ref : snapshot.manifest.blobs) CHECK(sha256_hex(made.blobs.at(ref.sha256)->bytes()) == ref.sha256);
}

TEST_CASE("words that the snapshot before had parsed serve again, each file checked all the same (R-12)") {
  const auto made = built(two_venues(), "door-a");
  const auto manifest = parse_manifest(made.signed_manifest.text);
  std::set<std::string> asked;
  const auto read = [&](const BlobRef& ref) {
    asked.insert(ref.sha256);
    return made.blobs.at(ref.sha256);
  };
  auto before = load_snapshot(manifest, read);
  WordFile mark;
  mark.language = "sv";
  before.words = Words{{mark}, true};
  asked.clear();
  CHECK(load_snapshot(manifest, read, &before).words.files().size() == 1);
  for (const auto& ref : manifest.blobs) CHECK(asked.contains(ref.sha256));
  auto fewer = before;
  std::erase_if(fewer.manifest.blobs, [](const BlobRef& ref) { return ref.role == "words"; });
  CHECK(load_snapshot(manifest, read, &fewer).words.files().size() > 1);
}

TEST_CASE("a missing, cut or garbled blob is named when a snapshot is loaded (R-12)") {
  const auto made = built(two_venues(), "door-a");
  const auto manifest = parse_manifest(made.signed_manifest.text);
  const auto with = [&](const std::string& role, const BlobPtr& replacement) {
    return [&, role, replacement](const BlobRef& ref) {
      return ref.role == role ? replacement : made.blobs.at(ref.sha256);
    };
  };
  CHECK_THROWS_WITH(load_snapshot(manifest, with("event", make_blob("{}"))),
                    Catch::Matchers::Contains("snapshot of screen 'door-a': event 'event' (" +
                                              blob_of(made, "event", "event").sha256 + ")"));
  auto lacking = manifest;
  std::erase_if(lacking.blobs, [](const BlobRef& ref) { return ref.role == "layout"; });
  CHECK_THROWS_WITH(load_snapshot(lacking, with("", nullptr)), "snapshot has no layout 'door'");
}

TEST_CASE("the same rows give the same bytes in whatever order they come") {
  auto data = two_venues();
  data.changes = {change("c1", "in-a", ChangeKind::Full), change("c2", "in-a", ChangeKind::Text)};
  data.sessions.push_back(session("later", "a2", "a", "Senare"));
  const auto first = built(data, "door-a");
  std::reverse(data.sessions.begin(), data.sessions.end());
  std::reverse(data.changes.begin(), data.changes.end());
  const auto second = built(data, "door-a");
  CHECK(first.signed_manifest.text == second.signed_manifest.text);
  CHECK(first.manifest.blobs == second.manifest.blobs);
}

TEST_CASE("screens that share data share blobs") {
  auto data = two_venues();
  data.screens.push_back(screen("second", "a", "door"));
  const auto one = built(data, "door-a"), two = built(data, "second");
  for (const auto& ref : one.manifest.blobs) {
    INFO(ref.role << ' ' << ref.name);
    CHECK((ref.role == "screen" || has_blob(two, ref.role, ref.name)));
    if (ref.role != "screen") CHECK(blob_of(two, ref.role, ref.name).sha256 == ref.sha256);
  }
}

TEST_CASE("a change alters one small blob and only the screens of its venue") {
  const auto before = two_venues();
  auto after = before;
  after.changes.push_back(change("c1", "in-a", ChangeKind::Delayed));
  after.changes.back().minutes = Minutes{15};
  CHECK(affected_screens(before, after, shipped_assets()) == std::vector<std::string>{"door-a"});
  const auto old_one = built(before, "door-a"), new_one = built(after, "door-a");
  for (const auto& ref : new_one.manifest.blobs) {
    INFO(ref.role << ' ' << ref.name);
    CHECK((blob_of(old_one, ref.role, ref.name).sha256 != ref.sha256) == (ref.role == "changes"));
  }
  CHECK(built(before, "door-b").signed_manifest.text == built(after, "door-b").signed_manifest.text);
  CHECK(affected_screens(before, before, shipped_assets()).empty());
}

TEST_CASE("a session moved to another venue stands in the programmes of both (C2)") {
  auto data = two_venues();
  data.changes.push_back(change("c1", "in-a", ChangeKind::Moved));
  data.changes.back().room = "b2";
  CHECK(affected_screens(two_venues(), data, shipped_assets()) == std::vector<std::string>{"door-a", "door-b"});
  const auto there = built(data, "door-b");
  CHECK_THAT(text_of(there, "programme", "b"), Catch::Matchers::Contains("\"in-a\""));
  CHECK_THAT(text_of(there, "changes", "b"), Catch::Matchers::Contains("\"c1\""));
  // The old room says where and when it is now, so it needs what is known of the new venue.
  CHECK(has_blob(built(data, "door-a"), "programme", "b"));
  CHECK_FALSE(has_blob(there, "programme", "a"));
}

TEST_CASE("a screen without a venue and a layout for all venues get every programme") {
  auto data = two_venues();
  data.screens.push_back(screen("square", "", "door"));
  data.screens.push_back(screen("city", "a", "all"));
  Layout all;
  all.id = "all";
  all.name.set("sv", "Alla");
  all.variants[Orientation::Landscape] = {{"r", {0, 0, 1, 1}, "agenda", Json{{"venues", "all"}}}};
  data.layouts.push_back(all);
  for (const char* id : {"square", "city"}) {
    const auto made = built(data, id);
    CHECK(has_blob(made, "programme", "a"));
    CHECK(has_blob(made, "programme", "b"));
  }
  CHECK_FALSE(has_blob(built(data, "door-a"), "programme", "b"));
}

TEST_CASE("what is hidden or withheld is nowhere in a snapshot") {
  auto data = two_venues();
  data.sessions.push_back(session("secret", "a1", "a", "CANARY-HIDDEN"));
  data.sessions.back().visibility = Visibility::Hidden;
  data.sessions.push_back(session("nameless", "a2", "a", "Stilla rum"));
  data.sessions.back().visibility = Visibility::NamesWithheld;
  data.sessions.back().people = {{"CANARY-PERSON", "speaker"}};
  data.changes = {change("c1", "secret", ChangeKind::Text), change("c2", "in-a", ChangeKind::Replaced)};
  data.changes[0].text.set("sv", "CANARY-TEXT");
  data.changes[1].by = "secret";
  const auto made = built(data, "door-a");
  CHECK_THAT(all_rows(made), !Catch::Matchers::Contains("CANARY"));
  CHECK_THAT(all_rows(made), !Catch::Matchers::Contains("secret"));
  CHECK_THAT(all_rows(made), Catch::Matchers::Contains("Stilla rum"));
  CHECK_THAT(text_of(made, "changes", "a"), Catch::Matchers::Contains("cancelled"));
}

TEST_CASE("nothing is published to a screen of unknown measures (A-01)") {
  struct Row {
    void (*spoil)(Screen&);
    const char* lacks;
  };
  const Row rows[] = {
      {[](Screen& s) {
         s.size = {0, 1080};
       },
       "size in pixels (size)"},
      {[](Screen& s) { s.diagonal_inch = 0; }, "diagonal (diagonal_inch)"},
      {[](Screen& s) { s.distance_mm = 0; }, "viewing distance (distance_mm)"},
  };
  for (const auto& row : rows) {
    auto data = two_venues();
    row.spoil(data.screens[0]);
    CHECK_THROWS_WITH(built(data, "door-a"), "screen 'door-a' has no " + std::string{row.lacks} +
                                                 ": set it before anything is published there (A-01)");
  }
  CHECK_THROWS_WITH(built(two_venues(), "nowhere"), "there is no screen 'nowhere'; there are: door-a, door-b");
}

TEST_CASE("a screen gets the layouts of its rota and only the messages that select it") {
  auto data = two_venues();
  RotaRule rule;
  rule.id = "evening";
  rule.layout = "agenda";
  rule.screens = {"a"};
  data.rota = {rule};
  Message message;
  message.id = "m1";
  message.text.set("sv", "V\xC3\xA4lkommen");
  message.screens = {"door-b"};
  data.messages = {message};
  const auto here = built(data, "door-a"), there = built(data, "door-b");
  CHECK(has_blob(here, "layout", "agenda"));
  CHECK(here.manifest.rota == data.rota);
  CHECK_FALSE(has_blob(there, "layout", "agenda"));
  CHECK(there.manifest.rota.empty());
  CHECK(text_of(here, "messages", "messages") == R"({"messages":[]})");
  CHECK_THAT(text_of(there, "messages", "messages"), Catch::Matchers::Contains("m1"));
}

TEST_CASE("a layout or theme that nobody has is named") {
  auto data = two_venues();
  data.screens[0].layout = "dor";
  CHECK_THROWS_WITH(built(data, "door-a"), "screen 'door-a' shows layout 'dor', which neither the event nor Skylt has");
  data = two_venues();
  data.event.theme = "neon";
  CHECK_THROWS_WITH(built(data, "door-a"), "the event's theme 'neon' is neither the event's own nor one of Skylt's");
}

TEST_CASE("the sample event publishes to every screen of its own") {
  Faults faults;
  const auto data =
      read_event_data(parse_json(read_file(source_path("assets/demo/event.json")), "assets/demo/event.json"), faults);
  CHECK(faults.empty());
  REQUIRE(data.screens.size() >= 8);
  for (const auto& each : data.screens) {
    INFO(each.id);
    const auto made = built(data, each.id);
    const auto snapshot = load_snapshot(parse_manifest(made.signed_manifest.text),
                                        [&](const BlobRef& ref) { return made.blobs.at(ref.sha256); });
    CHECK_FALSE(snapshot.sessions.empty());
  }
}
