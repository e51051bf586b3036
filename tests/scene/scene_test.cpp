#include "player/scene/scene.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "player/scene/paging.hpp"
#include "player/scene/type_scale.hpp"
#include "tests/scene/scenes.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kTuesday = "2027-05-04T10:12:00+02:00";

/// Every quarter of an hour of the event's days, every hour of its nights.
std::vector<UtcTime> moments_of_the_event() {
  std::vector<UtcTime> moments;
  const UtcTime begin = at("2027-05-03T00:00:00+02:00");
  for (UtcTime t = begin; t < at("2027-05-08T00:00:00+02:00"); t += Minutes{15}) {
    const bool night = (t - begin) / std::chrono::hours{1} % 24 < 6;
    if (!night || (t - begin) % std::chrono::hours{1} == Millis{0}) moments.push_back(t);
  }
  return moments;
}

/// Letters of a line; a Chinese or Japanese one counts as two.
int letters_in(const std::string& line) {
  int letters = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if ((byte & 0xC0) == 0x80) continue;
    letters += byte >= 0xE3 && byte < 0xEE ? 2 : 1;  // U+3000 to U+DFFF
  }
  return letters;
}

}  // namespace

TEST_CASE("sizes follow from the screen's diagonal and its distance (A-02, A-03)") {
  Screen screen;
  screen.diagonal_inch = 43;
  screen.distance_mm = 3000;
  const auto scale = type_scale(screen, {1920, 1080}, 0.714);
  CHECK(std::lround(scale.floor_px) == 39);
  CHECK(std::lround(scale.must_px) == 61);
  CHECK(scale.must == TextSize::Medium);
  CHECK(scale.em(TextSize::Small) * 0.714 >= scale.floor_px);
  CHECK(scale.em(TextSize::Medium) * 0.714 >= scale.must_px);
  screen.distance_mm = 1100;
  CHECK(type_scale(screen, {1920, 1080}, 0.714).must_px == Approx(15 / (25.4 * 43 / std::hypot(1920, 1080))));
}

TEST_CASE("letters of a script without capitals are set larger by that script's factor (A-06)") {
  Screen screen;
  screen.diagonal_inch = 32;
  screen.distance_mm = 3000;
  const auto scale = type_scale(screen, {1920, 1080}, 0.714);
  const std::vector<std::pair<TaggedText, double>> factors{
      {{"Välkommen", "sv"}, 1},      {{"Добро пожаловать", "ru"}, 1}, {{"ברוכים הבאים", "he"}, 1},
      {{"მოგესალმებით", "ka"}, 1.1}, {{"እንኳን ደህና መጡ", "am"}, 1.1},    {{"स्वागत", "hi"}, 1.15},
      {{"欢迎", "zh-Hans"}, 1.15},   {{"환영", "ko"}, 1.15},          {{"أهلاً", "ar"}, 1.2},
      {{"ยินดีต้อนรับ", "th"}, 1.2},     {{"خوش آمدید", "ur"}, 1.4},      {{"13:20–14:50 …", "ur"}, 1},
      {{"Rådhuset", "ar"}, 1}};
  for (const auto& [text, factor] : factors) {
    INFO(text.text);
    CHECK(letter_factor(text) == factor);
  }
  CHECK(letter_factor({"أهلاً", "und"}) == 1.2);
  CHECK(script_factor("ja") == 1.15);
  CHECK(script_factor("ur") == 1.4);
  CHECK(script_factor("ur-Latn") == 1);
  CHECK(scale.em(TextSize::Small, 1.2) >= scale.floor_px / 0.714 * 1.2);
  CHECK(scale.em(TextSize::Medium, 1.4) >= scale.must_px / 0.714 * 1.4);
  screen.diagonal_inch = 98;  // large enough for its distance: the design size does for all
  const auto large = type_scale(screen, {1920, 1080}, 0.714);
  CHECK(large.em(TextSize::Medium, 1.2) == large.em(TextSize::Medium));
}

TEST_CASE(
    "every page of every sample screen is readable at every quarter of an hour, by night every hour (A-02, A-03, A-09, "
    "A-30, L-33)") {
  std::size_t pictures = 0;  // some 7,500
  const auto check = [&](const Scene& scene, const char* id) {
    check_readable(scene, id);
    ++pictures;
  };
  for (const char* id : kScreens) {
    const Snapshot& snapshot = sample_screen(id);
    int turn = 0;
    for (const UtcTime t : moments_of_the_event()) {
      Moment when = moment(t);
      when.rotation += Seconds{13 * (turn++ % 9)};
      // The welcome has a page for each language at any hour: one of them now, all in a test of their own.
      if (snapshot.screen.layout == "welcome")
        check(show(snapshot, when), id);
      else
        for (const auto& page : all_pages(snapshot, when)) check(page, id);
    }
  }
  CHECK(pictures > std::size(kScreens) * moments_of_the_event().size());
}

