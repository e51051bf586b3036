#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace skylt {

/// Names in lower case.
using HttpHeaders = std::map<std::string, std::string>;

struct HttpRequest {
  std::string method = "GET";
  std::string path;                        ///< under the server's address: "/player/v1/manifest"
  std::vector<std::string> headers;        ///< "Name: value"
  std::string body;                        ///< of a POST
  std::uint64_t most_bytes = 1u << 20;     ///< a longer answer is an Error(invalid)
  Seconds timeout{20};                     ///< for the whole answer
  std::uint64_t least_bytes_per_second{};  ///< slower than this for 20 s is an Error(unavailable) (S-67); 0: no limit
  std::uint64_t most_bytes_per_second{};   ///< the whole body is taken no faster (R-26); 0: no limit
  /// Takes the body piece by piece instead of HttpResponse::body; what it throws ends the request and comes out.
  std::function<void(int status, const HttpHeaders& headers, std::string_view piece)> on_body;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  std::string header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? "" : found->second;
  }
};

/// One server, one request at a time. Throws Error(unavailable) when no whole answer came; any status is an answer.
class Fetcher {
 public:
  virtual ~Fetcher() = default;
  virtual HttpResponse fetch(const HttpRequest& request) = 0;
  /// From any thread: ends the request that is running, and all later ones, with Error(unavailable).
  virtual void stop() = 0;
};

struct CurlOptions {
  std::string server;            ///< "https://host[:port]"
  std::string user_agent;        ///< "skylt-player/0.1.0"
  std::string token;             ///< sent as a bearer token; never logged
  std::string authorities = {};  ///< PEM file of the certificates to trust instead of the system's; for tests
};

/// libcurl: HTTP/1.1, no redirects (a captive portal is not our server), TLS 1.2 and up with the system's certificates.
/// A certificate that is not valid yet is told as a matter of this player's clock.
std::unique_ptr<Fetcher> curl_fetcher(CurlOptions options);

}  // namespace skylt
