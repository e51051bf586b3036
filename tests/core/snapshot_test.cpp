#include "core/snapshot/snapshot.hpp"

#include "core/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace skylt;

namespace {

const std::string kHash(64, 'a');

Manifest small_manifest() {
  Manifest manifest;
  manifest.event = "mm26";
  manifest.screen = "foyer";
  manifest.revision = 7;
  manifest.created = *parse_instant("2026-05-05T08:00:00Z");
  manifest.blobs = {{"venue", "library", kHash, 12, "application/json"},
                    {"event", "event", kHash, 34, "application/json"}};
  return manifest;
}

std::string with(const std::string& text, const std::string& from, const std::string& to) {
  auto out = text;
  out.replace(out.find(from), from.size(), to);
  return out;
}

}  // namespace

TEST_CASE("the text of a manifest has one form whatever the order of its blobs") {
  auto manifest = small_manifest();
  const auto text = manifest_text(manifest);
  CHECK(text ==
        R"({"format":"skylt/manifest/1","event":"mm26","screen":"foyer","revision":7,"created":"2026-05-05T08:00:00Z",)"
        R"("blobs":[{"role":"event","name":"event","sha256":")" +
            kHash + R"(","bytes":34,"type":"application/json"},{"role":"venue","name":"library","sha256":")" + kHash +
            R"(","bytes":12,"type":"application/json"}],"rota":[],"device":{}})");
  std::swap(manifest.blobs[0], manifest.blobs[1]);
  CHECK(manifest_text(manifest) == text);
  CHECK(manifest_text(parse_manifest(text)) == text);
}

TEST_CASE("a manifest keeps its device wishes and rota") {
  auto manifest = small_manifest();
  manifest.device = Json{{"screenshot", 17}, {"identify_until", "2026-05-05T10:32:00Z"}};
  RotaRule rule;
  rule.id = "evening";
  rule.layout = "agenda";
  rule.from_time = "17:00";
  rule.to_time = "22:00";
  manifest.rota = {rule};
  const auto read = parse_manifest(manifest_text(manifest));
  CHECK(read.device == manifest.device);
  CHECK(read.rota == manifest.rota);
}

TEST_CASE("a malformed manifest is refused with the place of its first fault") {
  const auto text = manifest_text(small_manifest());
  struct Row {
    std::string from, to, says;
  };
  const Row rows[] = {
      {"manifest/1", "manifest/2", "manifest: /format: must be skylt/manifest/1"},
      {"\"revision\":7", "\"revision\":-7", "manifest: /revision: must be a whole number from 0 to 2^53"},
      {"\"revision\":7", "\"revision\":7.5", "manifest: /revision: must be a whole number from 0 to 2^53"},
      {"\"bytes\":34", "\"bytes\":\"34\"", "manifest: /blobs/0/bytes: must be a whole number from 0 to 2^53"},
      {"aaaa", "AAAA", "manifest: /blobs/0/sha256: must be 64 lower-case hexadecimal digits"},
      {"aaaa", "../.", "manifest: /blobs/0/sha256: must be 64 lower-case hexadecimal digits"},
      {"\"device\":{}", "\"device\":3", "manifest: /device: must be an object"},
      {"\"screen\":\"foyer\"", "\"screen\":\"\"", "manifest: /screen: is missing or empty"},
      {"\"rota\"", "\"rotas\"", "manifest: /rotas: unknown key 'rotas'"},
  };
  for (const auto& row : rows) {
    INFO(row.to);
    CHECK_THROWS_WITH(parse_manifest(with(text, row.from, row.to)), row.says);
  }
}

TEST_CASE("one role and name names one blob") {
  auto manifest = small_manifest();
  manifest.blobs.push_back(manifest.blobs.front());
  CHECK_THROWS_WITH(parse_manifest(manifest_text(manifest)), "manifest: /blobs/2/name: repeats venue 'library'");
}

TEST_CASE("a manifest over 1 MiB is neither made nor read (S-61)") {
  auto manifest = small_manifest();
  manifest.device = Json{{"note", std::string(std::size_t{1} << 20, 'x')}};
  CHECK_THROWS_WITH(manifest_text(manifest), "manifest of screen 'foyer' is larger than 1 MiB (S-61)");
  CHECK_THROWS_AS(parse_manifest(std::string((std::size_t{1} << 20) + 1, ' ')), Error);
  CHECK_THROWS_WITH(
      parse_signed_manifest(signed_manifest_text({std::string((std::size_t{1} << 20) + 1, 'x'), {{"k", "s"}}})),
      "manifest.json: /manifest: is larger than 1 MiB (S-61)");
}

