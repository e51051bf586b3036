#include "content-server/import/fetch.hpp"

#include <cstdlib>

#include "content-server/import/address.hpp"
#include "core/base/error.hpp"
#include "tests/import/fetch_server.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;
using namespace skylt::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

std::string ok(const std::string& type, const std::string& body, const std::string& more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

FetchOptions internal() {
  FetchOptions options;
  options.internal = true;
  options.timeout = 20s;
  return options;
}

/// Options whose name server answers so, counting how often it is asked.
FetchOptions named(const std::vector<std::string>& addresses, int* asked = nullptr) {
  FetchOptions options;
  options.timeout = 20s;
  options.resolve = [addresses, asked](const std::string&) {
    if (asked != nullptr) ++*asked;
    return addresses;
  };
  return options;
}

}  // namespace

TEST_CASE("forms of an address that get around a filter are refused before any connection (S-50)") {
  const char* const urls[] = {"http://example.org/p.ics",
                              "ftp://example.org/p.ics",
                              "file:///etc/passwd",
                              "gopher://example.org/",
                              "dict://127.0.0.1:11211/stat",
                              "HTTP://example.org/",
                              "//example.org/",
                              "example.org/p.ics",
                              "",
                              "https://",
                              "https:///p.ics",
                              "https:example.org",
                              "https://user@example.org/",
                              "https://user:word@example.org/",
                              "https://example.org@127.0.0.1/",
                              "https://example.org:443@127.0.0.1/",
                              "https://127.0.0.1/",
                              "https://127.0.0.1:8443/",
                              "https://127.1/",
                              "https://127.0.1/",
                              "https://2130706433/",
                              "https://017700000001/",
                              "https://0177.0.0.1/",
                              "https://0x7f.0.0.1/",
                              "https://0x7f000001/",
                              "https://0X7F.1/",
                              "https://127.0.0.1./",
                              "https://127.0.0.1.../",
                              "https://0.0.0.0/",
                              "https://0/",
                              "https://[::]/",
                              "https://[::1]/",
                              "https://[0:0:0:0:0:0:0:1]/",
                              "https://[::127.0.0.1]/",
                              "https://[::ffff:127.0.0.1]/",
                              "https://[::ffff:7f00:1]/",
                              "https://[::FFFF:10.0.0.1]/",
                              "https://[64:ff9b::7f00:1]/",
                              "https://[64:ff9b:1::1]/",
                              "https://[2002:7f00:1::]/",
                              "https://[2002:c0a8:101::1]/",
                              "https://[2001:0:7f00:1::]/",
                              "https://[2001:db8::1]/",
                              "https://[fe80::1]/",
                              "https://[fe80::1%25eth0]/",
                              "https://[fec0::1]/",
                              "https://[fc00::1]/",
                              "https://[fd12:3456::1]/",
                              "https://[ff02::1]/",
                              "https://[::1/",
                              "https://[::1]x/",
                              "https://10.0.0.1/",
                              "https://172.16.0.1/",
                              "https://172.31.255.255/",
                              "https://192.168.1.1/",
                              "https://169.254.169.254/latest/meta-data",
                              "https://100.64.0.1/",
                              "https://198.18.0.1/",
                              "https://192.0.2.1/",
                              "https://224.0.0.1/",
                              "https://255.255.255.255/",
                              "https://localhost/",
                              "https://LOCALHOST/",
                              "https://localhost./",
                              "https://programme.localhost/",
                              "https://exam ple.org/",
                              "https://example.org\\@127.0.0.1/",
                              "https://example.org\r\nHost: x/",
                              "https://example.org/a\tb",
                              "https://ex%61mple.org/",
                              "https://127.0.0.1%2f@example.org/",
                              "https://\xE2\x91\xA0\xE2\x91\xA1\xE2\x91\xA6.0.0.1/",
                              "https://127\xE3\x80\x82"
                              "0.0.1/",
                              "https://example.org:0/",
                              "https://example.org:99999/",
                              "https://example.org:4x3/",
                              "https://-example.org/",
                              "https://.example.org/",
                              "https://example..org/"};
  static_assert(std::size(urls) >= 40);
  for (const char* url : urls) {
    INFO(url);
    FetchOptions options;
    options.timeout = 2s;
    try {
      fetch_source(url, options);
      FAIL_CHECK("was fetched");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::Invalid);
      CHECK_THAT(error.what(), Contains("refused"));
    }
  }
}

