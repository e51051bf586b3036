#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/language/words.hpp"
#include "core/layout/layout.hpp"
#include "core/programme/event.hpp"

namespace skylt {

/// One entry of a manifest: an immutable file and what it is to the screen.
struct BlobRef {
  /// event, venue, links, closures, programme, changes, messages, screen, layout, theme, words, font, hyphenation,
  /// image
  std::string role;
  std::string name;    ///< within its role: a venue id, a language, a file name
  std::string sha256;  ///< 64 lower-case hex digits
  std::uint64_t bytes = 0;
  std::string type;  ///< media type
  bool operator==(const BlobRef&) const = default;
};

/// "skylt/manifest/1": everything one screen needs at one revision.
struct Manifest {
  std::string event;
  std::string screen;
  std::int64_t revision = 0;
  UtcTime created{};
  std::vector<BlobRef> blobs;  ///< by role, name
  std::vector<RotaRule> rota;  ///< the rules that may select this screen
  Json device = Json::object();
};

Manifest parse_manifest(std::string_view json_text);  ///< throws Error(invalid)
std::string manifest_text(const Manifest& manifest);  ///< the exact bytes that are signed

/// The same in pieces, for a server that writes thousands of manifests which share most blobs: the text of one blob
/// reference, and the manifest's text around the comma-joined texts of its blobs by role, name.
std::string blob_ref_text(const BlobRef& blob);
std::string manifest_text_around(const Manifest& manifest, std::string_view blob_texts);

struct Signature {
  std::string key;  ///< base64 Ed25519 public key
  std::string sig;  ///< base64 signature over the bytes of the manifest's text
};

/// {"manifest":"…","signatures":[…]}: what the server sends and a USB stick carries as manifest.json.
struct SignedManifest {
  std::string text;
  std::vector<Signature> signatures;
};

SignedManifest parse_signed_manifest(std::string_view bytes);
std::string signed_manifest_text(const SignedManifest& manifest);

struct SigningKey {
  std::string public_key;  ///< base64
  std::string secret_key;  ///< base64
};
SigningKey make_signing_key();
SignedManifest sign(const Manifest& manifest, const SigningKey& key);

/// Ed25519 over any text: manifests, and the server's signed time. Throws Error(invalid) for a broken key.
Signature sign_text(std::string_view text, const SigningKey& key);
bool verify_text(std::string_view text, const Signature& signature);

/// True when one signature is of `public_key` and fits the text.
bool verify(const SignedManifest& manifest, const std::string& public_key);

/// The server's clock, signed: {"time":T,"key","sig"}, the players' second source of time.
Json signed_time(UtcTime now, const SigningKey& key);
/// nullopt unless `json_text` is a signed time of `public_key`.
std::optional<UtcTime> verify_signed_time(std::string_view json_text, const std::string& public_key);

std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view bytes);

/// Bytes of a blob; the implementation owns them (memory-mapped file, vector) as long as the object lives.
class Blob {
 public:
  virtual ~Blob() = default;
  virtual std::span<const std::byte> bytes() const = 0;
  /// Lets go of memory that comes back by itself when the bytes are read again; they stay where they are. Any thread.
  virtual void give_back() const {}
  std::string_view text() const;
};
using BlobPtr = std::shared_ptr<const Blob>;

/// Finds a blob by hash; throws Error(not_found) when it is not there, Error(invalid) when its bytes have another hash.
using BlobReader = std::function<BlobPtr(const BlobRef&)>;

BlobPtr make_blob(std::string bytes);

struct NamedBlob {
  std::string name;
  std::string sha256;
  BlobPtr blob;
};

/// A whole snapshot, read and checked: what the player shows. Immutable; handed between threads as shared_ptr<const>.
struct Snapshot {
  Manifest manifest;
  Event event;
  std::vector<Organiser> organisers;
  std::vector<Track> tracks;
  std::vector<Venue> venues;  ///< the screen's own whole; of others names, levels, rooms and the nodes of links
  std::vector<Link> links;
  std::vector<Closure> closures;  ///< of the screen's own venue
  std::vector<Session> sessions;  ///< already without hidden sessions and withheld names
  std::vector<Change> changes;
  std::vector<Message> messages;
  Screen screen;
  std::vector<Layout> layouts;
  Theme theme;
  Words words;
  std::vector<NamedBlob> fonts;
  std::vector<NamedBlob> hyphenation;  ///< name: language tag; Hunspell/libhyphen dictionary
  std::vector<NamedBlob> images;
};

/// Throws Error with the blob's role and name when something is missing, damaged or malformed.
Snapshot load_snapshot(Manifest manifest, const BlobReader& read);

/// {"version","revision","shown_revision","scene_sha256",…}: what a player reports (CONTRACTS.md, status).
struct PlayerStatus {
  std::string version;
  std::int64_t revision = 0;
  std::int64_t shown_revision = 0;
  std::string scene_sha256;
  std::uint64_t frame = 0;
  bool clock_trusted = false;
  std::int64_t clock_offset_ms = 0;
  std::int64_t uptime_s = 0;
  std::uint64_t disk_free = 0;
  std::vector<std::pair<std::string, std::uint64_t>> failures;
  /// What the scene of `scene_sha256` was made for, so that the server can make it again; players of old do not say.
  struct Drawn {
    UtcTime at{}, rotation{};
    bool trusted = true;
    std::optional<UtcTime> fetched;
    SizePx size;
    bool operator==(const Drawn&) const = default;
  };
  std::optional<Drawn> drawn;
};
Json to_json(const PlayerStatus& status);
PlayerStatus parse_status(std::string_view json_text);

}  // namespace skylt
