#include "player/scene/widget.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "player/scene/paging.hpp"

namespace skylt {

DrawWidget find_draw(std::string_view widget) {
  static constexpr std::array<std::pair<std::string_view, DrawWidget>, 16> kDraw{{{"agenda", draw_agenda},
                                                                                  {"changes", draw_changes},
                                                                                  {"clock", draw_clock},
                                                                                  {"directions", draw_directions},
                                                                                  {"ending", draw_ending},
                                                                                  {"grid", draw_grid},
                                                                                  {"header", draw_header},
                                                                                  {"image", draw_image},
                                                                                  {"map", draw_map},
                                                                                  {"now-next", draw_now_next},
                                                                                  {"phone", draw_phone},
                                                                                  {"qr", draw_qr},
                                                                                  {"rooms-now", draw_rooms_now},
                                                                                  {"text", draw_text},
                                                                                  {"way", draw_way},
                                                                                  {"welcome", draw_welcome}}};
  for (const auto& [name, draw] : kDraw)
    if (name == widget) return draw;
  return nullptr;
}

namespace {

constexpr Seconds kHeader{5};  // what it takes to read

}  // namespace

Seconds stay_of(const WidgetPages& drawn, const WidgetPages* beside) {
  Seconds longest{0};
  for (std::size_t i = 0; i < drawn.pages.size(); ++i) {
    const double more = beside ? page_reading_seconds(beside->pages[i]) : 0;
    longest = std::max(longest, dwell_for(page_reading_seconds(drawn.pages[i]) + more));
  }
  return longest + kHeader;
}

std::size_t pages_in_time(const Context& context, const WidgetPages& drawn, const WidgetPages* beside) {
  return static_cast<std::size_t>(std::max<Seconds::rep>(1, context.cycle / stay_of(drawn, beside)));
}

std::size_t most_pages_in_time(const Context& context) {
  return static_cast<std::size_t>(std::max<Seconds::rep>(1, context.cycle / (kLeastDwell + kHeader)));
}

RectPx within_margins(const Context& context, RectPx box) {
  const int left = std::max(box.x, context.frame.x + context.margin);
  const int right = std::min(box.right(), context.frame.right() - context.margin);
  return {left, box.y, std::max(1, right - left), box.height};
}

}  // namespace skylt
