#include "player/scene/welcome.hpp"

#include <set>

#include "tests/scene/scenes.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// Languages whose greetings stand on the page.
std::set<std::string> greeted(const Scene& scene) {
  std::set<std::string> languages;
  for (const auto* item : texts(scene, "welcome.language")) languages.insert(item->layout->source.language);
  return languages;
}

const TextItem& great(const Scene& scene) {
  const auto all = texts(scene, "welcome");
  return **std::max_element(all.begin(), all.end(), [](const TextItem* a, const TextItem* b) {
    return a->layout->style.em_px < b->layout->style.em_px;
  });
}

}  // namespace

TEST_CASE("greetings are spread evenly over pages that come back within a minute (L-06)") {
  const auto pages = greeting_pages(62, 10);
  CHECK(pages.size() == 7);
  CHECK(static_cast<int>(pages.size()) * kLeastDwell <= kWelcomeCycle);
  std::set<std::size_t> all;
  for (const auto& page : pages) {
    CHECK(page.front() == 0);
    CHECK(page.size() <= 10);
    CHECK(page.size() >= 9);
    all.insert(page.begin(), page.end());
  }
  CHECK(all.size() == 62);
  CHECK(greeting_pages(1, 10) == std::vector<std::vector<std::size_t>>{{0}});
  CHECK(greeting_pages(0, 10).empty());
  CHECK(greeting_pages(500, 10).size() == 7);
}

TEST_CASE("the welcome greets in all the event's languages within a minute, Swedish on every page (L-01, L-02, L-06)") {
  const Snapshot& snapshot = sample_screen("radhuset-entre");
  for (const SizePx size : {SizePx{1920, 1080}, SizePx{1080, 1920}, SizePx{3840, 2160}}) {
    std::set<std::string> all;
    std::set<std::string> greats;
    for (int second = 0; second < 60; second += 4) {
      Moment when = moment(at("2027-05-05T10:12:00+02:00"));
      when.rotation += Seconds{second};
      const auto scene = show(snapshot, when, {}, size);
      check_readable(scene, "welcome");
      const auto here = greeted(scene);
      CHECK(here.contains("sv"));
      all.insert(here.begin(), here.end());
      greats.insert(great(scene).layout->source.language);
    }
    CHECK(all.size() == snapshot.event.languages.size());
    for (const char* minority : {"fi", "fit", "se", "sma", "smj", "rmy", "yi"}) CHECK(all.contains(minority));
    CHECK(greats.size() >= 7);
  }
}

TEST_CASE("every greeting is the great one in its turn and stands whole at its own readers' edge (L-12, L-17)") {
  const Snapshot& snapshot = sample_screen("radhuset-entre");
  std::set<std::string> greats;
  for (int turn = 0; turn < 75; ++turn) {
    Moment when = moment(at("2027-05-05T00:00:00+02:00") + Seconds{8 * turn});
    const auto scene = show(snapshot, when);
    const auto& one = great(scene);
    const auto& layout = *one.layout;
    greats.insert(layout.source.language);
    INFO(layout.source.language);
    CHECK_FALSE(layout.truncated);
    CHECK(layout.lines.size() <= 2);
    const auto line = on_screen(one, layout.lines.front());
    if (layout.right_to_left)
      CHECK(line.right() > one.box.right() - 4);
    else
      CHECK(line.x < one.box.x + 4);
  }
  CHECK(greats.size() == snapshot.event.languages.size());
}

TEST_CASE("a welcome says no more than its message and the words have in that very language (L-05)") {
  EventData data = sample();
  data.event.languages = {"sv", "ar", "en"};
  data.event.draft_words = false;
  data.messages.clear();
  Message message;
  message.id = "w";
  message.kind = MessageKind::Welcome;
  message.text = Text{{"ar", "أهلًا"}};
  data.messages.push_back(message);
  const auto scene = show(snapshot_of(data, "radhuset-entre"), moment(at("2027-05-05T10:12:00+02:00")));
  CHECK(greeted(scene) == std::set<std::string>{"ar", "en", "sv"});
  CHECK(says(scene, "أهلًا"));
  CHECK(says(scene, "Välkommen"));
}

TEST_CASE("notices stand on the welcome while they hold, the most important first") {
  EventData data = sample();
  const auto add = [&](const char* id, const char* text, int priority) {
    Message message;
    message.id = id;
    message.text = Text{{"sv", text}};
    message.screens = {"tag:welcome"};
    message.from = at("2027-05-05T10:00:00+02:00");
    message.until = at("2027-05-05T11:00:00+02:00");
    message.priority = priority;
    data.messages.push_back(std::move(message));
  };
  add("n1", "Garderoben är full", 0);
  add("n2", "Använd södra entrén", 2);
  const auto snapshot = snapshot_of(data, "radhuset-entre");
  CHECK_FALSE(says(show(snapshot, moment(at("2027-05-05T09:59:59+02:00"))), "södra"));
  const auto scene = show(snapshot, moment(at("2027-05-05T10:00:00+02:00")));
  check_readable(scene, "notices");
  CHECK(says(scene, "Använd södra entrén"));
  CHECK_FALSE(says(show(snapshot, moment(at("2027-05-05T11:00:00+02:00"))), "södra"));
  CHECK(scene.next_change <= at("2027-05-05T11:00:00+02:00"));
}
