// Which way? What is on now and soon by the way to it, in groups that share an arrow (WAYFINDING.md section 6).
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

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
  kinds.reserve(rows.size());
  for (const auto* to : rows) kinds.push_back(to->what);
  return kinds;
}

/// What points left stands on the left half and what points right on the right one, where both halves are wide enough;
/// else all in one column.
std::vector<DirectionColumn> columns_of(const Context& context, const Place& place,
                                        const std::vector<DirectionBlock>& blocks, int page_height) {
  const RectPx& box = place.box;
  std::vector<DirectionBlock> left;
  std::vector<DirectionBlock> right;
  for (const auto& block : blocks) (block.to_right ? right : left).push_back(block);
  std::vector<DirectionColumn> columns;
  if (box.width > box.height && !left.empty() && !right.empty()) {
    const int half = (box.width - 3 * context.unit) / 2;
    const RectPx near{box.x, box.y, half, box.height};
    const RectPx far{box.right() - half, box.y, half, box.height};
    columns.emplace_back(context, place.region.id, left, context.right_to_left ? far : near, page_height);
    columns.emplace_back(context, place.region.id, right, context.right_to_left ? near : far, page_height);
    if (columns[0].is_roomy() && columns[1].is_roomy()) return columns;
    columns.clear();
  }
  columns.emplace_back(context, place.region.id, blocks, box, page_height);
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
  DirectionColumn::Air air;
};

Spread spread(const std::vector<DirectionColumn>& columns, int height) {
  Spread out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const int most = columns.size() == 1 ? kMostRows : i == 0 ? (kMostRows + 1) / 2 : kMostRows / 2;
    out.columns.push_back(columns[i].pages(height, most));
    if (out.columns.back().empty()) out.columns.back().emplace_back();  // its box is lower than any line
    out.count = std::max(out.count, out.columns.back().size());
    const auto air = columns[i].air(out.columns.back(), height);
    out.air = i == 0 ? air : DirectionColumn::Air{std::min(out.air.block, air.block), std::min(out.air.line, air.line)};
  }
  return out;
}

/// Columns, and which of their lines stand on which page.
struct Board {
  std::vector<DirectionColumn> columns;  ///< none: there is nothing to show
  Spread pages;
  TaggedText remark;       ///< how many destinations are left out; empty: none
  std::size_t untold = 0;  ///< of them, those that no page can hold
};

Board set_board(const Context& context, const Place& place, const std::vector<DirectionBlock>& blocks, int height,
                const TaggedText& remark) {
  Board board;
  board.remark = remark;
  board.columns = columns_of(context, place, blocks, height);
  board.pages = spread(board.columns, height);
  for (const auto& column : board.columns) board.untold += column.untold();
  return board;
}

/// Destinations that are not on the sign.
struct LeftOut {
  std::size_t rows = 0;
  bool all_later = false;  ///< none of them is one where one can go now
};

/// With a remark that counts what is left out already and what no page can hold.
Board board_of(const Context& context, const Place& place, const std::vector<DirectionBlock>& blocks,
               const LeftOut& left_out) {
  if (blocks.empty()) return {};
  if (left_out.rows == 0) {
    auto whole = set_board(context, place, blocks, place.box.height, {});
    if (whole.pages.count == 1 && whole.untold == 0) return whole;
  }
  const Canvas measure{context, place.region.id};
  int foot = 0;
  for (std::size_t untold = 0;;) {
    const std::size_t rows = left_out.rows + untold;
    const auto remark = rows == 0 ? TaggedText{} : more_note(context, rows, left_out.all_later && untold == 0);
    // Never lower again: with less height for them no fewer are untold, so this ends.
    foot = std::max(foot, compose_foot(measure, {remark, 9, 10}, place.box.width, "ground").height);
    auto board = set_board(context, place, blocks, place.box.height - foot, remark);
    if (board.untold <= untold) return board;
    untold = board.untold;
  }
}

WidgetPages draw_board(const Context& context, const Place& place, Board board) {
  if (board.columns.empty()) return draw_nothing(context, place);
  for (auto& column : board.columns) column.draw_together();
  WidgetPages out;
  const auto count = board.pages.count;
  for (std::size_t i = 0; i < count; ++i) {
    Canvas canvas{context, place.region.id};
    for (std::size_t c = 0; c < board.columns.size(); ++c) {
      const auto& pages = board.pages.columns[c];
      board.columns[c].draw(canvas, pages[i % pages.size()], board.pages.air);
    }
    const auto foot =
        compose_foot(canvas, {board.remark, static_cast<int>(i), static_cast<int>(count)}, place.box.width, "ground");
    if (foot.height <= place.box.height) put(canvas, foot, place.box.x, place.box.bottom() - foot.height);
    out.pages.push_back(canvas.take());
  }
  return out;
}

