#include "player/sync/cache.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kBlock = 4096;            ///< files take whole blocks of the disk
constexpr std::uint64_t kRoomBeside = 64 * 1024;  ///< for manifests, trust.json and folders

std::optional<std::int64_t> parse_revision(std::string_view text) {
  std::int64_t revision = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (fault != std::errc{} || end != text.data() + text.size() || revision < 0) return std::nullopt;
  return revision;
}

/// A file that cannot be read is as good as absent: what lies elsewhere on the disk is shown all the same.
std::optional<std::string> read_if_possible(FileSystem& files, const std::string& path) {
  try {
    return files.read(path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string name_of(const BlobRef& ref) { return ref.role + " '" + ref.name + "' (" + ref.sha256 + ")"; }

}  // namespace

ContentCache::ContentCache(FileSystem& files, std::string dir) : files_{files}, dir_{std::move(dir)} {
  files_.make_dir(dir_ + "/blobs");
  files_.make_dir(dir_ + "/snapshots");
  load_trust();
  for (const Stored& snapshot : stored()) trust_.revision = std::max(trust_.revision, snapshot.manifest.revision);
}

void ContentCache::load_trust() {
  try {
    const auto text = files_.read(dir_ + "/trust.json");
    if (!text) return;
    trust_ = parse_trust(*text);
    return;
  } catch (const Error&) {
    trust_ = {};
  }
  for (const std::int64_t revision : revisions()) {
    try {
      const auto manifest = files_.read(dir_ + "/snapshots/" + std::to_string(revision) + ".json");
      trust_.key = signing_key_of(parse_signed_manifest(manifest.value_or("")), trust_);
      return;
    } catch (const Error&) {
      continue;  // damaged as well
    }
  }
}

void ContentCache::store_trust() { write_durably(files_, dir_, "trust.json", dump_json(to_json(trust_), 1) + '\n'); }

void ContentCache::pin(const std::string& key) {
  if (trust_.key == key) return;
  if (!trust_.key.empty()) {
    throw Error{ErrorCode::Conflict, "this player trusts the server with key " + trust_.key + ", not " + key};
  }
  trust_.key = key;
  store_trust();
}

void ContentCache::note_time(UtcTime signed_time) {
  const bool first = trust_.time == UtcTime{};
  trust_.time = std::max(trust_.time, signed_time);
  if (first) store_trust();
}

std::optional<ContentCache::Stored> ContentCache::load(std::int64_t revision) {
  const auto text = read_if_possible(files_, dir_ + "/snapshots/" + std::to_string(revision) + ".json");
  if (!text) return std::nullopt;
  try {
    Stored snapshot{parse_signed_manifest(*text), {}};
    if (!verify(snapshot.signed_manifest, trust_.key)) return std::nullopt;
    snapshot.manifest = parse_manifest(snapshot.signed_manifest.text);
    if (snapshot.manifest.revision != revision) return std::nullopt;
    return snapshot;
  } catch (const Error&) {
    return std::nullopt;  // garbled on the disk: as good as absent
  }
}

std::optional<std::int64_t> ContentCache::current_revision() {
  auto text = read_if_possible(files_, dir_ + "/current");
  if (!text || !text->ends_with('\n')) return std::nullopt;
  text->pop_back();
  return parse_revision(*text);
}

std::vector<std::int64_t> ContentCache::revisions() {
  std::vector<std::int64_t> all;
  for (const std::string& name : files_.list(dir_ + "/snapshots")) {
    if (!name.ends_with(".json")) continue;
    if (const auto revision = parse_revision(name.substr(0, name.size() - 5))) all.push_back(*revision);
  }
  std::sort(all.rbegin(), all.rend());
  return all;
}

std::vector<ContentCache::Stored> ContentCache::stored() {
  std::vector<Stored> snapshots;
  const auto current = current_revision();
  if (current) {
    if (auto snapshot = load(*current)) snapshots.push_back(std::move(*snapshot));
  }
  const bool current_is_whole = !snapshots.empty();
  for (const std::int64_t revision : revisions()) {
    // A manifest above `current` was being put there when the power went; its turn comes with the next poll.
    if (current_is_whole && revision >= *current) continue;
    if (auto snapshot = load(revision)) snapshots.push_back(std::move(*snapshot));
  }
  return snapshots;
}

std::vector<BlobRef> ContentCache::missing(const Manifest& manifest) {
  std::vector<BlobRef> absent;
  std::set<std::string> seen;
  for (const BlobRef& ref : manifest.blobs) {
    if (seen.insert(ref.sha256).second && files_.size(blob_path(ref.sha256)) != ref.bytes) absent.push_back(ref);
  }
  return absent;
}

std::uint64_t ContentCache::missing_bytes(const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const BlobRef& ref : missing(manifest)) bytes += ref.bytes - std::min(ref.bytes, partial_bytes(ref));
  return bytes;
}

std::uint64_t ContentCache::room_for(const Manifest& manifest) {
  std::uint64_t room = kRoomBeside;
  for (const BlobRef& ref : missing(manifest)) {
    const std::uint64_t left = ref.bytes - std::min(ref.bytes, partial_bytes(ref));
    room += (left + kBlock - 1) / kBlock * kBlock;
  }
  return room;
}

std::uint64_t ContentCache::partial_bytes(const BlobRef& ref) { return files_.size(part_path(ref)).value_or(0); }

void ContentCache::append_partial(const BlobRef& ref, std::string_view bytes) {
  if (partial_bytes(ref) + bytes.size() > ref.bytes) {
    drop_partial(ref);
    throw Error{ErrorCode::Invalid, name_of(ref) + " is longer than its " + std::to_string(ref.bytes) + " bytes"};
  }
  files_.append(part_path(ref), bytes);
}

void ContentCache::drop_partial(const BlobRef& ref) { files_.remove(part_path(ref)); }

void ContentCache::finish_partial(const BlobRef& ref) {
  if (ref.bytes == 0) files_.write(part_path(ref), "");
  try {
    if (partial_bytes(ref) != ref.bytes || files_.sha256(part_path(ref)) != ref.sha256) {
      throw Error{ErrorCode::Invalid, name_of(ref) + " arrived damaged; it will be fetched again"};
    }
    files_.sync(part_path(ref));
  } catch (const Error&) {
    // After a sync that failed the kernel takes for written what is not: the next one would find nothing to do.
    drop_partial(ref);
    throw;
  }
  files_.rename(part_path(ref), blob_path(ref.sha256));
}

BlobPtr ContentCache::read(const BlobRef& ref) {
  const std::string path = blob_path(ref.sha256);
  if (!files_.size(path)) throw Error{ErrorCode::NotFound, name_of(ref) + " is not in the cache"};
  if (!is_intact(ref)) {
    files_.remove(path);
    throw Error{ErrorCode::Invalid, name_of(ref) + " is damaged on the disk; it will be fetched again"};
  }
  return files_.map(path);
}

bool ContentCache::is_intact(const BlobRef& ref) {
  const std::string path = blob_path(ref.sha256);
  try {
    return files_.size(path) == ref.bytes && files_.sha256(path) == ref.sha256;
  } catch (const Error& error) {
    // missing() looks at lengths alone and would never have it fetched again.
    if (error.code() == ErrorCode::Invalid) files_.remove(path);
    throw;
  }
}

BlobReader ContentCache::reader() {
  return [this](const BlobRef& ref) { return read(ref); };
}

void ContentCache::commit(const Stored& snapshot) {
  const std::int64_t revision = snapshot.manifest.revision;
  files_.sync_dir(dir_ + "/blobs");
  write_durably(files_, dir_ + "/snapshots", std::to_string(revision) + ".json",
                signed_manifest_text(snapshot.signed_manifest));
  write_durably(files_, dir_, "current", std::to_string(revision) + '\n');
  trust_.revision = std::max(trust_.revision, revision);
  store_trust();
}

void ContentCache::collect_garbage(std::int64_t shown) {
  const auto snapshots = stored();
  std::set<std::string> kept_blobs;
  std::set<std::string> kept_manifests;
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (i >= 2 && snapshots[i].manifest.revision != shown) continue;
    kept_manifests.insert(std::to_string(snapshots[i].manifest.revision) + ".json");
    for (const BlobRef& ref : snapshots[i].manifest.blobs) kept_blobs.insert(ref.sha256);
  }
  for (const std::string& name : files_.list(dir_ + "/snapshots")) {
    if (!kept_manifests.contains(name)) files_.remove(dir_ + "/snapshots/" + name);
  }
  // A manifest must be gone for good before its blobs are.
  files_.sync_dir(dir_ + "/snapshots");
  for (const std::string& name : files_.list(dir_ + "/blobs")) {
    if (!kept_blobs.contains(name)) files_.remove(dir_ + "/blobs/" + name);
  }
}

LoadedSnapshot load_newest(ContentCache& cache) {
  return load_newest(cache, [](const std::shared_ptr<const Snapshot>&) { return true; });
}

LoadedSnapshot load_newest(ContentCache& cache,
                           const std::function<bool(const std::shared_ptr<const Snapshot>&)>& take) {
  LoadedSnapshot loaded;
  for (const ContentCache::Stored& stored : cache.stored()) {
    try {
      auto snapshot = std::make_shared<const Snapshot>(load_snapshot(stored.manifest, cache.reader()));
      if (!take(snapshot)) continue;
      loaded.snapshot = std::move(snapshot);
      return loaded;
    } catch (const std::exception& error) {
      loaded.faults.push_back(describe(error));
    }
  }
  return loaded;
}

}  // namespace skylt
