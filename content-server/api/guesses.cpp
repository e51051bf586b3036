#include "content-server/api/guesses.hpp"

#include <algorithm>

namespace skylt {
namespace {

constexpr int kPerAccount = 5, kPerAddress = 20;
constexpr Minutes kWindow{15};
constexpr Seconds kFirstDelay{5}, kLongestDelay{900};
constexpr std::size_t kMostKept = 100'000;

std::string account_key(const std::string& account) { return "a " + account; }
std::string address_key(const std::string& address) { return "v " + address; }

}  // namespace

Seconds Guesses::wait(const std::string& account, const std::string& address, UtcTime now) {
  const std::lock_guard lock{mutex_};
  Seconds longest{0};
  for (const auto& key : {account_key(account), address_key(address)}) {
    const auto known = failures_.find(key);
    if (known != failures_.end() && known->second.open > now)
      longest = std::max(longest, std::chrono::ceil<Seconds>(known->second.open - now));
  }
  return longest;
}

void Guesses::failed(const std::string& account, const std::string& address, UtcTime now) {
  const std::lock_guard lock{mutex_};
  if (failures_.size() > kMostKept)
    std::erase_if(failures_, [&](const auto& each) { return now - each.second.last > kWindow; });
  if (!account.empty()) note(account_key(account), kPerAccount, now);
  note(address_key(address), kPerAddress, now);
}

void Guesses::note(const std::string& key, int limit, UtcTime now) {
  auto& failures = failures_[key];
  if (now - failures.last > kWindow) failures = {};
  ++failures.count;
  failures.last = now;
  if (failures.count < limit) return;
  const auto doublings = std::min(failures.count - limit, 8);
  failures.open = now + std::min(kLongestDelay, kFirstDelay * (1 << doublings));
}

void Guesses::succeeded(const std::string& account) {
  const std::lock_guard lock{mutex_};
  failures_.erase(account_key(account));
}

}  // namespace skylt
