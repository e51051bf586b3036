// The file itself: damage, kills, versions, copies, notices, keys (R-13, S-13).
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "content-server/store/database.hpp"
#include "content-server/store/notice.hpp"
#include "content-server/store/schema.hpp"
#include "content-server/store/signing_key.hpp"
#include "core/base/error.hpp"
#include "tests/store/build_event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/soon.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

/// A database file with a programme and a change, closed.
void fill(const std::string& path) {
  const auto store = Store::create(path, "Europe/Stockholm");
  import_event(*store, venue_event());
  store->apply_import(reading(six_records(), two_rooms()), request("a.xml"));
  Change change;
  change.session = session_called(*store, "Ett").id;
  change.kind = ChangeKind::Full;
  store->add_change(change, "eva");
}

/// Files grow no larger than that while it lives, as on a disk that is full.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    rlimit now = before_;
    now.rlim_cur = bytes;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
  }
  ~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace

TEST_CASE("a statement that is run for many rows takes each row's own values") {
  Database database{":memory:"};
  database.run("CREATE TABLE t (number INTEGER, text TEXT)");
  database.run_each("INSERT INTO t VALUES (:a, :b)", {});
  const std::optional<std::string> none;
  database.run_each("INSERT INTO t VALUES (:a, :b)",
                    {{std::int64_t{1}, none}, {std::int64_t{2}, "zwei"}, {std::int64_t{3}, none}});
  const auto rows = database.query("SELECT number, text FROM t ORDER BY number");
  REQUIRE(rows.size() == 3);
  CHECK_FALSE(rows[0].optional_text(1));
  CHECK(rows[1].integer(0) == 2);
  CHECK(rows[1].text(1) == "zwei");
  CHECK_FALSE(rows[2].optional_text(1));
}

TEST_CASE("a database is made once and opened only where there is one") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  CHECK_THROWS_WITH(Store::open(path), path + ": there is no database here; make one with skylt-server init");
  CHECK(Store::create(path, "Europe/Stockholm")->revision() == 1);
  CHECK_THROWS_WITH(Store::create(path, "Europe/Stockholm"),
                    path + ": there is a database already; choose another folder");
  CHECK_THROWS(Store::create(dir.path("other.db"), "Europe/Nowhere"));
  CHECK_FALSE(std::filesystem::exists(dir.path("other.db")));
}

TEST_CASE("the database is in WAL with synchronous FULL and foreign keys, for its owner only (R-13, S-13)") {
  const TempDir dir;
  Database database{dir.path("skylt.db")};
  struct stat status {};
  REQUIRE(::stat(dir.path("skylt.db").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(database.query_one("PRAGMA journal_mode")->text(0) == "wal");
  CHECK(database.query_one("PRAGMA synchronous")->integer(0) == 2);
  CHECK(database.query_one("PRAGMA foreign_keys")->integer(0) == 1);
  CHECK(database.query_one("PRAGMA busy_timeout")->integer(0) == 5000);
}

TEST_CASE("what was written is there after reopening, and another process sees it at once") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  fill(path);
  const auto one = Store::open(path);
  const auto two = Store::open(path);
  CHECK(two->event_data().sessions.size() == 6);
  CHECK(two->event_data().changes.size() == 1);
  one->undo_change(one->event_data().changes[0].id, "eva");
  CHECK(two->event_data().changes.empty());
  CHECK(two->revision() == one->revision());
}

TEST_CASE("a database of schema 1 is brought up to date with its content") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  {
    Database database{path};
    migrate(database, 1);
    database.run("INSERT INTO event (id, position, doc) VALUES ('mm', 0, :a)",
                 {dump_json(to_json(venue_event().event))});
    database.run("INSERT INTO parts (name, revision) VALUES ('event', 4)");
    database.run("UPDATE settings SET value = '4' WHERE name = 'revision'");
    CHECK(database.query_one("PRAGMA user_version")->integer(0) == 1);
  }
  const auto store = Store::open(path);
  CHECK(store->revision() == 4);
  CHECK(store->event_data().event.id == "mm");
  CHECK(import_event(*store, venue_event()).revision == 5);
  CHECK(store->players().size() == 1);
  Database database{path};
  CHECK(database.query_one("PRAGMA user_version")->integer(0) == newest_schema());
}

