#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace skylt {

/// Whose token a bearer token is. Remembers answers by the token's hash until forget(), so that thousands of players
/// that come back at once do not queue at the database. Thread-safe if the look-up is.
class Tokens {
 public:
  using LookUp = std::function<std::optional<std::string>(const std::string& token)>;
  explicit Tokens(LookUp look_up) : look_up_{std::move(look_up)} {}

  std::optional<std::string> screen_of(const std::string& token);
  /// Something was changed: a token may have been replaced or its screen removed.
  void forget();

 private:
  LookUp look_up_;
  std::mutex mutex_;
  std::uint64_t round_ = 0;
  std::unordered_map<std::string, std::string> known_;
};

/// The token of "Authorization: Bearer …"; nullopt when there is none or it cannot be one.
std::optional<std::string> bearer_token(const std::string& authorization);

}  // namespace skylt
