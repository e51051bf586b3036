// Programmes of another kind than the sample's: very many at once, of several days, in houses that nobody has drawn.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "tests/scene/scenes.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kNow = "2027-05-04T10:12:00+02:00";

Session session_of(const std::string& id, const std::string& room, UtcTime start, UtcTime end) {
  Session session;
  session.id = id;
  session.title = Text::in("sv", "Titel " + id);
  session.start = start;
  session.end = end;
  session.venue = "radhuset";
  session.room = RoomRef{room, room};
  return session;
}

/// The town hall with nothing but what a test adds.
EventData empty_house() {
  EventData data = sample();
  data.sessions.clear();
  data.changes.clear();
  data.messages.clear();
  return data;
}

/// Forty that run, with the first letter a, and ten that begin within the hour, with b.
EventData full_house() {
  EventData data = empty_house();
  const UtcTime now = at(kNow);
  for (int i = 0; i < 40; ++i)
    data.sessions.push_back(session_of("a" + std::to_string(i), "sal-a", now - Minutes{i + 1}, now + Minutes{50}));
  for (int i = 0; i < 10; ++i)
    data.sessions.push_back(
        session_of("b" + std::to_string(i), "sal-b", now + Minutes{5 * (i + 1)}, now + Minutes{120}));
  return data;
}

std::set<std::string> titles_on(const std::vector<Scene>& pages) {
  std::set<std::string> titles;
  for (const auto& page : pages)
    for (const auto* item : texts(page, "session.title")) titles.insert(text_of(*item));
  return titles;
}

Screen& screen_in(EventData& data, const std::string& id) {
  return *std::find_if(data.screens.begin(), data.screens.end(), [&](const Screen& screen) { return screen.id == id; });
}

void hang_before(EventData& data, const std::string& screen_id, const std::string& room) {
  screen_in(data, screen_id).rooms = {room};
}

/// The screen with one region instead of its layout's.
Snapshot with_region(EventData data, const std::string& screen_id, const FractionRect& box, const std::string& widget,
                     const Json& options = Json::object()) {
  Layout layout;
  layout.id = "test";
  layout.variants[Orientation::Landscape] = {Region{"test", box, widget, options}};
  data.layouts.push_back(layout);
  screen_in(data, screen_id).layout = layout.id;
  return test::snapshot_of(data, screen_id);
}

std::vector<const ShapeItem*> shapes(const Scene& scene, const std::string& role) {
  std::vector<const ShapeItem*> out;
  for (const auto& item : scene.items)
    if (const auto* shape = std::get_if<ShapeItem>(&item); shape && shape->role == role) out.push_back(shape);
  return out;
}

/// Seconds until the last of all pages comes back, as seen by whoever stands there for five minutes.
int longest_gap(const Snapshot& snapshot) {
  std::map<std::set<std::string>, int> last_seen;
  int longest = 0;
  for (int second = 0; second < 300; ++second) {
    Moment when = moment(at(kNow));
    when.rotation += Seconds{second};
    std::set<std::string> page;
    const auto scene = show(snapshot, when);
    for (const auto* item : texts(scene, "session.title")) page.insert(text_of(*item));
    const auto [entry, first] = last_seen.try_emplace(page, second);
    if (!first) longest = std::max(longest, second - std::exchange(entry->second, second));
  }
  return longest;
}

/// Many short ones in two rooms, one begun and the others to come, and a late one in a third.
EventData long_day() {
  EventData data = empty_house();
  for (int i = 0; i < 24; ++i) {
    const UtcTime start = at(kNow) + Minutes{20 * i - 2};
    data.sessions.push_back(session_of("a" + std::to_string(i), "festsalen", start, start + Minutes{20}));
    data.sessions.push_back(session_of("b" + std::to_string(i), "sal-a", start + Minutes{10}, start + Minutes{30}));
  }
  data.sessions.push_back(session_of("sen", "sal-b", at("2027-05-04T21:00:00+02:00"), at("2027-05-04T22:00:00+02:00")));
  return data;
}

}  // namespace

TEST_CASE("in a full house what begins soon has its share of a list, and what began last stays of what runs (A-22)") {
  const EventData data = full_house();
  for (const char* id : {"radhuset-ljusgarden", "radhuset-foaje"}) {
    CAPTURE(id);
    const auto pages = all_pages(test::snapshot_of(data, id), moment(at(kNow)));
    for (const auto& page : pages) check_readable(page, id);
    const auto titles = titles_on(pages);
    CHECK(titles.contains("Titel b0"));
    CHECK(titles.contains("Titel a0"));
    CHECK_FALSE(titles.contains("Titel a39"));
    CHECK(said_on_any(pages, "till"));
    CHECK_FALSE(said_on_any(pages, "till senare i dag"));  // some of those left out are on now
  }
}

