// Every sample screen in every language that has words, and in languages that nobody speaks, as mounted and turned.
#include <unicode/unistr.h>

#include <cstring>
#include <filesystem>
#include <set>

#include "core/language/dates.hpp"
#include "core/language/pseudo.hpp"
#include "player/scene/type_scale.hpp"
#include "tests/scene/scenes.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const char* const kMoments[] = {"2027-05-04T10:12:00+02:00", "2027-05-04T12:35:00+02:00", "2027-05-05T13:40:00+02:00",
                                "2027-05-06T09:05:00+02:00", "2027-05-04T22:10:00+02:00"};

std::vector<std::string> languages_with_words() {
  std::vector<std::string> languages;
  for (const auto& file : sample_screen("radhuset-foaje").words.files()) languages.push_back(file.language);
  return languages;
}

SizePx turned(SizePx size) { return {size.height, size.width}; }

/// In the page's language, or in one that stands in for it; never in a third, and set in its own direction.
void check_languages(const Scene& scene, const std::string& language) {
  const bool welcome = scene.layout == "welcome";
  for (const auto* item : texts(scene)) {
    INFO(item->role << " '" << text_of(*item) << "' in " << item->layout->source.language);
    const auto& tag = item->layout->source.language;
    const bool expected = tag == language || tag == "sv" || tag == "en" || tag == "und";
    if (!expected && !welcome) FAIL_CHECK("in a third language");
    if (item->layout->right_to_left != is_right_to_left(tag)) FAIL_CHECK("in the wrong direction");
  }
}

/// `index` spreads moments and pages over the languages, so that all together see them all.
void check_screen(const Snapshot& snapshot, const std::string& language, std::size_t index, const char* id) {
  const auto size = snapshot.screen.size;
  for (const SizePx shown : {size, turned(size)}) {
    Moment when = moment(at(kMoments[index % std::size(kMoments)]));
    when.rotation += Seconds{11 * static_cast<int>(index % 8)};
    const auto scene = show(snapshot, when, {language}, shown);
    check_readable(scene, std::string{id} + " " + language + (shown == size ? "" : " turned"));
    INFO(id << " in " << language);
    check_languages(scene, language);
    ++index;
  }
}

}  // namespace

TEST_CASE("every sample screen stands in every language with words, as mounted and turned (L-05, L-12, L-17, L-33)") {
  std::size_t index = 0;
  for (const auto& language : languages_with_words())
    for (const char* id : kScreens) check_screen(sample_screen(id), language, index++, id);
}

TEST_CASE("every sample screen stands in the pseudo-locales, as mounted and turned (L-28)") {
  for (const auto locale : {PseudoLocale::Longer, PseudoLocale::RightToLeft, PseudoLocale::Tallest}) {
    const auto language = pseudo_language(locale);
    const LanguageChain chain{"sv"};
    EventData data = sample();
    const auto tell = [&](Text& text) { text = with_pseudo(text, chain, locale); };
    tell(data.event.name);
    for (auto& session : data.sessions) {
      tell(session.title);
      tell(session.short_title);
    }
    for (auto& venue : data.venues) {
      tell(venue.name);
      for (auto& level : venue.levels) tell(level.name);
      for (auto& room : venue.rooms) tell(room.name);
    }
    for (auto& organiser : data.organisers) tell(organiser.name);
    for (auto& message : data.messages) tell(message.text);
    std::size_t index = 0;
    for (const char* id : kScreens) {
      auto snapshot = snapshot_of(data, id);
      auto files = snapshot.words.files();
      const auto swedish =
          std::find_if(files.begin(), files.end(), [](const WordFile& file) { return file.language == "sv"; });
      REQUIRE(swedish != files.end());
      const auto pseudo = pseudo_words(*swedish, locale);
      files.push_back(pseudo);
      snapshot.words = Words{std::move(files), true};
      for (std::size_t i = 0; i < std::size(kMoments); ++i) check_screen(snapshot, language, index++, id);
    }
  }
}

