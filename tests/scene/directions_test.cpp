// The directions widget: what a visitor reads, and where the arrows point and stand.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "core/snapshot/ways.hpp"
#include "player/scene/paging.hpp"
#include "tests/scene/house.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kTuesday = "2027-05-04T09:20:00+02:00";
constexpr const char* kWednesday = "2027-05-05T10:12:00+02:00";

std::vector<const ArrowItem*> arrows(const Scene& scene, const std::string& role = "direction") {
  std::vector<const ArrowItem*> out;
  for (const auto& item : scene.items)
    if (const auto* arrow = std::get_if<ArrowItem>(&item); arrow && arrow->role == role) out.push_back(arrow);
  return out;
}

/// The rules above the blocks of destinations.
std::vector<RectPx> rules(const Scene& scene) {
  std::vector<RectPx> out;
  for (const auto& item : scene.items)
    if (const auto* shape = std::get_if<ShapeItem>(&item); shape && shape->role == "rule") out.push_back(shape->box);
  return out;
}

bool over(const RectPx& rule, const RectPx& box) {
  return box.x >= rule.x && box.right() <= rule.right() && box.y >= rule.y;
}

/// Destinations that share an arrow: those of its block, from the rule above it to the next one below.
std::vector<const TextItem*> beside(const Scene& scene, const ArrowItem& arrow) {
  RectPx own;
  for (const auto& rule : rules(scene))
    if (over(rule, arrow.box) && (own.empty() || rule.y > own.y)) own = rule;
  REQUIRE_FALSE(own.empty());
  int end = scene.size.height;
  for (const auto& rule : rules(scene))
    if (rule.y > own.y && rule.x < own.right() && rule.right() > own.x) end = std::min(end, rule.y);
  std::vector<const TextItem*> out;
  for (const auto* text : texts(scene, "destination"))
    if (over(own, text->box) && text->box.y < end) out.push_back(text);
  return out;
}

Snapshot changed(const std::string& screen, const std::function<void(EventData&)>& edit) {
  EventData data = sample();
  edit(data);
  return test::snapshot_of(data, screen);
}

Screen& screen_in(EventData& data, const std::string& id) {
  return *std::find_if(data.screens.begin(), data.screens.end(), [&](const Screen& s) { return s.id == id; });
}

constexpr int kHere = -1;  ///< instead of a bearing: one stands there, no arrow leads anywhere

/// Bearing of the arrow beside each destination, over all pages.
std::map<std::string, int> bearings(const Snapshot& snapshot, const Moment& when) {
  std::map<std::string, int> out;
  for (const auto& page : all_pages(snapshot, when))
    for (const auto* arrow : arrows(page))
      for (const auto* text : beside(page, *arrow))
        out.emplace(text_of(*text), arrow->shape == ArrowShape::Here ? kHere : static_cast<int>(arrow->bearing));
  return out;
}

}  // namespace

TEST_CASE("arrows that point right stand right of their text, all others left, on pages of either direction (A-64)") {
  for (const char* id : {"radhuset-vagvisning", "hamnskolan-vagvisning"}) {
    for (const char* language : {"sv", "ar"}) {
      const Scene scene = show(sample_screen(id), moment(at(kWednesday)), {language});
      REQUIRE_FALSE(arrows(scene).empty());
      for (const auto* arrow : arrows(scene)) {
        const bool right = arrow->shape != ArrowShape::Here && arrow->bearing > 0 && arrow->bearing < 180;
        for (const auto* text : beside(scene, *arrow)) {
          INFO(id << " " << language << " " << text_of(*text));
          CHECK((right ? text->box.right() <= arrow->box.x : arrow->box.right() <= text->box.x));
        }
      }
    }
  }
}

