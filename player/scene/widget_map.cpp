// A map of the viewer's level, heads-up (WAYFINDING.md M1-M5). Geometry comes from core/venue/map*.hpp; here it gets
// names in the viewer's language, colours and a place on the screen. All coordinates are the screen's own: a map is
// never mirrored, whatever direction its texts are read in.
#include <algorithm>
#include <cmath>

#include "player/scene/map_drawing.hpp"
#include "player/scene/map_names.hpp"
#include "player/scene/selection.hpp"
#include "player/scene/session_text.hpp"
#include "player/scene/stops.hpp"
#include "player/scene/way_steps.hpp"

namespace skylt {
namespace {

constexpr double kReadable = 0.42;  ///< em of Small to the metre: a room of 12 m then holds a word of ten letters
constexpr double kLargest = 2.2;
constexpr double kSurroundings = 7;  ///< metres

PixelBox pixels(const RectPx& r) {
  return {static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.width),
          static_cast<double>(r.height)};
}

RectPx rect(const PixelBox& b) {
  return {static_cast<int>(std::lround(b.x)), static_cast<int>(std::lround(b.y)), static_cast<int>(std::ceil(b.width)),
          static_cast<int>(std::ceil(b.height))};
}

/// The level's drawing where nobody has drawn its spaces; nullptr where there is none.
const Level* drawn_level(const LevelPlan& plan) {
  if (!plan.spaces.empty()) return nullptr;
  const auto it =
      std::find_if(plan.levels.begin(), plan.levels.end(), [](const Level* level) { return level->plan.has_value(); });
  return it == plan.levels.end() ? nullptr : *it;
}

const NamedBlob* find_image(const Context& context, const std::string& name) {
  for (const auto& image : context.snapshot.images)
    if (image.name == name) return &image;
  return nullptr;
}

/// One page of a map in the making.
class MapPage {
 public:
  MapPage(const Context& context, const Place& place, const StopList& list, const LevelPlan& plan, const Stop* stop)
      : context_{context},
        canvas_{context, place.region.id},
        list_{list},
        plan_{plan},
        stop_{stop},
        tones_{map_tones(context.colours)},
        box_{canvas_.on_screen(place.box)} {}

  std::vector<SceneItem> draw();

 private:
  struct Label {
    LabelWish wish;
    std::vector<LabelForm> forms;
    Colour ink;
    Colour ground;
    std::string alternative;  ///< of a pictogram that stands alone
    std::string id;
  };

  void lay_out();
  void lay_plan();
  void add_names();
  void add_amenities();
  void place_names();
  void put_label(const Label& label, const PlacedLabel& placed);
  void put_strip();
  void put_here();
  void put_exit();
  void put_end();
  std::optional<RectPx> beside(Pixel centre, double distance, SizePx size, bool below_first) const;
  void put_plate(const SetPiece& piece, const RectPx& plate, const std::string& role, Colour colour, Colour ink);
  Colour ground_of(const MapArea& area) const;
  std::string told() const;

  bool is_own_level() const { return list_.pose && plan_.holds(list_.pose->level); }
  int em() const { return static_cast<int>(context_.scale.em(TextSize::Small)); }

