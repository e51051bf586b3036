#include "player/paint/image.hpp"

#include <SDL.h>
#include <SDL_image.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "player/paint/cairo.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostBytes = 20u << 20;
constexpr std::int64_t kMostPixels = 40'000'000;
constexpr int kLongestSide = 16'384;

constexpr int kStartOfScan = 0xda;
constexpr int kApp1 = 0xe1;
constexpr std::size_t kOrientationTag = 0x0112;
constexpr std::size_t kShort = 3;

enum class Format { Unknown, Png, Jpeg, WebP };

/// Exif's numbers, named after what must be done to the file's picture to see it upright.
enum class Orientation {
  Upright = 1,
  Mirrored,
  UpsideDown,
  MirroredUpsideDown,
  Transposed,
  TurnedRight,
  Transversed,
  TurnedLeft
};

struct SurfaceDeleter {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using SurfacePtr = std::unique_ptr<SDL_Surface, SurfaceDeleter>;

std::string_view view(std::span<const std::byte> file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

Format format_of(std::string_view file) {
  if (file.starts_with("\x89PNG\r\n\x1a\n")) return Format::Png;
  if (file.starts_with("\xff\xd8\xff")) return Format::Jpeg;
  if (file.starts_with("RIFF") && file.size() >= 16 && file.substr(8, 4) == "WEBP") return Format::WebP;
  return Format::Unknown;
}

int byte_at(std::string_view file, std::size_t i) { return static_cast<unsigned char>(file[i]); }
int big16(std::string_view file, std::size_t i) { return byte_at(file, i) << 8 | byte_at(file, i + 1); }
int little16(std::string_view file, std::size_t i) { return byte_at(file, i) | byte_at(file, i + 1) << 8; }

std::optional<SizePx> png_size(std::string_view file) {
  if (file.size() < 24 || file.substr(12, 4) != "IHDR") return std::nullopt;
  // A side of 2^23 and more is refused anyway: three bytes say enough once the highest is looked at.
  if (byte_at(file, 16) != 0 || byte_at(file, 20) != 0) return SizePx{kLongestSide + 1, kLongestSide + 1};
  return SizePx{byte_at(file, 17) << 16 | big16(file, 18), byte_at(file, 21) << 16 | big16(file, 22)};
}

/// Calls `take(marker, content)` for the segments before a JPEG file's picture, until it returns true.
template <typename Take>
void each_segment(std::string_view file, const Take& take) {
  std::size_t at = 2;
  while (at + 4 <= file.size() && byte_at(file, at) == 0xff) {
    const int marker = byte_at(file, at + 1);
    if (marker == 0xff) {
      ++at;
      continue;
    }
    if (marker == kStartOfScan) return;
    const auto length = static_cast<std::size_t>(std::max(2, big16(file, at + 2)));
    if (take(marker, file.substr(at + 4, length - 2))) return;
    at += 2 + length;
  }
}

std::optional<SizePx> jpeg_size(std::string_view file) {
  std::optional<SizePx> size;
  each_segment(file, [&](int marker, std::string_view content) {
    const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame && content.size() >= 6) size = SizePx{big16(content, 3), big16(content, 1)};
    return frame;
  });
  return size;
}

/// The orientation that an Exif block states; Upright where it is none (Exif 2.32 §4.6.2 and §4.6.4, tag 0x0112).
Orientation orientation_in(std::string_view exif) {
  const bool little = exif.starts_with(std::string_view{"II\x2a\0", 4});
  if (exif.size() < 8 || (!little && !exif.starts_with(std::string_view{"MM\0\x2a", 4}))) return Orientation::Upright;
  const auto number = [&](std::size_t i) {
    return static_cast<std::size_t>(little ? little16(exif, i) : big16(exif, i));
  };
  const std::size_t directory = little ? number(4) | number(6) << 16 : number(4) << 16 | number(6);
  if (directory > exif.size() - 2) return Orientation::Upright;
  for (std::size_t i = 0; i < number(directory); ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (entry + 12 > exif.size()) break;
    if (number(entry) != kOrientationTag) continue;
    const std::size_t value = number(entry + 8);
    if (number(entry + 2) == kShort && value >= 1 && value <= 8) return static_cast<Orientation>(value);
  }
  return Orientation::Upright;
}

/// How a camera was held; PNG and WebP files are taken as they are.
Orientation orientation_of(std::string_view file) {
  static constexpr std::string_view kHead{"Exif\0\0", 6};
  Orientation found = Orientation::Upright;
  if (format_of(file) != Format::Jpeg) return found;
  each_segment(file, [&](int marker, std::string_view content) {
    const bool exif = marker == kApp1 && content.starts_with(kHead);
    if (exif) found = orientation_in(content.substr(kHead.size()));
    return exif;
  });
  return found;
}

bool lies_on_its_side(Orientation orientation) { return orientation >= Orientation::Transposed; }

/// Takes points of the file's picture, w × h, to where they are seen.
cairo_matrix_t matrix_of(Orientation orientation, double w, double h) {
  switch (orientation) {
    case Orientation::Mirrored: return {-1, 0, 0, 1, w, 0};
    case Orientation::UpsideDown: return {-1, 0, 0, -1, w, h};
    case Orientation::MirroredUpsideDown: return {1, 0, 0, -1, 0, h};
    case Orientation::Transposed: return {0, 1, 1, 0, 0, 0};
    case Orientation::TurnedRight: return {0, 1, -1, 0, h, 0};
    case Orientation::Transversed: return {0, -1, -1, 0, h, w};
    case Orientation::TurnedLeft: return {0, -1, 1, 0, 0, w};
    case Orientation::Upright: break;
  }
  return {1, 0, 0, 1, 0, 0};
}

std::optional<SizePx> webp_size(std::string_view file) {
  if (file.size() < 30) return std::nullopt;
  const std::string_view kind = file.substr(12, 4);
  if (kind == "VP8 ") return SizePx{little16(file, 26) & 0x3fff, little16(file, 28) & 0x3fff};
  if (kind == "VP8L") {
    const int low = little16(file, 21);
    const int high = little16(file, 23);
    return SizePx{(low & 0x3fff) + 1, ((low >> 14) | ((high & 0x0fff) << 2)) + 1};
  }
  if (kind != "VP8X") return std::nullopt;
  return SizePx{(little16(file, 24) | byte_at(file, 26) << 16) + 1, (little16(file, 27) | byte_at(file, 29) << 16) + 1};
}

void check_limits(std::span<const std::byte> file) {
  const auto refuse = [](const std::string& why) { throw Error{ErrorCode::Invalid, "image refused: " + why}; };
  if (file.size() > kMostBytes) refuse("the file is larger than 20 MiB");
  const std::optional<SizePx> size = image_size(file);
  if (!size) refuse("not a PNG, JPEG or WebP file");
  if (size->width <= 0 || size->height <= 0) refuse("it has no size");
  if (size->width > kLongestSide || size->height > kLongestSide) refuse("a side is longer than 16,384 pixels");
  if (static_cast<std::int64_t>(size->width) * size->height > kMostPixels) refuse("more than 40 megapixels");
}

/// Cairo's reader and not SDL_image's: that one does not notice the end of a truncated file and reads on for ever
/// (SDL_image 2.6.3).
CairoSurfacePtr decode_png(std::span<const std::byte> file) {
  const auto read = [](void* rest, unsigned char* to, unsigned int count) {
    auto& left = *static_cast<std::span<const std::byte>*>(rest);
    if (count > left.size()) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(to, left.data(), count);
    left = left.subspan(count);
    return CAIRO_STATUS_SUCCESS;
  };
  CairoSurfacePtr decoded{cairo_image_surface_create_from_png_stream(read, &file)};
  const cairo_status_t status = cairo_surface_status(decoded.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error{ErrorCode::Invalid, std::string{"image cannot be decoded: "} + cairo_status_to_string(status)};
  }
  return decoded;
}

SurfacePtr decode_with_sdl(std::span<const std::byte> file) {
  SDL_RWops* source = SDL_RWFromConstMem(file.data(), static_cast<int>(file.size()));
  if (!source) throw Error{ErrorCode::Internal, std::string{"image: "} + SDL_GetError()};
  const std::unique_ptr<SDL_RWops, int (*)(SDL_RWops*)> closed_later{source, SDL_RWclose};
  const bool jpeg = format_of(view(file)) == Format::Jpeg;
  const SurfacePtr decoded{jpeg ? IMG_LoadJPG_RW(source) : IMG_LoadWEBP_RW(source)};
  if (!decoded) throw Error{ErrorCode::Invalid, std::string{"image cannot be decoded: "} + SDL_GetError()};
  SurfacePtr argb{SDL_ConvertSurfaceFormat(decoded.get(), SDL_PIXELFORMAT_ARGB8888, 0)};
  if (!argb) throw Error{ErrorCode::Internal, std::string{"image cannot be converted: "} + SDL_GetError()};
  return argb;
}

void multiply_alpha(SDL_Surface& surface) {
  for (int y = 0; y < surface.h; ++y) {
    auto* row = reinterpret_cast<std::uint32_t*>(static_cast<unsigned char*>(surface.pixels) +
                                                 static_cast<std::ptrdiff_t>(y) * surface.pitch);
    for (int x = 0; x < surface.w; ++x) {
      const std::uint32_t alpha = row[x] >> 24;
      if (alpha == 255) continue;
      const auto times = [&](int shift) { return (((row[x] >> shift) & 0xffu) * alpha + 127) / 255 << shift; };
      row[x] = alpha << 24 | times(16) | times(8) | times(0);
    }
  }
}

Picture scaled(cairo_surface_t* from, Orientation orientation, SizePx box, ImageFit fit) {
  const SizePx stored{cairo_image_surface_get_width(from), cairo_image_surface_get_height(from)};
  const SizePx own = lies_on_its_side(orientation) ? SizePx{stored.height, stored.width} : stored;
  const double across = static_cast<double>(box.width) / own.width;
  const double down = static_cast<double>(box.height) / own.height;
  const double factor = fit == ImageFit::Cover ? std::max(across, down) : std::min(across, down);
  const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * factor))); };
  const SizePx whole{side(own.width), side(own.height)};
  const SizePx size = fit == ImageFit::Cover ? box : whole;
  Picture picture{size, std::vector<std::uint32_t>(static_cast<std::size_t>(size.width) * size.height)};
  const CairoSurfacePtr into{
      cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()), CAIRO_FORMAT_ARGB32,
                                          size.width, size.height, size.width * 4)};
  const CairoPtr context{cairo_create(into.get())};
  cairo_translate(context.get(), (size.width - whole.width) / 2.0, (size.height - whole.height) / 2.0);
  cairo_scale(context.get(), static_cast<double>(whole.width) / own.width,
              static_cast<double>(whole.height) / own.height);
  const cairo_matrix_t turn = matrix_of(orientation, stored.width, stored.height);
  cairo_transform(context.get(), &turn);
  cairo_set_source_surface(context.get(), from, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(context.get()), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend(cairo_get_source(context.get()), CAIRO_EXTEND_PAD);
  cairo_paint(context.get());
  cairo_surface_flush(into.get());
  return picture;
}

}  // namespace

std::optional<SizePx> image_size(std::span<const std::byte> file) {
  const std::string_view bytes = view(file);
  switch (format_of(bytes)) {
    case Format::Png: return png_size(bytes);
    case Format::Jpeg: break;
    case Format::WebP: return webp_size(bytes);
    case Format::Unknown: return std::nullopt;
  }
  const auto stored = jpeg_size(bytes);
  return stored && lies_on_its_side(orientation_of(bytes)) ? SizePx{stored->height, stored->width} : stored;
}

Picture decode_image(std::span<const std::byte> file, SizePx box, ImageFit fit) {
  check_limits(file);
  if (box.width <= 0 || box.height <= 0) return {};
  if (format_of(view(file)) == Format::Png) return scaled(decode_png(file).get(), Orientation::Upright, box, fit);
  const SurfacePtr surface = decode_with_sdl(file);
  multiply_alpha(*surface);
  const CairoSurfacePtr from{cairo_image_surface_create_for_data(
      static_cast<unsigned char*>(surface->pixels), CAIRO_FORMAT_ARGB32, surface->w, surface->h, surface->pitch)};
  return scaled(from.get(), orientation_of(view(file)), box, fit);
}

}  // namespace skylt
