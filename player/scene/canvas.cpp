#include "player/scene/canvas.hpp"

#include <algorithm>
#include <cmath>

namespace skylt {
namespace {

constexpr double kLongestLineEm = 36;  // 75 letters of Noto Sans in a Swedish text, 80 where many are narrow

/// Least capital height of the piece.
double floor_of(const Context& context, const Piece& piece) {
  return (piece.must_read ? context.scale.must_px : context.scale.floor_px) * letter_factor(piece.text);
}

double em_of(const Context& context, const Piece& piece) {
  const double factor = letter_factor(piece.text);
  if (piece.em_px <= 0) return context.scale.em(piece.size, factor);
  return factor <= 1 ? piece.em_px
                     : std::max(piece.em_px, std::ceil(floor_of(context, piece) / context.scale.cap_ratio));
}

TextStyle style_of(const Context& context, const Piece& piece) {
  TextStyle style;
  style.em_px = em_of(context, piece);
  style.weight = piece.weight;
  style.align = piece.align;
  // A paragraph that is read against the page's direction still stands at the page's own edge.
  if (is_right_to_left(piece.text.language) != context.right_to_left && piece.align != Align::Centre)
    style.align = piece.align == Align::Start ? Align::End : Align::Start;
  return style;
}

/// A dot between facts (joined()) that would end a line gives way to the new line; nullopt where none does.
std::optional<std::string> without_dot_at_end(const std::string& text, const TextLayout& layout) {
  constexpr std::string_view kDot = "\u00a0·";
  std::size_t after = 0;  // the last dot of the lines so far
  for (std::size_t i = 0; i + 1 < layout.lines.size(); ++i) {
    std::string_view line = layout.lines[i].text;
    while (line.ends_with(' ')) line.remove_suffix(1);
    for (auto at = line.find(kDot); at != std::string_view::npos; at = line.find(kDot, at + kDot.size())) {
      const auto found = text.find(kDot, after);
      if (found == std::string::npos) return std::nullopt;
      after = found + kDot.size();
    }
    if (!line.ends_with(kDot)) continue;
    const auto rest = text.find_first_not_of(' ', after);
    if (rest == std::string::npos) return std::nullopt;
    return text.substr(0, after - kDot.size()) + '\n' + text.substr(rest);
  }
  return std::nullopt;
}

}  // namespace

int reading_width(const Context& context, TextSize size, int width) {
  return std::min(width, static_cast<int>(context.scale.em(size) * kLongestLineEm));
}

SetPiece Canvas::set(Piece piece, int width, int max_lines) const {
  if (piece.text.text.empty()) return {std::move(piece), nullptr};
  TextStyle style = style_of(*context_, piece);
  style.max_lines = max_lines;
  auto layout = context_->typesetter.layout(piece.text, std::max(1, width), style);
  while (auto text = piece.keeps_dots ? std::nullopt : without_dot_at_end(piece.text.text, *layout)) {
    piece.text.text = *std::move(text);
    layout = context_->typesetter.layout(piece.text, std::max(1, width), style);
  }
  return {std::move(piece), std::move(layout)};
}

int Canvas::width_of(const Piece& piece) const {
  if (piece.text.text.empty()) return 0;
  return context_->typesetter.width_of(piece.text, style_of(*context_, piece)) + 1;
}

int Canvas::line_height(TextSize size) const {
  const std::string& language = context_->chain.front();
  TextStyle style;
  style.em_px = context_->scale.em(size, script_factor(language));
  return context_->typesetter.line_advance(language, style);
}

int Canvas::line_height(const Piece& piece) const {
  return std::max(1, context_->typesetter.line_advance(piece.text.language, style_of(*context_, piece)));
}

void Canvas::put(const SetPiece& piece, int x, int y) {
  if (piece.empty()) return;
  const Colour colour = context_->colours.get(piece.piece.colour);
  TextItem item;
  item.region = region_;
  item.role = piece.piece.role;
  item.box = mirrored({x, y, piece.layout->width_px, piece.layout->size.height});
  item.layout = piece.layout;
  item.colour = colour;
  item.struck = piece.piece.struck;
  item.must_read = piece.piece.must_read;
  item.floor_px = floor_of(*context_, piece.piece);
  item.contrast = contrast(colour, context_->colours.get(piece.piece.ground));
  items_.emplace_back(std::move(item));
}

TextItem Canvas::item_at(const SetPiece& piece, int screen_x, int screen_y, Colour colour, Colour ground) const {
  TextItem item;
  item.region = region_;
  item.role = piece.piece.role;
  item.box = {screen_x, screen_y, piece.layout->width_px, piece.layout->size.height};
  item.layout = piece.layout;
  item.colour = colour;
  item.struck = piece.piece.struck;
  item.must_read = piece.piece.must_read;
  item.floor_px = floor_of(*context_, piece.piece);
  item.contrast = contrast(colour, ground);
  return item;
}

void Canvas::put_on_baseline(const SetPiece& piece, int x, int baseline) { put(piece, x, baseline - piece.baseline()); }

void Canvas::shape(const std::string& role, RectPx box, const std::string& colour, int radius_px) {
  if (box.empty()) return;
  items_.emplace_back(ShapeItem{region_, role, mirrored(box), context_->colours.get(colour), radius_px});
}

void Canvas::reading_arrow(const std::string& role, RectPx box, const std::string& colour) {
  ArrowItem item{region_, role, mirrored(box), context_->colours.get(colour), context_->right_to_left ? 270.0 : 90.0};
  items_.emplace_back(std::move(item));
}

void Canvas::symbol(const Symbol& symbol) {
  const Colour colour = context_->colours.get(symbol.colour);
  const double against = contrast(colour, context_->colours.get(symbol.ground));
  const RectPx box = mirrored(symbol.box);
  if (symbol.pictogram.empty())
    items_.emplace_back(ArrowItem{region_, symbol.role, box, colour, symbol.bearing, symbol.shape, against});
  else
    items_.emplace_back(PictogramItem{region_, symbol.role, box, colour, symbol.pictogram, symbol.direction,
                                      symbol.alternative, against});
}

void Canvas::image(ImageItem item) {
  item.region = region_;
  item.box = mirrored(item.box);
  items_.emplace_back(std::move(item));
}

void Canvas::qr(const std::string& role, RectPx box, std::string data) {
  items_.emplace_back(QrItem{region_, role, mirrored(box), std::move(data)});
}

RectPx Canvas::mirrored(RectPx box) const {
  const RectPx& frame = context_->frame;
  if (context_->right_to_left) box.x = frame.x + frame.right() - box.x - box.width;
  return box;
}

}  // namespace skylt
