#include "content-server/http/limits.hpp"

#include "tests/support/catch.hpp"

using namespace skylt;
using namespace std::chrono_literals;

namespace {

const SteadyTime kStart{};

}  // namespace

TEST_CASE("an address may keep twenty connections that never showed a token (R-23)") {
  ConnectionLimits limits;
  for (std::uint64_t i = 0; i < 20; ++i) REQUIRE(limits.open(i, "10.0.0.1", kStart));
  CHECK_FALSE(limits.open(20, "10.0.0.1", kStart + 1s));
  CHECK(limits.open(21, "10.0.0.2", kStart + 1s));
  limits.close(3);
  CHECK(limits.open(22, "10.0.0.1", kStart + 1s));
  CHECK(limits.without_token() == 21);
}

TEST_CASE("a house full of players comes back at once after a power cut (R-22)") {
  ConnectionLimits limits;
  for (std::uint64_t i = 0; i < 100; ++i) REQUIRE(limits.open(i, "10.0.0.1", kStart + 10ms * static_cast<int>(i % 10)));
  for (std::uint64_t i = 0; i < 100; ++i) REQUIRE(limits.identify(i, "screen" + std::to_string(i)));
  for (std::uint64_t i = 100; i < 200; ++i) CHECK(limits.open(i, "10.0.0.1", kStart + 2s));
  CHECK(limits.without_token() == 100);
  CHECK(limits.all() == 200);
}

TEST_CASE("one address cannot take the places of all (R-23)") {
  ConnectionLimits limits;
  std::uint64_t id = 0;
  std::size_t taken = 0;
  while (id < 1000) taken += limits.open(id++, "10.0.0.1", kStart) ? 1 : 0;
  CHECK(taken == 128);
  for (int address = 2; address < 20; ++address)
    for (int i = 0; i < 128; ++i) limits.open(id++, "10.0.0." + std::to_string(address), kStart);
  CHECK(limits.without_token() == 512);
  for (std::uint64_t i = 0; i < id; ++i) limits.close(i);
  CHECK(limits.without_token() == 0);
  CHECK(limits.all() == 0);
}

TEST_CASE("whoever has an IPv6 network is one address (S-23)") {
  CHECK(counted_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  CHECK(counted_address("2001:DB8:1:2::1") == "2001:db8:1:2::/64");
  CHECK(counted_address("fe80::1%eth0") == "fe80::/64");
  CHECK(counted_address("::1") == "::/64");
  CHECK(counted_address("::ffff:192.0.2.7") == "192.0.2.7");
  CHECK(counted_address("192.0.2.7") == "192.0.2.7");
  CHECK(counted_address("anna@malmo.example") == "anna@malmo.example");
  ConnectionLimits limits;
  std::uint64_t id = 0;
  const auto from = [&](const std::string& host) {
    ++id;
    return limits.open(id, host, kStart + 1s * static_cast<int>(id));
  };
  for (int i = 1; i <= 20; ++i) REQUIRE(from("2001:db8::" + std::to_string(i)));
  CHECK_FALSE(from("2001:db8::21"));
  CHECK(from("2001:db8:0:1::1"));
  for (int i = 1; i <= 25; ++i) CHECK(from("::ffff:192.0.2." + std::to_string(i)));
  for (std::uint64_t i = 1; i <= id; ++i) limits.close(i);
  CHECK(limits.without_token() == 0);
}

TEST_CASE("a login is good for a browser's connections and those it has just left") {
  ConnectionLimits limits;
  for (std::uint64_t i = 0; i < 33; ++i) REQUIRE(limits.open(i, "10.0.0.1", kStart));
  for (std::uint64_t i = 0; i < 32; ++i) CHECK(limits.identify_login(i, "login a"));
  CHECK_FALSE(limits.identify_login(32, "login a"));
  CHECK(limits.identify_login(32, "login b"));
}

TEST_CASE("a proxy's connections are nobody's own: it keeps them open for whoever comes next") {
  ConnectionLimits::Settings settings;
  settings.proxy = "10.0.0.1";
  ConnectionLimits limits{settings};
  for (std::uint64_t i = 0; i < 100; ++i) {
    REQUIRE(limits.open(i, "10.0.0.1", kStart));
    CHECK(limits.identify(i, "foyer"));
    CHECK(limits.identify_login(i, "login a"));
  }
  CHECK(limits.without_token() == 0);
  for (std::uint64_t i = 0; i < 100; ++i) limits.close(i);
  CHECK(limits.all() == 0);
}

TEST_CASE("a token is good for a few connections at a time") {
  ConnectionLimits limits;
  for (std::uint64_t i = 0; i < 10; ++i) REQUIRE(limits.open(i, "10.0.0.1", kStart));
  for (std::uint64_t i = 0; i < 8; ++i) CHECK(limits.identify(i, "foyer"));
  CHECK(limits.identify(0, "foyer"));
  CHECK_FALSE(limits.identify(8, "foyer"));
  limits.close(0);
  CHECK(limits.identify(8, "foyer"));
  CHECK(limits.identify(9, "door"));
}

TEST_CASE("thirty requests at once, then ten a second (S-23)") {
  RateLimits limits{10, 30};
  int allowed = 0;
  for (int i = 0; i < 100; ++i) allowed += limits.allow("a", kStart) ? 1 : 0;
  CHECK(allowed == 30);
  CHECK(limits.allow("b", kStart));
  CHECK_FALSE(limits.allow("a", kStart + 50ms));
  allowed = 0;
  for (int i = 0; i < 100; ++i) allowed += limits.allow("a", kStart + 1050ms) ? 1 : 0;
  CHECK(allowed == 10);
  CHECK(limits.allow("a", kStart + 10min));
}
