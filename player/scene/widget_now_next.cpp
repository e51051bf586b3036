#include <algorithm>

#include "player/scene/block.hpp"

namespace skylt {
namespace {

constexpr std::size_t kFollow = 3;

/// The rows below a block, in pages that fit `height`.
std::vector<std::vector<Composed>> pages_of(std::vector<Composed> rows, int height) {
  std::vector<std::vector<Composed>> pages(1);
  int used = 0;
  for (auto& row : rows) {
    if (!pages.back().empty() && used + row.height > height) {
      pages.emplace_back();
      used = 0;
    }
    used += row.height;
    pages.back().push_back(std::move(row));
  }
  return pages;
}

int height_of(const std::vector<Composed>& rows) {
  int height = 0;
  for (const auto& row : rows) height += row.height;
  return height;
}

/// A door measured for its place.
class DoorDrawing {
 public:
  DoorDrawing(const Context& context, const Place& place, const Door& door)
      : context_{context}, place_{place}, door_{door}, measure_{context, place.region.id} {
    note_ = age_note(context);
    foot_ = compose_foot(measure_, {note_, 0, 2}, place.box.width, "ground").height;
    std::vector<const Row*> rows;
    for (const auto& row : door.rows) rows.push_back(&row);
    const int inset = context.unit * 2;
    columns_ = columns_for(measure_, rows, place.box.width - 2 * inset);
    for (const auto& row : door.rows)
      for (auto& part : compose_row(measure_, row, columns_, place.box.height / 2)) rows_.push_back(std::move(part));
  }

  WidgetPages draw() {
    // In order of what one would rather keep: large letters, all rows at once, the full title, organisers and services.
    const TextSize must = std::max(context_.scale.must, TextSize::Medium);
    const bool has_brief = !short_title_of(context_, *door_.session).text.empty();
    std::vector<std::pair<BlockForm, bool>> forms;
    const auto add = [&](TextSize size, bool brief, bool facts, bool all_rows) {
      for (const bool wide : {false, true}) forms.push_back({{size, brief, facts, wide}, all_rows});
    };
    add(TextSize::Large, false, true, true);
    add(must, false, true, true);
    add(must, false, true, false);
    if (has_brief) add(must, true, true, false);
    add(must, false, false, false);
    if (has_brief) add(must, true, false, false);
    for (const auto& [form, all_rows] : forms)
      if (auto pages = try_form(form, all_rows)) return std::move(*pages);
    return draw_in_parts({must, has_brief, false, true});
  }

 private:
  int gap() const { return context_.unit; }

  /// Height that three rows of one line take; the block leaves it free so that it stands the same all day.
  int usual_rows() const {
    const int row =
        measure_.line_height(context_.scale.must) + measure_.line_height(TextSize::Small) + context_.unit * 8 / 5;
    return std::min(place_.box.height * 45 / 100, 3 * row);
  }

  std::optional<WidgetPages> try_form(const BlockForm& form, bool all_rows) {
    const int height = place_.box.height;
    const auto natural = compose_block(measure_, door_, form, place_.box.width, 0);
    if (form.title == TextSize::Large && natural_lines(form) > 3) return std::nullopt;
    const int tallest =
        rows_.empty() ? 0 : std::max_element(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) {
                              return a.height < b.height;
                            })->height;
    const int noted = note_.text.empty() ? 0 : foot_;
    const int rows_height = height_of(rows_);
    const int whole = natural.height + (rows_.empty() ? 0 : gap() + rows_height) + noted;
    if (whole <= height)
      return draw_pages(form, std::max(usual_rows(), rows_height) + gap() + noted, rows_height, noted > 0);
    if (all_rows) return std::nullopt;
    const int rest = height - natural.height - gap() - foot_;
    if (rest < tallest) return std::nullopt;
    return draw_pages(form, rest + gap() + foot_, rest, true);
  }

  int natural_lines(const BlockForm& form) {
    Piece piece;
    piece.text = title_of(context_, *door_.session);
    piece.size = form.title;
    piece.weight = Weight::Bold;
    const auto set = measure_.set(piece, block_title_width(measure_, door_, form, place_.box.width), 4);
    return set.layout && set.layout->truncated ? 99 : set.lines();
  }