TEST_CASE(
    "a line has room for thirteen letters and none of running text is longer than eighty, forty in Chinese and "
    "Japanese (A-08)") {
  constexpr double kLetterEm = 0.48;  // of Noto Sans, on average
  const auto check = [&](const Scene& scene) {
    for (const auto* item : texts(scene)) {
      const TextLayout& layout = *item->layout;
      INFO(item->role << " '" << text_of(*item) << "'");
      if (item->role == "session.title" || item->role == "notice")
        CHECK(layout.width_px >= 13 * kLetterEm * layout.style.em_px);
      for (const auto& line : layout.lines) CHECK(letters_in(line.text) <= 80);
    }
  };
  for (const char* id : kScreens)
    for (const char* language : {"sv", "de", "ja"}) {
      CAPTURE(id, language);
      check(show(sample_screen(id), moment(at(kTuesday)), {language}));
    }
  // A notice that a strip on a wide screen would hold in two long lines, and a text as large as the screen.
  const std::string swedish =
      "I kväll är entrén mot torget stängd från klockan sex, för då riggas scenen inför invigningen i morgon. Gå i "
      "stället in från hamnsidan, där hissen också finns, eller genom biblioteket, som håller öppet till nio hela "
      "veckan. Garderoben flyttar samtidigt till källaren.";
  const std::string japanese =
      "今夜は明日の開会式の準備のため、広場側の入口は午後六時から閉鎖されます。代わりにエレベーターのある港側か、"
      "今週は毎晩九時まで開いている図書館を通ってお入りください。クロークも同時に地下へ移動します。";
  EventData data = sample();
  data.changes.clear();
  Message message;
  message.id = "long";
  message.text = Text{{"sv", swedish}, {"ja", japanese}};
  data.messages = {message};
  auto snapshot = test::snapshot_of(data, "radhuset-foaje");
  for (const char* language : {"sv", "ja"})
    for (const auto& page : all_pages(snapshot, moment(at(kTuesday)), {language})) check(page);
  snapshot.screen.distance_mm = 500;  // so near that all letters may be small
  Layout layout;
  layout.id = snapshot.screen.layout;
  layout.variants[Orientation::Landscape] = {
      Region{"said", {0, 0, 1, 1}, "text", Json{{"text", {{"sv", swedish}, {"ja", japanese}}}, {"size", "small"}}}};
  snapshot.layouts = {layout};
  for (const char* language : {"sv", "ja"}) check(show(snapshot, moment(at(kTuesday)), {language}));
}

TEST_CASE("whatever pages a door has, its room, the time and what is on now stand on each (A-23)") {
  std::size_t further_pages = 0;
  for (const char* id : {"radhuset-festsalen", "radhuset-sal-b", "hamnskolan-aulan"})
    for (const char* language : {"sv", "ur", "my"}) {
      CAPTURE(id, language);
      const auto pages = all_pages(sample_screen(id), moment(at(kTuesday)), {language});
      further_pages += pages.size() - 1;
      for (const auto& page : pages) {
        CHECK_FALSE(texts(page, "session.title").empty());  // a long one in parts
        for (const char* role : {"room.name", "clock", "session.time", "session.status"}) {
          CAPTURE(role);
          REQUIRE_FALSE(texts(page, role).empty());
          CHECK(text_of(*texts(page, role).front()) == text_of(*texts(pages.front(), role).front()));
        }
      }
    }
  CHECK(further_pages > 0);
}

TEST_CASE("a minute later nothing on a door has changed but the clock and the session's bar") {
  Moment when = moment(at(kTuesday));
  const Snapshot& snapshot = sample_screen("radhuset-sal-b");
  const auto before = show(snapshot, when);
  when.now += Minutes{1};  // the rotation stays, and with it the page
  const auto after = show(snapshot, when);
  REQUIRE(before.items.size() == after.items.size());
  std::set<std::string> changed;
  for (std::size_t i = 0; i < before.items.size(); ++i)
    if (!(before.items[i] == after.items[i]))
      changed.insert(std::visit([](const auto& item) { return item.region + ": " + item.role; }, after.items[i]));
  CHECK(changed == std::set<std::string>{"header: clock", "now: progress"});
}

