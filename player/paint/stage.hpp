#pragma once
#include <chrono>
#include <optional>

#include "player/paint/painter.hpp"
#include "player/paint/presenter.hpp"

namespace skylt {

using MonotonicTime = std::chrono::steady_clock::time_point;

constexpr Millis kFadeTime{400};

/// Displacement of the picture at that position of the rotation: another one of a small round every four minutes, at
/// most 4 px from the middle.
ShiftPx shift_at(UtcTime rotation);

/// What is on the glass. Brings the presenter's pixels from one scene to the next: equal scenes paint nothing, a change
/// paints its own region, another page fades in. Holds a second picture only while a fade runs. A presenter that has
/// got another size is painted whole. SDL thread only.
class Stage {
 public:
  explicit Stage(Presenter& presenter) : presenter_{presenter} {}

  struct Options {
    bool fade = true;  ///< false: pages are cut (reduced motion)
    ShiftPx shift;
  };

  /// Shows `scene`. Returns what was presented at once; for a fade, its first frame is due at next_frame().
  /// When this or any other frame cannot be painted or presented, it throws what went wrong, a fade ends, and the next
  /// show() paints everything: nobody knows what is on the glass.
  std::vector<RectPx> show(Scene scene, Painter& painter, const Options& options, MonotonicTime now);

  /// When the next frame of a fade is due; nullopt when nothing moves.
  std::optional<MonotonicTime> next_frame() const;

  /// Paints the frame of a fade that is due at `now`.
  void advance(MonotonicTime now);

  /// Makes the next show() paint everything, as after new fonts: glyphs of two typesetters cannot be compared. A fade
  /// ends where it is.
  void forget();

  /// Presents the whole picture again, unchanged; nothing where the next show() paints it anyway.
  void present_again();
  /// Presents a single unchanged pixel: shows that the way to the panel is open.
  void touch();

  const std::optional<Scene>& scene() const { return scene_; }
  std::uint64_t frames() const { return frames_; }

 private:
  struct Fade {
    std::vector<std::uint32_t> pixels;
    PixelBuffer target;
    std::vector<RectPx> damage;
    MonotonicTime start;
    double left;  ///< share of the old picture that is still on the glass
    MonotonicTime due;
  };

  void follow_size();
  std::vector<RectPx> damage_of(const Scene& scene, ShiftPx shift, const PixelBuffer& buffer) const;
  void cut_to(const Scene& scene, Painter& painter, const std::vector<RectPx>& damage, ShiftPx shift);
  void start_fade(const Scene& scene, Painter& painter, std::vector<RectPx> damage, ShiftPx shift, MonotonicTime now);
  void finish_fade();
  void present(std::span<const RectPx> damage);

  Presenter& presenter_;
  std::optional<Scene> scene_;  ///< shown last, or fading in
  ShiftPx shift_;
  SizePx size_;        ///< of the pixels that were painted last
  bool stale_ = true;  ///< the glass may hold something else than `scene_`
  std::optional<Fade> fade_;
  std::uint64_t frames_ = 0;
};

}  // namespace skylt
