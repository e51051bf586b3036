#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace skylt::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{std::string{"pipe: "} + std::strerror(errno)};
  return {ends[0], ends[1]};
}

std::vector<std::string> environment_with(const ProcessOptions& options) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& [key, value] : options.environment) replaced = replaced || key == name;
    if (!replaced) all.push_back(text);
  }
  for (const auto& [key, value] : options.environment) all.push_back(key + "=" + value);
  return all;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

/// Between fork and exec only what is async-signal-safe: other threads of the test may hold locks.
pid_t start(const std::vector<std::string>& argv, const ProcessOptions& options, int out, int err) {
  const auto environment = environment_with(options);
  const auto arguments = pointers(argv);
  const auto variables = pointers(environment);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error{std::string{"fork: "} + std::strerror(errno)};
  if (pid == 0) {
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(127);
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  ::close(nothing);
  ::close(out);
  ::close(err);
  return pid;
}

int exit_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return exit_of(status);
}

/// Appends what can be read now; closes the end and sets it to -1 at its end.
void drain(int& end, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(end, buffer.data(), buffer.size());
  if (count > 0) {
    into.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    ::close(end);
    end = -1;
  }
}

}  // namespace

std::string program(const std::string& name) { return std::string{SKYLT_BIN_DIR} + "/" + name; }

ProcessResult run(const std::vector<std::string>& argv, const ProcessOptions& options) {
  const auto began = Clock::now();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  const pid_t pid = start(argv, options, out.write, err.write);
  ProcessResult result;
  bool late = false;
  while (out.read >= 0 || err.read >= 0) {
    std::array<pollfd, 2> ends{pollfd{out.read, POLLIN, 0}, pollfd{err.read, POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(began + options.limit - Clock::now());
    if (left.count() <= 0 && !late) {
      late = true;
      ::kill(pid, SIGKILL);
    }
    ::poll(ends.data(), ends.size(), late ? 1000 : static_cast<int>(left.count()));
    if (ends[0].revents != 0) drain(out.read, result.out);
    if (ends[1].revents != 0) drain(err.read, result.err);
  }
  result.exit = wait_for(pid);
  if (late) result.exit = -1;
  if (result.exit == 127 && result.err.empty()) throw std::runtime_error{"cannot start " + argv.at(0)};
  result.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return result;
}

Daemon::Daemon(const std::vector<std::string>& argv, const ProcessOptions& options) {
  const Pipe out = make_pipe();
  const Pipe err = make_pipe();
  pid_ = start(argv, options, out.write, err.write);
  out_ = out.read;
  err_ = err.read;
  reader_ = std::thread{[this] { read_lines(); }};
}

Daemon::~Daemon() {
  if (!exit_) {
    ::kill(pid_, SIGKILL);
    collect();
  }
  reader_.join();
}

void Daemon::read_lines() {
  std::string from_out;
  std::string from_err;
  while (out_ >= 0 || err_ >= 0) {
    std::array<pollfd, 2> ends{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
    if (::poll(ends.data(), ends.size(), -1) < 0) continue;
    if (ends[0].revents != 0) {
      drain(out_, from_out);
      take_lines(from_out);
    }
    if (ends[1].revents != 0) {
      drain(err_, from_err);
      take_lines(from_err);
    }
  }
  const std::scoped_lock lock{mutex_};
  closed_ = true;
  grown_.notify_all();
}

void Daemon::take_lines(std::string& rest) {
  const auto now = Clock::now();
  const std::scoped_lock lock{mutex_};
  for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
    lines_.push_back({rest.substr(0, end), now});
    rest.erase(0, end + 1);
  }
  grown_.notify_all();
}

std::optional<OutputLine> Daemon::wait_line(const std::string& part, std::chrono::milliseconds limit,
                                            std::size_t from) {
  const auto until = Clock::now() + limit;
  std::unique_lock lock{mutex_};
  for (std::size_t at = from;;) {
    for (; at < lines_.size(); ++at) {
      if (lines_[at].text.find(part) != std::string::npos) return lines_[at];
    }
    if (closed_ || grown_.wait_until(lock, until) == std::cv_status::timeout) {
      if (at >= lines_.size()) return std::nullopt;
    }
  }
}

std::size_t Daemon::lines() const {
  const std::scoped_lock lock{mutex_};
  return lines_.size();
}

std::string Daemon::output() const {
  const std::scoped_lock lock{mutex_};
  std::string all;
  for (const OutputLine& line : lines_) all += line.text + "\n";
  return all;
}

bool Daemon::running() {
  if (exit_) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
  exit_ = exit_of(status);
  return false;
}

int Daemon::collect() {
  exit_ = wait_for(pid_);
  return *exit_;
}

int Daemon::stop(int signal) {
  if (!running()) return *exit_;
  ::kill(pid_, signal);
  const auto until = Clock::now() + std::chrono::seconds{10};
  while (running()) {
    if (Clock::now() > until) ::kill(pid_, SIGKILL);
    ::usleep(1000);
  }
  return *exit_;
}

}  // namespace skylt::test
