#include "core/venue/directions.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "core/venue/plane.hpp"

namespace skylt {
namespace {

constexpr double kAtTheDoor = 5;  // metres from a door screen to the door that it speaks for

using Vertices = std::vector<std::size_t>;

/// A thing that one may want to go to, and where it is reached.
struct Destination {
  Direction row;
  int order = 0;
  Vertices vertices;  ///< none: nobody has put it into the graph
  bool closed = false;
  const Room* room = nullptr;
};

Vertices vertices_of(const Network& network, const std::string& venue, const Room& room) {
  Vertices found;
  std::vector<std::string> nodes{room.node};
  nodes.insert(nodes.end(), room.nodes.begin(), room.nodes.end());
  for (const auto& node : nodes) {
    if (const auto vertex = network.find(venue, node)) found.push_back(*vertex);
  }
  return found;
}

Destination room_destination(const Network& network, const Venue& venue, const Room& room) {
  Destination to;
  to.row.kind = DestinationKind::Room;
  to.row.id = room.id;
  to.row.venue = venue.id;
  to.row.name = room.name;
  to.row.level = room.level;
  to.order = room.order;
  to.vertices = vertices_of(network, venue.id, room);
  if (to.row.level.empty() && !to.vertices.empty()) to.row.level = network.vertex(to.vertices[0]).node->level;
  to.closed = network.is_closed(venue.id, room.id);
  to.room = &room;
  return to;
}

Destination amenity_destination(const Network& network, const Venue& venue, const Amenity& amenity) {
  Destination to;
  to.row.kind = DestinationKind::Amenity;
  to.row.id = amenity.id;
  to.row.venue = venue.id;
  to.row.what = amenity.kind;
  to.row.name = amenity.name;
  to.row.level = amenity.level;
  if (const auto vertex = network.find(venue.id, amenity.node)) to.vertices.push_back(*vertex);
  if (to.row.level.empty() && !to.vertices.empty()) to.row.level = network.vertex(to.vertices[0]).node->level;
  to.closed = network.is_closed(venue.id, amenity.id) || !network.is_open_now(amenity.hours);
  return to;
}

/// Where links lead into the venue.
Destination venue_destination(const Network& network, const Venue& venue) {
  Destination to;
  to.row.kind = DestinationKind::Venue;
  to.row.id = venue.id;
  to.row.venue = venue.id;
  to.row.name = venue.name;
  std::set<std::size_t> doors;
  for (const Link& link : network.links()) {
    for (const VenueNode& end : {link.from, link.to}) {
      const auto vertex = end.venue == venue.id ? network.find(end.venue, end.node) : std::nullopt;
      if (vertex) doors.insert(*vertex);
    }
  }
  to.vertices.assign(doors.begin(), doors.end());
  return to;
}

bool is_asked(const DirectionsQuery& query, const std::string& id) {
  return std::find(query.only.begin(), query.only.end(), id) != query.only.end();
}

std::vector<Destination> destinations(const Network& network, const Screen& screen, const DirectionsQuery& query) {
  std::vector<Destination> all;
  const bool every = query.only.empty();
  for (const Venue& venue : network.venues()) {
    const bool own = venue.id == screen.venue;
    for (const Room& room : venue.rooms) {
      if (every ? own : is_asked(query, room.id)) all.push_back(room_destination(network, venue, room));
    }
    for (const Amenity& amenity : venue.amenities) {
      if (every ? own : is_asked(query, amenity.id)) all.push_back(amenity_destination(network, venue, amenity));
    }
    auto other = venue_destination(network, venue);
    if (own ? false : every ? !other.vertices.empty() : is_asked(query, venue.id)) all.push_back(std::move(other));
  }
  return all;
}

/// One screen's view of the whole network for one profile, with the step-free ways beside it.
class Guide {
 public:
  Guide(const Network& network, const Screen& screen, Profile profile)
      : network_{network}, screen_{screen}, pose_{pose_of(network, screen)} {
    const auto start = pose_ ? std::optional{pose_->vertex} : network.find(screen.venue, screen.node);
    if (!start) return;
    routes_.emplace(network, *start, profile);
    step_free_.emplace(network, *start, Profile::StepFree);
    staffed_.emplace(network, *start, Profile::StepFreeStaffed);
    walk_.emplace(network, *start, Profile::Walk);
  }

