#include "content-server/import/fetch.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "content-server/import/address.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

using Clock = std::chrono::steady_clock;

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlPtr = std::unique_ptr<CURL, CurlDeleter>;
using ListPtr = std::unique_ptr<curl_slist, ListDeleter>;

void append(ListPtr& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw Error{ErrorCode::Internal, "out of memory while preparing a request"};
  static_cast<void>(list.release());
  list.reset(longer);
}

/// "localhost" and what is below it are this machine, whether or not anything here resolves them (RFC 6761, 6.3).
bool is_localhost(std::string host) {
  host = lower_ascii(host);
  if (host.ends_with('.')) host.pop_back();
  return host == "localhost" || host.ends_with(".localhost");
}

std::vector<std::string> resolve_with_system(const std::string& host) {
  if (is_localhost(host)) return {"127.0.0.1", "::1"};
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> guard{found, &freeaddrinfo};
  std::vector<std::string> addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text.data());
  }
  return addresses;
}

/// The system's resolver has no time limit of its own: it runs beside, and a late answer is thrown away.
std::vector<std::string> resolve_in_time(const UrlTarget& target, const FetchOptions& options) {
  const auto resolve = options.resolve ? options.resolve : resolve_with_system;
  auto answer = std::make_shared<std::promise<std::vector<std::string>>>();
  std::future<std::vector<std::string>> result = answer->get_future();
  std::thread{[answer, resolve, host = target.host] {
    try {
      answer->set_value(resolve(host));
    } catch (...) {
      answer->set_exception(std::current_exception());
    }
  }}.detach();
  if (result.wait_for(options.timeout) != std::future_status::ready)
    throw Error{ErrorCode::Unavailable, "the name '" + target.host + "' was not resolved in time; try again later"};
  return result.get();
}

/// One resolution; every address is checked, since the answer may mix public ones with others.
std::vector<std::string> allowed_addresses(const UrlTarget& target, const FetchOptions& options) {
  std::vector<std::string> addresses = resolve_in_time(target, options);
  if (addresses.empty())
    throw Error{ErrorCode::Unavailable, "the host '" + target.host + "' has no address; check how it is written"};
  if (options.internal) return addresses;
  for (const std::string& address : addresses)
    if (const auto why = refused_address(address))
      throw Error{ErrorCode::Invalid, "the host '" + target.host + "' is refused: its address " + address + " is " +
                                          *why + "; mark the source as internal if that is meant"};
  return addresses;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

/// What arrives, with its limits.
struct Response {
  Fetched fetched;
  std::string location;
  std::size_t max_bytes = 0;
  bool too_large = false;

  static std::size_t write(char* data, std::size_t, std::size_t size, void* user) {
    auto& self = *static_cast<Response*>(user);
    if (self.fetched.body.size() + size > self.max_bytes) {
      self.too_large = true;
      return 0;
    }
    self.fetched.body.append(data, size);
    return size;
  }

  static std::size_t header(char* data, std::size_t, std::size_t size, void* user) {
    auto& self = *static_cast<Response*>(user);
    const std::string_view line{data, size};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    const std::string name = lower_ascii(line.substr(0, colon));
    const std::string value{trimmed(line.substr(colon + 1)).substr(0, 1000)};
    if (name == "content-type") self.fetched.content_type = value;
    if (name == "etag") self.fetched.etag = value;
    if (name == "last-modified") self.fetched.last_modified = value;
    if (name == "location") self.location = value;
    return size;
  }
};

/// Families of types that programmes, and maps where `archives` are taken, are served as; a missing type is taken.
bool is_known_type(std::string_view content_type, bool archives) {
  const std::string type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
  if (type == "text/html" || type == "application/xhtml+xml") return false;
  constexpr std::array<std::string_view, 6> known = {"application/json",         "application/xml",
                                                     "application/ics",          "application/csv",
                                                     "application/octet-stream", "application/x-ical"};
  if (type.empty() || type.starts_with("text/")) return true;
  if (type == "application/zip" || type == "application/x-zip-compressed") return archives;
  if (type.starts_with("application/") && (type.ends_with("+xml") || type.ends_with("+json"))) return true;
  return std::find(known.begin(), known.end(), std::string_view{type}) != known.end();
}

/// A validator that an earlier answer sent, safe to put into a header.
bool is_header_value(std::string_view text) {
  return !text.empty() && text.size() <= 1000 && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK)
    throw Error{ErrorCode::Internal, "libcurl does not know option " + std::to_string(option)};
}

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// The request, tied to the addresses that were checked.
class Request {
 public:
  Request(const std::string& url, const UrlTarget& target, const std::vector<std::string>& addresses,
          const FetchOptions& options, std::chrono::milliseconds left)
      : handle_{curl_easy_init()} {
    if (!handle_) throw Error{ErrorCode::Internal, "libcurl cannot start a request"};
    CURL* curl = handle_.get();
    set(curl, CURLOPT_URL, url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, options.internal ? "http,https" : "https");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_NOPROXY, "*");
    set(curl, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(left.count()));
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set(curl, CURLOPT_ACCEPT_ENCODING, "");
    set(curl, CURLOPT_USERAGENT, "Skylt");
    pin(target, addresses);
    if (is_header_value(options.etag)) append(headers_, "If-None-Match: " + options.etag);
    if (is_header_value(options.last_modified)) append(headers_, "If-Modified-Since: " + options.last_modified);
    if (headers_) set(curl, CURLOPT_HTTPHEADER, headers_.get());
    response_.max_bytes = options.max_bytes;
    set(curl, CURLOPT_WRITEFUNCTION, &Response::write);
    set(curl, CURLOPT_WRITEDATA, &response_);
    set(curl, CURLOPT_HEADERFUNCTION, &Response::header);
    set(curl, CURLOPT_HEADERDATA, &response_);
  }

  CURLcode perform() { return curl_easy_perform(handle_.get()); }

  long status() const {
    long code = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
  }

  Response& response() { return response_; }

 private:
  /// curl asks nobody: host and port mean these addresses, so that a second answer of the name server changes nothing.
  void pin(const UrlTarget& target, const std::vector<std::string>& addresses) {
    std::string line = target.host + ":" + std::to_string(target.port) + ":";
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      const bool v6 = addresses[i].find(':') != std::string::npos;
      line += (i == 0 ? "" : ",") + (v6 ? "[" + addresses[i] + "]" : addresses[i]);
    }
    append(pinned_, line);
    set(handle_.get(), CURLOPT_RESOLVE, pinned_.get());
  }

  CurlPtr handle_;
  ListPtr headers_;
  ListPtr pinned_;
  Response response_;
};

