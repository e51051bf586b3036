// The worked examples of docs/deploying.md, run as they stand there.
#include <fstream>
#include <regex>

#include "content-server/api/password.hpp"
#include "tests/api/organiser.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kName = "malmomots.example";

/// Where ./skylt unpacked it, or the system has it; empty: nowhere.
std::string find_proxy(const std::string& path) {
  for (const auto& place : {program("../../proxies" + path), path})
    if (std::ifstream{place}.good()) return place;
  return "";
}

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

/// A server with a publisher, a certificate, and a port for a proxy before it.
struct House {
  RunningServer server;
  TempDir dir;
  std::string port;

  House() : server{trusting()}, port{std::to_string(20000 + server.pid() % 12000)} {
    Accounts accounts{server.data_dir() + "/skylt.db"};
    Account account;
    account.email = "per@malmo.example";
    account.role = Role::Publisher;
    accounts.add(account, hash_password("fyra ord är bra"), "test", now_utc());
    const std::string name = kName;
    REQUIRE(
        run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1", "-subj", "/CN=" + name,
             "-addext", "subjectAltName=DNS:" + name, "-keyout", dir.path("key.pem"), "-out", dir.path("cert.pem")})
            .exit == 0);
  }

  static ServeOptions trusting() {
    ServeOptions options;
    options.proxy = "127.0.0.1";
    return options;
  }

  std::vector<std::string> command(const std::vector<std::string>& words, const std::string& path) const {
    std::vector<std::string> all{"/usr/bin/curl", "-sk", "--retry", "20", "--retry-connrefused", "--retry-delay", "1"};
    all.insert(all.end(), {"--resolve", std::string{kName} + ":" + port + ":127.0.0.1"});
    all.insert(all.end(), words.begin(), words.end());
    all.push_back("https://" + std::string{kName} + ":" + port + path);
    return all;
  }

  std::string curl(const std::vector<std::string>& words, const std::string& path) const {
    return run(command(words, path)).out;
  }

  /// Signs in through the proxy, whatever scheme the client claims, is known again, and hears live events at once.
  void check_organisers() const {
    const auto login =
        curl({"-i", "-H", "X-Skylt: 1", "-H", "Content-Type: application/json", "-H", "X-Forwarded-Proto: http", "-d",
              R"({"email":"per@malmo.example","password":"fyra ord är bra"})"},
             "/api/v1/login");
    INFO(login);
    std::smatch cookie;
    REQUIRE(std::regex_search(login, cookie, std::regex{"__Host-skylt=[^;]+"}));
    CHECK(login.find("; Secure") != std::string::npos);
    const std::string header = "Cookie: " + cookie.str();
    CHECK(curl({"-H", header}, "/api/v1/me").find("per@malmo.example") != std::string::npos);
    Daemon stream{command({"--retry", "0", "-N", "-H", header}, "/api/v1/events")};
    CHECK(stream.wait_line("event: hello", std::chrono::seconds{30}));
  }

  /// A visitor's claim of another address is not believed: the tenth wrong guess is the same machine's.
  void check_guesses() const {
    std::string last;
    for (int i = 0; i < 12; ++i)
      last = curl({"-o", "/dev/null", "-w", "%{http_code}", "--retry", "0", "-H", "X-Skylt: 1", "-H",
                   "Content-Type: application/json", "-H", "X-Forwarded-For: 10.0.0." + std::to_string(i), "-d",
                   R"({"email":"per@malmo.example","password":"fel ord )" + std::to_string(i) + "\"}"},
                  "/api/v1/login");
    CHECK(last == "429");
  }
};

std::string nginx_configuration(const House& house) {
  auto site = example_below("nginx");
  site = replaced(site, "listen 443 ssl http2", "listen 127.0.0.1:" + house.port + " ssl http2");
  site = replaced(site, "/etc/letsencrypt/live/malmomots.example/fullchain.pem", house.dir.path("cert.pem"));
  site = replaced(site, "/etc/letsencrypt/live/malmomots.example/privkey.pem", house.dir.path("key.pem"));
  site = replaced(site, "http://127.0.0.1:8080", house.server.url(""));
  std::string temporary;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    temporary += std::string{kind} + "_temp_path " + house.dir.path(kind) + ";\n";
  return "daemon off; master_process off; pid " + house.dir.path("pid") +
         "; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + temporary + site + "}\n";
}

/// With our certificate instead of one that Caddy would fetch.
std::string caddy_configuration(const House& house) {
  const std::string name = kName;
  auto site = example_below("Caddy");
  site = replaced(site, name + " {",
                  name + ":" + house.port + " {\n    bind 127.0.0.1\n    tls " + house.dir.path("cert.pem") + " " +
                      house.dir.path("key.pem"));
  site = replaced(site, "127.0.0.1:8080", house.server.url("").substr(std::string{"http://"}.size()));
  return "{\n    admin off\n    auto_https off\n}\n" + site;
}

}  // namespace

TEST_CASE("behind nginx as in docs/deploying.md organisers sign in over https with a __Host- cookie, and hear events") {
  const auto nginx = find_proxy("/usr/sbin/nginx");
  if (nginx.empty()) {
    WARN("nginx is neither installed nor unpacked; its example is not tried");
    return;
  }
  const House house;
  std::ofstream{house.dir.path("nginx.conf")} << nginx_configuration(house);
  const Daemon proxy{{nginx, "-c", house.dir.path("nginx.conf")}};
  house.check_organisers();
  house.check_guesses();
}

TEST_CASE("behind Caddy as in docs/deploying.md organisers sign in over https with a __Host- cookie, and hear events") {
  const auto caddy = find_proxy("/usr/bin/caddy");
  if (caddy.empty()) {
    WARN("Caddy is neither installed nor unpacked; its example is not tried");
    return;
  }
  const House house;
  std::ofstream{house.dir.path("Caddyfile")} << caddy_configuration(house);
  ProcessOptions options;
  options.environment = {{"XDG_DATA_HOME", house.dir.path("data")}, {"XDG_CONFIG_HOME", house.dir.path("config")}};
  const Daemon proxy{{caddy, "run", "--config", house.dir.path("Caddyfile"), "--adapter", "caddyfile"}, options};
  house.check_organisers();
  house.check_guesses();
}