TEST_CASE("a map's plan laid elsewhere and a colour that something shines through make another digest") {
  const auto digest = [](const MapPlan& plan, Colour fill) {
    MapDrawing drawing;
    drawing.plan = plan;
    drawing.paths.push_back({"room", "sal", {{{0, 0}, {9, 0}, {9, 9}}}, true, fill});
    MapItem item;
    item.box = {0, 0, 100, 100};
    item.drawing = std::make_shared<const MapDrawing>(std::move(drawing));
    Scene scene;
    scene.size = {100, 100};
    scene.items.emplace_back(std::move(item));
    return scene_sha256(scene);
  };
  const MapPlan plan{"hash", {10, 20}, 0.5, 0};
  const Colour solid{1, 2, 3, 255};
  const auto base = digest(plan, solid);
  CHECK(digest(plan, solid) == base);
  CHECK(digest(plan, {1, 2, 3, 176}) != base);
  for (const MapPlan& other : {MapPlan{"hash", {11, 20}, 0.5, 0}, MapPlan{"hash", {10, 21}, 0.5, 0},
                               MapPlan{"hash", {10, 20}, 0.501, 0}, MapPlan{"hash", {10, 20}, 0.5, 90}})
    CHECK(digest(other, solid) != base);
}

TEST_CASE("all pages of the sample's busiest moments are readable, with every row at most seven to a page (A-21)") {
  for (const char* id : kScreens)
    for (const char* t : {"2027-05-04T10:12:00+02:00", "2027-05-05T13:40:00+02:00"})
      for (const auto& page : all_pages(sample_screen(id), moment(at(t)))) {
        check_readable(page, id);
        if (page.layout != "grid") CHECK(texts(page, "session.time").size() <= 8);
      }
}

TEST_CASE("the same input gives the same scene and the same digest") {
  const Snapshot& snapshot = sample_screen("radhuset-foaje");
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  const auto one = show(snapshot, when);
  Typesetter other{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
  const auto two = scene_for(snapshot, when, {}, other);
  CHECK(one.items == two.items);
  CHECK(scene_sha256(one) == scene_sha256(two));
  CHECK(dump_json(to_json(one)) == dump_json(to_json(two)));
  CHECK(scene_sha256(one) != scene_sha256(show(snapshot, moment(at("2027-05-04T10:13:00+02:00")))));
}

TEST_CASE("two screens side by side show the same page at the same instant (N9)") {
  EventData data = sample();
  const auto it = std::find_if(data.screens.begin(), data.screens.end(),
                               [](const Screen& screen) { return screen.id == "radhuset-foaje"; });
  Screen twin = *it;
  twin.id = "twin";
  data.event.public_address.clear();  // the codes of their own pages would differ
  data.screens.push_back(twin);
  const auto left = test::snapshot_of(data, "radhuset-foaje");
  const auto right = test::snapshot_of(data, "twin");
  const auto start = at("2027-05-04T10:12:00+02:00");
  std::set<int> seen;
  for (int second = 0; second < 60; second += 5) {
    const auto a = show(left, moment(start + Seconds{second}));
    const auto b = show(right, moment(start + Seconds{second}));
    CHECK(a.page == b.page);
    CHECK(a.items == b.items);
    seen.insert(a.page);
  }
  CHECK(seen.size() > 1);
}

TEST_CASE("a sentence about a change ends with the full stop of its language") {
  auto data = sample();
  data.event.draft_words = true;
  const auto snapshot = test::snapshot_of(data, "radhuset-foaje");
  const auto said = [&](const std::string& language, const std::string& ending) {
    return said_on_any(all_pages(snapshot, moment(at("2027-05-04T10:12:00+02:00")), {language}), ending);
  };
  CHECK(said("ja", "に始まります。"));
  CHECK(said("sv", "börjar 13:20."));
}

TEST_CASE("a scene stays as it is until its next change: nothing in it runs or scrolls (A-24)") {
  for (const char* id : {"radhuset-festsalen", "radhuset-foaje", "biblioteket-unga", "hamnskolan-entre"}) {
    for (const char* t : {"2027-05-04T06:58:30+02:00", "2027-05-04T09:59:10+02:00", "2027-05-04T12:30:20+02:00",
                          "2027-05-04T17:03:00+02:00", "2027-05-07T21:00:00+02:00"}) {
      auto when = moment(at(t));
      when.fetched = when.now - Minutes{14};
      const auto first = show(sample_screen(id), when);
      REQUIRE(first.next_change);
      REQUIRE(*first.next_change > when.now);
      const auto left = *first.next_change - when.now;
      for (const Millis step : {Millis{1}, left / 3, left - Millis{1}}) {
        Moment later = when;
        later.now += step;
        later.rotation += step;
        INFO(id << " " << t << " + " << step.count() << " of " << left.count() << " ms");
        CHECK(show(sample_screen(id), later).items == first.items);
      }
    }
  }
}

TEST_CASE("pages turn at wall times that no screen chooses (N9)") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  const auto midnight = at("2027-05-04T00:00:00+02:00");
  const std::vector<Millis> stays(3, Seconds{10});
  CHECK(page_at(midnight, zone, stays).page == 0);
  CHECK(page_at(midnight + Millis{9999}, zone, stays).page == 0);
  CHECK(page_at(midnight + Seconds{10}, zone, stays).page == 1);
  CHECK(page_at(midnight + Seconds{35}, zone, stays).page == 0);
  CHECK(page_at(midnight + Seconds{35}, zone, stays).until_edge == Seconds{5});
  CHECK_FALSE(page_at(midnight, zone, {Seconds{10}}).until_edge);
  const std::vector<Millis> unequal{Seconds{10}, Seconds{2}, Seconds{18}};
  CHECK(page_at(midnight + Seconds{41}, zone, unequal).page == 1);
  CHECK(page_at(midnight + Seconds{42}, zone, unequal).page == 2);
  CHECK(page_at(midnight + Seconds{42}, zone, unequal).until_edge == Seconds{18});
}

