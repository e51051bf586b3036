#include "player/sync/provision.hpp"

#include "core/base/error.hpp"

namespace skylt {
namespace {

/// Reads the folder's manifest and has it judged; every fault names the file.
template <typename Accept>
ContentCache::Stored read_manifest(FileSystem& files, const std::string& dir, const Accept& accept) {
  const std::string path = dir + "/manifest.json";
  const auto text = files.read(path);
  if (!text) throw Error{ErrorCode::NotFound, path + ": no such file; the folder needs manifest.json and blobs/"};
  try {
    SignedManifest signed_manifest = parse_signed_manifest(*text);
    Manifest manifest = accept(signed_manifest);
    return {std::move(signed_manifest), std::move(manifest)};
  } catch (const Error& error) {
    std::throw_with_nested(Error{error.code(), path});
  }
}

BlobPtr read_blob(FileSystem& files, const std::string& dir, const BlobRef& ref) {
  const std::string path = dir + "/blobs/" + ref.sha256;
  if (!files.size(path)) throw Error{ErrorCode::NotFound, path + ": no such file; copy the whole folder again"};
  if (files.size(path) != ref.bytes || files.sha256(path) != ref.sha256) {
    throw Error{ErrorCode::Invalid, path + ": damaged (" + ref.role + " '" + ref.name + "'); copy the folder again"};
  }
  return files.map(path);
}

}  // namespace

ContentCache::Stored provision(FileSystem& files, const std::string& from_dir, ContentCache& cache) {
  ContentCache::Stored snapshot = read_manifest(
      files, from_dir, [&](const SignedManifest& manifest) { return accept_manifest(manifest, cache.trust()); });
  load_snapshot(snapshot.manifest, [&](const BlobRef& ref) { return read_blob(files, from_dir, ref); });
  cache.pin(signing_key_of(snapshot.signed_manifest, cache.trust()));
  for (const BlobRef& ref : cache.missing(snapshot.manifest)) {
    cache.drop_partial(ref);
    cache.append_partial(ref, read_blob(files, from_dir, ref)->text());
    cache.finish_partial(ref);
  }
  cache.commit(snapshot);
  cache.collect_garbage(snapshot.manifest.revision);
  return snapshot;
}

Snapshot read_snapshot_folder(FileSystem& files, const std::string& dir) {
  const auto snapshot = read_manifest(files, dir, [](const SignedManifest& manifest) {
    signing_key_of(manifest, Trust{});
    return parse_manifest(manifest.text);
  });
  return load_snapshot(snapshot.manifest, [&](const BlobRef& ref) { return read_blob(files, dir, ref); });
}

}  // namespace skylt
