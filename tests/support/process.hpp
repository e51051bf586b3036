#pragma once
#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace skylt::test {

/// Path of a program that this build made: program("skylt-server").
std::string program(const std::string& name);

struct ProcessOptions {
  std::vector<std::pair<std::string, std::string>> environment;  ///< on top of ours
  std::string folder;                                            ///< to work in; empty: ours
  std::chrono::seconds limit{60};                                ///< then it is killed and `exit` is -1
};

struct ProcessResult {
  int exit = -1;  ///< exit code; 128 + n when signal n ended it; -1 when it ran over its limit
  std::string out;
  std::string err;
  std::chrono::milliseconds took{};
};

/// Runs a program to its end with nothing on standard input. Throws std::runtime_error when it cannot be started.
/// May be called from several threads.
ProcessResult run(const std::vector<std::string>& argv, const ProcessOptions& options = {});

/// One line that a daemon wrote, and when we read it.
struct OutputLine {
  std::string text;
  std::chrono::steady_clock::time_point at;
};

/// A program that runs until it is told to end; killed with the object. Lines of standard output and standard error are
/// kept in the order in which they were read. A thread of the object reads them; all functions may be called from one
/// other thread.
class Daemon {
 public:
  explicit Daemon(const std::vector<std::string>& argv, const ProcessOptions& options = {});
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// The first line from number `from` on that contains `part`; nullopt after `limit` or when the program has ended
  /// without it.
  std::optional<OutputLine> wait_line(const std::string& part, std::chrono::milliseconds limit, std::size_t from = 0);

  std::size_t lines() const;
  std::string output() const;
  bool running();
  pid_t pid() const { return pid_; }

  /// Sends the signal and waits for the end; SIGKILL after ten seconds. Returns the exit as in ProcessResult.
  int stop(int signal);

 private:
  void read_lines();
  void take_lines(std::string& rest);
  int collect();

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::optional<int> exit_;
  mutable std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<OutputLine> lines_;
  bool closed_ = false;
  std::thread reader_;
};

}  // namespace skylt::test
