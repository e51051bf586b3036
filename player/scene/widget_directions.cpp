// Which way? What is on now and soon by the way to it, in groups that share an arrow (WAYFINDING.md section 6).
#include <algorithm>
#include <string_view>

#include "player/scene/direction_column.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

constexpr int kMostRows = 7;

/// What everybody seeks (WAYFINDING.md section 7, 6); anything else where it costs no page.
constexpr std::string_view kEssential[] = {"toilets", "accessible-toilet", "exit", "entrance", "information",
                                           "water",   "quiet-room"};

bool is_essential(const std::string& kind) {
  return std::find(std::begin(kEssential), std::end(kEssential), kind) != std::end(kEssential);
}

DirectionFilter filter_of(const Region& region) {
  DirectionFilter filter;
  filter.rooms = option_strings(region, "rooms");
  filter.amenities = option_strings(region, "amenities");
  if (region.options.find("amenities") == region.options.end())
    filter.amenities.assign(std::begin(kEssential), std::end(kEssential));
  filter.venues = option_flag(region, "venues", true);
  return filter;
}

/// Kinds that the sign may show beside the essential ones, the nearest first.
std::vector<std::string> further_kinds(const Context& context, const Region& region) {
  if (region.options.find("amenities") != region.options.end()) return {};
  std::vector<const Direction*> rows;
  for (const auto& to : context.ways().directions())
    if (to.kind == DestinationKind::Amenity && to.reachable && !is_essential(to.what) && to.what != "lift" &&
        to.what != "stairs")
      rows.push_back(&to);
  std::stable_sort(rows.begin(), rows.end(), [](const Direction* a, const Direction* b) {
    return a->minutes.value_or(1e9) < b->minutes.value_or(1e9);
  });
  std::vector<std::string> kinds;
  for (const auto* to : rows) kinds.push_back(to->what);
  return kinds;
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

/// The pages of each column; `count` is what the one with most has, `air` what each block may take beyond its need.
struct Spread {
  std::vector<std::vector<DirectionColumn::Page>> columns;
  std::size_t count = 1;
  int air = 0;
};

Spread spread(const std::vector<DirectionColumn>& columns, int height) {
  Spread out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const int most = columns.size() == 1 ? kMostRows : i == 0 ? (kMostRows + 1) / 2 : kMostRows / 2;
    out.columns.push_back(columns[i].pages(height, most));
    out.count = std::max(out.count, out.columns.back().size());
    const int air = columns[i].air(out.columns.back(), height);
    out.air = i == 0 ? air : std::min(out.air, air);
  }
  return out;
}

/// Columns, and which of their lines stand on which page.
struct Board {
  std::vector<DirectionColumn> columns;  ///< none: there is nothing to show
  Spread pages;
};

Board board_of(const Context& context, const Place& place, const DirectionFilter& filter) {
  Board board;
  const auto blocks = direction_blocks(context, context.ways(), filter);
  if (blocks.empty()) return board;
  board.columns = columns_of(context, place, blocks);
  board.pages = spread(board.columns, place.box.height);
  if (board.pages.count == 1) return board;
  const Canvas measure{context, place.region.id};
  board.pages =
      spread(board.columns, place.box.height - compose_foot(measure, {{}, 0, 2}, place.box.width, "ground").height);
  return board;
}

/// With as many further amenities as need no further page.
Board fullest_board(const Context& context, const Place& place) {
  DirectionFilter filter = filter_of(place.region);
  Board board = board_of(context, place, filter);
  for (const auto& kind : further_kinds(context, place.region)) {
    filter.amenities.push_back(kind);
    Board fuller = board_of(context, place, filter);
    if (board.columns.empty() || fuller.pages.count <= board.pages.count)
      board = std::move(fuller);
    else
      filter.amenities.pop_back();
  }
  return board;
}

}  // namespace

WidgetPages draw_directions(const Context& context, const Place& place) {
  const Board board = fullest_board(context, place);
  WidgetPages out;
  if (board.columns.empty()) out = draw_nothing(context, place);
  const auto count = board.columns.empty() ? 0 : std::min(board.pages.count, static_cast<std::size_t>(kMostPages));
  for (std::size_t i = 0; i < count; ++i) {
    Canvas canvas{context, place.region.id};
    for (std::size_t c = 0; c < board.columns.size(); ++c) {
      const auto& pages = board.pages.columns[c];
      board.columns[c].draw(canvas, pages[i % pages.size()], board.pages.air);
    }
    const auto foot =
        compose_foot(canvas, {{}, static_cast<int>(i), static_cast<int>(count)}, place.box.width, "ground");
    put(canvas, foot, place.box.x, place.box.bottom() - foot.height);
    out.pages.push_back(canvas.take());
  }
  out.next_change = next_room(context);
  return out;
}

}  // namespace skylt
