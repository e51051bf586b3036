#include "content-server/http/router.hpp"

#include <spdlog/spdlog.h>

namespace skylt {
namespace {

const std::string kPlayers = "/player/v1", kOrganisers = "/api/v1";

/// Who asks: what the trusted proxy added last to X-Forwarded-For, else the other end of the connection.
std::string visitor_of(const HttpRequest& request, const std::string& proxy) {
  constexpr std::size_t kLongestAddress = 45;
  if (proxy.empty() || request.address != proxy) return request.address;
  const auto list = request.header("X-Forwarded-For");
  auto last = list.substr(list.rfind(',') + 1);  // npos + 1 is the beginning
  last.erase(0, last.find_first_not_of(' '));
  last.erase(last.find_last_not_of(' ') + 1);
  const bool is_address = !last.empty() && last.size() <= kLongestAddress &&
                          last.find_first_not_of("0123456789abcdefABCDEF.:") == std::string::npos;
  return is_address ? last : request.address;
}

HttpResponse too_often() {
  auto response = refusal(429, "too_many_requests", "too many requests; try again in a second");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

Router::Router(PlayerRoutes& players, PublicRoutes& everybody, PhoneRoutes& phones, OrganiserRoutes& organisers,
               Tokens& tokens, ConnectionLimits& connections, Metrics& metrics, std::string proxy)
    : players_{players},
      everybody_{everybody},
      phones_{phones},
      organisers_{organisers},
      tokens_{tokens},
      connections_{connections},
      metrics_{metrics},
      proxy_{std::move(proxy)} {}

void Router::handle(const HttpRequest& request, AnswerPtr answer) {
  const auto refuse = [&](ErrorCode code, const std::string& message) {
    auto response = for_visitor(request, error_response(code, message));
    response.head_only = request.method == "HEAD";
    if (answer) metrics_.reply(*answer, std::move(response));
  };
  try {
    route(request, answer);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Internal) spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    const bool internal = error.code() == ErrorCode::Internal;
    refuse(error.code(), internal ? "something went wrong here" : error.what());
  } catch (const std::exception& error) {
    spdlog::error("{} {}: {}", request.method, request.path, describe(error));
    refuse(ErrorCode::Internal, "something went wrong here");
  }
}

void Router::route(const HttpRequest& request, AnswerPtr& answer) {
  const bool of_player = request.path == kPlayers || request.path.rfind(kPlayers + "/", 0) == 0;
  if (request.method == "HEAD" && of_player) {
    HttpResponse response;  // without a body, whatever is asked
    response.status = 405;
    response.headers = {{"Allow", "GET"}};
    response.close = true;
    return metrics_.reply(*answer, std::move(response));
  }
  if (of_player) return route_player(request, answer);
  const auto visitor = visitor_of(request, proxy_);
  if (request.path == kOrganisers || request.path.starts_with(kOrganisers + "/")) {
    const bool by_proxy = !proxy_.empty() && request.address == proxy_;
    const bool secure = request.secure || (by_proxy && request.header("X-Forwarded-Proto") == "https");
    return organisers_.handle(request, visitor, secure, std::move(answer));
  }
  if (request.method == "GET" || request.method == "HEAD") {
    if (auto file = organisers_.file(request, visitor)) {
      file->head_only = request.method == "HEAD";
      return metrics_.reply(*answer, std::move(*file));
    }
  }
  const bool allowed = of_address_.allow(counted_address(visitor), std::chrono::steady_clock::now());
  auto response = allowed ? respond(request) : for_visitor(request, too_often());
  response.head_only = request.method == "HEAD";
  metrics_.reply(*answer, std::move(response));
}

HttpResponse Router::for_visitor(const HttpRequest& request, HttpResponse refused) {
  if (!PhoneRoutes::takes(request.path)) return refused;
  try {
    if (auto page = phones_.failure(request, refused.status)) return std::move(*page);
  } catch (const std::exception& error) {
    spdlog::error("{} {}: no page for the failure: {}", request.method, request.path, describe(error));
  }
  return refused;
}

HttpResponse Router::respond(const HttpRequest& request) {
  if (!PhoneRoutes::takes(request.path) && !PublicRoutes::takes(request.path))
    return error_response(ErrorCode::NotFound, "there is nothing at this address");
  if (request.method != "GET" && request.method != "HEAD") return method_refused("GET, HEAD");
  return PhoneRoutes::takes(request.path) ? phones_.respond(request) : everybody_.respond(request);
}

void Router::route_player(const HttpRequest& request, AnswerPtr& answer) {
  const auto now = std::chrono::steady_clock::now();
  const auto token = bearer_token(request.header("Authorization"));
  const auto screen = token ? tokens_.screen_of(*token) : std::nullopt;
  if (!screen) {
    const auto visitor = visitor_of(request, proxy_);
    if (!of_address_.allow(counted_address(visitor), now)) return metrics_.reply(*answer, too_often());
    metrics_.token_refused();
    spdlog::warn("token refused from {}", visitor);
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
