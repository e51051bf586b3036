#include "content-server/http/messages.hpp"

#include <set>

namespace skylt {

HttpResponse json_response(int status, const Json& json) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = dump_json(json);
  return response;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Invalid: return 400;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Conflict: return 409;
    case ErrorCode::Unavailable: return 503;
    case ErrorCode::Internal: break;
  }
  return 500;
}

HttpResponse error_response(ErrorCode code, const std::string& message) {
  return refusal(status_of(code), std::string{name_of(code)}, message);
}

HttpResponse refusal(int status, const std::string& code, const std::string& message) {
  return json_response(status, Json{{"error", Json{{"code", code}, {"message", message}}}});
}

HttpResponse method_refused(const std::string& allowed) {
  auto response = refusal(405, "method", "only " + allowed + " is answered here");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

HttpResponse no_content() {
  HttpResponse response;
  response.status = 204;
  return response;
}

HttpResponse not_modified(HttpResponse whole) {
  static const std::set<std::string, std::less<>> kKept{"ETag", "Cache-Control", "Vary", "Content-Location"};
  HttpResponse response;
  response.status = 304;
  response.headers = std::move(whole.headers);
  std::erase_if(response.headers, [](const auto& header) { return !kKept.contains(header.first); });
  return response;
}

bool matches(const std::string& if_none_match, const std::string& etag) {
  return !if_none_match.empty() && (if_none_match == "*" || if_none_match.find(etag) != std::string::npos);
}

const std::vector<std::pair<std::string, std::string>>& security_headers() {
  static const std::vector<std::pair<std::string, std::string>> kHeaders{
      {"Content-Security-Policy", "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Strict-Transport-Security", "max-age=31536000"}};
  return kHeaders;
}

}  // namespace skylt