TEST_CASE("a page stays at least eight seconds and half a second for each word after three (A-20)") {
  CHECK(reading_seconds({"en två tre", "sv"}) == Approx(1.5));
  CHECK(reading_seconds({"en · två", "sv"}) == Approx(1));
  CHECK(reading_seconds({"ประชุม", "th"}) == Approx(6 / 12.0));
  CHECK(reading_seconds({"満席です", "ja"}) == Approx(4 / 2.5));
  CHECK(reading_seconds({"「Hur går det?」は満席です", "ja"}) == Approx(3 / 2.0 + 7 / 2.5));
  CHECK(reading_seconds({"コーヒー", "ja"}) == Approx(4 / 2.5));
  CHECK(dwell_for(0) == Seconds{8});
  const auto twenty = reading_seconds({"満席です満席です満席です満席です満席です", "ja"});
  CHECK(twenty > 8);  // by what adding twenty times 0.4 is off
  CHECK(dwell_for(twenty) == Seconds{11});
  // Two pages that say nothing but this; both stay as long as the one with more to read needs.
  const auto seconds_with = [](const std::string& swedish) {
    Snapshot snapshot = sample_screen("radhuset-foaje");
    snapshot.screen.languages = {"sv", "en"};
    snapshot.screen.language_display = LanguageDisplay::InTurn;
    Layout layout;
    layout.id = snapshot.screen.layout;
    layout.variants[Orientation::Landscape] = {
        Region{"said", {0.05, 0.05, 0.9, 0.9}, "text", Json{{"text", {{"sv", swedish}, {"en", "One"}}}}}};
    snapshot.layouts = {layout};
    Moment when = moment(at(kTuesday));
    when.rotation = at("2027-05-04T00:00:00+02:00");  // where a page begins
    std::vector<Millis> stays;
    for (int page = 0; page < 2; ++page) {
      const auto scene = show(snapshot, when);
      REQUIRE(scene.pages == 2);
      REQUIRE(scene.page == page);
      stays.push_back(scene.next_change.value() - when.now);
      when.rotation += stays.back();
    }
    CHECK(stays[0] == stays[1]);
    return stays[0];
  };
  std::string words = "ett";
  CHECK(seconds_with(words) == Seconds{8});
  for (int i = 1; i < 20; ++i) words += " ord";
  CHECK(seconds_with(words) == Seconds{13});
  CHECK(seconds_with(words + " till") == Seconds{14});
}

