#include "core/base/json.hpp"
#include "core/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

TEST_CASE("one pass reports every fault with its JSON pointer") {
  const Json document = parse_json(R"({"id":7,"prot":8080,"boxes":[{"x":1},{"x":"a"}]})", "layout.json");
  Faults faults;
  JsonReader reader{document, faults};
  reader.string("id");
  reader.each("boxes", [](JsonReader& box) { box.number("x"); });
  reader.reject_unknown();
  REQUIRE(faults.size() == 3);
  CHECK(faults[0] == Fault{"/id", "must be a string"});
  CHECK(faults[1] == Fault{"/boxes/1/x", "must be a number"});
  CHECK(faults[2] == Fault{"/prot", "unknown key 'prot'"});
  CHECK(describe("layout.json", faults) == "layout.json: /id: must be a string (and 2 more)");
}

TEST_CASE("deeply nested JSON is refused while parsing (J3)") {
  CHECK_THROWS_WITH(parse_json(std::string(200000, '['), "x.json"), "x.json: nested deeper than 64 levels");
}

TEST_CASE("brackets in texts are no nesting") {
  const std::string many(200, '[');
  CHECK(parse_json(R"({"a": "\\\"[{)" + many + R"(\\", "b": [[1]]})", "x.json").at("b").size() == 1);
  CHECK_THROWS_WITH(parse_json(R"({"a": "\\", "b": )" + many + "}", "x.json"), "x.json: nested deeper than 64 levels");
  const JsonLimits flat{.max_depth = 2};
  CHECK_NOTHROW(parse_json("[[1],[2],{}]", "x.json", flat));
  CHECK_THROWS_AS(parse_json("[[1],[[2]]]", "x.json", flat), Error);
}

TEST_CASE("broken JSON names the document and the place") {
  CHECK_THROWS_WITH(parse_json("{\"a\": tru}", "x.json"),
                    Catch::Matchers::Contains("x.json: not valid JSON: parse error at line 1, column 10"));
}
