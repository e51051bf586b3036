// Which way? What is on now and soon by the way to it, in groups that share an arrow (WAYFINDING.md section 6).
#include <algorithm>

#include "player/scene/direction_column.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

constexpr int kMostRows = 7;

DirectionFilter filter_of(const Region& region) {
  DirectionFilter filter;
  filter.rooms = option_strings(region, "rooms");
  filter.amenities = option_strings(region, "amenities");
  filter.all_amenities = region.options.find("amenities") == region.options.end();
  filter.venues = option_flag(region, "venues", true);
  return filter;
}

/// What points left stands on the left half and what points right on the right one, where both halves are wide enough;
/// else all in one column.
std::vector<DirectionColumn> columns_of(const Context& context, const Place& place,
                                        const std::vector<DirectionBlock>& blocks) {
  const RectPx& box = place.box;
  std::vector<DirectionBlock> left;
  std::vector<DirectionBlock> right;
  for (const auto& block : blocks) (block.to_right ? right : left).push_back(block);
  std::vector<DirectionColumn> columns;
  if (box.width > box.height && !left.empty() && !right.empty()) {
    const int half = (box.width - 3 * context.unit) / 2;
    const RectPx near{box.x, box.y, half, box.height};
    const RectPx far{box.right() - half, box.y, half, box.height};
    columns.emplace_back(context, place.region.id, left, context.right_to_left ? far : near);
    columns.emplace_back(context, place.region.id, right, context.right_to_left ? near : far);
    if (columns[0].is_roomy() && columns[1].is_roomy()) return columns;
    columns.clear();
  }
  columns.emplace_back(context, place.region.id, blocks, box);
  return columns;
}

/// Nothing to show the way to: whom to ask.
WidgetPages draw_nothing(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  Piece piece;
  piece.role = "notice";
  piece.text = context.say("way.ask-staff");
  piece.size = TextSize::Medium;
  canvas.put(canvas.set(piece, place.box.width), place.box.x, place.box.y);
  WidgetPages out;
  out.pages.push_back(canvas.take());
  return out;
}

/// When the next room comes within the hour.
std::optional<UtcTime> next_room(const Context& context) {
  std::optional<UtcTime> next;
  for (const auto& item : context.sessions) {
    const UtcTime shown = item.session.start - kShownBefore;
    if (shown > context.moment.now) next = earlier(next, shown);
  }
  return next;
}

/// The pages of each column; `count` is what the one with most has.
struct Spread {
  std::vector<std::vector<DirectionColumn::Page>> columns;
  std::size_t count = 1;
};

Spread spread(const std::vector<DirectionColumn>& columns, int height) {
  Spread out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const int most = columns.size() == 1 ? kMostRows : i == 0 ? (kMostRows + 1) / 2 : kMostRows / 2;
    out.columns.push_back(columns[i].pages(height, most));
    out.count = std::max(out.count, out.columns.back().size());
  }
  return out;
}

}  // namespace

WidgetPages draw_directions(const Context& context, const Place& place) {
  const auto blocks = direction_blocks(context, context.ways(), filter_of(place.region));
  WidgetPages out;
  if (blocks.empty()) {
    out = draw_nothing(context, place);
  } else {
    const auto columns = columns_of(context, place, blocks);
    auto pages = spread(columns, place.box.height);
    if (pages.count > 1) {
      const Canvas measure{context, place.region.id};
      pages = spread(columns, place.box.height - compose_foot(measure, {{}, 0, 2}, place.box.width, "ground").height);
    }
    const auto count = std::min(pages.count, static_cast<std::size_t>(kMostPages));
    for (std::size_t i = 0; i < count; ++i) {
      Canvas canvas{context, place.region.id};
      for (std::size_t c = 0; c < columns.size(); ++c)
        columns[c].draw(canvas, pages.columns[c][i % pages.columns[c].size()]);
      const auto foot =
          compose_foot(canvas, {{}, static_cast<int>(i), static_cast<int>(count)}, place.box.width, "ground");
      put(canvas, foot, place.box.x, place.box.bottom() - foot.height);
      out.pages.push_back(canvas.take());
    }
  }
  out.next_change = next_room(context);
  return out;
}

}  // namespace skylt
