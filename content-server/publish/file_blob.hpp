#pragma once
#include <optional>
#include <string>

#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// A read-only file mapped into memory; pages come and go with use. Throws Error(not_found) naming the file.
BlobPtr map_file(const std::string& path);

}  // namespace skylt
