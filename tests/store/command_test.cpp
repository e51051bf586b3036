// The built program, run as people run it: exit codes, one JSON document, one line for what went wrong.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/base/json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/process.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;

  Json json() const { return parse_json(out, "standard output"); }
};

/// Runs skylt-server with `arguments` (as a shell reads them).
class Server {
 public:
  /// `environment`: as a shell has it before a command.
  Ran operator()(const std::string& arguments, const std::string& environment = "") const {
    const std::string errors = dir_.path("stderr");
    const std::string command = "SKYLT_DATA= " + environment + " exec " + program("skylt-server") + " " + arguments +
                                " 2>'" + errors + "' </dev/null";
    Ran ran;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::array<char, 4096> bytes{};
    for (std::size_t n = 0; (n = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) ran.out.append(bytes.data(), n);
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ran.err = read_file(errors);
    return ran;
  }

  std::string path(const std::string& relative) const { return dir_.path(relative); }
  std::string data() const { return dir_.path("data"); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path(name), std::ios::binary} << text;
    return path(name);
  }
  const Server& with_sample() const {
    REQUIRE((*this)("init --data " + data()).code == 0);
    const auto ran = (*this)("import " + source_path("assets/demo/event.json") + " --data " + data() + " --json");
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return *this;
  }

 private:
  TempDir dir_;
};

std::string csv(int rows) {
  std::string text = "id;titel;start;slut;rum\n";
  for (int i = 0; i < rows; ++i) {
    const std::string hour = std::to_string(10 + i);
    text += std::to_string(i) + ";Programpunkt " + std::to_string(i) + ";2027-05-04T" + hour + ":00;2027-05-04T" +
            hour + ":45;Baren\n";
  }
  return text;
}

bool one_line(const std::string& text) { return !text.empty() && text.find('\n') == text.size() - 1; }

}  // namespace

TEST_CASE("init makes a database, a key and a set-up code, once") {
  const Server server;
  const auto first = server("init --data " + server.data() + " --time-zone Europe/Berlin --json");
  CHECK(first.code == 0);
  CHECK(first.json()["time_zone"] == "Europe/Berlin");
  CHECK(first.json()["set_up_code"].get<std::string>().size() == 34);
  const auto second = server("init --data " + server.data());
  CHECK(second.code == 1);
  CHECK(second.err ==
        "skylt-server init: " + server.data() + "/skylt.db: there is a database already; choose another folder\n");
  const auto nowhere = server("init --data " + server.path("other") + " --time-zone Mars/Olympus");
  CHECK(nowhere.code == 2);
  CHECK(nowhere.err ==
        "skylt-server init: --time-zone: 'Mars/Olympus' is not a time zone; write it like Europe/Stockholm\n");
}

