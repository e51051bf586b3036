// Accounts that two processes change at the same moment: the one that waits for the other sees what it did.
#include <chrono>
#include <future>
#include <thread>

#include "content-server/store/accounts.hpp"
#include "core/base/error.hpp"
#include "tests/store/build_event.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

using Catch::Matchers::Contains;

namespace {

const UtcTime kNow = at("2027-05-01T08:00:00Z");

Account person(const std::string& name, Role role) {
  Account account;
  account.name = name;
  account.email = name + "@example.org";
  account.role = role;
  return account;
}

struct House {
  House() { Store::create(dir.path("skylt.db"), "Europe/Stockholm"); }

  /// Does `change` while another process writes; that one commits `meanwhile` first. What `change` throws comes out.
  template <class Change>
  void while_written(const std::string& meanwhile, const std::vector<SqlValue>& values, Change change) {
    Database other{dir.path("skylt.db")};
    Transaction transaction{other};
    auto done = std::async(std::launch::async, change);
    std::this_thread::sleep_for(std::chrono::milliseconds{200});  // it waits to write by now
    other.run(meanwhile, values);
    transaction.commit();
    done.get();
  }

  TempDir dir;
};

}  // namespace

TEST_CASE("two administrators who put each other out at once leave one of them") {
  House house;
  Accounts accounts{house.dir.path("skylt.db")};
  auto eva = accounts.add(person("eva", Role::Administrator), "hash", "test", kNow);
  const auto omar = accounts.add(person("omar", Role::Administrator), "hash", "test", kNow);
  eva.disabled = true;
  CHECK_THROWS_WITH(house.while_written("UPDATE accounts SET doc = json_set(doc, '$.disabled', json('true'))"
                                        " WHERE id = :a",
                                        {omar.id}, [&] { accounts.change(eva, "omar", kNow); }),
                    "the last administrator stays one; make another first");
  CHECK_FALSE(accounts.find(eva.id)->disabled);
}

TEST_CASE("a second factor taken up while somebody else changes the account leaves that change") {
  House house;
  Accounts accounts{house.dir.path("skylt.db")};
  const auto eva = accounts.add(person("eva", Role::Administrator), "hash", "test", kNow);
  house.while_written("UPDATE accounts SET doc = json_set(doc, '$.name', 'Eva A') WHERE id = :a", {eva.id},
                      [&] { accounts.set_second_factor(eva.id, "SECRET", true, "eva", kNow); });
  const auto account = accounts.find(eva.id).value();
  CHECK(account.name == "Eva A");
  CHECK(account.two_factor);
}

TEST_CASE("a change of an account that was read before its second factor was taken up leaves the second factor") {
  House house;
  Accounts accounts{house.dir.path("skylt.db")};
  auto eva = accounts.add(person("eva", Role::Administrator), "hash", "test", kNow);
  accounts.set_second_factor(eva.id, "SECRET", true, "eva", kNow);
  eva.name = "Eva A";
  accounts.change(eva, "omar", kNow);
  CHECK(accounts.find(eva.id)->name == "Eva A");
  CHECK(accounts.find(eva.id)->two_factor);
}

TEST_CASE("an address that somebody else takes at the same moment is said to be taken") {
  House house;
  Accounts accounts{house.dir.path("skylt.db")};
  const auto eva = accounts.add(person("eva", Role::Viewer), "hash", "test", kNow);
  CHECK_THROWS_WITH(house.while_written("UPDATE accounts SET email = 'omar@example.org' WHERE id = :a", {eva.id},
                                        [&] { accounts.add(person("Omar", Role::Viewer), "hash", "test", kNow); }),
                    "there is an account with the address omar@example.org already");
}

TEST_CASE("what is taken from an account is in the record with who took it, no secret with it (S-13)") {
  House house;
  Accounts accounts{house.dir.path("skylt.db")};
  const auto eva = accounts.add(person("eva", Role::Administrator), "hash", "test", kNow);
  ApiToken token;
  token.id = "t1";
  token.name = "Schemat";
  token.account = eva.id;
  const auto secret = accounts.issue_token(token, eva.email, kNow);
  Invitation invitation;
  invitation.email = "omar@example.org";
  invitation.until = kNow + std::chrono::hours{1};
  const auto invited = accounts.invite(invitation, eva.email, kNow);
  CHECK(accounts.remove_token(eva.id, "t1", eva.email, kNow));
  CHECK(accounts.remove_invitation(invitation.id, eva.email, kNow));
  CHECK_FALSE(accounts.remove_token(eva.id, "t1", eva.email, kNow));
  CHECK_FALSE(accounts.remove_invitation(invitation.id, eva.email, kNow));

  const auto record = Store::open(house.dir.path("skylt.db"))->history(4);
  std::vector<std::string> actions;
  for (const HistoryEntry& entry : record) {
    actions.push_back(entry.action);
    CHECK(entry.actor == "eva@example.org");
    CHECK_THAT(entry.before + entry.after, !Contains(secret) && !Contains(invited));
  }
  CHECK(actions == std::vector<std::string>{"account.uninvite", "token.remove", "account.invite", "token.add"});
}

}  // namespace skylt::test