TEST_CASE("where people pass by all pages come round within a minute, where they wait in a minute and a half (A-22)") {
  std::size_t seen_passing = 0, seen_waiting = 0;
  for (const char* id : {"radhuset-ljusgarden", "radhuset-foaje", "hamnskolan-entre"}) {
    CAPTURE(id);
    EventData data = full_house();
    for (auto& session : data.sessions) session.venue = screen_in(data, id).venue;
    const auto waiting = test::snapshot_of(data, id);
    CHECK(longest_gap(waiting) <= 90);
    screen_in(data, id).passage = true;
    const auto passing = test::snapshot_of(data, id);
    CHECK(longest_gap(passing) <= 60);
    const auto pages = all_pages(passing, moment(at(kNow)));
    for (const auto& page : pages) check_readable(page, id);
    const auto while_passing = titles_on(pages).size();
    const auto while_waiting = titles_on(all_pages(waiting, moment(at(kNow)))).size();
    CHECK(while_passing <= while_waiting);
    seen_passing += while_passing;
    seen_waiting += while_waiting;
  }
  CHECK(seen_passing < seen_waiting);
}

TEST_CASE("a title that no page holds whole gives way to those that one does (A-22)") {
  EventData data = empty_house();
  const UtcTime now = at(kNow);
  for (int i = 0; i < 12; ++i)
    data.sessions.push_back(session_of("a" + std::to_string(i), "sal-a", now - Minutes{40 - i}, now + Minutes{50}));
  for (int i = 0; i < 6; ++i)
    data.sessions.push_back(session_of("b" + std::to_string(i), "sal-b", now + Minutes{5}, now + Minutes{90}));
  std::string endless = "Titel";
  while (endless.size() < 380) endless += " medborgarinflytande";
  for (auto& session : data.sessions)
    if (session.id == "b0" || session.id == "a11") session.title = Text::in("sv", endless);
  for (const char* id : {"radhuset-ljusgarden", "radhuset-foaje"}) {
    CAPTURE(id);
    const auto snapshot = test::snapshot_of(data, id);
    const auto titles = titles_on(all_pages(snapshot, moment(now)));
    CHECK(titles.contains("Titel b1"));
    CHECK(titles.contains("Titel a10"));
    CHECK(titles.size() >= 4);
    CHECK(longest_gap(snapshot) <= 90);
  }
}

TEST_CASE("nothing but what is cancelled is not on now") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("stopp", "sal-a", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")));
  data.sessions.push_back(session_of("sen", "sal-b", at("2027-05-04T10:30:00+02:00"), at("2027-05-04T12:00:00+02:00")));
  data.sessions.front().status = SessionStatus::Cancelled;
  const auto pages = all_pages(test::snapshot_of(data, "radhuset-foaje"), moment(at(kNow)));
  CHECK(said_on_any(pages, "Titel stopp"));
  CHECK_FALSE(said_on_any(pages, "Nu"));
  data.sessions.push_back(
      session_of("nu", "festsalen", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")));
  CHECK(said_on_any(all_pages(test::snapshot_of(data, "radhuset-foaje"), moment(at(kNow))), "Nu"));
}

TEST_CASE(
    "what has moved to another house says which, on the row, in the strip and at the door, and has left its room") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("bort", "festsalen", at("2027-05-04T10:30:00+02:00"), at("2027-05-04T11:30:00+02:00")));
  // In its new room something else comes first.
  data.sessions.push_back(
      session_of("annat", "horsalen", at("2027-05-04T10:15:00+02:00"), at("2027-05-04T10:25:00+02:00")));
  data.sessions.back().venue = "stadsbiblioteket";
  Change change;
  change.id = "c1";
  change.session = "bort";
  change.kind = ChangeKind::Moved;
  change.room = "horsalen";
  change.created = at("2027-05-04T09:00:00+02:00");
  data.changes.push_back(change);
  const auto pages = all_pages(test::snapshot_of(data, "radhuset-foaje"), moment(at(kNow)));
  std::size_t plates = 0, strips = 0, rooms = 0;
  for (const auto& page : pages) {
    for (const auto* item : texts(page, "session.status"))
      plates += text_of(*item).find("Hörsalen, Stadsbiblioteket") != std::string::npos ? 1 : 0;
    for (const auto* item : texts(page, "notice"))
      strips += text_of(*item).find("Hörsalen, Stadsbiblioteket") != std::string::npos ? 1 : 0;
    for (const auto* item : texts(page, "session.room")) rooms += text_of(*item) == "Festsalen" && item->struck ? 1 : 0;
  }
  CHECK(plates > 0);
  CHECK(strips > 0);
  CHECK(rooms > 0);
  // At the door it is as large as what must be read.
  const auto door = show(test::snapshot_of(data, "radhuset-festsalen"), moment(at(kNow)));
  const auto status = texts(door, "session.status");
  REQUIRE_FALSE(status.empty());
  CHECK(std::any_of(status.begin(), status.end(), [&](const TextItem* item) {
    return text_of(*item).find("Stadsbiblioteket") != std::string::npos &&
           item->layout->style.em_px >= texts(door, "session.time").front()->layout->style.em_px;
  }));
}

