// Contact sheets: every sample screen in every language that has words, as mounted and turned, one picture for each.
//   scene_sheet OUT_DIR [--at INSTANT] [--columns N] [--width PX] [SCREEN…] [--language TAG…]
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "player/paint/painter.hpp"
#include "player/paint/png.hpp"
#include "player/scene/scene.hpp"
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

struct Wanted {
  std::string out;
  std::string at = "2027-05-04T10:12:00+02:00";
  int columns = 8;
  int width = 480;
  std::vector<std::string> screens;
  std::vector<std::string> languages;
};

/// Pixels of a picture, 0xAARRGGBB.
struct Picture {
  SizePx size;
  std::vector<std::uint32_t> pixels;
  explicit Picture(SizePx s) : size{s}, pixels(static_cast<std::size_t>(s.width) * s.height, 0xff808080) {}
  PixelBuffer buffer() { return {size, size.width, pixels.data()}; }
};

/// Mean of the pixels that fall together.
Picture smaller(const Picture& whole, int width) {
  Picture out{{width, whole.size.height * width / whole.size.width}};
  for (int y = 0; y < out.size.height; ++y)
    for (int x = 0; x < width; ++x) {
      const int x0 = x * whole.size.width / width;
      const int x1 = std::max(x0 + 1, (x + 1) * whole.size.width / width);
      const int y0 = y * whole.size.height / out.size.height;
      const int y1 = std::max(y0 + 1, (y + 1) * whole.size.height / out.size.height);
      std::uint32_t sum[3] = {0, 0, 0};
      for (int j = y0; j < y1; ++j)
        for (int i = x0; i < x1; ++i) {
          const auto pixel = whole.pixels[static_cast<std::size_t>(j) * whole.size.width + i];
          for (int c = 0; c < 3; ++c) sum[c] += (pixel >> (8 * c)) & 255;
        }
      const auto count = static_cast<std::uint32_t>((x1 - x0) * (y1 - y0));
      std::uint32_t mean = 0xff000000;
      for (int c = 0; c < 3; ++c) mean |= (sum[c] / count) << (8 * c);
      out.pixels[static_cast<std::size_t>(y) * width + x] = mean;
    }
  return out;
}

void put(Picture& sheet, const Picture& small, int x, int y) {
  for (int j = 0; j < small.size.height; ++j)
    std::copy_n(small.pixels.begin() + static_cast<std::ptrdiff_t>(j) * small.size.width, small.size.width,
                sheet.pixels.begin() + static_cast<std::ptrdiff_t>(y + j) * sheet.size.width + x);
}

/// The screen in all languages; those that have a fault are named.
void draw_sheet(const Wanted& wanted, const Snapshot& snapshot, SizePx size, const std::string& name) {
  constexpr int kGap = 8;
  Typesetter typesetter{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
  Glyphs glyphs{typesetter};
  const int rows = (static_cast<int>(wanted.languages.size()) + wanted.columns - 1) / wanted.columns;
  const int height = size.height * wanted.width / size.width;
  Picture sheet{{wanted.columns * (wanted.width + kGap) + kGap, rows * (height + kGap) + kGap}};
  for (std::size_t i = 0; i < wanted.languages.size(); ++i) {
    Moment moment;
    moment.now = moment.rotation = parse_instant(wanted.at).value();
    const Scene scene = scene_for(snapshot, moment, {size, {wanted.languages[i]}}, typesetter);
    Picture whole{scene.size};
    Painter{glyphs, [](const std::string&) { return BlobPtr{}; }}.paint(scene, whole.buffer());
    const int column = static_cast<int>(i) % wanted.columns;
    const int row = static_cast<int>(i) / wanted.columns;
    put(sheet, smaller(whole, wanted.width), kGap + column * (wanted.width + kGap), kGap + row * (height + kGap));
  }
  const std::string file = wanted.out + "/" + name + ".png";
  write_png(sheet.buffer(), file);
  std::printf("%s\n", file.c_str());
}

Wanted read_arguments(int argc, char** argv) {
  Wanted wanted;
  wanted.out = argv[1];
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--at" && i + 1 < argc)
      wanted.at = argv[++i];
    else if (word == "--columns" && i + 1 < argc)
      wanted.columns = std::max(1, std::atoi(argv[++i]));
    else if (word == "--width" && i + 1 < argc)
      wanted.width = std::max(16, std::atoi(argv[++i]));
    else if (word == "--language" && i + 1 < argc)
      wanted.languages.emplace_back(argv[++i]);
    else
      wanted.screens.push_back(word);
  }
  return wanted;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: scene_sheet OUT_DIR [--at INSTANT] [--columns N] [--width PX] [--language TAG]… [SCREEN]…\n";
    return 2;
  }
  auto wanted = read_arguments(argc, argv);
  const auto data = test::sample_event();
  if (wanted.languages.empty()) wanted.languages = data.event.languages;
  if (wanted.screens.empty())
    for (const auto& screen : data.screens) wanted.screens.push_back(screen.id);
  for (const auto& id : wanted.screens) {
    const Snapshot snapshot = test::snapshot_of(data, id);
    const auto size = snapshot.screen.size;
    draw_sheet(wanted, snapshot, size, id);
    draw_sheet(wanted, snapshot, {size.height, size.width}, id + "-turned");
  }
  return 0;
}
