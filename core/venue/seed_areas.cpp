#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/base/ascii.hpp"
#include "core/venue/seed_parts.hpp"

namespace skylt::seeding {

Areas::Areas(const Venue& venue) {
  for (const Level& level : venue.levels) levels_.emplace(level.id, &level);
  for (const Space& space : venue.spaces) {
    const auto level = levels_.find(space.level);
    const bool drawn = !space.rings.empty() && std::all_of(space.rings.begin(), space.rings.end(),
                                                           [](const Ring& ring) { return ring.size() >= 3; });
    if (level == levels_.end() || !drawn || !by_id_.emplace(space.id, areas_.size()).second) continue;
    by_ordinal_[level->second->ordinal].push_back(areas_.size());
    areas_.push_back({&space, level->second, bounds_of(space.rings)});
  }
}

const Area* Areas::find(const std::string& space) const {
  const auto found = by_id_.find(space);
  return found == by_id_.end() ? nullptr : &areas_[found->second];
}

const Level* Areas::level(const std::string& id) const {
  const auto found = levels_.find(id);
  return found == levels_.end() ? nullptr : found->second;
}

std::vector<double> Areas::ordinals() const {
  std::vector<double> ordinals;
  for (const auto& [ordinal, indices] : by_ordinal_) ordinals.push_back(ordinal);
  return ordinals;
}

std::vector<const Area*> Areas::at_ordinal(double ordinal) const {
  std::vector<const Area*> areas;
  const auto found = by_ordinal_.find(ordinal);
  if (found == by_ordinal_.end()) return areas;
  for (const std::size_t index : found->second) areas.push_back(&areas_[index]);
  return areas;
}

const Area* Areas::at(const std::string& level_id, Point p) const {
  const Level* on = level(level_id);
  const Area* best = nullptr;
  int best_rank = -1;
  for (const Area* area : on ? at_ordinal(on->ordinal) : std::vector<const Area*>{}) {
    if (!area->bounds.near(p, 0) || !contains(area->space->rings, p)) continue;
    const int rank = (area->space->walkable ? 2 : 0) + (area->level == on ? 1 : 0);
    if (rank <= best_rank) continue;
    best = area;
    best_rank = rank;
  }
  return best;
}

std::vector<const Area*> Areas::near(const std::string& level_id, Point p, double metres) const {
  std::vector<std::pair<double, const Area*>> found;
  const Level* on = level(level_id);
  for (const Area* area : on ? at_ordinal(on->ordinal) : std::vector<const Area*>{}) {
    if (!area->bounds.near(p, metres)) continue;
    const double distance = distance_to_boundary(area->space->rings, p);
    if (distance <= metres || contains(area->space->rings, p)) found.emplace_back(distance, area);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Area*> areas;
  areas.reserve(found.size());
  for (const auto& [distance, area] : found) areas.push_back(area);
  return areas;
}

std::string joined_id(const std::string& what, const std::string& first, const std::string& second) {
  std::string id = what + "." + first + (second.empty() ? "" : "." + second);
  if (id.size() <= 128) return id;
  Fnv1a hash;
  hash.add(id);
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash.value()));
  return what + "." + digits;
}

}  // namespace skylt::seeding