TEST_CASE("arrows are the same on a page read from right to left (A-64)") {
  const auto in = [](const char* language) {
    return bearings(changed("radhuset-vagvisning",
                            [&](EventData& data) { screen_in(data, "radhuset-vagvisning").languages = {language}; }),
                    moment(at(kWednesday)));
  };
  const auto swedish = in("sv");
  int compared = 0;
  for (const auto& [name, bearing] : in("ar")) {
    const auto same = swedish.find(name);  // names of rooms and houses are not translated
    if (same == swedish.end()) continue;
    ++compared;
    INFO(name);
    CHECK(bearing == same->second);
  }
  CHECK(compared >= 6);
}

TEST_CASE("no arrow points down; what lies behind is a turn with its word, and arrows stand out (A-30, A-62, A1)") {
  for (const char* id : {"radhuset-vagvisning", "hamnskolan-vagvisning"})
    for (const auto& page : all_pages(sample_screen(id), moment(at(kWednesday))))
      for (const auto* arrow : arrows(page)) {
        CHECK(arrow->contrast >= 3);
        if (arrow->bearing != 180) continue;
        CHECK(arrow->shape == ArrowShape::Turn);
        CHECK(says(page, "Bakom dig"));
      }
}

TEST_CASE("an arrow that points down to a side has the word beside it that says it lies behind, and comes last (A1)") {
  int seen = 0;
  for (const auto& page : all_pages(sample_screen("radhuset-vagvisning"), moment(at(kWednesday)))) {
    const auto all = arrows(page);
    for (const auto* arrow : all) {
      if (arrow->bearing != 135 && arrow->bearing != 225) continue;
      ++seen;
      const auto words = texts(page, "direction");
      CHECK(std::any_of(words.begin(), words.end(), [&](const TextItem* text) {
        return text_of(*text) == "Bakom dig" && text->box.y < arrow->box.bottom() && text->box.bottom() > arrow->box.y;
      }));
      for (const auto* other : all)
        if (other->bearing <= 90 || other->bearing >= 270) CHECK(other->box.y < arrow->box.y);
    }
  }
  CHECK(seen > 0);
}

TEST_CASE("an arrow at the far side stands by the words, not at the edge, where no line needs the whole width") {
  const Scene scene = show(sample_screen("hamnskolan-vagvisning"), moment(at(kWednesday)), {"ar"});
  REQUIRE_FALSE(arrows(scene).empty());
  for (const auto* arrow : arrows(scene)) CHECK(arrow->box.x > rules(scene).at(0).x);
}

TEST_CASE("turning a screen by 90 degrees turns its arrows by 90 (A-63)") {
  const auto turned = [](double heading) {
    return changed("radhuset-vagvisning", [&](EventData& data) {
      Screen& screen = screen_in(data, "radhuset-vagvisning");
      screen.at.reset();
      screen.distance_mm = 1;  // one stands where it hangs, so that what is in sight stays the same
      screen.heading = heading;
      screen.node = "r1-ljusgarden-mitt";
    });
  };
  const auto before = bearings(turned(0), moment(at(kWednesday)));
  const auto after = bearings(turned(90), moment(at(kWednesday)));
  CHECK(before.size() > 4);
  CHECK(before.at("Ljusgården") == kHere);
  for (const auto& [name, bearing] : before) {
    INFO(name);
    REQUIRE(after.count(name) == 1);
    CHECK(after.at(name) == (bearing == kHere ? kHere : (bearing + 270) % 360));
  }
}

TEST_CASE("at most five destinations to an arrow and seven lines to a page, two amenities to a line (A-21, A-66)") {
  for (const char* id : {"radhuset-vagvisning", "hamnskolan-vagvisning"})
    for (const auto& page : all_pages(sample_screen(id), moment(at(kWednesday)))) {
      check_readable(page, id);
      std::map<int, int> lines;
      for (const auto* text : texts(page, "destination")) ++lines[text->box.y];
      CHECK(lines.size() <= 7);
      for (const auto& [y, destinations] : lines) CHECK(destinations <= 2);
      for (const auto* arrow : arrows(page)) CHECK(beside(page, *arrow).size() <= 5);
    }
}