/// With as many further amenities as need no further page.
Board fullest_board(const Context& context, const Place& place, DirectionFilter filter, Board board) {
  for (const auto& kind : further_kinds(context, place.region)) {
    filter.amenities.push_back(kind);
    Board fuller = board_of(context, place, direction_blocks(context, context.ways(), filter), {});
    if (board.columns.empty() || (fuller.pages.count <= board.pages.count && fuller.untold <= board.untold))
      board = std::move(fuller);
    else
      filter.amenities.pop_back();
  }
  return board;
}

std::size_t rows_of(const std::vector<DirectionBlock>& blocks) {
  std::size_t count = 0;
  for (const auto& block : blocks) count += block.rows.size();
  return count;
}

std::size_t rows_to_come(const std::vector<DirectionBlock>& blocks) {
  std::size_t count = 0;
  for (const auto& block : blocks)
    count += static_cast<std::size_t>(std::count_if(block.rows.begin(), block.rows.end(),
                                                    [](const DirectionRow& row) { return row.begins.has_value(); }));
  return count;
}

/// What stays longest when not all can be shown: rooms and venues where one can go now, then what everybody seeks, then
/// what begins later, the soonest first.
auto importance(const DirectionRow& row) {
  const int rank = row.begins ? 2 : row.amenity ? 1 : 0;
  return std::pair{rank, row.begins.value_or(UtcTime{})};
}

/// Leaves `most` rows in the blocks.
void keep_most_important(std::vector<DirectionBlock>& blocks, std::size_t most) {
  std::vector<const DirectionRow*> rows;
  for (const auto& block : blocks)
    for (const auto& row : block.rows) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const DirectionRow* a, const DirectionRow* b) { return importance(*a) < importance(*b); });
  rows.resize(std::min(rows.size(), most));
  const std::set<const DirectionRow*> kept{rows.begin(), rows.end()};
  std::vector<DirectionBlock> out;
  for (const auto& block : blocks) {
    DirectionBlock shorter = block;
    shorter.rows.clear();
    for (const auto& row : block.rows)
      if (kept.contains(&row)) shorter.rows.push_back(row);
    if (!shorter.rows.empty()) out.push_back(std::move(shorter));
  }
  blocks = std::move(out);
}

/// As much as comes round in time and how much more there is.
WidgetPages draw_most_important(const Context& context, const Place& place, const std::vector<DirectionBlock>& blocks,
                                WidgetPages whole) {
  const std::size_t all = rows_of(blocks);
  const std::size_t to_come = rows_to_come(blocks);
  const auto draw = [&](std::size_t count) {
    auto kept = blocks;
    keep_most_important(kept, count);
    const std::size_t left_out = all - rows_of(kept);
    return draw_board(context, place, board_of(context, place, kept, {left_out, left_out <= to_come}));
  };
  const auto fits = [&](const WidgetPages& drawn) { return drawn.pages.size() <= pages_in_time(context, drawn); };
  WidgetPages drawn = std::move(whole);
  std::size_t count = all;
  while (count > 1 && !fits(drawn)) {
    count = std::max<std::size_t>(1, count * pages_in_time(context, drawn) / drawn.pages.size());
    drawn = draw(count);
  }
  // Pages are filled unevenly: what was cut too many comes back.
  for (; count + 1 < all; ++count) {
    auto more = draw(count + 1);
    if (!fits(more)) break;
    drawn = std::move(more);
  }
  return drawn;
}

/// All that is to be shown, with what else needs no further page; where that is too much, the most important.
WidgetPages draw_in_time(const Context& context, const Place& place) {
  const DirectionFilter filter = filter_of(place.region);
  const auto blocks = direction_blocks(context, context.ways(), filter);
  const Board essential = board_of(context, place, blocks, {});
  auto drawn = draw_board(context, place, fullest_board(context, place, filter, essential));
  if (drawn.pages.size() <= pages_in_time(context, drawn)) return drawn;
  drawn = draw_board(context, place, essential);
  if (drawn.pages.size() <= pages_in_time(context, drawn)) return drawn;
  return draw_most_important(context, place, blocks, std::move(drawn));
}

}  // namespace

WidgetPages draw_directions(const Context& context, const Place& place) {
  auto out = draw_in_time(context, place);
  out.next_change = next_room(context);
  return out;
}

}  // namespace skylt
