// Programmes of another kind than the sample's: very many at once, of several days, in houses that nobody has drawn.
#include <algorithm>
#include <set>

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

void hang_before(EventData& data, const std::string& screen_id, const std::string& room) {
  for (Screen& screen : data.screens)
    if (screen.id == screen_id) screen.rooms = {room};
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
