// Wrong usage and bad files: the exit code, and one line that says what and where.
#include <filesystem>

#include "tests/e2e/server.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

struct Case {
  std::vector<std::string> words;  ///< "@/" is the test's folder, "@data" a server with the sample event
  int exit;
  std::string says;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

void check_cases(const std::string& name, const Server& server, const std::vector<Case>& cases) {
  const std::string folder = std::filesystem::path{server.folder()}.parent_path().string();
  for (const Case& one : cases) {
    std::vector<std::string> argv = {program(name)};
    std::string told = name;
    for (const std::string& word : one.words) {
      argv.push_back(replaced(word, "@", folder));
      told += " " + word;
    }
    const auto result = run(argv);
    INFO(told << "\nout: " << result.out << "\nerr: " << result.err);
    CHECK(result.exit == one.exit);
    CHECK(result.out.empty());
    CHECK(line_count(result.err) == 1);
    CHECK_THAT(result.err, Contains(one.says));
  }
}

}  // namespace

TEST_CASE("skylt-server answers wrong usage with 2 and one line that names it") {
  const Server server;
  check_cases(
      "skylt-server", server,
      {{{}, 2, "subcommand"},
       {{"publish"}, 2, "publish"},
       {{"import", "--data", "@/data"}, 2, "SOURCE"},
       {{"import", "@/a.xml"}, 2, "--data"},
       {{"import", "@/a.xml", "--data", "@/data", "--fromat", "ics"}, 2, "--fromat"},
       {{"import", "@/a.xml", "--data", "@/data", "--format", "excel"}, 2, "excel"},
       {{"import", "@/a.xml", "--data", "@/data", "--at", "noon"}, 2, "noon"},
       {{"export", "--data", "@/data"}, 2, "--format"},
       {{"export", "--data", "@/data", "--format", "xls"}, 2, "xls"},
       {{"show"}, 2, "skylt-server show"},
       {{"show", "tomorrow"}, 2, "tomorrow"},
       {{"show", "now", "--data", "@/data", "--at", "2027-05-04"}, 2, "2027-05-04"},
       {{"show", "sessions", "--data", "@/data", "--day", "tuesday"}, 2, "tuesday"},
       {{"screen", "add", "--data", "@/data", "--id", "a"}, 2, "--"},
       {{"snapshot", "--data", "@/data", "--out", "@/out"}, 2, "--screen"},
       {{"change", "add", "--data", "@/data", "--session", "s", "--kind", "late"}, 2, "late"},
       {{"change", "add", "--data", "@/data", "--session", "s", "--kind", "delayed"}, 2, "--minutes"},
       {{"change", "add", "--data", "@/data", "--session", "s", "--kind", "moved"}, 2, "--room"},
       {{"change", "add", "--data", "@/data", "--session", "s", "--kind", "text", "--text", "Flyttad"}, 2, "Flyttad"},
       {{"check-layout"}, 2, "FILE"},
       {{"init", "--data", "@/new", "--time-zone", "Mars/Olympus"}, 2, "Mars/Olympus"},
       {{"serve", "--data", "@/data", "--listen", "somewhere"}, 2, "somewhere"}});
}