TEST_CASE("a database of a newer program is refused by name") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  fill(path);
  Database{path}.run("PRAGMA user_version = 99");
  CHECK_THROWS_WITH(Store::open(path), path + ": written by a newer skylt-server (schema 99; this one knows " +
                                           std::to_string(newest_schema()) + "); use that version");
}

TEST_CASE("a database cut or garbled anywhere gives an error that says how to recover, never a crash (R-13)") {
  const TempDir dir;
  const auto whole = dir.path("whole.db");
  fill(whole);
  const std::string bytes = read_file(whole);
  std::mt19937 random{20261122};
  int refused = 0;  // of those cut; garbling may hit unused space
  int cut = 0;
  for (int round = 0; round < 100; ++round) {
    auto damaged = bytes;
    const auto offset = random() % bytes.size();
    if (round % 2 == 0) {
      ++cut;
      damaged.resize(round == 0 ? 0 : offset);
    } else {
      for (std::size_t i = offset; i < std::min(offset + 600, bytes.size()); ++i) {
        damaged[i] = static_cast<char>(random());
      }
    }
    const auto path = dir.path("damaged.db");
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
    std::ofstream{path, std::ios::binary} << damaged;
    try {
      const auto store = Store::open(path);
      store->event_data();
      store->history(1000);
    } catch (const Error& error) {
      refused += round % 2 == 0;
      CHECK_FALSE(std::string{error.what()}.empty());
    }
  }
  CHECK(refused == cut);
}

TEST_CASE("a text file in the database's place is named as damaged (R-13)") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  std::ofstream{path} << "this is no database, it is a shopping list that somebody saved under the wrong name";
  CHECK_THROWS_WITH(Store::open(path), path +
                                           ": the database is damaged; put a backup in its place with "
                                           "skylt-server restore --from FILE");
}

TEST_CASE("a writer killed at any instant leaves a whole database with a revision for each change (R-13)") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  fill(path);
  std::mt19937 random{7};
  std::int64_t last = Store::open(path)->revision();
  for (int round = 0; round < 25; ++round) {
    const pid_t writer = ::fork();
    REQUIRE(writer >= 0);
    if (writer == 0) {
      const auto store = Store::open(path);
      const auto id = store->event_data().sessions.at(0).id;
      for (;;) {
        Change change;
        change.session = id;
        change.kind = ChangeKind::Full;
        const auto added = store->add_change(change, "writer");
        if (store->event_data().changes.size() > 20) store->undo_change(added.id, "writer");
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds{3000 + random() % 40000});
    ::kill(writer, SIGKILL);
    ::waitpid(writer, nullptr, 0);

    const auto store = Store::open(path);
    const auto revision = store->revision();
    CHECK(revision >= last);
    const auto history = store->history(1);
    REQUIRE(history.size() == 1);
    CHECK(history[0].revision == revision);
    const auto changes = store->event_data().changes;
    const bool added = history[0].action == "change.add";
    const bool there = std::any_of(changes.begin(), changes.end(),
                                   [&](const Change& change) { return change.id == history[0].object; });
    CHECK(there == added);
    last = revision;
  }
}

