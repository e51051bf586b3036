// Writes pictures of the first article of human rights in every language: to be looked at.
//
//   text-contact-sheet FOLDER [WIDTH_PX]     writes FOLDER/articles-01.png …, one cell per language
#include <cairo.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include "player/text/typesetter.hpp"
#include "tests/text/articles.hpp"

namespace {

using namespace skylt;

constexpr int kColumns = 4;
constexpr int kMargin = 16;
constexpr int kSheetHeight = 1900;
constexpr double kEm = 22;

class Sheet {
 public:
  Sheet(int width, int height)
      : surface_{cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy} {
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context{cairo_create(surface_.get()), &cairo_destroy};
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    cairo_surface_flush(surface_.get());
  }

  void draw(Typesetter& typesetter, const TextLayout& layout, int left, int top) {
    for (const TextLine& line : layout.lines) {
      for (const PlacedGlyph& glyph : line.glyphs) {
        const int x = static_cast<int>(std::floor(glyph.x));
        const int subpixel = static_cast<int>(std::lround((glyph.x - static_cast<float>(x)) * 4));
        draw(typesetter.mask(glyph.face, glyph.glyph, layout.style.em_px, subpixel), left + x,
             top + static_cast<int>(glyph.y));
      }
    }
  }

  void write(const std::string& path) {
    cairo_surface_mark_dirty(surface_.get());
    if (cairo_surface_write_to_png(surface_.get(), path.c_str()) != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error{"cannot write " + path};
  }

 private:
  void draw(const Typesetter::GlyphMask& mask, int x, int y) {
    unsigned char* pixels = cairo_image_surface_get_data(surface_.get());
    const int stride = cairo_image_surface_get_stride(surface_.get());
    for (int row = 0; row < mask.height; ++row) {
      for (int column = 0; column < mask.width; ++column) {
        const int px = x + mask.left + column;
        const int py = y - mask.top + row;
        if (px < 0 || py < 0 || px >= cairo_image_surface_get_width(surface_.get()) ||
            py >= cairo_image_surface_get_height(surface_.get()))
          continue;
        unsigned char* pixel = pixels + static_cast<std::ptrdiff_t>(py) * stride + static_cast<std::ptrdiff_t>(px) * 4;
        const int light = 255 - mask.alpha[row * mask.stride + column];
        for (int channel = 0; channel < 3; ++channel)
          pixel[channel] = static_cast<unsigned char>(pixel[channel] * light / 255);
      }
    }
  }

  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
};

void write_sheets(const std::string& folder, int width) {
  const auto articles = test::articles();
  if (!articles) throw std::runtime_error{"the texts (../shared/data/unicode) are absent"};
  Typesetter typesetter{test::fonts_for(*articles), {}};
  std::filesystem::create_directories(folder);
  int number = 0;
  int column = 0;
  int y = kMargin;
  const auto new_sheet = [&] { return std::make_unique<Sheet>(kColumns * (width + kMargin) + kMargin, kSheetHeight); };
  auto sheet = new_sheet();
  const auto finish = [&] {
    ++number;
    sheet->write(folder + "/articles-" + (number < 10 ? "0" : "") + std::to_string(number) + ".png");
    sheet = new_sheet();
    column = 0;
    y = kMargin;
  };
  for (const test::Article& article : *articles) {
    const auto title = typesetter.layout({article.name + " · " + article.text.language, "en"}, width,
                                         {.em_px = 14, .weight = Weight::Bold});
    const auto text = typesetter.layout(article.text, width, {.em_px = kEm});
    const int height = title->size.height + text->size.height + kMargin;
    if (y + height > kSheetHeight && y > kMargin) {
      y = kMargin;
      if (++column == kColumns) finish();
    }
    const int left = kMargin + column * (width + kMargin);
    sheet->draw(typesetter, *title, left, y);
    sheet->draw(typesetter, *text, left, y + title->size.height);
    y += height;
  }
  finish();
  std::cout << number << " sheets in " << folder << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) {
      std::cerr << "usage: text-contact-sheet FOLDER [WIDTH_PX]\n";
      return 2;
    }
    write_sheets(argv[1], argc > 2 ? std::atoi(argv[2]) : 420);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "text-contact-sheet: " << error.what() << '\n';
    return 1;
  }
}
