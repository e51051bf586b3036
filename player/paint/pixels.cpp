#include "player/paint/pixels.hpp"

#include <algorithm>
#include <cstring>

namespace skylt {
namespace {

constexpr std::uint32_t kOpaque = 0xff000000u;

/// (a * b + 127) / 255 without a division, right for all bytes.
inline std::uint32_t scale(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t product = a * b + 128;
  return (product + (product >> 8)) >> 8;
}

inline std::uint32_t mix(std::uint32_t below, std::uint32_t above, std::uint32_t alpha) {
  if (alpha == 255) return kOpaque | above;
  const std::uint32_t rest = 255 - alpha;
  // Red and blue share one multiplication: each product stays within its 16 bits.
  std::uint32_t red_blue = (below & 0xff00ffu) * rest + (above & 0xff00ffu) * alpha + 0x800080u;
  red_blue = ((red_blue + ((red_blue >> 8) & 0xff00ffu)) >> 8) & 0xff00ffu;
  std::uint32_t green = ((below >> 8) & 0xffu) * rest + ((above >> 8) & 0xffu) * alpha + 0x80u;
  green = (green + (green >> 8)) >> 8;
  return kOpaque | red_blue | (green << 8);
}

/// A pixel with its alpha multiplied in, laid over an opaque one.
inline std::uint32_t over(std::uint32_t above, std::uint32_t below) {
  const std::uint32_t rest = 255 - (above >> 24);
  const std::uint32_t red = ((above >> 16) & 0xffu) + scale((below >> 16) & 0xffu, rest);
  const std::uint32_t green = ((above >> 8) & 0xffu) + scale((below >> 8) & 0xffu, rest);
  const std::uint32_t blue = (above & 0xffu) + scale(below & 0xffu, rest);
  return kOpaque | (std::min(red, 255u) << 16) | (std::min(green, 255u) << 8) | std::min(blue, 255u);
}

inline bool is_opaque(const std::uint32_t* row, int width) {
  std::uint32_t all = kOpaque;
  for (int i = 0; i < width; ++i) all &= row[i];
  return all >= kOpaque;
}

}  // namespace

std::uint32_t pack(Colour colour) {
  return kOpaque | (static_cast<std::uint32_t>(colour.r) << 16) | (static_cast<std::uint32_t>(colour.g) << 8) |
         colour.b;
}

void fill(const PixelBuffer& to, const RectPx& clip, const RectPx& box, Colour colour) {
  const RectPx area = intersect(clip, box);
  if (area.empty() || colour.a == 0) return;
  const std::uint32_t value = pack(colour);
  for (int y = area.y; y < area.bottom(); ++y) {
    std::uint32_t* row = to.at(area.x, y);
    if (colour.a == 255) {
      std::fill_n(row, area.width, value);
    } else {
      for (int x = 0; x < area.width; ++x) row[x] = mix(row[x], value, colour.a);
    }
  }
}

void blend_mask(const PixelBuffer& to, const RectPx& clip, int x, int y, SizePx size, int stride,
                const std::uint8_t* alpha, Colour colour) {
  const RectPx area = intersect(clip, {x, y, size.width, size.height});
  if (area.empty()) return;
  const std::uint32_t value = pack(colour);
  for (int row = area.y; row < area.bottom(); ++row) {
    const std::uint8_t* source = alpha + static_cast<std::ptrdiff_t>(row - y) * stride + (area.x - x);
    std::uint32_t* target = to.at(area.x, row);
    for (int i = 0; i < area.width; ++i) {
      if (source[i] == 0) continue;
      const std::uint32_t coverage = colour.a == 255 ? source[i] : scale(source[i], colour.a);
      target[i] = mix(target[i], value, coverage);
    }
  }
}

void fill_rounded(const PixelBuffer& to, const RectPx& clip, const RectPx& box, int radius_px, Colour colour,
                  const Mask& corner) {
  const int r = radius_px;
  fill(to, clip, {box.x + r, box.y, box.width - 2 * r, r}, colour);
  fill(to, clip, {box.x, box.y + r, box.width, box.height - 2 * r}, colour);
  fill(to, clip, {box.x + r, box.bottom() - r, box.width - 2 * r, r}, colour);
  // The mask is the top left corner; the others are its mirror images.
  for (int y = 0; y < r; ++y) {
    for (int x = 0; x < r; ++x) {
      const std::uint8_t* alpha =
          &corner.alpha[static_cast<std::size_t>(y) * static_cast<std::size_t>(r) + static_cast<std::size_t>(x)];
      if (*alpha == 0) continue;
      for (const auto& [px, py] :
           {std::pair{box.x + x, box.y + y}, std::pair{box.right() - 1 - x, box.y + y},
            std::pair{box.x + x, box.bottom() - 1 - y}, std::pair{box.right() - 1 - x, box.bottom() - 1 - y}}) {
        blend_mask(to, clip, px, py, {1, 1}, 1, alpha, colour);
      }
    }
  }
}

void blend_picture(const PixelBuffer& to, const RectPx& clip, int x, int y, const Picture& picture) {
  const RectPx area = intersect(clip, {x, y, picture.size.width, picture.size.height});
  for (int row = area.y; row < area.bottom(); ++row) {
    const std::uint32_t* source =
        picture.pixels.data() + static_cast<std::ptrdiff_t>(row - y) * picture.size.width + (area.x - x);
    std::uint32_t* target = to.at(area.x, row);
    if (is_opaque(source, area.width)) {
      std::memcpy(target, source, static_cast<std::size_t>(area.width) * 4);
    } else {
      for (int i = 0; i < area.width; ++i) target[i] = over(source[i], target[i]);
    }
  }
}

void move_towards(const PixelBuffer& to, const PixelBuffer& target, const RectPx& area, int weight) {
  const std::uint32_t share = static_cast<std::uint32_t>(std::clamp(weight, 0, 256));
  const std::uint32_t rest = 256 - share;
  for (int y = area.y; y < area.bottom(); ++y) {
    std::uint32_t* row = to.at(area.x, y);
    const std::uint32_t* goal = target.at(area.x, y);
    for (int x = 0; x < area.width; ++x) {
      const std::uint32_t red_blue = ((row[x] & 0xff00ffu) * rest + (goal[x] & 0xff00ffu) * share) >> 8;
      const std::uint32_t green = ((row[x] & 0x00ff00u) * rest + (goal[x] & 0x00ff00u) * share) >> 8;
      row[x] = kOpaque | (red_blue & 0xff00ffu) | (green & 0x00ff00u);
    }
  }
}

void copy_pixels(const PixelBuffer& to, const PixelBuffer& from, const RectPx& area) {
  for (int y = area.y; y < area.bottom(); ++y) {
    std::memcpy(to.at(area.x, y), from.at(area.x, y), static_cast<std::size_t>(area.width) * 4);
  }
}

}  // namespace skylt
