#include "player/scene/map_item.hpp"

#include <cmath>
#include <string_view>

#include "core/base/ascii.hpp"

namespace skylt {
namespace {

class Digest {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) hash_.add(static_cast<unsigned char>(value >> (8 * i)));
  }
  void add(double value) { add(static_cast<std::uint64_t>(std::llround(value * 10))); }
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    hash_.add(text);
  }
  void add(const std::optional<Colour>& colour) {
    add(colour
            ? std::uint64_t{1} << 32 | static_cast<std::uint64_t>(colour->r) << 24 |
                  static_cast<std::uint64_t>(colour->g) << 16 | static_cast<std::uint64_t>(colour->b) << 8 | colour->a
            : std::uint64_t{0});
  }
  std::uint64_t value() const { return hash_.value(); }

 private:
  Fnv1a hash_;
};

}  // namespace

std::uint64_t digest_of(const MapDrawing& drawing) {
  Digest digest;
  digest.add(std::optional{drawing.ground});
  if (drawing.plan) {
    digest.add(std::string_view{drawing.plan->sha256});
    for (const double value :
         {drawing.plan->at.x, drawing.plan->at.y, drawing.plan->scale * 1000, drawing.plan->degrees})
      digest.add(value);
  }
  for (const auto& path : drawing.paths) {
    digest.add(path.fill);
    digest.add(path.stroke);
    digest.add(path.width);
    digest.add(static_cast<std::uint64_t>(path.closed));
    for (const auto& line : path.lines) {
      digest.add(static_cast<std::uint64_t>(line.size()));
      for (const auto& p : line) {
        digest.add(p.x);
        digest.add(p.y);
      }
    }
  }
  return digest.value();
}

bool MapItem::operator==(const MapItem& other) const {
  const bool same_drawing =
      drawing == other.drawing || (drawing && other.drawing && digest == other.digest && *drawing == *other.drawing);
  return region == other.region && role == other.role && box == other.box && same_drawing &&
         alternative == other.alternative && levels == other.levels;
}

}  // namespace skylt
