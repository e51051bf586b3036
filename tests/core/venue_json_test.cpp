#include <map>
#include <set>

#include "core/programme/event.hpp"
#include "core/venue/hours.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;

namespace {

template <typename Read>
auto read_with_faults(const std::string& text, Faults& faults, Read read) {
  const Json json = parse_json(text, "test.json");
  JsonReader reader{json, faults};
  return read(reader);
}

template <typename Value, typename Read>
void check_round_trip(const Value& value, Read read) {
  const auto bytes = dump_json(to_json(value));
  Faults faults;
  const auto again = read_with_faults(bytes, faults, read);
  INFO(bytes << describe("test.json", faults));
  CHECK(faults.empty());
  CHECK(again == value);
  CHECK(dump_json(to_json(again)) == bytes);
}

UtcTime at(const char* text) { return parse_instant(text).value(); }

/// Every field of every part says something.
Venue full_venue() {
  const auto hours = parse_hours("Mo-Fr 09:00-17:00; Sa 10:00-14:00").value();
  Venue venue;
  venue.id = "radhuset";
  venue.name = {{"sv", "Rådhuset"}};
  venue.address = "Rådhusplatsen 1";
  venue.buildings = {{"hus-a", {{"sv", "Hus A"}}}};
  venue.levels = {{"r0", "hus-a", 0, {{"sv", "Plan 1"}}, {{"sv", "1"}}, true, PlanImage{"plan-1", {-2, -3}, 0.05, 12}},
                  {"r05", "hus-a", 0.5, {{"sv", "Mellanplan"}}, {}, false, std::nullopt}};
  venue.spaces = {{"s1",
                   "r0",
                   "void",
                   {{{0, 0}, {10, 0}, {10, 8}, {0, 8}}, {{4, 4}, {5, 4}, {5, 5}}},
                   {{"sv", "Ljusgården"}},
                   false}};
  venue.openings = {{"o1", "r0", {Point{3, 0}, Point{4.2, 0}}, "automatic", 1.2, true, true, hours}};
  venue.connectors = {
      {"hiss", ConnectorKind::PlatformLift, {{"sv", "Hiss A"}}, 0, 5.5, 0.9, true, true, hours},
  };
  venue.nodes = {{"n1", "r0", 1.25, -3, "s1", {{"sv", "informationsdisken"}}}, {"n2", "r05", 0, 0, "", {}}};
  venue.amenities = {{"wc", "toilets", {{"sv", "Toaletter"}}, "r0", "n1", Point{2, 2}, hours}};
  Room room;
  room.id = "sal";
  room.name = {{"sv", "Sal A"}};
  room.short_name = {{"sv", "A"}};
  room.level = "r0";
  room.node = "n1";
  room.nodes = {"n2"};
  room.spaces = {"s1"};
  room.landmark = {{"sv", "vid den blå trappan"}};
  room.capacity = 80;
  room.order = 2;
  room.aliases = {{"", "Stora salen", ""}};
  room.access = {"hearing-loop"};
  venue.rooms = {room};
  Edge edge{"n1", "n2", "platform-lift", true, 7.5, 60.0, 3, 4.0, 0.9, 20.0, true, "o1", "hiss", {}, hours};
  edge.phrase = {{"sv", "genom glasdörrarna"}};
  Edge back;
  back.from = "n2";
  back.to = "n1";
  venue.edges = {edge, back};
  return venue;
}

Screen full_screen() {
  Screen screen;
  screen.id = "foyer";
  screen.name = "Foajén";
  screen.venue = "radhuset";
  screen.node = "n1";
  screen.at = Point{3.5, 2};
  screen.level = "r0";
  screen.heading = 270;
  screen.confirmed = ConfirmedPose{"n1", Point{3.5, 2}, "r0", 180, "Anna", "2027-05-01"};
  screen.surveyed = {{"sal", 315, false, 2.5, "Anna", "2027-05-02"}, {"wc", 0, std::nullopt, std::nullopt, "", ""}};
  screen.size = {1920, 1080};
  screen.diagonal_inch = 31.5;
  screen.distance_mm = 2000;
  screen.lower_edge_mm = 1300;
  screen.layout = "door";
  screen.rooms = {"sal"};
  screen.languages = {"sv", "ar"};
  screen.language_display = LanguageDisplay::InTurn;
  screen.tags = {"door"};
  screen.mode = ThemeMode::Dark;
  screen.reduced_motion = true;
  screen.passage = true;
  return screen;
}

Link full_link() { return {"l1", {"radhuset", "n1"}, {"skolan", "entre"}, 12.5, true, {{"sv", "längs kanalen"}}}; }

Closure full_closure() {
  return {"x1",
          "radhuset",
          "hiss",
          ClosureKind::OutOfService,
          at("2027-05-04T06:00:00Z"),
          at("2027-05-04T16:00:00Z"),
          {{"sv", "Hissen repareras\ni dag"}},
          "eva",
          at("2027-05-03T10:00:00Z")};
}

/// The keys of `json` against those that the schema allows there and, where they are objects, of what lies below.
void check_keys(const Json& schema, const std::string& definition, const Json& json) {
  const Json& properties = schema["$defs"][definition]["properties"];
  std::set<std::string> written, allowed;
  for (const auto& [key, value] : json.items()) written.insert(key);
  for (const auto& [key, value] : properties.items()) allowed.insert(key);
  INFO(definition);
  CHECK(written == allowed);
  for (const auto& key : schema["$defs"][definition]["required"]) CHECK(written.contains(key.get<std::string>()));
}

}  // namespace

