#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// One HTTP request, free of the library that read it.
struct HttpRequest {
  std::string method;  ///< "GET"
  std::string path;    ///< as sent, without the query
  std::string query;
  std::string body;
  std::string address;                             ///< of the client, without port
  bool secure = false;                             ///< came over our own TLS
  std::uint64_t connection = 0;                    ///< same for all requests of one connection
  std::function<std::string(const char*)> header;  ///< by name, any case; empty when absent
};

/// What to answer. The body is `body`, or `length` bytes of `blob` from `offset`.
struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  BlobPtr blob;
  std::size_t offset = 0, length = 0;
  bool head_only = false;  ///< the headers of this answer without its body (HEAD)
  bool close = false;      ///< the connection after this answer
};

/// The body of an answer that goes on and on; ends with the object. Any thread.
class Stream {
 public:
  virtual ~Stream() = default;
  /// False once the other end is gone.
  virtual bool send(std::string piece) = 0;
};

/// The open end of a request: answered once, now or later, from any thread.
class Answer {
 public:
  virtual ~Answer() = default;
  virtual void send(HttpResponse response) = 0;
  /// Sends the head of `response` (its body is not looked at) and hands out the rest.
  virtual std::unique_ptr<Stream> stream(HttpResponse response) = 0;
};
using AnswerPtr = std::unique_ptr<Answer>;

/// Called on the threads of the transport; may keep the answer and return at once. May not throw.
using HttpHandler = std::function<void(const HttpRequest&, AnswerPtr)>;

HttpResponse json_response(int status, const Json& json);

/// {"error":{"code","message"}} with the status of that code.
HttpResponse error_response(ErrorCode code, const std::string& message);
/// For refusals that no Error stands for: 401, 405, 413, 416, 429 …
HttpResponse refusal(int status, const std::string& code, const std::string& message);

/// 405: only these methods, with commas between, are answered there.
HttpResponse method_refused(const std::string& allowed);
/// 204.
HttpResponse no_content();
/// 304 to a client that has `whole`: without its body, with those of its headers that a cache goes on by (RFC 9110
/// §15.4.5).
HttpResponse not_modified(HttpResponse whole);

/// True when "If-None-Match" names `etag` (weakly compared) or is "*".
bool matches(const std::string& if_none_match, const std::string& etag);

/// The one table from error codes to statuses.
int status_of(ErrorCode code);

/// Headers of every answer (S-25).
const std::vector<std::pair<std::string, std::string>>& security_headers();

}  // namespace skylt
