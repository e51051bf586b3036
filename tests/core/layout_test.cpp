#include "core/layout/layout.hpp"
#include "core/base/error.hpp"
#include "core/layout/widgets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

#include <algorithm>
#include <filesystem>

using namespace skylt;

namespace {

Faults faults_of(const std::string& json) {
  Faults faults;
  read_layout(parse_json(json, "layout.json"), faults);
  return faults;
}

std::string with_region(const std::string& region) {
  return R"({"format":"skylt/layout/1","id":"x","variants":{"landscape":{"regions":[)" + region + "]}}}";
}

bool has(const Faults& faults, const Fault& fault) {
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

UtcTime at(const char* text) { return *parse_instant(text); }

Screen foyer() {
  Screen screen;
  screen.id = "s1";
  screen.venue = "town-hall";
  screen.layout = "foyer";
  screen.tags = {"big"};
  return screen;
}

RotaRule rule(std::string id, std::string layout, std::string from, std::string to) {
  RotaRule out;
  out.id = std::move(id);
  out.layout = std::move(layout);
  out.from_time = std::move(from);
  out.to_time = std::move(to);
  return out;
}

}  // namespace

TEST_CASE("a layout with faults reports every one with its JSON pointer") {
  const auto faults = faults_of(
      R"({"format":"skylt/layout/1","id":"x","variants":{"landscape":{"regoins":[],"regions":[
         {"id":"a","box":[0,0,1.2,1],"widget":"clock"},
         {"id":"a","box":[0,0,1,1],"widget":"carousel"},
         {"id":"b","box":[0,0,1],"widget":"header","options":{"plate":"roof","clokc":true,"a/b~c":1}}]}}})");
  CHECK(faults.size() == 8);
  CHECK(has(faults, {"/variants/landscape/regions/0/box", "must lie within 0 and 1 and have a size"}));
  CHECK(has(faults, {"/variants/landscape/regions/1/id", "the id 'a' is used twice in this variant"}));
  CHECK(has(faults, {"/variants/landscape/regions/2/box", "must be [x, y, width, height] in fractions of the screen"}));
  CHECK(has(faults, {"/variants/landscape/regions/2/options/plate", "must be one of room, venue, place, event"}));
  CHECK(has(faults, {"/variants/landscape/regions/2/options/clokc",
                     "unknown option 'clokc' of widget header; it has plate, title, clock, date"}));
  CHECK(has(faults, {"/variants/landscape/regions/2/options/a~1b~0c",
                     "unknown option 'a/b~c' of widget header; it has plate, title, clock, date"}));
  CHECK(has(faults, {"/variants/landscape/regoins", "unknown key 'regoins'"}));
  const auto unknown = std::find_if(faults.begin(), faults.end(), [](const Fault& fault) {
    return fault.pointer == "/variants/landscape/regions/1/widget";
  });
  REQUIRE(unknown != faults.end());
  CHECK(unknown->reason.starts_with("unknown widget 'carousel'; there are agenda, changes, clock"));
}

TEST_CASE("the options of each kind are checked") {
  const auto fault_for = [](const std::string& widget, const std::string& options) {
    return faults_of(
        with_region(R"({"id":"a","box":[0,0,1,1],"widget":")" + widget + R"(","options":)" + options + "}"));
  };
  CHECK(fault_for("clock", R"({"date":1})").at(0).reason == "must be true or false");
  CHECK(fault_for("now-next", R"({"follow":4})").at(0).reason == "must be a whole number from 0 to 3");
  CHECK(fault_for("agenda", R"({"venues":"every"})").at(0).reason == "must be \"own\", \"all\" or a list of venue ids");
  CHECK(fault_for("agenda", R"({"venues":["town-hall"]})").empty());
  CHECK(fault_for("agenda", R"({"tracks":"a"})").at(0).reason == "must be a list of strings");
  CHECK(fault_for("text", R"({"text":{"sv":""}})").at(0).pointer == "/variants/landscape/regions/0/options/text/sv");
  CHECK(fault_for("text", "{}").at(0) == Fault{"/variants/landscape/regions/0/options/text", "is missing"});
  CHECK(fault_for("qr", R"({"data":"javascript:x"})").at(0).reason ==
        "must be an address that starts with https:// or http://");
}

TEST_CASE("a layout read and written again is the same value") {
  const std::string json = with_region(
      R"({"id":"a","box":[0.028125,0.05,0.94375,0.15],"widget":"header","options":{"plate":"room","title":{"sv":"Hej"}}})");
  Faults faults;
  const auto layout = read_layout(parse_json(json, "x"), faults);
  REQUIRE(faults.empty());
  CHECK(read_layout(to_json(layout), faults) == layout);
  CHECK(faults.empty());
}

