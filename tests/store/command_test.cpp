// A server's life by command: wrong usage, init, backup, restore, serve.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "tests/store/command_server.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

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

TEST_CASE("an init that failed half-way can be run again, with the key that it has made") {
  const Server server;
  const auto in_data = [&](const char* name) { return server.data() + "/" + name; };
  const auto init = "init --json --data " + server.data();
  std::filesystem::create_directories(server.data());
  std::filesystem::create_symlink("/nowhere/signing.key", in_data("signing.key"));  // no key can be written there
  CHECK(server(init).code == 1);
  CHECK_FALSE(std::filesystem::exists(in_data("skylt.db")));
  std::filesystem::remove(in_data("signing.key"));
  const auto made = server(init);
  REQUIRE(made.code == 0);

  for (const char* part : {"skylt.db", "skylt.db-wal", "skylt.db-shm"}) std::filesystem::remove(in_data(part));
  const auto again = server(init);
  INFO(again.err);
  REQUIRE(again.code == 0);
  CHECK(again.json()["key"] == made.json()["key"]);
  // Players that followed the lost database under this key must not take the new one for older (S-62).
  CHECK(server("history --json --data " + server.data()).json()["history"][0]["revision"] > 100'000);

  std::filesystem::remove(in_data("signing.key"));
  CHECK(server(init).code == 1);  // there is a database: restore makes a new key, and says what that means
  CHECK_FALSE(std::filesystem::exists(in_data("signing.key")));
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

}  // namespace skylt::test
