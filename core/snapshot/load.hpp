#pragma once
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// As load_snapshot(manifest, read), with what `before` has already parsed: its words, where the manifest names the
/// same files. Every blob is read, and so checked, all the same. `before` may be null.
Snapshot load_snapshot(Manifest manifest, const BlobReader& read, const Snapshot* before);

}  // namespace skylt
