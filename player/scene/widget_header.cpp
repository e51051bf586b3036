#include <algorithm>
#include <optional>

#include "core/language/dates.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

/// What stands at the reading edge: a name, and quieter where it is.
struct Name {
  TaggedText main;
  TaggedText brief;    ///< of the same, shorter; may be empty
  TaggedText swedish;  ///< the same in Swedish, where it is shown in another language
  TaggedText beside;
  TextSize size = TextSize::Medium;  ///< wanted; smaller where it does not fit
};

Name venue_name(const Context& context) {
  const Venue* venue = context.venue(context.snapshot.screen.venue);
  const Text& text = venue ? venue->name : context.snapshot.event.name;
  const auto shown = context.best(text);
  return {shown, {}, swedish_beside(context, shown, text), {}, TextSize::Medium};
}

/// The venue, and quieter the floor; where no arrow can show the way also what one sees here (M5).
Name place_plate(const Context& context) {
  Name name = venue_name(context);
  const Screen& screen = context.snapshot.screen;
  const Venue* venue = context.venue(screen.venue);
  if (!venue) return name;
  std::string level_id = screen.level;
  TaggedText landmark;
  for (const auto& node : venue->nodes) {
    if (node.id != screen.node) continue;
    if (level_id.empty()) level_id = node.level;
    if (!screen.heading || !screen.pose_holds()) landmark = context.best(node.landmark);
  }
  std::vector<TaggedText> parts{level_name(context, venue, level_id)};
  if (!landmark.text.empty()) parts.push_back(context.say("way.near", {name_argument("landmark", landmark.text)}));
  name.beside = joined(parts);
  return name;
}

Name room_plate(const Context& context) {
  const auto& rooms = context.snapshot.screen.rooms;
  const Room* room = rooms.empty() ? nullptr : context.room(rooms.front());
  if (!room) return venue_name(context);
  const RoomRef ref{room->id, ""};
  const auto shown = context.best(room->name);
  return {shown, context.best(room->short_name), swedish_beside(context, shown, room->name), level_name(context, ref),
          TextSize::Large};
}

