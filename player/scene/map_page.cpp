// One page of a map: what is shown of the level, how large, and what stands around the drawing. Names are in
// map_page_names.cpp, plates in map_page_plates.cpp. All coordinates are the screen's own: a map is never mirrored,
// whatever direction its texts are read in.
#include "player/scene/map_page.hpp"

#include <algorithm>
#include <cmath>

#include "player/scene/session_text.hpp"

namespace skylt {
namespace {

constexpr double kReadable = 0.42;  ///< em of Small to the metre: a room of 12 m then holds a word of ten letters
constexpr double kLargest = 2.2;
constexpr double kSurroundings = 7;  ///< metres

}  // namespace

PixelBox pixels(const RectPx& r) {
  return {static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.width),
          static_cast<double>(r.height)};
}

RectPx rect(const PixelBox& b) {
  return {static_cast<int>(std::lround(b.x)), static_cast<int>(std::lround(b.y)), static_cast<int>(std::ceil(b.width)),
          static_cast<int>(std::ceil(b.height))};
}

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

void MapPage::lay_out() {
  const int short_side = std::min(box_.width, box_.height);
  Piece name;  // of the venue, which may be in another script than the page
  name.text = context_.best(plan_.venue->name);
  strip_ = std::max(canvas_.line_height(TextSize::Small), canvas_.line_height(name)) + context_.unit;
  map_ = {box_.x, box_.y, box_.width, box_.height - strip_};
  stroke_.route = std::max(6.0, short_side / 46.0);
  stroke_.wall = std::max(1.5, short_side / 460.0);
  stroke_.shell = std::max(4.0, short_side / 110.0);
  // The screen's own edges have its margin; where the column begins less will do.
  const int shell = static_cast<int>(stroke_.shell);
  const int beside = context_.unit + shell;
  const int inset = context_.margin + shell;
  const int left = box_.x > context_.frame.x ? beside : inset;
  const int right = box_.right() < context_.frame.right() ? beside : inset;
  frame_ = pixels({map_.x + left, map_.y + inset, std::max(1, map_.width - left - right),
                   std::max(1, map_.height - inset - shell)});
  MapWish wish;
  wish.heading = list_.pose->heading;
  if (is_own_level()) wish.viewer = list_.pose->at;
  wish.level = corners_of(plan_);
  wish.around = yard_corners_of(plan_);
  wish.readable_scale = kReadable * em();
  wish.largest_scale = kLargest * em();
  wish.surroundings_m = kSurroundings;
  std::optional<LevelRoute> route;
  if (stop_ && stop_->direction && stop_->direction->route && is_own_level()) {
    route = route_on(list_.ways->network(), *list_.pose, *stop_->direction->route, plan_);
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
    geometry_.route = map_route(*route, geometry_.view, target, route_head(stroke_.route) * 1.5);
    geometry_.route_line =
        rounded(geometry_.route->line, stroke_.route * 2.2, geometry_.route->arrives ? route_head(stroke_.route) : 0);
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

/// On the strip from `from` px after its reading edge on; where the text ends, or `from` where it has no room.
int MapPage::put_strip_text(const Piece& piece, int from, int until) {
  if (piece.text.text.empty()) return from;
  const auto set = canvas_.set(piece, std::max(1, std::min(until - from, canvas_.width_of(piece))), 1);
  if (set.empty() || set.layout->truncated || set.height() > strip_) return from;
  const int x = context_.right_to_left ? box_.right() - from - set.layout->width_px : box_.x + from;
  over_.push_back(canvas_.item_at(set, x, map_.bottom(), context_.colours.get("ink"), tones_.outside));
  return from + set.layout->width_px;
}

/// What is out of service on this level, in words.
void MapPage::put_closed_note(int from, int until) {
  const int side = em() * 5 / 4;
  Piece piece;
  piece.role = "closed";
  for (const auto& way : closed_) {
    const auto name = pictogram_for(way.kind);
    const std::string key = "amenity." + std::string{way.kind == "steps" ? "stairs" : way.kind};
    const auto what = context_.snapshot.words.knows(key) ? context_.say(key) : TaggedText{};
    piece.text = joined({what, context_.say("way.out-of-service")});
    if (from + side + context_.unit / 2 + canvas_.width_of(piece) > until)
      piece.text = context_.say("way.out-of-service");
    const int end = from + side + context_.unit / 2;
    if (name.empty() || end + canvas_.width_of(piece) > until) continue;
    PictogramItem sign;
    sign.region = canvas_.region();
    sign.role = "connector";
    const int x = context_.right_to_left ? box_.right() - from - side : box_.x + from;
    sign.box = {x, map_.bottom() + (canvas_.line_height(TextSize::Small) - side) / 2, side, side};
    sign.colour = context_.colours.get("ink");
    sign.name = std::string{name};
    sign.contrast = contrast(sign.colour, tones_.outside);
    const RectPx box = sign.box;
    over_.emplace_back(std::move(sign));
    put_cross(box, tones_.outside);
    from = put_strip_text(piece, end, until) + 2 * context_.unit;
  }
}

/// Below the drawing: which level this is, what on it is out of service, and where north lies.
void MapPage::put_strip() {
  const RectPx strip{box_.x, map_.bottom(), box_.width, strip_};
  geometry_.strip = pixels(strip);
  const auto venue = context_.best(plan_.venue->name);
  std::vector<TaggedText> parts{venue};
  if (!plan_.levels.empty())
    if (const Level* level = find_level(*plan_.venue, list_.level.empty() ? plan_.levels.front()->id : list_.level))
      parts.push_back(context_.best((plan_.holds(level->id) ? level : plan_.levels.front())->name));
  std::erase_if(parts, [](const TaggedText& part) { return part.text.empty(); });
  const int side = em();
  const int until = box_.width - context_.margin - 3 * side;
  Piece piece;
  piece.role = "level.name";
  piece.text = joined(parts);
  piece.weight = Weight::Bold;
  int x = put_strip_text(piece, context_.margin, until) + context_.unit * 3 / 2;
  piece.role = "venue.name";
  piece.text = swedish_beside(context_, venue, plan_.venue->name);
  piece.weight = Weight::Regular;
  if (const int end = put_strip_text(piece, x, until); end > x) x = end + context_.unit * 3 / 2;
  put_closed_note(x, until);
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
      parts.push_back(
          context_.say("way.walk", {{"minutes", std::int64_t{minutes_on_foot(*stop_->direction->minutes)}}}));
  }
  std::erase_if(parts, [](const TaggedText& part) { return part.text.empty(); });
  return joined(parts).text;
}

std::vector<SceneItem> MapPage::draw() {
  lay_out();
  lay_plan();
  closed_ = closed_ways(list_.ways->network(), plan_);
  for (const auto& area : geometry_.areas)
    for (const auto& way : closed_)
      if (way.space == area.space) kept_.push_back(bounds_of(area.rings));
  put_here();
  put_exit();
  put_end();
  if (const auto& line = geometry_.route_line; line.size() > 1) {
    field_.barriers.push_back({line, stroke_.route * 0.9 + 2});
    if (geometry_.route->arrives) {  // the head is wider
      const Pixel tip = line.back();
      const Pixel before = line[line.size() - 2];
      const double length = std::max(1e-6, std::hypot(tip.x - before.x, tip.y - before.y));
      const double back = route_head(stroke_.route) / 2 / length;
      const Pixel middle{tip.x - (tip.x - before.x) * back, tip.y - (tip.y - before.y) * back};
      const double half = stroke_.route * 1.6;
      field_.taken.push_back({middle.x - half, middle.y - half, 2 * half, 2 * half});
    }
  }
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

}  // namespace skylt
