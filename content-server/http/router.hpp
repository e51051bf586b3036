#pragma once
#include <optional>

#include "content-server/http/phone_routes.hpp"
#include "content-server/http/player_routes.hpp"
#include "content-server/http/public_routes.hpp"

namespace skylt {

/// What organisers use. Thread-safe.
class OrganiserRoutes {
 public:
  virtual ~OrganiserRoutes() = default;
  /// Answers what lies below /api/v1, now or later. `secure`: it came over https.
  virtual void handle(const HttpRequest& request, const std::string& visitor, bool secure, AnswerPtr answer) = 0;
  /// A file of their web interface; nullopt where there is none. Answers GET; the method is not looked at.
  virtual std::optional<HttpResponse> file(const HttpRequest& request, const std::string& visitor) = 0;
};

/// The first thing that sees a request: who asks, how often, and which routes answer. Any exception ends as an answer
/// here; the client sees code and message, the log the whole chain. Thread-safe.
class Router {
 public:
  /// `proxy`: address of the reverse proxy whose X-Forwarded-For says who asks and X-Forwarded-Proto how; empty: none.
  Router(PlayerRoutes& players, PublicRoutes& everybody, PhoneRoutes& phones, OrganiserRoutes& organisers,
         Tokens& tokens, ConnectionLimits& connections, Metrics& metrics, std::string proxy);

  void handle(const HttpRequest& request, AnswerPtr answer);

 private:
  void route(const HttpRequest& request, AnswerPtr& answer);
  void route_player(const HttpRequest& request, AnswerPtr& answer);
  HttpResponse respond(const HttpRequest& request);
  /// The refusal as a page where people look at it; what programs ask for stays JSON.
  HttpResponse for_visitor(const HttpRequest& request, HttpResponse refused);

  PlayerRoutes& players_;
  PublicRoutes& everybody_;
  PhoneRoutes& phones_;
  OrganiserRoutes& organisers_;
  Tokens& tokens_;
  ConnectionLimits& connections_;
  Metrics& metrics_;
  const std::string proxy_;
  RateLimits of_player_{10, 30};    // S-23
  RateLimits of_blobs_{50, 200};    // a first snapshot is some thirty blobs
  RateLimits of_address_{20, 100};  // visitors of one house share an address
};

}  // namespace skylt
