// Screens by command: added, refused, moved; their snapshots and layouts.
#include "tests/store/command_server.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

TEST_CASE("screens are added with a token that is shown once") {
  const Server server;
  server.with_sample();
  const std::string add =
      "screen add --data " + server.data() +
      " --id extra --name Extra --size 1080x1920 --diagonal 43 --distance 4000 --layout foyer --json";
  const auto added = server(add);
  INFO(added.err);
  REQUIRE(added.code == 0);
  CHECK(added.json()["token"].get<std::string>().size() == 43);
  CHECK(server(add).err == "skylt-server screen add: screen 'extra' exists already; screen remove takes it away\n");
  const auto list = server("screen list --data " + server.data() + " --json");
  CHECK_THAT(list.out, !Contains("token"));
  const Json screens = list.json()["screens"];
  for (const Json& screen : screens) {
    for (const char* key : {"id", "name", "venue", "node", "heading", "size", "diagonal_inch", "distance_mm", "layout",
                            "revision", "last_seen"}) {
      CHECK(screen.contains(key));
    }
  }
  CHECK(server("screen token extra --data " + server.data() + " --json").json()["token"] != added.json()["token"]);
  CHECK(server("screen remove extra --data " + server.data()).code == 0);
  CHECK(server("screen show extra --data " + server.data()).code == 1);
}

TEST_CASE("a screen that could not be read back is refused, and nothing of it is kept") {
  const Server server;
  server.with_sample();
  const std::string data = " --data " + server.data();
  const auto before = server("screen list" + data + " --json").json();
  const auto add = [&](const std::string& id, const std::string& more) {
    return server("screen add --id " + id + " --size 1080x1920 --diagonal 43 --distance 4000 --layout foyer " + more +
                  data);
  };
  const std::pair<std::string, std::string> refused[] = {{"'bad id!'", ""},
                                                         {"''", ""},
                                                         {"../x", ""},
                                                         {std::string(300, 'x'), ""},
                                                         {"extra", "--language xx-bogus-toolonglanguage"},
                                                         {"extra", "--lower-edge -5000"},
                                                         {"extra", "--lower-edge 1e300"}};
  for (const auto& [id, more] : refused) {
    const auto ran = add(id, more);
    INFO(id << " " << more << ": " << ran.err);
    CHECK(ran.code == 1);
    CHECK(one_line(ran.err));
    CHECK(ran.out.empty());
  }
  for (const std::string measures :
       {"--size 99999x99999 --diagonal 43 --distance 4000", "--size 1080x1920 --diagonal 1e300 --distance 4000"})
    CHECK(server("screen add --id extra --layout foyer " + measures + data).code == 1);
  const auto layout =
      server("screen add --id extra --size 1080x1920 --diagonal 43 --distance 4000 --layout foyeur" + data);
  CHECK(layout.code == 1);
  CHECK(one_line(layout.err));
  CHECK_THAT(layout.err, Contains("--layout: there is no layout 'foyeur'; there are: "));
  CHECK_THAT(layout.err, Contains(", foyer,"));
  const auto level = server("screen move radhuset-vagvisning --at 1 2 --level attic" + data);
  CHECK(level.code == 1);
  CHECK_THAT(level.err, Contains("--level: venue 'radhuset' has no level 'attic'; there are: "));
  CHECK(server("screen list" + data + " --json").json() == before);
}

TEST_CASE("a snapshot is a folder with a signed manifest and its blobs") {
  const Server server;
  server.with_sample();
  const auto screens = server("screen list --data " + server.data() + " --json").json()["screens"];
  REQUIRE_FALSE(screens.empty());
  const std::string id = screens[0]["id"];
  const auto ran =
      server("snapshot --data " + server.data() + " --screen " + id + " --out " + server.path("stick") + " --json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto manifest = parse_json(read_file(server.path("stick/manifest.json")), "manifest.json");
  CHECK(manifest["signatures"].size() == 1);
  const auto inside = parse_json(manifest["manifest"].get<std::string>(), "manifest");
  CHECK(inside["screen"] == id);
  for (const Json& blob : inside["blobs"]) {
    CHECK(read_file(server.path("stick/blobs/" + blob["sha256"].get<std::string>())).size() == blob["bytes"]);
  }
  CHECK(server("snapshot --data " + server.data() + " --screen nix --out " + server.path("x")).code == 1);
}

TEST_CASE("every shipped layout passes check-layout, and faults are named by pointer") {
  const Server server;
  const auto good = server("check-layout " + source_path("layouts") + "/*.json --json");
  INFO(good.out);
  CHECK(good.code == 0);
  const auto bad = server.write("bad.json", R"({"format":"skylt/layout/1","id":"x","name":{"sv":"X"},"regoins":[]})");
  const auto ran = server("check-layout " + bad + " --json");
  CHECK(ran.code == 1);
  CHECK_FALSE(ran.json()["files"][0]["faults"].empty());
  CHECK_THAT(ran.out, Contains("regoins"));
}

TEST_CASE("a screen that is moved points nowhere until somebody has stood before it (M6)") {
  const Server server;
  server.with_sample();
  const std::string data = " --data " + server.data();
  const auto arrow = [&] {
    const auto shown = server("show directions --screen radhuset-vagvisning --to sal-a" + data + " --json").json();
    return shown["destinations"][0]["arrow"].get<std::string>();
  };
  CHECK(arrow() == "arrow");
  const auto moved = server("screen move radhuset-vagvisning --at -3.5 8 --heading 90" + data + " --json").json();
  CHECK(moved["pose_holds"] == false);
  CHECK(moved["at"] == Json::array({-3.5, 8}));
  CHECK(moved["pose_confirmed"]["heading"] == 0);
  CHECK(arrow() == "none");
  CHECK_THAT(server("venue check" + data).out, Contains("radhuset-vagvisning: It was moved or turned"));
  const auto confirmed = server("screen confirm radhuset-vagvisning --actor Ada" + data + " --json").json();
  CHECK(confirmed["pose_holds"] == true);
  CHECK(confirmed["pose_confirmed"]["by"] == "Ada");
  CHECK(arrow() == "arrow");
  CHECK(server("screen confirm nowhere" + data).err ==
        "skylt-server screen confirm: there is no screen 'nowhere'; there are: biblioteket-entre, biblioteket-karta, "
        "biblioteket-unga, hamnskolan-aulan, hamnskolan-entre, hamnskolan-vagvisning, radhuset-entre, "
        "radhuset-festsalen, radhuset-foaje, radhuset-karta, radhuset-ljusgarden, radhuset-sal-b, "
        "radhuset-vagvisning\n");
  CHECK(server("screen move radhuset-vagvisning --node nowhere" + data).code == 1);
}

}  // namespace skylt::test