TEST_CASE("wrong usage ends with 2 and names what is wrong") {
  const Server server;
  for (const std::string arguments :
       {"",
        "fly",
        "init",
        "import --data /nowhere",
        "show now --data /nowhere --evrything",
        "import x.xml --data /nowhere --format docx",
        "change add --data /nowhere --session s --kind delayed",
        "screen add --data /nowhere --id a --size big --diagonal 32 --distance 3000 --layout door",
        "screen add --data /nowhere --id a --size 9x9 --diagonal nan --distance 3000 --layout door",
        "screen add --data /nowhere --id a --size 9x9 --diagonal 32 --distance inf --layout door",
        "screen add --data /nowhere --id a --size 9x9 --diagonal 32 --distance 3000 --layout door --heading nan",
        "screen add --data /nowhere --id a --size 9x9 --diagonal 32 --distance 3000 --layout door --lower-edge nan",
        "screen move a --data /nowhere --at nan inf",
        "screen move a --data /nowhere --heading 361",
        "serve --data /nowhere --listen nonsense",
        "import x.xml --data /nowhere --time-zone Mars/X",
        "change add --data /nowhere --session s --kind delayed --minutes 0",
        "change add --data /nowhere --session s --kind replaced --by s",
        "change add --data /nowhere --session s --kind full --at 2027-05-04T10:00:00Z --until 2027-05-04T10:00:00Z",
        "change add --data /nowhere --session s --kind text --text sv=Ja --text sv=Nej",
        "closure add --data /nowhere --venue v --target t --kind closed --at 2027-05-04T10:00:00Z --until "
        "2020-01-01T00:00:00Z"}) {
    const auto ran = server(arguments);
    INFO(arguments << ": " << ran.err);
    CHECK(ran.code == 2);
    CHECK(one_line(ran.err));
    CHECK(ran.out.empty());
  }
  CHECK(server("show now --data /nowhere --evrything").err ==
        "skylt-server show now: The following argument was not expected: --evrything; see skylt-server show now "
        "--help\n");
  CHECK(server("change add --data /nowhere --session s --kind delayed").err ==
        "skylt-server change add: a delay needs either --minutes or --start\n");
  CHECK(server("change add --data /nowhere --session s --kind cancelled --room b").err ==
        "skylt-server change add: --room goes with a move, or with a full session that another room shows too\n");
  CHECK(server("change add --data /nowhere --session s --kind delayed --minutes 0").err ==
        "skylt-server change add: --minutes: a delay of 0 minutes changes nothing\n");
  CHECK(server("change add --data /nowhere --session s --kind text --text sv=Ja --text sv=Nej").err ==
        "skylt-server change add: --text: there are two texts in 'sv'; give each language once\n");
  CHECK(server("screen add --data /nowhere --id a --size 9x9 --diagonal -42 --distance 3000 --layout door").err ==
        "skylt-server screen add: --diagonal: '-42' is not a number above 0; see skylt-server screen add --help\n");
  CHECK(server("show now --data /nowhere --at tomorrow").err ==
        "skylt-server show now: --at: 'tomorrow' is not an instant; write it like 2027-05-04T08:30:00+02:00\n");
}

TEST_CASE("a missing database and a missing file are said in one line") {
  const Server server;
  CHECK(server("show sessions --data /nowhere --json").err ==
        "skylt-server show sessions: /nowhere/skylt.db: there is no database here; make one with skylt-server init\n");
  REQUIRE(server("init --data " + server.data()).code == 0);
  const auto ran = server("import /nowhere/x.xml --data " + server.data());
  CHECK(ran.code == 1);
  CHECK(ran.err == "skylt-server import: /nowhere/x.xml: cannot be read: No such file or directory\n");
}

TEST_CASE("the sample event imports without a fault and a second time without a change (I7)") {
  const Server server;
  server.with_sample();
  const auto again =
      server("import " + source_path("assets/demo/event.json") + " --data " + server.data() + " --json").json();
  CHECK(again["format"] == "event");
  CHECK(again["added"] == 0);
  CHECK(again["changed"] == 0);
  CHECK(again["removed"] == 0);
  CHECK(again["unchanged"] == again["records"]);
  CHECK(again["findings"].empty());
  CHECK(again["held"] == false);
  CHECK(again["revision"] == 2);

  const auto sessions = server("show sessions --data " + server.data() + " --day 2027-05-04 --json").json()["sessions"];
  REQUIRE_FALSE(sessions.empty());
  for (const char* key :
       {"id", "source", "title", "start", "end", "room", "venue", "track", "organisers", "people", "languages",
        "interpreted", "access", "audience", "materials", "visibility", "status", "changes", "service_day"}) {
    INFO(key);
    CHECK(sessions[0].contains(key));
  }
  const auto now = server("show now --data " + server.data() + " --at 2027-05-04T10:15:00+02:00 --json").json();
  CHECK(now["at"] == "2027-05-04T08:15:00Z");
  CHECK(now.contains("next_change"));
  CHECK(now["rooms"].size() >= 12);
  CHECK(now["rooms"][0]["room"].contains("venue"));
}

