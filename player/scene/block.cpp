#include "player/scene/block.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr double kLeastTitleEm = 9;  // of Medium, beside the column of times; narrower: the title goes below

/// Colours of the block: what runs stands on the loud one, all else on the quiet surface.
struct BlockColours {
  std::string ground;
  std::string ink;
  std::string quiet;
};

BlockColours colours_of(const Door& door) {
  if (door.state == DoorState::Running) return {"block", "on-block", "on-block-quiet"};
  return {"surface", "ink", "ink-quiet"};
}

struct BlockColumns {
  int pad = 0;
  int side = 0;  ///< width of the column of times; 0: above the title
  int title_x = 0;
  int title = 0;
};

TaggedText time_text(const Context& context, const Session& session) {
  if (spans_days(context, session) && session.start <= context.moment.now) return end_text(context, session.end);
  if (spans_days(context, session)) return {context.clock(session.start), "und"};
  return time_range(context, session);
}

Piece piece_of(const BlockColours& colours, std::string role, TaggedText text, TextSize size, Weight weight) {
  Piece piece;
  piece.role = std::move(role);
  piece.text = std::move(text);
  piece.size = size;
  piece.weight = weight;
  piece.colour = colours.ink;
  piece.ground = colours.ground;
  return piece;
}

Piece time_of(const Canvas& canvas, const Door& door) {
  const Context& context = canvas.context();
  const bool put_off = door.session->other_day && door.seen == Seen::WhereItWas;
  const auto text =
      put_off ? told_times(context, *door.session, door.seen).time : time_text(context, door.session->session);
  auto piece = piece_of(colours_of(door), "session.time", text, context.scale.must, Weight::Bold);
  piece.must_read = true;
  return piece;
}

BlockColumns columns_of(const Canvas& canvas, const Door& door, const BlockForm& form, int width) {
  const Context& context = canvas.context();
  BlockColumns columns;
  columns.pad = context.unit * 2;
  const int inner = width - 2 * columns.pad;
  const int gap = context.unit * 3;
  const int side = canvas.width_of(time_of(canvas, door));
  const int beside = inner - side - gap;
  const double factor = letter_factor(title_of(context, *door.session));
  if (!form.wide && beside >= kLeastTitleEm * context.scale.em(TextSize::Medium, factor)) {
    columns.side = side;
    columns.title_x = columns.pad + side + gap;
    columns.title = beside;
  } else {
    columns.title_x = columns.pad;
    columns.title = inner;
  }
  return columns;
}

/// The plate "Nu" and what stands beside or below it: "Börjar om 12 minuter".
Composed compose_label(const Canvas& canvas, const Door& door, const BlockForm& form, int width) {
  Composed out;
  const Context& context = canvas.context();
  const auto colours = colours_of(door);
  int x = 0;
  if (!door.label.text.empty()) {
    const bool loud = door.state == DoorState::Running;
    const auto plate =
        compose_plate(canvas, {door.label, loud ? "accent" : "full"}, TextSize::Small, "session.status", width);
    out.add(plate, 0, 0);
    out.height = plate.height;
    x = plate.shapes.front().box.width + context.unit;
  }
  if (door.status.text.empty() || (!form.status && !door.label.text.empty())) return out;
  auto status = piece_of(colours, "session.status", door.status, TextSize::Small, Weight::Bold);
  const int wanted = canvas.width_of(status);
  if (x + wanted <= width) {
    const auto set = canvas.set(status, wanted);
    const double cap = set.layout ? set.layout->cap_height_px : 0;
    const int baseline = out.height > 0 ? static_cast<int>(std::lround((out.height + cap) / 2)) : set.baseline();
    out.add(set, x, baseline - set.baseline());
    out.height = std::max(out.height, set.height());
  } else {
    const auto set = canvas.set(status, width);
    out.add(set, 0, out.height + context.unit / 4);
    out.height += context.unit / 4 + set.height();
  }
  return out;
}

/// How far a label or a time reaches from its start.
int label_extent(const Composed& label) {
  int extent = 0;
  for (const auto& shape : label.shapes) extent = std::max(extent, shape.box.right());
  for (const auto& text : label.texts) extent = std::max(extent, text.x + text.piece.width());
  return extent;
}

Composed compose_time(const Canvas& canvas, const Door& door, int width) {
  Composed out;
  const Context& context = canvas.context();
  const auto set = canvas.set(time_of(canvas, door), width);
  out.add(set, 0, 0);
  out.height = set.height();
  if (const auto told = told_times(context, *door.session, door.seen); !told.old.text.empty()) {
    auto old = piece_of(colours_of(door), "session.time.old", told.old, TextSize::Small, Weight::Regular);
    old.colour = colours_of(door).quiet;
    old.struck = true;
    const int old_width = canvas.width_of(old);
    const auto old_set = canvas.set(old, old_width);
    if (set.width() + context.unit + old_width <= width) {
      out.add(old_set, set.width() + context.unit, set.baseline() - old_set.baseline());
    } else {
      out.add(old_set, 0, out.height);
      out.height += old_set.height();
    }
  }
  return out;
}

