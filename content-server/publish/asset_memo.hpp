#pragma once
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "content-server/publish/fonts.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A blob of rows, and what it asks of fonts and hyphenation.
struct EncodedPart {
  BlobRef ref;
  BlobPtr blob;
  std::set<char32_t> characters;
  std::set<std::string> languages;  ///< of texts, of those that fonts and hyphenation depend on
  std::set<std::string> named;      ///< languages that its sessions are spoken in or interpreted to
};

/// Fonts and hyphenation dictionaries.
struct TypeFiles {
  std::vector<AssetFile> fonts, hyphenation;
};

/// The last few values that were worked out, by key; the one used longest ago goes first.
template <class Value>
class Memo {
 public:
  explicit Memo(std::size_t most) : most_{most} {}

  std::shared_ptr<const Value> get(const std::string& key, const std::function<Value()>& make) {
    const std::lock_guard lock{mutex_};
    if (const auto known = index_.find(key); known != index_.end()) {
      entries_.splice(entries_.begin(), entries_, known->second);
      return known->second->second;
    }
    entries_.emplace_front(key, std::make_shared<const Value>(make()));
    index_[key] = entries_.begin();
    if (entries_.size() > most_) {
      index_.erase(entries_.back().first);
      entries_.pop_back();
    }
    return entries_.front().second;
  }

 private:
  using Entries = std::list<std::pair<std::string, std::shared_ptr<const Value>>>;

  const std::size_t most_;
  std::mutex mutex_;
  Entries entries_;
  std::map<std::string, typename Entries::iterator> index_;
};

/// What one state of the event had worked out of the assets, which never change, for the next state: each change of a
/// session would otherwise encode the words of 62 languages and choose fonts for them anew. Thread-safe.
struct AssetMemo {
  Memo<EncodedPart> words{64};
  Memo<std::vector<std::size_t>> word_files{64};  ///< indexes of the files that serve a list of languages
  Memo<std::set<char32_t>> characters{64};        ///< of the words of some languages, of their dates and names
  Memo<TypeFiles> type{64};
};

}  // namespace skylt
