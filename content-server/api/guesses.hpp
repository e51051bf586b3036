#pragma once
#include <map>
#include <mutex>
#include <string>

#include "core/base/time.hpp"

namespace skylt {

/// Slows down who guesses passwords and codes (S-23): after 5 failures of an account, or 20 of an address, within 15
/// minutes, each further one makes the next wait longer, up to 15 minutes. Nobody is locked out for good. Thread-safe.
class Guesses {
 public:
  /// Seconds to wait before the next try; 0: go ahead.
  Seconds wait(const std::string& account, const std::string& address, UtcTime now);
  void failed(const std::string& account, const std::string& address, UtcTime now);
  /// Forgets the account's failures; the address's stay.
  void succeeded(const std::string& account);

 private:
  struct Failures {
    int count = 0;
    UtcTime last{};
    UtcTime open{};  ///< when the next try is let through
  };
  void note(const std::string& key, int limit, UtcTime now);

  std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

}  // namespace skylt
