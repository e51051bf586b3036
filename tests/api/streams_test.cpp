#include "content-server/api/streams.hpp"

#include "content-server/store/store.hpp"
#include "core/base/time.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

/// Keeps what was sent; a browser that is there.
class Heard : public Stream {
 public:
  explicit Heard(std::string& all) : all_{all} {}
  bool send(std::string piece) override {
    all_ += piece;
    return true;
  }

 private:
  std::string& all_;
};

}  // namespace

TEST_CASE(
    "a stream ends with the token that opened it, and tells a proposal only to those whom it concerns (S-22, S-26)") {
  const TempDir dir;
  Store::create(dir.path("skylt.db"), "Europe/Stockholm");
  Accounts accounts{dir.path("skylt.db")};
  auto now = parse_instant("2027-05-04T10:00:00+02:00").value();
  const auto account = [&](const char* email, Role role) {
    Account made;
    made.email = email;
    made.role = role;
    return accounts.add(made, "hash", "test", now);
  };
  const auto publisher = account("anna@malmo.example", Role::Publisher);
  const auto editor = account("per@malmo.example", Role::Editor);
  ApiToken token;
  token.id = "t1";
  token.account = publisher.id;
  const auto secret = accounts.issue_token(token, "test", now);

  Streams streams{accounts};
  std::string by_script, by_editor;
  const auto login_of = [](const Account& one) {
    Login login;
    login.account = one;
    return login;
  };
  streams.add(std::make_unique<Heard>(by_script), login_of(publisher), "", secret);
  streams.add(std::make_unique<Heard>(by_editor), login_of(editor), accounts.open_login(editor, now), "");
  streams.publish_to([](const Login& login) { return login.account->role == Role::Publisher; }, "proposal",
                     Json{{"id", "p1"}});
  CHECK(by_script.find("p1") != std::string::npos);
  CHECK(by_editor.empty());

  now += std::chrono::seconds{20};
  streams.tick(now);
  CHECK(streams.size() == 2);
  REQUIRE(accounts.remove_token(publisher.id, "t1", "test", now));
  streams.recheck(now);  // at once, not with the next sign of life
  CHECK(streams.size() == 1);
  streams.publish("revision", Json{{"revision", 7}});
  CHECK(by_script.find("revision") == std::string::npos);
  CHECK(by_editor.find("revision") != std::string::npos);
}
