// A manifest and its envelope from an untrusted network: any bytes end in a value or an Error, and a value survives
// being written and read again.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/snapshot/snapshot.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  try {
    const auto manifest = skylt::parse_manifest(input);
    const auto text = skylt::manifest_text(manifest);
    if (skylt::manifest_text(skylt::parse_manifest(text)) != text) std::abort();
  } catch (const skylt::Error&) {
  }
  try {
    const auto envelope = skylt::parse_signed_manifest(input);
    if (skylt::parse_signed_manifest(skylt::signed_manifest_text(envelope)).text != envelope.text) std::abort();
    for (const auto& signature : envelope.signatures) skylt::verify(envelope, signature.key);
  } catch (const skylt::Error&) {
  }
  try {
    skylt::parse_status(input);
  } catch (const skylt::Error&) {
  }
  return 0;
}