TEST_CASE("a sign has two pages where one does not hold all, rooms before amenities (A-22, A-66)") {
  for (const char* id : {"radhuset-vagvisning", "hamnskolan-vagvisning"}) {
    CAPTURE(id);
    for (const char* when : {kTuesday, kWednesday}) {
      const auto pages = all_pages(sample_screen(id), moment(at(when)));
      if (when == kWednesday) CHECK(pages.size() <= 2);
      for (const auto& page : pages)
        for (const auto* arrow : arrows(page)) {
          const auto rows = beside(page, *arrow);
          CHECK(std::is_partitioned(rows.begin(), rows.end(),
                                    [](const TextItem* row) { return row->layout->style.weight == Weight::Bold; }));
        }
    }
  }
}

TEST_CASE("pictograms are higher than the line beside them, and those of toilets share a row (A-61)") {
  const auto pages = all_pages(sample_screen("radhuset-vagvisning"), moment(at(kWednesday)));
  CHECK(said_on_any(pages, "Toaletter"));
  CHECK_FALSE(said_on_any(pages, "Tillgänglig toalett"));
  int accessible = 0;
  for (const auto& page : pages)
    for (const auto& item : page.items) {
      const auto* sign = std::get_if<PictogramItem>(&item);
      if (!sign || sign->role != "amenity") continue;
      accessible += sign->name == "accessible" ? 1 : 0;
      if (sign->name == "accessible") CHECK(bare(sign->alternative) == "Tillgänglig toalett");
      for (const auto* text : texts(page, "destination"))
        if (text->box.y < sign->box.bottom() && text->box.bottom() > sign->box.y)
          CHECK(sign->box.height >=
                1.25 * text->layout->size.height / static_cast<double>(text->layout->lines.size()) - 1);
    }
  CHECK(accessible == 1);
}

TEST_CASE("a pictogram is at least a hundredth of the viewing distance high on every sign, map and way (A-61)") {
  for (const auto& screen : sample().screens) {
    const Snapshot& snapshot = sample_screen(screen.id);
    const double pitch_mm = 25.4 * screen.diagonal_inch / std::hypot(screen.size.width, screen.size.height);
    int seen = 0;
    for (const auto& page : all_pages(snapshot, moment(at(kWednesday))))
      for (const auto& item : page.items)
        if (const auto* sign = std::get_if<PictogramItem>(&item)) {
          ++seen;
          INFO(screen.id << ": " << sign->role << " " << sign->name);
          CHECK(sign->box.height * pitch_mm >= screen.distance_mm / 100);
        }
    if (screen.layout == "directions" || screen.layout == "map") CHECK(seen > 0);
  }
}

TEST_CASE("the wheelchair is crossed out exactly where there is no way for it") {
  int crossed = 0;
  for (const auto& page : all_pages(sample_screen("radhuset-vagvisning"), moment(at(kTuesday)))) {
    std::vector<RectPx> crosses;
    for (const auto& item : page.items)
      if (const auto* sign = std::get_if<PictogramItem>(&item); sign && sign->name == "cross")
        crosses.push_back(sign->box);
    std::vector<const TextItem*> refusals;
    for (const auto* text : texts(page, "step-free"))
      if (text_of(*text).find("Ingen väg utan trappor") == 0) refusals.push_back(text);
    CHECK(crosses.size() == refusals.size());
    for (const auto* text : refusals)
      CHECK(std::any_of(crosses.begin(), crosses.end(), [&](const RectPx& cross) {
        return cross.y < text->box.bottom() && cross.bottom() > text->box.y;
      }));
    crossed += static_cast<int>(crosses.size());
  }
  CHECK(crossed >= 1);
}