TEST_CASE("a modelled venue, links, closures and screens are written and read without loss") {
  check_round_trip(full_venue(), read_venue);
  check_round_trip(full_link(), read_link);
  check_round_trip(full_closure(), read_closure);
  check_round_trip(full_screen(), read_screen);
  Venue bare;
  bare.id = "v";
  check_round_trip(bare, read_venue);
  CHECK(dump_json(to_json(bare)) == R"({"id":"v","levels":[],"rooms":[],"nodes":[],"edges":[]})");
}

TEST_CASE("the schema knows exactly the keys that venues, links, closures and screens have") {
  const auto schema = parse_json(test::read_file(test::source_path("docs/schemas/event.schema.json")), "schema");
  const Json venue = to_json(full_venue());
  check_keys(schema, "venue", venue);
  check_keys(schema, "plan", venue["levels"][0]["plan"]);
  for (const auto& [list, definition] : std::map<std::string, std::string>{{"buildings", "building"},
                                                                           {"levels", "level"},
                                                                           {"openings", "opening"},
                                                                           {"spaces", "space"},
                                                                           {"connectors", "connector"},
                                                                           {"amenities", "amenity"},
                                                                           {"rooms", "room"},
                                                                           {"nodes", "node"},
                                                                           {"edges", "edge"}})
    check_keys(schema, definition, venue[list][0]);
  check_keys(schema, "image", to_json(Image{"p", "image/png", std::make_shared<std::string>("x")}));
  check_keys(schema, "link", to_json(full_link()));
  check_keys(schema, "closure", to_json(full_closure()));
  check_keys(schema, "screen", to_json(full_screen()));
  check_keys(schema, "surveyed", to_json(full_screen())["surveyed"][0]);
}

