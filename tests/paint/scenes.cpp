#include "tests/paint/scenes.hpp"

#include <cairo.h>

#include <algorithm>

namespace skylt::test {
namespace {

int pick(std::mt19937& random, int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); }

Colour random_colour(std::mt19937& random) {
  const auto byte = [&] { return static_cast<unsigned char>(pick(random, 0, 255)); };
  return {byte(), byte(), byte(), pick(random, 0, 3) == 0 ? byte() : static_cast<unsigned char>(255)};
}

RectPx random_box(std::mt19937& random, SizePx size) {
  const int width = pick(random, 1, size.width / 2);
  const int height = pick(random, 1, size.height / 2);
  // Boxes may hang over the screen's edges.
  return {pick(random, -10, size.width - 5), pick(random, -10, size.height - 5), width, height};
}

SceneItem random_item(std::mt19937& random, SizePx size) {
  const RectPx box = random_box(random, size);
  switch (pick(random, 0, 5)) {
    case 0:
    case 1: return ShapeItem{"r", "plate", box, random_colour(random), pick(random, 0, 12)};
    case 2:
      if (pick(random, 0, 1) == 0)
        return PictogramItem{"r", "pictogram", box, random_colour(random), "lift", pick(random, -1, 1), ""};
      return ArrowItem{"r",
                       "arrow",
                       box,
                       random_colour(random),
                       45.0 * pick(random, 0, 7),
                       static_cast<ArrowShape>(pick(random, 0, 2))};
    case 3: return QrItem{"r", "qr", box, "https://example.org/" + std::to_string(pick(random, 0, 9))};
    case 4: return ImageItem{"r", "image", box, "red", pick(random, 0, 3) == 0 ? "gone" : "red", ""};
    default: {
      TextItem item = text_item(
          box, line_of_glyphs(static_cast<std::uint32_t>(pick(random, 1, 60)), pick(random, 1, 8), pick(random, 8, 30)),
          random_colour(random));
      item.struck = pick(random, 0, 2) == 0;
      return item;
    }
  }
}

}  // namespace

Typesetter::GlyphMask BlockGlyphs::mask(std::uint16_t, std::uint32_t glyph, double em_px, int subpixel) {
  const int side = std::max(1, static_cast<int>(em_px * 0.6));
  alpha_.assign(static_cast<std::size_t>((side + 1) * side), 0);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x <= side; ++x) {
      alpha_[static_cast<std::size_t>(y * (side + 1) + x)] =
          static_cast<unsigned char>((glyph * 37 + static_cast<std::uint32_t>(x * 11 + y * 5 + subpixel * 60)) % 256);
    }
  }
  return {side + 1, side, 0, side, side + 1, alpha_.data()};
}

TextLayoutPtr line_of_glyphs(std::uint32_t first_glyph, int count, double em_px) {
  auto layout = std::make_shared<TextLayout>();
  layout->style.em_px = em_px;
  layout->cap_height_px = em_px * 0.7;
  TextLine line;
  line.baseline_px = static_cast<int>(em_px);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<float>(i);
    line.glyphs.push_back({0, first_glyph + static_cast<std::uint32_t>(i), at * static_cast<float>(em_px) * 0.63f,
                           static_cast<float>(line.baseline_px)});
  }
  line.box = {0, 0, static_cast<int>(em_px * 0.63 * count) + 2, static_cast<int>(em_px * 1.3)};
  layout->size = {line.box.width, line.box.height};
  layout->width_px = line.box.width;
  layout->lines.push_back(std::move(line));
  return layout;
}

TextItem text_item(RectPx box, TextLayoutPtr layout, Colour colour) {
  TextItem item;
  item.region = "r";
  item.role = "session.title";
  item.box = box;
  item.layout = std::move(layout);
  item.colour = colour;
  return item;
}

Scene random_scene(std::mt19937& random, SizePx size) {
  Scene scene;
  scene.size = size;
  scene.ground = random_colour(random);
  const int count = pick(random, 0, 14);
  for (int i = 0; i < count; ++i) scene.items.push_back(random_item(random, size));
  return scene;
}

Scene altered(const Scene& scene, std::mt19937& random) {
  Scene other = scene;
  for (int i = pick(random, 1, 3); i > 0; --i) {
    const int last = static_cast<int>(other.items.size()) - 1;
    switch (last < 0 ? 0 : pick(random, 0, 3)) {
      case 0:
        other.items.insert(other.items.begin() + pick(random, 0, last + 1), random_item(random, scene.size));
        break;
      case 1: other.items.erase(other.items.begin() + pick(random, 0, last)); break;
      case 2: other.items[static_cast<std::size_t>(pick(random, 0, last))] = random_item(random, scene.size); break;
      default: std::swap(other.items[static_cast<std::size_t>(pick(random, 0, last))], other.items.front());
    }
  }
  return other;
}

std::string png_file(SizePx size, Colour colour) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size.width, size.height);
  cairo_t* cr = cairo_create(surface);
  cairo_set_source_rgba(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, colour.a / 255.0);
  cairo_paint(cr);
  cairo_destroy(cr);
  std::string file;
  cairo_surface_write_to_png_stream(
      surface,
      [](void* to, const unsigned char* bytes, unsigned int count) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
        return CAIRO_STATUS_SUCCESS;
      },
      &file);
  cairo_surface_destroy(surface);
  return file;
}

namespace {

class TextBlob : public Blob {
 public:
  explicit TextBlob(std::string bytes) : bytes_{std::move(bytes)} {}
  std::span<const std::byte> bytes() const override { return std::as_bytes(std::span{bytes_}); }

 private:
  std::string bytes_;
};

}  // namespace

ImageSource red_image() {
  return [file = png_file({8, 4}, {255, 0, 0, 255})](const std::string& sha256) -> BlobPtr {
    return sha256 == "red" ? std::make_shared<TextBlob>(file) : nullptr;
  };
}

}  // namespace skylt::test
