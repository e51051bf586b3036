#pragma once
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace skylt {

/// Values by string key; the least recently used go when the sum of costs (bytes) passes the limit.
template <typename Value>
class LruCache {
 public:
  explicit LruCache(std::size_t limit) : limit_{limit} {}

  /// nullptr when absent; valid until the next put().
  const Value* find(const std::string& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &entries_.front().value;
  }

  void put(const std::string& key, Value value, std::size_t cost) {
    entries_.push_front({key, std::move(value), cost + key.size() + kOverhead});
    index_[entries_.front().key] = entries_.begin();
    used_ += entries_.front().cost;
    while (used_ > limit_ && entries_.size() > 1) {
      used_ -= entries_.back().cost;
      index_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

 private:
  static constexpr std::size_t kOverhead = 128;
  struct Entry {
    std::string key;
    Value value;
    std::size_t cost;
  };

  std::size_t limit_;
  std::size_t used_ = 0;
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> index_;
};

}  // namespace skylt