TEST_CASE("imports account for every record and are held back when much vanishes (S-51)") {
  const Server server;
  REQUIRE(server("init --data " + server.data()).code == 0);
  const auto file = server.write("programme.csv", csv(8));
  const std::string import = "import " + file + " --data " + server.data() + " --language sv --source plan";
  const auto first = server(import + " --json");
  INFO(first.out << first.err);
  REQUIRE(first.code == 0);
  const auto json = first.json();
  CHECK(json["source"] == "plan");
  CHECK(json["format"] == "csv");
  CHECK(json["records"] == 8);
  CHECK(json["added"] == 8);
  REQUIRE_FALSE(json["findings"].empty());
  CHECK(json["findings"][0]["code"] == "unknown-room");
  CHECK(json["findings"][0]["severity"] == "warning");

  server.write("programme.csv", csv(4));
  const auto dry = server(import + " --dry-run --json");
  CHECK(dry.code == 1);
  CHECK(dry.json()["held"] == true);
  const auto held = server(import + " --json");
  CHECK(held.code == 1);
  CHECK(held.json()["held"] == true);
  CHECK(held.json()["removed"] == 4);
  CHECK(held.err ==
        "skylt-server import: plan: held back: 4 of 8 sessions of 2027-05-04 would vanish; look at it, then "
        "import again with --accept\n");
  CHECK(server(import + " --accept --json").code == 0);
  const auto missing = server("show sessions --data " + server.data() + " --json").json()["sessions"];
  CHECK(missing.size() == 8);
  CHECK(missing[7]["status"] == "missing");
  CHECK(server("source list --data " + server.data() + " --json").json()["sources"][0]["name"] == "plan");
}

TEST_CASE("a file that is none of the formats is named with what to do") {
  const Server server;
  REQUIRE(server("init --data " + server.data()).code == 0);
  const auto ran = server("import " + server.write("cat.png", "\x89PNG\r\n") + " --data " + server.data());
  CHECK(ran.code == 1);
  CHECK(one_line(ran.err));
  CHECK_THAT(ran.err, Contains("skylt-server import: " + server.path("cat.png") + ": "));
  const auto cut = server("import " + server.write("cut.json", R"({"format":"skylt/event/1","event":{)") + " --data " +
                          server.data() + " --format event");
  CHECK(cut.code == 1);
  CHECK(one_line(cut.err));
}

TEST_CASE("changes print what they touch, show in the programme, and can be undone") {
  const Server server;
  server.with_sample();
  const auto sessions = server("show sessions --data " + server.data() + " --day 2027-05-05 --json").json()["sessions"];
  REQUIRE_FALSE(sessions.empty());
  const std::string id = sessions[0]["id"];
  const auto added = server("change add --data " + server.data() + " --session " + id +
                            " --kind delayed --minutes 15 --text 'sv=Tåget är sent' --actor eva");
  INFO(added.err);
  REQUIRE(added.code == 0);
  const auto change = added.json();
  CHECK(change["kind"] == "delayed");
  CHECK(change["session"] == id);
  CHECK(change["revision"] == 3);
  CHECK(change["screens"].is_array());
  const auto listed = server("change list --data " + server.data()).json()["changes"];
  CHECK(listed.size() >= 1);

  const auto undone = server("change undo " + change["id"].get<std::string>() + " --data " + server.data()).json();
  CHECK(undone["id"] == change["id"]);
  CHECK(undone["revision"] == 4);
  const auto unknown = server("change undo nix --data " + server.data());
  CHECK(unknown.code == 1);
  CHECK(unknown.err == "skylt-server change undo: change 'nix' does not exist; skylt-server change list lists them\n");
  const auto history = server("history --limit 2 --data " + server.data() + " --json").json()["history"];
  REQUIRE(history.size() == 2);
  CHECK(history[1]["actor"] == "eva");
  CHECK(history[1]["after"]["session"] == id);
}

