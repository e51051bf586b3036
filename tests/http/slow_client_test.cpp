// Clients that do not behave: slow, silent, oversized, contradictory (R-23, S-29). They speak over plain sockets.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>

#include "tests/http/client.hpp"
#include "tests/http/running_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace skylt;
using namespace skylt::test;
using namespace std::chrono_literals;

namespace {

class Socket {
 public:
  explicit Socket(std::uint16_t port) : fd_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error{"no connection"};
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool send(const std::string& bytes) const {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }

  /// What comes until the server closes or `limit` has passed; `closed` says which.
  std::string read_all(std::chrono::milliseconds limit, bool& closed) const {
    std::string all;
    const auto end = std::chrono::steady_clock::now() + limit;
    closed = false;
    while (!closed && std::chrono::steady_clock::now() < end) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 100) <= 0) continue;
      char buffer[4096];
      const auto got = recv(fd_, buffer, sizeof buffer, 0);
      if (got <= 0) closed = true;
      if (got > 0) all.append(buffer, static_cast<std::size_t>(got));
    }
    return all;
  }

  bool closed_within(std::chrono::milliseconds limit) const {
    bool closed = false;
    read_all(limit, closed);
    return closed;
  }

 private:
  int fd_;
};

const std::string kHead = "GET /healthz HTTP/1.1\r\nHost: x\r\n";

}  // namespace

TEST_CASE("a header that never ends is cut off though bytes keep coming (R-23)") {
  RunningServer server;
  const Socket slow{server.port()};
  REQUIRE(slow.send(kHead));
  bool cut = false;
  for (int i = 0; i < 40 && !cut; ++i) cut = !slow.send("X-a: b\r\n") || slow.closed_within(300ms);
  CHECK(cut);
}

TEST_CASE("slow clients do not keep others out (R-23)") {
  RunningServer server;
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<Socket>(server.port()));
    REQUIRE(slow.back()->send(kHead));
  }
  std::this_thread::sleep_for(2s);                 // each is past its grace, none at its limit
  CHECK(Socket{server.port()}.closed_within(2s));  // the twenty-first of this address
  for (const auto& each : slow) CHECK(each->closed_within(10s));
  CHECK(get(server.url("/healthz")).status == 200);
}

TEST_CASE("who opens connections for TLS and says nothing is cut off, and does not keep others out (R-23, S-29)") {
  const TempDir dir;
  const ProcessResult made =
      run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1", "-subj", "/CN=skylt",
           "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", dir.path("key.pem"), "-out", dir.path("cert.pem")});
  REQUIRE(made.exit == 0);
  ServeOptions options;
  options.certificate = {dir.path("cert.pem"), dir.path("key.pem")};
  RunningServer server{options};
  std::vector<std::unique_ptr<Socket>> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(std::make_unique<Socket>(server.port()));
  CHECK(Socket{server.port()}.closed_within(5s));  // the twenty-first of this address
  for (const auto& each : silent) CHECK(each->closed_within(30s));
  const auto asked = run({"/usr/bin/curl", "-sS", "--cacert", dir.path("cert.pem"), server.url("/healthz")});
  INFO(asked.err);
  CHECK(asked.exit == 0);
}

TEST_CASE("oversized and contradictory requests are refused and the server goes on (S-29)") {
  RunningServer server;
  const auto token = server.token_header("radhuset-sal-b");
  const std::string bad[] = {
      "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
      kHead + "X-big: " + std::string(17000, 'a') + "\r\n\r\n",
      "POST /player/v1/status HTTP/1.1\r\nHost: x\r\n" + token + "\r\nContent-Length: 5\r\n" +
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /player/v1/status HTTP/1.1\r\nHost: x\r\n" + token + "\r\nContent-Length: 3000000\r\n\r\n" +
          std::string(2000000, ' '),
      "POST /player/v1/status HTTP/1.1\r\nHost: x\r\n" + token + "\r\nContent-Length: -5\r\n\r\n",
      "GIBBERISH\r\n\r\n",
      std::string(3000, '\0'),
  };
  for (const auto& bytes : bad) {
    INFO(bytes.substr(0, 60));
    const Socket client{server.port()};
    client.send(bytes);
    bool closed = false;
    const auto answer = client.read_all(8s, closed);
    CHECK(closed);
    CHECK(answer.find("HTTP/1.1 200") == std::string::npos);
  }
  std::string many = kHead;
  for (int i = 0; i < 150; ++i) many += "H" + std::to_string(i) + ": 1\r\n";
  const Socket client{server.port()};
  client.send(many + "\r\n");
  CHECK(client.closed_within(8s));
  CHECK(get(server.url("/healthz")).status == 200);
  CHECK(server.stop() == 0);
}
