#include "player/paint/painter.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "player/paint/difference.hpp"
#include "player/paint/image.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostPictures = 12;
constexpr std::size_t kMostPixels = 3'000'000;      ///< of all kept pictures: 12 MiB
constexpr std::size_t kMostPlanPixels = 6'000'000;  ///< of all kept plans, on screens that have any
constexpr std::size_t kMostMasks = 128;

/// Splits a pen position into a whole pixel and quarters.
std::pair<int, int> in_quarters(float x) {
  const int quarters = static_cast<int>(std::lround(x * 4));
  const int whole = quarters >= 0 ? quarters / 4 : -((3 - quarters) / 4);
  return {whole, quarters - whole * 4};
}

}  // namespace

/// Both lists: most recently used first.
struct Painter::Drawn {
  struct One {
    std::string key;
    Made made;
  };
  std::list<One> pictures;
  std::list<std::pair<std::string, std::shared_ptr<const PlanPicture>>> plans;

  std::size_t picture_pixels() const {
    std::size_t sum = 0;
    for (const One& one : pictures) sum += one.made.picture.pixels.size();
    return sum;
  }
  std::size_t plan_pixels() const {
    std::size_t sum = 0;
    for (const auto& [key, plan] : plans) sum += plan->picture.pixels.size();
    return sum;
  }
};

struct Painter::Target {
  const PixelBuffer& to;
  RectPx clip;
  ShiftPx shift;
};

Painter::Painter(GlyphSource& glyphs, ImageSource images, DrawnPtr drawn)
    : glyphs_{glyphs}, images_{std::move(images)}, drawn_{drawn ? std::move(drawn) : std::make_shared<Drawn>()} {
  drawn_->pictures.remove_if([](const Drawn::One& one) { return !one.made.whole; });
}

void Painter::paint(const Scene& scene, const PixelBuffer& to) {
  const RectPx all = to.bounds();
  paint(scene, to, {&all, 1});
}

void Painter::paint(const Scene& scene, const PixelBuffer& to, std::span<const RectPx> damage, ShiftPx shift) {
  for (const RectPx& rect : damage) {
    const Target target{to, intersect(rect, to.bounds()), shift};
    if (target.clip.empty()) continue;
    Colour ground = scene.ground;
    ground.a = 255;
    fill(to, target.clip, target.clip, ground);
    // The edge that a shift uncovers is ground: damage of scenes is told within the scene only.
    const RectPx screen = moved({0, 0, scene.size.width, scene.size.height}, shift);
    const Target within{to, intersect(target.clip, screen), shift};
    for (const SceneItem& item : scene.items) {
      if (intersect(moved(ink_box(item), shift), within.clip).empty()) continue;
      std::visit([&](const auto& any) { draw(any, within); }, item);
    }
  }
}

void Painter::draw(const ShapeItem& item, const Target& target) {
  const RectPx box = moved(item.box, target.shift);
  const int radius = std::clamp(item.radius_px, 0, std::max(0, std::min(box.width, box.height) / 2));
  if (radius == 0) {
    fill(target.to, target.clip, box, item.colour);
    return;
  }
  auto found = corners_.find(radius);
  if (found == corners_.end()) found = corners_.emplace(radius, corner_mask(radius)).first;
  fill_rounded(target.to, target.clip, box, radius, item.colour, found->second);
}

void Painter::draw(const TextItem& item, const Target& target) {
  if (!item.layout) return;
  // What lies outside the ink box could not be told as damage later, so nothing is painted there.
  const Target inside{target.to, intersect(target.clip, moved(ink_box(item), target.shift)), target.shift};
  for (const TextLine& line : item.layout->lines) draw_line(item, line, inside);
}

void Painter::draw_line(const TextItem& item, const TextLine& line, const Target& target) {
  const int left = item.box.x + target.shift.x;
  const int top = item.box.y + target.shift.y;
  const RectPx box = moved(line.box, {left, top});
  const double em = item.layout->style.em_px;
  const int spill = static_cast<int>(em);
  if (intersect(target.clip, {box.x - spill, box.y - spill, box.width + 2 * spill, box.height + 2 * spill}).empty())
    return;
  for (const PlacedGlyph& glyph : line.glyphs) {
    const auto [pen_x, quarter] = in_quarters(glyph.x);
    const int pen_y = static_cast<int>(std::lround(glyph.y));
    const Typesetter::GlyphMask mask = glyphs_.mask(glyph.face, glyph.glyph, em, quarter);
    if (!mask.alpha || mask.width <= 0 || mask.height <= 0) continue;
    blend_mask(target.to, target.clip, left + pen_x + mask.left, top + pen_y - mask.top, {mask.width, mask.height},
               mask.stride, mask.alpha, item.colour);
  }
  if (!item.struck) return;
  const int thickness = std::max(2, static_cast<int>(std::lround(em / 14)));
  const int middle = top + line.baseline_px - static_cast<int>(std::lround(item.layout->cap_height_px * 0.45));
  fill(target.to, target.clip, {box.x, middle - thickness / 2, box.width, thickness}, item.colour);
}

void Painter::draw(const ArrowItem& item, const Target& target) {
  const int tenths = static_cast<int>(std::lround(std::fmod(item.bearing, 360.0) * 10));
  const std::string key = "arrow" + std::to_string(static_cast<int>(item.shape)) + '@' + std::to_string(tenths);
  const SizePx size{item.box.width, item.box.height};
  draw_mask(
      item.box, item.colour, key, [&] { return arrow_mask(size, item.shape, item.bearing); }, target);
}

