#include <cctype>
#include <fstream>

#include "content-server/api/guesses.hpp"
#include "content-server/api/password.hpp"
#include "content-server/api/routes.hpp"
#include "content-server/api/totp.hpp"
#include "content-server/api/web_files.hpp"
#include "core/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

UtcTime at(std::int64_t seconds) { return UtcTime{Seconds{seconds}}; }

}  // namespace

TEST_CASE("SHA-1 gives the digests of FIPS 180-4's examples") {
  CHECK(sha1_hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(sha1_hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST_CASE("one-time codes are those of RFC 6238, appendix B") {
  const std::string secret = "12345678901234567890";
  CHECK(one_time_code(secret, 59 / 30, 8) == "94287082");
  CHECK(one_time_code(secret, 1111111109 / 30, 8) == "07081804");
  CHECK(one_time_code(secret, 1234567890 / 30, 8) == "89005924");
  CHECK(one_time_code(secret, 20000000000 / 30, 8) == "65353130");
}

TEST_CASE("a code is right in its half minute and its neighbours, and no others (S-21)") {
  const auto secret = make_totp_secret();
  const auto code = one_time_code(from_base32(secret), 100);
  CHECK(check_totp(secret, code, at(100 * 30 + 5)) == 100);
  CHECK(check_totp(secret, code, at(101 * 30 + 5)) == 100);
  CHECK_FALSE(check_totp(secret, code, at(103 * 30)));
  CHECK_FALSE(check_totp(secret, "12345", at(3000)));
}

TEST_CASE("passwords are kept by Argon2id with at least 46 MiB (S-20)") {
  const auto hash = hash_password("correct horse battery");
  CHECK(hash.rfind("$argon2id$v=19$m=", 0) == 0);
  CHECK(std::stoi(hash.substr(hash.find("m=") + 2)) >= 47104);
  CHECK(is_password("correct horse battery", hash));
  CHECK_FALSE(is_password("correct horse batterz", hash));
  CHECK_FALSE(is_password("anything", ""));
}

TEST_CASE("a new password may be long and of any letters, but neither short, common nor one's own name (S-20)") {
  const auto refused = [](const std::string& password) {
    try {
      check_new_password(password, "anna@malmo.example", "Anna Berg");
      return false;
    } catch (const Error&) {
      return true;
    }
  };
  for (const char* bad :
       {"short", "password1!", "Sommar2027", "aaaaaaaaaa", "12345678", "anna@malmo.example", "Qwerty123!"})
    CHECK(refused(bad));
  for (const char* good : {"fyra ord är bra", "kvarn-lampa-sju", "パスワードではない言葉"}) CHECK_FALSE(refused(good));
}

TEST_CASE("guessing gets slower for an account and for an address, never impossible (S-23)") {
  Guesses guesses;
  const auto begin = at(1'000'000);
  for (int i = 0; i < 4; ++i) guesses.failed("a", "10.0.0.1", begin);
  CHECK(guesses.wait("a", "10.0.0.2", begin).count() == 0);
  guesses.failed("a", "10.0.0.1", begin);
  CHECK(guesses.wait("a", "10.0.0.2", begin).count() > 0);
  CHECK(guesses.wait("b", "10.0.0.1", begin).count() == 0);
  for (int i = 0; i < 15; ++i) guesses.failed("c" + std::to_string(i), "10.0.0.1", begin);
  CHECK(guesses.wait("b", "10.0.0.1", begin).count() > 0);
  for (int i = 0; i < 100; ++i) guesses.failed("a", "10.0.0.1", begin);
  CHECK(guesses.wait("a", "10.0.0.1", begin) <= Minutes{15});
  CHECK(guesses.wait("a", "10.0.0.1", begin + Minutes{16}).count() == 0);
}

TEST_CASE("every route stands in docs/organisers-http.md and in the OpenAPI document, and nothing else does") {
  const auto docs = read_file(source_path("docs/organisers-http.md"));
  const auto document = openapi_document();
  std::size_t operations = 0;
  for (const auto& [path, methods] : document["paths"].items()) operations += methods.size();
  CHECK(operations == routes().size());
  for (const auto& route : routes()) {
    INFO(route.method << ' ' << route.path);
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const auto path = "/api/v1" + std::string{route.path};
    REQUIRE(document["paths"].contains(path));
    CHECK(document["paths"][path].contains(method));
    const auto folder = path.substr(0, path.rfind('/'));
    const bool named = docs.find(path) != std::string::npos || docs.find(folder) != std::string::npos;
    CHECK(named);
  }
}

TEST_CASE("a page's policy allows its import map by hash and nothing else inline (S-25)") {
  const auto plain = page_policy("<html></html>");
  CHECK(plain.find("sha256") == std::string::npos);
  CHECK(plain.find("unsafe") == std::string::npos);
  const auto mapped = page_policy("<script type=\"importmap\">{}</script>");
  // printf '{}' | openssl dgst -sha256 -binary | base64
  CHECK(mapped.find("script-src 'self' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='") != std::string::npos);
}

TEST_CASE("files of the interface are served by kind, and nothing outside its folder is") {
  TempDir dir;
  const auto put = [&](const std::string& name, const std::string& text) { std::ofstream{dir.path(name)} << text; };
  put("index.html", "<p>here");
  put("app.js", "1");
  put(".secret.js", "2");
  put("notes.txt", "3");
  WebFiles files{dir.path()};
  const auto status = [&](const std::string& path) {
    HttpRequest request;
    request.path = path;
    request.header = [](const char*) { return std::string{}; };
    const auto response = files.respond(request);
    return response ? response->status : 404;
  };
  CHECK(status("/") == 200);
  CHECK(status("/app.js") == 200);
  for (const char* path : {"/.secret.js", "/notes.txt", "/../app.js", "/%2e%2e/app.js", "//etc/passwd",
                           "/modules/../app.js", "/modules/%2e%2e/app.js", "/app.js%00.html", "/node_modules/x.js"})
    CHECK(status(path) == 404);
}

TEST_CASE("a page that the browser has still keeps its policy: 304 says the same headers again") {
  TempDir dir;
  std::ofstream{dir.path() + "/index.html"} << "<!doctype html>";
  WebFiles files{dir.path()};
  HttpRequest request;
  request.path = "/";
  request.header = [](const char*) { return std::string{}; };
  const auto first = files.respond(request);
  REQUIRE(first);
  const auto header_of = [](const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return std::string{};
  };
  request.header = [&](const char* name) {
    return name == std::string{"If-None-Match"} ? header_of(*first, "ETag") : "";
  };
  const auto again = files.respond(request);
  REQUIRE(again);
  CHECK(again->status == 304);
  CHECK(header_of(*again, "Content-Security-Policy") == header_of(*first, "Content-Security-Policy"));
  CHECK(again->headers == first->headers);
}
