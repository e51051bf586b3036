#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace skylt::test;
using Catch::Matchers::Contains;

TEST_CASE("options that would say nothing, and values that cannot be meant, are wrong usage") {
  const std::string at = "2027-05-04T10:00:00Z";
  const std::pair<std::vector<std::string>, const char*> table[] = {
      {{"render", "--snapshot", "nowhere", "--at", at, "--to", at}, "--to: says nothing without --every"},
      {{"run", "--server", "skylt.example"}, "--server: 'skylt.example' must begin with https:// or http://"},
  };
  for (const auto& [words, fault] : table) {
    std::vector<std::string> argv{program("skylt-player")};
    argv.insert(argv.end(), words.begin(), words.end());
    const ProcessResult result = run(argv);
    CHECK(result.exit == 2);
    CHECK_THAT(result.err, Contains(fault));
  }
}
