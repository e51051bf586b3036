#include "player/sync/download.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kLeastBytesPerSecond = 512;
constexpr std::uint64_t kFirstPart = std::uint64_t{64} * 1024;  ///< five seconds at 100 kbit/s
constexpr std::uint64_t kLeastPart = std::uint64_t{16} * 1024;  ///< less takes the time of its way, whatever the speed
constexpr std::uint64_t kGrowth = 4;                            ///< the first bytes may come faster than the line is

/// Ends a request of which enough has come.
struct Enough {};

/// Puts the pieces of one answer into the cache, after a look at its head.
class Taker {
 public:
  Taker(ContentCache& cache, const BlobRef& ref, std::uint64_t from, const DownloadLimits& limits)
      : cache_{cache}, ref_{ref}, from_{from}, limits_{limits} {}

  void take(int status, const HttpHeaders& headers, std::string_view piece) {
    if (!started_) start(status, headers);
    if (refused_) return;
    cache_.append_partial(ref_, piece);
    if (status == 206 && limits_.is_late()) throw Enough{};
  }

 private:
  void start(int status, const HttpHeaders& headers) {
    started_ = true;
    const auto header = [&](const char* name) {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string{} : found->second;
    };
    // Any other status has a body that explains it; the status is judged when the answer is complete.
    refused_ = status != 200 && status != 206;
    if (refused_) return;
    if (header("content-type").starts_with("text/html")) {
      throw Error{ErrorCode::Invalid, "blob " + ref_.sha256 + ": a web page came instead (R-20)"};
    }
    if (status == 206 && !header("content-range").starts_with("bytes " + std::to_string(from_) + '-')) {
      throw Error{ErrorCode::Invalid, "blob " + ref_.sha256 + ": another range came than was asked for"};
    }
    if (status == 200) {
      const std::string length = header("content-length");
      if (!length.empty() && length != std::to_string(ref_.bytes)) {
        throw Error{ErrorCode::Invalid, "blob " + ref_.sha256 + ": " + length + " bytes are offered, " +
                                            std::to_string(ref_.bytes) + " are signed (S-61)"};
      }
      cache_.drop_partial(ref_);
    }
  }

  ContentCache& cache_;
  const BlobRef& ref_;
  std::uint64_t from_;
  const DownloadLimits& limits_;
  bool started_ = false;
  bool refused_ = false;
};

}  // namespace

std::uint64_t PartSize::bytes_for(Millis time) const {
  if (bytes_per_second_ == 0) return kFirstPart;
  const std::uint64_t at_speed = bytes_per_second_ * static_cast<std::uint64_t>(time.count()) / 1000;
  return std::clamp(at_speed, kLeastPart, kGrowth * last_);
}

void PartSize::note(std::uint64_t bytes, Millis took) {
  if (bytes < kLeastPart && took < Seconds{1}) return;
  last_ = std::max(bytes, kLeastPart);
  bytes_per_second_ = bytes * 1000 / static_cast<std::uint64_t>(std::max(took, Millis{1}).count()) + 1;
}

std::uint64_t download(Fetcher& fetcher, ContentCache& cache, const BlobRef& ref, const DownloadLimits& limits) {
  const std::uint64_t from = cache.partial_bytes(ref);
  if (from > ref.bytes) cache.drop_partial(ref);
  bool part = limits.bytes > 0 && from + limits.bytes < ref.bytes;
  if (from < ref.bytes) {
    Taker taker{cache, ref, from, limits};
    HttpRequest request;
    request.path = "/player/v1/blobs/" + ref.sha256;
    const std::string last = part ? std::to_string(from + limits.bytes - 1) : "";
    if (part || from > 0) request.headers.push_back("Range: bytes=" + std::to_string(from) + '-' + last);
    request.most_bytes = ref.bytes + 65536;  // the cache stops at the signed length; this bounds bodies of errors
    request.timeout = std::chrono::hours{1};
    request.least_bytes_per_second = kLeastBytesPerSecond;
    request.most_bytes_per_second = limits.bytes_per_second;
    request.on_body = [&](int status, const HttpHeaders& headers, std::string_view piece) {
      taker.take(status, headers, piece);
    };
    try {
      const HttpResponse answer = fetcher.fetch(request);
      if (answer.status == 416) cache.drop_partial(ref);
      if (answer.status != 200 && answer.status != 206) {
        throw Error{ErrorCode::Unavailable,
                    "blob " + ref.sha256 + ": the server answered " + std::to_string(answer.status)};
      }
    } catch (const Enough&) {
      part = true;
    }
  }
  const std::uint64_t got = cache.partial_bytes(ref);
  if (part && got <= from) throw Error{ErrorCode::Unavailable, "blob " + ref.sha256 + ": an empty part came"};
  if (!part || got >= ref.bytes) cache.finish_partial(ref);
  return got - std::min(got, from);
}

}  // namespace skylt