TEST_CASE("a session of several days says on which day it ends, and is open meanwhile") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("lang", "sal-a", at("2027-05-03T13:00:00+02:00"), at("2027-05-06T11:00:00+02:00")));
  data.sessions.push_back(
      session_of("kort", "sal-a", at("2027-05-04T12:00:00+02:00"), at("2027-05-04T13:00:00+02:00")));
  hang_before(data, "radhuset-sal-b", "sal-a");
  for (const char* id : {"radhuset-ljusgarden", "radhuset-foaje", "radhuset-sal-b"}) {
    CAPTURE(id);
    const auto pages = all_pages(test::snapshot_of(data, id), moment(at(kNow)));
    CHECK(said_on_any(pages, "till torsdag 11:00"));
    CHECK(said_on_any(pages, "Öppet"));
    CHECK_FALSE(said_on_any(pages, "13:00–11:00"));
  }
}

TEST_CASE("what was cancelled and would be on by now does not stand among what comes later (C1)") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("stopp", "sal-a", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")));
  data.sessions.push_back(session_of("sen", "sal-a", at("2027-05-04T12:00:00+02:00"), at("2027-05-04T13:00:00+02:00")));
  data.sessions.front().status = SessionStatus::Cancelled;
  const auto scene = show(test::snapshot_of(data, "radhuset-ljusgarden"), moment(at(kNow)));
  const auto y_of = [&](const std::string& role, const std::string& words) {
    for (const auto* item : texts(scene, role))
      if (text_of(*item) == words) return item->box.y;
    return -1;
  };
  REQUIRE(y_of("heading", "Senare i dag") > 0);
  REQUIRE(y_of("session.title", "Titel stopp") > 0);
  CHECK(y_of("session.title", "Titel stopp") < y_of("heading", "Senare i dag"));
}

TEST_CASE("a room that shows another room's full session does not say goodbye before that is over") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("full", "sal-a", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")));
  Change change;
  change.id = "c1";
  change.session = "full";
  change.kind = ChangeKind::Full;
  change.room = "sal-b";
  change.created = at("2027-05-04T09:00:00+02:00");
  data.changes.push_back(change);
  hang_before(data, "radhuset-sal-b", "sal-b");
  const auto snapshot = test::snapshot_of(data, "radhuset-sal-b");
  const auto during = all_pages(snapshot, moment(at(kNow)));
  CHECK(said_on_any(during, "Titel full"));
  CHECK_FALSE(said_on_any(during, "Tack för"));
  CHECK_FALSE(said_on_any(all_pages(snapshot, moment(at("2027-05-04T11:05:00+02:00"))), "Titel full"));
}

TEST_CASE("rooms that nobody has drawn have no statement about a way") {
  EventData data = sample();
  for (Venue& venue : data.venues) {
    venue.nodes.clear();
    venue.edges.clear();
    for (Room& room : venue.rooms) {
      room.node.clear();
      room.nodes.clear();
    }
  }
  for (Screen& screen : data.screens) screen.node.clear();
  const auto pages = all_pages(test::snapshot_of(data, "radhuset-vagvisning"), moment(at(kNow)));
  CHECK_FALSE(said_on_any(pages, "Ingen väg"));
}