TEST_CASE("a backup taken while in use is a whole database without the signing key (S-13)") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  fill(path);
  const auto key = create_signing_key(dir.path());
  const auto store = Store::open(path);
  const auto copy = dir.path("copy.db");
  store->backup_to(copy);
  CHECK_THROWS_WITH(store->backup_to(copy), copy + ": there is a file already; name a new one");
  CHECK_THAT(read_file(copy), !Contains(key.secret_key));
  struct stat status {};
  REQUIRE(::stat(copy.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto restored = Store::open(copy);
  CHECK(dump_json(to_json(restored->event_data())) == dump_json(to_json(store->event_data())));
  CHECK(restored->revision() == store->revision());

  restored->skip_revisions_to(40, "eva");
  CHECK(restored->revision() == 40);
}

TEST_CASE("the signing key is made once, kept from others and refused when they can read it (S-13)") {
  const TempDir dir;
  CHECK_FALSE(has_signing_key(dir.path()));
  CHECK_THROWS_WITH(load_signing_key(dir.path()), Contains("there is no signing key; put the kept copy there"));
  const auto key = create_signing_key(dir.path());
  struct stat status {};
  REQUIRE(::stat(dir.path("signing.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(load_signing_key(dir.path()).public_key == key.public_key);
  CHECK(load_signing_key(dir.path()).secret_key == key.secret_key);
  CHECK_THROWS_WITH(create_signing_key(dir.path()), Contains("there is a signing key already"));
  ::chmod(dir.path("signing.key").c_str(), 0640);
  CHECK_THROWS_WITH(load_signing_key(dir.path()), Contains("others can read the signing key; chmod 600 it"));
}

TEST_CASE("a listener hears of another connection's writes, in folders of any depth") {
  const TempDir dir;
  const auto deep = dir.path(std::string(120, 'd'));
  std::filesystem::create_directories(deep);
  const auto path = deep + "/skylt.db";
  fill(path);
  const auto server = Store::open(path);
  const auto writer = Store::open(path);
  std::atomic<std::int64_t> heard{0};
  std::atomic<int> calls{0};
  {
    const ChangeListener listener{deep, [&] { return server->revision(); },
                                  [&](std::int64_t revision) {
                                    ++calls;
                                    heard = revision;
                                  }};
    CHECK(soon([&] { return heard != 0; }));
    CHECK(poke_servers(deep) == 1);
    writer->undo_change(writer->event_data().changes.at(0).id, "eva");
    CHECK(soon([&] { return heard == writer->revision(); }));
    CHECK(calls == 2);
  }
  CHECK(poke_servers(deep) == 0);
}

TEST_CASE("sockets that dead servers left are swept away") {
  const TempDir dir;
  const pid_t server = ::fork();
  REQUIRE(server >= 0);
  if (server == 0) {
    const ChangeListener listener{dir.path(), [] { return 1; }, [](std::int64_t) {}};
    for (;;) ::pause();
  }
  CHECK(soon([&] { return poke_servers(dir.path()) == 1; }));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  CHECK(poke_servers(dir.path()) == 0);
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("what went wrong is said without what the statement was given, and is not guessed from it") {
  const TempDir dir;
  Database database{dir.path("skylt.db")};
  database.run("CREATE TABLE accounts (password TEXT UNIQUE)");
  const std::string secret = "$argon2id$ locked, busy, malformed";
  const auto insert = [&] { database.run("INSERT INTO accounts (password) VALUES (:a)", {secret}); };
  insert();
  CHECK_THROWS_WITH(insert(), Contains("UNIQUE constraint failed: accounts.password") && !Contains("argon2id"));
  CHECK_THROWS_WITH(database.query("SELECT json_extract('{', '$')"), Contains(": malformed JSON"));
}

TEST_CASE("an import whose outcome cannot be kept is not made") {
  const TempDir dir;
  const auto path = dir.path("skylt.db");
  fill(path);
  const auto store = Store::open(path);
  const auto revision = store->revision();
  Database{path}.run(
      "CREATE TRIGGER no_place BEFORE INSERT ON settings WHEN new.name LIKE 'outcome %'"
      " BEGIN SELECT raise(ABORT, 'no place for it'); END");
  auto records = six_records();
  records[0].session.title = Text::in("sv", "Nytt");
  CHECK_THROWS_WITH(store->apply_import(reading(records, two_rooms()), request("a.xml")), Contains("no place for it"));
  CHECK(store->revision() == revision);
  CHECK(session_called(*store, "Nytt").id.empty());
}

TEST_CASE("a signing key and a database that could not be written leave nothing behind and can be made again") {
  const TempDir dir;
  {
    const FileLimit limit{20};
    CHECK_THROWS_WITH(create_signing_key(dir.path()), Contains("cannot write the signing key: File too large"));
    CHECK_THROWS_AS(Store::create(dir.path("skylt.db"), "Europe/Stockholm"), Error);
  }
  CHECK(std::filesystem::is_empty(dir.path()));
  const std::string made = create_signing_key(dir.path()).public_key;
  CHECK(load_signing_key(dir.path()).public_key == made);
  CHECK(Store::create(dir.path("skylt.db"), "Europe/Stockholm")->revision() == 1);
}

}  // namespace skylt::test
