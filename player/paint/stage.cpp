#include "player/paint/stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "player/paint/difference.hpp"

namespace skylt {
namespace {

constexpr Millis kFrameTime{20};
constexpr Minutes kShiftTime{4};

RectPx moved(const RectPx& r, ShiftPx by) { return {r.x + by.x, r.y + by.y, r.width, r.height}; }

}  // namespace

ShiftPx shift_at(UtcTime rotation) {
  static constexpr std::array<ShiftPx, 8> kRound{
      {{0, 0}, {3, 1}, {4, -2}, {1, -4}, {-2, -3}, {-4, 0}, {-3, 3}, {0, 4}}};
  const auto steps = std::chrono::floor<Minutes>(rotation.time_since_epoch()).count() / kShiftTime.count();
  const auto count = static_cast<std::int64_t>(kRound.size());
  return kRound[static_cast<std::size_t>(((steps % count) + count) % count)];
}

std::vector<RectPx> Stage::show(Scene scene, Painter& painter, const Options& options, MonotonicTime now) {
  const PixelBuffer buffer = presenter_.buffer();
  const bool everything = stale_ || !scene_ || shift_ != options.shift;
  const bool other_page = scene_ && (scene_->page != scene.page || scene_->layout != scene.layout);
  std::vector<RectPx> damage;
  if (everything) {
    damage.push_back(buffer.bounds());
  } else {
    for (const RectPx& r : difference(*scene_, scene)) {
      damage.push_back(intersect(moved(r, options.shift), buffer.bounds()));
    }
    damage = merge(std::move(damage));
  }
  if (damage.empty()) {
    scene_ = std::move(scene);
    return {};
  }
  finish_fade();
  const bool fades = options.fade && other_page && !stale_;
  scene_ = std::move(scene);
  shift_ = options.shift;
  stale_ = false;
  if (fades) {
    start_fade(painter, damage, options.shift, now);
    return {};
  }
  painter.paint(*scene_, buffer, damage, options.shift);
  present(damage);
  return damage;
}

std::optional<MonotonicTime> Stage::next_frame() const {
  if (!fade_) return std::nullopt;
  return fade_->due;
}

void Stage::start_fade(Painter& painter, std::vector<RectPx> damage, ShiftPx shift, MonotonicTime now) {
  const SizePx size = presenter_.buffer().size;
  fade_ = Fade{{}, {}, std::move(damage), now, 1, now + kFrameTime};
  Fade& fade = *fade_;
  fade.pixels.resize(static_cast<std::size_t>(size.width) * size.height);
  fade.target = {size, size.width, fade.pixels.data()};
  painter.paint(*scene_, fade.target, fade.damage, shift);
}

void Stage::advance(MonotonicTime now) {
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

void Stage::forget() { stale_ = true; }

void Stage::present_again() {
  const RectPx all = presenter_.buffer().bounds();
  present({&all, 1});
}

void Stage::touch() {
  const RectPx pixel{0, 0, 1, 1};
  present({&pixel, 1});
}

void Stage::present(std::span<const RectPx> damage) {
  presenter_.present(damage);
  ++frames_;
}

}  // namespace skylt
