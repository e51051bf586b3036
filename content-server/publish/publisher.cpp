#include "content-server/publish/publisher.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/programme/find_screen.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kStatesKept = 8;  // a player may still be fetching blobs of the manifest before

constexpr std::size_t kSurelySmall = std::size_t{1} << 19;  // half of what a manifest may be (S-61)

/// Finds the screens of the state before in passing: both lists are by id.
class SameScreens {
 public:
  explicit SameScreens(const EventData* before) : before_{before} {}

  /// Whether `screen` was there and differs in nothing. Ids rise from call to call; where they do not, "no" is right
  /// too.
  bool has(const Screen& screen) {
    if (!before_) return false;
    const auto& screens = before_->screens;
    while (next_ < screens.size() && screens[next_].id < screen.id) ++next_;
    return next_ < screens.size() && screens[next_] == screen;
  }

 private:
  const EventData* before_;
  std::size_t next_ = 0;
};

/// Whether it is far below the limit whatever its revision and date: to write it only to see takes long for thousands.
bool surely_small(const ScreenContent& content) {
  const SharedContent& shared = *content.shared;
  return shared.texts_before.size() + shared.texts_after.size() + shared.rules.size() + content.event.size() +
             3 * content.screen.name.size() <
         kSurelySmall;
}

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

std::vector<std::string> Publisher::update(std::shared_ptr<const EventData> data, std::int64_t store_revision,
                                           UtcTime now) {
  const auto old = state();
  Catalogue catalogue{*data, *assets_};
  SameScreens same{last_.get()};
  auto fresh = std::make_shared<State>();
  fresh->offers.reserve(data->screens.size());
  ++updates_;
  std::vector<std::string> altered;
  for (const auto& screen : data->screens) {
    const auto found = old->offers.find(screen.id);
    const auto before = found == old->offers.end() ? nullptr : found->second;
    auto offer = offer_for(catalogue, screen, before, same.has(screen), store_revision, now);
    const bool unchanged = before && before->revision == offer->revision && before->problem == offer->problem &&
                           before->content.fingerprint == offer->content.fingerprint;
    if (!unchanged) altered.push_back(screen.id);
    fresh->offers.emplace(screen.id, std::move(offer));
  }
  for (const auto& [id, offer] : old->offers)
    if (!fresh->offers.contains(id)) altered.push_back(id);
  keep_blobs(catalogue, *old, *fresh);
  last_ = std::move(data);
  const std::lock_guard lock{mutex_};
  state_ = std::move(fresh);
  return altered;
}

std::shared_ptr<const Offer> Publisher::offer_for(Catalogue& catalogue, const Screen& screen,
                                                  const std::shared_ptr<const Offer>& before, bool same,
                                                  std::int64_t store_revision, UtcTime now) {
  const bool has_one = before && before->problem.empty();
  const bool is_current = has_one && before->outdated.empty();
  try {
    auto offer = std::make_shared<Offer>();
    offer->content = catalogue.content_of(screen, is_current && same ? &before->content : nullptr);
    const auto last = find_entry(entries_, screen.id);
    const auto entry = next_entry(last, offer->content.fingerprint, store_revision, now);
    // Throws where it is too large (S-61).
    if (!surely_small(offer->content)) offer->content.text(entry.revision, entry.created);
    if (entry != last) entries_[screen.id] = unsaved_[screen.id] = entry;
    offer->revision = entry.revision;
    offer->created = entry.created;
    return offer;
  } catch (const Error& error) {
    if (has_one) {
      auto kept = std::make_shared<Offer>(*before);
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
  return offer.content.signed_text(offer.revision, offer.created, key_);
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
  const auto fingerprint = Catalogue{data, assets}.content_of(find_screen(data, screen)).fingerprint;
  const auto last = find_entry(ledger.read(), screen);
  const auto entry = next_entry(last, fingerprint, store_revision, now);
  if (entry != last) ledger.write({{screen, entry}});
  return snapshot_for(data, assets, screen, entry.revision, entry.created, key);
}

}  // namespace skylt
