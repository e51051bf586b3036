#include "player/sync/provision.hpp"

#include "core/base/error.hpp"

namespace skylt {
namespace {

SignedManifest read_manifest(FileSystem& files, const std::string& dir) {
  const std::string path = dir + "/manifest.json";
  const auto text = files.read(path);
  if (!text) throw Error{ErrorCode::NotFound, path + ": no such file; the folder needs manifest.json and blobs/"};
  try {
    return parse_signed_manifest(*text);
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
  const SignedManifest signed_manifest = read_manifest(files, from_dir);
  const ContentCache::Stored snapshot{signed_manifest, accept_manifest(signed_manifest, cache.trust())};
  load_snapshot(snapshot.manifest, [&](const BlobRef& ref) { return read_blob(files, from_dir, ref); });
  cache.pin(signing_key_of(signed_manifest, cache.trust()));
  for (const BlobRef& ref : cache.missing(snapshot.manifest)) {
    cache.drop_partial(ref);
    cache.append_partial(ref, read_blob(files, from_dir, ref)->text());
    cache.finish_partial(ref);
  }
  cache.commit(snapshot);
  cache.collect_garbage();
  return snapshot;
}

Snapshot read_snapshot_folder(FileSystem& files, const std::string& dir) {
  const SignedManifest signed_manifest = read_manifest(files, dir);
  signing_key_of(signed_manifest, Trust{});
  return load_snapshot(parse_manifest(signed_manifest.text),
                       [&](const BlobRef& ref) { return read_blob(files, dir, ref); });
}

}  // namespace skylt
