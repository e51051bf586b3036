#include "player/sync/trust.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt {

namespace {

std::string check_of(const Trust& trust) {
  return sha256_hex(trust.key + ' ' + dump_json(Json(trust.revisions)) + ' ' + format_instant(trust.time));
}

std::int64_t highest(const Trust& trust) {
  std::int64_t most = trust.unread;
  for (const auto& [screen, revision] : trust.revisions) most = std::max(most, revision);
  return most;
}

}  // namespace

std::int64_t Trust::least(const std::string& screen) const {
  const auto known = revisions.find(screen);
  return std::max(known == revisions.end() ? 0 : known->second, unread);
}

void Trust::accept(const std::string& screen, std::int64_t revision) {
  auto& highest = revisions[screen];
  highest = std::max(highest, revision);
}

Json to_json(const Trust& trust) {
  return {{"key", trust.key},
          {"revisions", trust.revisions},
          {"time", format_instant(trust.time)},
          {"check", check_of(trust)}};
}

Trust parse_trust(std::string_view json_text) {
  const Json document = parse_json(json_text, "trust.json");
  Faults faults;
  JsonReader reader{document, faults};
  Trust trust;
  trust.key = reader.optional_string("key");
  const Json* revisions = reader.raw("revisions");
  if (revisions && revisions->is_object()) {
    for (const auto& [screen, revision] : revisions->items())
      if (revision.is_number_integer()) trust.revisions[screen] = revision.get<std::int64_t>();
  } else {
    reader.fault("revisions", "not an object");
  }
  trust.time = reader.instant("time");
  if (reader.string("check") != check_of(trust)) reader.fault("check", "does not fit the other values");
  throw_on("trust.json", faults);
  return trust;
}

std::string signing_key_of(const SignedManifest& manifest, const Trust& trust) {
  for (const Signature& signature : manifest.signatures) {
    const std::string& wanted = trust.key.empty() ? signature.key : trust.key;
    if (verify(manifest, wanted)) return wanted;
  }
  throw Error{ErrorCode::Invalid, trust.key.empty()
                                      ? "the manifest has no valid signature"
                                      : "the manifest is not signed by this player's server (key " + trust.key + ")"};
}

Manifest accept_manifest(const SignedManifest& manifest, const Trust& trust) {
  signing_key_of(manifest, trust);
  Manifest parsed = parse_manifest(manifest.text);
  const auto refuse = [&](const std::string& why) {
    throw Error{ErrorCode::Conflict, "revision " + std::to_string(parsed.revision) + " of screen '" + parsed.screen +
                                         "' is refused: " + why};
  };
  const auto least = trust.least(parsed.screen);
  if (parsed.revision < least) {
    refuse("it is older than revision " + std::to_string(least) + ", which was accepted before");
  }
  const auto most = highest(trust);
  if (most > 0 && parsed.revision - most > kWidestJump) {
    refuse("it lies more than a million above revision " + std::to_string(most));
  }
  return parsed;
}

}  // namespace skylt