  void fill(Destination& to) const {
    Direction& row = to.row;
    if (routes_ && !to.closed) row.route = routes_->to_nearest(to.vertices);
    row.reachable = row.route.has_value();
    if (row.route) {
      row.minutes = row.route->seconds / 60;
      row.step_free = row.route->step_free;
      row.sign = sign(to, *row.route);
    }
    if (routes_ && !to.closed && (!row.route || row.step_free != true)) add_step_free(to);
    if (walk_ && !to.closed && !row.route) {
      const auto walk = walk_->to_nearest(to.vertices);
      if (walk) row.step_free = walk->step_free;  // why there is none: stairs, or something that is not known
    }
    if (row.sign.arrow == ArrowKind::None && (row.reachable || to.vertices.empty())) add_survey(to);
  }

 private:
  Sign sign(const Destination& to, const Route& route) const {
    if (!pose_) return {};
    Sign sign = sign_of(network_, *pose_, route);
    if (is_here(to, route)) {
      sign = {};
      sign.arrow = ArrowKind::Here;
      sign.target = network_.point(route.nodes.back());
      sign.target_level = pose_->level;
    }
    return sign;
  }

  /// The viewer stands in the room, or at the door that the screen speaks for.
  bool is_here(const Destination& to, const Route& route) const {
    if (!to.room || to.row.venue != pose_->venue) return false;
    const Venue& venue = network_.venue_of(pose_->vertex);
    const auto& sight = network_.sight(network_.vertex(pose_->vertex).venue);
    const auto space = sight.space_at(pose_->level, pose_->at);
    const auto& own = to.room->spaces;
    if (space && std::find(own.begin(), own.end(), venue.spaces[*space].id) != own.end()) return true;
    const bool speaks_for_it = screen_.rooms == std::vector<std::string>{to.room->id};
    return speaks_for_it && route.metres <= kAtTheDoor && route.legs.size() <= 1;
  }

  void add_step_free(Destination& to) const {
    auto& route = to.row.step_free_route;
    route = step_free_->to_nearest(to.vertices);
    if (!route) route = staffed_->to_nearest(to.vertices);
    if (route) to.row.step_free_sign = sign(to, *route);
  }

  void add_survey(Destination& to) const {
    const auto seen = std::find_if(screen_.surveyed.begin(), screen_.surveyed.end(),
                                   [&](const SurveyedDirection& s) { return s.destination == to.row.id; });
    if (seen == screen_.surveyed.end() || to.closed) return;
    Direction& row = to.row;
    row.surveyed = true;
    row.reachable = true;
    row.sign.exact = plane::turn(seen->bearing);
    row.sign.bearing = (static_cast<int>(std::lround(seen->bearing / 45)) * 45) % 360;
    row.sign.arrow = row.sign.bearing == 180 ? ArrowKind::Behind : ArrowKind::Arrow;
    if (!row.route) {
      row.step_free = seen->step_free;
      row.minutes = seen->minutes;
    }
  }

  const Network& network_;
  const Screen& screen_;
  std::optional<Pose> pose_;
  std::optional<Routes> routes_, step_free_, staffed_, walk_;
};

double seconds_to(const Destination& to) { return to.row.route ? to.row.route->seconds : 1e12; }

/// Of each kind of amenity the nearest that can be used; where none can, the first of the kind.
void keep_nearest_amenities(std::vector<Destination>& all) {
  std::map<std::string, std::tuple<bool, double, std::string>> best;
  const auto rank = [](const Destination& to) { return std::tuple{!to.row.reachable, seconds_to(to), to.row.id}; };
  for (const Destination& to : all) {
    if (to.row.kind != DestinationKind::Amenity) continue;
    const auto [known, added] = best.emplace(to.row.what, rank(to));
    if (!added) known->second = std::min(known->second, rank(to));
  }
  std::erase_if(all, [&](const Destination& to) {
    return to.row.kind == DestinationKind::Amenity && best.at(to.row.what) != rank(to);
  });
}

}  // namespace

std::vector<Direction> directions_from(const Network& network, const Screen& screen, const DirectionsQuery& query) {
  auto all = destinations(network, screen, query);
  const Guide guide{network, screen, query.profile};
  for (Destination& to : all) {
    guide.fill(to);
    if (query.profile == Profile::StepFree && to.row.surveyed && !to.row.route)
      to.row.reachable = to.row.step_free == true;
  }
  if (query.only.empty()) keep_nearest_amenities(all);
  std::stable_sort(all.begin(), all.end(), [](const Destination& a, const Destination& b) {
    return std::tuple{a.row.kind, a.order, std::string_view{a.row.id}} <
           std::tuple{b.row.kind, b.order, std::string_view{b.row.id}};
  });
  std::vector<Direction> rows;
  rows.reserve(all.size());
  for (Destination& to : all) rows.push_back(std::move(to.row));
  return rows;
}

}  // namespace skylt
