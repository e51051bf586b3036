// Names of rooms and pictograms on a map (M2).
#include <algorithm>
#include <cmath>
#include <utility>

#include "player/scene/map_page.hpp"

namespace skylt {

Colour MapPage::ground_of(const MapArea& area) const {
  if (area.room && area.room == geometry_.destination) return tones_.destination;
  switch (area.tone) {
    case MapTone::Room: return tones_.room;
    case MapTone::Passage: return tones_.building;
    case MapTone::Shaft: return tones_.shaft;
    case MapTone::Closed: return tones_.closed;
    case MapTone::Yard: return tones_.yard;
    case MapTone::Void: return tones_.outside;
  }
  return tones_.outside;
}

/// Names of rooms and other named spaces; shafts show what they are.
void MapPage::add_names() {
  const Colour ink = context_.colours.get("ink");
  const int widest = static_cast<int>(frame_.width * 0.6);
  std::vector<const Room*> named;
  for (const auto& area : geometry_.areas) {
    if (area.tone == MapTone::Void || area.tone == MapTone::Closed) continue;
    Label label;
    LabelText text;
    text.side = em() * 5 / 4;
    if (area.room) {
      // A hall of several spaces is named once, in the largest.
      if (std::find(named.begin(), named.end(), area.room) != named.end()) continue;
      named.push_back(area.room);
      text.name = context_.best(area.room->name);
      text.short_name = context_.best(area.room->short_name);
      text.weight = Weight::Bold;
      text.room = true;
      text.destination = area.room == geometry_.destination;
      if (text.destination && stop_->session) text.time = stop_time(context_, *stop_);
    } else if (area.tone == MapTone::Shaft) {
      text.pictogram = std::string{pictogram_for(area.space->kind)};
      label.alternative = context_.say("amenity." + std::string{area.space->kind == "lift" ? "lift" : "stairs"}).text;
      label.closed =
          std::any_of(closed_.begin(), closed_.end(), [&](const ClosedWay& way) { return way.space == area.space; });
    } else {
      text.name = context_.best(area.space->name);
    }
    label.forms = label_forms(canvas_, text, widest);
    if (label.forms.empty()) continue;
    label.id = area.room ? area.room->id : area.space->id;
    label.ink = text.destination ? tones_.on_destination : ink;
    label.ground = ground_of(area);
    label.wish.area = area.rings;
    label.wish.rank = text.destination ? 0 : area.room ? 2 : area.tone == MapTone::Shaft ? 1 : 4;
    labels_.push_back(std::move(label));
  }
}

/// Pictograms for what everybody seeks: in their own small room with their word, else where they are.
void MapPage::add_amenities() {
  std::vector<std::pair<std::string, Pixel>> shown;
  for (const auto& amenity : plan_.venue->amenities) {
    const auto pictogram = pictogram_for(amenity.kind);
    const auto node = std::find_if(plan_.venue->nodes.begin(), plan_.venue->nodes.end(),
                                   [&](const Node& one) { return one.id == amenity.node; });
    const std::string& level = !amenity.level.empty() || node == plan_.venue->nodes.end() ? amenity.level : node->level;
    if (pictogram.empty() || !plan_.holds(level)) continue;
    if (!amenity.at && node == plan_.venue->nodes.end()) continue;
    const Pixel at = geometry_.view.to_picture(amenity.at ? *amenity.at : Point{node->x, node->y});
    // A door that is entrance and exit shows one sign.
    const double near = 4.0 * em();
    if (std::any_of(shown.begin(), shown.end(), [&](const std::pair<std::string, Pixel>& one) {
          return one.first == pictogram && std::hypot(one.second.x - at.x, one.second.y - at.y) < near;
        }))
      continue;
    shown.emplace_back(pictogram, at);
    const MapArea* around = nullptr;
    for (const auto& area : geometry_.areas)
      if (contains(area.rings, at)) around = &area;
    LabelText text;
    text.pictogram = std::string{pictogram};
    text.side = em() * 5 / 4;
    Label label;
    label.alternative = context_.best(amenity.name).text;
    if (label.alternative.empty()) label.alternative = context_.say("amenity." + amenity.kind).text;
    label.ink = around && around->room && around->room == geometry_.destination ? tones_.on_destination
                                                                                : context_.colours.get("ink");
    label.ground = around ? ground_of(*around) : tones_.outside;
    label.id = amenity.id;
    label.wish.rank = 1;
    if (around && !around->room && around->tone == MapTone::Room) {
      // The space is the amenity's: its word takes the place of the space's own name.
      const auto own = context_.best(amenity.name);
      text.name = own.text.empty() ? context_.say("amenity." + amenity.kind) : own;
      std::erase_if(labels_, [&](const Label& one) { return one.id == around->space->id; });
      label.wish.area = around->rings;
    } else {
      const double reach = text.side * 2.4;
      label.wish.off_walls = true;
      label.wish.area = {{{at.x - reach, at.y - reach},
                          {at.x + reach, at.y - reach},
                          {at.x + reach, at.y + reach},
                          {at.x - reach, at.y + reach}}};
    }
    label.forms = label_forms(canvas_, text, static_cast<int>(frame_.width * 0.6));
    labels_.push_back(std::move(label));
  }
}

void MapPage::place_names() {
  std::vector<LabelWish> wishes;
  for (auto& label : labels_) {
    label.wish.outside = label.wish.rank == 0;
    for (const auto& form : label.forms) {
      auto size = form.size();
      if (label.wish.outside) size.width += context_.unit;  // it may come to stand on a plate
      label.wish.sizes.push_back(size);
    }
    wishes.push_back(label.wish);
  }
  for (const auto& area : geometry_.areas) field_.walls.push_back(&area.rings);
  for (const auto& area : geometry_.areas)
    if (area.tone == MapTone::Room || area.tone == MapTone::Shaft || area.tone == MapTone::Closed)
      field_.rooms.push_back(&area.rings);
  field_.frame = pixels(map_).grown(-context_.unit / 2.0);
  field_.air = std::max(3.0, em() * 0.16);
  const auto placed = place_labels(wishes, field_);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[i])
      put_label(labels_[i], *placed[i]);
    else if (labels_[i].wish.rank == 0 || labels_[i].wish.rank == 2)
      unnamed_.push_back(labels_[i].id);
  }
}