Composed compose_title(const Canvas& canvas, const Door& door, const BlockForm& form, int width,
                       const std::optional<TaggedText>& part) {
  Composed out;
  const Context& context = canvas.context();
  const auto colours = colours_of(door);
  const auto& item = *door.session;
  const TaggedText full = form.brief ? short_title_of(context, item) : title_of(context, item);
  auto title = piece_of(colours, "session.title", part.value_or(full), form.title, Weight::Bold);
  title.must_read = true;
  title.struck = item.cancelled();
  const auto set = canvas.set(title, width);
  out.add(set, 0, 0);
  out.height = set.height();
  auto all = plates_of(context, item, door.seen);
  if (door.state == DoorState::Running) all = on_block(std::move(all));
  const auto plates = compose_plates(canvas, all, width, form.plates);
  if (plates.lines > 0) {
    const int gap = context.unit / 2;
    out.add(plates.composed, 0, out.height + gap);
    out.height += gap + plates.composed.height;
  }
  const auto add_small = [&](const char* role, const TaggedText& text, const std::string& colour) {
    auto piece = piece_of(colours, role, text, TextSize::Small, Weight::Regular);
    piece.colour = colour;
    const auto quiet = canvas.set(piece, reading_width(context, piece.size, width));
    if (quiet.empty()) return;
    const int gap = context.unit / 2;
    out.add(quiet, 0, out.height + gap);
    out.height += gap + quiet.height();
  };
  if (!item.note.empty()) add_small("session.note", context.best(item.note), colours.ink);
  if (form.facts == BlockFacts::All) add_small("session.organisers", organisers_of(context, item), colours.quiet);
  if (form.facts != BlockFacts::None)
    add_small("session.facts", joined(facts_of(context, item, Facts::Door)), colours.ink);
  return out;
}

/// A thin bar along the foot: how far the session has come, to the minute.
void add_progress(const Context& context, const Door& door, int width, Composed& block) {
  if (door.state != DoorState::Running) return;
  const Session& session = door.session->session;
  const auto minute = std::chrono::floor<Minutes>(context.moment.now);
  const auto whole = session.end - session.start;
  if (whole <= Millis{0}) return;
  const auto gone = std::clamp<Millis>(minute - session.start, Millis{0}, whole);
  const int thick = std::max(2, context.unit * 7 / 10);
  const auto filled = static_cast<int>(std::llround(static_cast<double>(width) * static_cast<double>(gone.count()) /
                                                    static_cast<double>(whole.count())));
  block.shapes.push_back({"progress.track", {0, block.height - thick, width, thick}, "block-track", 0});
  if (filled > 0) block.shapes.push_back({"progress", {0, block.height - thick, filled, thick}, "accent", 0});
}

}  // namespace

int block_title_width(const Canvas& canvas, const Door& door, const BlockForm& form, int width) {
  return columns_of(canvas, door, form, width).title;
}

Composed compose_block(const Canvas& canvas, const Door& door, const BlockForm& form, int width, int least,
                       const std::optional<TaggedText>& title_part) {
  const Context& context = canvas.context();
  const auto columns = columns_of(canvas, door, form, width);
  const int pad = context.unit * 3 / 2;
  const int gap = context.unit / 2;
  const auto title = compose_title(canvas, door, form, columns.title, title_part);
  const int side_width = columns.side > 0 ? columns.side : columns.title;
  const auto label = compose_label(canvas, door, form, side_width);
  const auto time = compose_time(canvas, door, side_width);
  Composed inner;
  int bottom = 0;
  if (columns.side > 0) {
    // The time stands on the title's first line, the plate above it would push it down: so the plate comes below.
    const int title_base = title.texts.empty() ? 0 : title.texts.front().piece.baseline();
    const int time_base = time.texts.front().piece.baseline();
    const int base = std::max(title_base, time_base);
    inner.add(time, columns.pad, pad + base - time_base);
    inner.add(label, columns.pad, pad + base - time_base + time.height + gap);
    inner.add(title, columns.title_x, pad + base - title_base);
    bottom = pad + base +
             std::max(time.height - time_base + (label.height > 0 ? gap + label.height : 0), title.height - title_base);
  } else {
    const int time_width = label_extent(time);
    const int label_width = label_extent(label);
    const bool one_line = label.height > 0 && time_width + context.unit * 2 + label_width <= columns.title;
    int y = pad;
    if (one_line) {
      const auto& first = time.texts.front().piece;
      const int middle = first.baseline() - static_cast<int>(first.layout->cap_height_px / 2);
      const int down = std::max(0, label.height / 2 - middle);  // a plate of a tall script is higher than the time
      inner.add(time, columns.pad, y + down);
      inner.add(label, columns.pad + time_width + context.unit * 2, y + down + middle - label.height / 2);
      y += down + std::max(time.height, middle + label.height - label.height / 2) + gap;
    } else {
      inner.add(time, columns.pad, y);
      y += time.height;
      inner.add(label, columns.pad, y);
      y += (label.height > 0 ? label.height : 0) + gap;
    }
    inner.add(title, columns.pad, y);
    bottom = y + title.height;
  }
  bottom += pad + (door.state == DoorState::Running ? gap : 0);
  Composed out;
  out.height = std::max(bottom, least);
  out.shapes.push_back({"block", {0, 0, width, out.height}, colours_of(door).ground, 0});
  add_progress(context, door, width, out);
  out.add(inner, 0, 0);
  return out;
}

}  // namespace skylt
