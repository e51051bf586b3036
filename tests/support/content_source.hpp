#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/snapshot/snapshot.hpp"
#include "player/sync/fetcher.hpp"

namespace skylt::test {

/// A snapshot of one screen with a handful of small blobs; another revision has another event name and image.
struct SmallSnapshot {
  Manifest manifest;
  SignedManifest signed_manifest;
  std::map<std::string, std::string> blobs;  ///< by hash
};
SmallSnapshot small_snapshot(std::int64_t revision, const SigningKey& key, const std::string& screen = "foyer");

/// The revision that a small snapshot says in its content, after checking that all its parts are of that revision.
/// -1: a mix.
std::int64_t revision_inside(const Snapshot& snapshot);

/// The players' HTTP of a content server, in memory: polls are answered at once. Tests bend its answers.
class ContentSource : public Fetcher {
 public:
  explicit ContentSource(SigningKey key) : key_{std::move(key)} {}

  void publish(std::int64_t revision) { put(small_snapshot(revision, key_)); }
  void put(SmallSnapshot snapshot);

  HttpResponse fetch(const HttpRequest& request) override;
  void stop() override {}

  /// Answers instead of the server, or throws; nullopt: let the server answer.
  std::function<std::optional<HttpResponse>(const HttpRequest&)> before;
  /// Bends the server's answer before it is delivered.
  std::function<void(const HttpRequest&, HttpResponse&)> after;
  /// The connection breaks after this many bytes of a blob, once.
  std::optional<std::size_t> break_after;

  const SigningKey& key() const { return key_; }
  const std::vector<HttpRequest>& requests() const { return requests_; }
  std::size_t blob_bytes_sent() const { return blob_bytes_; }
  UtcTime time{};  ///< what it signs

 private:
  HttpResponse answer(const HttpRequest& request);
  HttpResponse blob(const HttpRequest& request);

  SigningKey key_;
  SmallSnapshot current_;
  std::map<std::string, std::string> blobs_;
  std::vector<HttpRequest> requests_;
  std::size_t blob_bytes_ = 0;
};

}  // namespace skylt::test
