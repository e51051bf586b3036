// The worked example of docs/deploying.md, run as it stands there.
#include <fstream>
#include <regex>

#include "content-server/api/password.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kNginx = "/usr/sbin/nginx";

/// The first code block after the heading.
std::string example_below(const std::string& heading) {
  const auto docs = read_file(source_path("docs/deploying.md"));
  const auto open = docs.find("```\n", docs.find("## " + heading)) + 4;
  return docs.substr(open, docs.find("```", open) - open);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error{"the example has no '" + what + "'"};
  return text.replace(at, what.size(), by);
}

/// The example with a certificate, a port and an address of this test.
std::string site(const TempDir& dir, const std::string& server, std::uint16_t port) {
  auto text = example_below("nginx");
  text = replaced(text, "listen 443 ssl http2", "listen 127.0.0.1:" + std::to_string(port) + " ssl http2");
  text = replaced(text, "/etc/letsencrypt/live/malmomots.example/fullchain.pem", dir.path("cert.pem"));
  text = replaced(text, "/etc/letsencrypt/live/malmomots.example/privkey.pem", dir.path("key.pem"));
  return replaced(text, "http://127.0.0.1:8080", server);
}

std::string configuration(const TempDir& dir, const std::string& site_text) {
  std::string temporary;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    temporary += std::string{kind} + "_temp_path " + dir.path(kind) + ";\n";
  return "daemon off; master_process off; pid " + dir.path("pid") +
         "; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + temporary + site_text + "}\n";
}

}  // namespace

TEST_CASE("behind nginx as in docs/deploying.md organisers sign in over https with a __Host- cookie, and hear events") {
  if (!std::ifstream{kNginx}.good()) {
    WARN("nginx is not installed; its example is not tried");
    return;
  }
  ServeOptions options;
  options.proxy = "127.0.0.1";
  RunningServer server{options};
  Accounts accounts{server.data_dir() + "/skylt.db"};
  Account account;
  account.email = "per@malmo.example";
  account.role = Role::Publisher;
  accounts.add(account, hash_password("fyra ord är bra"), "test", now_utc());

  const TempDir dir;
  REQUIRE(run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1", "-subj",
               "/CN=malmomots.example", "-keyout", dir.path("key.pem"), "-out", dir.path("cert.pem")})
              .exit == 0);
  const auto port = static_cast<std::uint16_t>(20000 + server.pid() % 20000);
  std::ofstream{dir.path("nginx.conf")} << configuration(dir, site(dir, server.url(""), port));
  const Daemon nginx{{kNginx, "-c", dir.path("nginx.conf")}};
  const auto curl = [&](std::vector<std::string> words) {
    std::vector<std::string> all{"/usr/bin/curl", "-sk", "--retry", "20", "--retry-connrefused", "--retry-delay", "1"};
    all.insert(all.end(), words.begin(), words.end());
    all.back() = "https://127.0.0.1:" + std::to_string(port) + all.back();
    return run(all).out;
  };
  const auto login =
      curl({"-i", "-H", "X-Skylt: 1", "-H", "Content-Type: application/json", "-H", "X-Forwarded-Proto: http", "-d",
            R"({"email":"per@malmo.example","password":"fyra ord är bra"})", "/api/v1/login"});
  INFO(login);
  std::smatch cookie;
  REQUIRE(std::regex_search(login, cookie, std::regex{"__Host-skylt=[^;]+"}));
  CHECK(login.find("; Secure") != std::string::npos);
  CHECK(curl({"-H", "Cookie: " + cookie.str(), "/api/v1/me"}).find("per@malmo.example") != std::string::npos);
  CHECK(curl({"--max-time", "2", "-N", "-H", "Cookie: " + cookie.str(), "/api/v1/events"}).find("event: hello") !=
        std::string::npos);
}
