#include "player/paint/difference.hpp"

#include <algorithm>

namespace skylt {
namespace {

constexpr std::size_t kMostRects = 24;
constexpr int kAntialiasing_px = 2;  ///< a glyph at a quarter pixel spills over its line box by less than this

std::int64_t area_of(const RectPx& r) { return static_cast<std::int64_t>(r.width) * r.height; }

bool same_lines(const TextLayout& a, const TextLayout& b) {
  if (a.style.em_px != b.style.em_px || a.lines.size() != b.lines.size()) return false;
  const auto same_glyph = [](const PlacedGlyph& g, const PlacedGlyph& h) {
    return g.face == h.face && g.glyph == h.glyph && g.x == h.x && g.y == h.y;
  };
  for (std::size_t i = 0; i < a.lines.size(); ++i) {
    const TextLine& l = a.lines[i];
    const TextLine& m = b.lines[i];
    if (l.box != m.box || l.baseline_px != m.baseline_px || l.glyphs.size() != m.glyphs.size()) return false;
    if (!std::equal(l.glyphs.begin(), l.glyphs.end(), m.glyphs.begin(), same_glyph)) return false;
  }
  return a.cap_height_px == b.cap_height_px;
}

bool same(const TextItem& a, const TextItem& b) {
  if (a.box != b.box || a.colour != b.colour || a.struck != b.struck) return false;
  if (a.layout == b.layout) return true;
  return a.layout && b.layout && same_lines(*a.layout, *b.layout);
}
bool same(const ShapeItem& a, const ShapeItem& b) {
  return a.box == b.box && a.colour == b.colour && a.radius_px == b.radius_px;
}
bool same(const ArrowItem& a, const ArrowItem& b) {
  return a.box == b.box && a.colour == b.colour && a.bearing == b.bearing && a.shape == b.shape;
}
bool same(const PictogramItem& a, const PictogramItem& b) {
  return a.box == b.box && a.colour == b.colour && a.name == b.name && a.direction == b.direction;
}
bool same(const ImageItem& a, const ImageItem& b) { return a.box == b.box && a.sha256 == b.sha256 && a.role == b.role; }
bool same(const QrItem& a, const QrItem& b) { return a.box == b.box && a.data == b.data; }

bool same(const MapItem& a, const MapItem& b) {
  return a.box == b.box && (a.drawing == b.drawing || (a.digest == b.digest && *a.drawing == *b.drawing));
}

/// Which items of both lists belong to a longest common subsequence; those keep their pixels.
void mark_common(const std::vector<SceneItem>& a, const std::vector<SceneItem>& b, std::vector<bool>& kept_a,
                 std::vector<bool>& kept_b) {
  std::size_t first = 0;
  std::size_t end_a = a.size();
  std::size_t end_b = b.size();
  while (first < end_a && first < end_b && looks_same(a[first], b[first])) {
    kept_a[first] = kept_b[first] = true;
    ++first;
  }
  while (end_a > first && end_b > first && looks_same(a[end_a - 1], b[end_b - 1])) {
    kept_a[--end_a] = true;
    kept_b[--end_b] = true;
  }
  const std::size_t columns = end_b - first + 1;
  std::vector<int> length((end_a - first + 1) * columns, 0);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return length[(i - first) * columns + (j - first)]; };
  for (std::size_t i = end_a; i-- > first;) {
    for (std::size_t j = end_b; j-- > first;) {
      at(i, j) = looks_same(a[i], b[j]) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (std::size_t i = first, j = first; i < end_a && j < end_b;) {
    if (looks_same(a[i], b[j])) {
      kept_a[i++] = kept_b[j++] = true;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
}

}  // namespace

RectPx ink_box(const SceneItem& item) {
  const auto* text = std::get_if<TextItem>(&item);
  if (!text) {
    return std::visit([](const auto& any) { return any.box; }, item);
  }
  RectPx ink;
  if (!text->layout) return ink;
  for (const TextLine& line : text->layout->lines) {
    if (line.box.empty()) continue;
    ink = unite(ink, {text->box.x + line.box.x - kAntialiasing_px, text->box.y + line.box.y - kAntialiasing_px,
                      line.box.width + 2 * kAntialiasing_px, line.box.height + 2 * kAntialiasing_px});
  }
  return ink;
}

bool looks_same(const SceneItem& a, const SceneItem& b) {
  if (a.index() != b.index()) return false;
  return std::visit([&b](const auto& item) { return same(item, std::get<std::decay_t<decltype(item)>>(b)); }, a);
}

std::vector<RectPx> merge(std::vector<RectPx> rects) {
  rects.erase(std::remove_if(rects.begin(), rects.end(), [](const RectPx& r) { return r.empty(); }), rects.end());
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < rects.size(); ++i) {
      for (std::size_t j = i + 1; j < rects.size();) {
        const RectPx both = unite(rects[i], rects[j]);
        const std::int64_t apart = area_of(rects[i]) + area_of(rects[j]);
        const bool overlap = !intersect(rects[i], rects[j]).empty();
        if (overlap || area_of(both) * 10 <= apart * 11 || rects.size() > kMostRects) {
          rects[i] = both;
          rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(j));
          again = true;
        } else {
          ++j;
        }
      }
    }
  }
  return rects;
}

std::vector<RectPx> difference(const Scene& a, const Scene& b) {
  const RectPx screen{0, 0, b.size.width, b.size.height};
  if (a.size != b.size || a.ground != b.ground) return {screen};
  std::vector<bool> kept_a(a.items.size());
  std::vector<bool> kept_b(b.items.size());
  mark_common(a.items, b.items, kept_a, kept_b);
  std::vector<RectPx> damage;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!kept_a[i]) damage.push_back(intersect(screen, ink_box(a.items[i])));
  }
  for (std::size_t i = 0; i < b.items.size(); ++i) {
    if (!kept_b[i]) damage.push_back(intersect(screen, ink_box(b.items[i])));
  }
  return merge(std::move(damage));
}

}  // namespace skylt
