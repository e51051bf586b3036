// Words on plates beside what they explain: the viewer's mark, the way's end.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "player/scene/map_page.hpp"
#include "player/scene/session_text.hpp"

namespace skylt {

/// Where a plate of that size has room beside a point; where it does not mislead unless `anywhere`.
std::optional<RectPx> MapPage::beside(Pixel centre, double distance, SizePx size, bool below_first,
                                      bool anywhere) const {
  const double w = size.width;
  const double h = size.height;
  const PixelBox below{centre.x - w / 2, centre.y + distance, w, h};
  const PixelBox right{centre.x + distance, centre.y - h / 2, w, h};
  const PixelBox left{centre.x - distance - w, centre.y - h / 2, w, h};
  const PixelBox above{centre.x - w / 2, centre.y - distance - h, w, h};
  std::vector<PixelBox> places{below, right, left, above};
  if (!below_first) places = {right, left, above, below};
  places.push_back({right.x, centre.y + stroke_.wall, w, h});
  places.push_back({left.x, centre.y + stroke_.wall, w, h});
  for (const double shift : {0.35, -0.35}) {
    places.push_back({below.x + shift * w, below.y, w, h});
    places.push_back({above.x + shift * w, above.y, w, h});
  }
  const auto free = std::find_if(places.begin(), places.end(), [&](const PixelBox& place) {
    return is_free(place) && (anywhere || !misleads(place));
  });
  return free == places.end() ? std::nullopt : std::optional{rect(*free)};
}

/// The nearest place around a point, straight below first, within `most` px of it.
std::optional<RectPx> MapPage::around(Pixel centre, double distance, double most, SizePx size, bool anywhere) const {
  constexpr int kToEachSide = 16;
  const double step = std::max(4.0, size.height / 3.0);
  const int rings = std::max(0, static_cast<int>(std::ceil((most - distance) / step)));
  for (int ring = 0; ring < rings; ++ring) {
    const double reach = distance + ring * step;
    for (int i = 0; i < 2 * kToEachSide; ++i) {
      // From straight down on, to either side in turn.
      const int from_below = (i + 1) / 2;
      const double angle = (i % 2 == 0 ? 1 : -1) * std::numbers::pi * from_below / kToEachSide;
      const double x = centre.x + std::sin(angle) * (reach + size.width / 2.0) - size.width / 2.0;
      const double y = centre.y + std::cos(angle) * (reach + size.height / 2.0) - size.height / 2.0;
      const PixelBox place{x, y, static_cast<double>(size.width), static_cast<double>(size.height)};
      if (is_free(place) && (anywhere || !misleads(place))) return rect(place);
    }
  }
  return std::nullopt;
}

/// Best where the plate does not mislead, then beside the point, else as near as there is room.
std::optional<RectPx> MapPage::near(Pixel centre, double distance, SizePx size) const {
  if (auto place = beside(centre, distance, size, true, false)) return place;
  if (auto place = around(centre, distance, distance + 2.0 * size.height, size, false)) return place;
  if (auto place = beside(centre, distance, size, true, true)) return place;
  return around(centre, distance, map_.width, size, true);
}

/// In the picture, and meets no way and nothing that stands there already.
bool MapPage::is_free(const PixelBox& place) const {
  if (!pixels(map_).grown(-context_.unit / 2.0).contains(place)) return false;
  for (const auto* taken : {&field_.taken, &kept_})
    if (std::any_of(taken->begin(), taken->end(), [&](const PixelBox& one) { return one.overlaps(place); }))
      return false;
  const PixelBox wide = place.grown(stroke_.route);
  for (std::size_t i = 0; i + 1 < geometry_.route_line.size(); ++i)
    if (touches(geometry_.route_line[i], geometry_.route_line[i + 1], wide)) return false;
  return true;
}

/// Whether a plate would hide a wall, so that a room had another shape, or stand in a room where the viewer is not.
bool MapPage::misleads(const PixelBox& place) const {
  for (const auto& area : geometry_.areas) {
    for (const auto& ring : area.rings)
      for (std::size_t i = 0; i < ring.size(); ++i)
        if (touches(ring[i], ring[(i + 1) % ring.size()], place)) return true;
    if (area.tone == MapTone::Room && contains(area.rings, place.centre()) &&
        !contains(area.rings, geometry_.viewer.value_or(Pixel{})))
      return true;
  }
  return false;
}

void MapPage::put_plate(const SetPiece& piece, const RectPx& plate, const std::string& role, Colour colour,
                        Colour ink) {
  over_.emplace_back(ShapeItem{canvas_.region(), role, plate, colour, context_.unit / 3});
  const int middle = plate.y + static_cast<int>(std::lround((plate.height + piece.layout->cap_height_px) / 2));
  const int y = piece.lines() > 1 ? plate.y + (plate.height - piece.height()) / 2 : middle - piece.baseline();
  over_.push_back(canvas_.item_at(piece, plate.x + (plate.width - piece.layout->width_px) / 2, y, ink, colour));
  field_.taken.push_back(pixels(plate).grown(field_.air));
}

void MapPage::put_here() {
  if (!geometry_.viewer) return;
  const Pixel at = *geometry_.viewer;
  const double radius = mark_radius(stroke_.route) * 1.4;
  field_.taken.push_back({at.x - radius, at.y - radius, 2 * radius, 2 * radius});
  const double reach = wedge_reach(stroke_.route);
  field_.taken.push_back({at.x - reach * 0.5, at.y - reach, reach, reach});
  Piece piece;
  piece.role = "you-are-here";
  piece.text = context_.say("way.you-are-here");
  piece.weight = Weight::Bold;
  piece.align = Align::Centre;
  const auto set = canvas_.set(piece, canvas_.width_of(piece));
  if (set.empty()) return;
  const SizePx size{set.layout->width_px + context_.unit, set.height() + context_.unit / 4};
  if (const auto plate = near(at, radius + stroke_.route * 0.5, size))
    put_plate(set, *plate, "plate", tones_.here, tones_.on_here);
}

/// A pictogram on the round end of a way that goes on elsewhere, and in words where to.
void MapPage::put_exit() {
  if (!geometry_.route || !geometry_.route->exit) return;
  const MapExit& exit = *geometry_.route->exit;
  const double radius = stroke_.route * 1.9;
  field_.taken.push_back(
      PixelBox{exit.at.x - radius, exit.at.y - radius, 2 * radius, 2 * radius}.grown(stroke_.route / 2));
  if (const auto name = pictogram_for(exit.kind); !name.empty()) {
    const double side = radius * 1.25;
    PictogramItem sign;
    sign.region = canvas_.region();
    sign.role = "connector";
    sign.box = rect({exit.at.x - side / 2, exit.at.y - side / 2, side, side});
    sign.colour = tones_.on_route;
    sign.name = std::string{name};
    sign.direction = exit.direction;
    sign.contrast = contrast(tones_.on_route, tones_.route);
    over_.emplace_back(std::move(sign));
  }
  const Level* level = find_level(*plan_.venue, exit.level);
  Piece piece;
  piece.role = "connector";
  piece.text =
      connector_words(context_.speech(), exit.kind, exit.direction, level ? context_.best(level->name) : TaggedText{});
  piece.weight = Weight::Bold;
  piece.align = Align::Centre;
  if (piece.text.text.empty()) return;
  for (const auto& set : name_settings(canvas_, piece, static_cast<int>(frame_.width * 0.5))) {
    const SizePx size{set.layout->width_px + context_.unit, set.height() + context_.unit / 4};
    if (const auto plate = beside(exit.at, radius + stroke_.route * 0.8, size, false, true)) {
      put_plate(set, *plate, "plate", tones_.route, tones_.on_route);
      return;
    }
  }
}

/// On a drawing whose rooms nobody has traced: the name of where the way ends, on a plate.
void MapPage::put_end() {
  if (!geometry_.plan || !geometry_.route || !geometry_.route->arrives || geometry_.route_line.empty()) return;
  Piece piece;
  piece.role = "destination";
  piece.text = stop_name(context_, *stop_);
  piece.size = context_.scale.must;
  piece.weight = Weight::Bold;
  piece.align = Align::Centre;
  piece.must_read = true;
  for (const auto& set : name_settings(canvas_, piece, static_cast<int>(frame_.width * 0.5))) {
    const SizePx size{set.layout->width_px + context_.unit, set.height() + context_.unit / 4};
    if (const auto plate = beside(geometry_.route_line.back(), stroke_.route * 2.4, size, false, true)) {
      put_plate(set, *plate, "plate", tones_.destination, tones_.on_destination);
      return;
    }
  }
}

}  // namespace skylt
