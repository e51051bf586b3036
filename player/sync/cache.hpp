#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"
#include "player/sync/file_system.hpp"
#include "player/sync/trust.hpp"

namespace skylt {

/// Snapshots on disk, whole at any instant: a loss of power leaves the old set or the new one.
///
///   blobs/<sha256>             immutable; blobs/<sha256>.part is a download that may be resumed
///   snapshots/<revision>.json  signed manifests: the current one, the one before and, if it is another, the one shown
///   current                    the newest revision that arrived whole
///   trust.json                 the server's key and the highest revision accepted (S-62)
///
/// A blob is renamed into place after its hash was checked and its bytes are durable; `current` is renamed after all
/// blobs and the manifest are; unreferenced files go last. One thread at a time.
class ContentCache {
 public:
  /// Makes the folders where needed. A damaged trust.json is made again from the manifests. What cannot be read,
  /// for want of open files or of rights, stops no start, and is neither removed nor written over.
  ContentCache(FileSystem& files, std::string dir);

  /// Read again at every call as long as trust.json could not be read and was not written again. Until then the newest
  /// manifests on the disk say which key and which revision (S-62).
  const Trust& trust();

  /// Pins the server's key for good. Error(conflict) when another one is pinned, Error(unavailable) when nobody can
  /// tell because what says so cannot be read.
  void pin(const std::string& key);

  /// Remembers that the server signed this instant; stored with the next commit, or at once when it is the first.
  void note_time(UtcTime signed_time);

  struct Stored {
    SignedManifest signed_manifest;
    Manifest manifest;
  };
  /// The stored snapshots that can be read and are signed by the pinned key, current first, then older ones.
  std::vector<Stored> stored() { return look().snapshots; }

  /// Why files that say what is stored, and whose, could not be read; empty when all could.
  std::vector<std::string> unreadable();

  /// Blobs of `manifest` that are not there in their full length, each once.
  std::vector<BlobRef> missing(const Manifest& manifest);

  /// Bytes of `manifest` that must still be fetched.
  std::uint64_t missing_bytes(const Manifest& manifest);

  /// Bytes that the disk must have free to take in `manifest` beside what is there of it already, parts included.
  std::uint64_t room_for(const Manifest& manifest);

  /// Length of what an interrupted download left.
  std::uint64_t partial_bytes(const BlobRef& ref);
  /// Adds to the download. Error(invalid), and the download is dropped, when it gets longer than was signed (S-61).
  void append_partial(const BlobRef& ref, std::string_view bytes);
  void drop_partial(const BlobRef& ref);
  /// Checks length and hash, makes the blob durable and puts it in its place. The download is dropped when they differ
  /// from what was signed, Error(invalid), and when it cannot be read or made durable.
  void finish_partial(const BlobRef& ref);

  /// A blob whose hash has just been checked. A broken or unreadable one is removed so that it is fetched again,
  /// Error(invalid); Error(not_found) when it is not there.
  BlobPtr read(const BlobRef& ref);
  BlobReader reader();

  /// Makes `snapshot` the current one, all of whose blobs are there: the switch is one rename.
  void commit(const Stored& snapshot);

  /// Removes what is referred to by neither the current snapshot, nor the one before, nor that of revision `shown`: the
  /// one on the glass, where the two newest cannot be drawn. Throws, and removes nothing, when one of
  /// their manifests or `current` is there and cannot be read: what it refers to is not known.
  void collect_garbage(std::int64_t shown);

  std::uint64_t free_bytes() { return files_.free_bytes(dir_); }

 private:
  std::string blob_path(const std::string& sha256) const { return dir_ + "/blobs/" + sha256; }
  std::string manifest_path(std::int64_t revision) const {
    return dir_ + "/snapshots/" + std::to_string(revision) + ".json";
  }
  std::string part_path(const BlobRef& ref) const { return blob_path(ref.sha256) + ".part"; }
  struct Found {
    std::vector<Stored> snapshots;             ///< as stored() gives them
    std::map<std::int64_t, Error> unreadable;  ///< manifests that are there and could not be read, and why
    std::optional<Error> current_unreadable;
  };
  Found look();
  std::vector<Stored> needed(std::int64_t shown);
  std::optional<Stored> load(std::int64_t revision);  ///< nullopt: absent or damaged; throws when it cannot be read
  std::optional<std::int64_t> current_revision();     ///< the same
  std::vector<std::int64_t> revisions();              ///< newest first
  void load_trust();
  void store_trust();
  bool trust_is_hidden() const { return trust_fault_ && trust_fault_->code() != ErrorCode::Invalid; }
  std::string key_of_manifests(std::optional<Error>& fault);

  FileSystem& files_;
  std::string dir_;
  Trust trust_;
  std::optional<Error> trust_fault_;  ///< why it is not, or not only, what trust.json says; Error(invalid): damage
};

/// The newest stored snapshot that is whole, and what was wrong with those that are not, or could not be read.
struct LoadedSnapshot {
  std::shared_ptr<const Snapshot> snapshot;  ///< nullptr: none
  std::vector<std::string> faults;
};
LoadedSnapshot load_newest(ContentCache& cache);

/// The same, of those that `take` takes: what cannot be drawn makes way for the one before.
LoadedSnapshot load_newest(ContentCache& cache,
                           const std::function<bool(const std::shared_ptr<const Snapshot>&)>& take);

}  // namespace skylt
