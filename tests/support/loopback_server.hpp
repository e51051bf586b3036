#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/content_source.hpp"

namespace skylt::test {

/// Serves a ContentSource over real HTTP on loopback, held polls included, for tests of the program itself.
class LoopbackServer {
 public:
  explicit LoopbackServer(ContentSource& source);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  const std::string& url() const { return url_; }
  void publish(SmallSnapshot snapshot);
  /// What the latest report of a player said; revision 0 before the first.
  PlayerStatus last_status() const;
  /// Requests so far.
  int requests() const { return requests_; }

 private:
  void accept_all();
  void serve(int client);
  HttpResponse answer(const HttpRequest& request);

  ContentSource& source_;
  std::string url_;
  int socket_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> requests_ = 0;
  mutable std::mutex mutex_;
  PlayerStatus status_;
  std::vector<std::thread> clients_;
  std::thread thread_;
};

}  // namespace skylt::test
