#include "player/paint/presenter.hpp"

#include <SDL.h>

#include <cstring>
#include <utility>

#include "core/base/error.hpp"

namespace skylt {
namespace {

std::vector<std::uint32_t> black(SizePx size) {
  return std::vector<std::uint32_t>(static_cast<std::size_t>(size.width) * size.height, 0xff000000u);
}

[[noreturn]] void fail(const std::string& what) { throw Error{ErrorCode::Unavailable, what + ": " + SDL_GetError()}; }

}  // namespace

MemoryPresenter::MemoryPresenter(SizePx size) : size_{size}, pixels_{black(size)} {}

PixelBuffer MemoryPresenter::buffer() { return {size_, size_.width, pixels_.data()}; }

void MemoryPresenter::present(std::span<const RectPx> damage) { frames_.emplace_back(damage.begin(), damage.end()); }

RotatedPresenter::RotatedPresenter(std::unique_ptr<Presenter> panel, int degrees)
    : panel_{std::move(panel)}, degrees_{degrees} {
  if (degrees != 90 && degrees != 180 && degrees != 270) {
    throw Error{ErrorCode::Invalid, "rotation " + std::to_string(degrees) + " is not one of 0, 90, 180, 270"};
  }
}

SizePx RotatedPresenter::turned(SizePx panel) const {
  return degrees_ == 180 ? panel : SizePx{panel.height, panel.width};
}

PixelBuffer RotatedPresenter::buffer() {
  if (const SizePx size = turned(panel_->buffer().size); size != size_) {
    size_ = size;
    pixels_ = black(size);
  }
  return {size_, size_.width, pixels_.data()};
}

RectPx RotatedPresenter::on_panel(const RectPx& r) const {
  switch (degrees_) {
    case 90: return {size_.height - r.bottom(), r.x, r.height, r.width};
    case 180: return {size_.width - r.right(), size_.height - r.bottom(), r.width, r.height};
    default: return {r.y, size_.width - r.right(), r.height, r.width};
  }
}

void RotatedPresenter::present(std::span<const RectPx> damage) {
  const PixelBuffer picture = buffer();
  const PixelBuffer panel = panel_->buffer();
  std::vector<RectPx> shown;
  for (const RectPx& any : damage) {
    const RectPx r = intersect(any, picture.bounds());
    if (r.empty()) continue;
    for (int y = r.y; y < r.bottom(); ++y) {
      for (int x = r.x; x < r.right(); ++x) {
        const RectPx to = on_panel({x, y, 1, 1});
        *panel.at(to.x, to.y) = *picture.at(x, y);
      }
    }
    shown.push_back(on_panel(r));
  }
  panel_->present(shown);
}

class WindowPresenter::Impl {
 public:
  explicit Impl(const WindowOptions& options) {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_APP_NAME, options.title.c_str());
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) fail("no display can be opened");
    driver_ = SDL_GetCurrentVideoDriver();
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, driver_ == "KMSDRM" ? "1" : "0");
    const bool whole = options.size.width == 0 || options.size.height == 0;
    const Uint32 flags = whole ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS : 0u;
    const SizePx size = whole ? display_size() : options.size;
    window_ = SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, size.width,
                               size.height, flags);
    if (!window_) {
      const std::string why = SDL_GetError();
      SDL_QuitSubSystem(SDL_INIT_VIDEO);
      throw Error{ErrorCode::Unavailable, "no window can be opened: " + why};
    }
    if (whole) SDL_ShowCursor(SDL_DISABLE);
  }

  ~Impl() {
    SDL_FreeSurface(composed_);
    SDL_DestroyWindow(window_);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  PixelBuffer buffer() {
    SDL_Surface* surface = window_surface();
    const Uint32 format = surface->format->format;
    const bool ours = format == SDL_PIXELFORMAT_XRGB8888 || format == SDL_PIXELFORMAT_ARGB8888;
    if (ours) SDL_FreeSurface(std::exchange(composed_, nullptr));
    if (!ours) surface = composed({surface->w, surface->h});
    return {{surface->w, surface->h}, surface->pitch / 4, static_cast<std::uint32_t*>(surface->pixels)};
  }

  void present(std::span<const RectPx> damage) {
    SDL_Surface* window = window_surface();
    std::vector<SDL_Rect> rects;
    for (const RectPx& any : damage) {
      const RectPx r = intersect(any, {0, 0, window->w, window->h});
      if (r.empty()) continue;
      SDL_Rect rect{r.x, r.y, r.width, r.height};
      SDL_Rect target = rect;
      if (composed_ && SDL_BlitSurface(composed_, &rect, window, &target) != 0) fail("the picture cannot be copied");
      rects.push_back(rect);
    }
    if (rects.empty()) return;
    if (SDL_UpdateWindowSurfaceRects(window_, rects.data(), static_cast<int>(rects.size())) != 0)
      fail("the picture cannot be shown");
  }

  Events pump() {
    Events events;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
      events.any = true;
      if (event.type == SDL_QUIT) events.quit = true;
      if (event.type != SDL_WINDOWEVENT) continue;
      if (event.window.event == SDL_WINDOWEVENT_EXPOSED) events.exposed = true;
      if (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED) events.resized = true;
    }
    return events;
  }

  bool has_events() const { return driver_ != "offscreen" && driver_ != "dummy"; }

 private:
  static SizePx display_size() {
    SDL_DisplayMode mode;
    if (SDL_GetDesktopDisplayMode(0, &mode) != 0 || mode.w <= 0 || mode.h <= 0) return {1920, 1080};
    return {mode.w, mode.h};
  }

  SDL_Surface* composed(SizePx size) {
    if (composed_ && composed_->w == size.width && composed_->h == size.height) return composed_;
    SDL_FreeSurface(composed_);
    composed_ = SDL_CreateRGBSurfaceWithFormat(0, size.width, size.height, 32, SDL_PIXELFORMAT_XRGB8888);
    if (!composed_) fail("no memory for the picture");
    return composed_;
  }

  SDL_Surface* window_surface() {
    SDL_Surface* surface = SDL_GetWindowSurface(window_);
    if (!surface) fail("the window has no surface");
    return surface;
  }

  std::string driver_;
  SDL_Window* window_ = nullptr;
  SDL_Surface* composed_ = nullptr;  ///< only where the window's pixels have another format
};

WindowPresenter::WindowPresenter(const WindowOptions& options) : impl_{std::make_unique<Impl>(options)} {}
WindowPresenter::~WindowPresenter() = default;
PixelBuffer WindowPresenter::buffer() { return impl_->buffer(); }
void WindowPresenter::present(std::span<const RectPx> damage) { impl_->present(damage); }
WindowPresenter::Events WindowPresenter::pump() { return impl_->pump(); }
bool WindowPresenter::has_events() const { return impl_->has_events(); }

}  // namespace skylt
