// Widgets that show what the layout itself names: text, image, QR code.
#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "player/scene/compose.hpp"
#include "player/scene/widget.hpp"

namespace skylt {
namespace {

Align align_of(const Region& region) {
  const std::string align = option_string(region, "align", "start");
  return align == "end" ? Align::End : align == "centre" ? Align::Centre : Align::Start;
}

TextSize size_of(const Context& context, const Region& region) {
  const std::string size = option_string(region, "size", "medium");
  const TextSize wanted = size == "small" ? TextSize::Small : size == "large" ? TextSize::Large : TextSize::Medium;
  return std::max(wanted, context.scale.must);
}

}  // namespace

WidgetPages draw_text(const Context& context, const Place& place) {
  const Canvas measure{context, place.region.id};
  Piece piece;
  piece.role = "text";
  piece.text = context.best(option_text(place.region, "text"));
  piece.size = size_of(context, place.region);
  piece.weight = option_flag(place.region, "bold", false) ? Weight::Bold : Weight::Regular;
  piece.align = align_of(place.region);
  piece.must_read = true;
  const int line = measure.line_height(piece);
  const int width = reading_width(context, piece.size, place.box.width);
  const int left = place.box.width - width;
  const int x = place.box.x + (piece.align == Align::End ? left : piece.align == Align::Centre ? left / 2 : 0);
  WidgetPages out;
  for (const auto& part : split_text(measure, piece, width, std::max(1, place.box.height / line))) {
    Canvas canvas{context, place.region.id};
    Piece one = piece;
    one.text = part;
    canvas.put(canvas.set(one, width), x, place.box.y);
    out.pages.push_back(canvas.take());
  }
  return out;
}

WidgetPages draw_image(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  const std::string name = option_string(place.region, "name", "");
  const auto& images = context.snapshot.images;
  const auto it =
      std::find_if(images.begin(), images.end(), [&](const NamedBlob& image) { return image.name == name; });
  if (it == images.end()) throw Error{ErrorCode::NotFound, "the snapshot has no image '" + name + "'"};
  ImageItem item;
  item.role = option_string(place.region, "fit", "contain") == "cover" ? "image.cover" : "image";
  item.box = place.box;
  item.name = name;
  item.sha256 = it->sha256;
  item.alternative = context.best(option_text(place.region, "alternative")).text;
  canvas.image(std::move(item));
  WidgetPages out;
  out.pages.push_back(canvas.take());
  return out;
}

WidgetPages draw_qr(const Context& context, const Place& place) {
  Canvas canvas{context, place.region.id};
  WidgetPages out;
  const std::string data = option_string(place.region, "data", context.snapshot.event.public_address);
  if (!data.empty()) {
    Piece piece;
    piece.role = "qr.text";
    piece.text = context.best(option_text(place.region, "text"));
    if (piece.text.text.empty()) piece.text = context.say("on-your-phone");
    const RectPx& box = place.box;
    const bool beside = box.width > 2 * box.height;
    const int gap = context.unit;
    const auto text = canvas.set(piece, beside ? std::max(1, box.width - box.height - gap) : box.width);
    const int side = beside ? box.height : std::max(1, std::min(box.width, box.height - text.height() - gap / 2));
    if (beside) {
      canvas.put(text, box.x, box.bottom() - text.height());
      canvas.qr("qr", {box.right() - side, box.y, side, side}, data);
    } else {
      canvas.qr("qr", {box.x, box.y, side, side}, data);
      canvas.put(text, box.x, box.y + side + gap / 2);
    }
  }
  out.pages.push_back(canvas.take());
  return out;
}

}  // namespace skylt
