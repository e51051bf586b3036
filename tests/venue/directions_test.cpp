// What a screen says of each destination: WAYFINDING.md sections 4, 6 and 7; accessibility.md.
#include <algorithm>
#include <map>
#include <random>

#include "core/venue/way_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/venue/plans.hpp"
#include "tests/venue/turning.hpp"

namespace skylt::test {
namespace {

/// A hall with a stair to the left and a lift to the right, both to a room upstairs; a room on the ground.
Plan town_hall() {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.node("trappa0", -15, 0);
  plan.node("trappa1", -15, 6, "1");
  plan.node("hiss0", 30, 0);
  plan.node("hiss1", 30, 0, "1");
  plan.node("mål", 0, 6, "1");
  plan.node("nere", 0, 40);
  plan.connector("trappa", ConnectorKind::Stairs).steps = 20;
  plan.connector("hiss", ConnectorKind::Lift);
  plan.edge("hall", "trappa0");
  plan.by("trappa0", "trappa1", "trappa");
  plan.edge("trappa1", "mål");
  plan.edge("hall", "hiss0");
  plan.by("hiss0", "hiss1", "hiss");
  plan.edge("hiss1", "mål");
  plan.edge("hall", "nere");
  plan.room("övre", "mål");
  plan.room("nedre", "nere");
  return plan;
}

TEST_CASE("a row whose way has stairs carries the lift beside it, with its own arrow (A-65, section 6)") {
  const Moment moment{{town_hall().venue}};
  const Direction row = moment.to("övre", screen_at("hall", 0));
  CHECK(row.sign.connector_kind == "stairs");
  CHECK(row.sign.bearing == 270);
  CHECK(row.step_free == false);
  REQUIRE(row.step_free_sign);
  CHECK(row.step_free_sign->connector_kind == "lift");
  CHECK(row.step_free_sign->bearing == 90);
  CHECK(row.step_free_sign->connector_level == "1");
  CHECK_FALSE(moment.to("nedre", screen_at("hall", 0)).step_free_route);
}

TEST_CASE("where no step-free way remains, none is shown (section 4)") {
  const Moment moment{{town_hall().venue}, {}, {closed("hiss")}};
  const Direction row = moment.to("övre", screen_at("hall", 0), Profile::StepFree);
  CHECK_FALSE(row.reachable);
  CHECK(row.sign.arrow == ArrowKind::None);
  CHECK_FALSE(row.step_free_route);
}

TEST_CASE("where only a person with a key helps, the way with that person is the alternative (section 4)") {
  Plan plan = town_hall();
  plan.venue.connectors[1].staffed = true;
  const Moment moment{{plan.venue}};
  const Direction row = moment.to("övre", screen_at("hall", 0), Profile::StepFree);
  CHECK_FALSE(row.reachable);
  REQUIRE(row.step_free_route);
  CHECK(row.step_free_route->staffed);
}

TEST_CASE("closing a lift changes the rows whose way or step-free way took it, and no other (W4)") {
  const Plan plan = town_hall();
  const auto told = [&](std::vector<Closure> closures) {
    const Moment moment{{plan.venue}, {}, std::move(closures)};
    std::map<std::string, std::string> rows;
    for (const auto& row : directions_from(moment.network, screen_at("hall", 0), {})) {
      rows[row.id] = std::to_string(row.sign.bearing) + row.sign.connector_kind +
                     (row.route ? names(moment.network, *row.route) : "") +
                     (row.step_free_route ? names(moment.network, *row.step_free_route) : "-");
    }
    return rows;
  };
  const auto before = told({}), after = told({closed("hiss")});
  CHECK(before.at("nedre") == after.at("nedre"));
  CHECK(before.at("övre") != after.at("övre"));
}

TEST_CASE("moving a room changes its arrow with no drawing work (W3)") {
  Plan plan = town_hall();
  plan.venue.rooms[1].node = "trappa0";
  CHECK(Moment{{plan.venue}}.to("nedre", screen_at("hall", 0)).sign.bearing == 270);
}

TEST_CASE("of each kind of amenity the nearest that can be used is shown, and any that is asked for") {
  Plan plan = town_hall();
  plan.amenity("wc-nära", "toilets", "hiss0");
  plan.amenity("wc-långt", "toilets", "nere");
  const auto toilets = [&](const Moment& moment) {
    std::string found;
    for (const auto& row : directions_from(moment.network, screen_at("hall", 0), {})) {
      if (row.what == "toilets") found += row.id + " ";
    }
    return found;
  };
  CHECK(toilets(Moment{{plan.venue}}) == "wc-nära ");
  CHECK(toilets(Moment{{plan.venue}, {}, {closed("wc-nära")}}) == "wc-långt ");
  plan.venue.amenities[0].hours = {{{}, 18 * 60, 20 * 60}};
  CHECK(toilets(Moment{{plan.venue}}) == "wc-långt ");
  CHECK(Moment{{plan.venue}}.to("wc-långt", screen_at("hall", 0)).reachable);
}

TEST_CASE("a screen at the door that it speaks for says here, and so does one inside the room (section 7, 4)") {
  Plan plan;
  plan.space("sal", 0, 0, 10, 10);
  plan.node("inne", 3, 5);
  plan.node("dörr", -1, 5);
  plan.edge("dörr", "inne", "door");
  plan.room("sal", "inne").spaces = {"sal"};
  const Moment moment{{plan.venue}};
  Screen door = screen_at("dörr", 90);
  CHECK(moment.to("sal", door).sign.arrow == ArrowKind::Arrow);
  door.rooms = {"sal"};
  CHECK(moment.to("sal", door).sign.arrow == ArrowKind::Here);
  CHECK(moment.to("sal", screen_at("inne", 0)).sign.arrow == ArrowKind::Here);
}

TEST_CASE("where a house is not modelled, what a person saw is shown and marked (issue 4)") {
  Plan plan;
  plan.node("hall", 0, 0);
  plan.room("sal", "");
  Screen screen = screen_at("", std::nullopt);
  screen.surveyed = {{"sal", 315, true, 3, "Ada", "2027-05-02"}};
  const Direction row = Moment{{plan.venue}}.to("sal", screen);
  CHECK(row.surveyed);
  CHECK(row.sign.bearing == 315);
  CHECK(row.step_free == true);
  CHECK(row.minutes == 3.0);
}

TEST_CASE("what can be derived is not overruled by what somebody once saw") {
  Screen screen = screen_at("hall", 0);
  screen.surveyed = {{"nedre", 180, true, 3, "Ada", "2027-05-02"}};
  const Direction row = Moment{{town_hall().venue}}.to("nedre", screen);
  CHECK_FALSE(row.surveyed);
  CHECK(row.sign.bearing == 0);
}

TEST_CASE("a sibling venue is shown by the way to its door") {
  Plan other{"bibblan"};
  other.node("port", 0, 0);
  Link link;
  link.id = "gatan";
  link.from = {"hus", "nere"};
  link.to = {"bibblan", "port"};
  link.minutes = 6;
  const Moment moment{{town_hall().venue, other.venue}, {link}};
  const auto rows = directions_from(moment.network, screen_at("hall", 0), {});
  const auto row =
      std::find_if(rows.begin(), rows.end(), [](const auto& r) { return r.kind == DestinationKind::Venue; });
  REQUIRE(row != rows.end());
  CHECK(row->id == "bibblan");
  CHECK(row->sign.bearing == 0);
  CHECK(row->minutes.value() == Approx(6 + 40 / 1.2 / 60).margin(0.001));
}

Direction row_with(ArrowKind arrow, int bearing, double minutes, int direction = 0, const std::string& level = {}) {
  Direction row;
  row.sign.arrow = arrow;
  row.sign.bearing = bearing;
  row.sign.direction = direction;
  row.sign.connector_kind = direction ? "lift" : "";
  row.sign.connector_level = level;
  row.minutes = minutes;
  return row;
}

TEST_CASE("the guide says how high a sign hangs (A-67)") {
  const auto guide = read_file(source_path("docs/wayfinding.md"));
  CHECK(guide.find("1.4 to 1.7 m") != std::string::npos);
  CHECK(guide.find("2.1 to 2.2 m") != std::string::npos);
}

TEST_CASE("rows are grouped by arrow: ahead, left, right, level change, behind; nearest first (A-66)") {
  const auto groups = group_directions({
      row_with(ArrowKind::Behind, 180, 1),
      row_with(ArrowKind::Arrow, 90, 5),
      row_with(ArrowKind::Arrow, 0, 3, 1, "2"),
      row_with(ArrowKind::Arrow, 270, 2),
      row_with(ArrowKind::Arrow, 0, 4),
      row_with(ArrowKind::Arrow, 90, 1),
      row_with(ArrowKind::None, 0, 1),
      row_with(ArrowKind::Arrow, 225, 1),
      row_with(ArrowKind::Arrow, 135, 2),
  });
  std::vector<std::vector<std::size_t>> rows;
  for (const auto& group : groups) rows.push_back(group.rows);
  CHECK(rows == std::vector<std::vector<std::size_t>>{{4}, {3}, {5, 1}, {2}, {8}, {7}, {0}, {6}});
  for (const auto& group : groups) {
    INFO(group.bearing);
    CHECK(is_behind(group.arrow, group.bearing) == (group.bearing > 90 && group.bearing < 270));
  }
}

TEST_CASE("steps tell the turn, the way up and the arrival, with the words of a person") {
  Plan plan = town_hall();
  plan.venue.nodes[2].landmark = {{"sv", "fönstret"}};
  plan.venue.edges[2].phrase = {{"sv", "genom glasdörren"}};
  const Moment moment{{plan.venue}};
  const auto pose = pose_of(moment.network, screen_at("hall", 0)).value();
  const auto steps = steps_of(moment.network, pose, *moment.route("hall", "mål"));
  REQUIRE(steps.size() == 5);
  CHECK(steps[0].kind == Step::Kind::Start);
  CHECK(steps[0].metres == Approx(15));
  CHECK(steps[0].bearing_deg == Approx(-82.4).margin(0.1));
  CHECK(steps[1].kind == Step::Kind::Right);  // the stairs begin at one's side
  CHECK(steps[2].kind == Step::Kind::Connector);
  CHECK(steps[2].connector_kind == "stairs");
  CHECK(steps[2].direction == 1);
  CHECK(steps[2].level == "1");
  CHECK(steps[3].kind == Step::Kind::Right);
  CHECK(steps[3].landmark == Text{{"sv", "fönstret"}});
  CHECK(steps[3].phrase == Text{{"sv", "genom glasdörren"}});
  CHECK(steps[4].kind == Step::Kind::Arrive);
}

// ---- W2 ----

/// A house with walls, doors, a stair and a lift, unlike its mirror image everywhere.
Plan odd_house() {
  Plan plan = town_hall();
  plan.space("hallen", -20, -4, 33, 4);
  plan.space("norr", -3, 4, 5, 45);
  plan.opening("bågen", {-1, 4}, {2.2, 4}).door = "open";
  plan.space("kontor", 5, 20, 18, 30);
  plan.opening("kontorsdörr", {5, 22}, {5, 23});
  plan.node("kontor", 7.1, 22.5);
  plan.node("gång", 1, 22.5);
  plan.node("skrivbord", 15, 27);
  plan.venue.edges.back().opening = "bågen";
  plan.edge("hall", "gång").opening = "bågen";
  plan.through("gång", "kontor", "kontorsdörr");
  plan.edge("kontor", "skrivbord");
  plan.room("kontoret", "skrivbord");
  return plan;
}

std::string all_arrows(const Venue& venue, const std::vector<Screen>& screens) {
  const Moment moment{{venue}};
  std::string told;
  for (const Screen& screen : screens) {
    for (const Direction& row : directions_from(moment.network, screen, {})) {
      told += row.id + " " + std::to_string(static_cast<int>(row.sign.arrow)) + " " + std::to_string(row.sign.bearing) +
              " " + std::to_string(row.sign.ambiguous) + row.sign.connector_kind +
              (row.route ? names(moment.network, *row.route) : "") + "\n";
    }
  }
  return told;
}

std::vector<Screen> a_screen_at_each_node(const Venue& venue) {
  std::vector<Screen> screens;
  for (const Node& node : venue.nodes) {
    for (const double heading : {0.0, 37.0, 90.0, 211.5}) screens.push_back(screen_at(node.id, heading));
  }
  return screens;
}

TEST_CASE("turning, shifting and mirroring a venue twice leaves every arrow as it was (W2)") {
  const Venue venue = odd_house().venue;
  const auto screens = a_screen_at_each_node(venue);
  const std::string before = all_arrows(venue, screens);
  for (const double degrees : {1.0, 17.3, 45.0, 90.0, 123.4, 180.0, 271.0, 359.9}) {
    Venue turned = venue;
    auto turned_screens = screens;
    rotate(turned, turned_screens, degrees);
    translate(turned, turned_screens, 1234.5, -987.25);
    CHECK(all_arrows(turned, turned_screens) == before);
  }
  Venue twice = venue;
  auto twice_screens = screens;
  mirror(twice, twice_screens);
  CHECK(all_arrows(twice, twice_screens) != before);  // mirrored once, left is right
  mirror(twice, twice_screens);
  CHECK(all_arrows(twice, twice_screens) == before);
}

TEST_CASE("an arrow within 7 degrees of the edge between two takes the side of the way on, and says so (section 6)") {
  const auto sign_towards = [](double azimuth, double onward) {
    Plan plan;
    plan.node("hall", 0, 0);
    const Point bend = plane::ahead({}, azimuth, 30), end = plane::ahead(bend, onward, 30);
    plan.node("krök", bend.x, bend.y);
    plan.node("mål", end.x, end.y);
    plan.edge("hall", "krök");
    plan.edge("krök", "mål");
    plan.room("mål", "mål");
    Screen screen = screen_at("hall", 0);
    screen.distance_mm = 300;
    return Moment{{plan.venue}}.to("mål", screen).sign;
  };
  CHECK(sign_towards(20, 90).bearing == 45);
  CHECK(sign_towards(20, 90).ambiguous);
  CHECK(sign_towards(25, 300).bearing == 0);
  CHECK(sign_towards(25, 300).ambiguous);
  CHECK(sign_towards(10, 90).bearing == 0);
  CHECK_FALSE(sign_towards(10, 90).ambiguous);
  CHECK(sign_towards(40, 90).bearing == 45);
}

TEST_CASE("a way up says its level by the name in its own venue, though another one has a level of the same id") {
  Plan annex{"annex"};
  annex.venue.levels[1].name = {{"sv", "Galleriet"}};
  const Moment moment{{annex.venue, town_hall().venue}};
  WordFile file;
  file.language = "sv";
  for (const auto& [key, words] :
       {std::pair{"way.left", "Till vänster"}, std::pair{"step.left", "Sväng vänster"},
        std::pair{"step.right", "Sväng höger"}, std::pair{"step.back", "Vänd om"},
        std::pair{"step.slight-left", "Snett vänster"}, std::pair{"step.slight-right", "Snett höger"},
        std::pair{"step.stairs-up", "Upp till {level}"}})
    file.messages[key] = {words, WordState::Checked};
  const Words words{{file}, false};
  const LanguageChain chain{"sv"};
  const WaySpeech speech{words, chain};
  CHECK(level_words(speech, moment.network, "hus", "1").text == "Plan 2");
  CHECK(level_words(speech, moment.network, "annex", "1").text == "Galleriet");
  CHECK(level_words(speech, moment.network, "nowhere", "1").text.empty());
  const Screen screen = screen_at("hall", 0);
  const Direction up = moment.to("övre", screen);
  REQUIRE(up.route);
  std::string said;
  for (const auto& sentence :
       way_sentences(speech, moment.network, pose_of(moment.network, screen).value(), *up.route, up.sign, 9))
    said += sentence.text + ". ";
  CAPTURE(said);
  CHECK(said.find("Plan 2") != std::string::npos);
  CHECK(said.find("Galleriet") == std::string::npos);

  // Where not all can be told, the first stays, then the way up, then the last; the order is that of the way.
  const auto told = [&](std::size_t most) {
    std::vector<std::string> out;
    for (const auto& sentence :
         way_sentences(speech, moment.network, pose_of(moment.network, screen).value(), *up.route, up.sign, most))
      out.push_back(sentence.text);
    return out;
  };
  const auto all = told(9);
  REQUIRE(all.size() >= 3);
  CHECK(told(1) == std::vector<std::string>{all.front()});
  const auto stairs =
      std::find_if(all.begin(), all.end(), [](const std::string& one) { return one.starts_with("Upp till"); });
  REQUIRE(stairs != all.end());
  REQUIRE(*stairs != all.back());
  CHECK(told(2) == std::vector<std::string>{all.front(), *stairs});
  CHECK(told(3) == std::vector<std::string>{all.front(), *stairs, all.back()});
  CHECK(told(all.size()) == all);
}

}  // namespace
}  // namespace skylt::test