TEST_CASE("a change whose screens cannot be worked out is made all the same, and says so") {
  const Server server;
  server.with_sample();
  const auto data = " --data " + server.data();
  const std::string id = server("show sessions" + data + " --json").json()["sessions"][0]["id"];
  const std::string without_layouts = "SKYLT_SHARE=" + server.path("empty");
  const auto added = server("change add --kind full --session " + id + data, without_layouts);
  CHECK(added.code == 0);
  const std::string change = added.json()["id"];
  CHECK(added.json()["revision"] == 3);
  CHECK(added.json()["screens"].empty());
  CHECK(one_line(added.err));
  CHECK_THAT(added.err, Contains("skylt-server change add: " + change +
                                 " is made, but the screens could not be worked out: " + server.path("empty")));
  const auto undone = server("change undo " + change + data, without_layouts);
  CHECK(undone.code == 0);
  CHECK(undone.json()["revision"] == 4);
  CHECK_THAT(undone.err, Contains(change + " is taken back, but the screens could not be worked out"));
  CHECK(server("change undo " + change + data).code == 1);
}

TEST_CASE("a move to where the session is is refused, and one to a room that nobody knows is warned of") {
  const Server server;
  server.with_sample();
  const auto data = " --data " + server.data();
  const Json shown = server("show sessions" + data + " --json").json();
  Json session;
  for (const Json& each : shown["sessions"])
    if (session.is_null() && each["room"].is_object() && !each["room"]["id"].is_null() && each["changes"].empty())
      session = each;
  REQUIRE(session.is_object());
  const std::string id = session["id"], room = session["room"]["id"];
  const auto same = server("change add --kind moved --room " + room + " --session " + id + data);
  CHECK(same.code == 1);
  CHECK(same.err == "skylt-server change add: session '" + id + "' is in '" + room + "' already\n");
  const auto away = server("change add --kind moved --room 'Tältet vid ån' --session " + id + data);
  CHECK(away.code == 0);
  CHECK(away.err ==
        "skylt-server change add: room 'Tältet vid ån': no venue has a room of this name; screens show the name as it "
        "stands\n");
  const auto back = server("change add --kind moved --room " + room + " --session " + id + data);
  CHECK(back.code == 0);
  CHECK(back.err.empty());
}

TEST_CASE("an end that has passed is refused with --at, and warned of on a clock that may not be the programme's") {
  const Server server;
  server.with_sample();
  const auto ask =
      "change add --kind full --session mon-gemensam-lunch --until 2020-01-01T00:00:00Z --data " + server.data();
  CHECK(server(ask + " --at 2027-05-03T10:00:00Z").code == 2);
  const auto warned = server(ask);
  CHECK(warned.code == 0);
  CHECK_THAT(warned.err, Contains("--until: the change would end at 2020-01-01T00:00:00Z"));
  CHECK(one_line(warned.err));
}

TEST_CASE("closing a lift by command reaches exactly the screens of its venue, and ending it again (W4)") {
  const Server server;
  server.with_sample();
  const auto data = " --data " + server.data();
  std::vector<std::string> expected;
  const auto screens = server("screen list" + data + " --json").json()["screens"];
  for (const Json& screen : screens)
    if (screen["venue"] == "stadsbiblioteket") expected.push_back(screen["id"]);
  std::sort(expected.begin(), expected.end());
  const auto added = server(
      "closure add" + data +
      " --venue stadsbiblioteket --target biblioteket-hiss --kind out-of-service"
      " --at 2027-05-05T08:00:00+02:00 --until 2027-05-05T12:00:00+02:00 --text 'sv=Hissen repareras' --actor eva");
  INFO(added.err);
  REQUIRE(added.code == 0);
  const auto closure = added.json();
  CHECK(closure["screens"].get<std::vector<std::string>>() == expected);
  CHECK(closure["kind"] == "out-of-service");
  CHECK(closure["until"] == "2027-05-05T10:00:00Z");
  CHECK(closure["revision"] == 3);

  const auto listed = server("closure list" + data).json()["closures"];
  REQUIRE(listed.size() == 2);  // and the sample's own
  CHECK(listed[1]["id"] == closure["id"]);
  CHECK(listed[1]["revision"] == 3);
  CHECK(listed[1]["screens"] == closure["screens"]);

  const auto ended = server("closure end " + closure["id"].get<std::string>() + data).json();
  CHECK(ended["screens"] == closure["screens"]);
  CHECK(ended["revision"] == 4);
  const auto again = server("closure end " + closure["id"].get<std::string>() + data);
  CHECK(again.code == 1);
  CHECK(one_line(again.err));
  CHECK(server("closure add" + data + " --venue stadsbiblioteket --target rulltrappa --kind closed").code == 1);
  CHECK(server("closure add" + data + " --venue stadsbiblioteket --target biblioteket-hiss --kind broken").code == 2);
}

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