TEST_CASE("every fault of a venue's parts is told with its pointer and costs no more than the part") {
  struct Case {
    std::string parts;
    Fault fault;
  };
  const std::string ground = R"("levels":[{"id":"l"}],"nodes":[{"id":"n","at":[0,0]},{"id":"m","at":[0,1]}],)";
  const std::string hours = "must be weekdays and times such as Mo-Fr 09:00-17:00; Sa 10:00-14:00";
  const std::vector<Case> cases{
      {R"("spaces":[{"id":"s","level":"x","rings":[[[0,0],[1,0],[1,1]]]}])",
       {"/spaces/0/level", "no level 'x' in this venue"}},
      {R"("spaces":[{"id":"s"}])", {"/spaces/0/rings", "is missing: the outline, then holes"}},
      {R"("spaces":[{"id":"s","rings":[[[0,0],[1,0]]]}])",
       {"/spaces/0/rings", "must be a list of rings, each three or more points [x, y] in metres"}},
      {R"("spaces":[{"id":"s","rings":[[[0,0],[1,0],[1,"2"]]]}])",
       {"/spaces/0/rings", "must be a list of rings, each three or more points [x, y] in metres"}},
      {R"("openings":[{"id":"o","line":[[0,0]]}])",
       {"/openings/0/line", "must be two points [[x, y], [x, y]] in metres, from jamb to jamb"}},
      {R"("openings":[{"id":"o","line":[[0,0],[1,0]],"width_m":-1}])",
       {"/openings/0/width_m", "must lie between 0 and 10000000"}},
      {R"("openings":[{"id":"o","line":[[0,0],[1,0]],"hours":"daily"}])", {"/openings/0/hours", hours}},
      {R"("connectors":[{"id":"c"}])", {"/connectors/0/kind", "is missing"}},
      {R"("connectors":[{"id":"c","kind":"rope"}])",
       {"/connectors/0/kind", "must be one of stairs, steps, ramp, escalator, lift, platform-lift, moving-walk"}},
      {R"("connectors":[{"id":"c","kind":"stairs","steps":-3}])", {"/connectors/0/steps", "must not be below 0"}},
      {R"("connectors":[{"id":"c","kind":"lift","step_free":"yes"}])",
       {"/connectors/0/step_free", "must be true or false"}},
      {R"("amenities":[{"id":"a"}])", {"/amenities/0/kind", "is missing or empty"}},
      {R"("amenities":[{"id":"a","kind":"water","node":"x"}])", {"/amenities/0/node", "no node 'x' in this venue"}},
      {R"("amenities":[{"id":"a","kind":"water"},{"id":"a","kind":"water"}])",
       {"/amenities/1/id", "'a' is there twice"}},
      {R"("rooms":[{"id":"r","spaces":["x"]}])", {"/rooms/0/spaces", "no space 'x' in this venue"}},
      {R"("rooms":[{"id":"r","nodes":["n","x"]}])", {"/rooms/0/nodes", "no node 'x' in this venue"}},
      {R"("edges":[{"from":"n","to":"m","connector":"x"}])", {"/edges/0/connector", "no connector 'x' in this venue"}},
      {R"("edges":[{"from":"n","to":"m","opening":"x"}])", {"/edges/0/opening", "no opening 'x' in this venue"}},
      {R"("edges":[{"from":"n","to":"m","seconds":-1}])", {"/edges/0/seconds", "must lie between 0 and 10000000"}},
      {R"("buildings":[{"id":"b","colour":"red"}])", {"/buildings/0/colour", "unknown key 'colour'"}},
  };
  for (const auto& [parts, fault] : cases) {
    INFO(parts);
    Faults faults;
    const auto venue = read_with_faults(R"({"id":"v",)" + ground + parts + "}", faults, read_venue);
    CHECK(faults == Faults{fault});
    CHECK(venue.nodes.size() == 2);
    Faults again;
    read_with_faults(dump_json(to_json(venue)), again, read_venue);
    CHECK(again.empty());  // what is kept can be stored
  }
}

TEST_CASE("a plan image with a fault costs the image and not the level") {
  Faults faults;
  const auto venue =
      read_with_faults(R"({"id":"v","levels":[{"id":"l","building":"b","plan":{"image":"p","metres_per_pixel":0}}]})",
                       faults, read_venue);
  CHECK(faults == Faults{{"/levels/0/building", "no building 'b' in this venue"},
                         {"/levels/0/plan/metres_per_pixel", "must lie above 0 and at most at 100"}});
  REQUIRE(venue.levels.size() == 1);
  CHECK_FALSE(venue.levels[0].plan);
}

