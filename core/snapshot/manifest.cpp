#include <algorithm>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

constexpr const char* kFormat = "skylt/manifest/1";
constexpr std::size_t kMaxManifest = std::size_t{1} << 20;  // S-61
constexpr std::size_t kMaxSigned = 3 * kMaxManifest;        // the text again, escaped, and its signatures
constexpr std::size_t kMaxSignatures = 16;

bool is_sha256(const std::string& text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return hex_value(c) >= 0 && c == lower_ascii(c); });
}

std::int64_t read_count(JsonReader& reader, const char* key) {
  const Json* value = reader.raw(key);
  if (value && value->is_number_integer() && *value >= 0 && *value <= std::int64_t{1} << 53)
    return value->get<std::int64_t>();
  reader.fault(key, "must be a whole number from 0 to 2^53");
  return 0;
}

BlobRef read_blob_ref(JsonReader& reader) {
  BlobRef blob;
  blob.role = reader.string("role");
  blob.name = reader.optional_string("name");
  blob.sha256 = reader.string("sha256");
  if (!is_sha256(blob.sha256)) reader.fault("sha256", "must be 64 lower-case hexadecimal digits");
  blob.bytes = static_cast<std::uint64_t>(read_count(reader, "bytes"));
  blob.type = reader.string("type");
  reader.reject_unknown();
  return blob;
}

/// A JSON string. Most are plain letters and digits, which need no encoder.
std::string quoted(const std::string& text) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  return std::all_of(text.begin(), text.end(), is_plain) ? '"' + text + '"' : dump_json(Json(text));
}

bool by_role_and_name(const BlobRef& a, const BlobRef& b) {
  return std::tie(a.role, a.name) < std::tie(b.role, b.name);
}

}  // namespace

Manifest parse_manifest(std::string_view json_text) {
  const Json document = parse_json(json_text, "manifest", {.max_depth = 16, .max_bytes = kMaxManifest});
  Faults faults;
  JsonReader reader{document, faults};
  Manifest manifest;
  if (reader.string("format") != kFormat) reader.fault("format", std::string{"must be "} + kFormat);
  manifest.event = reader.optional_string("event");
  manifest.screen = reader.string("screen");
  manifest.revision = read_count(reader, "revision");
  manifest.created = reader.instant("created");
  std::set<std::pair<std::string, std::string>> seen;
  reader.each("blobs", [&](JsonReader& item) {
    manifest.blobs.push_back(read_blob_ref(item));
    const auto& blob = manifest.blobs.back();
    if (!seen.emplace(blob.role, blob.name).second) item.fault("name", "repeats " + blob.role + " '" + blob.name + "'");
  });
  reader.each("rota", [&](JsonReader& item) { manifest.rota.push_back(read_rota_rule(item)); });
  if (const Json* device = reader.raw("device")) {
    if (!device->is_object()) reader.fault("device", "must be an object");
    manifest.device = device->is_object() ? *device : Json::object();
  }
  reader.reject_unknown();
  throw_on("manifest", faults);
  std::sort(manifest.blobs.begin(), manifest.blobs.end(), by_role_and_name);
  return manifest;
}

std::string blob_ref_text(const BlobRef& blob) {
  return R"({"role":)" + quoted(blob.role) + R"(,"name":)" + quoted(blob.name) + R"(,"sha256":)" + quoted(blob.sha256) +
         R"(,"bytes":)" + std::to_string(blob.bytes) + R"(,"type":)" + quoted(blob.type) + '}';
}

std::string manifest_text_around(const Manifest& manifest, std::string_view blob_texts) {
  Json rota = Json::array();
  for (const auto& rule : manifest.rota) rota.push_back(to_json(rule));
  std::string text = R"({"format":")" + std::string{kFormat} + R"(","event":)" + quoted(manifest.event) +
                     R"(,"screen":)" + quoted(manifest.screen) + R"(,"revision":)" + std::to_string(manifest.revision) +
                     R"(,"created":")" + format_instant(manifest.created) + R"(","blobs":[)";
  text += blob_texts;
  text += R"(],"rota":)" + dump_json(rota) + R"(,"device":)" + dump_json(manifest.device) + '}';
  if (text.size() > kMaxManifest)
    throw Error{ErrorCode::Invalid, "manifest of screen '" + manifest.screen + "' is larger than 1 MiB (S-61)"};
  return text;
}

std::string manifest_text(const Manifest& manifest) {
  auto sorted = manifest.blobs;
  std::sort(sorted.begin(), sorted.end(), by_role_and_name);
  std::string blobs;
  for (const auto& blob : sorted) blobs += (blobs.empty() ? "" : ",") + blob_ref_text(blob);
  return manifest_text_around(manifest, blobs);
}

SignedManifest parse_signed_manifest(std::string_view bytes) {
  const Json document = parse_json(bytes, "manifest.json", {.max_depth = 8, .max_bytes = kMaxSigned});
  Faults faults;
  JsonReader reader{document, faults};
  SignedManifest manifest;
  manifest.text = reader.string("manifest");
  if (manifest.text.size() > kMaxManifest) reader.fault("manifest", "is larger than 1 MiB (S-61)");
  reader.each("signatures", [&](JsonReader& item) {
    manifest.signatures.push_back({item.string("key"), item.string("sig")});
    item.reject_unknown();
  });
  if (manifest.signatures.empty()) reader.fault("signatures", "is missing or empty");
  if (manifest.signatures.size() > kMaxSignatures) reader.fault("signatures", "has more than 16 entries");
  reader.reject_unknown();
  throw_on("manifest.json", faults);
  return manifest;
}

std::string signed_manifest_text(const SignedManifest& manifest) {
  std::string out = R"({"manifest":)" + dump_json(Json(manifest.text));
  out += R"(,"signatures":[)";
  const char* comma = "";
  for (const auto& signature : manifest.signatures) {
    out += comma;
    out += R"({"key":)" + quoted(signature.key) + R"(,"sig":)" + quoted(signature.sig) + '}';
    comma = ",";
  }
  return out + "]}";
}

}  // namespace skylt
