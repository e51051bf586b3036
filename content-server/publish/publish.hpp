#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/programme/event.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// Files that snapshots are made of besides rows: words, fonts, hyphenation dictionaries, shipped layouts and themes.
struct Assets {
  std::vector<Layout> layouts;
  std::vector<Theme> themes;
  std::vector<WordFile> words;
  struct FontFile {
    std::string name;
    BlobPtr blob;
    std::string sha256;
  };
  std::vector<FontFile> fonts;
  std::vector<FontFile> hyphenation;  ///< name: language tag
  /// Reads <dir>/layouts, <dir>/assets, and fonts from the system's Noto folders. Throws Error naming the file.
  static Assets load(const std::string& share_dir);
};

/// A snapshot ready to be served: the manifest, and where its blobs' bytes are.
struct BuiltSnapshot {
  Manifest manifest;
  SignedManifest signed_manifest;
  std::map<std::string, BlobPtr> blobs;  ///< by sha256
};

/// Rows -> snapshots. Pure but for the clock-free inputs: the same rows give byte-identical blobs; screens that share
/// data share blobs. What is hidden or withheld is in none of them. Throws Error(invalid) for a screen without size,
/// diagonal or distance, Error(not_found) for an unknown screen.
BuiltSnapshot snapshot_for(const EventData& data, const Assets& assets, const std::string& screen,
                           std::int64_t revision, UtcTime created, const SigningKey& key);

/// Ids of the screens whose blobs or rota differ between the two states.
std::vector<std::string> affected_screens(const EventData& before, const EventData& after, const Assets& assets);

}  // namespace skylt