void Painter::draw(const PictogramItem& item, const Target& target) {
  const std::string key = item.name + std::to_string(item.direction);
  const SizePx size{item.box.width, item.box.height};
  draw_mask(
      item.box, item.colour, key, [&] { return pictogram_mask(size, item.name, item.direction); }, target);
}

void Painter::draw_mask(const RectPx& place, Colour colour, const std::string& key, const std::function<Mask()>& make,
                        const Target& target) {
  if (place.empty()) return;
  const RectPx box = moved(place, target.shift);
  const std::string sized = key + ':' + std::to_string(box.width) + 'x' + std::to_string(box.height);
  auto found = masks_.find(sized);
  if (found == masks_.end()) {
    if (masks_.size() >= kMostMasks) masks_.clear();
    found = masks_.emplace(sized, make()).first;
  }
  blend_mask(target.to, target.clip, box.x, box.y, found->second.size, found->second.size.width,
             found->second.alpha.data(), colour);
}

void Painter::draw(const ImageItem& item, const Target& target) {
  const Picture& picture = picture_of(item);
  if (picture.pixels.empty()) return;
  const RectPx box = moved(item.box, target.shift);
  const Target inside{target.to, intersect(target.clip, box), target.shift};
  blend_picture(inside.to, inside.clip, box.x + (box.width - picture.size.width) / 2,
                box.y + (box.height - picture.size.height) / 2, picture);
}

void Painter::draw(const QrItem& item, const Target& target) {
  const SizePx size{item.box.width, item.box.height};
  const std::string key = "qr:" + std::to_string(size.width) + 'x' + std::to_string(size.height) + ':' + item.data;
  const Picture& picture = cached(key, [&] { return Made{qr_picture(item.data, size)}; });
  if (picture.pixels.empty()) {
    failures_.insert("qr:" + item.data + ": does not fit its box");
    return;
  }
  blend_picture(target.to, target.clip, item.box.x + target.shift.x, item.box.y + target.shift.y, picture);
}

void Painter::draw(const MapItem& item, const Target& target) {
  if (item.box.empty() || !item.drawing) return;
  const std::string key = "map:" + std::to_string(item.digest) + ':' + std::to_string(item.box.width) + 'x' +
                          std::to_string(item.box.height);
  const Picture& picture = cached(key, [&] { return picture_of(item); });
  const RectPx box = moved(item.box, target.shift);
  blend_picture(target.to, intersect(target.clip, box), box.x, box.y, picture);
}

Painter::Made Painter::picture_of(const MapItem& item) {
  const SizePx size{item.box.width, item.box.height};
  if (!item.drawing->plan) return {map_picture(*item.drawing, size, nullptr)};
  const auto plan = plan_of(*item.drawing->plan);
  return {map_picture(*item.drawing, size, plan.get()), plan != nullptr};
}

/// nullptr where it cannot be had. Every other state of a map lies on the same plan, which takes as long to decode as
/// all else that is on the screen.
std::shared_ptr<const PlanPicture> Painter::plan_of(const MapPlan& plan) {
  auto& plans = drawn_->plans;
  const std::string key = plan.sha256 + '*' + std::to_string(plan.scale);
  const auto found = std::find_if(plans.begin(), plans.end(), [&](const auto& each) { return each.first == key; });
  if (found != plans.end()) {
    plans.splice(plans.begin(), plans, found);
    return found->second;
  }
  try {
    const BlobPtr file = images_ ? images_(plan.sha256) : nullptr;
    if (!file) throw Error{ErrorCode::NotFound, "not in the snapshot"};
    const SizePx own = image_size(file->bytes()).value_or(SizePx{});
    const double factor = std::min(1.0, plan.scale);
    const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * factor))); };
    Picture picture = decode_image(file->bytes(), {side(own.width), side(own.height)});
    auto made = std::make_shared<const PlanPicture>(PlanPicture{std::move(picture), own});
    plans.emplace_front(key, made);
    while (!plans.empty() && drawn_->plan_pixels() > kMostPlanPixels) plans.pop_back();
    return made;
  } catch (const std::exception& error) {
    failures_.insert("image:" + plan.sha256 + ": " + describe(error));
    return nullptr;
  }
}

const Picture& Painter::picture_of(const ImageItem& item) {
  const ImageFit fit = item.role == "image.cover" ? ImageFit::Cover : ImageFit::Contain;
  const std::string key = item.sha256 + ':' + std::to_string(item.box.width) + 'x' + std::to_string(item.box.height) +
                          (fit == ImageFit::Cover ? ":cover" : "");
  return cached(key, [&]() -> Made {
    try {
      const BlobPtr file = images_ ? images_(item.sha256) : nullptr;
      if (!file) throw Error{ErrorCode::NotFound, "not in the snapshot"};
      return {decode_image(file->bytes(), {item.box.width, item.box.height}, fit)};
    } catch (const std::exception& error) {
      // One bad item never stops the others; the empty picture is kept so that it is not tried every frame.
      failures_.insert("image:" + item.sha256 + ": " + describe(error));
      return {{}, false};
    }
  });
}

const Picture& Painter::cached(const std::string& key, const std::function<Made()>& make) {
  auto& pictures = drawn_->pictures;
  const auto found =
      std::find_if(pictures.begin(), pictures.end(), [&](const Drawn::One& one) { return one.key == key; });
  if (found != pictures.end()) {
    pictures.splice(pictures.begin(), pictures, found);
  } else {
    pictures.push_front({key, make()});
    while (pictures.size() > 1 && (pictures.size() > kMostPictures || drawn_->picture_pixels() > kMostPixels))
      pictures.pop_back();
  }
  return pictures.front().made.picture;
}

}  // namespace skylt
