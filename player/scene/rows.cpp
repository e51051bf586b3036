#include "player/scene/rows.hpp"

#include <algorithm>
#include <cmath>

#include "core/language/dates.hpp"

namespace skylt {
namespace {

constexpr double kLeastTitleEm = 7.5;    // about 13 letters
constexpr double kBesideTitleEm = 11.5;  // with the room beside it; narrower: the room goes below
constexpr double kMostRoomPart = 0.24;
constexpr int kTitleLines = 3;

Piece title_piece(const Canvas& canvas, const Row& row, TaggedText text) {
  Piece piece;
  piece.role = "session.title";
  piece.text = std::move(text);
  piece.size = canvas.context().scale.must;
  piece.must_read = true;
  piece.struck = row.struck;
  return piece;
}

Piece time_piece(const Canvas& canvas, const Row& row) {
  Piece piece;
  piece.role = "session.time";
  piece.text = row.time;
  piece.size = canvas.context().scale.must;
  piece.weight = Weight::Bold;
  piece.must_read = true;
  piece.colour = row.running ? "now" : "ink";
  return piece;
}

Piece small_piece(std::string role, TaggedText text) {
  Piece piece;
  piece.role = std::move(role);
  piece.text = std::move(text);
  piece.colour = "ink-quiet";
  return piece;
}

Piece room_piece(const Canvas& canvas, const Row& row) {
  Piece piece;
  piece.role = "session.room";
  piece.text = row.room;
  piece.size = canvas.context().scale.must;
  piece.weight = row.left ? Weight::Regular : Weight::Bold;
  piece.struck = row.left;
  piece.must_read = true;
  return piece;
}

/// Column of one part: pieces below each other, the first on the row's baseline.
class Column {
 public:
  Column(Composed& out, int x, int y) : out_{&out}, x_{x}, y_{y} {}
  void add(const SetPiece& piece) {
    if (piece.empty()) return;
    out_->add(piece, x_, y_);
    y_ += piece.height();
  }
  void add(const Composed& inner, int gap) {
    if (inner.height == 0) return;
    out_->add(inner, x_, y_ + gap);
    y_ += gap + inner.height;
  }
  void skip(int gap) { y_ += gap; }
  int y() const { return y_; }

