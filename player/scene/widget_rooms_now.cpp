#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "player/scene/selection.hpp"

namespace skylt {
namespace {

/// One session of a foyer's list, and from where it is seen.
struct Listed {
  const EffectiveSession* item;
  Seen seen;
};

void sort_by_room(const Context& context, std::vector<Listed>& list) {
  std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
    const auto key = [&](const Listed& listed) {
      return std::tuple{listed.item->session.venue != context.snapshot.screen.venue, listed.item->session.venue,
                        room_order(context, *listed.item), listed.item->session.start};
    };
    return key(a) < key(b);
  });
}

void sort_by_start(const Context& context, std::vector<Listed>& list) {
  std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
    const auto key = [&](const Listed& listed) {
      return std::tuple{listed.item->session.start, room_order(context, *listed.item)};
    };
    return key(a) < key(b);
  });
}

/// What runs, what comes next and what one may come for in vain, of all rooms that pass.
struct Board {
  std::vector<Listed> now;
  std::vector<Listed> open;
  std::vector<Listed> next;
};

Board board_of(const Context& context, const Filter& filter, bool with_changes) {
  Board board;
  std::optional<UtcTime> horizon;
  for (const auto& room : context.view.rooms) {
    for (const auto& item : room.now)
      if (filter.passes(item)) board.now.push_back({&item, Seen::WhereItIs});
    for (const auto& item : room.background)
      if (filter.passes(item)) board.open.push_back({&item, Seen::WhereItIs});
    for (const auto& item : room.next)
      if (filter.passes(item)) {
        board.next.push_back({&item, Seen::WhereItIs});
        horizon = horizon ? std::max(*horizon, item.session.start) : item.session.start;
      }
  }
  if (with_changes) {
    // A session that moved stands in its new room and says from where; once is enough.
    std::set<std::string> listed;
    for (const auto* list : {&board.now, &board.open, &board.next})
      for (const auto& each : *list) listed.insert(each.item->session.id);
    for (const auto& room : context.view.rooms) {
      for (const auto& item : room.departed) {
        const auto to = item.session.room ? item.session.room->id : std::nullopt;
        const bool elsewhere = item.other_day || (item.moved() && !filter.passes_place(item.session.venue, to));
        if (!filter.passes(item) || !(item.cancelled() || elsewhere) || listed.contains(item.session.id)) continue;
        (item.original_start <= context.moment.now ? board.now : board.next)
            .push_back({&item, item.cancelled() ? Seen::WhereItIs : Seen::WhereItWas});
      }
      for (const auto& item : room.later)
        if (item.cancelled() && filter.passes(item) && (!horizon || item.session.start <= *horizon))
          board.next.push_back({&item, Seen::WhereItIs});
    }
  }
  sort_by_room(context, board.now);
  sort_by_room(context, board.open);
  sort_by_start(context, board.next);
  return board;
}

std::vector<Row> rows_of(const Context& context, const std::vector<Listed>& list, ShowEnd end, bool running) {
  std::vector<Row> rows;
  for (const auto& listed : list) {
    Row row = row_of(context, *listed.item, listed.seen, end, ShowRoom::Yes);
    row.running = running && !row.struck && listed.seen == Seen::WhereItIs;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

WidgetPages draw_rooms_now(const Context& context, const Place& place) {
  const Filter filter{context, place.region};
  if (!context.trusted()) return draw_list(context, place, {day_without_clock(context, filter, ShowRoom::Yes)});
  if (const auto ending = ending_of(context, filter)) return draw_ending(context, place, *ending);
  const auto board = board_of(context, filter, option_flag(place.region, "changes", true));
  std::vector<RowGroup> groups;
  RowGroup now{context.say("now"), true, rows_of(context, board.now, ShowEnd::Yes, true)};
  auto open = rows_of(context, board.open, ShowEnd::Yes, true);
  for (auto& row : open) {
    row.time = context.say("open");
    row.rank += std::chrono::days{1};  // a list that is cut drops these first
    now.rows.push_back(std::move(row));
  }
  // What was to be on now and is cancelled, or elsewhere, is not "now".
  if (std::none_of(now.rows.begin(), now.rows.end(), [](const Row& row) { return row.running; })) {
    now.heading = context.say("changed-today");
    now.accent = false;
  }
  if (!now.rows.empty()) groups.push_back(std::move(now));
  RowGroup next{context.say("next"), false, rows_of(context, board.next, ShowEnd::No, false)};
  if (!next.rows.empty()) groups.push_back(std::move(next));
  return draw_list(context, place, groups);
}

}  // namespace skylt