  const Context& context_;
  Canvas canvas_;
  const StopList& list_;
  const LevelPlan& plan_;
  const Stop* stop_;
  MapTones tones_;
  RectPx box_;  ///< of the region
  RectPx map_;  ///< the drawing's part of it
  int strip_ = 0;
  PixelBox frame_;
  MapStroke stroke_;
  MapGeometry geometry_;
  LabelField field_;
  std::vector<Label> labels_;
  std::vector<std::string> unnamed_;
  std::vector<SceneItem> over_;  ///< what lies on the drawing
  MapItem item_;
};

void MapPage::lay_out() {
  const int short_side = std::min(box_.width, box_.height);
  strip_ = canvas_.line_height(TextSize::Small) + context_.unit;
  map_ = {box_.x, box_.y, box_.width, box_.height - strip_};
  stroke_.route = std::max(6.0, short_side / 46.0);
  stroke_.wall = std::max(1.5, short_side / 460.0);
  stroke_.shell = std::max(4.0, short_side / 110.0);
  const int inset = context_.margin + static_cast<int>(stroke_.shell);
  frame_ = pixels({map_.x + inset, map_.y + inset, std::max(1, map_.width - 2 * inset),
                   std::max(1, map_.height - inset - static_cast<int>(stroke_.shell))});
  MapWish wish;
  wish.heading = list_.pose->heading;
  if (is_own_level()) wish.viewer = list_.pose->at;
  wish.level = corners_of(plan_);
  wish.readable_scale = kReadable * em();
  wish.largest_scale = kLargest * em();
  wish.surroundings_m = kSurroundings;
  std::optional<LevelRoute> route;
  if (stop_ && stop_->direction && stop_->direction->route && is_own_level()) {
    route = route_on(*list_.network, *list_.pose, *stop_->direction->route, plan_);
    wish.essential = route->points;
  }
  const Room* room = stop_ ? stop_->room : nullptr;
  for (std::size_t i = 0; i < plan_.spaces.size(); ++i)
    if (room && plan_.rooms[i] == room)
      wish.essential.insert(wish.essential.end(), plan_.spaces[i]->rings.front().begin(),
                            plan_.spaces[i]->rings.front().end());
  geometry_.view = fit_map(wish, frame_);
  geometry_.areas = areas_of(plan_, geometry_.view);
  geometry_.destination = room;
  for (const auto* opening : plan_.openings)
    geometry_.doors.push_back(
        {geometry_.view.to_picture(opening->line[0]), geometry_.view.to_picture(opening->line[1])});
  if (is_own_level()) geometry_.viewer = geometry_.view.to_picture(list_.pose->at);
  if (route) {
    const std::vector<PixelLine>* target = nullptr;
    for (const auto& area : geometry_.areas)
      if (room && area.room == room &&
          (!target || contains(area.rings, geometry_.view.to_picture(route->points.back()))))
        target = &area.rings;
    geometry_.route = map_route(*route, geometry_.view, target, route_head(stroke_.route) * 1.25);
    geometry_.route_line = rounded(geometry_.route->line, stroke_.route * 2.2);
  }
}

/// The level's own drawing, turned with the rest.
void MapPage::lay_plan() {
  const Level* level = drawn_level(plan_);
  const NamedBlob* image = level ? find_image(context_, level->plan->image) : nullptr;
  if (!image) return;
  const Pixel at = geometry_.view.to_picture(level->plan->at);
  MapPlan plan;
  plan.sha256 = image->sha256;
  plan.at = {std::round((at.x - box_.x) * 10) / 10, std::round((at.y - box_.y) * 10) / 10};
  plan.scale = geometry_.view.scale * level->plan->metres_per_pixel;
  plan.degrees = geometry_.view.north() - level->plan->north;
  geometry_.plan = plan;
}

Colour MapPage::ground_of(const MapArea& area) const {
  if (area.room && area.room == geometry_.destination) return tones_.destination;
  switch (area.tone) {
    case MapTone::Room: return tones_.room;
    case MapTone::Passage: return tones_.building;
    case MapTone::Shaft: return tones_.shaft;
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
    if (area.tone == MapTone::Void) continue;
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
      text.destination = area.room == geometry_.destination;
      if (text.destination && stop_->session) text.time = stop_time(context_, *stop_);
    } else if (area.tone == MapTone::Shaft) {
      text.pictogram = std::string{pictogram_for(area.space->kind)};
      label.alternative = context_.say("amenity." + std::string{area.space->kind == "lift" ? "lift" : "stairs"}).text;
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
  for (const auto& amenity : plan_.venue->amenities) {
    const auto pictogram = pictogram_for(amenity.kind);
    const auto node = std::find_if(plan_.venue->nodes.begin(), plan_.venue->nodes.end(),
                                   [&](const Node& one) { return one.id == amenity.node; });
    const std::string& level = !amenity.level.empty() || node == plan_.venue->nodes.end() ? amenity.level : node->level;
    if (pictogram.empty() || !plan_.holds(level)) continue;
    if (!amenity.at && node == plan_.venue->nodes.end()) continue;
    const Pixel at = geometry_.view.to_picture(amenity.at ? *amenity.at : Point{node->x, node->y});
    const MapArea* around = nullptr;
    for (const auto& area : geometry_.areas)
      if (contains(area.rings, at)) around = &area;
    LabelText text;
    text.pictogram = std::string{pictogram};
    text.side = em() * 5 / 4;
    Label label;
    label.alternative = context_.best(amenity.name).text;
    if (label.alternative.empty()) label.alternative = context_.say("amenity." + amenity.kind).text;
    label.ink = context_.colours.get("ink");
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
      const double reach = text.side * 1.4;
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
    for (const auto& form : label.forms) label.wish.sizes.push_back(form.size());
    label.wish.outside = label.wish.rank == 0;
    wishes.push_back(label.wish);
  }
  for (const auto& area : geometry_.areas)
    if (area.tone == MapTone::Room || area.tone == MapTone::Shaft) field_.rooms.push_back(&area.rings);
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
    over_.emplace_back(std::move(sign));
    y += form.side + form.gap;
  }
  for (const auto& piece : form.pieces) {
    // Lines are centred in the layout's own measure, which is a little wider than the widest of them.
    const int x = static_cast<int>(std::lround(middle - piece.layout->width_px / 2.0));
    over_.push_back(canvas_.item_at(piece, x, static_cast<int>(std::lround(y)), ink, ground));
    y += piece.height();
  }
}

/// Where a plate of that size has room beside a point: it meets no way and nothing that stands there already.
std::optional<RectPx> MapPage::beside(Pixel centre, double distance, SizePx size, bool below_first) const {
  const double w = size.width;
  const double h = size.height;
  const PixelBox below{centre.x - w / 2, centre.y + distance, w, h};
  const PixelBox right{centre.x + distance, centre.y - h / 2, w, h};
  const PixelBox left{centre.x - distance - w, centre.y - h / 2, w, h};
  const PixelBox above{centre.x - w / 2, centre.y - distance - h, w, h};
  std::vector<PixelBox> places{below, right, left, above};
  if (!below_first) places = {right, left, above, below};
  for (const double shift : {0.35, -0.35}) {
    places.push_back({below.x + shift * w, below.y, w, h});
    places.push_back({above.x + shift * w, above.y, w, h});
  }
  const PixelBox frame = pixels(map_).grown(-context_.unit / 2.0);
  for (const auto& place : places) {
    if (!frame.contains(place)) continue;
    if (std::any_of(field_.taken.begin(), field_.taken.end(), [&](const PixelBox& one) { return one.overlaps(place); }))
      continue;
    const PixelBox wide = place.grown(stroke_.route);
    bool crossed = false;
    for (std::size_t i = 0; i + 1 < geometry_.route_line.size() && !crossed; ++i)
      crossed = touches(geometry_.route_line[i], geometry_.route_line[i + 1], wide);
    if (!crossed) return rect(place);
  }
  return std::nullopt;
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
  if (const auto plate = beside(at, radius + stroke_.route * 0.5, size, true))
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
  piece.text = connector_words(context_, exit.kind, exit.direction, level ? context_.best(level->name) : TaggedText{});
  piece.weight = Weight::Bold;
  piece.align = Align::Centre;
  if (piece.text.text.empty()) return;
  for (const auto& set : name_settings(canvas_, piece, static_cast<int>(frame_.width * 0.5))) {
    const SizePx size{set.layout->width_px + context_.unit, set.height() + context_.unit / 4};
    if (const auto plate = beside(exit.at, radius + stroke_.route * 0.8, size, false)) {
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
    if (const auto plate = beside(geometry_.route_line.back(), stroke_.route * 2.4, size, false)) {
      put_plate(set, *plate, "plate", tones_.destination, tones_.on_destination);
      return;
    }
  }
}

/// Below the drawing: which level this is, and where north lies.
void MapPage::put_strip() {
  const RectPx strip{box_.x, map_.bottom(), box_.width, strip_};
  over_.emplace_back(ShapeItem{canvas_.region(), "map.strip", strip, tones_.outside, 0});
  Piece piece;
  piece.role = "level.name";
  std::vector<TaggedText> parts{context_.best(plan_.venue->name)};
  if (!plan_.levels.empty())
    if (const Level* level = find_level(*plan_.venue, list_.level.empty() ? plan_.levels.front()->id : list_.level))
      parts.push_back(context_.best((plan_.holds(level->id) ? level : plan_.levels.front())->name));
  std::erase_if(parts, [](const TaggedText& part) { return part.text.empty(); });
  piece.text = joined(parts);
  piece.weight = Weight::Bold;
  const int side = em();
  const int free = box_.width - 2 * context_.margin - 3 * side;
  const auto set = canvas_.set(piece, std::min(free, canvas_.width_of(piece)), 1);
  if (!set.empty() && !set.layout->truncated) {
    const int x =
        context_.right_to_left ? box_.right() - context_.margin - set.layout->width_px : box_.x + context_.margin;
    over_.push_back(canvas_.item_at(set, x, strip.y, context_.colours.get("ink"), tones_.outside));
  }
  // North at the far end, in the drawing itself, with its letter upright.
  Piece letter;
  letter.role = "north";
  letter.text = context_.say("way.north");
  letter.weight = Weight::Bold;
  const auto n = canvas_.set(letter, canvas_.width_of(letter), 1);
  const int y = strip.y;
  const int needle_x = context_.right_to_left ? box_.x + context_.margin : box_.right() - context_.margin - side;
  geometry_.north = pixels({needle_x, y + (n.height() - side) / 2, side, side});
  if (n.empty()) return;
  const int n_x =
      context_.right_to_left ? needle_x + side + context_.unit / 2 : needle_x - context_.unit / 2 - n.layout->width_px;
  over_.push_back(canvas_.item_at(n, n_x, y, context_.colours.get("ink"), tones_.outside));
}

/// The map in words.
std::string MapPage::told() const {
  std::vector<TaggedText> parts{context_.say("way.you-are-here"), context_.best(plan_.venue->name)};
  if (!plan_.levels.empty()) parts.push_back(context_.best(plan_.levels.front()->name));
  if (stop_) {
    parts.push_back(stop_name(context_, *stop_));
    if (stop_->direction && stop_->direction->minutes)
      parts.push_back(context_.say(
          "way.walk", {{"minutes", static_cast<std::int64_t>(std::max(1.0, std::ceil(*stop_->direction->minutes)))}}));
  }
  std::erase_if(parts, [](const TaggedText& part) { return part.text.empty(); });
  return joined(parts).text;
}

std::vector<SceneItem> MapPage::draw() {
  lay_out();
  lay_plan();
  put_here();
  put_exit();
  put_end();
  if (geometry_.route_line.size() > 1) field_.barriers.push_back({geometry_.route_line, stroke_.route * 0.9 + 2});
  add_names();
  add_amenities();
  place_names();
  put_strip();
  item_.region = canvas_.region();
  item_.role = "map";
  item_.box = box_;
  const Pixel corner{static_cast<double>(box_.x), static_cast<double>(box_.y)};
  auto drawing = std::make_shared<MapDrawing>(draw_shapes(geometry_, tones_, stroke_, corner));
  item_.digest = digest_of(*drawing);
  item_.drawing = std::move(drawing);
  item_.alternative = told();
  for (const auto* level : plan_.levels) item_.levels.push_back(level->id);
  item_.scale = geometry_.view.scale;
  item_.north = geometry_.view.north();
  item_.viewer = geometry_.viewer;
  item_.unnamed = std::move(unnamed_);
  std::vector<SceneItem> items;
  items.emplace_back(std::move(item_));
  std::move(over_.begin(), over_.end(), std::back_inserter(items));
  return items;
}

/// Without a known place and heading (M5), or where nobody has drawn anything: the rooms with level and landmark.
std::vector<SceneItem> draw_in_words(const Context& context, const Place& place, const StopList& list) {
  Canvas canvas{context, place.region.id};
  const int x = place.box.x + context.margin;
  const int width = std::max(1, place.box.width - 2 * context.margin);
  int y = place.box.y + context.margin;
  const int end = place.box.bottom() - context.margin;
  const auto put = [&](Piece piece, int gap) {
    const auto set = canvas.set(std::move(piece), width);
    if (set.empty() || y + set.height() > end) return false;
    canvas.put(set, x, y);
    y += set.height() + gap;
    return true;
  };
  if (!list.venue) return canvas.take();
  Piece title;
  title.role = "venue.name";
  title.text = context.best(list.venue->name);
  title.size = TextSize::Medium;
  title.weight = Weight::Bold;
  title.must_read = true;
  put(title, context.unit);
  std::vector<const Room*> rooms;
  for (const auto& stop : list.stops)
    if (stop.room) rooms.push_back(stop.room);
  for (const auto& room : list.venue->rooms)
    if (std::find(rooms.begin(), rooms.end(), &room) == rooms.end()) rooms.push_back(&room);
  if (rooms.size() > 7) rooms.resize(7);
  for (const Room* room : rooms) {
    Piece name;
    name.role = "room.name";
    name.text = context.best(room->name);
    name.size = context.scale.must;
    name.weight = Weight::Bold;
    name.must_read = true;
    const Level* level = find_level(*list.venue, room->level);
    std::vector<TaggedText> where;
    if (level) where.push_back(context.best(level->name));
    if (const auto landmark = context.best(room->landmark); !landmark.text.empty()) where.push_back(landmark);
    Piece facts;
    facts.role = "room.place";
    facts.text = joined(where);
    facts.colour = "ink-quiet";
    if (!put(name, 0)) break;
    put(facts, context.unit / 2);
  }
  return canvas.take();
}

}  // namespace

WidgetPages draw_map(const Context& context, const Place& place) {
  const StopList list = stops_of(context, place.region);
  WidgetPages out;
  const std::string level = option_string(place.region, "level", list.level);
  LevelPlan plan;
  if (list.venue && list.pose) plan = plan_of(*list.network, *list.venue, level);
  const Level* picture = drawn_level(plan);
  const bool drawn = !plan.spaces.empty() || (picture && find_image(context, picture->plan->image));
  if (!drawn) {
    out.pages.push_back(draw_in_words(context, place, list));
    return out;
  }
  if (list.stops.empty()) out.pages.push_back(MapPage{context, place, list, plan, nullptr}.draw());
  for (const auto& stop : list.stops) out.pages.push_back(MapPage{context, place, list, plan, &stop}.draw());
  return out;
}

}  // namespace skylt