TEST_CASE("with an untrusted clock there is no now, no countdown and no clock face, but the day's list (N8, R-43)") {
  for (const char* id : kScreens) {
    auto when = moment(at("2027-05-04T10:12:00+02:00"));
    when.clock_trusted = false;
    for (const auto& page : all_pages(sample_screen(id), when)) {
      CAPTURE(id);
      check_readable(page, id);
      CHECK(texts(page, "clock").empty());
      CHECK(texts(page, "date").empty());
      CHECK_FALSE(says(page, "Börjar om"));
      for (const auto* item : texts(page)) CHECK(text_of(*item) != "Nu");
      for (const auto& item : page.items)
        if (const auto* shape = std::get_if<ShapeItem>(&item)) CHECK(shape->role != "progress");
    }
  }
  auto when = moment(at("2027-05-04T10:12:00+02:00"));
  when.clock_trusted = false;
  CHECK(said_on_any(all_pages(sample_screen("radhuset-sal-b"), when), "tisdag 4 maj"));
}

TEST_CASE("a cancelled session stays on its door, struck and in words, until it would have ended (C1)") {
  EventData data = sample();
  const auto change = std::find_if(data.changes.begin(), data.changes.end(),
                                   [](const Change& c) { return c.kind == ChangeKind::Cancelled; });
  REQUIRE(change != data.changes.end());
  const auto session = std::find_if(data.sessions.begin(), data.sessions.end(),
                                    [&](const Session& s) { return s.id == change->session; });
  REQUIRE(session != data.sessions.end());
  data.screens.front().venue = session->venue;
  data.screens.front().rooms = {session->room.value().id.value()};
  const auto snapshot = test::snapshot_of(data, data.screens.front().id);
  for (const UtcTime t : {session->start - Minutes{30}, session->start + Minutes{5}, session->end - Minutes{1}}) {
    bool struck = false;
    bool word = false;
    for (const auto& page : all_pages(snapshot, moment(t))) {
      for (const auto* item : texts(page, "session.title")) struck = struck || item->struck;
      word = word || says(page, "Inställt");
    }
    CAPTURE(format_instant(t));
    CHECK(struck);
    CHECK(word);
  }
  CHECK_FALSE(said_on_any(all_pages(snapshot, moment(session->end)), "Inställt"));
}

TEST_CASE("a moved session says on the old door where it went and on the new one where it came from (C2)") {
  EventData data = sample();
  const auto change = std::find_if(data.changes.begin(), data.changes.end(),
                                   [](const Change& c) { return c.kind == ChangeKind::Moved && c.room == "sal-b"; });
  REQUIRE(change != data.changes.end());
  const auto session = std::find_if(data.sessions.begin(), data.sessions.end(),
                                    [&](const Session& s) { return s.id == change->session; });
  auto& screen = data.screens.front();
  screen.venue = session->venue;
  screen.rooms = {session->room.value().id.value()};
  CHECK(said_on_any(all_pages(test::snapshot_of(data, screen.id), moment(session->start + Minutes{3})),
                    "Flyttad till Sal B"));
  screen.rooms = {"sal-b"};
  CHECK(said_on_any(all_pages(test::snapshot_of(data, screen.id), moment(session->start + Minutes{3})),
                    "Flyttad från Sal A"));
}

TEST_CASE("a door's block tells what people come for first, be it here, cancelled or elsewhere (C1, C2)") {
  EventData data = sample();
  data.messages.clear();
  const auto session = [](const std::string& id, const char* start, const char* end) {
    Session made;
    made.id = id;
    made.title = Text::in("sv", "Titel " + id);
    made.start = at(start);
    made.end = at(end);
    made.room = RoomRef{"sal-a", "Sal A"};
    made.venue = "radhuset";
    return made;
  };
  data.sessions = {session("bort", "2027-05-04T10:00:00+02:00", "2027-05-04T11:00:00+02:00"),
                   session("sedan", "2027-05-04T12:00:00+02:00", "2027-05-04T13:00:00+02:00")};
  Change moved;
  moved.id = "c1";
  moved.session = "bort";
  moved.kind = ChangeKind::Moved;
  moved.room = "sal-b";
  data.changes = {moved};
  data.screens.front().venue = "radhuset";
  data.screens.front().rooms = {"sal-a"};
  const auto block = [&](const char* time) {
    const auto scene = show(test::snapshot_of(data, data.screens.front().id), moment(at(time)));
    const auto titles = texts(scene, "session.title");
    return titles.empty() ? std::string{} : text_of(*titles.front());
  };
  CHECK(block("2027-05-04T09:50:00+02:00") == "Titel bort");
  CHECK(block("2027-05-04T11:00:00+02:00") == "Titel sedan");
  Change cancelled;
  cancelled.id = "c2";
  cancelled.session = "sedan";
  cancelled.kind = ChangeKind::Cancelled;
  data.changes.push_back(cancelled);
  const auto before =
      all_pages(test::snapshot_of(data, data.screens.front().id), moment(at("2027-05-04T09:50:00+02:00")));
  CHECK(block("2027-05-04T09:50:00+02:00") == "Titel bort");
  CHECK_FALSE(said_on_any(before, "Inget mer i dag"));  // people still come for the one that is cancelled
  CHECK(says(show(test::snapshot_of(data, data.screens.front().id), moment(at("2027-05-04T11:00:00+02:00"))),
             "Inget mer i dag"));
}

