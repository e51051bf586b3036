// Every screen of the sample event at every quarter of an hour, by night every hour: nothing cut, nothing too small,
// nothing pale, nothing on top of anything else. One page each; scene_test looks at all of them.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "core/base/geometry.hpp"
#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kDays[] = {"2027-05-03", "2027-05-04", "2027-05-05", "2027-05-06", "2027-05-07"};
constexpr double kMustReadContrast = 7;
constexpr double kContrast = 4.5;

RectPx box_of(const Json& item) {
  const Json& box = item.at("box");
  return {box.at(0), box.at(1), box.at(2), box.at(3)};
}

bool overlap(const RectPx& a, const RectPx& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Where the letters of a text item stand: its lines without the room that the font leaves above accents and below
/// descenders.
std::vector<RectPx> ink_of(const Json& item) {
  const double em = item.at("font_px").get<double>();
  const int above = static_cast<int>(em / 8);
  const int below = static_cast<int>(em / 20);
  std::vector<RectPx> boxes;
  for (const Json& line : item.at("lines")) {
    const RectPx box = box_of(line);
    boxes.push_back({box.x, box.y + above, box.width, box.height - above - below});
  }
  return boxes;
}

/// Kinds of faults with one example each and how often they were seen.
class Report {
 public:
  void add(const std::string& screen, const Json& scene, const Json& item, const std::string& what) {
    const std::string kind =
        screen + ": " + item.at("region").get<std::string>() + ": " + item.at("role").get<std::string>() + ": " + what;
    Seen& seen = kinds_[kind];
    if (seen.times++ == 0) {
      seen.example = scene.at("at").get<std::string>() + " '" + item.value("text", item.at("kind").get<std::string>()) +
                     "' " + item.at("box").dump();
    }
  }
  void merge(const Report& other) {
    for (const auto& [kind, seen] : other.kinds_) {
      Seen& mine = kinds_[kind];
      if (mine.times == 0) mine.example = seen.example;
      mine.times += seen.times;
    }
  }
  bool empty() const { return kinds_.empty(); }
  std::string text() const {
    std::string all;
    for (const auto& [kind, seen] : kinds_)
      all += kind + " (" + std::to_string(seen.times) + " times, first at " + seen.example + ")\n";
    return all;
  }

 private:
  struct Seen {
    std::size_t times = 0;
    std::string example;
  };
  std::map<std::string, Seen> kinds_;
};

bool is_text(const Json& item) { return item.at("kind") == "text"; }

void check_text(const std::string& screen, const Json& scene, const Json& item, Report& faults) {
  if (item.at("truncated") == true) faults.add(screen, scene, item, "truncated");
  if (item.at("missing_glyphs") != 0) faults.add(screen, scene, item, "missing glyphs");
  if (item.at("cap_height_px").get<double>() < item.at("floor_px").get<double>() - 0.01)
    faults.add(screen, scene, item, "below its size floor");
  if (item.at("floor_px").get<double>() <= 0) faults.add(screen, scene, item, "no size floor");
  const double least = item.at("must_read") == true ? kMustReadContrast : kContrast;
  if (item.at("contrast").get<double>() < least) faults.add(screen, scene, item, "contrast");
  std::string shown;
  for (const Json& line : item.at("lines")) shown += line.at("text").get<std::string>();
  if (shown.empty() && !item.at("text").get<std::string>().empty()) faults.add(screen, scene, item, "no line");
}

void check_places(const std::string& screen, const Json& scene, Report& faults) {
  const RectPx whole{0, 0, scene.at("size").at(0), scene.at("size").at(1)};
  const auto inside = [&](const RectPx& box) {
    return box.x >= 0 && box.y >= 0 && box.right() <= whole.right() && box.bottom() <= whole.bottom();
  };
  const Json& items = scene.at("items");
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!inside(box_of(items[i]))) faults.add(screen, scene, items[i], "outside the screen");
    if (!is_text(items[i])) continue;
    const auto lines = ink_of(items[i]);
    if (!std::all_of(lines.begin(), lines.end(), inside))
      faults.add(screen, scene, items[i], "line outside the screen");
    for (std::size_t j = 0; j < i; ++j) {
      if (!is_text(items[j])) continue;
      const auto others = ink_of(items[j]);
      const bool clash = std::any_of(lines.begin(), lines.end(), [&](const RectPx& a) {
        return std::any_of(others.begin(), others.end(), [&](const RectPx& b) { return overlap(a, b); });
      });
      if (clash) faults.add(screen, scene, items[i], "over " + items[j].at("role").get<std::string>());
    }
  }
}

