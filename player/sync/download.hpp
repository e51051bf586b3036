#pragma once
#include "player/sync/cache.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt {

/// Fetches one blob into the cache: from where an earlier attempt stopped, no further than its signed length, and into
/// its place only when its hash is right. Throws Error(unavailable) when the server did not give it (try again later),
/// Error(invalid) when it gave something else. `most_bytes_per_second`: as of HttpRequest.
void download(Fetcher& fetcher, ContentCache& cache, const BlobRef& ref, std::uint64_t most_bytes_per_second);

}  // namespace skylt
