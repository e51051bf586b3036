#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>

#include "content-server/http/server.hpp"
#include "content-server/store/store.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {

/// A data folder with the sample event, and the real server on it in a process of its own, on a free port of loopback.
class RunningServer {
 public:
  /// `alter` may change the sample event before it is stored; `options`: all but data, address and shipped files.
  explicit RunningServer(ServeOptions options = {}, const std::function<void(EventData&)>& alter = {});
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::string url(const std::string& path) const { return url_ + path; }
  std::uint16_t port() const;
  const std::string& data_dir() const { return dir_path_; }
  pid_t pid() const { return pid_; }

  /// The database as another process sees it.
  Store& store() { return *store_; }
  /// "Authorization: Bearer …" of a screen of the sample event.
  std::string token_header(const std::string& screen);
  /// Adds a note to a session, as `skylt-server change add` does; returns its id.
  std::string add_note(const std::string& session, const std::string& words);

  /// SIGTERM; returns the exit code.
  int stop();
  void start();

 private:
  ServeOptions options_;
  TempDir dir_;
  std::string dir_path_;
  std::unique_ptr<Store> store_;
  std::string url_;
  pid_t pid_ = -1;
};

}  // namespace skylt::test
