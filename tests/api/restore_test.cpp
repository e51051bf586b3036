// The rehearsal of a restore: what a backup taken in the middle of work brings back.
#include <set>

#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

const std::string kServer = program("skylt-server");

}  // namespace

TEST_CASE("a backup taken while the server runs restores accounts, changes and the record, as a later revision") {
  RunningServer server;
  const OrganiserClient publisher{server, Role::Publisher};
  const auto put = [&](const std::string& id) {
    return publisher
        .put("/messages/" + id, {{"kind", "notice"}, {"text", {{"sv", "Kaffe"}}}, {"screens", {"radhuset"}}})
        .status;
  };
  const TempDir dir;
  const auto backup = dir.path("backup.db");
  REQUIRE(put("before") == 200);
  REQUIRE(run({kServer, "backup", "--data", server.data_dir(), "--out", backup}).exit == 0);
  REQUIRE(put("after") == 200);
  const auto revision = json_of(publisher.get("/messages"))["revision"].get<std::int64_t>();

  CHECK(run({kServer, "restore", "--data", server.data_dir(), "--from", backup}).exit == 1);  // it is running
  server.stop();
  REQUIRE(run({kServer, "restore", "--data", server.data_dir(), "--from", backup}).exit == 0);
  server.start();

  const auto messages = json_of(publisher.get("/messages"));  // signed in still: logins are in the backup too
  CHECK(messages["revision"].get<std::int64_t>() > revision);
  std::set<std::string> ids;
  for (const auto& message : messages["messages"]) ids.insert(message["id"].get<std::string>());
  CHECK(ids.contains("before"));
  CHECK_FALSE(ids.contains("after"));
  CHECK(json_of(publisher.get("/history?object=before"))["history"][0]["actor"] == publisher.account().email);
  CHECK(put("after") == 200);
}
