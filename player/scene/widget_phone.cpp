// The code and the short address of this very screen's page on the visitor's phone.
#include <algorithm>
#include <cmath>

#include "player/scene/widget.hpp"

namespace skylt {
namespace {

constexpr double kSideOfDistance = 0.1;
constexpr double kFloorOfDistance = 1.0 / 156;
constexpr int kMostLargeLines = 2;    ///< in large letters: it must not outweigh the programme
constexpr double kLeastColumnEm = 9;  ///< of Small

/// The plate, what it gives and the address, in their box.
struct PhonePlan {
  RectPx extent;  ///< of all
  RectPx plate;
  SetPiece caption;
  SetPiece address;
  int text_x = 0;
  int text_y = 0;
};

/// Where an address may go on in a new line: within the name of its host only where there is no other way.
enum class Breaks { AtSlashes, AtDotsToo };

/// "malmomots.example/s/radhuset-foaje": without what nobody types.
std::string short_address(std::string address, Breaks breaks) {
  for (const char* scheme : {"https://", "http://"})
    if (address.starts_with(scheme)) address.erase(0, std::char_traits<char>::length(scheme));
  std::string out;
  for (const char c : address) {
    out += c;
    if (c == '/' || (c == '.' && breaks == Breaks::AtDotsToo)) out += "\u200b";
  }
  return out;
}

/// On at most `height` as large as what must be read, else in the smallest size; empty where even that is too wide.
SetPiece set_address(const Canvas& canvas, const std::string& address, int width, int height) {
  const TypeScale& scale = canvas.context().scale;
  Piece piece;
  piece.role = "phone.address";
  const double large =
      std::max(std::ceil(scale.must_px / canvas.context().typesetter.cap_height_ratio()), scale.em(TextSize::Small));
  for (const auto breaks : {Breaks::AtSlashes, Breaks::AtDotsToo}) {
    piece.text = {short_address(address, breaks), "und"};
    for (const double em : {large, 0.0}) {
      piece.must_read = em > 0;
      piece.em_px = em;
      auto set = canvas.set(piece, width);
      const bool fits = set.lines() <= kMostLargeLines && set.height() <= height;
      if (!set.layout->truncated && (em == 0 || fits)) return set;
    }
  }
  return {};
}

SetPiece set_caption(const Canvas& canvas, int width) {
  Piece caption;
  caption.role = "phone.text";
  caption.text = canvas.context().say("on-your-phone");
  caption.colour = "ink-quiet";
  return canvas.set(caption, width);
}

/// A tenth of the viewing distance.
int wanted_side(const Context& context) {
  return static_cast<int>(std::ceil(context.scale.floor_px / kFloorOfDistance * kSideOfDistance));
}

/// A smaller code says that something is there, and no phone reads it.
int least_side(const Context& context) { return std::max(1, wanted_side(context) / 4); }

/// Below a list: the plate, and its words beside it.
PhonePlan plan_band(const Canvas& canvas, const RectPx& box, const std::string& address) {
  const Context& context = canvas.context();
  const int gap = context.unit;
  const int side = std::min({wanted_side(context), box.height, (box.width - gap) * 3 / 5});
  PhonePlan out;
  const int width = box.width - side - gap;
  out.caption = set_caption(canvas, width);
  out.address = set_address(canvas, address, width, side - out.caption.height());
  const int text_height = out.caption.height() + out.address.height();
  const int height = std::max(side, text_height);
  if (side < least_side(context) || height > box.height) return {};
  out.extent = {box.x, box.bottom() - height, box.width, height};
  out.plate = {out.extent.x, out.extent.y, side, side};
  out.text_x = out.extent.x + side + gap;
  out.text_y = out.extent.bottom() - text_height;
  return out;
}

/// Beside a list, at the far edge from its top on: the plate, and its words below it. The plate keeps its size; the
/// address takes the larger letters where there is room.
PhonePlan plan_column(const Canvas& canvas, const RectPx& box, const std::string& address, int width) {
  const Context& context = canvas.context();
  const int gap = context.unit / 2;
  PhonePlan out;
  out.caption = set_caption(canvas, width);
  out.address = set_address(canvas, address, width, box.height - width - gap - out.caption.height());
  const int text_height = out.caption.height() + out.address.height();
  const int side = std::min(width, box.height - text_height - gap);
  if (side < least_side(context)) return {};
  const int height = side + gap + text_height;
  out.extent = {box.right() - width, box.y, width, height};
  out.plate = {out.extent.x, out.extent.y, side, side};
  out.text_x = out.extent.x;
  out.text_y = out.extent.y + side + gap;
  return out;
}

PhonePlan plan_column(const Canvas& canvas, const RectPx& box, const std::string& address) {
  const Context& context = canvas.context();
  const int column = static_cast<int>(context.scale.em(TextSize::Small) * kLeastColumnEm);
  const auto wide = plan_column(canvas, box, address, std::min(box.width / 3, std::max(wanted_side(context), column)));
  // A plate that its words leave less room ends at the margin too, where that costs it little.
  auto narrow = plan_column(canvas, box, address, std::max(1, wide.plate.width));
  return narrow.plate.width >= narrow.extent.width && narrow.plate.width * 20 >= wide.plate.width * 19 ? narrow : wide;
}

PhonePlan plan(const Canvas& canvas, const RectPx& box) {
  const Context& context = canvas.context();
  const auto address = screen_address(context.snapshot.event, context.snapshot.screen.id);
  if (address.empty() || box.empty()) return {};
  // On a portrait screen, in whichever half of it, and in a column that is higher than wide the code stands at the
  // foot.
  const bool below = context.size.height > context.size.width || box.height > box.width;
  return below ? plan_band(canvas, box, address) : plan_column(canvas, box, address);
}

}  // namespace

RectPx phone_extent(const Context& context, const RectPx& box) { return plan(Canvas{context, "phone"}, box).extent; }

WidgetPages draw_phone(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  const auto drawn = plan(canvas, place.box);
  if (!drawn.extent.empty()) {
    canvas.qr("qr", drawn.plate, screen_address(context.snapshot.event, context.snapshot.screen.id));
    canvas.put(drawn.caption, drawn.text_x, drawn.text_y);
    canvas.put(drawn.address, drawn.text_x, drawn.text_y + drawn.caption.height());
  }
  WidgetPages out;
  out.pages.push_back(canvas.take());
  return out;
}

}  // namespace skylt
