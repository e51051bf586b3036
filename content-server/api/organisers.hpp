#pragma once
#include "content-server/api/guesses.hpp"
#include "content-server/api/routes.hpp"
#include "content-server/api/web_files.hpp"
#include "content-server/api/workers.hpp"
#include "content-server/http/router.hpp"

namespace skylt {

/// /api/v1 from request to answer: finds the route, says who asks, lets nothing past that another site sent, a role
/// does not allow, or comes too often; then its handler. Work is done on threads of its own. Thread-safe.
class Organisers final : public OrganiserRoutes {
 public:
  Organisers(Desk& desk, WebFiles& files, ConnectionLimits& connections, Metrics& metrics);

  /// Finishes what runs; call it before the transport ends, whose answers are still out.
  void close() { workers_.close(); }

  void handle(const HttpRequest& request, const std::string& visitor, bool secure, AnswerPtr answer) override;
  std::optional<HttpResponse> file(const HttpRequest& request, const std::string& visitor) override;

 private:
  struct Found {
    const Route* route = nullptr;
    std::vector<std::string> names;
    std::string allowed;  ///< methods of the path, where the route is not
  };
  static Found find(const std::string& method, const std::string& path);

  void answer(const HttpRequest& request, const std::string& visitor, bool secure, AnswerPtr& answer);
  HttpResponse respond(Call& call, const Found& found, AnswerPtr& answer);
  HttpResponse run(Call& call, const Route& route);
  void identify(Call& call);
  HttpResponse outdated(const Outdated& error);

  Desk& desk_;
  WebFiles& files_;
  ConnectionLimits& connections_;
  Metrics& metrics_;
  Guesses guesses_;
  RateLimits of_person_{100, 600};  // a wall of thumbnails is some hundred requests at once
  RateLimits of_stranger_{10, 60};
  RateLimits of_files_{100, 600};
  Workers workers_{4};  ///< last: its threads use the rest
};

}  // namespace skylt
