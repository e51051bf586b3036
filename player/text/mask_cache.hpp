#pragma once
#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

#include "player/text/fonts.hpp"

namespace skylt {

/// Glyph coverage masks, unhinted, 256 levels; the least recently used go first when 2 MiB are full.
class MaskCache {
 public:
  explicit MaskCache(FontSet& fonts) : fonts_{fonts} {}

  Typesetter::GlyphMask mask(std::uint16_t face, std::uint32_t glyph, double em_px, int subpixel);

 private:
  struct Key {
    std::uint32_t glyph;
    std::uint32_t em_64;  // em in 1/64 px
    std::uint16_t face;
    std::uint16_t subpixel;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Entry {
    Key key;
    Typesetter::GlyphMask mask;
    std::vector<unsigned char> pixels;
  };

  Entry render(const Key& key);

  FontSet& fonts_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<Key, std::list<Entry>::iterator, KeyHash> index_;
  std::size_t bytes_ = 0;
};

}  // namespace skylt
