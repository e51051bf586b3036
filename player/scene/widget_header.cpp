#include <algorithm>

#include "core/language/dates.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

/// What stands at the reading edge: a name, and quieter where it is.
struct Name {
  TaggedText main;
  TaggedText brief;  ///< of the same, shorter; may be empty
  TaggedText beside;
  TextSize size = TextSize::Medium;  ///< wanted; smaller where it does not fit
};

Name venue_name(const Context& context) {
  const Venue* venue = context.venue(context.snapshot.screen.venue);
  return {venue ? context.best(venue->name) : context.best(context.snapshot.event.name), {}, {}, TextSize::Medium};
}

Name room_plate(const Context& context) {
  const auto& rooms = context.snapshot.screen.rooms;
  const Room* room = rooms.empty() ? nullptr : context.room(rooms.front());
  if (!room) return venue_name(context);
  const RoomRef ref{room->id, ""};
  return {context.best(room->name), context.best(room->short_name), level_name(context, ref), TextSize::Large};
}

Name name_of_plate(const Context& context, const Region& region) {
  const std::string plate = option_string(region, "plate", "venue");
  Name name = plate == "room"    ? room_plate(context)
              : plate == "event" ? Name{context.best(context.snapshot.event.name), {}, {}, TextSize::Medium}
                                 : venue_name(context);
  if (const auto title = context.best(option_text(region, "title")); !title.text.empty()) {
    name.beside = name.main;
    name.main = title;
    name.brief = {};
  }
  return name;
}

Piece name_piece(const Name& name, const TaggedText& text, TextSize size) {
  Piece piece;
  piece.role = "room.name";
  piece.text = text;
  piece.size = size;
  piece.weight = Weight::Bold;
  piece.must_read = true;
  if (name.size != TextSize::Large) piece.role = "venue.name";
  return piece;
}

/// The name in the wanted size on one line, else its short form, else in the next size, else on as many lines as fit.
SetPiece set_name(const Canvas& canvas, const Name& name, int width, int height) {
  const TextSize least = std::max(canvas.context().scale.must, TextSize::Small);
  SetPiece best;
  for (int lines = 1; lines <= 3; ++lines) {
    for (int size = static_cast<int>(name.size); size >= static_cast<int>(std::max(least, TextSize::Medium)); --size) {
      for (const auto* text : {&name.main, &name.brief}) {
        if (text->text.empty()) continue;
        best = canvas.set(name_piece(name, *text, static_cast<TextSize>(size)), width, lines);
        if (best.layout && !best.layout->truncated && (lines == 1 || best.height() <= height)) return best;
      }
    }
  }
  return canvas.set(name_piece(name, name.brief.text.empty() ? name.main : name.brief, least), width);
}

/// Clock and date at the far edge: one above the other where there is height, else side by side.
class TimeCorner {
 public:
  TimeCorner(const Canvas& canvas, const Region& region, int height) {
    const Context& context = canvas.context();
    if (!context.trusted()) return;
    const UtcTime now = context.moment.now;
    if (option_flag(region, "clock", true)) {
      clock_ = piece("clock", {context.clock(now), "und"}, TextSize::Medium, Weight::Bold, "ink");
      clock_width_ = canvas.width_of(clock_);
    }
    if (option_flag(region, "date", true)) {
      const Day day{std::chrono::floor<std::chrono::days>(context.local(now))};
      date_ = piece("date", context.date(day), TextSize::Small, Weight::Regular, "ink-quiet");
      date_width_ = canvas.width_of(date_);
    }
    gap_ = context.unit * 2;
    stacked_ = clock_width_ > 0 && date_width_ > 0 &&
               canvas.line_height(TextSize::Medium) + canvas.line_height(TextSize::Small) <= height;
  }

  bool ticks() const { return clock_width_ > 0; }
  int width() const {
    if (stacked_) return std::max(clock_width_, date_width_);
    return clock_width_ + date_width_ + (clock_width_ > 0 && date_width_ > 0 ? gap_ : 0);
  }

