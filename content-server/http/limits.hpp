#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace skylt {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What limits count as one address: of IPv6 the network of 64 bits, for whoever has one address of it has them all.
/// IPv4 written as IPv6 is IPv4; what is no address is returned as it came.
std::string counted_address(const std::string& address);

/// How many connections may be open. Thread-safe.
///
/// A connection counts against its address until a valid token came over it. A venue's players share one address
/// behind its router, and all come at once after a power cut: so connections that have just been opened have a wider
/// limit than those that were opened and still have not shown a token.
class ConnectionLimits {
 public:
  struct Settings {
    std::size_t per_address = 20;       ///< without a token for longer than `grace`
    std::size_t new_per_address = 128;  ///< without a token, in all
    std::size_t without_token = 512;    ///< of all addresses
    std::size_t per_token = 8;
    /// Of an organiser's login: a browser's six, and the events of pages just left, whose end shows when next written.
    std::size_t per_login = 32;
    std::string proxy{};  ///< address that many share: its connections count only among all; empty: none
    std::chrono::milliseconds grace{500};
  };
  ConnectionLimits();
  explicit ConnectionLimits(Settings settings);

  /// False when the connection should be closed at once; it is not counted then.
  bool open(std::uint64_t connection, const std::string& address, SteadyTime now);
  /// A valid token came. False when that token has too many connections.
  bool identify(std::uint64_t connection, const std::string& token_owner);
  /// The same for somebody who is signed in. `login`: a name for it that no token's owner has.
  bool identify_login(std::uint64_t connection, const std::string& login);
  void close(std::uint64_t connection);

  std::size_t without_token() const;
  std::size_t all() const;

 private:
  struct Known {
    std::string address;  ///< as counted; empty once identified
    std::string owner;
    bool by_proxy = false;  ///< which keeps it open for whoever comes next
  };
  bool identify(std::uint64_t connection, const std::string& owner, std::size_t most);
  void forget_address(std::uint64_t connection, const std::string& address);

  const Settings settings_;
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Known> connections_;
  std::unordered_map<std::string, std::map<std::uint64_t, SteadyTime>> by_address_;  ///< those without a token
  std::unordered_map<std::string, std::size_t> by_owner_;
  std::size_t without_token_ = 0;
};

/// Token buckets: `rate` requests a second with bursts (S-23). Thread-safe; forgets full buckets.
class RateLimits {
 public:
  RateLimits(double rate, double burst) : rate_{rate}, burst_{burst} {}
  bool allow(const std::string& who, SteadyTime now);

 private:
  struct Bucket {
    double left;
    SteadyTime at;
  };
  void forget_full(SteadyTime now);

  const double rate_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  SteadyTime swept_{};
};

}  // namespace skylt
