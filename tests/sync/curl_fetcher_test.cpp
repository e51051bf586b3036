#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "core/base/error.hpp"
#include "player/sync/fetcher.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/process.hpp"

using namespace skylt;
using namespace skylt::test;
using Catch::Matchers::Contains;

namespace {

/// A server on loopback that answers one request after the other with given bytes, then closes.
class RawServer {
 public:
  explicit RawServer(std::vector<std::string> answers) : answers_{std::move(answers)} {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(::listen(socket_, 4) == 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread{[this] { serve(); }};
  }
  ~RawServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url;
  std::vector<std::string> requests;  ///< to be read once answered() says how many there are
  int answered() const { return answered_; }

 private:
  void serve() {
    for (const std::string& answer : answers_) {
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      std::string request;
      char bytes[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::recv(client, bytes, sizeof bytes, 0);
        if (got <= 0) break;
        request.append(bytes, static_cast<std::size_t>(got));
      }
      requests.push_back(request);
      ++answered_;
      if (answer == "hold") {
        ::recv(client, bytes, sizeof bytes, 0);
      } else {
        ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      }
      ::close(client);
    }
  }

  std::vector<std::string> answers_;
  std::atomic<int> answered_ = 0;
  int socket_;
  std::thread thread_;
};

void openssl(std::vector<std::string> words) {
  words.insert(words.begin(), "/usr/bin/openssl");
  const ProcessResult result = run(words);
  INFO(result.err);
  REQUIRE(result.exit == 0);
}

/// Makes `name`.pem, signed by its own `name`.key, for a server that is called `subject`: "IP:127.0.0.1".
void make_certificate(const TempDir& dir, const std::string& name, const std::string& subject) {
  openssl({"req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=skylt", "-addext",
           "subjectAltName=" + subject, "-keyout", dir.path(name + ".key"), "-out", dir.path(name + ".pem")});
}

/// The same for 127.0.0.1, valid from the year 2090 on.
void make_certificate_of_later(const TempDir& dir, const std::string& name) {
  const std::string request = dir.path(name + ".csr"), settings = dir.path(name + ".cnf");
  std::ofstream{dir.path("index")} << "";
  std::ofstream{settings} << "[ca]\ndefault_ca = later\n[later]\ndatabase = " << dir.path("index")
                          << "\nnew_certs_dir = " << dir.path()
                          << "\nrand_serial = yes\ndefault_md = default\npolicy = any\n[any]\ncommonName = supplied\n"
                             "[names]\nsubjectAltName = IP:127.0.0.1\n";
  openssl({"req", "-new", "-newkey", "ed25519", "-nodes", "-subj", "/CN=skylt", "-keyout", dir.path(name + ".key"),
           "-out", request});
  openssl({"ca", "-batch", "-selfsign", "-notext", "-config", settings, "-extensions", "names", "-startdate",
           "20900101000000Z", "-enddate", "20910101000000Z", "-keyfile", dir.path(name + ".key"), "-in", request,
           "-out", dir.path(name + ".pem")});
}

/// OpenSSL's server on loopback, which answers every GET with a page of its own.
class TlsServer {
 public:
  TlsServer(const TempDir& dir, const std::string& name)
      : process_{{"/usr/bin/openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-cert", dir.path(name + ".pem"),
                  "-key", dir.path(name + ".key")}} {
    const auto line = process_.wait_line("ACCEPT ", Seconds{20});
    REQUIRE(line);
    url = "https://" + line->text.substr(line->text.find(' ') + 1);
  }

  std::string url;

