#include "player/sync/cache.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"

namespace skylt {
namespace {

constexpr std::uint64_t kBlock = 4096;                           ///< files take whole blocks of the disk
constexpr std::uint64_t kRoomBeside = std::uint64_t{64} * 1024;  ///< for manifests, trust.json and folders

std::optional<std::int64_t> parse_revision(std::string_view text) {
  std::int64_t revision = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (fault != std::errc{} || end != text.data() + text.size() || revision < 0) return std::nullopt;
  return revision;
}

std::string name_of(const BlobRef& ref) { return ref.role + " '" + ref.name + "' (" + ref.sha256 + ")"; }

}  // namespace

ContentCache::ContentCache(FileSystem& files, std::string dir) : files_{files}, dir_{std::move(dir)} {
  files_.make_dir(dir_ + "/blobs");
  files_.make_dir(dir_ + "/snapshots");
  load_trust();
}

const Trust& ContentCache::trust() {
  if (trust_fault_) load_trust();
  return trust_;
}

void ContentCache::load_trust() {
  std::optional<Error> fault;
  Trust trust;
  try {
    const auto text = files_.read(dir_ + "/trust.json");
    if (text) trust = parse_trust(*text);
  } catch (const Error& error) {
    fault = error;
    trust.key = key_of_manifests(fault);
  }
  if (trust.key.empty()) trust.key = trust_.key;
  for (const auto& [screen, revision] : trust_.revisions) trust.accept(screen, revision);
  trust.time = std::max(trust.time, trust_.time);
  trust_ = trust;
  trust_fault_ = fault;
  const Found found = look();
  for (const Stored& snapshot : found.snapshots) trust_.accept(snapshot.manifest.screen, snapshot.manifest.revision);
  // It has its name from when it was accepted.
  for (const auto& [revision, error] : found.unreadable) trust_.unread = std::max(trust_.unread, revision);
}

/// Of the newest manifest that is whole; empty: none is. `fault`: gets why one cannot be read that might tell it.
std::string ContentCache::key_of_manifests(std::optional<Error>& fault) {
  std::optional<Error> unread;
  for (const std::int64_t revision : revisions()) {
    try {
      const auto text = files_.read(manifest_path(revision));
      return signing_key_of(parse_signed_manifest(text.value_or("")), Trust{});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::Invalid) unread = error;
    }
  }
  if (unread) fault = unread;
  return {};
}

void ContentCache::store_trust() {
  trust();
  // What may be read later is not written over: the key may stand nowhere else, and the accepted revision is that of
  // the current manifest.
  if (trust_is_hidden()) return;
  write_durably(files_, dir_, "trust.json", dump_json(to_json(trust_), 1) + '\n');
  trust_fault_.reset();
}

void ContentCache::pin(const std::string& key) {
  if (trust().key == key) return;
  if (!trust_.key.empty()) {
    throw Error{ErrorCode::Conflict, "this player trusts the server with key " + trust_.key + ", not " + key};
  }
  if (trust_is_hidden()) throw *trust_fault_;  // another key may be pinned
  trust_.key = key;
  store_trust();
}

void ContentCache::note_time(UtcTime signed_time) {
  const bool first = trust_.time == UtcTime{};
  trust_.time = std::max(trust_.time, signed_time);
  if (first) store_trust();
}

std::optional<ContentCache::Stored> ContentCache::load(std::int64_t revision) {
  const auto text = files_.read(manifest_path(revision));
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
  auto text = files_.read(dir_ + "/current");
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

ContentCache::Found ContentCache::look() {
  Found found;
  const auto take = [&](std::int64_t revision) {
    try {
      if (auto snapshot = load(revision)) found.snapshots.push_back(std::move(*snapshot));
    } catch (const Error& error) {
      found.unreadable.emplace(revision, error);
    }
  };
  std::optional<std::int64_t> current;
  try {
    current = current_revision();
  } catch (const Error& error) {
    found.current_unreadable = error;
  }
  if (current) take(*current);
  const bool current_is_whole = !found.snapshots.empty();
  for (const std::int64_t revision : revisions())
    if (!(current_is_whole && revision == *current) && !found.unreadable.contains(revision)) take(revision);
  if (!current_is_whole) return found;
  const std::string screen = found.snapshots.front().manifest.screen;
  const auto is_same = [&](const Stored& one) { return one.manifest.screen == screen; };
  // A manifest above `current` was being put there when the power went; its turn comes with the next poll.
  std::erase_if(found.snapshots, [&](const Stored& one) { return is_same(one) && one.manifest.revision > *current; });
  std::erase_if(found.unreadable, [&](const auto& one) { return one.first > *current; });
  // What the player showed when it was another screen comes after what this one showed.
  std::stable_partition(found.snapshots.begin(), found.snapshots.end(), is_same);
  return found;
}

std::vector<std::string> ContentCache::unreadable() {
  std::vector<std::string> faults;
  if (trust_fault_) faults.push_back(describe(*trust_fault_));
  const Found found = look();
  if (found.current_unreadable) faults.push_back(describe(*found.current_unreadable));
  for (const auto& [revision, fault] : found.unreadable) faults.push_back(describe(fault));
  return faults;
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
  bool intact = false;
  try {
    intact = files_.size(path) == ref.bytes && files_.sha256(path) == ref.sha256;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::Invalid) throw;
  }
  if (!intact) {
    files_.remove(path);  // missing() looks at lengths alone and would never have it fetched again
    throw Error{ErrorCode::Invalid, name_of(ref) + " is damaged on the disk; it will be fetched again"};
  }
  return files_.map(path);
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
  trust_.accept(snapshot.manifest.screen, revision);
  store_trust();
}

/// Throws what keeps it from knowing which snapshots are the two newest and that of revision `shown`.
std::vector<ContentCache::Stored> ContentCache::needed(std::int64_t shown) {
  trust();  // without the key all manifests would look like somebody else's
  const Found found = look();
  if (found.current_unreadable) throw *found.current_unreadable;
  for (const auto& unreadable : found.unreadable) {
    const auto revision = unreadable.first;
    const auto newer = std::count_if(found.snapshots.begin(), found.snapshots.end(),
                                     [&](const Stored& one) { return one.manifest.revision > revision; });
    if (newer < 2 || revision == shown) throw unreadable.second;
  }
  std::vector<Stored> needed;
  for (const Stored& snapshot : found.snapshots) {
    if (needed.size() < 2 || snapshot.manifest.revision == shown) needed.push_back(snapshot);
  }
  return needed;
}

void ContentCache::collect_garbage(std::int64_t shown) {
  std::set<std::string> kept_blobs;
  std::set<std::string> kept_manifests;
  for (const Stored& snapshot : needed(shown)) {
    kept_manifests.insert(std::to_string(snapshot.manifest.revision) + ".json");
    for (const BlobRef& ref : snapshot.manifest.blobs) kept_blobs.insert(ref.sha256);
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
  LoadedSnapshot loaded{nullptr, cache.unreadable()};
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
