#pragma once
#include "player/sync/cache.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt {

struct DownloadLimits {
  std::uint64_t bytes_per_second = 0;  ///< as of HttpRequest; 0: none
  std::uint64_t bytes = 0;             ///< in one call; 0: none
};

/// Fetches a blob into the cache, or the next part of it: from where an earlier call stopped, no further than its
/// signed length, and into its place only when it is whole and its hash is right. Every call that returns has brought
/// it on. Throws Error(unavailable) when the server did not give it (try again later), Error(invalid) when it gave
/// something else.
void download(Fetcher& fetcher, ContentCache& cache, const BlobRef& ref, const DownloadLimits& limits = {});

}  // namespace skylt