TEST_CASE("lists for programs are sorted by id") {
  const Server server;
  server.with_sample();
  const std::string data = " --data " + server.data();
  const auto rooms = server("show now --at 2027-05-04T10:15:00+02:00 --json" + data).json()["rooms"];
  const auto ways = server("show directions --screen radhuset-vagvisning --json" + data).json()["destinations"];
  std::vector<std::string> ids, destinations;
  for (const Json& room : rooms)
    if (!room["room"]["id"].is_null()) ids.push_back(room["room"]["id"]);
  for (const Json& way : ways) destinations.push_back(way["id"]);
  CHECK(ids.size() > 1);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(destinations.size() > 1);
  CHECK(std::is_sorted(destinations.begin(), destinations.end()));
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
        "skylt-server screen confirm: screen 'nowhere' does not exist; skylt-server screen list lists them\n");
  CHECK(server("screen move radhuset-vagvisning --node nowhere" + data).code == 1);
}

TEST_CASE("a backup comes back as a later revision (S-62)") {
  const Server server;
  server.with_sample();
  REQUIRE(server("backup --data " + server.data() + " --out " + server.path("copy.db")).code == 0);
  const std::string id = server("show sessions --data " + server.data() + " --json").json()["sessions"][0]["id"];
  REQUIRE(server("change add --data " + server.data() + " --kind full --session " + id).code == 0);
  const auto restored = server("restore --data " + server.data() + " --from " + server.path("copy.db") + " --json");
  INFO(restored.err);
  REQUIRE(restored.code == 0);
  CHECK(restored.json()["revision"] == 4);
  CHECK(server("restore --data " + server.data() + " --from " + server.path("nix.db")).err ==
        "skylt-server restore: " + server.path("nix.db") + ": there is no such backup\n");

  server.write("data/skylt.db", "garbage");
  CHECK(server("show sessions --data " + server.data() + " --json").code == 1);
  const auto rescued = server("restore --data " + server.data() + " --from " + server.path("copy.db") + " --json");
  REQUIRE(rescued.code == 0);
  CHECK(rescued.json()["revision"] > 1000);
}