/// Over the pictogram of what is out of service.
void MapPage::put_cross(const RectPx& sign, Colour ground) {
  const int more = sign.width / 10;
  PictogramItem cross;
  cross.region = canvas_.region();
  cross.role = "closed";
  cross.box = {sign.x - more, sign.y - more, sign.width + 2 * more, sign.height + 2 * more};
  cross.colour = context_.colours.get("cancelled");
  cross.name = "cross";
  cross.alternative = context_.say("way.out-of-service").text;
  cross.contrast = contrast(cross.colour, ground);
  over_.emplace_back(std::move(cross));
}

void MapPage::put_label(const Label& label, const PlacedLabel& placed) {
  const auto& form = label.forms[placed.size];
  const Colour ground = label.ground;
  const Colour ink = label.ink;
  if (!placed.inside) {
    // Beside its room the name stands on a plate of the room's colour, joined to it by a line.
    const RectPx plate = rect(placed.box.grown(field_.air * 0.8));
    over_.emplace_back(ShapeItem{canvas_.region(), "plate", plate, ground, context_.unit / 3});
    geometry_.leaders.push_back({placed.box.centre(), placed.anchor});
  }
  double y = placed.box.y;
  const double middle = placed.box.centre().x;
  if (form.side > 0) {
    PictogramItem sign;
    sign.region = canvas_.region();
    sign.role = "amenity";
    sign.box = rect({middle - form.side / 2.0, y, static_cast<double>(form.side), static_cast<double>(form.side)});
    sign.colour = ink;
    sign.name = form.pictogram;
    sign.alternative = form.pieces.empty() ? label.alternative : "";
    sign.contrast = contrast(ink, ground);
    const RectPx box = sign.box;
    over_.emplace_back(std::move(sign));
    if (label.closed) put_cross(box, ground);
    y += form.side + form.gap;
  }
  for (const auto& piece : form.pieces) {
    // Lines are centred in the layout's own measure, which is a little wider than the widest of them.
    const int x = static_cast<int>(std::lround(middle - piece.layout->width_px / 2.0));
    over_.push_back(canvas_.item_at(piece, x, static_cast<int>(std::lround(y)), ink, ground));
    y += piece.height();
  }
}

}  // namespace skylt
