#pragma once
#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {

/// What to draw: a snapshot folder at a moment.
struct DrawRequest {
  std::string snapshot;  ///< from Renderer::keep()
  UtcTime at{}, rotation{};
  bool trusted = true;
  std::optional<UtcTime> fetched;
  std::string language;
  SizePx size;    ///< 0 × 0: the screen's own
  int width = 0;  ///< of the finished picture; 0: as drawn
  bool picture = false;
  bool scene = false;
};

struct Drawing {
  std::string scene_sha256;
  Json scene;       ///< where asked for
  std::string png;  ///< where asked for
};

/// Draws by `skylt-player render --requests` in a few limited child processes that live on: a picture is exactly what
/// the player draws, and a fault in drawing never reaches this process (S-44). Thread-safe; a call waits for a free
/// child.
class Renderer {
 public:
  /// `folder` is emptied and used for snapshots; `player`: path of skylt-player.
  Renderer(std::string folder, std::string player, std::size_t children);
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  using FindBlob = std::function<BlobPtr(const std::string& sha256)>;
  /// Writes a snapshot to the disk once; `key` names its content. Returns its folder. Old ones are dropped, with the
  /// blobs that no other needs.
  std::string keep(const std::string& key, const Manifest& manifest, const std::string& signed_text,
                   const FindBlob& find);

  /// Throws Error(unavailable) when the child fails or takes longer than five seconds.
  Drawing draw(const DrawRequest& request);

 private:
  class Child;
  struct Kept {
    std::string dir;
    std::set<std::string> blobs;
  };

  void write(const Kept& snapshot, const std::string& signed_text, const FindBlob& find) const;
  void drop(const Kept& snapshot) const;
  std::string blob_path(const std::string& sha256) const { return folder_ + "/blobs/" + sha256; }
  /// Rather one that has that snapshot ready.
  std::unique_ptr<Child> take(const std::string& snapshot);
  void give_back(std::unique_ptr<Child> child);
  std::string next_picture();

  const std::string folder_, player_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Child>> idle_;
  std::size_t started_ = 0;
  const std::size_t most_;
  std::uint64_t pictures_ = 0;
  std::mutex keep_mutex_;                              ///< guards what follows and the folder
  std::list<Kept> kept_;                               ///< newest first
  std::unordered_map<std::string, std::size_t> uses_;  ///< how many of them need a blob
};

}  // namespace skylt
