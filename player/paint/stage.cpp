#include "player/paint/stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "player/paint/difference.hpp"

namespace skylt {
namespace {

constexpr Millis kFrameTime{20};
constexpr Minutes kShiftTime{4};

}  // namespace

ShiftPx shift_at(UtcTime rotation) {
  static constexpr std::array<ShiftPx, 8> kRound{
      {{0, 0}, {3, 1}, {4, -2}, {1, -4}, {-2, -3}, {-4, 0}, {-3, 3}, {0, 4}}};
  const auto steps = std::chrono::floor<Minutes>(rotation.time_since_epoch()).count() / kShiftTime.count();
  const auto count = static_cast<std::int64_t>(kRound.size());
  return kRound[static_cast<std::size_t>(((steps % count) + count) % count)];
}

std::vector<RectPx> Stage::show(Scene scene, Painter& painter, const Options& options, MonotonicTime now) {
  follow_size();
  std::vector<RectPx> damage = damage_of(scene, options.shift, presenter_.buffer());
  if (damage.empty()) {
    scene_ = std::move(scene);
    return {};
  }
  finish_fade();
  const bool other_page = scene_ && (scene_->page != scene.page || scene_->layout != scene.layout);
  const bool fades = options.fade && other_page && !stale_;
  if (fades) start_fade(scene, painter, damage, options.shift, now);
  if (!fades) cut_to(scene, painter, damage, options.shift);
  scene_ = std::move(scene);
  shift_ = options.shift;
  return fades ? std::vector<RectPx>{} : damage;
}

/// Other memory: nothing of what was painted is in it, and a fade has pixels for the old one.
void Stage::follow_size() {
  const SizePx size = presenter_.buffer().size;
  if (size != size_) forget();
  size_ = size;
}

std::vector<RectPx> Stage::damage_of(const Scene& scene, ShiftPx shift, const PixelBuffer& buffer) const {
  if (stale_ || !scene_ || shift_ != shift) return {buffer.bounds()};
  std::vector<RectPx> damage;
  for (const RectPx& r : difference(*scene_, scene)) damage.push_back(intersect(moved(r, shift), buffer.bounds()));
  return merge(std::move(damage));
}

void Stage::cut_to(const Scene& scene, Painter& painter, const std::vector<RectPx>& damage, ShiftPx shift) {
  stale_ = true;  // until all of it is on the glass
  painter.paint(scene, presenter_.buffer(), damage, shift);
  present(damage);
  stale_ = false;
}

std::optional<MonotonicTime> Stage::next_frame() const {
  if (!fade_) return std::nullopt;
  return fade_->due;
}

void Stage::start_fade(const Scene& scene, Painter& painter, std::vector<RectPx> damage, ShiftPx shift,
                       MonotonicTime now) {
  const SizePx size = presenter_.buffer().size;
  Fade fade{{}, {}, std::move(damage), now, 1, now + kFrameTime};
  fade.pixels.resize(static_cast<std::size_t>(size.width) * size.height);
  fade.target = {size, size.width, fade.pixels.data()};
  painter.paint(scene, fade.target, fade.damage, shift);
  fade_ = std::move(fade);
}

void Stage::advance(MonotonicTime now) {
  follow_size();
  if (!fade_ || now < fade_->due) return;
  const double gone = std::chrono::duration<double>(now - fade_->start) / std::chrono::duration<double>(kFadeTime);
  if (gone >= 1) {
    finish_fade();
    return;
  }
  // The glass holds the mixture of the last frame: move it by the part that makes the whole come out linear.
  const double left = 1 - gone;
  const int weight = static_cast<int>(std::lround(256 * (1 - left / fade_->left)));
  const PixelBuffer buffer = presenter_.buffer();
  for (const RectPx& r : fade_->damage) move_towards(buffer, fade_->target, r, weight);
  fade_->left = left;
  fade_->due = now + kFrameTime;
  present(fade_->damage);
}

void Stage::finish_fade() {
  if (!fade_) return;
  const PixelBuffer buffer = presenter_.buffer();
  for (const RectPx& r : fade_->damage) copy_pixels(buffer, fade_->target, r);
  present(fade_->damage);
  fade_.reset();
}

void Stage::forget() {
  stale_ = true;
  fade_.reset();
}

void Stage::present_again() {
  follow_size();
  if (stale_) return;
  const RectPx all = presenter_.buffer().bounds();
  present({&all, 1});
}

void Stage::touch() {
  const RectPx pixel{0, 0, 1, 1};
  present({&pixel, 1});
}

void Stage::present(std::span<const RectPx> damage) {
  try {
    presenter_.present(damage);
  } catch (...) {
    forget();
    throw;
  }
  ++frames_;
}

}  // namespace skylt
