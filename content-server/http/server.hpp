#pragma once
#include <optional>
#include <string>

#include "content-server/api/mailer.hpp"
#include "content-server/http/transport.hpp"
#include "core/base/time.hpp"

namespace skylt {

struct ServeOptions {
  std::string data_dir;                   ///< with skylt.db and signing.key
  std::string listen = "127.0.0.1:8080";  ///< HOST:PORT; port 0 takes a free one; "[::1]:8080" for IPv6
  std::string share_dir;                  ///< with layouts/ and assets/
  std::string proxy;                ///< address of a reverse proxy whose X-Forwarded-For says who asks; empty: none
  std::optional<UtcTime> rehearse;  ///< visitors' pages start at this moment, and ?at= shows them any other
  std::string player{};             ///< program that draws pictures; empty: skylt-player beside this program
  Certificate certificate{};        ///< of its own; none: plain HTTP, for loopback and behind a reverse proxy
  MailSettings mail{};
};

/// Serves players and visitors until SIGTERM or SIGINT; returns 0. Prints `listening http://127.0.0.1:8080` as the one
/// line on standard output once requests are answered. Throws Error when it cannot start.
int serve(const ServeOptions& options);

}  // namespace skylt
