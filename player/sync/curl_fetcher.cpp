#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>

#include "core/base/error.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt {
namespace {

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDeleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct SlistDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using EasyPtr = std::unique_ptr<CURL, EasyDeleter>;
using MultiPtr = std::unique_ptr<CURLM, MultiDeleter>;
using SlistPtr = std::unique_ptr<curl_slist, SlistDeleter>;

/// One running request: what curl's callbacks write to.
struct Exchange {
  const HttpRequest& request;
  CURL* easy;
  HttpResponse response;
  std::uint64_t received = 0;
  std::exception_ptr fault;

  int status() const {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return static_cast<int>(code);
  }
};

std::size_t take_header(char* text, std::size_t size, std::size_t count, void* to) {
  auto& exchange = *static_cast<Exchange*>(to);
  std::string_view line{text, size * count};
  if (line.starts_with("HTTP/")) exchange.response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && exchange.response.headers.size() < 100) {
    std::string name{line.substr(0, colon)};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    line.remove_prefix(colon + 1);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
    exchange.response.headers[name] = std::string{line};
  }
  return size * count;
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& exchange = *static_cast<Exchange*>(to);
  const std::string_view piece{bytes, size * count};
  try {
    exchange.received += piece.size();
    if (exchange.received > exchange.request.most_bytes) {
      throw Error{ErrorCode::Invalid, exchange.request.path + ": the answer is longer than " +
                                          std::to_string(exchange.request.most_bytes) + " bytes"};
    }
    if (exchange.request.on_body) {
      exchange.request.on_body(exchange.status(), exchange.response.headers, piece);
    } else {
      exchange.response.body.append(piece);
    }
    return piece.size();
  } catch (...) {
    exchange.fault = std::current_exception();  // no exception may pass through libcurl
    return 0;
  }
}

class CurlFetcher : public Fetcher {
 public:
  explicit CurlFetcher(CurlOptions options) : options_{std::move(options)} {
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    multi_.reset(curl_multi_init());
    easy_.reset(curl_easy_init());
    if (!multi_ || !easy_) throw Error{ErrorCode::Internal, "libcurl cannot start"};
    while (options_.server.ends_with('/')) options_.server.pop_back();
  }

  HttpResponse fetch(const HttpRequest& request) override {
    Exchange exchange{request, easy_.get(), {}, 0, nullptr};
    const SlistPtr headers = headers_of(request);
    set_up(exchange, headers.get());
    const auto began = std::chrono::steady_clock::now();
    const CURLcode result = run();
    if (exchange.fault) std::rethrow_exception(exchange.fault);
    if (result != CURLE_OK) throw Error{ErrorCode::Unavailable, options_.server + request.path + ": " + reason(result)};
    if (request.most_bytes_per_second > 0) {
      wait_until(began + Millis{exchange.received * 1000 / request.most_bytes_per_second});
    }
    exchange.response.status = exchange.status();
    return std::move(exchange.response);
  }

  void stop() override {
    stopped_ = true;
    curl_multi_wakeup(multi_.get());
  }

 private:
  SlistPtr headers_of(const HttpRequest& request) const {
    SlistPtr list;
    const auto add = [&](const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); };
    if (!options_.token.empty()) add("Authorization: Bearer " + options_.token);
    if (!request.body.empty()) add("Content-Type: application/json");
    add("Expect:");
    for (const std::string& line : request.headers) add(line);
    return list;
  }

  void set_up(Exchange& exchange, curl_slist* headers) {
    CURL* easy = easy_.get();
    const HttpRequest& request = exchange.request;
    curl_easy_reset(easy);
    const std::string url = options_.server + request.path;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.authorities.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options_.authorities.c_str());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(request.timeout.count()));
    if (request.least_bytes_per_second > 0) {
      curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(request.least_bytes_per_second));
      curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 20L);
    }
    curl_easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE, static_cast<curl_off_t>(request.most_bytes_per_second));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    // Without it the end of a transfer waits for a name server that does not answer.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    if (request.method != "GET") {
      curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
      curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request.body.c_str());
    }
  }

  std::string reason(CURLcode result) const {
    long verified = X509_V_OK;
    curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &verified);
    if (result == CURLE_PEER_FAILED_VERIFICATION && verified == X509_V_ERR_CERT_NOT_YET_VALID) {
      return "the server's certificate is not valid yet; this player's clock is slow, or was never set (R-42)";
    }
    return curl_easy_strerror(result);
  }

  /// libcurl slows down what is still to come: what comes last it takes at once.
  void wait_until(std::chrono::steady_clock::time_point until) {
    for (auto now = std::chrono::steady_clock::now(); now < until && !stopped_;
         now = std::chrono::steady_clock::now()) {
      const auto left = std::min(std::chrono::ceil<Millis>(until - now), Millis{60'000});
      curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(left.count()), nullptr);
    }
  }

  /// A multi handle of one transfer sleeps in poll() and can be woken from another thread.
  CURLcode run() {
    if (stopped_) return CURLE_ABORTED_BY_CALLBACK;
    curl_multi_add_handle(multi_.get(), easy_.get());
    CURLcode result = CURLE_ABORTED_BY_CALLBACK;
    for (int running = 1; running > 0 && !stopped_;) {
      if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) break;
      if (running > 0) curl_multi_poll(multi_.get(), nullptr, 0, 60'000, nullptr);
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg == CURLMSG_DONE) result = message->data.result;
    }
    curl_multi_remove_handle(multi_.get(), easy_.get());
    return result;
  }

  CurlOptions options_;
  MultiPtr multi_;
  EasyPtr easy_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

std::unique_ptr<Fetcher> curl_fetcher(CurlOptions options) { return std::make_unique<CurlFetcher>(std::move(options)); }

}  // namespace skylt