TEST_CASE("a name that leads into the own network is refused, however many public addresses it has (S-50)") {
  for (const char* address :
       {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:192.168.0.1"}) {
    INFO(address);
    CHECK_THROWS_WITH(fetch_source("https://programme.example/", named({"93.184.216.34", address})),
                      Contains("the host 'programme.example' is refused: its address " + std::string{address}));
  }
}

TEST_CASE("public addresses are allowed") {
  for (const char* address : {"93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450:400f:80d::200e",
                              "64:ff9b::808:808", "::ffff:8.8.8.8"})
    CHECK_FALSE(refused_address(address));
  CHECK(refused_address("nonsense"));
}

TEST_CASE("a name is resolved once and the connection goes to that address (S-50, rebinding)") {
  FetchServer server;
  server.at("/p", ok("text/calendar", "BEGIN"));
  int asked = 0;
  FetchOptions options = named({"127.0.0.1"}, &asked);
  options.internal = true;
  const Fetched fetched = fetch_source(server.url("/p", "name-that-nobody-serves.invalid"), options);
  CHECK(fetched.body == "BEGIN");
  CHECK(asked == 1);
  CHECK_THAT(server.last_request(), Contains("Host: name-that-nobody-serves.invalid"));
}

TEST_CASE("a slow name server ends in time") {
  FetchOptions options;
  options.timeout = 100ms;
  options.resolve = [](const std::string&) {
    std::this_thread::sleep_for(5s);
    return std::vector<std::string>{"93.184.216.34"};
  };
  CHECK_THROWS_WITH(fetch_source("https://example.org/", options), Contains("was not resolved in time"));
}

TEST_CASE("a file comes with its type and validators") {
  FetchServer server;
  server.at("/p.ics", ok("text/calendar; charset=utf-8", "BEGIN:VCALENDAR",
                         "ETag: \"v1\"\r\nLast-Modified: Tue, 05 May "
                         "2026 08:00:00 GMT\r\n"));
  const Fetched fetched = fetch_source(server.url("/p.ics"), internal());
  CHECK(fetched.body == "BEGIN:VCALENDAR");
  CHECK(fetched.content_type == "text/calendar; charset=utf-8");
  CHECK(fetched.etag == "\"v1\"");
  CHECK(fetched.last_modified == "Tue, 05 May 2026 08:00:00 GMT");
  CHECK_FALSE(fetched.not_modified);
}

TEST_CASE("what has not changed is not sent again") {
  FetchServer server;
  server.at("/p", [](const std::string& request, const FetchServer::Send& send) {
    const bool known = request.find("If-None-Match: \"v1\"") != std::string::npos &&
                       request.find("If-Modified-Since: Tue, 05 May 2026 08:00:00 GMT") != std::string::npos;
    send(known ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n" : ok("text/csv", "new"));
  });
  FetchOptions options = internal();
  options.etag = "\"v1\"";
  options.last_modified = "Tue, 05 May 2026 08:00:00 GMT";
  CHECK(fetch_source(server.url("/p"), options).not_modified);
  options.etag = "\"v1\"\r\nX-Injected: 1";
  CHECK(fetch_source(server.url("/p"), options).body == "new");
  CHECK_THAT(server.last_request(), !Contains("X-Injected"));

  server.at("/stale", "HTTP/1.1 304 Not Modified\r\n\r\n");
  CHECK_THROWS_WITH(fetch_source(server.url("/stale"), internal()),
                    Contains("nothing is new (304), though it was asked for all"));
}

TEST_CASE("redirects are refused and their target is named (S-50)") {
  FetchServer server;
  server.at("/p", "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n");
  CHECK_THROWS_WITH(fetch_source(server.url("/p"), internal()),
                    Contains("redirects to 'http://169.254.169.254/latest'"));
  CHECK(server.requests() == 1);
}

TEST_CASE("an endless or oversized body is cut off while it is read (S-50)") {
  FetchServer server;
  server.at("/endless", [](const std::string&, const FetchServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n");
    for (int i = 0; i < 200; ++i) send(std::string(10'000, 'x'));
  });
  FetchOptions options = internal();
  options.max_bytes = 50'000;
  CHECK_THROWS_WITH(fetch_source(server.url("/endless"), options), Contains("is larger than 50000 bytes"));
  server.at("/exact", ok("text/csv", std::string(50'000, 'x')));
  CHECK(fetch_source(server.url("/exact"), options).body.size() == 50'000);
}

TEST_CASE("a slow answer ends in time (S-50)") {
  FetchServer server;
  server.at("/slow", [](const std::string&, const FetchServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nx");
    for (int i = 0; i < 30; ++i) {
      std::this_thread::sleep_for(100ms);
      send("x");
    }
  });
  FetchOptions options = internal();
  options.timeout = 300ms;
  CHECK_THROWS_WITH(fetch_source(server.url("/slow"), options), Contains("did not answer in time"));
}

TEST_CASE("a body that ends early is no file") {
  FetchServer server;
  server.at("/p", "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nabc");
  CHECK_THROWS_WITH(fetch_source(server.url("/p"), internal()), Contains("cannot be read"));
}

TEST_CASE("pages and pictures are not programmes and error answers are said") {
  FetchServer server;
  server.at("/map", ok("application/zip", "PK"));
  CHECK_THROWS_WITH(fetch_source(server.url("/map"), internal()), Contains("is of type 'application/zip'"));
  FetchOptions maps = internal();
  maps.archives = true;
  CHECK(fetch_source(server.url("/map"), maps).body == "PK");
  server.at("/html", ok("text/html; charset=utf-8", "<html>Log in</html>"));
  server.at("/png", ok("image/png", "x"));
  server.at("/gone", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
  CHECK_THROWS_WITH(fetch_source(server.url("/html"), internal()), Contains("is of type 'text/html; charset=utf-8'"));
  CHECK_THROWS_WITH(fetch_source(server.url("/png"), internal()), Contains("is of type 'image/png'"));
  CHECK_THROWS_WITH(fetch_source(server.url("/gone"), internal()), Contains("HTTP status 503"));
  for (const char* type : {"application/xml", "text/xml", "application/json", "text/calendar", "text/csv", "text/plain",
                           "application/octet-stream", "application/rss+xml", "application/ld+json; charset=utf-8"}) {
    server.at("/p", ok(type, "x"));
    CHECK(fetch_source(server.url("/p"), internal()).body == "x");
  }
}

TEST_CASE("a proxy of the environment is not used") {
  FetchServer server;
  FetchServer proxy;
  server.at("/p", ok("text/csv", "direct"));
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  ::setenv("all_proxy", proxy.url("").c_str(), 1);
  CHECK(fetch_source(server.url("/p"), internal()).body == "direct");
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  CHECK(proxy.requests() == 0);
}

TEST_CASE("a source marked internal may use http and the own network but nothing else") {
  CHECK_THROWS_WITH(fetch_source("file:///etc/passwd", internal()), Contains("only https and http are fetched"));
  CHECK_THROWS_WITH(fetch_source("http://a@127.0.0.1/", internal()), Contains("user name"));
  FetchServer server;
  server.at("/p", ok("text/csv", "x"));
  FetchOptions outside;
  CHECK_THROWS_WITH(fetch_source(server.url("/p"), outside), Contains("only https is fetched"));
  CHECK(server.requests() == 0);
}