TEST_CASE("nothing that a screen says bypasses the words") {
  constexpr const char* kMark = "¤";
  std::set<std::string> content;
  const std::function<void(const Json&)> collect = [&](const Json& json) {
    if (json.is_string()) content.insert(bare(json.get<std::string>()));
    if (json.is_structured())
      for (const auto& item : json) collect(item);
  };
  collect(to_json(sample()));
  for (const char* id : kScreens) {
    Snapshot snapshot = sample_screen(id);
    for (const auto& layout : snapshot.layouts) collect(to_json(layout));
    std::vector<WordFile> marked;
    for (auto file : snapshot.words.files())
      if (file.language == "sv" || file.language == "en") {
        for (auto& [key, message] : file.messages)
          if (key != "list-separator") message.pattern = kMark + message.pattern;
        marked.push_back(std::move(file));
      }
    snapshot.words = Words{std::move(marked), true};
    const std::set<std::string> names{"session.title", "session.time", "session.time.old", "session.organisers",
                                      "clock",         "date",         "phone.address",    "welcome.language"};
    for (const char* t : kMoments)
      for (const auto& page : all_pages(snapshot, moment(at(t))))
        for (const auto* item : texts(page)) {
          const auto text = text_of(*item);
          if (names.contains(item->role) || content.contains(text)) continue;
          const bool is_date = text == bare(date_text(parse_day("2027-05-05").value(), LanguageChain{"sv"}).text) ||
                               text.find(" maj") != std::string::npos;
          if (const auto dot = text.find(" · "); dot != std::string::npos)  // a house and its floor
            if (content.contains(text.substr(0, dot)) && content.contains(text.substr(dot + std::strlen(" · "))))
              continue;
          INFO(id << " " << t << " " << item->role << " '" << text << "'");
          if (!is_date && text.find(kMark) == std::string::npos) FAIL_CHECK("is neither content nor of the words");
        }
  }
}

TEST_CASE("a screen says only what a reader has checked unless the event shows drafts (L-05)") {
  EventData data = sample();
  data.event.draft_words = false;
  std::set<std::string> floors;  // the event's own words, which its organisers answer for
  for (const auto& venue : data.venues)
    for (const auto& level : venue.levels)
      for (const auto& [language, name] : level.name.by_language()) floors.insert(name);
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  for (const char* id : {"radhuset-foaje", "radhuset-festsalen"}) {
    const auto snapshot = snapshot_of(data, id);
    for (const char* language : {"ar", "th", "fi"}) {
      const auto scene = show(snapshot, when, {language});
      for (const auto* item : texts(scene)) {
        INFO(id << " " << language << " " << item->role << " '" << text_of(*item) << "'");
        // Dates come from CLDR, which its readers have checked.
        if (item->role != "date" && !floors.contains(text_of(*item))) CHECK(item->layout->source.language != language);
      }
    }
  }
  CHECK(says(show(sample_screen("radhuset-foaje"), when, {"fi"}), "Nyt"));
}

TEST_CASE("the facts of a session fall back as a whole line, never half of it (L-05)") {
  // They can say "in {languages}", but neither they nor CLDR have the names of the languages.
  const std::set<std::string> swedish{"sma", "fit", "smj", "rmy"};
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  for (const auto& language : languages_with_words())
    for (const char* id : {"radhuset-festsalen", "radhuset-sal-b", "hamnskolan-aulan", "radhuset-foaje"}) {
      const auto scene = show(sample_screen(id), when, {language});
      for (const auto* item : texts(scene, "session.facts")) {
        INFO(id << " " << language << " '" << text_of(*item) << "' in " << item->layout->source.language);
        // A part in another language would be isolated from the rest.
        const auto& whole = item->layout->source.text;
        for (auto dot = whole.find("· "); dot != std::string::npos; dot = whole.find("· ", dot + 1))
          CHECK(whole.compare(dot + std::strlen("· "), 3, "\u2068") != 0);
        if (swedish.contains(language)) CHECK(item->layout->source.language == "sv");
      }
    }
}

TEST_CASE("Swedish stands on every page, whichever language it is in (L-01)") {
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  for (const auto& language : languages_with_words())
    for (const char* id : kScreens) {
      const Snapshot& snapshot = sample_screen(id);
      if (snapshot.screen.layout == "welcome") continue;  // greets in Swedish on every page (welcome_test)
      for (const auto& page : all_pages(snapshot, when, {language})) {
        INFO(id << " in " << language << ", page " << page.page + 1);
        const auto all = texts(page);
        CHECK(std::any_of(all.begin(), all.end(),
                          [](const TextItem* item) { return item->layout->source.language == "sv"; }));
      }
    }
}

