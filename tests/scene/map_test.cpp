#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "core/venue/map_labels.hpp"
#include "core/venue/map_level.hpp"
#include "player/paint/difference.hpp"
#include "player/scene/map_tones.hpp"
#include "tests/scene/house.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const UtcTime kMorning = at("2027-05-04T08:50:00+02:00");

const MapItem* map_of(const Scene& scene) {
  for (const auto& item : scene.items)
    if (const auto* map = std::get_if<MapItem>(&item)) return map;
  return nullptr;
}

std::vector<const MapPath*> shapes(const MapItem& map, const std::string& role, const std::string& id = "") {
  std::vector<const MapPath*> out;
  for (const auto& path : map.drawing->paths)
    if (path.role == role && (id.empty() || path.id == id)) out.push_back(&path);
  return out;
}

/// Middle of a room's outline on the screen.
Pixel middle_of(const MapItem& map, const std::string& room) {
  for (const char* role : {"room", "destination", "shaft"})
    for (const auto* path : shapes(map, role, room)) {
      const PixelBox bounds = bounds_of(path->lines);
      return {bounds.centre().x + map.box.x, bounds.centre().y + map.box.y};
    }
  FAIL("no room " << room);
  return {};
}

RectPx lines_of(const TextItem& item) {
  RectPx all;
  for (const auto& line : item.layout->lines) all = unite(all, on_screen(item, line));
  return all;
}

Snapshot led_to(const House& house, const std::string& to) {
  Snapshot snapshot = house.snapshot();
  for (auto& layout : snapshot.layouts)
    for (auto& [shape, regions] : layout.variants)
      for (auto& region : regions)
        if (region.widget == "map" || region.widget == "way") region.options["to"] = to;
  return snapshot;
}

/// The map and, beside it in a box of that size, the way.
Snapshot with_way(Snapshot snapshot, double width, double height, const Json& options = Json::object()) {
  Layout layout;
  layout.id = snapshot.screen.layout;
  layout.variants[Orientation::Landscape] = {Region{"map", {0, 0, 0.6, 1}, "map", options},
                                             Region{"way", {0.64, 0.1, width, height}, "way", options}};
  snapshot.layouts = {layout};
  return snapshot;
}

/// All that is said in that role, once.
std::set<std::string> said_as(const std::vector<Scene>& pages, const std::string& role) {
  std::set<std::string> out;
  for (const auto& page : pages)
    for (const auto* text : texts(page, role)) out.insert(text_of(*text));
  return out;
}

Session session_in(const char* room, UtcTime start) {
  Session session;
  session.id = std::string{"in-"} + room;
  session.title = Text::in("sv", std::string{"Möte i "} + room);
  session.start = start;
  session.end = start + Minutes{45};
  session.venue = "radhuset";
  session.room = RoomRef{room, room};
  return session;
}

/// Text on the map: M2, and nothing leaves the picture.
void check_labels(const Scene& scene, const std::string& where) {
  const auto* map = map_of(scene);
  REQUIRE(map);
  std::vector<std::pair<std::string, RectPx>> taken;
  for (const auto& item : scene.items) {
    const auto* text = std::get_if<TextItem>(&item);
    if (!text || text->region != map->region) continue;
    for (const auto& line : text->layout->lines) {
      const RectPx box = core_of(*text, line);
      INFO(where << " '" << text_of(*text) << "'");
      if (!map->box.contains(box)) FAIL_CHECK("leaves the map");
      for (const auto& [other, its] : taken)
        if (!intersect(box, its).empty()) FAIL_CHECK("runs into '" << other << "'");
      taken.emplace_back(text_of(*text), box);
    }
  }
}

}  // namespace

TEST_CASE("up on the map is what the viewer faces, and left stays left (M1)") {
  for (const double heading : {0.0, 90.0, 180.0, 270.0, 37.0}) {
    MapView view;
    view.heading = heading;
    view.scale = 10;
    const double h = heading * std::numbers::pi / 180;
    const Pixel ahead = view.to_picture(Point{std::sin(h), std::cos(h)});
    CHECK(ahead.x == Approx(0).margin(1e-9));
    CHECK(ahead.y == Approx(-10));
    const Pixel right = view.to_picture(Point{std::cos(h), -std::sin(h)});
    CHECK(right.x == Approx(10));
    CHECK(right.y == Approx(0).margin(1e-9));
    const Point back = view.to_venue(ahead);
    CHECK(back.x == Approx(std::sin(h)));
    CHECK(back.y == Approx(std::cos(h)));
  }
}

