#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "player/paint/pixels.hpp"

namespace skylt {

/// Brings composed pixels to a panel. SDL thread only.
class Presenter {
 public:
  virtual ~Presenter() = default;

  /// The memory to compose in, as large as the picture. It keeps what was painted from one call to the next, so that
  /// only damage needs painting; until the panel gets another size.
  virtual PixelBuffer buffer() = 0;

  /// Shows `damage` of the buffer. Throws Error(unavailable) when the panel does not take it.
  virtual void present(std::span<const RectPx> damage) = 0;
};

/// A picture in memory: for `render`, for tests, and where there is nothing to show on.
class MemoryPresenter : public Presenter {
 public:
  explicit MemoryPresenter(SizePx size);
  PixelBuffer buffer() override;
  void present(std::span<const RectPx> damage) override;

  /// What each call of present() was given.
  const std::vector<std::vector<RectPx>>& frames() const { return frames_; }

 private:
  SizePx size_;
  std::vector<std::uint32_t> pixels_;
  std::vector<std::vector<RectPx>> frames_;
};

/// Turns the picture for a panel that is mounted on its side or upside down: by 90, 180 or 270 degrees clockwise.
/// Follows its size.
class RotatedPresenter : public Presenter {
 public:
  RotatedPresenter(std::unique_ptr<Presenter> panel, int degrees);
  PixelBuffer buffer() override;
  void present(std::span<const RectPx> damage) override;

 private:
  RectPx on_panel(const RectPx& r) const;
  SizePx turned(SizePx panel) const;

  std::unique_ptr<Presenter> panel_;
  int degrees_;
  SizePx size_;
  std::vector<std::uint32_t> pixels_;
};

/// What happens to a window. SDL thread only.
class Window {
 public:
  virtual ~Window() = default;

  struct Events {
    bool any = false;
    bool quit = false;     ///< the window was closed
    bool exposed = false;  ///< the system lost what was shown: present everything again
    bool resized = false;  ///< what was painted is gone, of the same size again or not: paint everything again
  };
  /// Takes what has happened to the window since the last call.
  virtual Events pump() = 0;

  /// False where there are no events worth waking for.
  virtual bool has_events() const = 0;
};

struct WindowOptions {
  std::string title = "Skylt";
  SizePx size;  ///< 0 × 0: the whole display
};

/// A window of SDL's software surface, on KMS/DRM where there is no desktop. Composes straight into the surface's
/// memory where its pixels have our format. Throws Error(unavailable) with SDL's reason.
/// Under X11, Wayland and offscreen the surface stays free of Mesa; KMS/DRM needs it (docs/architecture.md).
class WindowPresenter : public Presenter, public Window {
 public:
  explicit WindowPresenter(const WindowOptions& options);
  ~WindowPresenter() override;
  WindowPresenter(const WindowPresenter&) = delete;
  WindowPresenter& operator=(const WindowPresenter&) = delete;

  PixelBuffer buffer() override;
  void present(std::span<const RectPx> damage) override;

  Events pump() override;
  /// False for SDL's offscreen and dummy drivers.
  bool has_events() const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skylt
