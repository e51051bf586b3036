#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content-server/publish/asset_memo.hpp"
#include "content-server/publish/fonts.hpp"
#include "core/programme/event.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// Files that snapshots are made of besides rows: words, fonts, hyphenation dictionaries, shipped layouts and themes.
/// Immutable after load(), but for what was worked out of it; safe to share between threads.
struct Assets {
  std::vector<Layout> layouts;
  std::vector<Theme> themes;  ///< the first is used where the event names none
  std::vector<WordFile> words;
  std::shared_ptr<const FontShelf> fonts;
  std::vector<AssetFile> hyphenation;  ///< name: language tag
  std::shared_ptr<AssetMemo> memo = std::make_shared<AssetMemo>();
  /// Reads <dir>/layouts/*.json, <dir>/assets/themes/*.json and <dir>/assets/words/*.json, by file name; fonts from the
  /// system's Noto folders, hyphenation from its dictionaries. Throws Error naming the file.
  static Assets load(const std::string& share_dir);
};

/// A snapshot ready to be served: the manifest, and where its blobs' bytes are.
struct BuiltSnapshot {
  Manifest manifest;
  SignedManifest signed_manifest;
  std::map<std::string, BlobPtr> blobs;  ///< by sha256
};

/// Rows -> snapshots. Pure but for the clock-free inputs: the same rows give byte-identical blobs; screens that share
/// data share blobs. What is hidden or withheld is in none of them, nor are authors, names of sources and aliases.
/// Throws Error(invalid) for a screen without size, diagonal or distance, Error(not_found) for an unknown
/// screen.
BuiltSnapshot snapshot_for(const EventData& data, const Assets& assets, const std::string& screen,
                           std::int64_t revision, UtcTime created, const SigningKey& key);

/// Ids of the screens whose blobs or rota differ between the two states; a screen of one state only counts.
std::vector<std::string> affected_screens(const EventData& before, const EventData& after, const Assets& assets);

}  // namespace skylt