TEST_CASE("a plan stands on a picture that the file carries") {
  const auto read = [](const std::string& images, Faults& faults) {
    return read_event_data(parse_json(R"({"format":"skylt/event/1","event":{"id":"e"},"images":[)" + images +
                                          R"(],"venues":[{"id":"v","levels":[{"id":"l"},{"id":"m","plan":
      {"image":"ritning","at":[0,0],"metres_per_pixel":0.05}}]}]})",
                                      "event.json"),
                           faults);
  };
  Faults faults;
  const auto data = read(R"({"id":"ritning","data":"iVBORw0KGgo="})", faults);
  CHECK(faults.empty());
  REQUIRE(data.images.size() == 1);
  CHECK(data.images[0].type == "image/png");
  CHECK(*data.images[0].bytes == "\x89PNG\r\n\x1a\n");
  REQUIRE(data.venues[0].levels[1].plan);
  const auto again = read_event_data(parse_json(dump_json(to_json(data)), "again.json"), faults);
  CHECK(faults.empty());
  CHECK(again.images == data.images);
  CHECK(again.venues == data.venues);

  const auto without = read("", faults);
  CHECK(faults == Faults{{"/venues/0/levels/1/plan/image", "no image 'ritning' in this file"}});
  CHECK_FALSE(without.venues[0].levels[1].plan);
  for (const auto& [image, reason] : std::map<std::string, std::string>{
           {R"({"id":"ritning","data":"R0lGODlh"})", "must be a PNG, JPEG or WebP picture"},
           {R"({"id":"ritning","data":"iVBORw0KGgo"})", "must be base64"},
           {R"({"id":"ritning"})", "is missing or empty"}}) {
    INFO(image);
    Faults wrong;
    read(image, wrong);
    CHECK(wrong.front() == Fault{"/images/0/data", reason});
  }
}

TEST_CASE("links and closures are checked against the venues of the file") {
  const auto faults_of = [](const std::string& rest) {
    Faults faults;
    read_event_data(parse_json(R"({"format":"skylt/event/1","event":{"id":"e"},"venues":[{"id":"v",
      "nodes":[{"id":"n","at":[0,0]},{"id":"m","at":[0,1]}],"edges":[{"from":"n","to":"m"}],
      "connectors":[{"id":"hiss","kind":"lift"}]}],)" +
                                   rest + "}",
                               "event.json"),
                    faults);
    return faults;
  };
  const auto link = [&](const std::string& to) {
    return faults_of(R"("links":[{"id":"l","minutes":4,"from":{"venue":"v","node":"n"},"to":)" + to + "}]");
  };
  CHECK(link(R"({"venue":"v","node":"m"})").empty());
  CHECK(link(R"({"venue":"w","node":"m"})") == Faults{{"/links/0/to", "no venue 'w' in this file"}});
  CHECK(link(R"({"venue":"v","node":"x"})") == Faults{{"/links/0/to", "no node 'x' in venue 'v'"}});
  CHECK(faults_of(R"("links":[{"id":"l"}])") == Faults{{"/links/0/from", "is missing: a venue and its node"},
                                                       {"/links/0/to", "is missing: a venue and its node"},
                                                       {"/links/0/minutes", "is missing"}});
  const auto closure = [&](const std::string& rest) { return faults_of(R"("closures":[{"id":"x",)" + rest + "}]"); };
  CHECK(closure(R"("venue":"v","target":"hiss")").empty());
  CHECK(closure(R"("venue":"v","target":"n>m")").empty());
  CHECK(closure(R"("venue":"w","target":"hiss")") == Faults{{"/closures/0/venue", "no venue 'w' in this file"}});
  for (const std::string target : {"trappa", "m>n", "n"})
    CHECK(closure(R"("venue":"v","target":")" + target + "\"") ==
          Faults{{"/closures/0/target", "nothing that can be closed is called '" + target +
                                            "' in venue 'v': name a connector, opening, space, amenity or room, or an "
                                            "edge as from>to"}});
  CHECK(closure(R"("venue":"v","target":"hiss","kind":"broken")") ==
        Faults{{"/closures/0/kind", "must be one of closed, out-of-service"}});
  CHECK(closure(R"("venue":"v","target":"hiss","from":"2027-05-04T08:00:00Z","until":"2027-05-04T08:00:00Z")") ==
        Faults{{"/closures/0/until", "must lie after 'from', 2027-05-04T08:00:00Z"}});
}

