#include "content-server/http/waiting.hpp"

#include "content-server/http/tokens.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace std::chrono_literals;

namespace {

const SteadyTime kStart{};

WaitingPolls::Poll poll(const std::string& screen, const std::string& etag = "1") { return {screen, etag, nullptr}; }

}  // namespace

TEST_CASE("a change takes the polls of its screen and leaves the others") {
  WaitingPolls waiting;
  CHECK(waiting.add(poll("a"), kStart + 10s).empty());
  CHECK(waiting.add(poll("b"), kStart + 20s).empty());
  CHECK(waiting.add(poll("a"), kStart + 30s).empty());
  CHECK(waiting.take("a").size() == 2);
  CHECK(waiting.take("a").empty());
  CHECK(waiting.size() == 1);
}

TEST_CASE("polls end when their time is up, in order") {
  WaitingPolls waiting;
  waiting.add(poll("late"), kStart + 20s);
  waiting.add(poll("early"), kStart + 10s);
  CHECK(waiting.take_due(kStart + 9s).empty());
  const auto due = waiting.take_due(kStart + 10s);
  REQUIRE(due.size() == 1);
  CHECK(due[0].screen == "early");
  CHECK(waiting.take_due(kStart + 1h).size() == 1);
  CHECK(waiting.size() == 0);
}

TEST_CASE("the fifth poll of a screen pushes out its oldest") {
  WaitingPolls waiting;
  for (const char* etag : {"1", "2", "3", "4"}) CHECK(waiting.add(poll("a", etag), kStart).empty());
  const auto out = waiting.add(poll("a", "5"), kStart);
  REQUIRE(out.size() == 1);
  CHECK(out[0].etag == "1");
  CHECK(waiting.size() == 4);
}

TEST_CASE("no poll is held once the server ends") {
  WaitingPolls waiting;
  waiting.add(poll("a"), kStart);
  CHECK(waiting.close().size() == 1);
  CHECK(waiting.add(poll("a"), kStart).size() == 1);
  CHECK(waiting.size() == 0);
}

TEST_CASE("a token is asked for once until something changes") {
  int asked = 0;
  Tokens tokens{[&](const std::string& token) {
    ++asked;
    return token == "good" ? std::optional<std::string>{"foyer"} : std::nullopt;
  }};
  CHECK(tokens.screen_of("good") == "foyer");
  CHECK(tokens.screen_of("good") == "foyer");
  CHECK(asked == 1);
  CHECK_FALSE(tokens.screen_of("bad"));
  CHECK_FALSE(tokens.screen_of("bad"));
  CHECK(asked == 3);
  tokens.forget();
  CHECK(tokens.screen_of("good") == "foyer");
  CHECK(asked == 4);
}
