#include "content-server/http/limits.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace skylt {

std::string counted_address(const std::string& address) {
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::size_t kNetwork = 8;
  std::array<unsigned char, 16> bytes{};
  const auto without_interface = address.substr(0, address.find('%'));
  if (inet_pton(AF_INET6, without_interface.c_str(), bytes.data()) != 1) return address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
    return inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
  std::fill(bytes.begin() + kNetwork, bytes.end(), static_cast<unsigned char>(0));
  return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size()) + std::string{"/64"};
}

ConnectionLimits::ConnectionLimits() : ConnectionLimits{Settings{}} {}
ConnectionLimits::ConnectionLimits(Settings settings) : settings_{std::move(settings)} {}

bool ConnectionLimits::open(std::uint64_t connection, const std::string& address, SteadyTime now) {
  const std::lock_guard lock{mutex_};
  if (without_token_ >= settings_.without_token) return false;
  const bool by_proxy = address == settings_.proxy;
  const auto counted = by_proxy ? address : counted_address(address);
  auto& mine = by_address_[counted];
  const auto settled =
      std::count_if(mine.begin(), mine.end(), [&](const auto& each) { return now - each.second >= settings_.grace; });
  const bool full =
      mine.size() >= settings_.new_per_address || static_cast<std::size_t>(settled) >= settings_.per_address;
  if (full && !by_proxy) return false;
  mine.emplace(connection, now);
  connections_[connection] = {counted, {}, by_proxy};
  ++without_token_;
  return true;
}

bool ConnectionLimits::identify(std::uint64_t connection, const std::string& token_owner) {
  return identify(connection, token_owner, settings_.per_token);
}

bool ConnectionLimits::identify_login(std::uint64_t connection, const std::string& login) {
  return identify(connection, login, settings_.per_login);
}

bool ConnectionLimits::identify(std::uint64_t connection, const std::string& owner, std::size_t most) {
  const std::lock_guard lock{mutex_};
  const auto known = connections_.find(connection);
  if (known == connections_.end() || known->second.owner == owner) return true;
  auto& count = by_owner_[owner];
  if (count >= most && !known->second.by_proxy) return false;
  ++count;
  if (!known->second.address.empty()) forget_address(connection, known->second.address);
  if (const auto old = by_owner_.find(known->second.owner); old != by_owner_.end() && --old->second == 0)
    by_owner_.erase(old);
  known->second.address.clear();
  known->second.owner = owner;
  return true;
}

void ConnectionLimits::close(std::uint64_t connection) {
  const std::lock_guard lock{mutex_};
  const auto known = connections_.find(connection);
  if (known == connections_.end()) return;
  if (!known->second.address.empty()) forget_address(connection, known->second.address);
  const auto owner = by_owner_.find(known->second.owner);
  if (owner != by_owner_.end() && --owner->second == 0) by_owner_.erase(owner);
  connections_.erase(known);
}

void ConnectionLimits::forget_address(std::uint64_t connection, const std::string& address) {
  const auto mine = by_address_.find(address);
  if (mine == by_address_.end()) return;
  without_token_ -= mine->second.erase(connection);
  if (mine->second.empty()) by_address_.erase(mine);
}

std::size_t ConnectionLimits::without_token() const {
  const std::lock_guard lock{mutex_};
  return without_token_;
}

std::size_t ConnectionLimits::all() const {
  const std::lock_guard lock{mutex_};
  return connections_.size();
}

bool RateLimits::allow(const std::string& who, SteadyTime now) {
  const std::lock_guard lock{mutex_};
  forget_full(now);
  auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket = {std::min(burst_, bucket.left + seconds * rate_), now};
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

void RateLimits::forget_full(SteadyTime now) {
  if (now - swept_ < std::chrono::minutes{1}) return;
  swept_ = now;
  const auto refill = std::chrono::duration<double>(burst_ / rate_);
  std::erase_if(buckets_, [&](const auto& each) { return now - each.second.at > refill; });
}

}  // namespace skylt
