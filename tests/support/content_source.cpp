#include "tests/support/content_source.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace skylt::test {
namespace {

std::string filler(std::int64_t revision) {
  std::string bytes = "image " + std::to_string(revision) + ' ';
  while (bytes.size() < 400)
    bytes += static_cast<char>('a' + (bytes.size() * 7 + static_cast<std::size_t>(revision)) % 26);
  return bytes;
}

Screen screen_called(const std::string& id) {
  Screen screen;
  screen.id = id;
  screen.name = "Foyer";
  screen.size = {1920, 1080};
  screen.diagonal_inch = 32;
  screen.distance_mm = 3000;
  screen.layout = "plain";
  return screen;
}

Layout plain_layout() {
  const Json document = Json::parse(R"({"format":"skylt/layout/1","id":"plain","name":{"en":"Plain"},
      "variants":{"landscape":{"regions":[{"id":"clock","box":[0,0,1,1],"widget":"clock","options":{}}]}}})");
  Faults faults;
  Layout layout = read_layout(document, faults);
  throw_on("layout", faults);
  return layout;
}

void add(SmallSnapshot& to, const std::string& role, const std::string& name, const std::string& bytes) {
  const std::string sha256 = sha256_hex(bytes);
  to.manifest.blobs.push_back({role, name, sha256, bytes.size(), "application/octet-stream"});
  to.blobs[sha256] = bytes;
}

}  // namespace

SmallSnapshot small_snapshot(std::int64_t revision, const SigningKey& key, const std::string& screen) {
  SmallSnapshot snapshot;
  snapshot.manifest.event = "mm26";
  snapshot.manifest.screen = screen;
  snapshot.manifest.revision = revision;
  snapshot.manifest.created = *parse_instant("2026-05-05T08:00:00Z") + Minutes{revision};
  Event event;
  event.id = "mm26";
  event.name = Text::in("sv", "Revision " + std::to_string(revision));
  event.languages = {"sv"};
  event.theme = "sample";
  Theme theme;
  theme.id = "sample";
  theme.name = Text::in("sv", "Prov");
  theme.modes[ThemeMode::Light] = {};
  WordFile words;
  words.language = "sv";
  words.name = "svenska";
  words.messages["now"] = {"Nu", WordState::Checked};
  add(snapshot, "event", "event", dump_json(Json{{"event", to_json(event)}}));
  add(snapshot, "screen", screen, dump_json(to_json(screen_called(screen))));
  add(snapshot, "theme", "sample", dump_json(to_json(theme)));
  add(snapshot, "layout", "plain", dump_json(to_json(plain_layout())));
  add(snapshot, "words", "sv", dump_json(to_json(words)));
  add(snapshot, "font", "NotoSans-Regular.ttf", "the same font in every revision");
  add(snapshot, "image", "picture", filler(revision));
  snapshot.signed_manifest = sign(snapshot.manifest, key);
  snapshot.manifest = parse_manifest(snapshot.signed_manifest.text);
  return snapshot;
}

std::int64_t revision_inside(const Snapshot& snapshot) {
  const std::int64_t revision = snapshot.manifest.revision;
  const auto name = snapshot.event.name.by_language().find("sv");
  const bool same_event =
      name != snapshot.event.name.by_language().end() && name->second == "Revision " + std::to_string(revision);
  const bool same_image = snapshot.images.size() == 1 && snapshot.images[0].blob->text() == filler(revision);
  return same_event && same_image ? revision : -1;
}

void ContentSource::put(SmallSnapshot snapshot) {
  blobs_.insert(snapshot.blobs.begin(), snapshot.blobs.end());
  current_ = std::move(snapshot);
}

HttpResponse ContentSource::fetch(const HttpRequest& request) {
  requests_.push_back(request);
  std::optional<HttpResponse> bent;
  if (before) bent = before(request);
  HttpResponse response = bent ? *bent : answer(request);
  if (!bent && after) after(request, response);
  if (response.body.size() > request.most_bytes) throw Error{ErrorCode::Invalid, "the answer is too long"};
  if (!request.on_body) return response;
  constexpr std::size_t kPiece = 64;
  for (std::size_t at = 0; at < response.body.size(); at += kPiece) {
    if (break_after && at >= *break_after) {
      break_after.reset();
      throw Error{ErrorCode::Unavailable, "the connection broke"};
    }
    const std::string piece = response.body.substr(at, kPiece);
    blob_bytes_ += piece.size();
    request.on_body(response.status, response.headers, piece);
  }
  response.body.clear();
  return response;
}

HttpResponse ContentSource::answer(const HttpRequest& request) {
  if (request.path == "/player/v1/status") {
    return {200, {{"content-type", "application/json"}}, dump_json(signed_time(time, key_))};
  }
  if (request.path == "/player/v1/manifest") {
    const std::string etag = '"' + sha256_hex(current_.signed_manifest.text) + '"';
    const bool known =
        std::find(request.headers.begin(), request.headers.end(), "If-None-Match: " + etag) != request.headers.end();
    if (known) return {304, {{"etag", etag}}, ""};
    return {
        200, {{"content-type", "application/json"}, {"etag", etag}}, signed_manifest_text(current_.signed_manifest)};
  }
  return blob(request);
}

HttpResponse ContentSource::blob(const HttpRequest& request) {
  const auto found = blobs_.find(request.path.substr(request.path.rfind('/') + 1));
  if (found == blobs_.end()) return {404, {{"content-type", "application/json"}}, "{}"};
  for (const std::string& header : request.headers) {
    if (!header.starts_with("Range: bytes=")) continue;
    const std::size_t from = std::stoul(header.substr(13));
    const std::string last = header.substr(header.find('-') + 1);
    const std::string part = found->second.substr(from, last.empty() ? std::string::npos : std::stoul(last) - from + 1);
    return {206,
            {{"content-range", "bytes " + std::to_string(from) + '-' + std::to_string(from + part.size() - 1) + '/' +
                                   std::to_string(found->second.size())}},
            part};
  }
  return {200, {{"content-length", std::to_string(found->second.size())}}, found->second};
}

}  // namespace skylt::test
