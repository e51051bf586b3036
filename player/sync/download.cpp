#include "player/sync/download.hpp"

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kLeastBytesPerSecond = 512;

/// Puts the pieces of one answer into the cache, after a look at its head.
class Taker {
 public:
  Taker(ContentCache& cache, const BlobRef& ref, std::uint64_t from) : cache_{cache}, ref_{ref}, from_{from} {}

  void take(int status, const HttpHeaders& headers, std::string_view piece) {
    if (!started_) start(status, headers);
    if (refused_) return;
    cache_.append_partial(ref_, piece);
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
  bool started_ = false;
  bool refused_ = false;
};

}  // namespace

void download(Fetcher& fetcher, ContentCache& cache, const BlobRef& ref, const DownloadLimits& limits) {
  const std::uint64_t from = cache.partial_bytes(ref);
  if (from > ref.bytes) cache.drop_partial(ref);
  const bool part = limits.bytes > 0 && from + limits.bytes < ref.bytes;
  if (from < ref.bytes) {
    Taker taker{cache, ref, from};
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
    const HttpResponse answer = fetcher.fetch(request);
    if (answer.status == 416) cache.drop_partial(ref);
    if (answer.status != 200 && answer.status != 206) {
      throw Error{ErrorCode::Unavailable,
                  "blob " + ref.sha256 + ": the server answered " + std::to_string(answer.status)};
    }
  }
  const std::uint64_t got = cache.partial_bytes(ref);
  if (part && got <= from) throw Error{ErrorCode::Unavailable, "blob " + ref.sha256 + ": an empty part came"};
  if (part && got < ref.bytes) return;
  cache.finish_partial(ref);
}

}  // namespace skylt