TEST_CASE("skylt-server answers what cannot be done with 1 and one line that says what and where") {
  const Server server;
  write_file(server.beside("empty"), "");
  write_file(server.beside("words.txt"), "Welcome to the programme\n");
  write_file(server.beside("broken.xml"), "<schedule><day date='2026-05-05'><room name='A'>");
  write_file(server.beside("broken.json"), R"({"schedule":{"conference":)");
  write_file(server.beside("other.json"), R"({"a":1})");
  write_file(server.beside("entities.xml"),
             "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><schedule><day>&a;</day></schedule>");
  write_file(server.beside("picture.ics"), std::string{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16});
  write_file(server.beside("event.json"), R"({"format":"skylt/event/2","event":{"id":"e"}})");
  const auto import = [](const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"import", "@/" + file, "--data", "@/data"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  check_cases("skylt-server", server,
              {{import("absent.xml"), 1, "absent.xml"},
               {import("data"), 1, "folder"},
               {import("empty"), 1, "empty"},
               {import("words.txt"), 1, "words.txt"},
               {import("broken.xml"), 1, "broken.xml"},
               {import("broken.json"), 1, "broken.json"},
               {import("other.json"), 1, "other.json"},
               {import("entities.xml"), 1, "entities.xml"},
               {import("picture.ics"), 1, "picture.ics"},
               {import("event.json"), 1, "event.json"},
               {import("broken.json", {"--format", "ics", "--json"}), 1, "broken.json"},
               {import("words.txt", {"--venue", "nowhere"}), 1, "nowhere"},
               {{"import", "http://127.0.0.1:9/a.xml", "--data", "@/data"}, 1, "127.0.0.1"},
               {{"import", "https://127.0.0.1:9/a.xml", "--data", "@/data"}, 1, "127.0.0.1"},
               {{"import", "ftp://example.org/a.xml", "--data", "@/data"}, 1, "ftp"},
               {{"show", "sessions", "--data", "@/nowhere"}, 1, "nowhere"},
               {{"show", "now", "--data", "@/data", "--room", "nowhere"}, 1, "nowhere"},
               {{"show", "sessions", "--data", "@/data", "--venue", "nowhere"}, 1, "nowhere"},
               {{"snapshot", "--screen", "nobody", "--data", "@/data", "--out", "@/out"}, 1, "nobody"},
               {{"screen", "token", "nobody", "--data", "@/data"}, 1, "nobody"},
               {{"screen", "remove", "nobody", "--data", "@/data"}, 1, "nobody"},
               {{"change", "undo", "c99", "--data", "@/data"}, 1, "c99"},
               {{"change", "add", "--session", "nothing", "--kind", "full", "--data", "@/data"}, 1, "nothing"},
               {{"init", "--data", "@/data"}, 1, "data"},
               {{"serve", "--data", "@/nowhere"}, 1, "nowhere"}});
}

TEST_CASE("a layout's faults are all named by their pointers") {
  const Server server;
  write_file(server.beside("layout.json"),
             R"({"format":"skylt/layout/1","id":"a","name":{"en":"A"},"variants":{"landscape":{"regoins":[]}}})");
  const auto result =
      run({program("skylt-server"), "check-layout", server.beside("layout.json"), source_path("layouts/door.json")});
  CHECK(result.exit == 1);
  CHECK_THAT(result.out, Contains("/variants/landscape"));
  CHECK_THAT(result.out, Contains("regoins"));
  CHECK(line_count(result.err) == 1);
  CHECK(run({program("skylt-server"), "check-layout", source_path("layouts/door.json")}).exit == 0);
}

TEST_CASE("skylt-player answers wrong usage with 2 and one line that names it") {
  const Server server;
  check_cases(
      "skylt-player", server,
      {{{}, 2, "subcommand"},
       {{"show"}, 2, "show"},
       {{"render"}, 2, "--snapshot"},
       {{"render", "--snapshot", "@/snapshot"}, 2, "--at"},
       {{"render", "--snapshot", "@/snapshot", "--at", "noon"}, 2, "noon"},
       {{"render", "--snapshot", "@/snapshot", "--at", "2027-05-04T10:00:00Z", "--size", "big"}, 2, "big"},
       {{"render", "--snapshot", "@/snapshot", "--at", "2027-05-04T10:00:00Z", "--colour"}, 2, "--colour"},
       {{"render", "--snapshot", "@/snapshot", "--at", "2027-05-04T10:00:00Z", "--language", "!!"}, 2, "--language"},
       {{"render", "--snapshot", "@/snapshot", "--at", "2027-05-04T10:00:00Z", "--every", "60", "--to",
         "2027-05-04T09:00:00Z"},
        2,
        "--to"},
       {{"run", "--window", "0"}, 2, "--window"},
       {{"provision"}, 2, "--from"}});
}

TEST_CASE("skylt-player refuses a snapshot that is absent or altered with 1 and one line") {
  const Server server;
  server.ask({"import", source_path("assets/demo/event.json")});
  for (const char* name : {"whole", "altered", "short", "unsigned"})
    server.ask({"snapshot", "--screen", "radhuset-foaje", "--out", server.beside(name)});
  const auto a_blob = [&](const char* name) {
    return std::filesystem::directory_iterator { server.beside(name) + "/blobs" } -> path().string();
  };
  std::string bytes = read_file(a_blob("altered"));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_file(a_blob("altered"), bytes);
  bytes.resize(bytes.size() / 2);
  write_file(a_blob("short"), bytes);
  const std::string manifest = server.beside("unsigned") + "/manifest.json";
  write_file(manifest, replaced(read_file(manifest), "radhuset-foaje", "radhuset-xxxxx"));
  write_file(server.beside("bad.toml"), "server = 'http://127.0.0.1:8080'\ncahce = '/tmp'\n");

  const auto render = [](const std::string& name) {
    return std::vector<std::string>{"render",  "--snapshot",  "@/" + name, "--at", "2027-05-04T10:00:00Z",
                                    "--scene", "@/scene.json"};
  };
  check_cases("skylt-player", server,
              {{render("absent"), 1, "absent"},
               {render("altered"), 1, "altered"},
               {render("short"), 1, "short"},
               {render("unsigned"), 1, "unsigned"},
               {{"provision", "--from", "@/altered", "--cache", "@/cache"}, 1, "altered"},
               {{"provision", "--from", "@/unsigned", "--cache", "@/cache"}, 1, "unsigned"},
               {{"run", "--config", "@/bad.toml"}, 1, "cahce"},
               {{"run", "--config", "@/absent.toml"}, 1, "absent.toml"}});
  CHECK(run({program("skylt-player"), "render", "--snapshot", server.beside("whole"), "--at", "2027-05-04T10:00:00Z",
             "--scene", server.beside("scene.json")})
            .exit == 0);
}
