#pragma once
#include <cstdint>
#include <functional>

#include "player/sync/cache.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt {

/// How much of a blob to ask for at once, so that it takes no longer than it may at the speed of what came last.
class PartSize {
 public:
  /// For `time`: a little while no speed is known, and never many times more than what came last.
  std::uint64_t bytes_for(Millis time) const;
  void note(std::uint64_t bytes, Millis took);

 private:
  std::uint64_t last_ = 0;
  std::uint64_t bytes_per_second_ = 0;  ///< 0: not known
};

struct DownloadLimits {
  std::uint64_t bytes_per_second = 0;  ///< as of HttpRequest; 0: none
  std::uint64_t bytes = 0;             ///< in one call; 0: none
  /// Asked while bytes come: what has come is enough, the rest waits for another call. Not asked of a server that knows
  /// no parts, where nothing would be left of them.
  std::function<bool()> is_late = [] { return false; };
};

/// Fetches a blob into the cache, or the next part of it: from where an earlier call stopped, no further than its
/// signed length, and into its place only when it is whole and its hash is right. Every call that returns has brought
/// it on, by as many bytes as it returns. Throws Error(unavailable) when the server did not give it (try again later),
/// Error(invalid) when it gave something else.
std::uint64_t download(Fetcher& fetcher, ContentCache& cache, const BlobRef& ref, const DownloadLimits& limits = {});

}  // namespace skylt