  /// `below`: what the block leaves free; `rows_height`: what a page of rows may take of it.
  WidgetPages draw_pages(const BlockForm& form, int below, int rows_height, bool with_foot) {
    const auto block = compose_block(measure_, door_, form, place_.box.width, place_.box.height - below);
    const auto pages = pages_of(rows_, rows_height);
    WidgetPages out;
    for (std::size_t i = 0; i < pages.size(); ++i)
      out.pages.push_back(page(block, pages[i], static_cast<int>(i), static_cast<int>(pages.size()), with_foot));
    return out;
  }

  std::vector<SceneItem> page(const Composed& block, const std::vector<Composed>& rows, int index, int count,
                              bool with_foot) {
    Canvas canvas{context_, place_.region.id};
    const RectPx& box = place_.box;
    put(canvas, block, box.x, box.y);
    int y = box.y + block.height + (rows.empty() ? 0 : gap());
    const int inset = context_.unit * 2;
    const int line = std::max(1, context_.unit / 10);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0) canvas.shape("rule", {box.x, y, box.width, line}, "rule");
      put(canvas, rows[i], box.x + inset, y);
      y += rows[i].height;
    }
    if (with_foot || count > 1) {
      const auto foot = compose_foot(canvas, {note_, index, count}, box.width - 2 * inset, "ground");
      put(canvas, foot, box.x + inset, box.bottom() - foot.height);
    }
    return canvas.take();
  }

  /// A title that no page holds whole, told in parts; room and time stay on each page.
  WidgetPages draw_in_parts(const BlockForm& form) {
    Piece piece;
    piece.text = form.brief ? short_title_of(context_, *door_.session) : title_of(context_, *door_.session);
    piece.size = form.title;
    piece.weight = Weight::Bold;
    const int line = std::max(1, measure_.line_height(form.title));
    const auto bare = compose_block(measure_, door_, form, place_.box.width, 0, TaggedText{"–", "und"});
    const int tallest = rows_.empty() ? 0 : height_of({rows_.front()}) + gap();
    const int free = place_.box.height - foot_ - (bare.height - line) - tallest;
    const auto parts = split_text(measure_, piece, block_title_width(measure_, door_, form, place_.box.width),
                                  std::max(1, free / line));
    WidgetPages out;
    const std::size_t count = std::max(parts.size(), rows_.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto block = compose_block(measure_, door_, form, place_.box.width, 0, parts[i % parts.size()]);
      std::vector<Composed> rows;
      if (!rows_.empty()) rows.push_back(rows_[i % rows_.size()]);
      if (!rows.empty() && block.height + gap() + rows.front().height + foot_ > place_.box.height) rows.clear();
      out.pages.push_back(page(block, rows, static_cast<int>(i), static_cast<int>(count), true));
    }
    return out;
  }

  const Context& context_;
  const Place& place_;
  const Door& door_;
  Canvas measure_;
  TaggedText note_;
  int foot_ = 0;
  RowColumns columns_;
  std::vector<Composed> rows_;
};

/// Without a clock: the room's day by the programme's own times (N8, R-43).
WidgetPages draw_day(const Context& context, const Place& place, const Filter& filter) {
  RowGroup group;
  group.heading = context.date(context.today);
  for (const auto& item : sessions_of_day(context.sessions, context.today, context.rule))
    if (filter.passes(item)) group.rows.push_back(row_of(context, item, Seen::WhereItIs, ShowEnd::Yes, ShowRoom::No));
  return draw_list(context, place, {std::move(group)});
}

}  // namespace

WidgetPages draw_now_next(const Context& context, const Place& place) {
  const auto rooms = door_rooms(context, place.region);
  Region filtered = place.region;
  filtered.options = Json{{"venues", "all"}, {"rooms", rooms}};
  const Filter filter{context, filtered};
  if (!context.trusted()) return draw_day(context, place, filter);
  if (const auto ending = ending_of(context, filter))
    return draw_ending(context, place, *ending, rooms.size() > 1 ? ShowRoom::Yes : ShowRoom::No);
  const auto it = place.region.options.find("follow");
  const std::size_t follow =
      it != place.region.options.end() && it->is_number_integer() ? it->get<std::size_t>() : kFollow;
  const Door door = door_of(context, rooms, follow);
  if (!door.session) {
    WidgetPages out;
    out.pages.push_back({});
    return out;
  }
  auto out = DoorDrawing{context, place, door}.draw();
  out.minute_ticks = door.state == DoorState::Running || door.counts_minutes || door.state == DoorState::Next;
  out.shows_age = true;
  return out;
}

}  // namespace skylt
