#pragma once
#include "content-server/http/live.hpp"
#include "content-server/http/screenshots.hpp"

namespace skylt {

/// What a player asks for below /player/v1, once its token is known to be good. Thread-safe.
class PlayerRoutes {
 public:
  PlayerRoutes(LiveEvent& live, Publisher& publisher, WaitingPolls& waiting, Store& store, Screenshots& screenshots,
               SigningKey key, Metrics& metrics);

  /// `path` without "/player/v1". Answers at once, but keeps `answer` of a held manifest. Throws Error with `answer`
  /// still in place.
  void handle(const HttpRequest& request, const std::string& path, const std::string& screen, AnswerPtr& answer);

  /// Hears every status that came in; set it before the first request.
  using Reported = std::function<void(const std::string& screen, const PlayerStatus& status, UtcTime now)>;
  void on_reported(Reported reported) { reported_ = std::move(reported); }

  static constexpr std::chrono::seconds kLongestWait{55};

 private:
  void manifest(const HttpRequest& request, const std::string& screen, AnswerPtr& answer);
  HttpResponse blob(const HttpRequest& request, const std::string& sha256) const;
  HttpResponse status(const HttpRequest& request, const std::string& screen);
  HttpResponse screenshot(const HttpRequest& request, const std::string& screen, const std::string& number);

  LiveEvent& live_;
  Publisher& publisher_;
  WaitingPolls& waiting_;
  Store& store_;
  Screenshots& screenshots_;
  const SigningKey key_;
  Metrics& metrics_;
  Reported reported_;
};

/// N of "Prefer: wait=N" in seconds, at most kLongestWait; 0 when absent or malformed (RFC 7240).
std::chrono::seconds preferred_wait(const std::string& prefer);

}  // namespace skylt
