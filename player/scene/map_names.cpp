#include "player/scene/map_names.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace skylt {
namespace {

constexpr int kMostLines = 3;

Piece name_piece(const LabelText& text, const TaggedText& name, TextSize size, bool must_read) {
  Piece piece;
  piece.role = text.destination ? "destination" : "room.name";
  piece.text = name;
  piece.size = size;
  piece.weight = text.weight;
  piece.align = Align::Centre;
  piece.must_read = must_read;
  return piece;
}

bool is_divided(const SetPiece& set) {
  return std::any_of(set.layout->lines.begin(), set.layout->lines.end(),
                     [](const TextLine& line) { return line.hyphenated; });
}

}  // namespace

LabelSize LabelForm::size() const {
  LabelSize size{static_cast<double>(side), static_cast<double>(side)};
  for (const auto& piece : pieces) {
    size.width = std::max<double>(size.width, piece.width());
    size.height += piece.height();
  }
  if (side > 0 && !pieces.empty()) size.height += gap;
  return size;
}

std::vector<SetPiece> name_settings(const Canvas& canvas, const Piece& piece, int widest) {
  std::vector<SetPiece> settings;
  const int natural = canvas.width_of(piece);
  if (natural <= widest) settings.push_back(canvas.set(piece, natural, 1));
  for (int lines = 2; lines <= kMostLines; ++lines) {
    for (const double part : {1.04, 1.18, 1.35, 1.6}) {
      const int width = static_cast<int>(std::ceil(natural * part / lines));
      if (width >= natural || width > widest) break;
      auto set = canvas.set(piece, width);
      if (set.empty() || set.layout->truncated || set.lines() > lines) continue;
      // On one line it is there already.
      if (set.lines() > 1) settings.push_back(std::move(set));
      break;
    }
  }
  return settings;
}

std::vector<LabelForm> label_forms(const Canvas& canvas, const LabelText& text, int widest) {
  std::vector<LabelForm> forms;
  std::vector<LabelForm> divided;
  const int gap = canvas.context().unit / 4;
  const int side = text.pictogram.empty() ? 0 : text.side;
  const auto add = [&](const TaggedText& name, TextSize size, bool must_read, bool with_time) {
    if (name.text.empty()) return;
    for (auto& set : name_settings(canvas, name_piece(text, name, size, must_read), widest)) {
      auto& kind = is_divided(set) ? divided : forms;
      LabelForm form{text.pictogram, side, {}, gap};
      form.pieces.push_back(std::move(set));
      if (with_time && !text.time.text.empty()) {
        Piece time;
        time.role = "session.time";
        time.text = text.time;
        time.align = Align::Centre;
        form.pieces.push_back(canvas.set(time, canvas.width_of(time), 1));
      }
      kind.push_back(std::move(form));
    }
  };
  const TextSize must = canvas.context().scale.must;
  if (text.destination) {
    add(text.name, must, true, true);
    add(text.name, must, true, false);
  }
  if (!text.destination || must != TextSize::Small) add(text.name, TextSize::Small, false, false);
  add(text.short_name, TextSize::Small, text.destination && must == TextSize::Small, false);
  if (text.room) std::move(divided.begin(), divided.end(), std::back_inserter(forms));
  if (text.pictogram.empty()) return forms;
  forms.push_back({text.pictogram, text.side, {}, gap});
  // As small as A-61 allows, in a lift's shaft.
  const int least = static_cast<int>(std::ceil(std::max(canvas.context().scale.must_px, text.side * 0.6)));
  if (least < text.side) forms.push_back({text.pictogram, least, {}, gap});
  return forms;
}

}  // namespace skylt
