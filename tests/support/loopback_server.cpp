#include "tests/support/loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

namespace skylt::test {
namespace {

/// Reads one request, its body included; false at the end of the connection.
bool read_request(int client, const std::atomic<bool>& stopping, HttpRequest& request) {
  std::string text;
  std::size_t body_at = std::string::npos;
  std::size_t body_length = 0;
  char bytes[8192];
  while (body_at == std::string::npos || text.size() < body_at + body_length) {
    pollfd readable{client, POLLIN, 0};
    if (stopping) return false;
    if (::poll(&readable, 1, 50) == 0) continue;
    const ssize_t got = ::recv(client, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    text.append(bytes, static_cast<std::size_t>(got));
    if (body_at != std::string::npos) continue;
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    body_at = end + 4;
    const std::size_t length = text.find("Content-Length: ");
    if (length != std::string::npos && length < end) body_length = std::stoul(text.substr(length + 16));
  }
  std::istringstream lines{text.substr(0, body_at)};
  std::string line;
  lines >> request.method >> request.path;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.size() > 1) request.headers.push_back(line.substr(0, line.size() - 1));
  request.body = text.substr(body_at);
  return true;
}

std::string on_the_wire(const HttpResponse& response) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " x\r\n";
  for (const auto& [name, value] : response.headers) {
    if (name != "content-length") text += name + ": " + value + "\r\n";
  }
  if (response.status != 304) text += "content-length: " + std::to_string(response.body.size()) + "\r\n";
  return text + "\r\n" + response.body;
}

}  // namespace

LoopbackServer::LoopbackServer(ContentSource& source)
    : source_{source}, socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(socket_, 16) != 0) {
    throw std::runtime_error{"no port on loopback"};
  }
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
  url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  thread_ = std::thread{[this] { accept_all(); }};
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  ::shutdown(socket_, SHUT_RDWR);
  thread_.join();
  for (std::thread& client : clients_) client.join();
  ::close(socket_);
}

void LoopbackServer::publish(SmallSnapshot snapshot) {
  const std::scoped_lock lock{mutex_};
  source_.put(std::move(snapshot));
}

PlayerStatus LoopbackServer::last_status() const {
  const std::scoped_lock lock{mutex_};
  return status_;
}

void LoopbackServer::accept_all() {
  for (;;) {
    const int client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    clients_.emplace_back([this, client] { serve(client); });
  }
}

void LoopbackServer::serve(int client) {
  HttpRequest request;
  while (read_request(client, stopping_, request)) {
    ++requests_;
    const std::string text = on_the_wire(answer(request));
    if (::send(client, text.data(), text.size(), MSG_NOSIGNAL) < 0) break;
    request = {};
  }
  ::close(client);
}

HttpResponse LoopbackServer::answer(const HttpRequest& request) {
  bool held = false;
  for (const std::string& header : request.headers) held = held || header.starts_with("Prefer: wait=");
  for (int waits = 0;; ++waits) {
    {
      const std::scoped_lock lock{mutex_};
      if (request.method == "POST") status_ = parse_status(request.body);
      HttpResponse response = source_.fetch(request);
      if (!held || response.status != 304 || stopping_ || waits > 2000) return response;
    }
    std::this_thread::sleep_for(Millis{5});
  }
}

}  // namespace skylt::test
