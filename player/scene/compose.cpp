#include "player/scene/compose.hpp"

#include <algorithm>
#include <cmath>

#include "core/language/dates.hpp"

namespace skylt {
namespace {

Piece plate_piece(const Plate& plate, TextSize size, const std::string& role) {
  Piece piece;
  piece.role = role;
  piece.text = plate.text;
  piece.size = size;
  piece.weight = Weight::Bold;
  piece.colour = plate.token == "ground" ? "ink" : "on-" + plate.token;
  piece.ground = plate.token;
  return piece;
}

/// Side of the square that a plate's arrow takes, its space before the words included; 0 without one.
int arrow_side(const Canvas& canvas, const Plate& plate, TextSize size) {
  return plate.arrow ? static_cast<int>(std::lround(canvas.context().scale.em(size) * 0.9)) : 0;
}

int plate_padding(const Canvas& canvas, TextSize size) {
  return static_cast<int>(std::lround(canvas.context().scale.em(size) * 0.38));
}

/// Takes the word that a part ends in the middle of off the part: the next one has it whole. A part that is all one
/// word keeps it.
std::string word_begun_in(std::string& part) {
  const std::size_t space = part.rfind(' ');
  if (!part.ends_with("\u00ad") || space == std::string::npos || space == 0) return {};
  std::string word = part.substr(space + 1);
  part.resize(space);
  return word;
}

}  // namespace

Symbol arrow_symbol(std::string role, RectPx box, const Sign& sign, std::string colour, std::string ground) {
  Symbol symbol;
  symbol.role = std::move(role);
  symbol.box = box;
  symbol.colour = std::move(colour);
  symbol.ground = std::move(ground);
  symbol.bearing = sign.arrow == ArrowKind::Here ? 0 : sign.bearing;
  symbol.shape = sign.arrow == ArrowKind::Here         ? ArrowShape::Here
                 : is_behind(sign.arrow, sign.bearing) ? ArrowShape::Turn
                                                       : ArrowShape::Straight;
  return symbol;
}

void Composed::add(const Composed& inner, int x, int y) {
  for (const auto& shape : inner.shapes)
    shapes.push_back({shape.role,
                      {shape.box.x + x, shape.box.y + y, shape.box.width, shape.box.height},
                      shape.colour,
                      shape.radius_px});
  for (const auto& arrow : inner.arrows)
    arrows.push_back({{arrow.box.x + x, arrow.box.y + y, arrow.box.width, arrow.box.height}, arrow.colour});
  for (Symbol symbol : inner.symbols) {
    symbol.box.x += x;
    symbol.box.y += y;
    symbols.push_back(std::move(symbol));
  }
  for (const auto& text : inner.texts) texts.push_back({text.piece, text.x + x, text.y + y});
}

void put(Canvas& canvas, const Composed& composed, int x, int y) {
  for (const auto& shape : composed.shapes)
    canvas.shape(shape.role, {shape.box.x + x, shape.box.y + y, shape.box.width, shape.box.height}, shape.colour,
                 shape.radius_px);
  for (const auto& arrow : composed.arrows)
    canvas.reading_arrow("plate.arrow", {arrow.box.x + x, arrow.box.y + y, arrow.box.width, arrow.box.height},
                         arrow.colour);
  for (Symbol symbol : composed.symbols) {
    symbol.box.x += x;
    symbol.box.y += y;
    canvas.symbol(symbol);
  }
  for (const auto& text : composed.texts) canvas.put(text.piece, text.x + x, text.y + y);
}

int plate_width(const Canvas& canvas, const Plate& plate, TextSize size, const std::string& role) {
  return canvas.width_of(plate_piece(plate, size, role)) + 2 * plate_padding(canvas, size) +
         arrow_side(canvas, plate, size);
}

Composed compose_plate(const Canvas& canvas, const Plate& plate, TextSize size, const std::string& role, int width) {
  const int padding = plate_padding(canvas, size);
  const int wanted = plate_width(canvas, plate, size, role);
  const int arrow = arrow_side(canvas, plate, size);
  const int inner = std::max(1, std::min(wanted, width) - 2 * padding - arrow);
  auto piece = canvas.set(plate_piece(plate, size, role), inner);
  Composed out;
  const int line = canvas.line_height(size);
  out.height = std::max(piece.height(), line);
  const int plate_w = piece.lines() > 1 ? piece.width() + 2 * padding + arrow : std::min(wanted, width);
  out.shapes.push_back({"plate", {0, 0, plate_w, out.height}, plate.token, canvas.context().unit / 5});
  // A single line stands with its capitals in the middle of the plate.
  const int middle = static_cast<int>(std::lround((out.height + (piece.layout ? piece.layout->cap_height_px : 0)) / 2));
  const int text_y = piece.lines() > 1 ? 0 : middle - piece.baseline();
  const bool at_end = plate.way && stands_right(*plate.way) != canvas.context().right_to_left;
  out.add(piece, padding + (at_end ? 0 : arrow), text_y);
  if (arrow > 0) {
    const int side = arrow * 4 / 5;
    const double cap = piece.layout ? piece.layout->cap_height_px : 0;
    const int centre = text_y + piece.baseline() - static_cast<int>(std::lround(cap / 2));
    const std::string& colour = out.texts.front().piece.piece.colour;
    const RectPx box{at_end ? plate_w - padding - side : padding, centre - side / 2, side, side};
    if (plate.way)
      out.symbols.push_back(arrow_symbol("plate.arrow", box, *plate.way, colour, plate.token));
    else
      out.arrows.push_back({box, colour});
  }
  return out;
}

PlateFlow compose_plates(const Canvas& canvas, const std::vector<Plate>& plates, int width, TextSize size) {
  PlateFlow flow;
  const int gap = canvas.context().unit / 2;
  int x = 0;
  int y = 0;
  int line_height = 0;
  for (const auto& plate : plates) {
    const int w = std::min(width, plate_width(canvas, plate, size, "session.status"));
    if (x > 0 && x + w > width) {
      x = 0;
      y += line_height + gap;
      line_height = 0;
      ++flow.lines;
    }
    const auto composed = compose_plate(canvas, plate, size, "session.status", width);
    flow.composed.add(composed, x, y);
    line_height = std::max(line_height, composed.height);
    flow.used = std::max(flow.used, x + w);
    x += w + gap;
  }
  if (!plates.empty()) {
    flow.composed.height = y + line_height;
    ++flow.lines;
  }
  return flow;
}

std::vector<TaggedText> split_text(const Canvas& canvas, const Piece& piece, int width, int lines) {
  if (canvas.set(piece, width).lines() <= std::max(1, lines)) return {piece.text};
  // The dots that parts begin and end with must not make them a line longer.
  Piece dots = piece;
  dots.text.text = "…\u00a0…\u00a0";
  Piece joined = piece;
  joined.keeps_dots = true;
  const auto whole = canvas.set(joined, std::max(width / 2, width - canvas.width_of(dots)));
  std::vector<TaggedText> parts;
  // Parts of nearly equal length read better than a full one and a rest.
  const int count = (whole.lines() + lines - 1) / std::max(1, lines);
  const int each = (whole.lines() + count - 1) / count;
  TaggedText part{"", piece.text.language};
  int in_part = 0;
  for (const auto& line : whole.layout->lines) {
    std::string text = line.text;
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (!part.text.empty() && part.text.back() != '\xad') part.text += ' ';
    if (line.hyphenated && text.ends_with('-')) text.pop_back();  // set at the line's end; it comes back with the next
    part.text += text;
    if (line.hyphenated) part.text += "\u00ad";
    if (++in_part == each) {
      std::string rest = each < lines ? word_begun_in(part.text) : std::string{};
      if (part.text.ends_with("\u00ad")) part.text.replace(part.text.size() - 2, 2, "-");
      parts.push_back(part);
      part.text = std::move(rest);
      in_part = 0;
    }
  }
  if (!part.text.empty()) parts.push_back(part);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) parts[i].text = "… " + parts[i].text;
    if (i + 1 < parts.size()) parts[i].text += " …";
  }
  return parts;
}

