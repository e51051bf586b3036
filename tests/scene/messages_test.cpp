// What is said beside the programme: emergencies, notices, changes; and lists when the day has nothing of its own.
#include <algorithm>
#include <set>

#include "tests/scene/scenes.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kMorning = "2027-05-04T10:12:00+02:00";

Message message_of(MessageKind kind, Text text) {
  Message message;
  message.id = "said";
  message.kind = kind;
  message.text = std::move(text);
  return message;
}

Session session_of(const std::string& id, const std::string& room, const char* start, const char* end) {
  Session session;
  session.id = id;
  session.title = Text::in("sv", "Titel " + id);
  session.start = at(start);
  session.end = at(end);
  session.venue = "radhuset";
  session.room = RoomRef{room, room};
  return session;
}

/// What the strip of the foyer's layout says.
std::vector<const TextItem*> strip_texts(const Scene& scene) {
  auto out = texts(scene, "notice");
  std::erase_if(out, [](const TextItem* text) { return text->region != "changes"; });
  return out;
}

bool has_strip(const Scene& scene, Colour colour) {
  return std::any_of(scene.items.begin(), scene.items.end(), [&](const SceneItem& item) {
    const auto* shape = std::get_if<ShapeItem>(&item);
    return shape && shape->role == "strip" && shape->colour == colour;
  });
}

}  // namespace

TEST_CASE("an emergency stands on every page of every screen while it holds, whatever the layout, and no longer") {
  EventData data = sample();
  Message message = message_of(MessageKind::Emergency, Text{{"sv", "Lämna huset nu"}, {"en", "Leave the house now"}});
  message.detail = Text{{"sv", "Samling på torget"}, {"en", "Meet in the square"}};
  message.from = at("2027-05-04T10:00:00+02:00");
  message.until = at("2027-05-04T11:00:00+02:00");
  data.messages.push_back(message);
  for (const char* id : kScreens) {
    CAPTURE(id);
    const auto snapshot = test::snapshot_of(data, id);
    const auto mode = snapshot.theme.modes.find(snapshot.screen.mode);
    REQUIRE(mode != snapshot.theme.modes.end());
    const Colour loud = mode->second.get("emergency");
    const auto pages = all_pages(snapshot, moment(at(kMorning)));
    for (const auto& page : pages) {
      check_readable(page, id);
      CHECK(has_strip(page, loud));
      const auto said = texts(page, "notice");
      CHECK(std::any_of(said.begin(), said.end(), [&](const TextItem* text) {
        return text->must_read && text->colour == mode->second.get("on-emergency");
      }));
      CHECK_FALSE(says(page, "Ändrat i dag"));  // nothing takes turns with it
    }
    CHECK(said_on_any(pages, "Lämna"));
    CHECK(said_on_any(pages, "torget"));
    for (const char* other : {"2027-05-04T09:59:59+02:00", "2027-05-04T11:00:00+02:00"}) {
      const auto scene = show(snapshot, moment(at(other)));
      CHECK_FALSE(says(scene, "Lämna"));
      CHECK_FALSE(has_strip(scene, loud));
    }
    CHECK(show(snapshot, moment(at("2027-05-04T09:59:59+02:00"))).next_change <= message.from);
    CHECK(pages.front().next_change <= message.until);
  }
}

TEST_CASE("an emergency for other screens stays there") {
  EventData data = sample();
  data.messages.push_back(message_of(MessageKind::Emergency, Text{{"sv", "Lämna huset nu"}}));
  data.messages.back().screens = {"stadsbiblioteket"};
  CHECK_FALSE(says(show(test::snapshot_of(data, "radhuset-festsalen"), moment(at(kMorning))), "Lämna"));
  CHECK(said_on_any(all_pages(test::snapshot_of(data, "biblioteket-entre"), moment(at(kMorning))), "Lämna"));
}

TEST_CASE("without the words of the phone's code that region alone is missing (R-34)") {
  Snapshot snapshot = sample_screen("radhuset-foaje");
  auto files = snapshot.words.files();
  for (auto& file : files) file.messages.erase("on-your-phone");
  snapshot.words = Words{std::move(files), true};
  std::vector<std::string> failures;
  const auto scene = scene_for(snapshot, moment(at(kMorning)), {}, typesetter_of(snapshot), &failures);
  REQUIRE(failures.size() == 1);
  CHECK(failures[0] == "region phone: no language has the words 'on-your-phone'");
  CHECK(says(scene, "Rådhuset"));
  CHECK_FALSE(texts(scene, "session.title").empty());
}

