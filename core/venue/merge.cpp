#include "core/venue/merge.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr std::array<std::string_view, 15> kMapPrefixes{"imdf-",      "osm-",    "door.",  "out.",     "in.",
                                                        "stop.",      "corner.", "at.",    "stairs.",  "lift.",
                                                        "escalator.", "ramp.",   "level.", "assumed.", "entrance."};

template <typename Part>
const Part* find(const std::vector<Part>& parts, const std::string& id) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.id == id; });
  return found == parts.end() ? nullptr : &*found;
}

template <typename Value>
void keep(Value& fresh, const Value& before) {
  if (fresh == Value{}) fresh = before;
}

void keep_known(Level& fresh, const Level& before) { keep(fresh.plan, before.plan); }
void keep_known(Space& fresh, const Space& before) { keep(fresh.name, before.name); }
void keep_known(Building& fresh, const Building& before) { keep(fresh.name, before.name); }

void keep_known(Opening& fresh, const Opening& before) {
  keep(fresh.door, before.door);
  keep(fresh.width_m, before.width_m);
  keep(fresh.hours, before.hours);
  fresh.emergency = fresh.emergency || before.emergency;
}

void keep_known(Connector& fresh, const Connector& before) {
  keep(fresh.name, before.name);
  keep(fresh.steps, before.steps);
  keep(fresh.slope_percent, before.slope_percent);
  keep(fresh.width_m, before.width_m);
  keep(fresh.step_free, before.step_free);
  keep(fresh.hours, before.hours);
  fresh.staffed = fresh.staffed || before.staffed;
}

void keep_known(Amenity& fresh, const Amenity& before) {
  keep(fresh.name, before.name);
  keep(fresh.hours, before.hours);
}

void keep_known(Node& fresh, const Node& before) { keep(fresh.landmark, before.landmark); }

void keep_known(Edge& fresh, const Edge& before) {
  keep(fresh.length_m, before.length_m);
  keep(fresh.seconds, before.seconds);
  keep(fresh.steps, before.steps);
  keep(fresh.slope_percent, before.slope_percent);
  keep(fresh.width_m, before.width_m);
  keep(fresh.threshold_mm, before.threshold_mm);
  keep(fresh.step_free, before.step_free);
  keep(fresh.phrase, before.phrase);
  keep(fresh.hours, before.hours);
}

/// Parts with ids: what the map does not know from before, and what a person has added.
template <typename Part>
void merge_parts(std::vector<Part>& fresh, const std::vector<Part>& before) {
  for (Part& part : fresh) {
    if (const Part* old = find(before, part.id)) keep_known(part, *old);
  }
  for (const Part& part : before) {
    if (!is_map_id(part.id) && !find(fresh, part.id)) fresh.push_back(part);
  }
}

bool has_words(const Edge& edge) { return !edge.phrase.empty() || edge.seconds || edge.length_m; }

class Merger {
 public:
  Merger(const Venue& before, Venue fresh) : before_{before} { result_.venue = std::move(fresh); }

  MergedVenue run() {
    Venue& venue = result_.venue;
    keep(venue.name, before_.name);
    keep(venue.address, before_.address);
    merge_parts(venue.buildings, before_.buildings);
    merge_parts(venue.levels, before_.levels);
    merge_parts(venue.spaces, before_.spaces);
    merge_parts(venue.openings, before_.openings);
    merge_parts(venue.connectors, before_.connectors);
    merge_parts(venue.amenities, before_.amenities);
    merge_parts(venue.nodes, before_.nodes);
    merge_edges();
    merge_rooms();
    return std::move(result_);
  }

 private:
  void note(const char* code, const std::string& object, std::string reason) {
    result_.notes.push_back({code, object, std::move(reason)});
  }

  void merge_edges() {
    Venue& venue = result_.venue;
    std::set<std::string> nodes;
    for (const Node& node : venue.nodes) nodes.insert(node.id);
    std::map<std::pair<std::string, std::string>, std::size_t> index;
    for (std::size_t i = 0; i < venue.edges.size(); ++i) index[{venue.edges[i].from, venue.edges[i].to}] = i;
    for (const Edge& edge : before_.edges) {
      if (const auto same = index.find({edge.from, edge.to}); same != index.end()) {
        keep_known(venue.edges[same->second], edge);
        continue;
      }
      if (is_map_id(edge.from) && is_map_id(edge.to) && !has_words(edge)) continue;
      const std::string name = edge.from + ">" + edge.to;
      if (!nodes.contains(edge.from) || !nodes.contains(edge.to)) {
        note("edge-gone", name, "it led to a node that the map no longer has, and is left out");
        continue;
      }
      venue.edges.push_back(edge);
    }
  }

