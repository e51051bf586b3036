#include "content-server/api/call.hpp"

#include <algorithm>
#include <charconv>

#include "content-server/store/sqlite_store.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"

namespace skylt {

Refusal forbidden(const std::string& message) { return {403, "forbidden", message}; }

std::optional<std::string> Call::query(const std::string& key) const { return query_value(request.query, key); }

const Account& Call::account() const {
  if (!login.account) throw forbidden("a personal link has no account");
  return *login.account;
}

std::optional<UtcTime> Call::query_instant(const std::string& key) const {
  const auto text = query(key);
  if (!text || text->empty()) return std::nullopt;
  const auto instant = parse_instant(*text);
  if (!instant) throw Error{ErrorCode::Invalid, key + ": '" + *text + "' is not an instant (RFC 3339)"};
  return instant;
}

bool Call::take(Verdict verdict) {
  decided = true;
  if (verdict == Verdict::Denied) throw forbidden();
  return verdict == Verdict::Allowed;
}

bool Call::allowed(Whose whose) { return take(authorise(login, action, whose)); }

std::string Call::fresh_id(const std::string& prefix) const {
  const auto once = request.header("X-Skylt-Once");
  const auto seed = once.empty() ? random_token() : actor() + '\n' + request.path + '\n' + once;
  return prefix + sha256_hex(seed).substr(0, 12);
}

Writer Call::writer(std::int64_t* made) const {
  auto tag = request.header("If-Match");
  std::optional<std::int64_t> seen;
  if (!tag.empty() && tag != "*") {
    std::erase(tag, '"');
    std::int64_t revision = 0;
    const auto end = tag.data() + tag.size();
    const auto [stopped, error] = std::from_chars(tag.data(), end, revision);
    if (error != std::errc{} || stopped != end)
      throw Error{ErrorCode::Invalid, "If-Match: must be a revision in quotes, such as \"17\""};
    seen = revision;
  }
  return {actor(), seen, made};
}

Json without(Json json, std::initializer_list<const char*> keys) {
  for (const char* key : keys) json.erase(key);
  return json;
}

HttpResponse written(int status, std::int64_t revision, const Json& json) {
  Json answer{{"revision", revision}};
  answer.update(json);
  return json_response(status, answer);
}

}  // namespace skylt
