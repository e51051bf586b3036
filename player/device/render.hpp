#pragma once
#include <optional>
#include <string>

#include "core/base/geometry.hpp"
#include "core/base/time.hpp"

namespace skylt {

struct RenderOptions {
  std::string snapshot;  ///< folder with manifest.json and blobs/
  UtcTime at{};
  std::optional<UtcTime> to;  ///< with `every`: one scene after the other until then, inclusive
  std::optional<Minutes> every;
  std::optional<UtcTime> fetched;
  std::string language;  ///< before the screen's own; empty: none
  SizePx size;           ///< 0 × 0: the screen's own
  std::string out;       ///< PNG file; empty: none. Of the last moment where there are several
  std::string scene;     ///< JSON file or "-"; one document, one a line where there are several
};

/// `skylt-player render`: pictures and scenes of a snapshot without window, network or cache. Throws Error.
void render(const RenderOptions& options);

}  // namespace skylt
