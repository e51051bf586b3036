#include "core/programme/event.hpp"
#include "core/venue/rooms.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

template <typename Read>
auto read_whole(const std::string& text, Read read) {
  const Json json = parse_json(text, "test.json");
  Faults faults;
  JsonReader reader{json, faults};
  auto value = read(reader);
  INFO(describe("test.json", faults));
  CHECK(faults.empty());
  return value;
}

template <typename Read>
Faults faults_of(const std::string& text, Read read) {
  const Json json = parse_json(text, "test.json");
  Faults faults;
  JsonReader reader{json, faults};
  read(reader);
  return faults;
}

/// What to_json() writes is read again without faults to the same value and writes the same bytes.
template <typename Value, typename Read>
void check_round_trip(const Value& value, Read read) {
  const auto bytes = dump_json(to_json(value));
  const auto again = read_whole(bytes, read);
  CHECK(again == value);
  CHECK(dump_json(to_json(again)) == bytes);
}

UtcTime at(const char* text) { return parse_instant(text).value(); }

Session full_session() {
  Session session;
  session.id = "s1";
  session.source = "pretalx";
  session.title = {{"en", "Who decides?"}, {"sv", "Vem bestämmer?"}};
  session.short_title = {{"sv", "Vem?"}};
  session.subtitle = {{"sv", "Om makt"}};
  session.abstract = {{"sv", "Första raden\nandra raden"}};
  session.start = at("2027-05-04T08:00:00Z");
  session.end = at("2027-05-04T09:00:00.250Z");
  session.all_day = true;
  session.room = RoomRef{"sal-a", "Sal A"};
  session.venue = "radhuset";
  session.track = "unga";
  session.organisers = {"stad", "En förening"};
  session.people = {{"Amina Farah", "speaker"}, {"Bo", ""}};
  session.languages = {"sv", "en-GB"};
  session.interpreted = {"swl"};
  session.access = {"sign-language"};
  session.audience = {"residents"};
  session.url = "https://example.org/1";
  session.materials = "https://example.org/1.pdf";
  session.visibility = Visibility::NamesWithheld;
  session.status = SessionStatus::Missing;
  session.kind = SessionKind::Open;
  return session;
}

}  // namespace

TEST_CASE("a session is written and read without loss") {
  check_round_trip(full_session(), read_session);
  Session bare;
  bare.id = "s2";
  check_round_trip(bare, read_session);
  CHECK(dump_json(to_json(bare)) == R"({"id":"s2","start":"1970-01-01T00:00:00Z","end":"1970-01-01T00:00:00Z"})");
}

TEST_CASE("a session document carries every key of the contract") {
  Session bare;
  bare.id = "s2";
  const auto json = session_document(bare);
  for (const char* key : {"id", "source", "title", "start", "end", "room", "venue", "track", "organisers", "people",
                          "languages", "interpreted", "access", "audience", "materials", "visibility", "status"}) {
    INFO(key);
    CHECK(json.contains(key));
  }
  CHECK(json["room"].is_null());
  CHECK(read_whole(dump_json(session_document(full_session())), read_session) == full_session());
}

TEST_CASE("a room may be a plain string and the derived keys are passed over") {
  const auto session = read_whole(R"({"id":"a","title":{"sv":"A"},"start":"2027-05-04T10:00:00+02:00",
    "end":"2027-05-04T11:00:00+02:00","room":"Sal A","changes":["c1"],"service_day":"2027-05-04"})",
                                  read_session);
  CHECK(session.room == RoomRef{std::nullopt, "Sal A"});
  CHECK(session.start == at("2027-05-04T08:00:00Z"));
}

TEST_CASE("a plain string where a text belongs is a fault that says how to write it") {
  const auto faults = faults_of(R"({"id":"a","title":"Vem?","start":"2027-05-04T10:00:00Z",
    "end":"2027-05-04T11:00:00Z"})",
                                read_session);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0] == Fault{"/title", R"(must be an object of language to text, such as {"sv": "Välkommen"})"});
}

TEST_CASE("language tags of texts are made canonical and told when they are none (L-03)") {
  const auto track = read_whole(R"({"id":"a","name":{"SV-se":"Ungas  inflytande","iw":"נוער"}})", read_track);
  CHECK(track.name == Text{{"sv-SE", "Ungas inflytande"}, {"he", "נוער"}});
  const auto faults = faults_of(R"({"id":"a","name":{"not a tag":"x","sv":7}})", read_track);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0] == Fault{"/name/not a tag", "'not a tag' is not a language tag such as sv, en-GB or zh-Hans"});
  CHECK(faults[1] == Fault{"/name/sv", "must be a string"});
}