Report check_scene(const std::string& screen, const Json& scene) {
  Report faults;
  std::size_t texts = 0;
  for (const Json& item : scene.at("items")) {
    if (!is_text(item)) continue;
    check_text(screen, scene, item, faults);
    ++texts;
  }
  check_places(screen, scene, faults);
  if (texts == 0) faults.add(screen, scene, {{"region", ""}, {"role", ""}, {"kind", ""}, {"box", {}}}, "empty screen");
  return faults;
}

/// All screens of the sample event, each with its snapshot in a folder.
class SampleScreens {
 public:
  SampleScreens() {
    server_.ask({"import", source_path("assets/demo/event.json")});
    const Json screens = server_.ask({"screen", "list"});
    for (const Json& screen : screens.at("screens")) {
      names_.push_back(screen.at("id"));
      server_.ask({"snapshot", "--screen", names_.back(), "--out", folder(names_.back())});
    }
  }
  const std::vector<std::string>& names() const { return names_; }
  std::string folder(const std::string& screen) const { return server_.beside(screen); }

 private:
  Server server_;
  std::vector<std::string> names_;
};

std::vector<Json> scenes(const std::string& folder, const std::string& from, const std::string& to,
                         const char* minutes) {
  const auto result = run({program("skylt-player"), "render", "--snapshot", folder, "--at", from, "--to", to, "--every",
                           minutes, "--scene", "-"});
  if (result.exit != 0 || !result.err.empty()) throw std::runtime_error{"render " + folder + ": " + result.err};
  std::vector<Json> all;
  for (std::size_t at = 0; at < result.out.size();) {
    const std::size_t end = std::min(result.out.find('\n', at), result.out.size());
    all.push_back(Json::parse(result.out.substr(at, end - at)));
    at = end + 1;
  }
  return all;
}

}  // namespace

TEST_CASE(
    "every sample screen is whole and legible at every quarter of an hour of the event's days and every hour of its "
    "nights (A-02 A-03 A-09 A-30)") {
  const SampleScreens screens;
  REQUIRE(screens.names().size() >= 11);
  const std::size_t days = std::size(kDays);
  std::vector<Report> faults(screens.names().size() * days);
  std::vector<std::size_t> counts(faults.size());
  in_parallel(faults.size(), [&](std::size_t i) {
    const std::string& screen = screens.names()[i / days];
    const std::string day = kDays[i % days];
    const auto check = [&](const std::string& from, const std::string& to, const char* minutes) {
      for (const Json& scene : scenes(screens.folder(screen), day + from, day + to, minutes)) {
        faults[i].merge(check_scene(screen, scene));
        ++counts[i];
      }
    };
    check("T00:00:00+02:00", "T05:59:00+02:00", "60");
    check("T06:00:00+02:00", "T23:59:00+02:00", "15");
  });
  Report all;
  for (const Report& part : faults) all.merge(part);
  INFO(all.text());
  CHECK(all.empty());
  for (const std::size_t count : counts) CHECK(count == 6 + 72);
}

TEST_CASE("every page of every sample screen at noon is whole and legible (A-21)") {
  const SampleScreens screens;
  Report all;
  for (const std::string& screen : screens.names()) {
    std::set<int> pages;
    int count = 1;
    std::string at = "2027-05-04T10:30:00Z";
    for (int steps = 0; static_cast<int>(pages.size()) < count && steps < 100; ++steps) {
      const auto result =
          run({program("skylt-player"), "render", "--snapshot", screens.folder(screen), "--at", at, "--scene", "-"});
      INFO(screen << " " << result.err);
      REQUIRE(result.exit == 0);
      const Json scene = one_document(result.out);
      all.merge(check_scene(screen, scene));
      pages.insert(scene.at("page").at(0).get<int>());
      count = scene.at("page").at(1).get<int>();
      REQUIRE(scene.at("next_change").is_string());
      at = scene.at("next_change").get<std::string>();
    }
    INFO(screen);
    CHECK(static_cast<int>(pages.size()) >= count);
  }
  INFO(all.text());
  CHECK(all.empty());
}
