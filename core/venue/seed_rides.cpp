#include <algorithm>
#include <numeric>

#include "core/venue/seed_parts.hpp"

namespace skylt::seeding {
namespace {

constexpr double kCompanion = 3.0;  ///< metres between an escalator up and its companion down

struct Vertical {
  const char* space_kind;
  ConnectorKind kind;
};
constexpr Vertical kVerticals[] = {{"stairs", ConnectorKind::Stairs},
                                   {"lift", ConnectorKind::Lift},
                                   {"escalator", ConnectorKind::Escalator},
                                   {"ramp", ConnectorKind::Ramp}};

class Groups {
 public:
  explicit Groups(std::size_t size) : parents_(size) { std::iota(parents_.begin(), parents_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parents_[find(b)] = find(a); }

 private:
  std::vector<std::size_t> parents_;
};

/// From each stop to each for a lift, else from each to the next.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(std::size_t stops, bool lift) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < stops; ++i) {
    for (std::size_t j = i + 1; j < stops && (lift || j == i + 1); ++j) pairs.emplace_back(i, j);
  }
  return pairs;
}

bool is_lift(ConnectorKind kind) { return kind == ConnectorKind::Lift || kind == ConnectorKind::PlatformLift; }

class Finder {
 public:
  Finder(Venue& venue, const Areas& areas, std::vector<SeedGap>& gaps) : venue_{venue}, areas_{areas}, gaps_{gaps} {}

  void take_hints(const SeedHints& hints) {
    for (const SeedConnector& hint : hints.connectors) {
      const auto called = [&](const Connector& connector) { return connector.id == hint.id; };
      const auto connector = std::find_if(venue_.connectors.begin(), venue_.connectors.end(), called);
      if (connector == venue_.connectors.end()) continue;
      for (const SeedStop& stop : hint.stops) taken_.insert(stop.space);
      if (hint.stops.size() < 2) {
        gaps_.push_back({"one-stop", hint.id, "it has fewer than two stops; say where else it leads"});
        continue;
      }
      if (connector->kind == ConnectorKind::Escalator && !hint.directed) {
        gaps_.push_back({"escalator-direction", hint.id, "nothing says whether it runs up or down; it is not used"});
        continue;
      }
      rides_.push_back(
          {hint.id, connector->kind, hint.stops, pairs_of(hint.stops.size(), is_lift(connector->kind)), hint.directed});
    }
  }

  void find_above_each_other(const Vertical& vertical) {
    std::vector<const Area*> areas;
    for (const double ordinal : areas_.ordinals()) {
      for (const Area* area : areas_.at_ordinal(ordinal)) {
        if (area->space->kind == vertical.space_kind && !taken_.contains(area->space->id)) areas.push_back(area);
      }
    }
    Groups groups{areas.size()};
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < areas.size(); ++i) {
      for (const std::size_t j : above(areas, i, vertical.kind)) {
        groups.join(i, j);
        pairs.emplace_back(i, j);
      }
    }
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < areas.size(); ++i) members[groups.find(i)].push_back(i);
    for (const auto& [root, group] : members) add_group(vertical, areas, group, pairs);
  }

  std::vector<Rides> result() { return std::move(rides_); }

 private:
  /// Those of `areas` that are reached from one: on the next ordinal above, for a lift on the next at which it stops.
  std::vector<std::size_t> above(const std::vector<const Area*>& areas, std::size_t i, ConnectorKind kind) const {
    const auto ordinals = areas_.ordinals();
    auto next = std::upper_bound(ordinals.begin(), ordinals.end(), areas[i]->level->ordinal);
    std::vector<std::size_t> found;
    for (; next != ordinals.end() && found.empty(); ++next) {
      for (std::size_t j = i + 1; j < areas.size(); ++j) {
        if (areas[j]->level->ordinal == *next && overlap(areas[i]->space->rings, areas[j]->space->rings))
          found.push_back(j);
      }
      if (!is_lift(kind)) break;
    }
    return found;
  }

  bool has_companion(const Vertical& vertical, const Area& area, const std::vector<const Area*>& group) const {
    for (const Area* other : areas_.at_ordinal(area.level->ordinal)) {
      if (other->space->kind != vertical.space_kind || !area.bounds.near(other->bounds, kCompanion)) continue;
      if (std::find(group.begin(), group.end(), other) == group.end()) return true;
    }
    return false;
  }

  void add_group(const Vertical& vertical, const std::vector<const Area*>& areas, const std::vector<std::size_t>& group,
                 const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
    std::vector<const Area*> members;
    members.reserve(group.size());
    for (const std::size_t i : group) members.push_back(areas[i]);
    const auto by_id = [](const Area* a, const Area* b) { return a->space->id < b->space->id; };
    const std::string& name = (*std::min_element(members.begin(), members.end(), by_id))->space->id;
    if (group.size() < 2) {
      if (vertical.kind != ConnectorKind::Ramp) {
        gaps_.push_back({"one-stop", name, "it has no counterpart on the next level; say where it leads"});
      }
      return;
    }
    Rides rides;
    rides.connector = joined_id(vertical.space_kind, name);
    rides.kind = vertical.kind;
    for (const Area* member : members) rides.stops.push_back({member->level->id, member->space->id, std::nullopt});
    if (is_lift(vertical.kind)) {
      rides.pairs = pairs_of(group.size(), true);
    } else {
      const auto place = [&](std::size_t i) {
        return static_cast<std::size_t>(std::find(group.begin(), group.end(), i) - group.begin());
      };
      for (const auto& [i, j] : pairs) {
        if (place(i) < group.size()) rides.pairs.emplace_back(place(i), place(j));
      }
    }
    add_connector(rides.connector, vertical.kind);
    if (vertical.kind == ConnectorKind::Escalator) {
      if (!has_companion(vertical, *members.front(), members)) {
        gaps_.push_back({"escalator-direction", rides.connector,
                         "nothing says whether it runs up or down, and none stands beside it; it is not used"});
        return;
      }
      gaps_.push_back({"escalator-direction", rides.connector,
                       "nothing says which of the escalators here runs up; both are taken for a way up and down"});
    }
    rides_.push_back(std::move(rides));
  }

  void add_connector(const std::string& id, ConnectorKind kind) {
    const auto called = [&](const Connector& connector) { return connector.id == id; };
    if (std::any_of(venue_.connectors.begin(), venue_.connectors.end(), called)) return;
    Connector connector;
    connector.id = id;
    connector.kind = kind;
    venue_.connectors.push_back(std::move(connector));
  }

  Venue& venue_;
  const Areas& areas_;
  std::vector<SeedGap>& gaps_;
  std::set<std::string> taken_;
  std::vector<Rides> rides_;
};

}  // namespace

std::vector<Rides> find_rides(Venue& venue, const Areas& areas, const SeedHints& hints, std::vector<SeedGap>& gaps) {
  Finder finder{venue, areas, gaps};
  finder.take_hints(hints);
  for (const Vertical& vertical : kVerticals) finder.find_above_each_other(vertical);
  return finder.result();
}

}  // namespace skylt::seeding
