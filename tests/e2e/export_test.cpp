// Programmes that leave through the real program and come in again; what is withheld leaves in nothing.
#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kFormats[] = {"schedule-xml", "schedule-json", "ics"};

/// What every format can say of a session.
struct Line {
  std::set<std::string> titles;
  std::string start, end, room;
  std::vector<std::string> languages;
};

std::string room_name(const Json& room) { return room.is_object() ? room.at("name").get<std::string>() : ""; }

Line line_of(const Json& session) {
  Line line;
  for (const Json& title : session.at("title")) line.titles.insert(title.get<std::string>());
  line.start = format_instant(parse_instant(session.at("start").get<std::string>()).value());
  line.end = format_instant(parse_instant(session.at("end").get<std::string>()).value());
  line.room = room_name(session.at("room"));
  line.languages = session.value("languages", std::vector<std::string>{});
  return line;
}

std::vector<Line> lines_of(const Json& sessions) {
  std::vector<Line> lines;
  for (const Json& session : sessions) lines.push_back(line_of(session));
  return lines;
}

/// Whether `after` is `before` in at least one of its languages.
bool same(const Line& before, const Line& after) {
  return std::tie(before.start, before.end, before.room, before.languages) ==
             std::tie(after.start, after.end, after.room, after.languages) &&
         std::any_of(after.titles.begin(), after.titles.end(),
                     [&](const std::string& title) { return before.titles.contains(title); });
}

std::string told(const Line& line) {
  return (line.titles.empty() ? "" : *line.titles.begin()) + ", " + line.start + " to " + line.end + ", " + line.room;
}

void compare(std::vector<Line> before, const std::vector<Line>& after) {
  CHECK(before.size() == after.size());
  for (const Line& line : after) {
    INFO("came back changed: " << told(line));
    const auto found = std::find_if(before.begin(), before.end(), [&](const Line& one) { return same(one, line); });
    CHECK(found != before.end());
    if (found != before.end()) before.erase(found);
  }
  for (const Line& line : before) {
    INFO("did not come back: " << told(line));
    CHECK(false);
  }
}

/// Exports, imports into a new server, and returns what that one shows.
std::vector<Line> through(const Server& server, const std::string& format, const std::string& zone) {
  const std::string file = server.beside("export." + format);
  const auto written = server.run({"export", "--format", format, "--out", file});
  INFO(written.err);
  REQUIRE(written.exit == 0);
  const Server other{zone};
  const Json answer = other.ask({"import", file, "--at", "2016-12-01T00:00:00Z"});
  CHECK(answer.at("format") == format);
  CHECK(answer.at("added") == answer.at("records"));
  return lines_of(other.ask({"show", "sessions"}).at("sessions"));
}

const std::string& sample_event() {
  static const std::string path = source_path("assets/demo/event.json");
  return path;
}

/// The sessions of the sample event that may leave, as its file has them.
std::vector<Line> sample_lines() {
  std::vector<Line> lines;
  const Json event = Json::parse(read_file(sample_event()));
  for (const Json& session : event.at("sessions")) {
    if (session.value("visibility", "public") != "hidden") lines.push_back(line_of(session));
  }
  return lines;
}

}  // namespace

TEST_CASE("the sample event leaves as schedule.xml, schedule.json and calendar and comes in again unchanged") {
  const Server server;
  server.ask({"import", sample_event()});
  const auto before = sample_lines();
  for (const char* format : kFormats) {
    INFO(format);
    compare(before, through(server, format, "Europe/Stockholm"));
  }
}

TEST_CASE("the sample's schedule.xml and calendar are what its event exports today") {
  const Server server;
  server.ask({"import", sample_event()});
  for (const auto& [format, file] :
       {std::pair{"schedule-xml", "assets/demo/schedule.xml"}, std::pair{"ics", "assets/demo/programme.ics"}}) {
    INFO(file << ": write it anew with skylt-server export --format " << format);
    CHECK(server.run({"export", "--format", format}).out == read_file(source_path(file)));
  }
}

TEST_CASE("real programmes leave in every format and come in again unchanged") {
  struct Programme {
    const char* file;
    const char* zone;
  };
  for (const Programme& programme :
       {Programme{"ccc-33c3.everything.schedule.xml", "Europe/Berlin"},
        Programme{"ccc-rc3_21.schedule.json", "Europe/Berlin"}, Programme{"emf2022.frab.xml", "Europe/London"},
        Programme{"kielux2020.ics", "Europe/Berlin"}}) {
    const auto path = shared_data(std::string{"schedules/"} + programme.file);
    SKIP_WITHOUT_DATA(path);
    const Server server{programme.zone};
    server.ask({"import", *path});
    const auto before = lines_of(server.ask({"show", "sessions"}).at("sessions"));
    for (const char* format : kFormats) {
      INFO(programme.file << " as " << format);
      compare(before, through(server, format, programme.zone));
    }
  }
}

TEST_CASE("the sample event leaves as an event file that imports to the same sessions without those that are hidden") {
  const Server server;
  server.ask({"import", sample_event()});
  const std::string file = server.beside("event.json");
  REQUIRE(server.run({"export", "--format", "event", "--out", file}).exit == 0);
  const Server other;
  const Json answer = other.ask({"import", file});
  CHECK(answer.at("format") == "event");
  CHECK(answer.at("added") == sample_lines().size());
  const auto shown = [](const Server& from) {
    return from.ask({"show", "sessions", "--at", "2027-05-04T08:00:00Z"}).at("sessions");
  };
  CHECK(shown(other) == shown(server));
}

TEST_CASE("hidden sessions and withheld names leave the server in no export, no answer and no snapshot") {
  const Server server;
  server.ask({"import", sample_event()});
  const std::string source = read_file(sample_event());
  const std::vector<std::string> withheld = {"Zoran",        "Petrovi\xC4\x87", "Petrovi",
                                             "Styrgruppens", "Steering group",  "thu-styrgruppens-avstamning"};
  for (const std::string& canary : withheld) REQUIRE(source.find(canary) != std::string::npos);
  const auto check_none = [&](const std::string& where, const std::string& bytes) {
    for (const std::string& canary : withheld) {
      INFO(where << ": " << canary);
      CHECK(bytes.find(canary) == std::string::npos);
    }
  };

  for (const char* format : {"schedule-xml", "schedule-json", "ics", "event"}) {
    const auto result = server.run({"export", "--format", format});
    REQUIRE(result.exit == 0);
    REQUIRE(result.out.size() > 10'000);
    check_none(format, result.out);
  }
  check_none("show sessions", dump_json(server.ask({"show", "sessions"})));
  check_none("show now", dump_json(server.ask({"show", "now", "--at", "2027-05-06T08:15:00+02:00"})));
  std::size_t blobs = 0;
  const Json screens = server.ask({"screen", "list"});
  for (const Json& screen : screens.at("screens")) {
    const std::string folder = server.beside("snapshot-" + screen.at("id").get<std::string>());
    server.ask({"snapshot", "--screen", screen.at("id"), "--out", folder});
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
      if (!entry.is_regular_file()) continue;
      check_none(entry.path().string(), read_file(entry.path().string()));
      ++blobs;
    }
  }
  CHECK(blobs > 16);
}
