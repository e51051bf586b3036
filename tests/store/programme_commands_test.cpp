// Programmes by command: imports, changes, closures, lists, exports.
#include <algorithm>

#include "tests/import/fetch_server.hpp"
#include "tests/store/command_server.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

std::string csv(int rows) {
  std::string text = "id;titel;start;slut;rum\n";
  for (int i = 0; i < rows; ++i) {
    const std::string hour = std::to_string(10 + i);
    text += std::to_string(i) + ";Programpunkt " + std::to_string(i) + ";2027-05-04T" + hour + ":00;2027-05-04T" +
            hour + ":45;Baren\n";
  }
  return text;
}

}  // namespace

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
  CHECK_THAT(server(import).out, EndsWith(" (held back: nothing was written)\n"));
  CHECK(server(import + " --accept --json").code == 0);
  const auto missing = server("show sessions --data " + server.data() + " --json").json()["sessions"];
  CHECK(missing.size() == 8);
  CHECK(missing[7]["status"] == "missing");
  CHECK(server("source list --data " + server.data() + " --json").json()["sources"][0]["name"] == "plan");
}

TEST_CASE("a dry run of a source that has not changed writes nothing, not even that the source was asked") {
  FetchServer web;
  web.at("/plan.csv", [body = csv(8)](const std::string& request, const FetchServer::Send& send) {
    const bool known = request.find("If-None-Match: \"v1\"") != std::string::npos;
    send(known
             ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"
             : "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  });
  const Server server;
  REQUIRE(server("init --data " + server.data()).code == 0);
  const auto data = " --data " + server.data();
  const auto import = "import " + web.url("/plan.csv") + " --internal --source plan --json" + data;
  REQUIRE(server(import + " --language sv --at 2027-05-01T10:00:00Z").code == 0);
  const auto last_ok = [&] { return server("source list --json" + data).json()["sources"][0]["last_ok"]; };
  const auto dry = server(import + " --at 2027-05-01T11:00:00Z --dry-run");
  INFO(dry.out << dry.err);
  CHECK(dry.json()["notes"] == Json::array({"not modified since the last import"}));
  CHECK(last_ok() == "2027-05-01T10:00:00Z");
  CHECK(server(import + " --at 2027-05-01T12:00:00Z").code == 0);
  CHECK(last_ok() == "2027-05-01T12:00:00Z");
  // Another setting, another address or a file meanwhile: what "not modified" was said of is not what is there.
  const auto not_modified = [&](const std::string& command) {
    const auto done = server(command + " --at 2027-05-01T13:00:00Z --accept");
    REQUIRE(done.code == 0);
    return done.json()["notes"] == Json::array({"not modified since the last import"});
  };
  CHECK(not_modified(import));
  CHECK_FALSE(not_modified(import + " --language de"));
  CHECK(not_modified(import));
  CHECK_FALSE(not_modified("import " + server.write("plan.csv", csv(7)) + " --source plan --json" + data));
  CHECK_FALSE(not_modified(import));
}

TEST_CASE("that a source may lie in the own network is kept for as long as its address stays (S-50)") {
  FetchServer web;
  const auto plan = [body = csv(8)](const std::string&, const FetchServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  web.at("/plan.csv", plan);
  web.at("/other.csv", plan);
  const Server server;
  REQUIRE(server("init --data " + server.data()).code == 0);
  const auto import = [&](const std::string& path, const std::string& options) {
    return server("import " + web.url(path) + options + " --source plan --data " + server.data());
  };
  CHECK(import("/plan.csv", "").code == 1);
  REQUIRE(import("/plan.csv", " --internal --language sv").code == 0);
  CHECK(import("/plan.csv", "").code == 0);
  const auto moved = import("/other.csv", "");
  CHECK(moved.code == 1);
  CHECK_THAT(moved.err, Contains("only https is fetched"));
  CHECK(import("/plan.csv", "").code == 0);  // the refused one changed nothing
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

TEST_CASE("a closure whose screens cannot be worked out is made all the same, and says so") {
  const Server server;
  server.with_sample();
  const auto data = " --data " + server.data();
  const std::string without_layouts = "SKYLT_SHARE=" + server.path("empty");
  const std::string close = "closure add --venue stadsbiblioteket --target biblioteket-hiss --kind closed" + data;
  const auto added = server(close, without_layouts);
  CHECK(added.code == 0);
  const std::string closure = added.json()["id"];
  CHECK(added.json()["revision"] == 3);
  CHECK(one_line(added.err));
  CHECK_THAT(added.err, Contains("skylt-server closure add: " + closure +
                                 " is made, but the screens could not be worked out: " + server.path("empty")));
  const auto ended = server("closure end " + closure + data, without_layouts);
  CHECK(ended.code == 0);
  CHECK(ended.json()["revision"] == 4);
  CHECK_THAT(ended.err, Contains(closure + " is taken away, but the screens could not be worked out"));

  const auto past = server(close + " --until 2020-01-01T00:00:00Z");
  CHECK(past.code == 0);
  CHECK_THAT(past.err, Contains("--until: the closure would end at 2020-01-01T00:00:00Z"));
  CHECK(server(close + " --until 2020-01-01T00:00:00Z --at 2027-05-04T08:00:00Z").code == 2);
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
