#include "content-server/http/router.hpp"

#include <spdlog/spdlog.h>

namespace skylt {
namespace {

const std::string kPlayers = "/player/v1";

HttpResponse too_often() {
  auto response = refusal(429, "too_many_requests", "too many requests; try again in a second");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

Router::Router(PlayerRoutes& players, PublicRoutes& everybody, Tokens& tokens, ConnectionLimits& connections,
               Metrics& metrics)
    : players_{players}, everybody_{everybody}, tokens_{tokens}, connections_{connections}, metrics_{metrics} {}

void Router::handle(const HttpRequest& request, AnswerPtr answer) {
  try {
    route(request, answer);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Internal) spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    const bool internal = error.code() == ErrorCode::Internal;
    if (answer)
      metrics_.reply(*answer, error_response(error.code(), internal ? "something went wrong here" : error.what()));
  } catch (const std::exception& error) {
    spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    if (answer) metrics_.reply(*answer, error_response(ErrorCode::Internal, "something went wrong here"));
  }
}

void Router::route(const HttpRequest& request, AnswerPtr& answer) {
  if (request.method == "HEAD") {
    HttpResponse response;  // without a body, whatever is asked
    response.status = 405;
    response.headers = {{"Allow", "GET"}};
    response.close = true;
    return metrics_.reply(*answer, std::move(response));
  }
  if (request.path == kPlayers || request.path.rfind(kPlayers + "/", 0) == 0) return route_player(request, answer);
  if (!of_address_.allow(request.address, std::chrono::steady_clock::now()))
    return metrics_.reply(*answer, too_often());
  metrics_.reply(*answer, everybody_.respond(request));
}

void Router::route_player(const HttpRequest& request, AnswerPtr& answer) {
  const auto now = std::chrono::steady_clock::now();
  const auto token = bearer_token(request.header("Authorization"));
  const auto screen = token ? tokens_.screen_of(*token) : std::nullopt;
  if (!screen) {
    if (!of_address_.allow(request.address, now)) return metrics_.reply(*answer, too_often());
    metrics_.token_refused();
    spdlog::warn("token refused from {}", request.address);
    auto refused = refusal(401, "unauthorized", "a valid player token is needed");
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return metrics_.reply(*answer, std::move(refused));
  }
  const auto path = request.path.substr(kPlayers.size());
  auto& limit = path.rfind("/blobs/", 0) == 0 ? of_blobs_ : of_player_;
  if (!limit.allow(*screen, now)) return metrics_.reply(*answer, too_often());
  if (!connections_.identify(request.connection, *screen)) {
    auto refused = too_often();
    refused.close = true;
    return metrics_.reply(*answer, std::move(refused));
  }
  players_.handle(request, path, *screen, answer);
}

}  // namespace skylt
