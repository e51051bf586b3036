#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "content-server/publish/catalogue.hpp"
#include "content-server/publish/ledger.hpp"

namespace skylt {

/// What is offered to one screen now.
struct Offer {
  ScreenContent content;
  std::int64_t revision = 0;
  UtcTime created{};
  std::string problem;   ///< why nothing can be published (A-01 …); empty: all is well
  std::string outdated;  ///< why it is what the screen was offered before, and not what the event says now

  std::string etag() const;  ///< quoted, as in HTTP; equal for equal manifests
};

/// Keeps the snapshots of all screens of a running server. update() and save() are called by one thread; the rest by
/// any.
class Publisher {
 public:
  Publisher(std::shared_ptr<const Assets> assets, SigningKey key, std::unique_ptr<SnapshotLedger> ledger);

  /// Takes a new state of the event; returns the screens whose manifest differs now, removed ones included. A screen
  /// that can no longer be published keeps what it was offered last. Nothing of others changes.
  std::vector<std::string> update(std::shared_ptr<const EventData> data, std::int64_t store_revision, UtcTime now);
  std::vector<std::string> update(EventData data, std::int64_t store_revision, UtcTime now) {
    return update(std::make_shared<const EventData>(std::move(data)), store_revision, now);
  }

  /// Writes what update() altered to the ledger; apart, so that players need not wait for the disk.
  void save();

  /// nullptr for a screen that the event does not have.
  std::shared_ptr<const Offer> find_offer(const std::string& screen) const;

  /// The signed manifest of an offer: the same bytes each time.
  std::string body_of(const Offer& offer) const;

  /// A blob of a present snapshot or of one of the last few states; nullptr otherwise.
  BlobPtr find_blob(const std::string& sha256) const;

  std::size_t screens() const;
  std::size_t blobs() const;

 private:
  using Offers = std::unordered_map<std::string, std::shared_ptr<const Offer>>;
  struct KeptBlob {
    BlobPtr blob;
    std::uint64_t last_used = 0;  ///< number of the update
  };
  struct State {
    Offers offers;
    std::unordered_map<std::string, KeptBlob> blobs;
  };

  /// `before`: what the screen is offered so far, or nullptr; `same`: it is the same screen, in all, as then.
  std::shared_ptr<const Offer> offer_for(Catalogue& catalogue, const Screen& screen,
                                         const std::shared_ptr<const Offer>& before, bool same,
                                         std::int64_t store_revision, UtcTime now);
  void keep_blobs(const Catalogue& catalogue, const State& old, State& fresh) const;
  std::shared_ptr<const State> state() const;

  const std::shared_ptr<const Assets> assets_;
  const SigningKey key_;
  const std::unique_ptr<SnapshotLedger> ledger_;
  std::map<std::string, LedgerEntry> entries_, unsaved_;
  std::shared_ptr<const EventData> last_;  ///< of the update before: most screens are the same in the next
  std::uint64_t updates_ = 0;
  mutable std::mutex mutex_;  ///< guards state_
  std::shared_ptr<const State> state_;
};

/// snapshot_for() with the revision that a running server would give the screen, remembered in `ledger`.
BuiltSnapshot publish_once(const EventData& data, const Assets& assets, const std::string& screen,
                           std::int64_t store_revision, UtcTime now, const SigningKey& key, SnapshotLedger& ledger);

}  // namespace skylt
