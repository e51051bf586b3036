#include "content-server/http/tokens.hpp"

#include <algorithm>
#include <cctype>

#include "core/base/ascii.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

std::optional<std::string> Tokens::screen_of(const std::string& token) {
  const auto hash = sha256_hex(token);
  std::uint64_t round = 0;
  {
    const std::lock_guard lock{mutex_};
    if (const auto found = known_.find(hash); found != known_.end()) return found->second;
    round = round_;
  }
  auto screen = look_up_(token);
  const std::lock_guard lock{mutex_};
  if (screen && round == round_) known_.emplace(hash, *screen);
  return screen;
}

void Tokens::forget() {
  const std::lock_guard lock{mutex_};
  ++round_;
  known_.clear();
}

std::optional<std::string> bearer_token(const std::string& authorization) {
  constexpr std::string_view kScheme = "bearer ";
  constexpr std::size_t kLongest = 512;
  if (authorization.size() <= kScheme.size() || authorization.size() > kLongest) return std::nullopt;
  const bool bearer = std::equal(kScheme.begin(), kScheme.end(), authorization.begin(),
                                 [](char a, char b) { return a == lower_ascii(b); });
  const auto token = authorization.substr(kScheme.size());
  const bool clean = std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return bearer && clean ? std::optional{token} : std::nullopt;
}

}  // namespace skylt