TEST_CASE("titles in another script than the page's are as large as their script asks, and stand whole (A-06, A-08)") {
  const std::vector<TaggedText> titles{
      {"آزادی اظہار پر ایک کھلی گفتگو، جس میں شہر کے سب لوگ اپنے تجربات اور سوالات لے کر آ سکتے ہیں", "ur"},
      {"გამოხატვის თავისუფლება: ღია საუბარი ქალაქის ყველა მცხოვრებისთვის, კითხვებითა და გამოცდილებით", "ka"},
      {"การสนทนาเปิดเกี่ยวกับเสรีภาพในการแสดงออกสำหรับชาวเมืองทุกคนพร้อมคำถามและประสบการณ์", "th"},
      {"表現の自由についての公開討論会、街に住むすべての人が質問と経験を持ち寄って", "ja"}};
  for (const auto& title : titles) {
    EventData data = sample();
    for (Session& session : data.sessions) {
      session.title = Text::in(title.language, title.text);
      session.short_title = {};
    }
    for (const char* id : {"radhuset-festsalen", "radhuset-sal-b", "radhuset-foaje", "radhuset-ljusgarden",
                           "hamnskolan-entre", "biblioteket-unga"}) {
      const auto snapshot = test::snapshot_of(data, id);
      const auto pages = all_pages(snapshot, moment(at(kMoments[1])), {"sv"});
      std::size_t found = 0;
      for (const auto& page : pages) {
        check_readable(page, std::string{id} + " " + title.language);
        for (const auto* item : texts(page, "session.title")) {
          if (item->layout->source.language != title.language) continue;
          ++found;
          CHECK(item->floor_px == Approx(type_scale(snapshot.screen, snapshot.screen.size, 0.714).must_px *
                                         script_factor(title.language)));
        }
      }
      CHECK(found > 0);
    }
  }
}

TEST_CASE("no words of the screens are all in capitals, but for abbreviations (A-05)") {
  for (const auto& file : sample_screen("radhuset-foaje").words.files())
    for (const auto& [key, message] : file.messages) {
      INFO(file.language << " " << key << " '" << message.pattern << "'");
      auto text = icu::UnicodeString::fromUTF8(message.pattern);
      if (text.indexOf(u' ') < 0 || text.indexOf(icu::UnicodeString{u"plural"}) >= 0) continue;
      for (auto from = text.indexOf(u'{'); from >= 0; from = text.indexOf(u'{'))
        text.remove(from, text.indexOf(u'}', from) + 1 - from);
      icu::UnicodeString capitals = text;
      icu::UnicodeString small = text;
      capitals.toUpper();
      small.toLower();
      CHECK((capitals == small || text != capitals));
    }
}

TEST_CASE("variants of Swedish alone take turns like any languages, as many as come round in time (L-01, A-22)") {
  EventData data = sample();
  auto& screen = data.screens.front();
  screen.languages = {"sv"};
  for (const char* region : {"AX", "DK", "EE", "FI", "GB", "IS", "LT", "LV", "NO", "PL", "SE", "US"})
    screen.languages.push_back(std::string{"sv-"} + region);
  screen.language_display = LanguageDisplay::InTurn;
  const auto pages = all_pages(snapshot_of(data, screen.id), moment(at("2027-05-04T10:12:00+02:00")));
  CHECK(pages.size() <= 11);  // of eight seconds in ninety
  for (const auto& page : pages) CHECK(says(page, "Festsalen"));
}

TEST_CASE("languages in turn come back in time, all regions in step (A-20, A-22)") {
  EventData data = sample();
  auto& screen = data.screens.front();
  screen.languages = {"sv", "ar", "en", "th"};
  screen.language_display = LanguageDisplay::InTurn;
  const auto snapshot = snapshot_of(data, screen.id);
  const auto start = at("2027-05-04T10:12:00+02:00");
  std::map<std::string, std::vector<int>> seen;
  for (int second = 0; second < 240; ++second) {
    Moment when = moment(start);
    when.rotation += Seconds{second};
    const auto scene = show(snapshot, when);
    const auto status = texts(scene, "session.status");
    REQUIRE_FALSE(status.empty());
    const auto language = status.front()->layout->source.language;
    if (second % 5 == 0) check_readable(scene, "in turn");
    // The date says the same language: the header has turned with the rest.
    CHECK(texts(scene, "date").front()->layout->source.language == language);
    seen[language].push_back(second);
  }
  CHECK(seen.size() == 4);
  for (const auto& [language, seconds] : seen) {
    CAPTURE(language);
    int gap = seconds.front();
    for (std::size_t i = 1; i < seconds.size(); ++i) gap = std::max(gap, seconds[i] - seconds[i - 1]);
    CHECK(gap <= 90);
  }
}