Name name_of_plate(const Context& context, const Region& region) {
  const std::string plate = option_string(region, "plate", "venue");
  Name name = plate == "room"    ? room_plate(context)
              : plate == "place" ? place_plate(context)
              : plate == "event" ? Name{context.best(context.snapshot.event.name), {}, {}, {}, TextSize::Medium}
                                 : venue_name(context);
  if (const auto title = context.best(option_text(region, "title")); !title.text.empty()) {
    name.beside = name.swedish.text.empty() ? name.main : name.swedish;
    name.main = title;
    name.brief = {};
    name.swedish = {};
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
/// In a header too low for that, in the size of all other text: nothing may lie over the clock and the list below.
SetPiece set_name(const Canvas& canvas, const Name& name, TextSize wanted, int width, int height) {
  const TextSize least = std::max(canvas.context().scale.must, TextSize::Small);
  SetPiece best;
  for (int lines = 1; lines <= 3; ++lines) {
    for (int size = static_cast<int>(wanted); size >= static_cast<int>(std::max(least, TextSize::Medium)); --size) {
      for (const auto* text : {&name.main, &name.brief}) {
        if (text->text.empty()) continue;
        best = canvas.set(name_piece(name, *text, static_cast<TextSize>(size)), width, lines);
        if (best.layout && !best.layout->truncated && best.height() <= height) return best;
      }
    }
  }
  for (const TextSize size : {least, TextSize::Small}) {
    Piece piece = name_piece(name, name.brief.text.empty() ? name.main : name.brief, size);
    piece.must_read = size == least;
    best = canvas.set(piece, width, std::max(1, height / canvas.line_height(piece)));
    if (best.layout && !best.layout->truncated && best.height() <= height) return best;
  }
  return best;
}

/// Whether the name, or its short form, stands on one line in the smallest size that a name may have.
bool on_one_line(const Canvas& canvas, const Name& name, int width) {
  const TextSize least = std::max(canvas.context().scale.must, TextSize::Medium);
  const auto fits = [&](const TaggedText& text) {
    const auto set = canvas.set(name_piece(name, text, least), width, 1);
    return !set.empty() && !set.layout->truncated;
  };
  return fits(name.main) || fits(name.brief);
}

int descent_of(const SetPiece& piece) {
  return piece.empty() ? 0 : piece.layout->lines.back().box.bottom() - piece.layout->lines.back().baseline_px;
}

double cap_of(const SetPiece& piece) { return piece.empty() ? 0 : piece.layout->cap_height_px; }

/// How clock and date stand at the far edge: one above the other within the box, side by side, one above the other as
/// far as the screen's edge.
enum class TimeForm { Roomy, Beside, Stacked, ClockAlone };

class TimeCorner {
 public:
  TimeCorner(const Canvas& canvas, const Region& region, const RectPx& box, TimeForm form)
      : box_{box}, gap_{canvas.context().unit * 2}, stacked_{form == TimeForm::Roomy || form == TimeForm::Stacked} {
    const Context& context = canvas.context();
    if (!context.trusted()) return;
    const UtcTime now = context.moment.now;
    if (option_flag(region, "clock", true))
      clock_ = set(canvas, piece("clock", {context.clock(now), "und"}, TextSize::Medium, Weight::Bold, "ink"));
    if (option_flag(region, "date", true) && form != TimeForm::ClockAlone) {
      const Day day{std::chrono::floor<std::chrono::days>(context.local(now))};
      const auto date_of = [&](Day one) {
        return piece("date", context.date(one), TextSize::Small, Weight::Regular, "ink-quiet");
      };
      date_ = set(canvas, date_of(day));
      // The name beside it must not change with the length of a weekday's name.
      for (int later = 0; later < 7; ++later)
        date_width_ =
            std::max(date_width_, canvas.width_of(date_of(std::chrono::sys_days{day} + std::chrono::days{later})));
    }
    top_ = form == TimeForm::Roomy ? date_baseline() + descent_of(date_) - box.height : context.frame.y;
  }

  /// Stacked ones need two things to stack and the height for it.
  bool possible(const Canvas& canvas) const {
    if (!stacked_) return true;
    return !clock_.empty() && !date_.empty() && clock_baseline(canvas, 0) - clock_.baseline() >= top_;
  }

  bool ticks() const { return !clock_.empty(); }
  int width() const {
    const int clock = clock_.empty() ? 0 : clock_.layout->width_px;
    const int date = date_.empty() ? 0 : date_width_;
    if (stacked_) return std::max(clock, date);
    return clock + date + (clock > 0 && date > 0 ? gap_ : 0);
  }

  /// Side by side on `baseline`, or stacked up from the foot of the box.
  void put(Canvas& canvas, int baseline) const {
    int right = box_.right();
    if (!clock_.empty()) {
      canvas.put_on_baseline(clock_, right - clock_.layout->width_px, clock_baseline(canvas, baseline));
      if (!stacked_) right -= clock_.layout->width_px + gap_;
    }
    if (!date_.empty())
      canvas.put_on_baseline(date_, right - date_.layout->width_px, stacked_ ? date_baseline() : baseline);
  }

 private:
  int date_baseline() const { return box_.bottom() - descent_of(date_); }
  int clock_baseline(const Canvas& canvas, int beside) const {
    if (!stacked_) return beside;
    return date_baseline() - std::max(date_.baseline(), canvas.line_height(TextSize::Small));
  }

  static SetPiece set(const Canvas& canvas, const Piece& piece) {
    return canvas.set(piece, std::max(1, canvas.width_of(piece)));
  }
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

  RectPx box_;
  SetPiece clock_;
  SetPiece date_;
  int date_width_ = 0;  ///< of the longest in the next seven days
  int gap_;
  int top_ = 0;
  bool stacked_;
};

/// The name and, quieter, what stands beside or below it.
class NameCorner {
 public:
  NameCorner(const Canvas& canvas, const Name& name, const RectPx& box, int width)
      : canvas_{canvas}, box_{box}, width_{width}, gap_{canvas.context().unit * 3 / 2} {
    top_ = canvas.context().frame.y + canvas.context().margin / 3;
    std::vector<SetPiece> quiet;
    for (const auto* text : {&name.swedish, &name.beside})
      if (!text->text.empty()) quiet.push_back(set_quiet(name, *text));
    choose(name, quiet);
  }

  int baseline() const { return baseline_; }

  void put(Canvas& canvas) const {
    const int first = main_.lines() > 1 ? main_.baseline() - main_.layout->lines.back().baseline_px : 0;
    canvas.put_on_baseline(main_, box_.x, baseline_ + first);
    int x = box_.x + main_.width() + gap_;
    for (const auto& piece : beside_) {
      canvas.put_on_baseline(piece, x, baseline_);
      x += piece.width() + gap_;
    }
    x = box_.x;
    for (const auto& piece : below_) {
      canvas.put_on_baseline(piece, x, box_.bottom() - descent_of(piece));
      x += piece.width() + gap_;
    }
  }

 private:
  SetPiece set_quiet(const Name& name, const TaggedText& text) const {
    Piece piece;
    piece.role = name.size == TextSize::Large ? "room.level" : "venue.name";
    piece.text = text;
    piece.colour = "ink-quiet";
    return canvas_.set(piece, std::max(1, canvas_.width_of(piece)));
  }

  int width_of(const std::vector<SetPiece>& pieces) const {
    int width = 0;
    for (const auto& piece : pieces) width += piece.width() + gap_;
    return width;
  }

  /// Takes the arrangement when it fits.
  bool accept(const SetPiece& main, const std::vector<SetPiece>& beside, const std::vector<SetPiece>& below) {
    if (!beside.empty() && (main.lines() != 1 || main.width() + width_of(beside) > width_)) return false;
    if (width_of(below) - (below.empty() ? 0 : gap_) > width_) return false;
    int foot = descent_of(main);
    for (const auto& piece : below) foot = std::max(foot, piece.height() + descent_of(main) / 2);
    const int last_line = main.empty() ? 0 : main.layout->lines.back().baseline_px - main.baseline();
    const int baseline = box_.bottom() - foot;
    const int top = baseline - last_line - static_cast<int>(cap_of(main));
    if (!below.empty() && top < std::max(top_, box_.y - gap_)) return false;
    main_ = main;
    beside_ = beside;
    below_ = below;
    // Tall scripts reach higher than capitals: never beyond the screen.
    baseline_ = std::max(baseline, top_ + last_line + (main.empty() ? 0 : main.baseline()));
    return true;
  }

  void choose(const Name& name, const std::vector<SetPiece>& quiet) {
    const TextSize least = std::max(canvas_.context().scale.must, TextSize::Medium);
    std::vector<SetPiece> mains;
    for (int size = static_cast<int>(name.size); size >= static_cast<int>(least); --size)
      mains.push_back(set_name(canvas_, name, static_cast<TextSize>(size), width_, box_.bottom() - top_));
    for (const auto& main : mains)
      if (accept(main, quiet, {})) return;
    for (const auto& main : mains)
      if (accept(main, {}, quiet)) return;
    if (quiet.size() == 2)
      for (const auto& main : mains)
        if (accept(main, {quiet[1]}, {quiet[0]})) return;
    for (const auto& one : quiet)
      for (const auto& main : mains)
        if (accept(main, {one}, {}) || accept(main, {}, {one})) return;
    accept(mains.empty() ? SetPiece{} : mains.back(), {}, {});
  }

  const Canvas& canvas_;
  RectPx box_;
  int width_;
  int gap_;
  int top_ = 0;
  SetPiece main_;
  std::vector<SetPiece> beside_;
  std::vector<SetPiece> below_;
  int baseline_ = 0;
};

}  // namespace

WidgetPages draw_header(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  const RectPx& box = place.box;
  const Name name = name_of_plate(context, place.region);
  const auto width_beside = [&](const TimeCorner& time) {
    return std::max(1, box.width - (time.width() > 0 ? time.width() + context.unit * 2 : 0));
  };
  // The name comes first: it has the time beside it in the form that leaves it on one line.
  std::optional<TimeCorner> time;
  for (const auto form : {TimeForm::Roomy, TimeForm::Beside, TimeForm::Stacked, TimeForm::ClockAlone}) {
    time.emplace(canvas, place.region, box, form);
    if (time->possible(canvas) && on_one_line(canvas, name, width_beside(*time))) break;
  }
  const NameCorner corner{canvas, name, box, width_beside(*time)};
  corner.put(canvas);
  time->put(canvas, corner.baseline());
  WidgetPages out;
  out.minute_ticks = time->ticks();
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