  /// Side by side on `baseline`, or stacked with the clock's capitals from `top` on.
  void put(Canvas& canvas, const RectPx& box, int baseline) const {
    const auto clock = canvas.set(clock_, std::max(1, clock_width_));
    const auto date = canvas.set(date_, std::max(1, date_width_));
    if (!stacked_) {
      canvas.put_on_baseline(clock, box.right() - clock_width_, baseline);
      const int clock_part = clock_width_ > 0 ? clock_width_ + gap_ : 0;
      canvas.put_on_baseline(date, box.right() - clock_part - date_width_, baseline);
      return;
    }
    canvas.put_on_baseline(date, box.right() - date_width_, baseline);
    canvas.put_on_baseline(clock, box.right() - clock_width_, baseline - canvas.line_height(TextSize::Small));
  }

 private:
  static Piece piece(std::string role, TaggedText text, TextSize size, Weight weight, std::string colour) {
    Piece out;
    out.role = std::move(role);
    out.text = std::move(text);
    out.size = size;
    out.weight = weight;
    out.colour = std::move(colour);
    out.align = Align::End;
    return out;
  }

  Piece clock_;
  Piece date_;
  int clock_width_ = 0;
  int date_width_ = 0;
  int gap_ = 0;
  bool stacked_ = false;
};

}  // namespace

WidgetPages draw_header(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  const RectPx& box = place.box;
  const TimeCorner corner{canvas, place.region, box.height};
  const int gap = context.unit * 2;
  const int room_for_name = std::max(1, box.width - (corner.width() > 0 ? corner.width() + gap : 0));
  const Name name = name_of_plate(context, place.region);
  const auto main = set_name(canvas, name, room_for_name, box.height);
  const int descent =
      main.lines() > 0 ? main.layout->lines.back().box.bottom() - main.layout->lines.back().baseline_px : 0;
  int bottom_baseline = box.bottom() - descent;
  const int first =
      main.lines() > 1 ? main.layout->lines.front().baseline_px - main.layout->lines.back().baseline_px : 0;

  Piece quiet;
  quiet.role = name.size == TextSize::Large ? "room.level" : "venue.name";
  quiet.text = name.beside;
  quiet.colour = "ink-quiet";
  const int quiet_width = canvas.width_of(quiet);
  const bool beside =
      main.lines() == 1 && quiet_width > 0 && main.width() + context.unit * 3 / 2 + quiet_width <= room_for_name;
  if (quiet_width > 0 && !beside) {
    const auto below = canvas.set(quiet, room_for_name);
    if (main.height() + below.height() <= box.height) {
      bottom_baseline = std::min(bottom_baseline, box.bottom() - below.height() - descent / 2);
      canvas.put(below, box.x, box.bottom() - below.height());
    }
  }
  canvas.put_on_baseline(main, box.x, bottom_baseline + first);
  if (beside)
    canvas.put_on_baseline(canvas.set(quiet, quiet_width), box.x + main.width() + context.unit * 3 / 2,
                           bottom_baseline);
  corner.put(canvas, box, bottom_baseline);
  WidgetPages out;
  out.minute_ticks = corner.ticks();
  out.pages.push_back(canvas.take());
  return out;
}

WidgetPages draw_clock(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  WidgetPages out;
  if (context.trusted()) {
    Piece piece;
    piece.role = "clock";
    piece.text = {context.clock(context.moment.now), "und"};
    piece.weight = Weight::Bold;
    const std::string align = option_string(place.region, "align", "start");
    piece.align = align == "end" ? Align::End : align == "centre" ? Align::Centre : Align::Start;
    piece.size = TextSize::Large;
    if (canvas.width_of(piece) > place.box.width) piece.size = TextSize::Medium;
    const auto clock = canvas.set(piece, place.box.width);
    canvas.put(clock, place.box.x, place.box.y);
    if (option_flag(place.region, "date", false)) {
      piece.role = "date";
      piece.text = context.date(Day{std::chrono::floor<std::chrono::days>(context.local(context.moment.now))});
      piece.size = TextSize::Small;
      piece.weight = Weight::Regular;
      piece.colour = "ink-quiet";
      canvas.put(canvas.set(piece, place.box.width), place.box.x, place.box.y + clock.height());
    }
    out.minute_ticks = true;
  }
  out.pages.push_back(canvas.take());
  return out;
}

}  // namespace skylt
