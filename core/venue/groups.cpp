// Rows of a direction sign by arrow: WAYFINDING.md section 6, A-66.
#include <algorithm>
#include <tuple>

#include "core/venue/directions.hpp"

namespace skylt {
namespace {

enum class Place { Here, Ahead, Left, Right, LevelChange, Behind, None };

Place place_of(const DirectionGroup& group) {
  if (group.arrow == ArrowKind::None) return Place::None;
  if (is_behind(group.arrow, group.bearing)) return Place::Behind;
  if (group.direction != 0) return Place::LevelChange;
  if (group.arrow == ArrowKind::Here) return Place::Here;
  if (group.bearing == 0) return Place::Ahead;
  return group.bearing > 180 ? Place::Left : Place::Right;
}

/// From straight ahead outwards; left and right alike.
int outwards(const DirectionGroup& group) { return group.bearing > 180 ? 360 - group.bearing : group.bearing; }

auto key(const DirectionGroup& group) {
  return std::tuple{place_of(group),      outwards(group),  group.bearing,
                    group.connector_kind, -group.direction, group.connector_level};
}

DirectionGroup group_of(const Sign& sign) {
  DirectionGroup group;
  group.arrow = sign.arrow;
  group.bearing = sign.arrow == ArrowKind::Arrow || sign.arrow == ArrowKind::Behind ? sign.bearing : 0;
  if (sign.direction != 0 && sign.arrow != ArrowKind::None) {
    group.connector_kind = sign.connector_kind;
    group.direction = sign.direction;
    group.connector_level = sign.connector_level;
  }
  return group;
}

}  // namespace

bool is_behind(ArrowKind arrow, int bearing) {
  return arrow == ArrowKind::Behind || (arrow == ArrowKind::Arrow && bearing > 90 && bearing < 270);
}

std::vector<DirectionGroup> group_directions(const std::vector<Direction>& directions) {
  std::vector<DirectionGroup> groups;
  for (std::size_t i = 0; i < directions.size(); ++i) {
    DirectionGroup wanted = group_of(directions[i].sign);
    auto known =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return key(group) == key(wanted); });
    if (known == groups.end()) known = groups.insert(groups.end(), std::move(wanted));
    known->rows.push_back(i);
  }
  const auto far = [&](std::size_t i) { return directions[i].minutes.value_or(1e9); };
  for (auto& group : groups) {
    std::stable_sort(group.rows.begin(), group.rows.end(), [&](auto a, auto b) { return far(a) < far(b); });
  }
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return key(a) < key(b); });
  return groups;
}

}  // namespace skylt