TEST_CASE("every fault of a record is told at once with its pointer") {
  const auto faults =
      faults_of(R"({"id":"a b","start":"10:00","end":7,"visibility":"secret","titel":{}})", read_session);
  REQUIRE(faults.size() == 5);
  CHECK(faults[0] == Fault{"/id", "may hold letters, digits, '-', '_', '.' and ':' only, not ' '"});
  CHECK(faults[1] == Fault{"/start", "must be an RFC 3339 instant such as 2026-05-05T10:00:00+02:00"});
  CHECK(faults[2].pointer == "/end");
  CHECK(faults[3] == Fault{"/visibility", "must be one of public, names-withheld, hidden"});
  CHECK(faults[4] == Fault{"/titel", "unknown key 'titel'"});
}

TEST_CASE("an event is written and read without loss") {
  Event event;
  event.id = "malmo-mots-2027";
  event.name = {{"sv", "Malmö Möts"}};
  event.time_zone = "Europe/Helsinki";
  event.day_change = std::chrono::hours{5};
  event.start = "2027-05-03";
  event.end = "2027-05-07";
  event.languages = {"sv", "en"};
  event.fallback = {"en"};
  event.theme = "malmo";
  event.public_address = "https://malmomots.example";
  event.draft_words = true;
  check_round_trip(event, read_event);
  CHECK(to_json(event)["day_change"] == "05:00");
}

TEST_CASE("an event's word list keeps where its names may be broken, and says which are none (L-18)") {
  Faults faults;
  const Json json = parse_json(R"({"id":"e","word_list":{"TH":["เมือง|มัลเมอ"],"km":["|a","a||b",""],"?":["b"]}})", "e");
  JsonReader reader{json, faults};
  const Event event = read_event(reader);
  CHECK(event.word_list == std::map<std::string, std::vector<std::string>>{{"th", {"เมือง|มัลเมอ"}}});
  CHECK(to_json(event)["word_list"]["th"][0] == "เมือง|มัลเมอ");
  REQUIRE(faults.size() == 4);
  CHECK(faults[3] == Fault{"/word_list/?", "is not a language tag such as th, lo, km or my"});
  CHECK(faults[0] == Fault{"/word_list/km", "'|a' must be a name with a | only between two of its parts"});
}

TEST_CASE("an event says what is wrong with its zone and its days") {
  const auto faults = faults_of(R"({"id":"e","time_zone":"Europe/Malmo","day_change":"4","start":"2027-02-30",
    "languages":["sv","??"]})",
                                read_event);
  REQUIRE(faults.size() == 4);
  CHECK(faults[0] ==
        Fault{"/time_zone", "unknown time zone 'Europe/Malmo'; use an IANA name such as Europe/Stockholm"});
  CHECK(faults[1] == Fault{"/day_change", "must be a time of day such as 04:00"});
  CHECK(faults[2] == Fault{"/start", "must be a day such as 2026-05-04"});
  CHECK(faults[3].pointer == "/languages");
}

TEST_CASE("organisers, tracks and messages are written and read without loss") {
  check_round_trip(Organiser{"stad", {{"sv", "Malmö stad"}}, {{"sv", "Staden"}}, "https://malmo.se"}, read_organiser);
  check_round_trip(Track{"unga", {{"sv", "Unga"}}, "#2F7F5F"}, read_track);
  check_round_trip(Message{"m",
                           MessageKind::Emergency,
                           {{"sv", "Lämna huset"}},
                           {{"sv", "Lugnt\noch stilla"}},
                           {"tag:foyer"},
                           at("2027-05-04T08:00:00Z"),
                           at("2027-05-04T09:00:00Z"),
                           5},
                   read_message);
  CHECK(faults_of(R"({"id":"a","colour":"green"})", read_track)[0] ==
        Fault{"/colour", "must be a colour such as #2f7f5f"});
}

TEST_CASE("a change is written and read without loss") {
  Change change;
  change.id = "c1";
  change.session = "s1";
  change.kind = ChangeKind::Delayed;
  change.start = at("2027-05-04T08:10:00Z");
  change.minutes = Minutes{10};
  change.room = "sal-b";
  change.by = "s2";
  change.text = {{"sv", "Tåget är sent"}};
  change.following = true;
  change.until = at("2027-05-04T12:00:00Z");
  change.author = "anna";
  change.created = at("2027-05-04T07:55:00Z");
  change.seen_start = at("2027-05-04T08:00:00Z");
  change.seen_room = "sal-a";
  check_round_trip(change, read_change);
}

TEST_CASE("a change that lacks what its kind needs is told so") {
  const auto fault = [](const std::string& rest) {
    const auto faults = faults_of(R"({"id":"c","session":"s")" + rest + "}", read_change);
    return faults.empty() ? Fault{} : faults[0];
  };
  CHECK(fault(R"(,"kind":"delayed")") == Fault{"/minutes", "is missing: a delay needs 'minutes' or a new 'start'"});
  CHECK(fault(R"(,"kind":"moved")") == Fault{"/room", "is missing: a move needs the id or the name of the new room"});
  CHECK(fault(R"(,"kind":"replaced")").pointer == "/by");
  CHECK(fault(R"(,"kind":"text")").pointer == "/text");
  CHECK(fault("") == Fault{"/kind", "is missing"});
  CHECK(fault(R"(,"kind":"delayed","minutes":99999)") == Fault{"/minutes", "is more than 14 days"});
  CHECK(fault(R"(,"kind":"full")") == Fault{});
}

