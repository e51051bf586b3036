#include "content-server/api/web_files.hpp"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "content-server/api/call.hpp"
#include "core/base/url.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{4} << 20;
const std::string kModules = "/modules/";

struct Kind {
  const char* extension;
  const char* type;
};
constexpr std::array kKinds = {Kind{".html", "text/html; charset=utf-8"},
                               Kind{".js", "text/javascript; charset=utf-8"},
                               Kind{".mjs", "text/javascript; charset=utf-8"},
                               Kind{".css", "text/css; charset=utf-8"},
                               Kind{".json", "application/json; charset=utf-8"},
                               Kind{".svg", "image/svg+xml"},
                               Kind{".png", "image/png"},
                               Kind{".webmanifest", "application/manifest+json"},
                               Kind{".woff2", "font/woff2"}};

const char* type_of(const std::string& path) {
  for (const auto& kind : kKinds)
    if (path.ends_with(kind.extension)) return kind.type;
  return nullptr;
}

/// No "..", nothing hidden, nothing that a file system might read differently.
bool is_plain(const std::string& path) {
  const auto odd = path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@/");
  return odd == std::string::npos && path.find("/.") == std::string::npos && path.find("//") == std::string::npos;
}

std::string sha256_base64(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> out{};
  sodium_bin2base64(out.data(), out.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
  return out.data();
}

}  // namespace

std::string page_policy(const std::string& html) {
  static const std::string kOpen = "<script type=\"importmap\">", kClose = "</script>";
  std::string hashes;
  for (auto at = html.find(kOpen); at != std::string::npos; at = html.find(kOpen, at + 1)) {
    const auto from = at + kOpen.size(), to = html.find(kClose, from);
    if (to == std::string::npos) break;
    hashes += " 'sha256-" + sha256_base64(html.substr(from, to - from)) + '\'';
  }
  return "default-src 'none'; script-src 'self'" + hashes +
         "; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
         "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
}

WebFiles::WebFiles(const std::string& folder) {
  std::error_code absent;
  const auto canonical = fs::canonical(folder, absent);
  if (!absent) folder_ = canonical.string();
}

std::optional<HttpResponse> WebFiles::respond(const HttpRequest& request) {
  const auto path = request.path == "/" ? std::string{"/index.html"} : unescape_url(request.path);
  const auto* type = type_of(path);
  if (folder_.empty() || !type || !is_plain(path)) return std::nullopt;
  const auto inside = path.starts_with(kModules) ? "/node_modules/" + path.substr(kModules.size()) : path;
  if (!path.starts_with(kModules) && inside.starts_with("/node_modules/")) return std::nullopt;
  std::error_code absent;
  const auto file = fs::canonical(folder_ + inside, absent);
  if (absent || !file.string().starts_with(folder_ + '/') || !fs::is_regular_file(file, absent)) return std::nullopt;
  if (fs::file_size(file, absent) > kLargestFile || absent) return std::nullopt;
  const auto written = fs::last_write_time(file, absent).time_since_epoch().count();
  const std::lock_guard lock{mutex_};
  auto& kept = kept_[path];
  if (kept.etag.empty() || kept.written != written) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    kept.written = written;
    kept.response = {};
    const auto bytes = std::move(out).str();
    kept.etag = '"' + sha256_hex(bytes).substr(0, 32) + '"';
    kept.response.headers = {{"Content-Type", type},
                             {"Cache-Control", "no-cache"},
                             {"ETag", kept.etag},
                             {"Content-Security-Policy", page_policy(path.ends_with(".html") ? bytes : "")}};
    kept.response.length = bytes.size();
    kept.response.blob = make_blob(bytes);
  }
  if (request.header("If-None-Match") != kept.etag) return kept.response;
  HttpResponse response;
  response.status = 304;
  response.headers = kept.response.headers;  // a browser lays these over what it keeps, the policy too
  return response;
}

}  // namespace skylt
