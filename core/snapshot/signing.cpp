#include <sodium.h>

#include <array>
#include <optional>

#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

/// Before the signed instant, so that no other signed text can pass for one.
const std::string kTimePurpose = "skylt/time/1 ";

using Bytes = std::vector<unsigned char>;

void start_sodium() {
  static const int started = sodium_init();
  if (started < 0) throw Error{ErrorCode::Internal, "libsodium cannot start: no source of randomness"};
}

std::string to_base64(std::span<const unsigned char> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // libsodium counts the closing zero
  return text;
}

/// nullopt unless `text` is base64 of exactly `size` bytes.
std::optional<Bytes> from_base64(const std::string& text, std::size_t size) {
  Bytes bytes(size);
  std::size_t written = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &written, &end,
                                       sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || written != size || end != text.data() + text.size()) return std::nullopt;
  return bytes;
}

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string sha256_of(const unsigned char* bytes, std::size_t size) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), bytes, size);
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

}  // namespace

SigningKey make_signing_key() {
  start_sodium();
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_keypair(public_key.data(), secret_key.data());
  SigningKey key{to_base64(public_key), to_base64(secret_key)};
  sodium_memzero(secret_key.data(), secret_key.size());
  return key;
}

Signature sign_text(std::string_view text, const SigningKey& key) {
  start_sodium();
  auto secret = from_base64(key.secret_key, crypto_sign_SECRETKEYBYTES);
  if (!secret) throw Error{ErrorCode::Invalid, "the signing key is not a base64 Ed25519 secret key"};
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(text), text.size(), secret->data());
  sodium_memzero(secret->data(), secret->size());
  return {key.public_key, to_base64(signature)};
}

bool verify_text(std::string_view text, const Signature& signature) {
  start_sodium();
  const auto key = from_base64(signature.key, crypto_sign_PUBLICKEYBYTES);
  const auto sig = from_base64(signature.sig, crypto_sign_BYTES);
  return key && sig && crypto_sign_verify_detached(sig->data(), raw(text), text.size(), key->data()) == 0;
}

SignedManifest sign(const Manifest& manifest, const SigningKey& key) {
  auto text = manifest_text(manifest);
  auto signature = sign_text(text, key);
  return {std::move(text), {std::move(signature)}};
}

bool verify(const SignedManifest& manifest, const std::string& public_key) {
  for (const auto& signature : manifest.signatures)
    if (signature.key == public_key && verify_text(manifest.text, signature)) return true;
  return false;
}

Json signed_time(UtcTime now, const SigningKey& key) {
  const auto time = format_instant(now);
  const auto signature = sign_text(kTimePurpose + time, key);
  return Json{{"time", time}, {"key", signature.key}, {"sig", signature.sig}};
}

std::optional<UtcTime> verify_signed_time(std::string_view json_text, const std::string& public_key) {
  try {
    const Json document = parse_json(json_text, "time", {.max_depth = 4, .max_bytes = 4096});
    Faults faults;
    JsonReader reader{document, faults};
    const auto time = reader.string("time");
    const Signature signature{reader.string("key"), reader.string("sig")};
    if (!faults.empty() || signature.key != public_key) return std::nullopt;
    return verify_text(kTimePurpose + time, signature) ? parse_instant(time) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  return sha256_of(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string sha256_hex(std::string_view bytes) { return sha256_of(raw(bytes), bytes.size()); }

}  // namespace skylt