 private:
  Daemon process_;
};

HttpRequest get(const std::string& path) {
  HttpRequest request;
  request.path = path;
  return request;
}

}  // namespace

TEST_CASE("an answer comes with its status, headers and body, and the request with its token") {
  RawServer server{{"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"7\"\r\nContent-Length: 2\r\n\r\n{}"}};
  const auto fetcher = curl_fetcher({server.url + '/', "skylt-player/test", "secret"});
  HttpRequest request = get("/player/v1/manifest");
  request.headers = {"Prefer: wait=50"};
  const HttpResponse answer = fetcher->fetch(request);
  CHECK(answer.status == 200);
  CHECK(answer.header("content-type") == "application/json");
  CHECK(answer.header("etag") == "\"7\"");
  CHECK(answer.body == "{}");
  CHECK_THAT(server.requests.at(0), Contains("GET /player/v1/manifest HTTP/1.1\r\n"));
  CHECK_THAT(server.requests.at(0), Contains("Authorization: Bearer secret\r\n"));
  CHECK_THAT(server.requests.at(0), Contains("Prefer: wait=50\r\n"));
}

TEST_CASE("a redirect is an answer and is not followed (R-20)") {
  RawServer server{{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n"}};
  CHECK(curl_fetcher({server.url, "t", ""})->fetch(get("/")).status == 302);
}

TEST_CASE("a truncated body, an endless one and a closed door are errors") {
  RawServer server{
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'x')}};
  const auto fetcher = curl_fetcher({server.url, "t", ""});
  CHECK_THROWS_AS(fetcher->fetch(get("/")), Error);
  HttpRequest limited = get("/");
  limited.most_bytes = 1000;
  CHECK_THROWS_WITH(fetcher->fetch(limited), "/: the answer is longer than 1000 bytes");
  const auto nobody = curl_fetcher({"http://127.0.0.1:1", "t", ""});
  CHECK_THROWS_WITH(nobody->fetch(get("/")), Contains("http://127.0.0.1:1/: "));
}

TEST_CASE("a body is taken no faster than its limit (R-26)") {
  const std::string body(60'000, 'x');
  RawServer server{{"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + body}};
  HttpRequest request = get("/blob");
  request.most_bytes_per_second = 40'000;
  const auto began = std::chrono::steady_clock::now();
  CHECK(curl_fetcher({server.url, "t", ""})->fetch(request).body == body);
  CHECK(std::chrono::steady_clock::now() - began >= Millis{1500});  // so little comes at once on any machine
}

TEST_CASE("a slowed download ends at once when the player stops") {
  RawServer server{{"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + std::string(60'000, 'x')}};
  const auto fetcher = curl_fetcher({server.url, "t", ""});
  std::thread stopper{[&] {
    while (server.answered() == 0) std::this_thread::sleep_for(Millis{5});
    fetcher->stop();
  }};
  HttpRequest request = get("/blob");
  request.most_bytes_per_second = 100;
  request.timeout = std::chrono::hours{1};
  const auto began = std::chrono::steady_clock::now();
  try {
    fetcher->fetch(request);
  } catch (const Error&) {  // or its end, where all had come
  }
  CHECK(std::chrono::steady_clock::now() - began < Minutes{5});  // ten minutes otherwise
  stopper.join();
}

TEST_CASE("a server is believed when somebody trusted vouches for it by its own name, and no other is (R-20, S-60)") {
  const TempDir dir;
  make_certificate(dir, "ours", "IP:127.0.0.1");
  make_certificate(dir, "stranger", "IP:127.0.0.1");
  make_certificate(dir, "other-name", "DNS:other.example");
  const auto answer_of = [&](const std::string& name, const std::string& trusted) {
    const TlsServer server{dir, name};
    return curl_fetcher({server.url, "t", "", trusted})->fetch(get("/")).status;
  };
  const char* const refused = "SSL peer certificate or SSH remote key was not OK";
  CHECK(answer_of("ours", dir.path("ours.pem")) == 200);
  CHECK_THROWS_WITH(answer_of("stranger", dir.path("ours.pem")), Contains(refused));
  CHECK_THROWS_WITH(answer_of("ours", ""), Contains(refused));
  CHECK_THROWS_WITH(answer_of("other-name", dir.path("other-name.pem")), Contains(refused));
}

TEST_CASE("a certificate that is not valid yet is told as a matter of the clock (R-42)") {
  const TempDir dir;
  make_certificate_of_later(dir, "later");
  const TlsServer server{dir, "later"};
  const auto fetcher = curl_fetcher({server.url, "t", "", dir.path("later.pem")});
  CHECK_THROWS_WITH(fetcher->fetch(get("/")), Contains("this player's clock is slow, or was never set (R-42)"));
}

TEST_CASE("what a receiver of the body throws ends the request") {
  RawServer server{{"HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\nbody"}};
  HttpRequest request = get("/blob");
  int status = 0;
  request.on_body = [&](int code, const HttpHeaders&, std::string_view) {
    status = code;
    throw Error{ErrorCode::Invalid, "not this"};
  };
  CHECK_THROWS_WITH(curl_fetcher({server.url, "t", ""})->fetch(request), "not this");
  CHECK(status == 206);
}

TEST_CASE("a held poll ends at once when the player stops") {
  RawServer server{{"hold"}};
  const auto fetcher = curl_fetcher({server.url, "t", ""});
  std::thread stopper{[&] {
    while (server.answered() == 0) std::this_thread::sleep_for(Millis{5});
    fetcher->stop();
  }};
  HttpRequest request = get("/player/v1/manifest");
  request.timeout = Seconds{60};
  CHECK_THROWS_AS(fetcher->fetch(request), Error);
  stopper.join();
}
