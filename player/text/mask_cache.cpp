#include "player/text/mask_cache.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr std::size_t kMostBytes = std::size_t{2} * 1024 * 1024;
constexpr std::size_t kEntryOverhead = 160;
constexpr double kLargestEm = 4096;

}  // namespace

std::size_t MaskCache::KeyHash::operator()(const Key& key) const {
  std::uint64_t h = key.glyph;
  h = h * 0x9E3779B97F4A7C15ULL + key.em_64;
  h = h * 0x9E3779B97F4A7C15ULL + (static_cast<std::uint64_t>(key.face) << 16 | key.subpixel);
  return static_cast<std::size_t>(h ^ (h >> 29));
}

MaskCache::Entry MaskCache::render(const Key& key) {
  Entry entry{key, {}, {}};
  FT_Face face = fonts_.outlines(key.face);
  if (!face || FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(key.em_64), 72, 72) != 0) return entry;
  if (FT_Load_Glyph(face, key.glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return entry;
  FT_GlyphSlot slot = face->glyph;
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return entry;
  FT_Outline_Translate(&slot->outline, FT_Pos{key.subpixel} * 16, 0);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return entry;
  const FT_Bitmap& bitmap = slot->bitmap;
  entry.mask.width = static_cast<int>(bitmap.width);
  entry.mask.height = static_cast<int>(bitmap.rows);
  entry.mask.stride = entry.mask.width;
  entry.mask.left = slot->bitmap_left;
  entry.mask.top = slot->bitmap_top;
  entry.pixels.reserve(static_cast<std::size_t>(bitmap.width) * bitmap.rows);
  for (unsigned row = 0; row < bitmap.rows; ++row) {
    const unsigned char* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
    entry.pixels.insert(entry.pixels.end(), from, from + bitmap.width);
  }
  return entry;
}

Typesetter::GlyphMask MaskCache::mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel) {
  const double em = std::clamp(em_px, 0.0, kLargestEm);
  const Key key{glyph, static_cast<std::uint32_t>(std::lround(em * 64)), face,
                static_cast<std::uint16_t>(std::clamp(subpixel, 0, 3))};
  if (const auto found = index_.find(key); found != index_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return entries_.front().mask;
  }
  entries_.push_front(render(key));
  Entry& entry = entries_.front();
  entry.mask.alpha = entry.pixels.data();
  index_[key] = entries_.begin();
  bytes_ += entry.pixels.size() + kEntryOverhead;
  while (bytes_ > kMostBytes && entries_.size() > 1) {
    bytes_ -= entries_.back().pixels.size() + kEntryOverhead;
    index_.erase(entries_.back().key);
    entries_.pop_back();
  }
  return entry.mask;
}

}  // namespace skylt
