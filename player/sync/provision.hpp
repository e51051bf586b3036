#pragma once
#include <string>

#include "player/sync/cache.hpp"

namespace skylt {

/// Takes the snapshot of a USB stick (manifest.json, blobs/<sha256>) into the cache, after checking its signature,
/// revision and every blob, exactly as one from the network. Pins the key on first use. Throws Error: what is wrong.
ContentCache::Stored provision(FileSystem& files, const std::string& from_dir, ContentCache& cache);

/// The snapshot of a folder for looking at: hashes checked, signed by whom it says, nothing pinned or stored.
Snapshot read_snapshot_folder(FileSystem& files, const std::string& dir);

}  // namespace skylt
