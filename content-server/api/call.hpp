#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "content-server/api/authorise.hpp"
#include "content-server/http/messages.hpp"
#include "content-server/store/store.hpp"

namespace skylt {

/// An answer that is a refusal no ErrorCode stands for (401, 403, 415, 429); caught where calls are answered.
class Refusal : public std::runtime_error {
 public:
  Refusal(int status_code, std::string short_name, const std::string& message)
      : std::runtime_error{message}, status{status_code}, code{std::move(short_name)} {}
  int status;
  std::string code;
  int retry_after = 0;  ///< seconds; 0: not said
};

Refusal forbidden(const std::string& message = "your role may not do this");

/// One request to /api/v1 on its way through a handler.
struct Call {
  const HttpRequest& request;
  std::string visitor;               ///< address of who asks
  bool secure = false;               ///< came over https
  std::vector<std::string> names{};  ///< what stands for the {…} of the route's path
  Json body{};                       ///< of a writing request: an object
  Login login{};
  std::string cookie{};  ///< the login's token; empty for a script
  std::string token{};   ///< of a script
  UtcTime now{};
  Action action = Action::Public;  ///< of the route

  /// Whether the thing the route is about was asked for; a route on things that forgets to ask answers 500, not data.
  bool decided = false;

  const std::string& name(std::size_t index = 0) const { return names.at(index); }
  /// Value of a query key, unescaped; nullopt when absent.
  std::optional<std::string> query(const std::string& key) const;
  std::optional<UtcTime> query_instant(const std::string& key) const;  ///< throws Error(invalid)
  bool trying() const { return query("try") == "1"; }

  /// Asks authorise() for the thing; throws Refusal when it is denied. True: do it; false: make it a proposal.
  bool allowed(Whose whose);
  bool take(Verdict verdict);

  /// Who writes, with the revision of If-Match. Throws Error(invalid) for one that is none.
  Writer writer(std::int64_t* made) const;
  std::string actor() const { return actor_of(login); }

  /// If-None-Match: * — the writer means to make something new, and nothing that is there.
  bool only_new() const { return request.header("If-None-Match") == "*"; }

  /// The account of the login. Throws Refusal(403): a personal link has none.
  const Account& account() const;

  /// Id of what this request makes. Sent again with the same X-Skylt-Once, because nobody knows whether the first
  /// arrived, it makes the same id: what is there already is then not made twice.
  std::string fresh_id(const std::string& prefix) const;
};

/// The object without those keys.
Json without(Json json, std::initializer_list<const char*> keys);

/// Answer of a write: `json` with "revision" before it.
HttpResponse written(int status, std::int64_t revision, const Json& json = Json::object());

}  // namespace skylt
