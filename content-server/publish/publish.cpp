#include "content-server/publish/publish.hpp"

#include <algorithm>

#include "content-server/publish/catalogue.hpp"
#include "core/base/error.hpp"
#include "core/programme/find_screen.hpp"

namespace skylt {
namespace {

/// Fingerprint of every screen's content; "!" and the reason for a screen that nothing can be published to.
std::map<std::string, std::string> fingerprints(const EventData& data, const Assets& assets) {
  std::map<std::string, std::string> all;
  Catalogue catalogue{data, assets, CatalogueUse::Compare};
  for (const auto& screen : data.screens) {
    try {
      all[screen.id] = catalogue.content_of(screen).fingerprint;
    } catch (const Error& error) {
      all[screen.id] = std::string{"!"} + error.what();
    }
  }
  return all;
}

}  // namespace

BuiltSnapshot snapshot_for(const EventData& data, const Assets& assets, const std::string& screen,
                           std::int64_t revision, UtcTime created, const SigningKey& key) {
  Catalogue catalogue{data, assets};
  BuiltSnapshot built;
  built.manifest = catalogue.content_of(find_screen(data, screen)).manifest(revision, created);
  built.signed_manifest = sign(built.manifest, key);
  for (const auto& ref : built.manifest.blobs) built.blobs.emplace(ref.sha256, catalogue.blobs().at(ref.sha256));
  return built;
}

std::vector<std::string> affected_screens(const EventData& before, const EventData& after, const Assets& assets) {
  const auto old_ones = fingerprints(before, assets);
  const auto new_ones = fingerprints(after, assets);
  std::vector<std::string> affected;
  for (const auto& [id, fingerprint] : new_ones) {
    const auto old = old_ones.find(id);
    if (old == old_ones.end() || old->second != fingerprint) affected.push_back(id);
  }
  for (const auto& [id, fingerprint] : old_ones)
    if (!new_ones.contains(id)) affected.push_back(id);
  std::sort(affected.begin(), affected.end());
  return affected;
}

}  // namespace skylt
