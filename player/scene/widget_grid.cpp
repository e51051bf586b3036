#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "player/scene/selection.hpp"

namespace skylt {
namespace {

constexpr double kLeastColumnEm = 8.2;  // about 14 letters
constexpr std::size_t kMostRows = 7;

/// A column of the grid.
struct GridRoom {
  std::optional<RoomRef> room;
  std::string venue;
  int order = 0;
  bool operator==(const GridRoom& other) const { return room == other.room && venue == other.venue; }
};

/// What the grid is made of: rooms side by side, starts one below the other.
struct GridData {
  std::vector<GridRoom> rooms;
  std::vector<EffectiveSession> sessions;
};

GridRoom room_of(const Context& context, const EffectiveSession& item) {
  return {item.session.room, item.session.venue, room_order(context, item)};
}

GridData data_of(const Context& context, const Region& region, bool with_past) {
  const Filter filter{context, region};
  GridData data;
  const UtcTime now = context.moment.now;
  const auto it = region.options.find("hours");
  const bool limited = it != region.options.end() && it->is_number_integer() && !with_past;
  for (auto& item : sessions_of_day(context.sessions, context.today, context.rule)) {
    const bool over = std::max(item.session.end, item.original_end) <= now && item.session.start <= now;
    if (!filter.passes(item) || (over && !with_past)) continue;
    if (limited && item.session.start >= now + std::chrono::hours{it->get<int>()}) continue;
    const auto room = room_of(context, item);
    if (std::find(data.rooms.begin(), data.rooms.end(), room) == data.rooms.end()) data.rooms.push_back(room);
    data.sessions.push_back(std::move(item));
  }
  std::stable_sort(data.rooms.begin(), data.rooms.end(), [](const GridRoom& a, const GridRoom& b) {
    return std::tie(a.venue, a.order) < std::tie(b.venue, b.order);
  });
  return data;
}

struct GridColumns {
  int time = 0;
  int first_x = 0;
  int width = 0;  ///< of one room
  int gap = 0;
  std::size_t rooms_per_page = 1;

  int x(std::size_t column) const { return first_x + static_cast<int>(column) * (width + gap); }
};

/// `factor`: the largest of their titles' letters.
GridColumns columns_of(const Canvas& canvas, std::size_t rooms, double factor, int width) {
  const Context& context = canvas.context();
  GridColumns columns;
  columns.gap = context.unit;
  Piece time;
  time.text = {"00:00", "und"};
  time.size = context.scale.must;
  time.weight = Weight::Bold;
  columns.time = canvas.width_of(time);
  columns.first_x = columns.time + 2 * context.unit;
  const int free = width - columns.first_x;
  const int least = static_cast<int>(kLeastColumnEm * context.scale.em(context.scale.must, factor));
  const auto most = static_cast<std::size_t>(std::max(1, (free + columns.gap) / (least + columns.gap)));
  const std::size_t pages = std::max<std::size_t>(1, (rooms + most - 1) / most);
  columns.rooms_per_page = std::max<std::size_t>(1, (rooms + pages - 1) / pages);
  const auto count = static_cast<int>(columns.rooms_per_page);
  columns.width = std::max(1, (free - (count - 1) * columns.gap) / count);
  return columns;
}

/// One session in its cell.
Composed compose_cell(const Canvas& canvas, const EffectiveSession& item, bool running, int width) {
  const Context& context = canvas.context();
  const int pad = context.unit * 3 / 4;
  const int inner = std::max(1, width - 2 * pad);
  const std::string ground = running ? "block" : "surface";
  Composed out;
  int y = pad;
  Piece title;
  title.role = "session.title";
  title.size = context.scale.must;
  title.must_read = true;
  title.struck = item.cancelled();
  title.colour = running ? "on-block" : "ink";
  title.ground = ground;
  title.weight = running ? Weight::Bold : Weight::Regular;
  title.text = title_of(context, item);
  auto set = canvas.set(title, inner);
  if (const auto brief = short_title_of(context, item); set.lines() > 3 && !brief.text.empty()) {
    title.text = brief;
    set = canvas.set(title, inner);
  }
  out.add(set, pad, y);
  y += set.height();
  std::vector<Plate> plates = plates_of(context, item, Seen::WhereItIs);
  if (running) plates = on_block(std::move(plates));
  if (running) plates.insert(plates.begin(), Plate{context.say("now"), "accent"});
  const auto flow = compose_plates(canvas, plates, inner);
  Piece until;
  until.role = "session.until";
  until.colour = running ? "on-block-quiet" : "ink-quiet";
  until.ground = ground;
  if (item.session.end > item.session.start)
    until.text = context.say("until", {code_argument("time", context.clock(item.session.end))});
  const auto until_set = canvas.set(until, inner);
  if (flow.lines == 1 && flow.used + pad + until_set.width() <= inner && !until_set.empty()) {
    out.add(flow.composed, pad, y + pad / 2);
    const auto beside = canvas.set(until, inner - flow.used - pad);
    out.add(beside, pad + flow.used + pad, y + pad / 2 + (flow.composed.height - beside.height()) / 2);
    y += pad / 2 + std::max(flow.composed.height, beside.height());
  } else {
    out.add(until_set, pad, y);
    y += until_set.height();
    if (flow.lines > 0) {
      out.add(flow.composed, pad, y);
      y += flow.composed.height;
    }
  }
  out.height = y + pad;
  return out;
}

struct Cell {
  const EffectiveSession* item = nullptr;
  std::size_t column = 0;
  Composed content;
  bool running = false;
};

/// What begins at one time; on a page's first row also what goes on from before it.
struct GridRow {
  UtcTime start{};
  std::vector<Cell> cells;
  int height = 0;
};

/// A page: the rooms from `first_room` on, some rows.
struct GridPage {
  std::size_t first_room = 0;
  std::vector<GridRow> rows;
};

class GridDrawing {
 public:
  GridDrawing(const Context& context, const Place& place, const GridData& data, TaggedText note)
      : context_{context}, place_{place}, data_{data}, note_{std::move(note)}, measure_{context, place.region.id} {
    double factor = 1;
    for (const auto& item : data.sessions) factor = std::max(factor, letter_factor(title_of(context, item)));
    columns_ = columns_of(measure_, data.rooms.size(), factor, place.box.width);
    foot_ = foot_height(note_);
  }

