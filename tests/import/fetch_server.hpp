#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace skylt::test {

/// A tiny HTTP server on loopback: one thread, one connection at a time, answers by path.
class FetchServer {
 public:
  using Send = std::function<void(const std::string&)>;
  using Answer = std::function<void(const std::string& request, const Send& send)>;

  FetchServer() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (socket_ < 0 || ::bind(socket_, raw, size) != 0 || ::listen(socket_, 8) != 0 ||
        ::getsockname(socket_, raw, &size) != 0)
      throw std::runtime_error{"the test server cannot listen"};
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
  }

  ~FetchServer() {
    stopping_ = true;
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  FetchServer(const FetchServer&) = delete;
  FetchServer& operator=(const FetchServer&) = delete;

  void at(const std::string& path, Answer answer) {
    const std::lock_guard lock{mutex_};
    answers_[path] = std::move(answer);
  }

  /// Answers with these bytes.
  void at(const std::string& path, const std::string& response) {
    at(path, [response](const std::string&, const Send& send) { send(response); });
  }

  std::string url(const std::string& path, const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(port_) + path;
  }

  /// Header lines of the last request.
  std::string last_request() const {
    const std::lock_guard lock{mutex_};
    return last_request_;
  }

  int requests() const { return requests_; }

 private:
  void serve() {
    while (!stopping_) {
      const int connection = ::accept(socket_, nullptr, nullptr);
      if (connection < 0) continue;
      std::string request;
      char buffer[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const auto size = ::read(connection, buffer, sizeof buffer);
        if (size <= 0) break;
        request.append(buffer, static_cast<std::size_t>(size));
      }
      answer(connection, request);
      ::close(connection);
    }
  }

  void answer(int connection, const std::string& request) {
    const std::size_t begin = request.find(' ') + 1;
    const std::string path = request.substr(begin, request.find(' ', begin) - begin);
    Answer found;
    {
      const std::lock_guard lock{mutex_};
      last_request_ = request;
      if (const auto it = answers_.find(path); it != answers_.end()) found = it->second;
    }
    ++requests_;
    const Send send = [this, connection](const std::string& bytes) {
      for (std::size_t at = 0; at < bytes.size() && !stopping_;) {
        const auto sent = ::send(connection, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
        if (sent <= 0) return;
        at += static_cast<std::size_t>(sent);
      }
    };
    if (found)
      found(request, send);
    else
      send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }

  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> requests_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
  std::string last_request_;
  std::thread thread_;
};

}  // namespace skylt::test