TEST_CASE("a screen's surveyed directions and place are checked (M5)") {
  const auto faults_of = [](const std::string& rest) {
    Faults faults;
    read_event_data(parse_json(R"({"format":"skylt/event/1","event":{"id":"e"},"venues":[{"id":"v",
      "levels":[{"id":"l"}],"rooms":[{"id":"sal"}],"amenities":[{"id":"wc","kind":"toilets"}]}],
      "screens":[{"id":"s","venue":"v",)" +
                                   rest + "}]}",
                               "event.json"),
                    faults);
    return faults;
  };
  CHECK(faults_of(R"("at":[1,2],"level":"l","surveyed":[{"destination":"sal","bearing":45},
    {"destination":"wc","bearing":180,"step_free":null},{"destination":"v","bearing":0}])")
            .empty());
  CHECK(faults_of(R"("at":[1],"level":"x")") ==
        Faults{{"/screens/0/at", "must be [x, y] in metres"}, {"/screens/0/level", "no level 'x' in venue 'v'"}});
  CHECK(faults_of(R"("surveyed":[{"destination":"gone","bearing":45}])") ==
        Faults{{"/screens/0/surveyed", "no room, venue or amenity of this venue is called 'gone'"}});
  CHECK(faults_of(R"("surveyed":[{"destination":"sal","bearing":30}])") ==
        Faults{{"/screens/0/surveyed/0/bearing",
                "must be one of 0, 45, 90, 135, 180, 225, 270, 315: degrees clockwise from straight ahead"}});
}

TEST_CASE("opening hours are read as OpenStreetMap and IMDF write them") {
  struct Case {
    const char* given;
    const char* written;
  };
  for (const auto& [given, written] :
       std::vector<Case>{{"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"},
                         {"Su-Sa 09:00-17:00", "Mo-Su 09:00-17:00"},
                         {"24/7", "Mo-Su 00:00-24:00"},
                         {"08:00-18:00", "Mo-Su 08:00-18:00"},
                         {"Mo,We,Fr 09:00-12:00, 13:00-17:00;", "Mo,We,Fr 09:00-12:00,13:00-17:00"},
                         {"Mo-Su 08:00-18:00; We off; Sa 10:00-02:00", "Mo-Tu,Th-Fr,Su 08:00-18:00; Sa 10:00-02:00"}}) {
    INFO(given);
    const auto hours = parse_hours(given);
    REQUIRE(hours);
    CHECK(format_hours(*hours) == written);
    CHECK(parse_hours(written) == hours);
  }
  for (const char* wrong : {"", "Mo", "Mo-Fr", "Mo-Fr 9-17", "Mo-Fr 09:00-25:00", "Mo-Fr 09:00", "PH off", "Mo off",
                            "Mo-We-Fr 09:00-10:00", "Mo-Fr 09:60-10:00", "Mo-Fr 24:00-25:00"}) {
    INFO(wrong);
    CHECK_FALSE(parse_hours(wrong));
  }
}

TEST_CASE("something is open within its hours, over midnight too") {
  const auto hours = parse_hours("Mo-Fr 09:00-17:00; Sa 22:00-02:00").value();
  CHECK(is_open(hours, 0, 9 * 60));
  CHECK_FALSE(is_open(hours, 0, 9 * 60 - 1));
  CHECK_FALSE(is_open(hours, 4, 17 * 60));
  CHECK(is_open(hours, 5, 23 * 60));
  CHECK(is_open(hours, 6, 60));
  CHECK_FALSE(is_open(hours, 6, 120));
  CHECK_FALSE(is_open(hours, 6, 23 * 60));
  CHECK(is_open({}, 6, 0));
}