TEST_CASE("a room on another floor says which") {
  const auto pages = all_pages(sample_screen("radhuset-vagvisning"), moment(at(kWednesday)));
  const auto levels = [&] {
    std::set<std::string> out;
    for (const auto& page : pages)
      for (const auto* text : texts(page, "destination.level")) out.insert(text_of(*text));
    return out;
  }();
  CHECK(levels == std::set<std::string>{"Mellanplan", "Plan 2"});
  // With the stairs or the lift that takes one there (A1).
  for (const auto& page : pages)
    for (const auto* text : texts(page, "destination.level"))
      CHECK(std::any_of(page.items.begin(), page.items.end(), [&](const SceneItem& item) {
        const auto* sign = std::get_if<PictogramItem>(&item);
        return sign && sign->role == "connector" && sign->direction == 1 && sign->box.right() <= text->box.x &&
               sign->box.y < text->box.bottom() && sign->box.bottom() > text->box.y;
      }));
}

TEST_CASE("without a heading there is no arrow, but the floor in words (M5)") {
  const auto snapshot =
      changed("radhuset-vagvisning", [](EventData& data) { screen_in(data, "radhuset-vagvisning").heading.reset(); });
  for (const auto& page : all_pages(snapshot, moment(at(kWednesday)))) {
    CHECK(arrows(page).empty());
    CHECK(texts(page, "destination.minutes").empty());
    check_readable(page, "without heading");
  }
  CHECK(said_on_any(all_pages(snapshot, moment(at(kWednesday))), "Plan 2"));
}

TEST_CASE("a closed lift changes the sign at its instant, honestly (W4)") {
  const Snapshot& snapshot = sample_screen("radhuset-vagvisning");
  const auto pages = all_pages(snapshot, moment(at(kTuesday)));
  const auto without = changed("radhuset-vagvisning", [](EventData& data) { data.closures.clear(); });
  const auto free = all_pages(without, moment(at(kTuesday)));
  CHECK(said_on_any(pages, "Ingen väg utan trappor just nu"));
  CHECK_FALSE(said_on_any(free, "Ingen väg utan trappor just nu"));
  const UtcTime early = at("2027-05-04T07:59:30+02:00");
  const TimeZone zone = day_rule(snapshot.event).zone;
  const auto ways = ways_at(snapshot, early, zone);
  CHECK(ways->until() == at("2027-05-04T08:00:00+02:00"));
  CHECK(ways == ways_at(snapshot, early + Seconds{29}, zone));  // a tick of the clock searches nothing anew
  CHECK(ways != ways_at(snapshot, early + Seconds{30}, zone));
  const auto next = show(snapshot, moment(early)).next_change;
  REQUIRE(next);
  CHECK(*next <= at("2027-05-04T08:00:00+02:00"));
}

TEST_CASE("a screen without a place knows no minutes; one with a place says them beside each room") {
  const Snapshot& snapshot = sample_screen("radhuset-foaje");
  const Scene scene = show(snapshot, moment(at(kWednesday)));
  CHECK_FALSE(texts(scene, "session.walk").empty());
  const auto lost =
      changed("radhuset-foaje", [](EventData& data) { screen_in(data, "radhuset-foaje").heading.reset(); });
  const auto placeless = show(lost, moment(at(kWednesday)));
  CHECK(texts(placeless, "session.walk").empty());
}

TEST_CASE("the dump names each arrow's bearing") {
  const Json dump = to_json(show(sample_screen("radhuset-vagvisning"), moment(at(kWednesday))));
  int seen = 0;
  for (const auto& item : dump.at("items"))
    if (item.at("kind") == "arrow" && item.at("role") == "direction") {
      CHECK(item.at("bearing").get<int>() % 45 == 0);
      CHECK(item.contains("shape"));
      ++seen;
    }
  CHECK(seen > 0);
}