std::vector<TaggedText> split_to_fit(const Canvas& canvas, const Piece& piece, int width, int lines,
                                     const std::function<bool(const TaggedText& part)>& fits) {
  for (int each = std::max(1, lines); each >= 1; --each)
    if (auto parts = split_text(canvas, piece, width, each); std::all_of(parts.begin(), parts.end(), fits))
      return parts;
  return {};
}

TaggedText age_note(const Context& context) {
  const auto& fetched = context.moment.fetched;
  if (!fetched || !context.trusted()) return {};
  const auto age = context.moment.now - *fetched;
  if (age < kAgeShown) return {};
  const auto day_of = [&](UtcTime instant) {
    return Day{std::chrono::floor<std::chrono::days>(context.local(instant))};
  };
  const WordArgument time = code_argument("time", context.clock(*fetched));
  if (day_of(*fetched) != day_of(context.moment.now))
    return context.say("updated-on", {time, name_argument("date", context.date(day_of(*fetched)).text)});
  return context.say(age < kAgeNoted ? "updated" : "may-have-changed", {time});
}

TaggedText more_note(const Context& context, std::size_t count, bool all_later) {
  const bool later = all_later && context.trusted();
  return context.say(later ? "more-later" : "more-sessions", {{"n", static_cast<std::int64_t>(count)}});
}

std::string role_of_remark(const Context& context, const TaggedText& remark) {
  const auto age = age_note(context);
  if (!age.text.empty() && remark.text.find(age.text) != std::string::npos) return "age";
  return remark == context.date(context.today) ? "day" : "more";
}

Composed compose_foot(const Canvas& canvas, const Foot& foot, int width, const std::string& ground) {
  Composed out;
  const Context& context = canvas.context();
  Piece piece;
  piece.colour = "ink-quiet";
  piece.ground = ground;
  int free = width;
  if (foot.pages > 1) {
    piece.role = "page";
    piece.text = context.say("page", {{"page", std::int64_t{foot.page + 1}}, {"pages", std::int64_t{foot.pages}}});
    piece.align = Align::End;
    const auto set = canvas.set(piece, std::min(width, canvas.width_of(piece)));
    out.add(set, width - set.layout->width_px, 0);
    out.height = set.height();
    free -= set.layout->width_px + 2 * context.unit;
  }
  if (!foot.remark.text.empty()) {
    piece.role = role_of_remark(context, foot.remark);
    piece.text = foot.remark;
    piece.align = Align::Start;
    const bool beside = canvas.width_of(piece) <= free;
    const auto set = canvas.set(piece, beside ? free : width);
    if (!beside)
      for (auto& text : out.texts) text.y += set.height();
    out.add(set, 0, 0);
    out.height = beside ? std::max(out.height, set.height()) : out.height + set.height();
  }
  return out;
}

}  // namespace skylt