TEST_CASE("a room that will show a full session is not free until its own next one") {
  EventData data = sample();
  Screen& screen = *std::find_if(data.screens.begin(), data.screens.end(),
                                 [](const Screen& each) { return each.id == "hamnskolan-aulan"; });
  screen.rooms = {"matsalen"};
  screen.node = "hb-matsalen";
  const auto scene = show(test::snapshot_of(data, screen.id), moment(at("2027-05-04T10:10:00+02:00")));
  REQUIRE_FALSE(texts(scene, "session.title").empty());
  CHECK(text_of(*texts(scene, "session.title").front()).starts_with("Ungdomsfullmäktige"));
  CHECK(says(scene, "Börjar om 20 minuter"));
  CHECK_FALSE(says(scene, "Ledigt"));
}

TEST_CASE("a session that left the house stands once in its foyer, in its new room") {
  const auto pages = all_pages(sample_screen("radhuset-foaje"), moment(at("2027-05-05T12:20:00+02:00")));
  std::size_t rows = 0;
  for (const auto& page : pages)
    for (const auto* title : texts(page, "session.title"))
      rows += text_of(*title).find("Glasgow") != std::string::npos ? 1 : 0;
  std::size_t named = 0;
  for (const auto& page : pages) named += says(page, "Flyttad till Hörsalen") ? 1 : 0;
  CHECK(rows >= 1);
  CHECK(named == 0);
  CHECK(said_on_any(pages, "Flyttad från Festsalen"));
}

TEST_CASE("a full session's door points to the room that shows it too, and that room's door shows it") {
  EventData data = sample();
  const auto now = moment(at("2027-05-04T10:40:00+02:00"));
  const auto door = test::snapshot_of(data, "hamnskolan-aulan");
  const auto pages = all_pages(door, now);
  CHECK(said_on_any(pages, "Fullt. Visas även i Matsalen"));
  const auto& items = pages.front().items;
  CHECK(std::any_of(items.begin(), items.end(),
                    [](const auto& item) { return std::holds_alternative<ArrowItem>(item); }));
  Screen& screen = *std::find_if(data.screens.begin(), data.screens.end(),
                                 [](const Screen& each) { return each.id == "hamnskolan-aulan"; });
  screen.rooms = {"matsalen"};
  screen.node = "hb-matsalen";
  const auto other = all_pages(test::snapshot_of(data, screen.id), now);
  CHECK(said_on_any(other, "Ungdomsfullmäktige"));
  CHECK_FALSE(said_on_any(other, "Fullt"));
}

TEST_CASE("a delayed session shows both times, the old one struck (C3)") {
  const auto pages = all_pages(sample_screen("radhuset-festsalen"), moment(at("2027-05-04T12:30:00+02:00")));
  CHECK(said_on_any(pages, "13:20"));
  CHECK(said_on_any(pages, "20 min sen"));
  const auto old = texts(pages.front(), "session.time.old");
  REQUIRE_FALSE(old.empty());
  CHECK(text_of(*old.front()) == "13:00");
  CHECK(old.front()->struck);
}

TEST_CASE("a number goes to a new line with what it counts") {
  const auto scene = show(sample_screen("hamnskolan-aulan"), moment(at("2027-05-04T10:12:00+02:00")));
  std::size_t counted = 0;
  for (const auto* item : texts(scene, "session.status"))
    for (const auto& line : item->layout->lines) {
      CHECK_FALSE((line.text.ends_with("18") || line.text.ends_with("18 ")));
      counted += line.text.find("18") == std::string::npos ? 0 : 1;
    }
  CHECK(counted == 1);
}

TEST_CASE("the minutes until a session count down only inside the last hour and stand with its time (N7)") {
  const auto early = show(sample_screen("radhuset-festsalen"), moment(at("2027-05-04T12:19:00+02:00")));
  CHECK_FALSE(says(early, "Börjar om"));
  CHECK(says(early, "Ledigt till 13:20"));
  const auto late = show(sample_screen("radhuset-festsalen"), moment(at("2027-05-04T12:30:00+02:00")));
  CHECK(says(late, "Börjar om 50 minuter"));
  CHECK(says(late, "13:20"));
}