TEST_CASE("a warning that no strip holds is told in whole sentences") {
  EventData data = sample();
  Message message;
  message.id = "utrym";
  message.kind = MessageKind::Emergency;
  const std::vector<std::string> sentences = {"Lämna huset genom närmaste utgång.", "Använd inte hissarna.",
                                              "Samling sker på torget.", "Vänta där tills du får besked.",
                                              "Hjälp den som behöver."};
  std::string all;
  for (const auto& sentence : sentences) all += (all.empty() ? "" : " ") + sentence;
  message.text = Text::in("sv", all);
  data.messages = {message};
  for (const char* id : {"radhuset-foaje", "radhuset-sal-b", "biblioteket-unga"}) {
    CAPTURE(id);
    const auto pages = all_pages(test::snapshot_of(data, id), moment(at(kNow)));
    for (const auto& sentence : sentences) {
      CAPTURE(sentence);
      CHECK(said_on_any(pages, sentence));
    }
  }
}

TEST_CASE("a long name of a room stands over nothing else") {
  EventData data = sample();
  const std::string name = "B-huset, Uppsala universitet, Huvudentré Cramérgatan 3, stora hörsalen";
  for (Venue& venue : data.venues)
    for (Room& room : venue.rooms) room.name = Text::in("sv", name);
  for (const char* id : {"radhuset-sal-b", "radhuset-festsalen", "hamnskolan-aulan"})
    for (const char* t : {kNow, "2027-05-04T22:30:00+02:00"})
      for (const auto& page : all_pages(test::snapshot_of(data, id), moment(at(t)))) check_readable(page, id);
}

