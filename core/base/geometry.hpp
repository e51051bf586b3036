#pragma once
#include <algorithm>

namespace skylt {

struct SizePx {
  int width = 0;
  int height = 0;
  bool operator==(const SizePx&) const = default;
};

/// Screen pixels, origin top left, y down; half-open: right() and bottom() lie outside.
struct RectPx {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool empty() const { return width <= 0 || height <= 0; }
  bool contains(const RectPx& r) const {
    return r.x >= x && r.y >= y && r.right() <= right() && r.bottom() <= bottom();
  }
  bool operator==(const RectPx&) const = default;
};

inline RectPx intersect(const RectPx& a, const RectPx& b) {
  const int x = std::max(a.x, b.x);
  const int y = std::max(a.y, b.y);
  return {x, y, std::max(0, std::min(a.right(), b.right()) - x), std::max(0, std::min(a.bottom(), b.bottom()) - y)};
}

inline RectPx unite(const RectPx& a, const RectPx& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const int x = std::min(a.x, b.x);
  const int y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

/// sRGB, straight alpha.
struct Colour {
  unsigned char r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Colour&) const = default;
};

}  // namespace skylt