TEST_CASE("old data say so after fifteen minutes and again after two hours (R-24)") {
  const Snapshot& snapshot = sample_screen("radhuset-foaje");
  auto when = moment(at("2027-05-04T10:12:00+02:00"));
  when.fetched = when.now - Minutes{14};
  CHECK_FALSE(says(show(snapshot, when), "Uppdaterad"));
  when.fetched = when.now - Minutes{16};
  CHECK(says(show(snapshot, when), "Uppdaterad 09:56"));
  when.fetched = when.now - Minutes{121};
  CHECK(says(show(snapshot, when), "Något kan ha ändrats sedan 08:11"));
  when.fetched = when.now - std::chrono::hours{30};
  CHECK(says(show(snapshot, when), "måndag 3 maj 04:12"));
}

TEST_CASE("after the last session the door thanks for the day and says when the next one begins (N6)") {
  const auto scene = show(sample_screen("radhuset-festsalen"), moment(at("2027-05-04T22:30:00+02:00")));
  CHECK(says(scene, "Tack för i dag"));
  CHECK(says(scene, "Först i morgon"));
  CHECK(says(scene, "09:00"));
  CHECK_FALSE(says(scene, "öppnar"));  // the house may open earlier
  // Delays do not move when a house opens.
  EventData late = sample();
  Change delay;
  delay.id = "late";
  delay.session = "wed-bilbao-sa-forandrade-medborgarna-alven";
  delay.kind = ChangeKind::Delayed;
  delay.minutes = Minutes{25};
  late.changes.push_back(delay);
  CHECK(says(show(test::snapshot_of(late, "radhuset-foaje"), moment(at("2027-05-04T22:30:00+02:00"))),
             "I morgon öppnar vi 09:00"));
  const auto before = show(sample_screen("radhuset-foaje"), moment(at("2027-04-20T12:00:00+02:00")));
  CHECK(says(before, "Välkommen måndag 3 maj"));
  const auto after = show(sample_screen("radhuset-foaje"), moment(at("2027-05-09T12:00:00+02:00")));
  CHECK(says(after, "Tack för den här gången"));
}

TEST_CASE("a session put off to another day says so at its door, with the day, as long as people come for it (C3)") {
  EventData data = sample();
  const auto session = std::find_if(data.sessions.begin(), data.sessions.end(),
                                    [](const Session& each) { return each.id == "mon-valkommen-till-malmo-mots"; });
  REQUIRE(session != data.sessions.end());
  Change put_off;
  put_off.id = "off";
  put_off.session = session->id;
  put_off.kind = ChangeKind::Delayed;
  put_off.start = at("2027-05-06T19:20:00+02:00");
  data.changes.push_back(put_off);
  const auto door = show(test::snapshot_of(data, "radhuset-festsalen"), moment(session->start + Minutes{5}));
  CHECK(says(door, "torsdag 19:20"));
  CHECK_FALSE(says(door, "min sen"));
  const auto foyer = show(test::snapshot_of(data, "radhuset-foaje"), moment(session->start + Minutes{5}));
  CHECK(says(foyer, "torsdag 19:20"));
  const auto after = show(test::snapshot_of(data, "radhuset-festsalen"), moment(session->end));
  CHECK_FALSE(says(after, "torsdag 19:20"));
}

namespace {

bool has_code(const Scene& scene) {
  return std::any_of(scene.items.begin(), scene.items.end(),
                     [](const SceneItem& item) { return std::holds_alternative<QrItem>(item); });
}

}  // namespace

TEST_CASE("sessions that a door has no room for are counted, never left out silently (A-09)") {
  constexpr int kLater = 2;  // of that day, after the one in the block
  const Snapshot& snapshot = sample_screen("radhuset-festsalen");
  for (const char* language : {"sv", "ur", "my"}) {
    CAPTURE(language);
    int rows = 0;
    std::set<std::string> remarks, beside_code;
    const auto pages = all_pages(snapshot, moment(at(kTuesday)), {language});
    const bool turns = pages.size() > 1 && !has_code(pages.front());
    for (const auto& page : pages) {
      check_readable(page, language);
      rows += static_cast<int>(texts(page, "session.time").size()) - 1;
      for (const auto* item : texts(page, "more"))
        (turns && has_code(page) ? beside_code : remarks).insert(text_of(*item));
    }
    const auto counted = [&](int sessions) {
      if (sessions == 0) return std::set<std::string>{};
      const auto text =
          snapshot.words.say("more-sessions", LanguageChain{language}, {{"n", std::int64_t{sessions}}}).text;
      return std::set<std::string>{bare(text)};
    };
    CHECK(remarks == counted(kLater - rows));
    CHECK(beside_code == counted(turns ? kLater : 0));
  }
}

