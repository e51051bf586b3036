// Draws screens of an event at moments into PNG files, to be looked at:
//   scene_preview OUT_DIR SCREEN[@LANGUAGE] RFC3339-INSTANT… [-- SCREEN INSTANT…]
// With SKYLT_EVENT set, that event file instead of the sample event.
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "player/paint/painter.hpp"
#include "player/paint/png.hpp"
#include "player/scene/scene.hpp"
#include "tests/support/data.hpp"
#include "tests/support/snapshot.hpp"

using namespace skylt;

namespace {

class Glyphs final : public GlyphSource {
 public:
  explicit Glyphs(Typesetter& typesetter) : typesetter_{typesetter} {}
  Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) override {
    return typesetter_.mask(face, glyph, em_px, subpixel);
  }

 private:
  Typesetter& typesetter_;
};

EventData event_data() {
  const char* path = std::getenv("SKYLT_EVENT");
  if (!path) return test::sample_event();
  Faults faults;
  auto data = read_event_data(parse_json(test::read_file(path), path), faults);
  for (const auto& fault : faults) std::cerr << fault.pointer << ": " << fault.reason << "\n";
  return data;
}

void draw(const EventData& data, const std::string& out, std::string screen, const std::vector<std::string>& moments) {
  Viewer viewer;
  if (const auto at = screen.find('@'); at != std::string::npos) {
    viewer.languages = {screen.substr(at + 1)};
    screen.resize(at);
  }
  const Snapshot snapshot = test::snapshot_of(data, screen);
  Typesetter typesetter{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
  Glyphs glyphs{typesetter};
  Painter painter{glyphs, [](const std::string&) { return BlobPtr{}; }};
  for (std::string text : moments) {
    Moment moment;
    if (text.starts_with("?")) {
      moment.clock_trusted = false;
      text.erase(0, 1);
    }
    if (const auto plus = text.find('~'); plus != std::string::npos) {
      moment.fetched = parse_instant(text.substr(plus + 1));
      text.resize(plus);
    }
    moment.now = moment.rotation = parse_instant(text).value();
    std::vector<std::string> failures;
    const Scene scene = scene_for(snapshot, moment, viewer, typesetter, &failures);
    for (const auto& failure : failures) std::cerr << screen << " " << text << ": " << failure << "\n";
    for (const auto& item : scene.items)
      if (const auto* piece = std::get_if<TextItem>(&item))
        if (piece->layout->truncated || piece->layout->missing_glyphs > 0 ||
            piece->layout->cap_height_px < piece->floor_px - 0.01 || piece->contrast < 4.5)
          std::cerr << screen << " " << text << ": " << piece->role << " '" << piece->layout->source.text << "' "
                    << (piece->layout->truncated ? "truncated " : "") << piece->layout->cap_height_px << "/"
                    << piece->floor_px << "\n";
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(scene.size.width) * scene.size.height);
    const PixelBuffer buffer{scene.size, scene.size.width, pixels.data()};
    painter.paint(scene, buffer);
    const std::string file = out + "/" + screen + (viewer.languages.empty() ? "" : "-" + viewer.languages[0]) + "-" +
                             text.substr(5, 2) + text.substr(8, 2) + "-" + text.substr(11, 2) + text.substr(14, 2) +
                             text.substr(17, 2) + ".png";
    write_png(buffer, file);
    std::printf("%s page %d/%d next %s\n", file.c_str(), scene.page + 1, scene.pages,
                scene.next_change ? format_instant(*scene.next_change).c_str() : "-");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: scene_preview OUT_DIR SCREEN[@LANGUAGE] INSTANT… [-- SCREEN INSTANT…]\n";
    return 2;
  }
  const auto data = event_data();
  std::vector<std::string> words{argv + 2, argv + argc};
  words.emplace_back("--");
  std::vector<std::string> group;
  for (const auto& word : words) {
    if (word != "--") {
      group.push_back(word);
      continue;
    }
    if (group.size() > 1) draw(data, argv[1], group[0], {group.begin() + 1, group.end()});
    group.clear();
  }
  return 0;
}
