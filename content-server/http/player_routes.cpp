#include "content-server/http/player_routes.hpp"

#include <algorithm>
#include <regex>

#include "content-server/http/ranges.hpp"
#include "content-server/store/clock.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMaxStatusBody = std::size_t{16} * 1024;
constexpr std::size_t kLongestPrefer = 200;

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

}  // namespace

PlayerRoutes::PlayerRoutes(LiveEvent& live, Publisher& publisher, WaitingPolls& waiting, Store& store,
                           Screenshots& screenshots, SigningKey key, Metrics& metrics)
    : live_{live},
      publisher_{publisher},
      waiting_{waiting},
      store_{store},
      screenshots_{screenshots},
      key_{std::move(key)},
      metrics_{metrics} {}

void PlayerRoutes::handle(const HttpRequest& request, const std::string& path, const std::string& screen,
                          AnswerPtr& answer) {
  const auto only = [&](const std::string& method, const auto& respond) {
    metrics_.reply(*answer, request.method == method ? respond() : method_refused(method));
  };
  const std::string blobs = "/blobs/", screenshots = "/screenshots/";
  if (path == "/manifest" && request.method == "GET") {
    manifest(request, screen, answer);
  } else if (path == "/manifest") {
    metrics_.reply(*answer, method_refused("GET"));
  } else if (starts_with(path, blobs)) {
    only("GET", [&] { return blob(request, path.substr(blobs.size())); });
  } else if (path == "/status") {
    only("POST", [&] { return status(request, screen); });
  } else if (starts_with(path, screenshots)) {
    only("PUT", [&] { return screenshot(request, screen, path.substr(screenshots.size())); });
  } else {
    metrics_.reply(*answer, error_response(ErrorCode::NotFound, "there is nothing at " + request.path));
  }
}

void PlayerRoutes::manifest(const HttpRequest& request, const std::string& screen, AnswerPtr& answer) {
  const auto offer = publisher_.find_offer(screen);
  const bool current = offer && offer->problem.empty() && matches(request.header("If-None-Match"), offer->etag());
  if (!current) return metrics_.reply(*answer, live_.manifest_of(screen));
  const auto etag = offer->etag();
  const auto wait = preferred_wait(request.header("Prefer"));
  if (wait.count() == 0) return metrics_.reply(*answer, manifest_unchanged(etag));
  const auto deadline = std::chrono::steady_clock::now() + wait;
  for (auto& old : waiting_.add({screen, etag, std::move(answer)}, deadline))
    metrics_.reply(*old.answer, manifest_unchanged(old.etag));
  const auto now = publisher_.find_offer(screen);
  if (now && now->problem.empty() && now->etag() == etag) return;
  // A change came between the look and the wait; it may have found this poll or not.
  for (auto& poll : waiting_.take(screen)) metrics_.reply(*poll.answer, live_.manifest_or_failure(screen));
}

HttpResponse PlayerRoutes::blob(const HttpRequest& request, const std::string& sha256) const {
  const auto blob = publisher_.find_blob(sha256);
  if (!blob) return error_response(ErrorCode::NotFound, "no snapshot has a blob of that hash");
  const auto etag = '"' + sha256 + '"';
  const auto size = blob->bytes().size();
  HttpResponse response;
  response.headers = {{"Content-Type", "application/octet-stream"},
                      {"Cache-Control", "private, max-age=31536000, immutable"},
                      {"ETag", etag},
                      {"Accept-Ranges", "bytes"}};
  if (matches(request.header("If-None-Match"), etag)) return not_modified(std::move(response));
  ByteRange range{0, size};
  const auto condition = request.header("If-Range");
  const auto kind =
      condition.empty() || condition == etag ? parse_range(request.header("Range"), size, range) : RangeKind::Whole;
  if (kind == RangeKind::Unsatisfiable) {
    auto refused = refusal(416, "range", "the blob has " + std::to_string(size) + " bytes");
    refused.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    return refused;
  }
  if (kind == RangeKind::Part) {
    response.status = 206;
    response.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.offset) + '-' +
                                                       std::to_string(range.offset + range.length - 1) + '/' +
                                                       std::to_string(size));
  }
  response.blob = blob;
  response.offset = range.offset;
  response.length = range.length;
  return response;
}

HttpResponse PlayerRoutes::status(const HttpRequest& request, const std::string& screen) {
  if (request.body.size() > kMaxStatusBody) return refusal(413, "too_large", "a status is at most 16 KiB");
  const auto now = wall_now();
  const auto status = parse_status(request.body);
  store_.record_status(screen, status, now);
  if (reported_) reported_(screen, status, now);
  return json_response(200, signed_time(now, key_));
}

HttpResponse PlayerRoutes::screenshot(const HttpRequest& request, const std::string& screen,
                                      const std::string& number) {
  if (request.body.size() > Screenshots::kMaxBytes) return refusal(413, "too_large", "a screenshot is at most 512 KiB");
  screenshots_.keep(screen, number, request.body);
  return no_content();
}

std::chrono::seconds preferred_wait(const std::string& prefer) {
  static const std::regex kWait{R"re((?:^|,)[ \t]*wait[ \t]*=[ \t]*"?([0-9]+)"?[ \t]*(?:[;,]|$))re", std::regex::icase};
  std::smatch found;
  if (prefer.size() > kLongestPrefer || !std::regex_search(prefer, found, kWait)) return {};
  if (found[1].length() > 4) return PlayerRoutes::kLongestWait;
  return std::min(std::chrono::seconds{std::stoi(found[1])}, PlayerRoutes::kLongestWait);
}

}  // namespace skylt
