#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/layout/layout.hpp"
#include "core/layout/session_filter.hpp"
#include "player/scene/canvas.hpp"

namespace skylt {

/// What a region shows: its pages, drawn; the scene shows one of them.
struct WidgetPages {
  std::vector<std::vector<SceneItem>> pages;
  /// Where a region has very many pages, of which none asks to be read through: draws the one that is shown. Used while
  /// the context lives.
  std::function<std::vector<SceneItem>(std::size_t page)> draw_later{};
  bool strip = false;                    ///< of changes: may turn at a pace of its own
  int wish_px = 0;                       ///< so much higher a strip would tell each sentence whole
  bool is_door = false;                  ///< a session stands at a room's door
  std::size_t left_out = 0;              ///< how many sessions a door counts instead of telling them
  bool in_parts = false;                 ///< the title of a door's block goes over several pages
  bool minute_ticks = false;             ///< shows minutes: alters when the next one begins
  bool shows_age = false;                ///< says how old the data are (R-24)
  std::optional<UtcTime> next_change{};  ///< beside what next_programme_change() knows
};

/// A region in the making. `box` is in the coordinates of Canvas: as if the page were read from left to right.
struct Place {
  const Region& region;
  RectPx box;
};

/// One for each widget of docs/layouts.md, pure. Options are as the layout's reader has checked them; those that are
/// not given stand for their defaults. With nothing to show the pages are empty, or there is none. What would take
/// longer than A-22 allows is left out and counted in words. May throw: the region then stays empty and is named
///
WidgetPages draw_agenda(const Context& context, const Place& place);
WidgetPages draw_changes(const Context& context, const Place& place);
WidgetPages draw_clock(const Context& context, const Place& place);
WidgetPages draw_directions(const Context& context, const Place& place);
WidgetPages draw_ending(const Context& context, const Place& place);
WidgetPages draw_grid(const Context& context, const Place& place);
WidgetPages draw_header(const Context& context, const Place& place);
WidgetPages draw_image(const Context& context, const Place& place);
WidgetPages draw_map(const Context& context, const Place& place);
WidgetPages draw_now_next(const Context& context, const Place& place);
WidgetPages draw_phone(const Context& context, const Place& place);
WidgetPages draw_qr(const Context& context, const Place& place);
WidgetPages draw_rooms_now(const Context& context, const Place& place);
WidgetPages draw_text(const Context& context, const Place& place);
WidgetPages draw_way(const Context& context, const Place& place);
WidgetPages draw_welcome(const Context& context, const Place& place);

/// A door at which a session stands, and that takes turns with the code for phones: its pages before the one with the
/// code, and the block of that one. No page where no session stands at the door, or where its title has no room beside
/// the code.
WidgetPages draw_door_before_code(const Context& context, const Place& place);
WidgetPages draw_door_beside_code(const Context& context, const Place& place);

/// What the code of the phone page takes of its box: empty where the event has no public address. The regions
/// beside it give way.
RectPx phone_extent(const Context& context, const RectPx& box);

/// How long each page of a region stays when the one with most to read sets the pace; the rest of the picture is
/// read too. `beside`: a region with as many pages, which are read with those.
Seconds stay_of(const WidgetPages& drawn, const WidgetPages* beside = nullptr);

/// How many of a region's pages come back in time where each stays as long, at least one. A region with more
/// must be shortened and say how much it leaves out.
std::size_t pages_in_time(const Context& context, const WidgetPages& drawn, const WidgetPages* beside = nullptr);
/// The most that any region may have: pages of few words.
std::size_t most_pages_in_time(const Context& context);

using DrawWidget = WidgetPages (*)(const Context&, const Place&);

/// nullptr where no widget has that name.
DrawWidget find_draw(std::string_view widget);

/// The box less what lies in the screen's margin, for strips that reach the edge with their colour but not with text.
RectPx within_margins(const Context& context, RectPx box);

}  // namespace skylt