 private:
  Composed* out_;
  int x_;
  int y_;
};

/// Puts plates right of a title of one line where they fit, else says that they go below.
bool plates_beside(const Canvas& canvas, const SetPiece& title, const PlateFlow& flow, int width, Composed& out, int x,
                   int y) {
  if (flow.lines != 1 || title.lines() != 1) return false;
  const int gap = canvas.context().unit;
  if (title.width() + gap + flow.used > width) return false;
  const double cap = title.layout->cap_height_px;
  const int middle = y + title.baseline() - static_cast<int>(std::lround(cap / 2));
  out.add(flow.composed, x + title.width() + gap, middle - flow.composed.height / 2);
  return true;
}

void compose_time(const Canvas& canvas, const Row& row, int width, Column column) {
  column.add(canvas.set(time_piece(canvas, row), width));
  auto old = small_piece("session.time.old", row.old_time);
  old.struck = true;
  column.add(canvas.set(old, width));
  column.add(canvas.set(small_piece("session.until", row.until), width));
}

/// Half again as high as the capitals beside it, and as A-61 wants it.
int walking_side(const Canvas& canvas, double cap_height) {
  return static_cast<int>(std::ceil(std::max(cap_height * 1.5, canvas.context().scale.must_px)));
}

Symbol walking_figure(int x, int y, int side) {
  Symbol symbol;
  symbol.role = "walk";
  symbol.box = {x, y, side, side};
  symbol.colour = "ink-quiet";
  symbol.pictogram = "walk";
  return symbol;
}

/// Floor or venue, and the minutes on foot with a walking figure: on one line where both fit.
Composed compose_level(const Canvas& canvas, const Row& row, int width) {
  Composed out;
  const auto level = canvas.set(small_piece("session.level", row.level), width);
  const auto minutes = small_piece("session.walk", row.walk);
  const int wide = canvas.width_of(minutes);
  const auto walk = canvas.set(minutes, std::max(1, wide));
  const auto put_level = [&](int y) {
    if (level.empty()) return;
    out.add(level, 0, y);
    out.height = y + level.height();
  };
  if (walk.empty()) {
    put_level(0);
    return out;
  }
  const int cap = static_cast<int>(std::lround(walk.layout->cap_height_px));
  const int side = walking_side(canvas, walk.layout->cap_height_px);
  const int gap = canvas.context().unit / 2;
  const bool beside = level.lines() == 1 && level.width() + 2 * gap + side + wide <= width;
  const int line =
      beside ? std::max(level.baseline(), walk.baseline()) : level.baseline();  // they may differ in script
  put_level(line - level.baseline());
  const int x = beside ? level.width() + 2 * gap : 0;
  const int y = beside ? line - walk.baseline() : out.height;
  out.symbols.push_back(walking_figure(x, y + walk.baseline() - cap / 2 - side / 2, side));
  out.add(walk, x + side + gap / 2, y);
  out.height = std::max(out.height, y + walk.height());
  return out;
}

int level_width(const Canvas& canvas, const Row& row) {
  const int level = canvas.width_of(small_piece("session.level", row.level));
  const int walk = canvas.width_of(small_piece("session.walk", row.walk));
  if (walk == 0) return level;
  const TypeScale& scale = canvas.context().scale;
  const double cap = scale.em(TextSize::Small, letter_factor(row.walk)) * scale.cap_ratio;
  const int figure = walking_side(canvas, cap);
  const int gap = canvas.context().unit / 2;
  return level + (level > 0 ? 2 * gap : 0) + figure + gap + walk;
}

/// Room and floor on one line below the title, the floor beside the room where it fits.
void compose_room_line(const Canvas& canvas, const Row& row, int width, Composed& out, Column& column, int x) {
  if (row.room.text.empty()) return;
  const auto room = canvas.set(room_piece(canvas, row), width);
  const int gap = canvas.context().unit;
  const int wide = level_width(canvas, row);
  const bool beside = wide > 0 && room.lines() == 1 && room.width() + gap + wide <= width;
  if (!beside) {
    column.add(room);
    if (wide > 0) column.add(compose_level(canvas, row, width), 0);
    return;
  }
  const auto level = compose_level(canvas, row, wide);
  const int baseline = level.texts.front().y + level.texts.front().piece.baseline();
  column.skip(std::max(0, baseline - room.baseline()));
  const int top = column.y() + room.baseline() - baseline;
  column.add(room);
  out.add(level, x + room.width() + gap, top);
  column.skip(std::max(0, top + level.height - column.y()));
}

Composed compose_one(const Canvas& canvas, const Row& row, const RowColumns& columns, const TaggedText& title_text) {
  const int unit = canvas.context().unit;
  const int pad = unit * 4 / 5;
  Composed out;
  const auto title = canvas.set(title_piece(canvas, row, title_text), columns.title);
  const auto time = canvas.set(time_piece(canvas, row), columns.time > 0 ? columns.time : columns.width);
  const auto room = canvas.set(room_piece(canvas, row), std::max(1, columns.room));
  int top = pad;
  int bottom = 0;
  if (columns.time == 0) {
    out.add(time, 0, top);
    const auto until = small_piece("session.until", row.until);
    const int until_width = canvas.width_of(until);
    int x = time.width() + unit;
    if (until_width > 0) {
      const auto set = canvas.set(until, until_width);
      out.add(set, x, top + time.baseline() - set.baseline());
      x += set.width() + unit;
    }
    if (!row.old_time.text.empty()) {
      auto old = small_piece("session.time.old", row.old_time);
      old.struck = true;
      const auto set = canvas.set(old, canvas.width_of(old));
      out.add(set, x, top + time.baseline() - set.baseline());
    }
    top += time.height();
  }
  const int baseline =
      std::max({title.baseline(), columns.time > 0 ? time.baseline() : 0, columns.room > 0 ? room.baseline() : 0});
  if (columns.time > 0) {
    Column column{out, 0, top + baseline - time.baseline()};
    compose_time(canvas, row, columns.time, column);
    bottom = top + baseline - time.baseline() + time.height() +
             (row.old_time.text.empty() ? 0 : canvas.line_height(TextSize::Small)) +
             (row.until.text.empty() ? 0 : canvas.line_height(TextSize::Small));
  }
  const int title_y = top + baseline - title.baseline();
  Column column{out, columns.title_x, title_y};
  column.add(title);
  const auto flow = compose_plates(canvas, row.plates, columns.title);
  if (!plates_beside(canvas, title, flow, columns.title, out, columns.title_x, title_y))
    column.add(flow.composed, unit / 4);
  if (columns.room == 0) compose_room_line(canvas, row, columns.title, out, column, columns.title_x);
  const int facts_width = reading_width(canvas.context(), TextSize::Small, columns.title);
  column.add(canvas.set(small_piece("session.facts", row.facts), facts_width));
  bottom = std::max(bottom, column.y());
  if (columns.room > 0) {
    Column right{out, columns.width - columns.room, top + baseline - room.baseline()};
    right.add(room);
    right.add(compose_level(canvas, row, columns.room), 0);
    bottom = std::max(bottom, right.y());
  }
  out.height = bottom + pad;
  return out;
}

}  // namespace

bool spans_days(const Context& context, const Session& session) {
  const Interval day = service_day_interval(context.today, context.zone, context.rule.day_change);
  return session.start < day.start || session.end > day.end;
}

TaggedText end_text(const Context& context, UtcTime end) {
  const auto local = context.local(end);
  const Day day{std::chrono::floor<std::chrono::days>(local)};
  const Interval shown = service_day_interval(context.today, context.zone, context.rule.day_change);
  if (end <= shown.end) return context.say("until", {code_argument("time", context.clock(end))});
  const bool within_week = end - shown.end < std::chrono::days{6};
  const std::string when =
      within_week ? weekday_text(day, context.chain).text + ' ' + context.clock(end) : context.date(day).text;
  return context.say("until", {name_argument("time", when)});
}

Row row_of(const Context& context, const EffectiveSession& item, Seen seen, ShowEnd end, ShowRoom show_room) {
  Row row;
  const Session& session = item.session;
  const bool away = seen == Seen::WhereItWas;
  const auto told = told_times(context, item, seen);
  row.time = told.time;
  row.old_time = told.old;
  if (end == ShowEnd::Yes && !(away && item.other_day) && session.end > session.start && !session.all_day)
    row.until = end_text(context, session.end);
  if (session.start <= context.moment.now)
    row.rank = std::chrono::floor<Minutes>(context.moment.now) - std::chrono::floor<Minutes>(session.start);
  row.title = title_of(context, item);
  row.short_title = short_title_of(context, item);
  row.plates = plates_of(context, item, seen);
  row.struck = item.cancelled();
  row.left = away;
  if (!item.cancelled()) row.facts = joined(facts_of(context, item, Facts::Rows));
  if (show_room == ShowRoom::Yes) {
    row.room = room_name(context, away ? item.original_room : session.room);
    row.level = level_name(context, away ? item.original_room : session.room);
    const std::string& venue = away ? item.original_venue : session.venue;
    const Venue* other = venue == context.snapshot.screen.venue ? nullptr : context.venue(venue);
    if (other) row.level = context.best(other->name);
    const auto& room = away ? item.original_room : session.room;
    const Direction* way = room && room->id && !row.struck && !away ? context.ways().to_room(*room->id) : nullptr;
    if (way && way->minutes && way->sign.arrow != ArrowKind::Here) row.walk = minutes_text(context, *way->minutes);
  }
  return row;
}

RowColumns columns_for(const Canvas& canvas, const std::vector<const Row*>& rows, int width) {
  const Context& context = canvas.context();
  double em = context.scale.em(context.scale.must);
  for (const Row* row : rows) em = std::max(em, context.scale.em(context.scale.must, letter_factor(row->title)));
  RowColumns columns;
  columns.width = width;
  columns.gap = context.unit * 2;
  int time = 0;
  int room = 0;
  for (const Row* row : rows) {
    time = std::max({time, canvas.width_of(time_piece(canvas, *row)),
                     canvas.width_of(small_piece("session.until", row->until)),
                     canvas.width_of(small_piece("session.time.old", row->old_time))});
    room = std::max({room, canvas.width_of(room_piece(canvas, *row)), level_width(canvas, *row)});
  }
  room = std::min(room, static_cast<int>(width * kMostRoomPart));
  const int beside_time = width - time - columns.gap;
  if (beside_time >= kLeastTitleEm * em) columns.time = time;
  columns.title_x = columns.time > 0 ? time + columns.gap : 0;
  columns.title = width - columns.title_x;
  const int beside_room = columns.title - room - columns.gap;
  const bool whole = std::all_of(rows.begin(), rows.end(), [&](const Row* row) {
    const auto set = canvas.set(room_piece(canvas, *row), std::max(1, room));
    return set.empty() || !set.layout->truncated;
  });
  if (room > 0 && whole && columns.time > 0 && beside_room >= kBesideTitleEm * em) {
    columns.room = room;
    columns.title = beside_room;
  }
  return columns;
}

std::vector<Composed> compose_row(const Canvas& canvas, const Row& row, const RowColumns& columns, int most) {
  const auto lines_of = [&](const TaggedText& text) {
    return canvas.set(title_piece(canvas, row, text), columns.title).lines();
  };
  const bool brief = !row.short_title.text.empty() && lines_of(row.title) > kTitleLines &&
                     lines_of(row.short_title) < lines_of(row.title);
  const TaggedText& title = brief ? row.short_title : row.title;
  auto whole = compose_one(canvas, row, columns, title);
  if (whole.height <= most) return {std::move(whole)};
  Row shorter = row;  // the whole title rather than its languages and services, or the minutes on foot
  for (TaggedText Row::*part : {&Row::facts, &Row::walk}) {
    shorter.*part = {};
    if (auto set = compose_one(canvas, shorter, columns, title); set.height <= most) return {std::move(set)};
  }
  const int line = canvas.line_height(title_piece(canvas, row, title));
  const int besides = whole.height - lines_of(title) * line;
  if (besides + line > most) {  // the title before its languages and services, then before the minutes on foot
    for (TaggedText Row::*part : {&Row::facts, &Row::walk}) {
      if ((row.*part).text.empty()) continue;
      Row plain = row;
      plain.*part = {};
      return compose_row(canvas, plain, columns, most);
    }
  }
  const int fitting = std::max(1, (most - besides) / std::max(1, line));
  std::vector<Composed> parts;
  for (const auto& part : split_text(canvas, title_piece(canvas, row, title), columns.title, fitting))
    parts.push_back(compose_one(canvas, row, columns, part));
  return parts;
}

bool remark_fits(const Canvas& canvas, const RowGroup& group, const Remark& remark, int width) {
  const int heading = group.accent ? plate_width(canvas, Plate{group.heading, "accent"}, TextSize::Small, "heading")
                                   : canvas.width_of(small_piece("heading", group.heading));
  return heading + 2 * canvas.context().unit + canvas.width_of(small_piece(remark.role, remark.text)) <= width;
}

Composed compose_heading(const Canvas& canvas, const RowGroup& group, const Remark& remark, int width) {
  Composed out;
  if (group.heading.text.empty() && remark.text.text.empty()) return out;
  int baseline = 0;
  if (group.accent) {
    out = compose_plate(canvas, {group.heading, "accent"}, TextSize::Small, "heading", width);
    baseline = out.texts.front().y + out.texts.front().piece.baseline();
  } else {
    const auto set = canvas.set(small_piece("heading", group.heading), width);
    out.add(set, 0, 0);
    out.height = set.height();
    baseline = set.baseline();
  }
  if (!remark.text.text.empty() && remark_fits(canvas, group, remark, width)) {
    auto piece = small_piece(remark.role, remark.text);
    piece.align = Align::End;
    const int w = canvas.width_of(piece);
    const auto set = canvas.set(piece, w);
    out.add(set, width - w, baseline > 0 ? baseline - set.baseline() : 0);
    out.height = std::max(out.height, set.height());
  }
  out.height += canvas.context().unit / 2;
  return out;
}

}  // namespace skylt