TEST_CASE("neighbouring boxes share their edges in pixels") {
  const SizePx screen{1919, 1081};
  const RectPx left = place({0, 0, 1.0 / 3, 0.5}, screen);
  const RectPx right = place({1.0 / 3, 0, 2.0 / 3, 0.5}, screen);
  CHECK(left.right() == right.x);
  CHECK(right.right() == screen.width);
}

TEST_CASE("a screen gets the variant of its shape, or the only one there is") {
  Layout layout;
  layout.variants[Orientation::Landscape] = {Region{"wide", {}, "clock", Json::object()}};
  CHECK(layout.regions_for({1080, 1920}).at(0).id == "wide");
  layout.variants[Orientation::Portrait] = {Region{"high", {}, "clock", Json::object()}};
  CHECK(layout.regions_for({1080, 1920}).at(0).id == "high");
  CHECK(layout.regions_for({1920, 1080}).at(0).id == "wide");
}

TEST_CASE("contrast is that of WCAG 2 (A-30)") {
  CHECK(contrast({0, 0, 0}, {255, 255, 255}) == Approx(21.0));
  CHECK(contrast({119, 119, 119}, {255, 255, 255}) == Approx(4.478).epsilon(0.001));
}

TEST_CASE("the sample theme gives must-read text nine to one and all other text more than A-30 asks (A-30, A-31)") {
  for (const auto mode : {ThemeMode::Light, ThemeMode::Dark}) {
    const auto colours = builtin_colours(mode);
    const auto ratio = [&](const char* text, const char* ground) {
      return contrast(colours.get(text), colours.get(ground));
    };
    CHECK(ratio("ink", "ground") >= 9);
    CHECK(ratio("ink", "surface") >= 9);
    CHECK(ratio("on-block", "block") >= 9);
    CHECK(ratio("now", "ground") >= 9);
    CHECK(ratio("on-accent", "accent") >= 9);
    for (const auto& [text, ground] : {std::pair{"on-changed", "changed"},
                                       {"on-cancelled", "cancelled"},
                                       {"on-full", "full"},
                                       {"ink-quiet", "ground"},
                                       {"ink-quiet", "surface"},
                                       {"on-block-quiet", "block"},
                                       {"changed", "surface"}}) {
      CAPTURE(text, ground);
      CHECK(ratio(text, ground) >= 4.5);
    }
  }
}

TEST_CASE("a theme whose text cannot be read is refused with the pair of colours (A-30)") {
  Faults faults;
  read_theme(
      parse_json(
          R"({"format":"skylt/theme/1","id":"t","modes":{"light":{"ink":"#999999","inc":"#000000","rule":"red"}}})",
          "theme.json"),
      faults);
  CHECK(has(faults, {"/modes/light/inc", "unknown token 'inc'"}));
  CHECK(has(faults, {"/modes/light/rule", "must be a colour such as \"#0e2238\""}));
  CHECK(has(faults, {"/modes/light/ink", "ink on ground has a contrast of 2.6:1; it needs 7.0:1 (A-30)"}));
}

TEST_CASE("shipped layouts and themes read without faults") {
  for (const auto* folder : {"layouts", "assets/themes"}) {
    for (const auto& entry : std::filesystem::directory_iterator{test::source_path(folder)}) {
      if (entry.path().extension() != ".json") continue;
      CAPTURE(entry.path().string());
      const auto document = parse_json(test::read_file(entry.path().string()), entry.path().filename().string());
      Faults faults;
      std::string id;
      if (folder == std::string{"layouts"}) {
        const auto layout = read_layout(document, faults);
        id = layout.id;
        CHECK(layout.variants.size() == 2);
      } else {
        const auto theme = read_theme(document, faults);
        id = theme.id;
        Faults again;
        CHECK(read_theme(to_json(theme), again) == theme);
        CHECK(again.empty());
      }
      CHECK(describe("", faults) == ": no faults");
      CHECK(id == entry.path().stem().string());
    }
  }
}

TEST_CASE("every widget and option is in the layout reference and in the schema") {
  const auto reference = test::read_file(test::source_path("docs/layouts.md"));
  const auto schema = test::read_file(test::source_path("docs/schemas/layout.schema.json"));
  for (const auto& widget : widget_specs()) {
    CAPTURE(widget.name);
    CHECK(reference.find("### `" + std::string{widget.name} + "`") != std::string::npos);
    CHECK(schema.find("\"" + std::string{widget.name} + "\"") != std::string::npos);
    for (const auto& option : widget.options) {
      CAPTURE(option.name);
      CHECK(reference.find("`" + std::string{option.name} + "`") != std::string::npos);
      CHECK(schema.find("\"" + std::string{option.name} + "\"") != std::string::npos);
    }
  }
}

