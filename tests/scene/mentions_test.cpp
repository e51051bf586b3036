// Which screens mention a session is decided without drawing; here it is held against what is drawn.
#include "content-server/api/mentions.hpp"

#include "tests/scene/scenes.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

Assets shipped() { return Assets::load(source_path("")); }

bool is_drawn(const std::vector<Scene>& pages, const Session& session) {
  for (const auto* text : {&session.title, &session.short_title})
    for (const auto& [language, title] : text->by_language())
      if (said_on_any(pages, bare(title))) return true;
  return false;
}

std::string title_of(const Session& session) {
  return session.title.empty() ? session.id : session.title.by_language().begin()->second;
}

const Screen& screen_named(const std::string& id) {
  for (const auto& screen : sample().screens)
    if (screen.id == id) return screen;
  throw std::runtime_error{"no screen " + id};
}

}  // namespace

TEST_CASE("no screen has a session's title on one of its pages without being said to mention it") {
  const Assets assets = shipped();
  std::size_t drawn = 0, said = 0;
  for (const char* moment_text : {"2027-05-03T08:50:00+02:00", "2027-05-04T10:12:00+02:00", "2027-05-04T13:05:00+02:00",
                                  "2027-05-05T16:40:00+02:00", "2027-05-06T22:30:00+02:00"}) {
    const auto now = at(moment_text);
    const Mentions mentions{sample(), assets, now};
    for (const char* id : kScreens) {
      const auto& screen = screen_named(id);
      if (screen.layout == "directions") continue;  // points at rooms; what is on in them is said beside, not listed
      // The same meeting place is there every day: titles are compared, not days.
      std::set<std::string> titles;
      for (const auto& session : sample().sessions)
        if (!mentions.regions(screen, session.id).empty()) titles.insert(title_of(session));
      said += titles.size();
      const auto pages = all_pages(sample_screen(id), moment(now));
      for (const auto& session : sample().sessions) {
        if (!is_drawn(pages, session)) continue;
        ++drawn;
        INFO(moment_text << ' ' << id << ' ' << session.id);
        CHECK(titles.contains(title_of(session)));
      }
    }
  }
  CHECK(drawn > 100);
  CHECK(said < 5 * std::size(kScreens) * sample().sessions.size() / 4);  // it tells screens apart
}
