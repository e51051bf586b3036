#include "content-server/publish/publisher.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kStatesKept = 8;  // a player may still be fetching blobs of the manifest before

std::optional<LedgerEntry> find_entry(const std::map<std::string, LedgerEntry>& entries, const std::string& screen) {
  const auto found = entries.find(screen);
  return found == entries.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace

std::string Offer::etag() const {
  return '"' + std::to_string(revision) + '-' + content.fingerprint.substr(0, 16) + '-' +
         std::to_string(created.time_since_epoch().count() % 1'000'000) + '"';
}

Publisher::Publisher(std::shared_ptr<const Assets> assets, SigningKey key, std::unique_ptr<SnapshotLedger> ledger)
    : assets_{std::move(assets)},
      key_{std::move(key)},
      ledger_{std::move(ledger)},
      entries_{ledger_->read()},
      state_{std::make_shared<State>()} {}

std::vector<std::string> Publisher::update(const EventData& data, std::int64_t store_revision, UtcTime now) {
  const auto old = state();
  Catalogue catalogue{data, *assets_};
  auto fresh = std::make_shared<State>();
  fresh->event = data.event.id;
  fresh->offers.reserve(data.screens.size());
  ++updates_;
  std::vector<std::string> altered;
  for (const auto& screen : data.screens) {
    auto offer = offer_for(catalogue, screen, old->offers, store_revision, now);
    const auto before = old->offers.find(screen.id);
    const bool same = before != old->offers.end() && before->second->revision == offer->revision &&
                      before->second->problem == offer->problem &&
                      before->second->content.fingerprint == offer->content.fingerprint;
    if (!same) altered.push_back(screen.id);
    fresh->offers.emplace(screen.id, std::move(offer));
  }
  for (const auto& [id, offer] : old->offers)
    if (!fresh->offers.contains(id)) altered.push_back(id);
  keep_blobs(catalogue, *old, *fresh);
  const std::lock_guard lock{mutex_};
  state_ = std::move(fresh);
  return altered;
}

std::shared_ptr<const Offer> Publisher::offer_for(Catalogue& catalogue, const Screen& screen, const Offers& old,
                                                  std::int64_t store_revision, UtcTime now) {
  const auto before = old.find(screen.id);
  const bool has_one = before != old.end() && before->second->problem.empty();
  try {
    auto offer = std::make_shared<Offer>();
    offer->content = catalogue.content_of(screen);
    const auto last = find_entry(entries_, screen.id);
    const auto entry = next_entry(last, offer->content.fingerprint, store_revision, now);
    const bool same = has_one && before->second->content.fingerprint == offer->content.fingerprint;
    if (!same) offer->content.text(entry.revision, entry.created);  // throws where it is too large (S-61)
    if (entry != last) entries_[screen.id] = unsaved_[screen.id] = entry;
    offer->revision = entry.revision;
    offer->created = entry.created;
    return offer;
  } catch (const Error& error) {
    if (has_one) {
      auto kept = std::make_shared<Offer>(*before->second);
      kept->outdated = error.what();
      return kept;
    }
    auto refused = std::make_shared<Offer>();
    refused->problem = error.what();
    return refused;
  }
}

void Publisher::keep_blobs(const Catalogue& catalogue, const State& old, State& fresh) const {
  for (const auto& [sha256, kept] : old.blobs)
    if (kept.last_used + kStatesKept > updates_) fresh.blobs.emplace(sha256, kept);
  for (const auto& [screen, offer] : fresh.offers) {
    if (offer->outdated.empty()) continue;
    for (const auto& ref : offer->content.manifest(0, {}).blobs)  // kept although the screen's rows are wrong now
      if (const auto blob = old.blobs.find(ref.sha256); blob != old.blobs.end())
        fresh.blobs.insert_or_assign(ref.sha256, KeptBlob{blob->second.blob, updates_});
  }
  for (const auto& [sha256, blob] : catalogue.blobs()) fresh.blobs.insert_or_assign(sha256, KeptBlob{blob, updates_});
}

void Publisher::save() {
  ledger_->write(unsaved_);
  unsaved_.clear();
}

std::shared_ptr<const Publisher::State> Publisher::state() const {
  const std::lock_guard lock{mutex_};
  return state_;
}

std::shared_ptr<const Offer> Publisher::find_offer(const std::string& screen) const {
  const auto now = state();
  const auto found = now->offers.find(screen);
  return found == now->offers.end() ? nullptr : found->second;
}

std::string Publisher::body_of(const Offer& offer) const {
  auto text = offer.content.text(offer.revision, offer.created);
  auto signature = sign_text(text, key_);
  return signed_manifest_text({std::move(text), {std::move(signature)}});
}

BlobPtr Publisher::find_blob(const std::string& sha256) const {
  const auto now = state();
  const auto found = now->blobs.find(sha256);
  return found == now->blobs.end() ? nullptr : found->second.blob;
}

std::size_t Publisher::screens() const { return state()->offers.size(); }
std::size_t Publisher::blobs() const { return state()->blobs.size(); }

BuiltSnapshot publish_once(const EventData& data, const Assets& assets, const std::string& screen,
                           std::int64_t store_revision, UtcTime now, const SigningKey& key, SnapshotLedger& ledger) {
  const auto found =
      std::find_if(data.screens.begin(), data.screens.end(), [&](const Screen& each) { return each.id == screen; });
  if (found == data.screens.end()) throw Error{ErrorCode::NotFound, "there is no screen '" + screen + "'"};
  const auto fingerprint = Catalogue{data, assets}.content_of(*found).fingerprint;
  const auto last = find_entry(ledger.read(), screen);
  const auto entry = next_entry(last, fingerprint, store_revision, now);
  if (entry != last) ledger.write({{screen, entry}});
  return snapshot_for(data, assets, screen, entry.revision, entry.created, key);
}

}  // namespace skylt