TEST_CASE("the rota rule with the highest priority wins, then the later one") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  const Seconds four = std::chrono::hours{4};
  std::vector<RotaRule> rota{rule("day", "agenda", "08:00", "17:00"), rule("lunch", "menu", "11:30", "13:00"),
                             rule("other", "none", "", "")};
  rota[1].priority = 5;
  rota[2].priority = 9;
  rota[2].screens = {"s2", "tag:small"};
  const auto choose = [&](const char* text) { return select_layout(foyer(), rota, zone, four, at(text)); };
  CHECK(choose("2026-05-05T07:59:00+02:00").layout == "foyer");
  CHECK(choose("2026-05-05T07:59:00+02:00").next_change == at("2026-05-05T08:00:00+02:00"));
  CHECK(choose("2026-05-05T08:00:00+02:00").layout == "agenda");
  CHECK(choose("2026-05-05T08:00:00+02:00").next_change == at("2026-05-05T11:30:00+02:00"));
  CHECK(choose("2026-05-05T11:30:00+02:00").rule == "lunch");
  CHECK(choose("2026-05-05T17:00:00+02:00").rule.empty());
}

TEST_CASE("rota hours may cross midnight and belong to the service day on which they began") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  std::vector<RotaRule> rota{rule("night", "quiet", "22:00", "02:00")};
  rota[0].from_day = rota[0].to_day = "2026-05-05";
  const auto choose = [&](const char* text) {
    return select_layout(foyer(), rota, zone, std::chrono::hours{4}, at(text));
  };
  CHECK(choose("2026-05-05T23:00:00+02:00").layout == "quiet");
  CHECK(choose("2026-05-06T01:59:00+02:00").layout == "quiet");
  CHECK(choose("2026-05-06T02:00:00+02:00").layout == "foyer");
  CHECK(choose("2026-05-06T22:30:00+02:00").layout == "foyer");
  CHECK(choose("2026-04-01T12:00:00+02:00").next_change == at("2026-05-05T22:00:00+02:00"));
}

TEST_CASE("rota hours that reach beyond the day change hold until they end, on the weekday on which they began") {
  const auto zone = TimeZone::find("Europe/Stockholm");
  std::vector<RotaRule> rota{rule("night", "quiet", "22:00", "06:00")};
  rota[0].weekdays = {"tue"};  // 2026-05-05
  const auto choose = [&](const char* text) {
    return select_layout(foyer(), rota, zone, std::chrono::hours{4}, at(text));
  };
  CHECK(choose("2026-05-05T21:59:00+02:00").layout == "foyer");
  CHECK(choose("2026-05-05T22:00:00+02:00").layout == "quiet");
  CHECK(choose("2026-05-06T04:00:00+02:00").layout == "quiet");
  CHECK(choose("2026-05-06T05:59:00+02:00").layout == "quiet");
  CHECK(choose("2026-05-06T06:00:00+02:00").layout == "foyer");
  CHECK(choose("2026-05-05T05:00:00+02:00").layout == "foyer");  // Monday's night is not in the rule
  for (const char* within : {"2026-05-05T23:00:00+02:00", "2026-05-06T03:00:00+02:00", "2026-05-06T05:00:00+02:00"})
    CHECK(choose(within).next_change == at("2026-05-06T06:00:00+02:00"));
}

TEST_CASE("a rota rule with a wrong day or time says so") {
  Faults faults;
  const Json document = parse_json(
      R"({"id":"r","layout":"x","from_day":"5 May","to_time":"25:00","weekdays":["monday"],"form_day":"x"})", "x");
  JsonReader reader{document, faults};
  read_rota_rule(reader);
  CHECK(faults.size() == 4);
  CHECK(has(faults, {"/from_day", "must be a day such as 2026-05-05"}));
  CHECK(has(faults, {"/to_time", "must be a time of day such as 09:30"}));
  CHECK(has(faults, {"/weekdays", "'monday' is none of mon, tue, wed, thu, fri, sat, sun"}));
}

TEST_CASE("a selector means a screen, its venue or one of its tags") {
  CHECK(selects({}, foyer()));
  CHECK(selects({"s1"}, foyer()));
  CHECK(selects({"town-hall"}, foyer()));
  CHECK(selects({"x", "tag:big"}, foyer()));
  CHECK_FALSE(selects({"tag:small", "s2"}, foyer()));
}