namespace {

Session session_in(const std::string& room, UtcTime start, const std::string& title) {
  Session session;
  session.id = "in-" + room;
  session.title = Text::in("sv", title);
  session.start = start;
  session.end = start + Minutes{45};
  session.venue = "radhuset";
  session.room = RoomRef{room, room};
  return session;
}

/// A house with `count` more rooms, in each of which a session begins, one a minute after `now`.
Snapshot busy_house(int count, UtcTime now) {
  Snapshot snapshot = House{}.snapshot();
  snapshot.screen.layout = "directions";
  snapshot.event.public_address.clear();
  snapshot.sessions.clear();
  snapshot.changes.clear();
  Venue& house = *std::find_if(snapshot.venues.begin(), snapshot.venues.end(),
                               [](const Venue& venue) { return venue.id == "radhuset"; });
  for (int i = 1; i <= count; ++i) {
    Room room;
    room.id = "rum-" + std::to_string(i);
    room.name = Text::in("sv", "Rum " + std::to_string(i));
    room.level = "p1";
    room.node = "n-north";
    house.rooms.push_back(room);
    snapshot.sessions.push_back(session_in(room.id, now + Minutes{i}, "Möte " + std::to_string(i)));
  }
  return snapshot;
}

}  // namespace

TEST_CASE("a sign with more than comes round in time leaves out what begins last and says how many follow (A-22)") {
  constexpr int kRooms = 59;
  const auto now = moment(at(kWednesday));
  const auto pages = all_pages(busy_house(kRooms, now.now), now);
  std::set<int> rooms;
  Seconds longest{0};
  for (const auto& page : pages) {
    check_readable(page, "busy house");
    longest = std::max(longest, dwell_for(page.items));
    for (const auto* text : texts(page, "destination"))
      if (const auto name = text_of(*text); name.starts_with("Rum ")) rooms.insert(std::stoi(name.substr(4)));
  }
  REQUIRE(static_cast<int>(pages.size()) == pages.front().pages);
  CHECK(longest * static_cast<int>(pages.size()) <= Seconds{90});
  const int shown = static_cast<int>(rooms.size());
  REQUIRE(shown > 0);
  REQUIRE(shown < kRooms);
  CHECK(*rooms.rbegin() == shown);  // the soonest, without a gap
  for (const auto& page : pages) CHECK(says(page, std::to_string(kRooms - shown) + " till senare i dag"));
  CHECK_FALSE(said_on_any(all_pages(busy_house(5, now.now), now), "till senare i dag"));
}

TEST_CASE("a destination that no page can hold whole is told in parts with its name, never outside its box (A-09)") {
  Snapshot snapshot = busy_house(0, at(kWednesday));
  snapshot.sessions = {
      session_in("sal-b", at(kWednesday),
                 "Samhällsplaneringsprocessens medborgardialogverksamhet: hur ungdomsråd, föreningar "
                 "och pensionärsorganisationer tillsammans kan påverka trafiken i hela regionen till slut")};
  Layout layout;
  layout.id = "directions";
  layout.variants[Orientation::Landscape] = {
      Region{"way", {}, "directions", Json{{"rooms", {"sal-b"}}, {"amenities", {"none"}}, {"venues", false}}}};
  for (const double height : {0.26, 0.16, 0.12, 0.03}) {
    layout.variants[Orientation::Landscape][0].box = {0.1, 0.3, 0.42, height};
    snapshot.layouts = {layout};
    const RectPx box = place({0.1, 0.3, 0.42, height}, snapshot.screen.size);
    const auto pages = all_pages(snapshot, moment(at(kWednesday)));
    for (const auto& page : pages) {
      CAPTURE(height);
      check_readable(page, "low box");
      for (const auto& item : page.items)
        std::visit(
            [&](const auto& drawn) {
              INFO(drawn.role);
              CHECK(drawn.box.y >= box.y);
              CHECK(drawn.box.bottom() <= box.bottom());
            },
            item);
    }
    // What no page can hold is counted, as long as there is room to say so.
    if (height < 0.16) {
      CHECK(said_on_any(pages, "och 1 till") == (height == 0.12));
      continue;
    }
    CHECK(pages.size() > 2);
    CHECK(said_on_any(pages, "Sal B"));
    for (const auto& page : pages) CHECK((height < 0.26 || says(page, "Sal B")));
    for (const char* word : {"Samhälls", "hur", "och", "kan", "hela", "slut", "trappor"}) {
      CAPTURE(word);
      CHECK(said_on_any(pages, word));
    }
  }
}
