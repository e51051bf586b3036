// How pages of lists and of strips of changes follow each other.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "player/scene/paging.hpp"
#include "tests/scene/scenes.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kNow = "2027-05-04T09:30:00+02:00";

/// The sample, in which so many of the day's sessions are full, each said a minute after the one before.
EventData with_changes(std::size_t count) {
  EventData data = sample();
  data.changes.clear();
  data.event.draft_words = true;
  const UtcTime now = at(kNow);
  for (const auto& session : data.sessions) {
    if (session.start < now || session.start > now + std::chrono::hours{10} || session.venue != "radhuset") continue;
    if (data.changes.size() == count) break;
    Change change;
    change.id = "full-" + session.id;
    change.session = session.id;
    change.kind = ChangeKind::Full;
    change.created = now - Minutes{60} + Minutes{static_cast<int>(data.changes.size())};
    data.changes.push_back(change);
  }
  REQUIRE(data.changes.size() == count);
  return data;
}

/// A page of a region, and how long it stayed at a stretch.
struct Stay {
  std::string said;
  int seconds = 0;
  Seconds needed{0};  ///< by A-20
};

/// What one region says, watched for five minutes.
std::vector<Stay> stays_of(const Snapshot& snapshot, const std::string& region, const LanguageChain& languages) {
  std::vector<Stay> stays;
  Moment when = moment(at(kNow));
  for (int second = 0; second < 300; ++second, when.rotation += Seconds{1}) {
    const Scene scene = show(snapshot, when, languages);
    std::vector<SceneItem> items;
    std::string said;
    for (const auto& item : scene.items)
      if (const auto* text = std::get_if<TextItem>(&item); text && text->region == region) {
        items.push_back(item);
        said += text_of(*text) + "\n";
      }
    if (stays.empty() || stays.back().said != said) stays.push_back({said, 0, dwell_for(items)});
    ++stays.back().seconds;
  }
  return stays;
}

/// The longest that a page is away, from the end of one stay to the beginning of its next.
int longest_absence(const std::vector<Stay>& stays) {
  std::map<std::string, int> left;
  int longest = 0;
  int now = 0;
  for (const auto& stay : stays) {
    if (const auto it = left.find(stay.said); it != left.end()) longest = std::max(longest, now - it->second);
    now += stay.seconds;
    left[stay.said] = now;
  }
  return longest;
}

void check_stays(const std::vector<Stay>& stays) {
  for (std::size_t i = 1; i + 1 < stays.size(); ++i) {  // the first and the last are cut by the watch
    INFO(stays[i].said);
    CHECK(Seconds{stays[i].seconds} >= stays[i].needed);
  }
  CHECK(longest_absence(stays) <= 90);
}

std::size_t different(const std::vector<Stay>& stays) {
  std::set<std::string> said;
  for (const auto& stay : stays) said.insert(stay.said);
  return said.size();
}

}  // namespace

TEST_CASE("a few changes turn in step with the list above them (A-20, A-22)") {
  const auto snapshot = snapshot_of(with_changes(2), "radhuset-foaje");
  Moment when = moment(at(kNow));
  const auto pages = all_pages(snapshot, when, {"sv"});
  const auto list = stays_of(snapshot, "rooms-now", {"sv"});
  check_stays(list);
  CHECK(different(list) <= pages.size());
  for (std::size_t i = 1; i + 1 < list.size(); ++i) CHECK(list[i].seconds == list[1].seconds);
}

TEST_CASE(
    "where all together would take too long, strips turn by themselves and all comes round in time (A-20, A-22)") {
  const auto snapshot = snapshot_of(with_changes(6), "radhuset-foaje");
  for (const char* language : {"sv", "en", "ja", "th", "ar"}) {
    CAPTURE(language);
    const auto strip = stays_of(snapshot, "changes", {language});
    const auto list = stays_of(snapshot, "rooms-now", {language});
    CHECK(different(strip) >= 3);
    check_stays(strip);
    check_stays(list);
    for (const auto& page : all_pages(snapshot, moment(at(kNow)), {language})) check_readable(page, language);
  }
}

TEST_CASE("of more changes than come round in time a strip tells the latest and counts the rest (A-22)") {
  const auto snapshot = snapshot_of(with_changes(11), "radhuset-foaje");
  const auto strip = stays_of(snapshot, "changes", {"ja"});
  check_stays(strip);
  const auto all = stays_of(snapshot, "changes", {"sv"});
  check_stays(all);
  // Each change is a sentence of its own; the counting words stand on every page that tells changes.
  const auto sentences = [](const std::vector<Stay>& stays, const std::string& full) {
    std::set<std::string> told;
    for (const auto& stay : stays) {
      std::istringstream lines{stay.said};
      for (std::string line; std::getline(lines, line);)
        if (line.find(full) != std::string::npos) told.insert(line);
    }
    return told.size();
  };
  const auto told = sentences(strip, "満");
  CHECK(told >= 3);
  CHECK(told < 11);
  const std::string rest = "ほか" + std::to_string(11 - told) + "件";
  for (const auto& stay : strip)
    if (stay.said.find("満") != std::string::npos) CHECK(stay.said.find(rest) != std::string::npos);
}