TEST_CASE("pictures that no font has are left out of a title, and nothing else is") {
  EventData data = empty_house();
  data.sessions.push_back(
      session_of("fest", "sal-b", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")));
  data.sessions.front().title = Text::in("sv", "Fest 🎉 på torget © 2027 👩🏽‍🚀");
  const auto scene = show(test::snapshot_of(data, "radhuset-sal-b"), moment(at(kNow)));
  check_readable(scene, "radhuset-sal-b");
  std::string lines;
  for (const auto* item : texts(scene, "session.title"))
    for (const auto& line : item->layout->lines) lines += line.text + ' ';
  CAPTURE(lines);
  CHECK(lines.find("Fest på torget © 2027") != std::string::npos);
}

namespace {

/// One session that runs, with so many long words in its title, and three that follow, the last of them cancelled.
EventData house_with_title(std::size_t words) {
  EventData data = empty_house();
  for (int i = 0; i < 4; ++i) {
    const UtcTime start = at(kNow) + Minutes{60 * i - 10};
    data.sessions.push_back(session_of("s" + std::to_string(i), "sal-b", start, start + Minutes{50}));
  }
  std::string title = "Titel";
  for (std::size_t i = 0; i < words; ++i) title += " medborgardialog";
  data.sessions[0].title = Text::in("sv", title);
  data.sessions[1].title = Text::in("sv", "Samtal om medborgardialogens verksamhet och framtid");
  data.sessions[3].status = SessionStatus::Cancelled;
  for (const char* id : {"radhuset-sal-b", "radhuset-festsalen"}) hang_before(data, id, "sal-b");
  return data;
}

}  // namespace

TEST_CASE("of what a door has no room for it tells first what comes next, then what one would come for in vain (C1)") {
  int cut = 0;
  for (const std::size_t words : {2, 4, 6, 8, 9, 10, 11, 12, 17, 25}) {
    const bool brief = words % 2 == 1;
    EventData data = house_with_title(words);
    if (brief) data.sessions[1].title = Text::in("sv", "Kort");
    data.event.public_address.clear();
    for (const char* id : {"radhuset-sal-b", "radhuset-festsalen"})
      for (const char* language : {"sv", "my", "ur"}) {
        CAPTURE(id, words, language);
        const auto pages = all_pages(test::snapshot_of(data, id), moment(at(kNow)), {language});
        for (const auto& page : pages) check_readable(page, id);
        std::size_t rows = 0;
        for (const auto& page : pages) rows = std::max(rows, texts(page, "session.time").size() - 1);
        if (rows > 0) CHECK(said_on_any(pages, brief ? "Kort" : "Samtal om"));
        if (rows > 1) CHECK(said_on_any(pages, "Titel s3"));
        if (rows < 3) CHECK((pages.size() > 1 || !texts(pages[0], "more").empty()));
        cut += rows > 0 && !texts(pages[0], "more").empty() ? 1 : 0;
      }
  }
  CHECK(cut > 0);
}

TEST_CASE("a door takes turns with the code for phones where both have no room, and what is on stays (A-23, A-53)") {
  const auto codes = [](const Scene& scene) {
    return std::count_if(scene.items.begin(), scene.items.end(),
                         [](const SceneItem& item) { return std::holds_alternative<QrItem>(item); });
  };
  for (const char* id : {"radhuset-sal-b", "radhuset-festsalen"}) {
    CAPTURE(id);
    const auto snapshot = test::snapshot_of(house_with_title(4), id);
    const auto pages = all_pages(snapshot, moment(at(kNow)));
    REQUIRE(pages.size() > 1);
    for (const auto& page : pages) {
      check_readable(page, id);
      CHECK(says(page, "Titel"));
      CHECK(says(page, "Nu"));
      const bool last = &page == &pages.back();
      CHECK(codes(page) == (last ? 1 : 0));
      CHECK(says(page, "och 3 till") == last);
    }
    CHECK(said_on_any(pages, "Samtal om"));
    CHECK(said_on_any(pages, "Titel s3"));
    CHECK(longest_gap(snapshot) <= 90);
    EventData few = house_with_title(0);
    few.sessions.erase(few.sessions.begin() + 1, few.sessions.begin() + 3);
    const auto calm = all_pages(test::snapshot_of(few, id), moment(at(kNow)));
    CHECK(calm.size() == 1);
    CHECK(codes(calm.front()) == 1);
  }
}

TEST_CASE("a title that is whole without the code for phones is not told in parts for its sake (A-09)") {
  std::size_t whole = 0;
  for (const std::size_t words : {6, 7, 8, 9, 10}) {
    EventData data = house_with_title(words);
    EventData without = data;
    without.event.public_address.clear();
    for (const char* id : {"radhuset-sal-b", "radhuset-festsalen"}) {
      CAPTURE(id, words);
      const auto torn = [&](const EventData& event) {
        const auto pages = all_pages(test::snapshot_of(event, id), moment(at(kNow)));
        for (const auto& page : pages) check_readable(page, id);
        return said_on_any(pages, "… medborgardialog");
      };
      if (torn(without)) continue;
      CHECK_FALSE(torn(data));
      ++whole;
    }
  }
  CHECK(whole > 0);
}

TEST_CASE("no line of a text with dots between its parts ends with a dot") {
  std::size_t lines = 0;
  for (const char* id : {"radhuset-sal-b", "radhuset-festsalen", "radhuset-foaje", "biblioteket-entre"})
    for (const char* language : {"sv", "en", "ar", "th"}) {
      CAPTURE(id, language);
      for (const auto& page : all_pages(sample_screen(id), moment(at("2027-05-04T10:12:00+02:00")), {language}))
        for (const auto& item : page.items)
          if (const auto* text = std::get_if<TextItem>(&item))
            for (const auto& line : text->layout->lines) {
              const bool last = &line == &text->layout->lines.back();
              CHECK_FALSE((line.text.ends_with("·") || line.text.ends_with("· ")));
              lines += last ? 0 : 1;
            }
    }
  CHECK(lines > 20);
}

TEST_CASE("a replaced session's door says what replaces it, and the other one's what it replaces (C4)") {
  EventData data = empty_house();
  data.sessions = {session_of("gammal", "sal-a", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00")),
                   session_of("ny", "sal-b", at("2027-05-04T10:00:00+02:00"), at("2027-05-04T11:00:00+02:00"))};
  Change change;
  change.id = "c1";
  change.session = "gammal";
  change.kind = ChangeKind::Replaced;
  change.by = "ny";
  change.created = at("2027-05-04T09:00:00+02:00");
  data.changes.push_back(change);
  for (const char* t : {"2027-05-04T09:40:00+02:00", kNow}) {
    CAPTURE(t);
    hang_before(data, "radhuset-sal-b", "sal-a");
    const auto old_door = all_pages(test::snapshot_of(data, "radhuset-sal-b"), moment(at(t)));
    CHECK(said_on_any(old_door, "Titel gammal"));
    CHECK(said_on_any(old_door, "Inställt"));
    CHECK(said_on_any(old_door, "Ersätts av ”Titel ny” · Sal B"));
    for (const auto& page : old_door) check_readable(page, "replaced");
    hang_before(data, "radhuset-sal-b", "sal-b");
    const auto new_door = all_pages(test::snapshot_of(data, "radhuset-sal-b"), moment(at(t)));
    CHECK(said_on_any(new_door, "I stället för ”Titel gammal”"));
    CHECK_FALSE(said_on_any(new_door, "Inställt"));
  }
}

TEST_CASE("on both nights of the clock change a session from 1:30 to 3:30 has its times and ends at its end (R-45)") {
  for (const auto& [first, last, hours] : {std::tuple{"2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00", 1},
                                           {"2027-10-31T01:30:00+02:00", "2027-10-31T03:30:00+01:00", 3}}) {
    CAPTURE(first);
    const UtcTime start = at(first);
    const UtcTime end = at(last);
    REQUIRE(end - start == std::chrono::hours{hours});
    const UtcTime half = start + (end - start) / 2;
    EventData data = empty_house();
    data.sessions = {session_of("natt", "sal-b", start, end)};

    const auto door = test::snapshot_of(data, "radhuset-sal-b");
    const auto before = show(door, moment(start - Minutes{30}));
    CHECK(says(before, "01:30–03:30"));
    CHECK(says(before, "Börjar om 30 minuter"));
    CHECK(show(door, moment(start - Seconds{20})).next_change == start);
    const auto during = show(door, moment(half));
    CHECK(says(during, "01:30–03:30"));
    CHECK(says(during, "Nu"));
    REQUIRE(shapes(during, "progress").size() == 1);
    CHECK(std::abs(2 * shapes(during, "progress")[0]->box.width - shapes(during, "progress.track")[0]->box.width) <= 2);
    CHECK(show(door, moment(end - Seconds{20})).next_change == end);
    CHECK(says(show(door, moment(end - Seconds{20})), "Titel natt"));
    CHECK_FALSE(says(show(door, moment(end)), "Titel natt"));

    // Without a clock of its own a list stays as it is from the start to the end.
    const auto list =
        with_region(data, "radhuset-ljusgarden", {0.03, 0.05, 0.94, 0.9}, "agenda", Json{{"venues", "all"}});
    const auto waiting = show(list, moment(start - Minutes{20}));
    CHECK(says(waiting, "01:30"));
    CHECK(says(waiting, "till 03:30"));
    CHECK(waiting.next_change == start);
    for (const UtcTime t : {start, half, end - Seconds{1}}) {
      const auto scene = show(list, moment(t));
      CHECK(says(scene, "01:30"));
      CHECK(says(scene, "till 03:30"));
      CHECK(says(scene, "Nu"));
      CHECK(scene.next_change == end);
    }
    CHECK_FALSE(says(show(list, moment(end)), "Titel natt"));
  }
}

TEST_CASE("what a door says at its foot stands below all else, however narrow the door (R-24)") {
  EventData data = empty_house();
  for (int i = 0; i < 7; ++i)
    data.sessions.push_back(
        session_of("s" + std::to_string(i), "festsalen", at(kNow) - Minutes{10}, at(kNow) + Minutes{50}));
  Moment when = moment(at(kNow));
  when.fetched = when.now - std::chrono::hours{3};
  std::size_t further_pages = 0;
  for (double width = 0.3; width < 0.7; width += 0.02) {
    CAPTURE(width);
    const auto snapshot = with_region(data, "radhuset-festsalen", {0.1, 0.1, width, 0.8}, "now-next");
    const auto pages = all_pages(snapshot, when);
    further_pages += pages.size() - 1;
    for (const auto& page : pages) {
      check_readable(page, "door");
      REQUIRE(texts(page, "age").size() == 1);
      const int foot = texts(page, "age").front()->box.y;
      CHECK(shapes(page, "block").at(0)->box.bottom() <= foot);
      for (const auto* item : texts(page))
        if (item->role != "age" && item->role != "page") CHECK(item->box.bottom() <= foot);
    }
  }
  CHECK(further_pages > 0);
}

TEST_CASE("what a grid says at its foot stands below its last row, however high the grid (R-24)") {
  Moment when = moment(at(kNow));
  when.fetched = when.now - std::chrono::hours{30};
  std::size_t cells = 0;
  for (double height = 0.7; height < 0.9; height += 0.01) {
    CAPTURE(height);
    const auto snapshot = with_region(long_day(), "radhuset-ljusgarden", {0.1, 0.05, 0.55, height}, "grid");
    for (const auto& page : all_pages(snapshot, when)) {
      check_readable(page, "grid");
      REQUIRE(texts(page, "age").size() == 1);
      for (const auto* cell : shapes(page, "cell")) {
        ++cells;
        CHECK(cell->box.bottom() <= texts(page, "age").front()->box.y);
      }
    }
  }
  CHECK(cells > 0);
}

TEST_CASE("a grid of which not all comes round in time keeps a page for every room and counts the rest (A-22)") {
  const EventData data = long_day();
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  const auto pages = all_pages(snapshot, moment(at(kNow)));
  REQUIRE_FALSE(shapes(pages.front(), "cell").empty());
  const auto titles = titles_on(pages);
  CHECK(titles.contains("Titel a0"));
  CHECK(titles.contains("Titel sen"));
  REQUIRE(titles.size() < data.sessions.size());
  CHECK(said_on_any(pages, std::to_string(data.sessions.size() - titles.size()) + " till senare i dag"));
}

TEST_CASE("a grid that leaves out some of what is on now does not say that it comes later (A-22)") {
  const EventData data = full_house();
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  const auto pages = all_pages(snapshot, moment(at(kNow)));
  REQUIRE_FALSE(shapes(pages.front(), "cell").empty());
  const auto left_out = data.sessions.size() - titles_on(pages).size();
  REQUIRE(left_out > 0);
  CHECK(said_on_any(pages, "och " + std::to_string(left_out) + " till"));
  CHECK_FALSE(said_on_any(pages, "senare i dag"));
}

TEST_CASE("a grid with more on now than comes round in time still shows what begins next (A-22)") {
  const EventData data = full_house();
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  const auto pages = all_pages(snapshot, moment(at(kNow)));
  REQUIRE_FALSE(shapes(pages.front(), "cell").empty());
  const auto titles = titles_on(pages);
  REQUIRE(titles.size() < data.sessions.size());
  CHECK(titles.contains("Titel b0"));
  CHECK(titles.contains("Titel a0"));
}

TEST_CASE("a room whose session goes on is never empty on a further page of a grid") {
  EventData data = empty_house();
  const UtcTime now = at(kNow);
  data.sessions = {session_of("lang", "sal-a", now - Minutes{30}, now + Minutes{200})};
  for (int i = 0; i < 12; ++i)
    data.sessions.push_back(
        session_of("b" + std::to_string(i), "sal-b", now + Minutes{10 * i}, now + Minutes{10 * i + 9}));
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  const auto pages = all_pages(snapshot, moment(now));
  REQUIRE(pages.size() > 1);
  for (const auto& page : pages) {
    REQUIRE_FALSE(shapes(page, "cell").empty());
    CHECK(says(page, "Titel lang"));
  }
}

TEST_CASE("what goes on in a grid never stands below its page") {
  EventData data = empty_house();
  const UtcTime now = at(kNow);
  for (int i = 0; i < 12; ++i) {
    data.sessions.push_back(session_of("a" + std::to_string(i), "sal-a", now - Minutes{5 * i + 5}, now + Minutes{400}));
    data.sessions.push_back(
        session_of("b" + std::to_string(i), "sal-b", now + Minutes{30 * i}, now + Minutes{30 * i + 29}));
  }
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  for (const auto& page : all_pages(snapshot, moment(now)))
    for (const auto* cell : shapes(page, "cell")) CHECK(cell->box.bottom() <= page.size.height * 9 / 10);
}

TEST_CASE("a grid with more rooms than come round in time is told as a list of what is on and next (A-22)") {
  EventData data = empty_house();
  for (int i = 0; i < 40; ++i) {
    data.sessions.push_back(session_of("s" + std::to_string(i), "", at(kNow) - Minutes{i + 1}, at(kNow) + Minutes{50}));
    data.sessions.back().room = RoomRef{std::nullopt, "Rum " + std::to_string(i)};
  }
  const auto snapshot = with_region(data, "radhuset-ljusgarden", {0.03, 0.1, 0.94, 0.8}, "grid");
  const auto pages = all_pages(snapshot, moment(at(kNow)));
  for (const auto& page : pages) {
    check_readable(page, "list");
    CHECK(shapes(page, "cell").empty());
    CHECK(says(page, "Nu"));
  }
  const auto left_out = data.sessions.size() - titles_on(pages).size();
  REQUIRE(left_out > 0);
  CHECK(said_on_any(pages, "och " + std::to_string(left_out) + " till"));
}