TEST_CASE("two languages stand side by side, on a portrait screen one above the other") {
  EventData data = sample();
  for (const char* id : {"radhuset-festsalen", "radhuset-foaje", "biblioteket-entre", "hamnskolan-entre"}) {
    auto& screen = *std::find_if(data.screens.begin(), data.screens.end(), [&](const Screen& s) { return s.id == id; });
    screen.languages = {"sv", "ar"};
    screen.language_display = LanguageDisplay::SideBySide;
    const auto snapshot = snapshot_of(data, id);
    for (const auto& page : all_pages(snapshot, moment(at("2027-05-04T10:12:00+02:00")))) {
      check_readable(page, id);
      const bool above = page.size.height > page.size.width;
      for (const auto* item : texts(page, "date")) {
        const bool first = item->layout->source.language == "sv";
        INFO(id << " '" << text_of(*item) << "'");
        const int middle = above ? item->box.y + item->box.height / 2 : item->box.x + item->box.width / 2;
        CHECK((middle < (above ? page.size.height : page.size.width) / 2) == first);
      }
    }
  }
}

TEST_CASE("an agenda can be of the sessions that one can follow in a language") {
  EventData data = sample();
  Layout layout;
  layout.id = "english";
  layout.variants[Orientation::Landscape] = {
      Region{"list", {0.03, 0.05, 0.94, 0.9}, "agenda", Json{{"venues", "all"}, {"follow-in", "en"}, {"past", true}}}};
  data.layouts.push_back(layout);
  data.screens.front().layout = "english";
  const auto snapshot = snapshot_of(data, data.screens.front().id);
  const auto pages = all_pages(snapshot, moment(at("2027-05-04T08:00:00+02:00")));
  CHECK(said_on_any(pages, "engelska"));
  std::set<std::string> followed;
  for (const auto& session : data.sessions)
    if (std::find(session.languages.begin(), session.languages.end(), "en") != session.languages.end() ||
        std::find(session.interpreted.begin(), session.interpreted.end(), "en") != session.interpreted.end())
      followed.insert(session.title.best_for(LanguageChain{"sv"})->text);
  std::size_t shown = 0;
  for (const auto& page : pages)
    for (const auto* item : texts(page, "session.title")) {
      ++shown;
      CHECK(followed.contains(text_of(*item)));
    }
  CHECK(shown > 0);
}

TEST_CASE("every layout has room for the code of its page, and shows it only where there is one (A-53)") {
  const auto when = moment(at("2027-05-04T10:12:00+02:00"));
  EventData without = sample();
  without.event.public_address.clear();
  for (const char* id : kScreens) {
    CAPTURE(id);
    const auto codes = [](const Scene& scene) {
      std::vector<const QrItem*> out;
      for (const auto& item : scene.items)
        if (const auto* qr = std::get_if<QrItem>(&item)) out.push_back(qr);
      return out;
    };
    const auto& snapshot = sample_screen(id);
    for (const SizePx size : {snapshot.screen.size, turned(snapshot.screen.size)}) {
      const auto pages = all_pages(snapshot, when, {}, size);
      const auto with_code =
          std::find_if(pages.begin(), pages.end(), [&](const Scene& page) { return !codes(page).empty(); });
      REQUIRE(with_code != pages.end());
      const Scene& scene = *with_code;
      REQUIRE(codes(scene).size() == 1);
      CHECK(codes(scene)[0]->data == "https://malmomots.example/s/" + std::string{id});
      CHECK_FALSE(texts(scene, "phone.address").empty());
      CHECK_FALSE(texts(scene, "phone.text").empty());
      const double pitch = snapshot.screen.diagonal_inch * 25.4 / std::hypot(size.width, size.height);
      const double wanted = snapshot.screen.distance_mm / 10 / pitch;
      // A door in landscape keeps its block: its code is for those who stand before it.
      const bool small = scene.layout == "door" && size.width > size.height;
      CHECK(codes(scene)[0]->box.width >= (small ? wanted * 0.6 : wanted - 1));
    }
    CHECK(codes(show(snapshot_of(without, id), when)).empty());
  }
}
