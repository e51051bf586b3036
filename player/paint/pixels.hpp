#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/geometry.hpp"

namespace skylt {

/// Borrowed 32-bit memory, 0xffRRGGBB in the machine's byte order; rows `stride` pixels apart.
struct PixelBuffer {
  SizePx size;
  int stride = 0;
  std::uint32_t* pixels = nullptr;

  RectPx bounds() const { return {0, 0, size.width, size.height}; }
  std::uint32_t* at(int x, int y) const { return pixels + static_cast<std::ptrdiff_t>(y) * stride + x; }
};

/// Coverage of a shape, 0…255 per pixel, rows without gaps.
struct Mask {
  SizePx size;
  std::vector<std::uint8_t> alpha;
};

/// Pixels with straight alpha already multiplied in, 0xAARRGGBB.
struct Picture {
  SizePx size;
  std::vector<std::uint32_t> pixels;
};

std::uint32_t pack(Colour colour);

/// All of these paint only inside `clip`, which must lie inside the buffer. Integer arithmetic: a pixel's new value
/// depends on its old one and on what is drawn there, never on the clip.
void fill(const PixelBuffer& to, const RectPx& clip, const RectPx& box, Colour colour);
void fill_rounded(const PixelBuffer& to, const RectPx& clip, const RectPx& box, int radius_px, Colour colour,
                  const Mask& corner);
void blend_mask(const PixelBuffer& to, const RectPx& clip, int x, int y, SizePx size, int stride,
                const std::uint8_t* alpha, Colour colour);
void blend_picture(const PixelBuffer& to, const RectPx& clip, int x, int y, const Picture& picture);

/// Moves every pixel of `area` in `to` towards `target` by `weight`/256. Both buffers have the same size.
void move_towards(const PixelBuffer& to, const PixelBuffer& target, const RectPx& area, int weight);

void copy_pixels(const PixelBuffer& to, const PixelBuffer& from, const RectPx& area);

}  // namespace skylt