TEST_CASE("a signature holds for its own text and key alone (S-60)") {
  const auto key = make_signing_key();
  const auto other = make_signing_key();
  const auto manifest = sign(small_manifest(), key);
  CHECK(verify(manifest, key.public_key));
  CHECK_FALSE(verify(manifest, other.public_key));
  CHECK_FALSE(verify({with(manifest.text, "\"revision\":7", "\"revision\":8"), manifest.signatures}, key.public_key));
  CHECK_FALSE(verify({manifest.text, {{other.public_key, manifest.signatures[0].sig}}}, other.public_key));
  CHECK_FALSE(verify({manifest.text, {}}, key.public_key));
}

TEST_CASE("every flipped bit of a signature breaks it (S-60)") {
  const auto key = make_signing_key();
  const auto manifest = sign(small_manifest(), key);
  for (std::size_t i = 0; i < manifest.signatures[0].sig.size(); ++i) {
    auto bad = manifest;
    bad.signatures[0].sig[i] = bad.signatures[0].sig[i] == 'A' ? 'B' : 'A';
    INFO(i);
    CHECK_FALSE(verify(bad, key.public_key));
  }
  auto junk = manifest;
  junk.signatures[0].sig = "not base64";
  CHECK_FALSE(verify(junk, key.public_key));
}

TEST_CASE("a signed manifest travels as one JSON document and keeps its exact bytes") {
  const auto key = make_signing_key();
  auto manifest = small_manifest();
  manifest.event = "Malm\xC3\xB6 \"M\xC3\xB6ts\" \n";
  const auto sent = sign(manifest, key);
  const auto got = parse_signed_manifest(signed_manifest_text(sent));
  CHECK(got.text == sent.text);
  CHECK(verify(got, key.public_key));
  CHECK(parse_manifest(got.text).event == manifest.event);
}

TEST_CASE("a manifest that its server wrote over lines keeps its exact bytes too") {
  const SignedManifest sent{"{\n\t\"event\": \"Malm\xC3\xB6 \\\"M\\\"\"\n}", {{"k", "s"}}};
  const auto document = signed_manifest_text(sent);
  CHECK(document.find('\n') == std::string::npos);
  CHECK(parse_signed_manifest(document).text == sent.text);
}

TEST_CASE("what a captive portal answers is no signed manifest (R-20)") {
  CHECK_THROWS_AS(parse_signed_manifest("<html>Please log in</html>"), Error);
  CHECK_THROWS_AS(parse_signed_manifest(""), Error);
  CHECK_THROWS_AS(parse_signed_manifest("[]"), Error);
  CHECK_THROWS_WITH(parse_signed_manifest(R"({"manifest":"{}","signatures":[]})"),
                    "manifest.json: /signatures: is missing or empty");
}

TEST_CASE("SHA-256 is written as 64 lower-case digits") {
  CHECK(sha256_hex(std::string_view{}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(make_blob("abc")->bytes()) == sha256_hex("abc"));
}

TEST_CASE("a status is read back as it was written") {
  PlayerStatus status;
  status.version = "0.1.0";
  status.revision = 12;
  status.shown_revision = 11;
  status.scene_sha256 = kHash;
  status.frame = 99;
  status.clock_trusted = true;
  status.clock_offset_ms = -250;
  status.uptime_s = 3600;
  status.disk_free = std::uint64_t{8} << 30;
  status.failures = {{"fetch", 3}};
  const auto text = dump_json(to_json(status));
  CHECK(text == R"({"version":"0.1.0","revision":12,"shown_revision":11,"scene_sha256":")" + kHash +
                    R"(","frame":99,"clock":{"trusted":true,"offset_ms":-250},"uptime_s":3600,"disk_free":8589934592,)"
                    R"("failures":[{"code":"fetch","count":3}]})");
  CHECK(dump_json(to_json(parse_status(text))) == text);
  CHECK_THROWS_WITH(parse_status(R"({"revision":-1})"), "status: /revision: must be a whole number");
  CHECK_THROWS_WITH(parse_status(R"({"room":"x"})"), "status: /room: unknown key 'room'");
}

TEST_CASE("the server's time counts with the server's signature alone (R-41)") {
  const auto key = make_signing_key();
  const auto now = *parse_instant("2026-05-05T08:00:00.250Z");
  auto answer = signed_time(now, key);
  CHECK(verify_signed_time(dump_json(answer), key.public_key) == now);
  CHECK_FALSE(verify_signed_time(dump_json(answer), make_signing_key().public_key));
  answer["time"] = "2026-05-05T09:00:00.250Z";
  CHECK_FALSE(verify_signed_time(dump_json(answer), key.public_key));
  CHECK_FALSE(verify_signed_time("<html>", key.public_key));
}
