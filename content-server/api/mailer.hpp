#pragma once
#include <string>

#include "content-server/api/workers.hpp"

namespace skylt {

/// Where answers go out by e-mail. Without a server none do, and nothing is said of it.
struct MailSettings {
  std::string server;  ///< smtp://HOST:PORT (STARTTLS, but for this machine) or smtps://HOST:PORT; empty: none
  std::string from;    ///< address that they come from
  std::string user;    ///< empty: no sign-in
  std::string password;
};

struct Mail {
  std::string to, subject, text;  ///< UTF-8; lines end with \n
};

/// The message as it goes over the wire: headers that nothing in `mail` can add to, text as UTF-8 in base64
/// (RFC 5322, 2045, 2047).
std::string mail_text(const Mail& mail, const std::string& from, const std::string& message_id,
                      const std::string& date);

/// Whether the way to `server` (as in MailSettings) must be encrypted: always, but to this very machine (S-14).
bool needs_tls(const std::string& server);

/// Sends e-mail one after the other on a thread of its own; tries three times and then says so in the log. Thread-safe.
class Mailer {
 public:
  explicit Mailer(MailSettings settings) : settings_{std::move(settings)} {}

  bool on() const { return !settings_.server.empty(); }
  /// Returns at once.
  void send(Mail mail);

 private:
  /// Throws Error(unavailable) with what the server said.
  void deliver(const Mail& mail) const;

  const MailSettings settings_;
  Workers workers_{1};  ///< last: its thread uses the rest
};

}  // namespace skylt
