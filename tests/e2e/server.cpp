#include "tests/e2e/server.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace skylt::test {
namespace {

/// A server just made, one for each zone: copying it costs less than making it hundreds of times.
std::string fresh_folder(const std::string& time_zone) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<TempDir>> made;
  const std::scoped_lock lock{mutex};
  auto& dir = made[time_zone];
  if (!dir) {
    dir = std::make_unique<TempDir>();
    const auto result = run({program("skylt-server"), "init", "--data", dir->path("data"), "--time-zone", time_zone});
    if (result.exit != 0) throw std::runtime_error{"init failed: " + result.err};
  }
  return dir->path("data");
}

}  // namespace

Server::Server(const std::string& time_zone) {
  std::filesystem::copy(fresh_folder(time_zone), folder(), std::filesystem::copy_options::recursive);
}

ProcessResult Server::run(std::vector<std::string> words) const {
  words.insert(words.begin(), program("skylt-server"));
  words.insert(words.end(), {"--data", folder()});
  return test::run(words);
}

Json Server::ask(std::vector<std::string> words) const {
  words.push_back("--json");
  const ProcessResult result = run(words);
  if (result.exit != 0) {
    throw std::runtime_error{words.front() + " ended with " + std::to_string(result.exit) + ": " + result.err};
  }
  return one_document(result.out);
}

Json one_document(const std::string& text) { return Json::parse(text); }

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out{path, std::ios::binary};
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error{"cannot write " + path};
}

std::size_t line_count(const std::string& text) {
  const auto ends = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return ends + (text.empty() || text.back() == '\n' ? 0 : 1);
}

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto take = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      try {
        work(index);
      } catch (...) {
        const std::scoped_lock lock{mutex};
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(take);
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace skylt::test
