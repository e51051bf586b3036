#include "content-server/api/call.hpp"

#include <algorithm>
#include <charconv>

#include "content-server/store/sqlite_store.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt {

std::string unescape(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

Refusal forbidden(const std::string& message) { return {403, "forbidden", message}; }

std::optional<std::string> Call::query(const std::string& key) const {
  const auto& text = request.query;
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find('&', from), text.size());
    const auto part = text.substr(from, to - from);
    const auto equals = part.find('=');
    if (part.substr(0, equals) == key)
      return equals == std::string::npos ? std::string{} : unescape(part.substr(equals + 1), false);
    from = to + 1;
  }
  return std::nullopt;
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

HttpResponse written(int status, std::int64_t revision, const Json& json) {
  Json answer{{"revision", revision}};
  answer.update(json);
  return json_response(status, answer);
}

}  // namespace skylt