TEST_CASE("a fault inside a venue costs its part and not the venue") {
  const Json json = parse_json(R"({"id":"v","levels":[{"id":"l"}],
    "rooms":[{"id":"a","level":"x","aliases":["A/1",7]},{"id":"a"}],
    "nodes":[{"id":"n","level":"l","at":[1,2]},{"id":"m","at":[1]}],
    "edges":[{"from":"n","to":"gone"},{"from":"n","to":"m"}]})",
                               "test.json");
  Faults faults;
  JsonReader reader{json, faults, "/venues/0"};
  const auto venue = read_venue(reader);
  CHECK(faults == Faults{{"/venues/0/nodes/1/at", "must be [x, y] in metres"},
                         {"/venues/0/rooms/0/level", "no level 'x' in this venue"},
                         {"/venues/0/rooms/0/aliases/1", "must be an object"},
                         {"/venues/0/rooms/1/id", "'a' is there twice"},
                         {"/venues/0/edges/0/to", "no node 'gone' in this venue"}});
  REQUIRE(venue.rooms.size() == 1);
  CHECK(venue.rooms[0].level.empty());
  REQUIRE(venue.edges.size() == 1);
  CHECK(venue.edges[0].to == "m");
}

TEST_CASE("a screen is written and read without loss and knows its pixel pitch") {
  Screen screen;
  screen.id = "foyer";
  screen.name = "Foajén";
  screen.venue = "radhuset";
  screen.node = "n1";
  screen.heading = 270;
  screen.size = {1920, 1080};
  screen.diagonal_inch = 31.5;
  screen.distance_mm = 2000;
  screen.lower_edge_mm = 1300;
  screen.layout = "door";
  screen.rooms = {"a"};
  screen.languages = {"sv", "ar"};
  screen.tags = {"door"};
  screen.mode = ThemeMode::Dark;
  screen.reduced_motion = true;
  screen.passage = true;
  screen.language_display = LanguageDisplay::SideBySide;
  check_round_trip(screen, read_screen);
  CHECK(screen.pixel_pitch_mm() == Approx(0.3632).epsilon(0.001));
  CHECK(Screen{}.pixel_pitch_mm() == 0);
  CHECK(to_json(Screen{})["heading"].is_null());
}

TEST_CASE("a screen with impossible measures is told so") {
  const auto faults =
      faults_of(R"({"id":"s","size":[1920,0.5],"heading":400,"distance_mm":-1,"mode":"dim"})", read_screen);
  REQUIRE(faults.size() == 4);
  CHECK(faults[0] == Fault{"/heading", "must be degrees from 0 to 360, or null"});
  CHECK(faults[1] == Fault{"/size", "must be [width, height] in whole pixels up to 32768"});
  CHECK(faults[2] == Fault{"/distance_mm", "must lie between 0 and 10000000"});
  CHECK(faults[3] == Fault{"/mode", "must be one of light, dark"});
}

TEST_CASE("a screen's public page is there only where the event has a public address (A-53)") {
  Event event;
  CHECK(screen_address(event, "foyer").empty());
  event.public_address = "https://malmomots.example/";
  CHECK(screen_address(event, "foyer") == "https://malmomots.example/s/foyer");
  CHECK(screen_address(event, "").empty());
}

TEST_CASE("a room is found by any of its names after folding case and space") {
  const auto room = [](const std::string& id, const std::string& name) {
    Room made;
    made.id = id;
    made.name = {{"sv", name}};
    return made;
  };
  Venue first;
  first.id = "v1";
  first.rooms = {room("a", "Stora Salen"), room("b", "Ateljén")};
  first.rooms[0].short_name = {{"sv", "SS"}};
  first.rooms[0].aliases = {{"pretalx", "Main Hall", ""}};
  Venue second;
  second.id = "v2";
  second.rooms = {room("c", "Ateljén")};
  const std::vector<Venue> venues{first, second};
  CHECK(find_room(venues, "", " stora   SALEN ") == "a");
  CHECK(find_room(venues, "v1", "ss") == "a");
  CHECK(find_room(venues, "", "main hall", "pretalx") == "a");
  CHECK_FALSE(find_room(venues, "", "main hall", "frab"));
  CHECK_FALSE(find_room(venues, "", "ateljén"));
  CHECK(find_room(venues, "v2", "ATELJÉN") == "c");
  CHECK_FALSE(find_room(venues, "", ""));
}