  /// The room that the map knew under one of these guids, else the only one of the same name that came from nowhere.
  const Room* room_before(const Room& fresh) const {
    for (const Room& old : before_.rooms) {
      for (const RoomAlias& alias : fresh.aliases) {
        const auto same = [&](const RoomAlias& other) { return !other.guid.empty() && other == alias; };
        if (std::any_of(old.aliases.begin(), old.aliases.end(), same)) return &old;
      }
    }
    const std::vector<Venue> here{before_};
    for (const auto& [language, name] : fresh.name.by_language()) {
      const auto id = find_room(here, before_.id, name);
      const Room* old = id ? find(before_.rooms, *id) : nullptr;
      if (old && !taken_.contains(old->id) && !is_of_map(*old)) return old;
    }
    return nullptr;
  }

  static bool is_of_map(const Room& room) { return std::any_of(room.spaces.begin(), room.spaces.end(), is_map_id); }

  void merge_rooms() {
    Venue& venue = result_.venue;
    for (Room& room : venue.rooms) {
      const Room* old = room_before(room);
      if (!old || !taken_.insert(old->id).second) continue;
      result_.renamed[room.id] = old->id;
      room.id = old->id;
      keep_room(room, *old);
    }
    std::set<std::string> ids = taken_;
    for (const Room& old : before_.rooms) ids.insert(old.id);
    for (Room& room : venue.rooms) {
      if (taken_.contains(room.id)) continue;
      const std::string read = room.id;
      for (int number = 2; !ids.insert(room.id).second; ++number) room.id = read + "-" + std::to_string(number);
      if (room.id != read) result_.renamed[read] = room.id;
    }
    for (const Room& old : before_.rooms) {
      if (!taken_.contains(old.id)) keep_without_map(old);
    }
  }

  void keep_room(Room& room, const Room& old) {
    for (const auto& [language, name] : old.name.by_language()) {
      const auto now = room.name.by_language().find(language);
      if (now == room.name.by_language().end()) {
        room.name.set(language, name);
      } else if (fold_room_name(now->second) != fold_room_name(name)) {
        room.aliases.push_back({"", name, ""});
      }
    }
    keep(room.short_name, old.short_name);
    keep(room.landmark, old.landmark);
    keep(room.capacity, old.capacity);
    room.order = old.order;
    if (!old.node.empty() && !is_map_id(old.node) && find(result_.venue.nodes, old.node)) room.node = old.node;
    for (const RoomAlias& alias : old.aliases) {
      if (std::find(room.aliases.begin(), room.aliases.end(), alias) == room.aliases.end())
        room.aliases.push_back(alias);
    }
    for (const std::string& access : old.access) {
      if (std::find(room.access.begin(), room.access.end(), access) == room.access.end()) room.access.push_back(access);
    }
  }

  void keep_without_map(const Room& old) {
    const Venue& venue = result_.venue;
    Room room = old;
    std::erase_if(room.spaces, [&](const std::string& id) { return !find(venue.spaces, id); });
    std::erase_if(room.nodes, [&](const std::string& id) { return !find(venue.nodes, id); });
    if (!find(venue.nodes, room.node)) room.node.clear();
    if (!find(venue.levels, room.level)) room.level.clear();
    if (is_of_map(old) && room.spaces.empty()) {
      note("room-gone", room.id, "the map no longer has it; it is kept without a place, so that its sessions stay");
    }
    result_.venue.rooms.push_back(std::move(room));
  }

  const Venue& before_;
  MergedVenue result_;
  std::set<std::string> taken_;
};

}  // namespace

bool is_map_id(const std::string& id) {
  return std::any_of(kMapPrefixes.begin(), kMapPrefixes.end(),
                     [&](std::string_view prefix) { return id.starts_with(prefix); });
}

MergedVenue merge_map(const Venue& before, Venue fresh) { return Merger{before, std::move(fresh)}.run(); }

}  // namespace skylt