  /// nullopt where a row is higher than a page, or where not even a first page for every room comes round in time.
  std::optional<WidgetPages> draw() {
    while (fits()) {
      const auto pages = pages_of(From::Oldest);
      auto drawn = draw_pages(pages, note_);
      const auto most = pages_in_time(context_, drawn);
      if (pages.size() <= most) return drawn;
      if ((data_.rooms.size() + columns_.rooms_per_page - 1) / columns_.rooms_per_page > most) return std::nullopt;
      auto kept = keep_earliest(pages, most);
      if (!shows_next(kept)) kept = keep_earliest(pages_of(From::BeforeNext), most);
      const auto remark = joined({left_out_of(pages, kept), note_});
      if (foot_height(remark) <= foot_) return draw_pages(kept, remark);
      foot_ = foot_height(remark);  // the rows make room for what it says
    }
    return std::nullopt;
  }

 private:
  int foot_height(const TaggedText& note) const {
    return compose_foot(measure_, {note, 9, 10}, place_.box.width, "ground").height + context_.unit / 2;
  }

  /// Whether each row of the grid can stand on a page.
  bool fits() const {
    for (std::size_t first = 0; first < data_.rooms.size(); first += columns_.rooms_per_page) {
      const int height = place_.box.height - heading(first).height - foot_;
      for (const auto& row : rows_for(first))
        if (row.height > height) return false;
    }
    return true;
  }

  TaggedText left_out_of(const std::vector<GridPage>& pages, const std::vector<GridPage>& kept) const {
    const auto count = [](const std::vector<GridPage>& in, bool running_only) {
      std::set<const EffectiveSession*> items;
      for (const auto& page : in)
        for (const auto& row : page.rows)
          for (const auto& cell : row.cells)
            if (cell.running || !running_only) items.insert(cell.item);
      return items.size();
    };
    const std::size_t left_out = count(pages, false) - count(kept, false);
    if (left_out == 0) return {};  // what began before stands on the pages that are kept
    return more_note(context_, left_out, count(pages, true) == count(kept, true));
  }

