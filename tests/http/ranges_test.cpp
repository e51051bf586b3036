#include "content-server/http/ranges.hpp"

#include "content-server/http/player_routes.hpp"
#include "content-server/http/transport.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

TEST_CASE("byte ranges are read as RFC 9110 says") {
  struct Row {
    const char* header;
    RangeKind kind;
    ByteRange range;
  };
  const Row rows[] = {
      {"", RangeKind::Whole, {}},
      {"bytes=0-", RangeKind::Part, {0, 100}},
      {"bytes=0-0", RangeKind::Part, {0, 1}},
      {"bytes=40-59", RangeKind::Part, {40, 20}},
      {"bytes=90-1000", RangeKind::Part, {90, 10}},
      {"bytes=-10", RangeKind::Part, {90, 10}},
      {"bytes=-1000", RangeKind::Part, {0, 100}},
      {"bytes=100-", RangeKind::Unsatisfiable, {}},
      {"bytes=-0", RangeKind::Unsatisfiable, {}},
      {"bytes=5-4", RangeKind::Whole, {}},
      {"bytes=0-1,5-6", RangeKind::Whole, {}},
      {"bytes=a-b", RangeKind::Whole, {}},
      {"bytes=-", RangeKind::Whole, {}},
      {"lines=1-2", RangeKind::Whole, {}},
      {"bytes=99999999999999999999999-", RangeKind::Unsatisfiable, {}},
      {"bytes=40-99999999999999999999", RangeKind::Part, {40, 60}},
      {"bytes=-99999999999999999999", RangeKind::Part, {0, 100}},
  };
  for (const auto& row : rows) {
    INFO(row.header);
    ByteRange range;
    CHECK(parse_range(row.header, 100, range) == row.kind);
    if (row.kind == RangeKind::Part) CHECK(range == row.range);
  }
}

TEST_CASE("a player asks to wait at most 55 seconds") {
  CHECK(preferred_wait("wait=30").count() == 30);
  CHECK(preferred_wait("respond-async, wait=10").count() == 10);
  CHECK(preferred_wait("wait=600").count() == 55);
  CHECK(preferred_wait("wait=99999999999999999999").count() == 55);
  CHECK(preferred_wait("").count() == 0);
  CHECK(preferred_wait("wait=soon").count() == 0);
  CHECK(preferred_wait("await=30").count() == 0);
  CHECK(preferred_wait("Wait = \"30\"; strict, respond-async").count() == 30);
  CHECK(preferred_wait("wait=30s").count() == 0);
  CHECK(preferred_wait("x=\"," + std::string(5000, ' ') + "wait=30").count() == 0);
}

TEST_CASE("tags are compared weakly and in lists") {
  CHECK(matches("\"7-ab\"", "\"7-ab\""));
  CHECK(matches("W/\"7-ab\", \"8\"", "\"7-ab\""));
  CHECK(matches("*", "\"7-ab\""));
  CHECK_FALSE(matches("", "\"7-ab\""));
  CHECK_FALSE(matches("\"17-ab\"", "\"7-ab\""));
}

TEST_CASE("a bearer token is taken from its header alone") {
  CHECK(bearer_token("Bearer abc") == "abc");
  CHECK(bearer_token("bearer abc") == "abc");
  CHECK_FALSE(bearer_token("Basic abc"));
  CHECK_FALSE(bearer_token("Bearer "));
  CHECK_FALSE(bearer_token("Bearer a b"));
  CHECK_FALSE(bearer_token("Bearer " + std::string(600, 'x')));
}

TEST_CASE("an address to listen on has a host and a port") {
  CHECK(parse_listen("127.0.0.1:8080").url() == "http://127.0.0.1:8080");
  CHECK(parse_listen("localhost:80").host == "127.0.0.1");
  CHECK(parse_listen("[::1]:0").url() == "http://[::1]:0");
  CHECK(parse_listen("0.0.0.0:65535").port == 65535);
  for (const char* bad :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:8o", "venue.example:80", ":80"}) {
    INFO(bad);
    CHECK_THROWS_AS(parse_listen(bad), Error);
  }
}

TEST_CASE("a screenshot's folder is named after its screen alone") {
  CHECK(file_name_of("door-a1") == "door-a1");
  CHECK(file_name_of("../etc") == "_2e_2e_2fetc");
  CHECK(file_name_of("a_b") != file_name_of("a_5fb"));
  CHECK(file_name_of("") == "_");
}
