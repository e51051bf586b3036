#pragma once
#include <functional>
#include <list>
#include <mutex>
#include <string>

#include "content-server/http/messages.hpp"
#include "content-server/store/accounts.hpp"

namespace skylt {

/// The open server-sent events of everybody who is signed in. Thread-safe; never waits for a slow reader.
class Streams {
 public:
  explicit Streams(Accounts& accounts) : accounts_{accounts} {}

  /// `cookie` or `token` (of a script): what it was opened with; the stream ends with it.
  void add(std::unique_ptr<Stream> stream, const Login& login, const std::string& cookie, const std::string& token);

  /// Sends one event to all who may look at everything; with `to_links`, to volunteers too.
  void publish(const std::string& event, const Json& data, bool to_links = false);
  /// Sends one event to those whose login passes, as it was at the last tick() or recheck().
  void publish_to(const std::function<bool(const Login&)>& passes, const std::string& event, const Json& data);

  /// Call it every second or more often: each quarter of a minute a sign of life keeps connections open and tells a
  /// browser that slept that its stream is dead, and logins are read anew.
  void tick(UtcTime now);
  /// Reads every login anew; ended ones close their streams. For when accounts, links or tokens have changed (S-26).
  void recheck(UtcTime now);
  void close();
  std::size_t size() const;

 private:
  struct Open {
    std::unique_ptr<Stream> stream;
    Login login;
    std::string cookie, token;
  };
  /// Reads logins anew and sends `piece`, if any, to those that go on. With the mutex held.
  void go_on(UtcTime now, const std::string& piece);

  Accounts& accounts_;
  mutable std::mutex mutex_;
  std::list<Open> open_;
  bool closed_ = false;
  UtcTime commented_{};
};

}  // namespace skylt
