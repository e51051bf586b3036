#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace skylt {

/// What an earlier fetch of the same URL left, and the limits of this one.
struct FetchOptions {
  std::string etag;           ///< sent as If-None-Match when not empty
  std::string last_modified;  ///< sent as If-Modified-Since when not empty
  bool internal = false;      ///< the source is marked internal: http and addresses of the own network are allowed
  std::chrono::milliseconds timeout{std::chrono::seconds{10}};  ///< for everything: name, connection, body
  std::size_t max_bytes = 5u << 20;
  bool archives = false;  ///< zip files are taken too: maps come as such
  /// Numeric addresses of a host; empty when it has none. Default: the system's resolver. Tests put their own.
  std::function<std::vector<std::string>(const std::string& host)> resolve;
};

struct Fetched {
  bool not_modified = false;  ///< 304: `body` is empty and what was read before is still true
  std::string body;
  std::string content_type;  ///< as sent
  std::string etag;
  std::string last_modified;
};

/// Gets a programme file over https by rule S-50: the name is resolved once, every address it has must be of the public
/// internet, the connection goes to one of those, redirects are refused by naming their target, no proxy of the
/// environment is used, the body is limited while it is read, and only content types that programmes have are taken.
/// Throws Error(invalid) for what is refused and Error(unavailable) for what did not answer in time or in order.
/// Blocks; any thread.
Fetched fetch_source(const std::string& url, const FetchOptions& options = {});

}  // namespace skylt
