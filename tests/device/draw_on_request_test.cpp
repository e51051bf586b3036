#include "player/device/draw_on_request.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "player/device/glyphs.hpp"
#include "player/device/render.hpp"
#include "player/sync/provision.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;
using namespace skylt::test;

namespace {

constexpr const char* kMoment = "2027-05-03T08:00:00Z";

void write_file(const std::string& path, std::string_view bytes) { std::ofstream{path, std::ios::binary} << bytes; }

/// Writes a snapshot as a server does: blobs by hash and the manifest that names them.
class Folder {
 public:
  explicit Folder(const Screen& screen) {
    manifest_.event = "sample";
    manifest_.screen = screen.id;
    manifest_.revision = 1;
    manifest_.created = *parse_instant(kMoment);
    std::filesystem::create_directory(dir_.path("blobs"));
    add("screen", screen.id, dump_json(to_json(screen)));
  }

  void add(const std::string& role, const std::string& name, std::string_view bytes) {
    const std::string sha256 = sha256_hex(bytes);
    manifest_.blobs.push_back({role, name, sha256, bytes.size(), "application/octet-stream"});
    write_file(dir_.path("blobs/" + sha256), bytes);
  }

  std::string finish() {
    write_file(dir_.path("manifest.json"), signed_manifest_text(sign(manifest_, make_signing_key())));
    return dir_.path();
  }

 private:
  const TempDir dir_;
  Manifest manifest_;
};

/// The screen with these sessions, and what it is drawn with. Returns the folder.
std::string write_screen(Folder& folder, const Snapshot& sample, const Json& sessions,
                         const std::vector<std::string>& languages) {
  folder.add("event", "event", dump_json(Json{{"event", to_json(sample.event)}}));
  folder.add("programme", "programme", dump_json(Json{{"sessions", sessions}}));
  folder.add("theme", sample.theme.id, dump_json(to_json(sample.theme)));
  for (const Layout& layout : sample.layouts) folder.add("layout", layout.id, dump_json(to_json(layout)));
  for (const Venue& venue : sample.venues) folder.add("venue", venue.id, dump_json(to_json(venue)));
  for (const std::string& language : languages)
    folder.add("words", language,
               dump_json(parse_json(read_file(source_path("assets/words/" + language + ".json")), language)));
  for (const NamedBlob& font : sample.fonts)
    if (font.name.starts_with("NotoSans-") || font.name.starts_with("NotoSansThai-"))
      folder.add("font", font.name, font.blob->text());
  return folder.finish();
}

/// The sample screen in the Rådhuset's court, in Thai: all sessions are named after the city of Malmö, so often and
/// from so many places on that lines must end within a name of the event's word list. Returns the folder.
std::string write_thai_screen(Folder& folder, const Snapshot& sample) {
  Json sessions = Json::array();
  for (Session session : sample.sessions) {
    std::string title(1 + sessions.size() % 10, 'x');
    title += ' ';
    for (int i = 0; i < 12; ++i) title += "เมืองมัลเมอ";
    session.title = Text::in("th", title);
    sessions.push_back(to_json(session));
  }
  return write_screen(folder, sample, sessions, {"sv", "th"});
}

}  // namespace

TEST_CASE("a request draws the scene that render draws, names of the word list at line ends included (L-18)") {
  Snapshot sample = snapshot_of(sample_event(), "radhuset-ljusgarden");
  sample.screen.languages = {"th", "sv"};
  Folder folder{sample.screen};
  const std::string dir = write_thai_screen(folder, sample);
  const TempDir out;

  RenderOptions options;
  options.snapshot = dir;
  options.at = *parse_instant(kMoment);
  options.scene = out.path("scene.json");
  render(options);

  std::istringstream request{dump_json(Json{{"snapshot", dir}, {"at", kMoment}, {"scene", true}}) + '\n'};
  std::ostringstream answers;
  draw_on_request(request, answers);
  const Json answer = Json::parse(answers.str());
  REQUIRE_FALSE(answer.contains("error"));
  CHECK(answer["scene"] == Json::parse(read_file(options.scene)));

  const auto files = posix_file_system();
  const Snapshot snapshot = read_snapshot_folder(*files, dir);
  const Moment moment{options.at, options.at, true, std::nullopt};
  Typesetter with_names = typesetter_for(snapshot);
  CHECK(answer["scene_sha256"] == scene_sha256(scene_for(snapshot, moment, {}, with_names)));
  // Were no line to end within a name, all of this would say nothing.
  Typesetter without_names{snapshot.fonts, snapshot.hyphenation, {}};
  CHECK(answer["scene_sha256"] != scene_sha256(scene_for(snapshot, moment, {}, without_names)));
}

TEST_CASE("an answer says which regions and images failed and why, and whatever failed the rest is drawn (R-34)") {
  Snapshot sample = snapshot_of(sample_event(), "radhuset-ljusgarden");
  for (Layout& layout : sample.layouts) {
    for (auto& [orientation, regions] : layout.variants) {
      regions.push_back({"gone", {0.9, 0.0, 0.05, 0.05}, "image", Json{{"name", "gone"}, {"decorative", true}}});
      regions.push_back({"broken", {0.95, 0.0, 0.05, 0.05}, "image", Json{{"name", "broken"}, {"decorative", true}}});
    }
  }
  Folder folder{sample.screen};
  folder.add("image", "broken", "<svg/>");
  const std::string dir = write_screen(folder, sample, Json::array(), {"sv", "en"});
  const TempDir out;
  const auto answer_to = [&](Json asked) {
    asked["snapshot"] = dir;
    asked["at"] = kMoment;
    asked["size"] = Json::array({640, 360});
    std::istringstream request{dump_json(asked) + '\n'};
    std::ostringstream answers;
    draw_on_request(request, answers);
    const Json answer = Json::parse(answers.str());
    INFO(answer);
    REQUIRE_FALSE(answer.contains("error"));
    return answer;
  };
  const std::string region = "region gone: the snapshot has no image 'gone'";
  const std::string image = "image:" + sha256_hex("<svg/>") + ": image refused: not a PNG, JPEG or WebP file";
  CHECK(answer_to(Json::object())["failures"] == Json::array({region}));
  CHECK(answer_to({{"picture", out.path("a.png")}})["failures"] == Json::array({image, region}));
}