  /// Every room's first page, then those that begin first, so that what is left out is what comes last.
  std::vector<GridPage> keep_earliest(const std::vector<GridPage>& pages, std::size_t most) const {
    std::vector<std::size_t> order(pages.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
      const bool further = i > 0 && pages[i].first_room == pages[i - 1].first_room;
      return std::pair{further, pages[i].rows.front().start};
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    order.resize(std::min(order.size(), most));
    std::sort(order.begin(), order.end());
    std::vector<GridPage> kept;
    kept.reserve(order.size());
    for (const auto index : order) kept.push_back(pages[index]);
    return kept;
  }

  /// The first row, of those of `rows` that are yet to begin; where none is, the one that began last.
  std::vector<GridRow>::const_iterator next_of(const std::vector<GridRow>& rows) const {
    const auto next =
        std::find_if(rows.begin(), rows.end(), [&](const GridRow& row) { return row.start > context_.moment.now; });
    return next == rows.end() ? rows.end() - 1 : next;
  }

  /// Whether `pages` hold for every group of rooms what begins next.
  bool shows_next(const std::vector<GridPage>& pages) const {
    std::map<std::size_t, UtcTime> last_shown;
    for (const auto& page : pages) last_shown[page.first_room] = page.rows.back().start;
    return !context_.trusted() || std::all_of(last_shown.begin(), last_shown.end(), [&](const auto& group) {
      return next_of(rows_for(group.first))->start <= group.second;
    });
  }

  std::vector<GridRow> rows_for(std::size_t first_room) const {
    std::map<UtcTime, GridRow> rows;
    const std::size_t end = std::min(first_room + columns_.rooms_per_page, data_.rooms.size());
    for (const auto& item : data_.sessions) {
      const auto room = std::find(data_.rooms.begin(), data_.rooms.end(), room_of(context_, item));
      const auto index = static_cast<std::size_t>(room - data_.rooms.begin());
      if (index < first_room || index >= end) continue;
      const UtcTime now = context_.moment.now;
      const bool running =
          context_.trusted() && !item.cancelled() && item.session.start <= now && now < item.session.end;
      Cell cell{&item, index - first_room, compose_cell(measure_, item, running, columns_.width), running};
      auto& row = rows[item.session.start];
      row.start = item.session.start;
      row.cells.push_back(std::move(cell));
    }
    std::vector<GridRow> out;
    for (auto& [start, row] : rows) {
      row.height = height_of(row);
      out.push_back(std::move(row));
    }
    return out;
  }

  int height_of(const GridRow& row) const {
    std::map<std::size_t, int> heights;
    int most = 0;
    for (const auto& cell : row.cells)
      most = std::max(most, heights[cell.column] += cell.content.height + columns_.gap / 2);
    return most;
  }

  /// Row `index` as the first of a page: with what goes on from rows before, where nothing begins in its room. On a
  /// group's `first` page also what is on now and ends before that.
  GridRow first_on_page(const std::vector<GridRow>& rows, std::size_t index, bool first, int height) const {
    GridRow row = rows[index];
    const auto begins = row.cells;
    for (std::size_t i = 0; i < index; ++i) {
      for (const auto& cell : rows[i].cells) {
        const bool taken =
            std::any_of(begins.begin(), begins.end(), [&](const Cell& other) { return other.column == cell.column; });
        if (taken || (cell.item->session.end <= row.start && !(first && cell.running))) continue;
        row.cells.push_back(cell);
        if (height_of(row) > height) row.cells.pop_back();  // more go on than a page holds
      }
    }
    row.height = height_of(row);
    return row;
  }

  Composed heading(std::size_t first_room) const {
    Composed out;
    const std::size_t end = std::min(first_room + columns_.rooms_per_page, data_.rooms.size());
    std::vector<SetPiece> names;
    int baseline = 0;
    for (std::size_t i = first_room; i < end; ++i) {
      Piece name;
      name.role = "room.name";
      name.text = room_name(context_, data_.rooms[i].room);
      name.size = context_.scale.must;
      name.weight = Weight::Bold;
      name.must_read = true;
      names.push_back(measure_.set(name, columns_.width));
      baseline = std::max(baseline, names.back().height());
    }
    for (std::size_t i = 0; i < names.size(); ++i) out.add(names[i], columns_.x(i), baseline - names[i].height());
    out.height = baseline + context_.unit / 2;
    return out;
  }

  /// Where the rows of a group of rooms begin: with what began longest ago, or so late that what begins next still
  /// stands on the first page.
  enum class From { Oldest, BeforeNext };

  std::vector<GridPage> pages_of(From from) const {
    std::vector<GridPage> pages;
    for (std::size_t first = 0; first < data_.rooms.size(); first += columns_.rooms_per_page) fill(first, from, pages);
    return pages;
  }

  void fill(std::size_t first_room, From from, std::vector<GridPage>& pages) const {
    const int height = place_.box.height - heading(first_room).height - foot_;
    const auto rows = rows_for(first_room);
    const std::size_t begin = from == From::BeforeNext ? first_beside_next(rows, height) : 0;
    int used = 0;
    for (std::size_t i = begin; i < rows.size(); ++i) {
      if (i == begin || used + rows[i].height > height || pages.back().rows.size() >= kMostRows) {
        pages.push_back({first_room, {first_on_page(rows, i, i == begin, height)}});
        used = pages.back().rows.front().height;
      } else {
        used += rows[i].height;
        pages.back().rows.push_back(rows[i]);
      }
    }
  }

  /// The earliest row that stands on one page with what begins next.
  std::size_t first_beside_next(const std::vector<GridRow>& rows, int height) const {
    const auto next = static_cast<std::size_t>(next_of(rows) - rows.begin());
    std::size_t first = next;
    int below = rows[next].height;  // of the rows after the one that would be first
    while (first > 0 && next - first + 1 < kMostRows &&
           first_on_page(rows, first - 1, true, height).height + below <= height) {
      --first;
      below += rows[first].height;
    }
    return first;
  }

  WidgetPages draw_pages(const std::vector<GridPage>& pages, const TaggedText& note) const {
    WidgetPages out;
    out.shows_age = true;
    for (std::size_t i = 0; i < pages.size(); ++i) {
      Canvas canvas{context_, place_.region.id};
      draw_page(canvas, pages[i]);
      const auto foot =
          compose_foot(canvas, {note, static_cast<int>(i), static_cast<int>(pages.size())}, place_.box.width, "ground");
      put(canvas, foot, place_.box.x, place_.box.bottom() - foot.height);
      out.pages.push_back(canvas.take());
    }
    if (out.pages.empty()) out.pages.emplace_back();
    return out;
  }

  void draw_page(Canvas& canvas, const GridPage& page) const {
    const RectPx& box = place_.box;
    const auto head = heading(page.first_room);
    put(canvas, head, box.x, box.y);
    std::vector<int> tops;
    int y = box.y + head.height;
    for (const auto& row : page.rows) {
      tops.push_back(y);
      y += row.height;
    }
    tops.push_back(y);
    const int line = std::max(1, context_.unit / 10);
    for (std::size_t r = 0; r < page.rows.size(); ++r) canvas.shape("rule", {box.x, tops[r], box.width, line}, "rule");
    for (std::size_t r = 0; r < page.rows.size(); ++r) {
      Piece time;
      time.role = "session.time";
      time.text = {context_.clock(page.rows[r].start), "und"};
      time.size = context_.scale.must;
      time.weight = Weight::Bold;
      time.must_read = true;
      canvas.put(canvas.set(time, columns_.time), box.x, tops[r] + line + context_.unit / 2);
      draw_cells(canvas, page, r, tops, line);
    }
  }

  /// A cell reaches down to where its session ends, unless another one of its room begins before.
  int bottom_of(const GridPage& page, std::size_t row, const Cell& cell, const std::vector<int>& tops) const {
    std::size_t last = row;
    for (std::size_t r = row + 1; r < page.rows.size() && page.rows[r].start < cell.item->session.end; ++r) {
      const auto& cells = page.rows[r].cells;
      if (std::any_of(cells.begin(), cells.end(), [&](const Cell& other) { return other.column == cell.column; }))
        break;
      last = r;
    }
    return tops[last + 1] - columns_.gap / 2;
  }

  void draw_cells(Canvas& canvas, const GridPage& page, std::size_t r, const std::vector<int>& tops, int line) const {
    std::map<std::size_t, int> next_y;
    const auto& cells = page.rows[r].cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Cell& cell = cells[i];
      const int x = place_.box.x + columns_.x(cell.column);
      const int y = next_y.contains(cell.column) ? next_y[cell.column] : tops[r] + line;
      const bool last = std::none_of(cells.begin() + static_cast<std::ptrdiff_t>(i) + 1, cells.end(),
                                     [&](const Cell& other) { return other.column == cell.column; });
      const int bottom =
          last ? std::max(bottom_of(page, r, cell, tops), y + cell.content.height) : y + cell.content.height;
      canvas.shape("cell", {x, y, columns_.width, bottom - y}, cell.running ? "block" : "surface");
      if (cell.running) canvas.shape("mark", {x, y, std::max(3, context_.unit / 4), bottom - y}, "accent");
      put(canvas, cell.content, x, y);
      next_y[cell.column] = bottom + columns_.gap / 2;
    }
  }

  const Context& context_;
  const Place& place_;
  const GridData& data_;
  TaggedText note_;
  Canvas measure_;
  GridColumns columns_;
  int foot_ = 0;
};

}  // namespace

WidgetPages draw_grid(const Context& context, const Place& place) {
  const Filter filter{context, place.region};
  if (const auto ending = ending_of(context, filter)) return draw_ending(context, place, *ending);
  const auto data = data_of(context, place.region, !context.trusted());
  // Nothing of today within its hours: the list names what goes on from before and what comes next.
  if (data.rooms.empty()) return draw_agenda(context, place);
  TaggedText note = age_note(context);
  if (!context.trusted()) note = context.date(context.today);
  if (auto drawn = GridDrawing{context, place, data, std::move(note)}.draw()) return std::move(*drawn);
  // A list tells titles too long for a cell whole, and what is on and next in more rooms.
  return draw_agenda(context, place);
}

}  // namespace skylt
