#include <algorithm>

#include "player/scene/selection.hpp"

namespace skylt {
namespace {

constexpr std::size_t kFirstSessions = 4;

/// The statement in the largest size in which it takes at most two lines.
SetPiece statement_piece(const Canvas& canvas, const TaggedText& text, int width) {
  Piece piece;
  piece.role = "notice";
  piece.text = text;
  piece.weight = Weight::Bold;
  piece.must_read = true;
  piece.size = TextSize::Large;
  auto set = canvas.set(piece, width);
  if (set.lines() <= 2 && !(set.layout && set.layout->truncated)) return set;
  piece.size = TextSize::Medium;
  return canvas.set(piece, width);
}

bool reaches_below(const std::vector<SceneItem>& items, int bottom) {
  return std::any_of(items.begin(), items.end(), [&](const SceneItem& item) {
    const auto* text = std::get_if<TextItem>(&item);
    return text && text->box.bottom() > bottom;
  });
}

}  // namespace

WidgetPages draw_ending(const Context& context, const Place& place, const Ending& ending, ShowRoom show_room) {
  Canvas canvas{context, place.region.id};
  const auto statement = statement_piece(canvas, ending.statement, place.box.width);
  Piece detail;
  detail.role = "notice";
  detail.text = ending.detail;
  detail.size = context.scale.must;
  detail.must_read = true;
  const auto below = canvas.set(detail, place.box.width);
  const int gap = context.unit;
  int y = place.box.y + gap;
  canvas.put(statement, place.box.x, y);
  y += statement.height();
  canvas.put(below, place.box.x, y);
  y += below.height() + 2 * gap;
  const auto head = canvas.take();

  std::vector<RowGroup> groups;
  if (!ending.first.empty()) {
    RowGroup group;
    group.heading = ending.heading;
    for (const auto& item : ending.first) {
      if (group.rows.size() == kFirstSessions) break;
      group.rows.push_back(row_of(context, item, Seen::WhereItIs, ShowEnd::No, show_room));
    }
    groups.push_back(std::move(group));
  }
  const Place rest{place.region, {place.box.x, y, place.box.width, std::max(1, place.box.bottom() - y)}};
  WidgetPages out;
  if (groups.empty()) {
    out.pages.push_back({});
  } else {
    // The foretaste of the next day stands on one page or not at all.
    out = draw_list(context, rest, groups, Surplus::LeaveOut);
    if (out.pages.size() > 1 || reaches_below(out.pages.front(), place.box.bottom())) out.pages = {{}};
  }
  for (auto& page : out.pages) page.insert(page.begin(), head.begin(), head.end());
  return out;
}

WidgetPages draw_ending(const Context& context, const Place& place) {
  const Filter filter{context, place.region};
  if (const auto ending = ending_of(context, filter)) return draw_ending(context, place, *ending);
  WidgetPages out;
  out.pages.push_back({});
  return out;
}

}  // namespace skylt
