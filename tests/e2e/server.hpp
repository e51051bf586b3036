#pragma once
// What the end-to-end tests share: servers with their own data folder, driven by the real program.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/process.hpp"

namespace skylt::test {

/// The data folder of a server, made by `skylt-server init` in the given zone; deleted with the object.
class Server {
 public:
  explicit Server(const std::string& time_zone = "Europe/Stockholm");

  /// `skylt-server WORDS… --data FOLDER`. May be called from several threads.
  ProcessResult run(std::vector<std::string> words) const;

  /// The same with --json; throws std::runtime_error, with what the program said, unless it ends with 0 and exactly
  /// one JSON document.
  Json ask(std::vector<std::string> words) const;

  std::string folder() const { return dir_.path("data"); }

  /// A path beside the data, for what a test writes.
  std::string beside(const std::string& name) const { return dir_.path(name); }

 private:
  TempDir dir_;
};

/// All of `text` as one JSON document; throws std::runtime_error.
Json one_document(const std::string& text);

/// Makes or replaces a file; throws std::runtime_error naming it.
void write_file(const std::string& path, const std::string& bytes);

/// Lines of `text`; a last one without its end counts too.
std::size_t line_count(const std::string& text);

/// Calls work(0) … work(count - 1) on as many threads as the machine has processors. `work` must not use Catch2; the
/// first exception ends the rest and is thrown on.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace skylt::test