TEST_CASE("a notice and its detail in two languages are two pieces, each in its own (L-03, L-12)") {
  EventData data = sample();
  data.sessions.clear();
  data.changes.clear();
  data.messages = {message_of(MessageKind::Notice, Text{{"sv", "Garderoben är full"}})};
  const auto languages = [&](Text detail) {
    data.messages[0].detail = std::move(detail);
    std::multiset<std::string> out;
    for (const auto& page : all_pages(test::snapshot_of(data, "radhuset-foaje"), moment(at(kMorning))))
      for (const auto* text : strip_texts(page)) out.insert(text->layout->source.language);
    return out;
  };
  CHECK(languages(Text{{"ar", "الممر مغلق"}}) == std::multiset<std::string>{"ar", "sv"});
  CHECK(languages(Text{{"sv", "Använd hissen"}}) == std::multiset<std::string>{"sv"});
}

TEST_CASE("a note on a session says which session it means, both isolated (L-13)") {
  EventData data = sample();
  data.messages.clear();
  data.sessions = {session_of("a", "sal-a", "2027-05-04T10:00:00+02:00", "2027-05-04T11:00:00+02:00")};
  Change change;
  change.id = "c";
  change.session = "a";
  change.text = Text{{"ar", "أحضروا كوبًا"}};
  data.changes = {change};
  const auto scene = show(test::snapshot_of(data, "radhuset-foaje"), moment(at(kMorning)));
  const auto said = strip_texts(scene);
  REQUIRE(said.size() == 1);
  CHECK(said[0]->layout->source == TaggedText{isolate_name("Titel a") + ": " + isolate_name("أحضروا كوبًا."), "ar"});
}

TEST_CASE("a door says of a late session how late it is, and nothing against the end that it shows (C3)") {
  EventData data = sample();
  data.messages.clear();
  Change delay;
  delay.id = "late";
  delay.session = "late";
  delay.kind = ChangeKind::Delayed;
  delay.minutes = Minutes{30};
  data.changes = {delay};
  Screen& door = *std::find_if(data.screens.begin(), data.screens.end(),
                               [](const Screen& screen) { return screen.id == "radhuset-festsalen"; });
  door.rooms = {"festsalen", "sal-a"};
  // Planned for 9:00 to 10:00, now 9:30 to 10:30.
  data.sessions = {session_of("late", "sal-a", "2027-05-04T09:00:00+02:00", "2027-05-04T10:00:00+02:00")};
  const auto pages = all_pages(test::snapshot_of(data, door.id), moment(at(kMorning)));
  CHECK(said_on_any(pages, "Titel late"));
  CHECK(said_on_any(pages, "30 min sen"));
  CHECK(said_on_any(pages, "9:30–10:30"));
  CHECK_FALSE(said_on_any(pages, "Drar ut på tiden"));
}

TEST_CASE("an agenda names what goes on from before the day change") {
  Snapshot snapshot = sample_screen("radhuset-ljusgarden");
  snapshot.changes.clear();
  snapshot.sessions = {session_of("natt", "sal-a", "2027-05-04T22:00:00+02:00", "2027-05-05T06:00:00+02:00")};
  const auto scene = show(snapshot, moment(at("2027-05-05T05:00:00+02:00")));
  CHECK(says(scene, "Titel natt"));
  CHECK(says(scene, "Nu"));
  CHECK_FALSE(says(show(snapshot, moment(at("2027-05-05T06:00:00+02:00"))), "Titel natt"));
}

TEST_CASE("a grid whose hours hold nothing names what comes later in the day") {
  Snapshot snapshot = sample_screen("hamnskolan-entre");
  snapshot.changes.clear();
  snapshot.sessions = {session_of("kväll", "aulan", "2027-05-05T18:00:00+02:00", "2027-05-05T19:00:00+02:00")};
  snapshot.sessions[0].venue = "hamnskolan";
  for (auto& layout : snapshot.layouts)
    for (auto& [shape, regions] : layout.variants)
      for (auto& region : regions)
        if (region.widget == "grid") region.options["hours"] = 2;
  const auto scene = show(snapshot, moment(at("2027-05-05T08:00:00+02:00")));
  CHECK(says(scene, "Titel kväll"));
  CHECK(says(scene, "18:00"));
}