TEST_CASE("titles of 189 characters are told whole on every screen, never cut (A-09)") {
  const std::string longest =
      "Samhällsplaneringsprocessens medborgardialogverksamhet: hur stadsdelarnas ungdomsråd, föreningar och "
      "pensionärsorganisationer tillsammans kan påverka kollektivtrafikförsörjningen i hela regionen";
  EventData data = sample();
  for (auto& session : data.sessions) {
    session.title = Text::in("sv", longest);
    session.short_title = {};
  }
  for (const char* id : kScreens) {
    const auto snapshot = test::snapshot_of(data, id);
    for (const auto& page : all_pages(snapshot, moment(at("2027-05-04T10:32:00+02:00")))) check_readable(page, id);
  }
}

TEST_CASE("a page in a language written from right to left is mirrored (L-14)") {
  const Snapshot& snapshot = sample_screen("radhuset-foaje");
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  const auto left = show(snapshot, when);
  const auto right = show(snapshot, when, {"ar"});
  check_readable(right, "ar");
  const auto name_of = [](const Scene& scene) { return texts(scene, "venue.name").front()->box; };
  CHECK(name_of(left).x < 100);
  CHECK(name_of(right).right() > 1800);
  CHECK(texts(left, "clock").front()->box.right() > 1800);
  CHECK(texts(right, "clock").front()->box.x < 100);
}

TEST_CASE("a region that fails is named and the others stay (R-34)") {
  Snapshot snapshot = sample_screen("radhuset-foaje");
  Layout layout;
  layout.id = "foyer";
  layout.variants[Orientation::Landscape] = {
      Region{"head", {0.03, 0.05, 0.94, 0.1}, "header", Json::object()},
      Region{"picture", {0.03, 0.2, 0.94, 0.5}, "image", Json{{"name", "gone.png"}, {"decorative", true}}}};
  snapshot.layouts = {layout};
  std::vector<std::string> failures;
  const auto scene =
      scene_for(snapshot, moment(at("2027-05-04T10:12:00+02:00")), {}, typesetter_of(snapshot), &failures);
  REQUIRE(failures.size() == 1);
  CHECK(failures[0] == "region picture: the snapshot has no image 'gone.png'");
  CHECK(says(scene, "Rådhuset"));
}

TEST_CASE("the dump carries what the contract names") {
  const auto json = to_json(show(sample_screen("radhuset-foaje"), moment(at("2027-05-04T10:12:00+02:00"))));
  CHECK(json["size"] == Json({1920, 1080}));
  CHECK(json["at"] == "2027-05-04T08:12:00Z");
  CHECK(json["layout"] == "foyer");
  REQUIRE(json["page"].size() == 2);
  CHECK(json["page"][0].get<int>() >= 1);
  CHECK(json["page"][0] <= json["page"][1]);
  bool any = false;
  for (const auto& item : json["items"]) {
    for (const char* key : {"kind", "region", "role", "box"}) CHECK(item.contains(key));
    if (item["kind"] != "text") continue;
    any = true;
    for (const char* key : {"text", "language", "direction", "lines", "font_px", "cap_height_px", "floor_px",
                            "must_read", "contrast", "truncated", "missing_glyphs"})
      CHECK(item.contains(key));
    for (const auto& line : item["lines"])
      for (const char* key : {"text", "visual", "box"}) CHECK(line.contains(key));
  }
  CHECK(any);
}

TEST_CASE("a running session at its door reads as follows") {
  const auto scene = show(sample_screen("radhuset-sal-b"), moment(at("2027-05-04T10:12:00+02:00")));
  const auto text = outline(scene);
  CHECK(text.find("room.name: | Sal B\n") != std::string::npos);
  CHECK(text.find("room.level: | Plan 2\n") != std::string::npos);
  CHECK(text.find("clock: | 10:12\n") != std::string::npos);
  CHECK(text.find("date: | tisdag 4 maj\n") != std::string::npos);
  CHECK(text.find("session.time: | 10:00–11:30\n") != std::string::npos);
  CHECK(text.find("session.status: | Nu\n") != std::string::npos);
  CHECK(text.find("session.title: | Hur bygger vi en stad | där unga är med och | bestämmer?\n") != std::string::npos);
}
