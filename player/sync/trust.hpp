#pragma once
#include <map>
#include <string>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// What a player knows of its server; stored durably beside the snapshots.
struct Trust {
  std::string key;  ///< base64 Ed25519 key that manifests must be signed with; empty: none was seen yet
  std::map<std::string, std::int64_t> revisions;  ///< highest ever accepted, by screen: each has its own (S-62)
  /// For every screen: of manifests that were accepted and cannot be read now. Not stored.
  std::int64_t unread = 0;
  UtcTime time{};  ///< latest instant the server signed (R-42)
  bool operator==(const Trust&) const = default;

  /// What a revision of that screen may not be below.
  std::int64_t least(const std::string& screen) const;
  void accept(const std::string& screen, std::int64_t revision);
};

/// With a check sum: a flipped bit in the key must not lock the player out.
Json to_json(const Trust& trust);
Trust parse_trust(std::string_view json_text);  ///< throws Error(invalid)

constexpr std::int64_t kWidestJump = 1'000'000;  ///< S-66

/// The manifest inside, when it may be shown after what is known: signed by the pinned key (by any key where none is
/// pinned: trust on first use), its revision not below the highest accepted of its screen and not implausibly far above
/// any (S-60, S-62, S-66). Throws Error(invalid) for a wrong signature, Error(conflict) for a revision.
Manifest accept_manifest(const SignedManifest& manifest, const Trust& trust);

/// The key that signs `manifest` rightly: the pinned one, else its first valid one. Throws Error(invalid).
std::string signing_key_of(const SignedManifest& manifest, const Trust& trust);

}  // namespace skylt
