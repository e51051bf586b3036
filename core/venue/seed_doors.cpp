// Doors that a map does not show: shops and rooms drawn as mere areas beside a corridor.
#include <algorithm>
#include <cmath>

#include "core/venue/seed_parts.hpp"

namespace skylt::seeding {
namespace {

constexpr double kWall = 0.6;       ///< metres between the two outlines of one wall
constexpr double kNarrowest = 0.8;  ///< of a stretch that can hold a door
constexpr double kDoorWidth = 0.9;

struct Stretch {
  Point from, to;
  double length() const { return distance_of(from, to); }
};

/// The longest part of the room's walls along which the other space lies right behind, looked at every 0.2 m or so.
std::optional<Stretch> shared_wall(const Space& room, const Space& other) {
  std::optional<Stretch> longest;
  const Ring& ring = room.rings.front();
  double around = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) around += distance_of(ring[i], ring[(i + 1) % ring.size()]);
  const double stride = std::max(0.2, around / 1000);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    const double length = distance_of(a, b);
    const int steps = static_cast<int>(length / stride);
    std::optional<Point> begin;
    for (int step = 0; step <= steps; ++step) {
      const double t = steps == 0 ? 0 : static_cast<double>(step) / steps;
      const Point p{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
      const bool shared = distance_to_boundary(other.rings, p) <= kWall;
      if (shared && !begin) begin = p;
      if (shared && begin && (!longest || distance_of(*begin, p) > longest->length() + 1e-6))
        longest = Stretch{*begin, p};
      if (!shared) begin.reset();
    }
  }
  if (longest && longest->length() < kNarrowest) longest.reset();
  return longest;
}

bool is_passage(const Space& space) {
  return space.walkable && (space.kind == "corridor" || space.kind == "lobby" || space.kind == "outdoor");
}

bool may_need_door(const Space& space) {
  return space.walkable && !is_passage(space) && space.kind != "escalator" && space.kind != "moving-walk";
}

}  // namespace

std::vector<Opening> assumed_doors(const Venue& venue, const Areas& areas, const std::set<std::string>& with_opening,
                                   std::vector<SeedGap>& gaps) {
  std::vector<Opening> doors;
  for (const Space& space : venue.spaces) {
    const Area* area = areas.find(space.id);
    if (!area || !may_need_door(space) || with_opening.contains(space.id)) continue;
    std::optional<Stretch> best;
    const Space* beside = nullptr;
    for (const Area* other : areas.at_ordinal(area->level->ordinal)) {
      if (!is_passage(*other->space) || !area->bounds.near(other->bounds, kWall)) continue;
      const auto stretch = shared_wall(space, *other->space);
      if (!stretch || (best && stretch->length() <= best->length() + 1e-6)) continue;
      best = stretch;
      beside = other->space;
    }
    if (!best) continue;
    const Point middle{(best->from.x + best->to.x) / 2, (best->from.y + best->to.y) / 2};
    const double scale = kDoorWidth / 2 / best->length();
    const Point half{(best->to.x - best->from.x) * scale, (best->to.y - best->from.y) * scale};
    Opening door;
    door.id = joined_id("assumed", space.id);
    door.level = space.level;
    door.line = {Point{middle.x - half.x, middle.y - half.y}, Point{middle.x + half.x, middle.y + half.y}};
    gaps.push_back(
        {"door-assumed", space.id,
         "the map shows no door; one is assumed in the middle of the wall that it shares with '" + beside->id + "'"});
    doors.push_back(std::move(door));
  }
  return doors;
}

}  // namespace skylt::seeding