/// The URL with the host as it was checked: no trailing dot, lower case.
std::string normal_url(const std::string& url, const UrlTarget& target) {
  const std::size_t begin = url.find("://") + 3;
  const std::size_t path = std::min(url.find_first_of("/?#", begin), url.size());
  const bool v6 = target.host.find(':') != std::string::npos;
  return target.scheme + "://" + (v6 ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port) +
         url.substr(path, url.find('#') - path);
}

[[noreturn]] void fail(const std::string& url, CURLcode code, const Response& response) {
  if (response.too_large)
    throw Error{ErrorCode::Invalid,
                "'" + url + "' is larger than " + std::to_string(response.max_bytes) + " bytes; it is not read"};
  if (code == CURLE_OPERATION_TIMEDOUT)
    throw Error{ErrorCode::Unavailable, "'" + url + "' did not answer in time; try again later"};
  throw Error{ErrorCode::Unavailable, "'" + url + "' cannot be read: " + curl_easy_strerror(code)};
}

}  // namespace

Fetched fetch_source(const std::string& url, const FetchOptions& options) {
  const UrlTarget target = parse_url_target(url, options.internal);
  const auto begin = Clock::now();
  const auto addresses = allowed_addresses(target, options);
  start_curl();
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  const auto left = std::max(options.timeout - spent, std::chrono::milliseconds{1});
  Request request{normal_url(url, target), target, addresses, options, left};
  const CURLcode code = request.perform();
  Response& response = request.response();
  if (code != CURLE_OK) fail(url, code, response);
  const long status = request.status();
  if (status == 304) {
    if (options.etag.empty() && options.last_modified.empty())
      throw Error{ErrorCode::Unavailable,
                  "'" + url + "' answers that nothing is new (304), though it was asked for all"};
    response.fetched.not_modified = true;
    response.fetched.body.clear();
    return std::move(response.fetched);
  }
  if (status >= 300 && status < 400)
    throw Error{ErrorCode::Invalid, "'" + url + "' redirects to '" + response.location +
                                        "', which is not followed; give that address as the source if it is right"};
  if (status != 200)
    throw Error{ErrorCode::Unavailable, "'" + url + "' answers with HTTP status " + std::to_string(status)};
  if (!is_known_type(response.fetched.content_type, options.archives))
    throw Error{ErrorCode::Invalid, "'" + url + "' is of type '" + response.fetched.content_type +
                                        "', which is not a programme; XML, JSON, calendars and CSV are read"};
  return std::move(response.fetched);
}

}  // namespace skylt
