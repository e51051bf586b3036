#pragma once
#include <openssl/ssl.h>

#include <asio/ssl/context.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "content-server/http/transport.hpp"

namespace skylt {

/// The server's own certificate as its files say it now: one that is renewed is served to whoever connects a second
/// later, without a restart. Files that cannot be used (half written, a key of another certificate) are logged once and
/// leave the last good certificate in force. Thread-safe; must outlive the contexts that serve it.
class ServedCertificate {
 public:
  /// Throws Error(invalid) naming the option and the file.
  explicit ServedCertificate(Certificate files);

  /// A context that speaks TLS 1.2 and newer (S-14) and asks here for its certificate at each handshake.
  asio::ssl::context context();

 private:
  /// What changes when somebody writes the files anew.
  struct Stamps {
    std::string chain, key;
    bool operator==(const Stamps&) const = default;
  };
  using Loaded = std::shared_ptr<asio::ssl::context>;

  static Loaded load(const Certificate& files);
  static Stamps stamps(const Certificate& files);
  static int serve(SSL* handshake, void* self);
  Loaded current();

  const Certificate files_;
  std::mutex mutex_;
  Loaded loaded_;
  Stamps seen_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace skylt