TEST_CASE("the map of an asymmetric house is heads-up and never mirrored, in Swedish and in Arabic (M1, A-63, A-64)") {
  const Snapshot snapshot = led_to(House{}, "sal-b");
  for (const char* language : {"sv", "ar"}) {
    const auto scene = show(snapshot, moment(kMorning), {language});
    const auto* map = map_of(scene);
    REQUIRE(map);
    REQUIRE(map->viewer);
    // The viewer faces north: Festsalen lies ahead to the left, the stairs to the right.
    CHECK(middle_of(*map, "festsalen").x < map->viewer->x);
    CHECK(middle_of(*map, "festsalen").y < map->viewer->y);
    CHECK(middle_of(*map, "sal-b").x > map->viewer->x);
    CHECK(middle_of(*map, "stairwell").x > map->viewer->x);
    CHECK(map->north == Approx(0));
  }
}

TEST_CASE("a screen turned around turns its map around (M1, M6)") {
  House house;
  Snapshot snapshot = led_to(house, "sal-b");
  snapshot.screen.heading = 180;
  const auto scene = show(snapshot, moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  CHECK(middle_of(*map, "festsalen").x > map->viewer->x);
  CHECK(middle_of(*map, "festsalen").y > map->viewer->y);
  CHECK(middle_of(*map, "stairwell").x < map->viewer->x);
}

TEST_CASE("turning the whole venue with its screens leaves the map as it is, but for the north mark (M1, W2)") {
  const auto plain = show(led_to(House{}, "sal-b"), moment(kMorning));
  const auto* map = map_of(plain);
  REQUIRE(map);
  for (const double turn : {90.0, 180.0, 211.0, 333.5}) {
    CAPTURE(turn);
    const auto scene = show(led_to(House{turn}, "sal-b"), moment(kMorning));
    const auto* turned = map_of(scene);
    REQUIRE(turned);
    REQUIRE(turned->drawing->paths.size() == map->drawing->paths.size());
    double most = 0;
    for (std::size_t i = 0; i < map->drawing->paths.size(); ++i) {
      const auto& a = map->drawing->paths[i];
      const auto& b = turned->drawing->paths[i];
      REQUIRE(a.role == b.role);
      REQUIRE(a.lines.size() == b.lines.size());
      if (a.role == "north") continue;
      for (std::size_t l = 0; l < a.lines.size(); ++l) {
        REQUIRE(a.lines[l].size() == b.lines[l].size());
        for (std::size_t p = 0; p < a.lines[l].size(); ++p)
          most = std::max(most, std::hypot(a.lines[l][p].x - b.lines[l][p].x, a.lines[l][p].y - b.lines[l][p].y));
      }
    }
    CHECK(most < 0.3);
    CHECK(std::fmod(turned->north - map->north + turn + 720, 360) == Approx(0).margin(1e-6));
    CHECK(outline(scene) == outline(plain));
  }
}

TEST_CASE("the mark of the viewer has its wedge upwards and says so in words (M3)") {
  const auto scene = show(led_to(House{}, "sal-b"), moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  const auto wedge = shapes(*map, "you-are-here.facing");
  REQUIRE(wedge.size() == 1);
  const PixelBox bounds = bounds_of(wedge[0]->lines);
  CHECK(bounds.bottom() + map->box.y == Approx(map->viewer->y).margin(0.2));
  CHECK(bounds.centre().x + map->box.x == Approx(map->viewer->x).margin(0.5));
  CHECK(bounds.height > bounds.width * 0.8);
  CHECK(says(scene, "Du är här"));
}

TEST_CASE("what is shown keeps the viewer in the lower middle where the level is too large to be read whole (M4)") {
  MapWish wish;
  wish.viewer = Point{100, 50};
  wish.level = {{0, 0}, {300, 0}, {300, 200}, {0, 200}};
  wish.essential = {{100, 50}, {110, 75}};
  wish.readable_scale = 15;
  const PixelBox frame{0, 0, 1200, 900};
  const auto view = fit_map(wish, frame);
  const Pixel viewer = view.to_picture(*wish.viewer);
  CHECK(viewer.y > frame.height * 0.55);
  CHECK(viewer.y < frame.height * 0.9);
  CHECK(std::abs(viewer.x - frame.width / 2) < frame.width * 0.2);
  CHECK(frame.contains(view.to_picture(Point{110, 75})));
  wish.readable_scale = 3;
  const auto whole = fit_map(wish, frame);
  for (const auto& corner : wish.level) CHECK(frame.grown(0.01).contains(whole.to_picture(corner)));
  // A way that leads far behind one is shown as well, smaller.
  wish.readable_scale = 15;
  wish.essential = {{100, 50}, {100, 10}, {150, 10}};
  CHECK(frame.contains(fit_map(wish, frame).to_picture(Point{150, 10})));
}

TEST_CASE("a yard is shown whole where that costs the house little, and never the house for the yard (M4)") {
  MapWish wish;
  wish.viewer = Point{20, 3};
  wish.level = {{0, 0}, {40, 0}, {40, 30}, {0, 30}};
  wish.around = {{10, -4}, {30, -4}};
  wish.readable_scale = 3;
  const PixelBox frame{0, 0, 800, 640};
  const auto both = fit_map(wish, frame);
  for (const auto* corners : {&wish.level, &wish.around})
    for (const auto& corner : *corners) CHECK(frame.grown(0.01).contains(both.to_picture(corner)));
  wish.around = {{10, -60}, {30, -60}};
  const auto house = fit_map(wish, frame);
  CHECK(house.scale == 20);
  for (const auto& corner : wish.level) CHECK(frame.grown(0.01).contains(house.to_picture(corner)));
  CHECK(house.to_picture(Point{0, 0}).y < frame.bottom() - 30);  // what is left over shows the yard
}

TEST_CASE("walls stand out from all that they part, on a light map and on a dark one (A-30)") {
  for (const char* id : {"radhuset-karta", "biblioteket-karta"}) {
    const auto snapshot = sample_screen(id);
    const auto tones = map_tones(snapshot.theme.modes.at(snapshot.screen.mode));
    INFO(id);
    for (const Colour& beside : {tones.building, tones.room, tones.shaft, tones.closed, tones.yard})
      CHECK(contrast(tones.wall, beside) >= 3);
    for (const Colour& beside : {tones.building, tones.outside, tones.yard}) CHECK(contrast(tones.edge, beside) >= 3);
  }
}

TEST_CASE("without a known heading there is no map and no arrow, but level and landmark in words (M5)") {
  Snapshot snapshot = House{}.snapshot();
  snapshot.screen.heading.reset();
  for (auto& venue : snapshot.venues)
    for (auto& room : venue.rooms)
      if (room.id == "sal-b") room.landmark = Text::in("sv", "vid den blå trappan");
  const auto scene = show(snapshot, moment(kMorning));
  CHECK_FALSE(map_of(scene));
  for (const auto& item : scene.items) CHECK_FALSE(std::holds_alternative<ArrowItem>(item));
  CHECK(says(scene, "Plan 1"));
  CHECK(says(scene, "vid den blå trappan"));
  check_readable(scene, "in words");
}

TEST_CASE("a screen on the ceiling or the floor has its map as its heading says (M7)") {
  Snapshot snapshot = led_to(House{}, "sal-b");
  snapshot.screen.heading = 90;
  snapshot.screen.lower_edge_mm = 0;
  const auto scene = show(snapshot, moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  CHECK(map->north == Approx(-90));
  CHECK(middle_of(*map, "sal-b").x < map->viewer->x);
}

TEST_CASE("the way runs from the viewer to the door and ends in the room it leads to (M3, W3)") {
  const auto scene = show(led_to(House{}, "sal-b"), moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  const auto route = shapes(*map, "route");
  REQUIRE(route.size() == 1);
  const auto& line = route[0]->lines[0];
  CHECK(line.front().x + map->box.x == Approx(map->viewer->x).margin(0.2));
  const auto head = shapes(*map, "route.head");
  REQUIRE(head.size() == 1);
  const auto room = shapes(*map, "destination", "sal-b");
  REQUIRE(room.size() == 1);
  CHECK(contains(room[0]->lines, head[0]->lines[0][0]));
  // It keeps out of all other rooms.
  for (const auto* other : shapes(*map, "room"))
    for (const auto& p : line) CHECK_FALSE(contains(other->lines, p));
  const auto moved = show(led_to(House{}, "festsalen"), moment(kMorning));
  CHECK(shapes(*map_of(moved), "destination", "festsalen").size() == 1);
}

TEST_CASE("a way to another level ends at its stairs, which say where they lead (M2)") {
  const auto scene = show(led_to(House{}, "ateljen"), moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  CHECK(shapes(*map, "route.exit").size() == 1);
  CHECK(shapes(*map, "route.head").empty());
  CHECK(says(scene, "Trappa upp till Plan 2"));
}

TEST_CASE("a lift or stair out of service is crossed out on the map and said below it (W4)") {
  Snapshot snapshot = led_to(House{}, "sal-b");
  const auto crosses = [&] {
    std::vector<PictogramItem> out;
    for (const auto& item : show(snapshot, moment(kMorning)).items)
      if (const auto* sign = std::get_if<PictogramItem>(&item); sign && sign->name == "cross") out.push_back(*sign);
    return out;
  };
  CHECK(crosses().empty());
  Closure closure;
  closure.id = "closed";
  closure.venue = "radhuset";
  closure.target = "stairs";
  snapshot.closures = {closure};
  const auto scene = show(snapshot, moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  const auto shaft = shapes(*map, "shaft", "stairwell");
  REQUIRE(shaft.size() == 1);
  const auto all = crosses();
  REQUIRE(all.size() == 2);
  CHECK(std::any_of(all.begin(), all.end(), [&](const PictogramItem& cross) {
    return contains(shaft[0]->lines, Pixel{cross.box.x + cross.box.width / 2.0 - map->box.x,
                                           cross.box.y + cross.box.height / 2.0 - map->box.y});
  }));
  for (const auto& cross : all) CHECK(cross.contrast >= 3);
  CHECK(says(scene, "Ur funktion"));
  check_labels(scene, "closed");
}

TEST_CASE("beside a map the day ends with thanks and what comes next") {
  const auto late = moment(at("2027-05-04T23:30:00+02:00"));
  for (const char* id : {"radhuset-karta", "biblioteket-karta"}) {
    const auto scene = show(sample_screen(id), late);
    REQUIRE(map_of(scene));
    CHECK(says(scene, "Tack för i dag"));
    check_readable(scene, id);
  }
}

TEST_CASE("names are upright, in their rooms, clear of each other and of the way (M2)") {
  const auto scene = show(led_to(House{}, "sal-b"), moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  CHECK(map->unnamed.empty());
  check_labels(scene, "house");
  check_readable(scene, "house");
  int named = 0;
  for (const auto* text : texts(scene, "room.name")) {
    const RectPx box = lines_of(*text);
    for (const auto* path : shapes(*map, "room")) {
      const Pixel centre{box.x + box.width / 2.0 - map->box.x, box.y + box.height / 2.0 - map->box.y};
      named += contains(path->lines, centre) ? 1 : 0;
    }
  }
  CHECK(named >= 3);
  CHECK(says(scene, "Kommunfullmäktigesalen"));
}

TEST_CASE("only names of rooms are ever divided on a map, and a destination's last of all") {
  for (const char* id : {"radhuset-karta", "biblioteket-karta"}) {
    for (const auto& page : all_pages(sample_screen(id), moment(kMorning))) {
      const auto* map = map_of(page);
      REQUIRE(map);
      for (const auto& item : page.items) {
        const auto* text = std::get_if<TextItem>(&item);
        if (!text || text->region != map->region || text->role == "room.name") continue;
        INFO(id << " '" << text_of(*text) << "'");
        for (const auto& line : text->layout->lines) CHECK_FALSE(line.hyphenated);
      }
    }
  }
}

TEST_CASE("labels too wide for their room give way or go; no two ever overlap (M2)") {
  std::vector<LabelWish> wishes;
  std::vector<std::vector<PixelLine>> rooms;
  for (int i = 0; i < 40; ++i) {
    const double x = (i % 8) * 100.0;
    const double y = (i / 8) * 80.0;
    LabelWish wish;
    wish.area = {{{x, y}, {x + 90, y + (i % 3) * 12}, {x + 95, y + 75}, {x + 4, y + 60}}};
    wish.sizes = {{60.0 + i * 2, 20}, {40.0 + i, 40}};
    wish.rank = i % 2;
    wish.outside = i % 5 == 0;
    wishes.push_back(wish);
  }
  LabelField field;
  field.frame = {0, 0, 800, 400};
  field.barriers = {{{{0, 200}, {400, 210}, {410, 0}}, 10}};
  const auto placed = place_labels(wishes, field);
  REQUIRE(placed.size() == wishes.size());
  int found = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!placed[i]) continue;
    ++found;
    CHECK(field.frame.contains(placed[i]->box));
    for (std::size_t j = 0; j < i; ++j)
      if (placed[j]) CHECK_FALSE(placed[i]->box.overlaps(placed[j]->box));
    for (std::size_t k = 0; k + 1 < field.barriers[0].line.size(); ++k)
      CHECK_FALSE(touches(field.barriers[0].line[k], field.barriers[0].line[k + 1], placed[i]->box.grown(10)));
  }
  CHECK(found >= 15);
}

TEST_CASE("every map says in words where one is and where it leads (A-54)") {
  const auto scene = show(led_to(House{}, "sal-b"), moment(kMorning));
  const auto* map = map_of(scene);
  REQUIRE(map);
  for (const char* part : {"Du är här", "Plan 1", "Sal B", "min till fots"}) {
    CAPTURE(part);
    CHECK(bare(map->alternative).find(part) != std::string::npos);
  }
}

TEST_CASE("a map that says the same again is not painted again") {
  const Snapshot snapshot = led_to(House{}, "sal-b");
  const auto first = show(snapshot, moment(kMorning));
  const auto later = show(snapshot, moment(kMorning + Seconds{5}));
  CHECK(difference(first, later).empty());
  const auto other = show(led_to(House{}, "festsalen"), moment(kMorning));
  CHECK_FALSE(difference(first, other).empty());
}

TEST_CASE(
    "more rooms in words than a page holds go on further pages, then the screen says how many more (A-21, A-22)") {
  Snapshot snapshot = House{}.snapshot();
  snapshot.screen.heading.reset();
  Venue& house = *std::find_if(snapshot.venues.begin(), snapshot.venues.end(),
                               [](const Venue& venue) { return venue.id == "radhuset"; });
  for (int i = 1; i <= 60; ++i) {
    Room room;
    room.id = "rum-" + std::to_string(i);
    room.name = Text::in("sv", "Rum " + std::to_string(i));
    room.level = "p1";
    house.rooms.push_back(room);
  }
  const auto pages = all_pages(snapshot, moment(kMorning));
  REQUIRE(pages.size() > 1);
  std::set<std::string> named;
  for (const auto& page : pages) {
    check_readable(page, "in words");
    CHECK(texts(page, "room.name").size() <= 7);
    for (const auto* text : texts(page, "room.name")) named.insert(text_of(*text));
  }
  CHECK(named.size() > 7);
  CHECK(named.size() < house.rooms.size());
  CHECK(said_on_any(pages, "och " + std::to_string(house.rooms.size() - named.size()) + " till"));
}

TEST_CASE(
    "what a person wrote of the way in another language is a paragraph of its own in that language (L-03, L-12)") {
  Snapshot snapshot = led_to(House{}, "sal-b");
  for (auto& venue : snapshot.venues)
    for (auto& edge : venue.edges)
      if (venue.id == "radhuset" && edge.from == "n-mid") edge.phrase = Text{{"en", "Walk past the statue"}};
  std::map<std::string, std::string> said;
  const auto drawn = show(snapshot, moment(kMorning));
  for (const auto* text : texts(drawn, "way")) said[text->layout->source.language] += text_of(*text);
  CHECK(said["en"] == "Walk past the statue");
  CHECK_FALSE(said["sv"].empty());
  CHECK(said["sv"].find("statue") == std::string::npos);
}

TEST_CASE("a way that its box cannot hold goes on further pages, and always says whether there are steps (A-09)") {
  Snapshot snapshot = House{}.snapshot();
  snapshot.changes.clear();
  snapshot.sessions = {session_in("sal-b", kMorning + Minutes{10})};
  const Json to{{"to", "sal-b"}};
  const auto whole = all_pages(with_way(snapshot, 0.3, 0.8, to), moment(kMorning));
  REQUIRE(whole.size() == 1);
  REQUIRE(said_as(whole, "way.step-free").size() == 1);
  for (const auto& [width, height] : {std::pair{0.19, 0.4}, {0.19, 0.25}, {0.3, 0.4}, {0.3, 0.25}, {0.3, 0.15}}) {
    CAPTURE(width, height);
    const auto low = with_way(snapshot, width, height, to);
    const RectPx box = place({0.64, 0.1, width, height}, low.screen.size);
    const auto pages = all_pages(low, moment(kMorning));
    for (const char* role : {"way.step-free", "session.time", "way.minutes", "destination"})
      CHECK(said_as(pages, role) == said_as(whole, role));
    for (const auto& page : pages) {
      check_readable(page, "low way");
      for (const auto* text : texts(page))
        if (text->region == "way") CHECK(box.contains(text->box));
    }
  }
  CHECK(all_pages(with_way(snapshot, 0.19, 0.25, to), moment(kMorning)).size() > 1);
}

TEST_CASE("however many pages a way has, each stands beside the map of the same room") {
  Snapshot snapshot = House{}.snapshot();
  snapshot.changes.clear();
  snapshot.sessions = {session_in("sal-b", kMorning + Minutes{10}), session_in("festsalen", kMorning + Minutes{20})};
  std::map<std::string, std::string> names;
  for (const auto& room : House{}.venue().rooms) names[room.id] = room.name.by_language().at("sv");
  const auto pages = all_pages(with_way(snapshot, 0.19, 0.25), moment(kMorning));
  CHECK(pages.size() > 2);
  for (const auto& page : pages) {
    const auto* map = map_of(page);
    REQUIRE(map);
    const auto rooms = shapes(*map, "destination");
    REQUIRE(rooms.size() == 1);
    int named = 0;
    for (const auto* text : texts(page, "destination"))
      if (text->region == "way") {
        ++named;
        CHECK(text_of(*text) == names.at(rooms[0]->id));
      }
    CHECK(named == 1);
  }
}

TEST_CASE("a room's name in letters higher than the page's own is told whole, and what no page holds is counted") {
  Snapshot snapshot = House{}.snapshot();
  snapshot.screen.heading.reset();
  snapshot.sessions.clear();
  snapshot.changes.clear();
  const std::string name =
      "یہ ایک بہت لمبا نام ہے جو کسی بھی صفحے پر پورا نہیں آتا اس لیے اسے کئی صفحات پر پورا بتایا جاتا ہے تاکہ ہر "
      "پڑھنے والا اسے پڑھ سکے اور کمرہ ڈھونڈ سکے";
  Room room;
  room.id = "hall";
  room.level = "p1";
  for (auto& venue : snapshot.venues)
    if (venue.id == "radhuset") venue.rooms = {room};
  const auto in_words = [&](const std::string& language, const std::string& text, double height) {
    for (auto& venue : snapshot.venues)
      if (venue.id == "radhuset") venue.rooms.front().name = Text::in(language, text);
    Layout layout;
    layout.id = snapshot.screen.layout;
    layout.variants[Orientation::Landscape] = {Region{"map", {0.1, 0.1, 0.5, height}, "map", Json::object()}};
    snapshot.layouts = {layout};
    return all_pages(snapshot, moment(kMorning));
  };
  const auto pages = in_words("ur", name, 0.4);
  for (const auto& page : pages) check_readable(page, "in words");
  std::istringstream words{name};
  for (std::string word; words >> word;) {
    CAPTURE(word);
    CHECK(said_on_any(pages, word));
  }
  CHECK(said_on_any(in_words("sv", "Hallen", 0.22), "Hallen"));
  CHECK(said_on_any(in_words("sv", "Hallen", 0.16), "och 1 till"));
}
