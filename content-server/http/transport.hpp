#pragma once
#include <memory>
#include <string>

#include "content-server/http/limits.hpp"
#include "content-server/http/messages.hpp"

namespace skylt {

/// Splits "HOST:PORT" or "[IPV6]:PORT". Throws Error(invalid).
struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;
  bool v6 = false;
  bool tls = false;
  std::string url() const;
};
ListenAddress parse_listen(const std::string& text);

/// The server's own certificate: two PEM files, the chain and its key. Both or neither.
struct Certificate {
  std::string chain_file, key_file;
  bool given() const { return !chain_file.empty() || !key_file.empty(); }
};

/// The HTTP server of the library below: reads requests within the limits of S-29 and R-23 and hands them to the
/// handler on one of its threads. Stops with the object; answers that come later go nowhere.
class Transport {
 public:
  /// Starts to listen, by TLS 1.2 or newer where there is a certificate (S-14); throws Error(unavailable) naming the
  /// address, Error(invalid) naming the file. `limits` must outlive the object.
  Transport(const ListenAddress& listen, const Certificate& certificate, ConnectionLimits& limits, HttpHandler handler);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Where it listens, with the port that was taken.
  const ListenAddress& address() const;

  /// Bodies above are refused by the router per route; above this the connection is closed unread.
  static constexpr std::size_t kMaxBody = std::size_t{4} << 20;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skylt
