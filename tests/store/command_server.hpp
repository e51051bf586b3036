#pragma once
// The built program, run as people run it: exit codes, one JSON document, one line for what went wrong.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "core/base/json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/process.hpp"

namespace skylt::test {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;

  Json json() const { return parse_json(out, "standard output"); }
};

/// Runs skylt-server with `arguments` (as a shell reads them).
class Server {
 public:
  /// `environment`: as a shell has it before a command.
  Ran operator()(const std::string& arguments, const std::string& environment = "") const {
    const std::string errors = dir_.path("stderr");
    const std::string command = "SKYLT_DATA= " + environment + " exec " + program("skylt-server") + " " + arguments +
                                " 2>'" + errors + "' </dev/null";
    Ran ran;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::array<char, 4096> bytes{};
    for (std::size_t n = 0; (n = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) ran.out.append(bytes.data(), n);
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ran.err = read_file(errors);
    return ran;
  }

  std::string path(const std::string& relative) const { return dir_.path(relative); }
  std::string data() const { return dir_.path("data"); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path(name), std::ios::binary} << text;
    return path(name);
  }
  const Server& with_sample() const {
    REQUIRE((*this)("init --data " + data()).code == 0);
    const auto ran = (*this)("import " + source_path("assets/demo/event.json") + " --data " + data() + " --json");
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return *this;
  }

 private:
  TempDir dir_;
};

inline bool one_line(const std::string& text) { return !text.empty() && text.find('\n') == text.size() - 1; }

}  // namespace skylt::test