TEST_CASE(
    "a backup restored on a new machine lies above what players saw after it, within what they follow (R-27, S-62)") {
  const Server old_machine, new_machine;
  old_machine.with_sample();
  const auto backup = old_machine.path("copy.db");
  REQUIRE(old_machine("backup --data " + old_machine.data() + " --out " + backup).code == 0);
  for (const bool with_init : {false, true}) {
    const auto data = new_machine.path(with_init ? "with-init" : "empty");
    if (with_init) REQUIRE(new_machine("init --data " + data).code == 0);
    const auto restored = new_machine("restore --data " + data + " --from " + backup + " --json");
    INFO(restored.err);
    REQUIRE(restored.code == 0);
    const auto revision = restored.json()["revision"].get<std::int64_t>();
    CHECK(revision >= 100'000);
    CHECK(revision <= 900'000);
  }
}

TEST_CASE("a restore makes a signing key where there is none, and says what that means for players") {
  const Server old_machine, new_machine;
  old_machine.with_sample();
  const auto backup = old_machine.path("copy.db");
  REQUIRE(old_machine("backup --data " + old_machine.data() + " --out " + backup).code == 0);
  const auto restore = "restore --from " + backup + " --data ";
  CHECK(new_machine(restore + new_machine.data() + " --json").json()["new_key"] == true);
  const auto snapshot = new_machine("snapshot --screen radhuset-foaje --data " + new_machine.data() + " --out " +
                                    new_machine.path("stick"));
  INFO(snapshot.err);
  CHECK(snapshot.code == 0);
  CHECK(new_machine(restore + new_machine.data() + " --json").json()["new_key"] == false);
  CHECK_THAT(new_machine(restore + new_machine.path("words")).out,
             Contains("/words/signing.key: new, for there was none; players that know the old key must be provisioned "
                      "again, unless the old signing.key is put in its place\n"));
}

TEST_CASE("a backup that cannot be written or read is named, not the database") {
  const Server server;
  server.with_sample();
  const std::string data = " --data " + server.data();
  const auto written = server("backup --out /proc/z" + data);
  CHECK(written.code == 1);
  CHECK_THAT(written.err, Contains("skylt-server backup: /proc/z: cannot be written: "));
  const auto before = server("show sessions --json" + data).out;
  for (const std::string text : {"rubbish that is no database", ""}) {
    const auto rubbish = server.write("rubbish", text);
    const auto ran = server("restore --from " + rubbish + data);
    CHECK(ran.code == 1);
    CHECK(ran.err == "skylt-server restore: " + rubbish + ": this backup is not a readable database; name another\n");
    CHECK_FALSE(std::filesystem::exists(server.data() + "/skylt.db.incoming"));
    CHECK_FALSE(std::filesystem::exists(server.data() + "/skylt.db.replaced"));
  }
  CHECK(server("show sessions --json" + data).out == before);
}

TEST_CASE("serve says where it listens, keeps a restore away and ends cleanly on SIGTERM") {
  const Server server;
  server.with_sample();
  REQUIRE(server("backup --data " + server.data() + " --out " + server.path("copy.db")).code == 0);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t serving = ::fork();
  REQUIRE(serving >= 0);
  if (serving == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(STDERR_FILENO);
    ::execl(program("skylt-server").c_str(), "skylt-server", "serve", "--data", server.data().c_str(), "--listen",
            "127.0.0.1:0", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  FILE* out = ::fdopen(ends[0], "r");
  char first[256] = "";
  CHECK(std::fgets(first, sizeof first, out) != nullptr);
  CHECK_THAT(std::string{first}, Catch::Matchers::Matches("listening http://127\\.0\\.0\\.1:[0-9]+\n"));
  CHECK(server("restore --data " + server.data() + " --from " + server.path("copy.db")).err ==
        "skylt-server restore: " + server.data() + ": a server is running on it; stop it first\n");
  ::kill(serving, SIGTERM);
  int status = 0;
  ::waitpid(serving, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(std::fgets(first, sizeof first, out) == nullptr);
  std::fclose(out);
}

TEST_CASE("exports leave out hidden sessions and withheld names, and import again") {
  const Server server;
  server.with_sample();
  for (const std::string format : {"event", "schedule-xml", "schedule-json", "ics"}) {
    INFO(format);
    const auto file = server.path("out." + format);
    REQUIRE(server("export --data " + server.data() + " --format " + format + " --out " + file).code == 0);
    const auto other = server.path("data-" + format);
    REQUIRE(server("init --data " + other).code == 0);
    const auto ran = server("import " + file + " --data " + other + " --json");
    INFO(ran.err);
    CHECK(ran.code == 0);
    const auto json = ran.json();
    CHECK(json["records"] == json["added"]);
    CHECK(json["added"] > 80);
  }
}

}  // namespace skylt::test
