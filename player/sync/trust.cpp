#include "player/sync/trust.hpp"

#include "core/base/error.hpp"

namespace skylt {

namespace {

std::string check_of(const Trust& trust) {
  return sha256_hex(trust.key + ' ' + std::to_string(trust.revision) + ' ' + format_instant(trust.time));
}

}  // namespace

Json to_json(const Trust& trust) {
  return {{"key", trust.key},
          {"revision", trust.revision},
          {"time", format_instant(trust.time)},
          {"check", check_of(trust)}};
}

Trust parse_trust(std::string_view json_text) {
  const Json document = parse_json(json_text, "trust.json");
  Faults faults;
  JsonReader reader{document, faults};
  Trust trust;
  trust.key = reader.optional_string("key");
  const Json* revision = reader.raw("revision");
  if (revision && revision->is_number_integer()) {
    trust.revision = revision->get<std::int64_t>();
  } else {
    reader.fault("revision", "not an integer");
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
  if (parsed.revision < trust.revision) {
    refuse("it is older than revision " + std::to_string(trust.revision) + ", which was accepted before");
  }
  if (trust.revision > 0 && parsed.revision - trust.revision > kWidestJump) {
    refuse("it lies more than a million above revision " + std::to_string(trust.revision));
  }
  return parsed;
}

}  // namespace skylt
