#include "core/programme/show_directions.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/programme/find_screen.hpp"
#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

double rounded(double value, double parts) { return std::round(value * parts) / parts; }

std::string_view name_of(DestinationKind kind) {
  switch (kind) {
    case DestinationKind::Room: return "room";
    case DestinationKind::Amenity: return "amenity";
    case DestinationKind::Venue: return "venue";
  }
  return "";
}

std::string_view name_of(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::Arrow: return "arrow";
    case ArrowKind::Here: return "here";
    case ArrowKind::Behind: return "behind";
    case ArrowKind::None: return "none";
  }
  return "";
}

std::string_view direction_name(int direction) { return direction > 0 ? "up" : direction < 0 ? "down" : "level"; }

const Level* find_level(const Venue& venue, const std::string& id) {
  const auto found = std::find_if(venue.levels.begin(), venue.levels.end(), [&](const Level& l) { return l.id == id; });
  return found == venue.levels.end() ? nullptr : &*found;
}

/// Puts signs and routes of one network into JSON.
class Writer {
 public:
  Writer(const Network& network, const std::string& venue) : network_{network}, venue_{network.find_venue(venue)} {}

  Json row(const Direction& direction) const {
    Json json{{"kind", name_of(direction.kind)}, {"id", direction.id}, {"name", to_json(direction.name)}};
    put_sign(json, direction.sign);
    put_way(json, direction.route, direction.minutes);
    json["step_free"] = or_null(direction.step_free);
    json["reachable"] = direction.reachable;
    json["venue"] = direction.venue;
    json["level"] = direction.level;
    if (!direction.what.empty()) json["what"] = direction.what;
    json["surveyed"] = direction.surveyed;
    json["step_free_way"] = step_free_way(direction);
    return json;
  }

 private:
  static Json or_null(const std::optional<bool>& value) { return value ? Json(*value) : Json(nullptr); }

  void put_sign(Json& json, const Sign& sign) const {
    const bool points = sign.arrow == ArrowKind::Arrow || sign.arrow == ArrowKind::Behind;
    json["arrow"] = name_of(sign.arrow);
    json["bearing"] = points ? Json(sign.bearing) : Json(nullptr);
    json["exact"] = points ? Json(rounded(sign.exact, 10)) : Json(nullptr);
    json["ambiguous"] = sign.ambiguous;
    json["connector"] = nullptr;
    if (sign.connector_kind.empty()) return;
    json["connector"] = {
        {"kind", sign.connector_kind}, {"direction", direction_name(sign.direction)}, {"level", sign.connector_level}};
    if (sign.connector) json["connector"]["id"] = sign.connector->id;
    const Level* level = venue_ ? find_level(*venue_, sign.connector_level) : nullptr;
    if (level && !level->name.empty()) json["connector"]["level_name"] = to_json(level->name);
  }

  void put_way(Json& json, const std::optional<Route>& route, const std::optional<double>& minutes) const {
    json["metres"] = route ? Json(rounded(route->metres, 100)) : Json(nullptr);
    json["minutes"] = minutes ? Json(rounded(*minutes, 100)) : Json(nullptr);
    json["levels"] = Json::array();
    json["legs"] = Json::array();
    json["staffed"] = route && route->staffed;
    if (!route) return;
    for (const std::size_t vertex : route->nodes) {
      const std::string& level = network_.vertex(vertex).node->level;
      if (json["levels"].empty() || json["levels"].back() != level) json["levels"].push_back(level);
    }
    for (const Leg& leg : route->legs) json["legs"].push_back(leg_json(leg));
  }

  Json leg_json(const Leg& leg) const {
    const Node& from = *network_.vertex(leg.nodes.front()).node;
    const Node& to = *network_.vertex(leg.nodes.back()).node;
    Json json{{"from", from.id},
              {"to", to.id},
              {"kind", leg.kind},
              {"metres", rounded(leg.metres, 100)},
              {"seconds", rounded(leg.seconds, 10)},
              {"level", to.level}};
    if (leg.connector) json["connector"] = leg.connector->id;
    if (leg.direction != 0) json["direction"] = direction_name(leg.direction);
    if (leg.link) json["link"] = leg.link->id;
    return json;
  }

  Json step_free_way(const Direction& direction) const {
    if (!direction.step_free_route) return nullptr;
    Json json = Json::object();
    put_sign(json, direction.step_free_sign.value_or(Sign{}));
    put_way(json, direction.step_free_route, direction.step_free_route->seconds / 60);
    return json;
  }

  const Network& network_;
  const Venue* venue_;
};

/// Ids that `to` means: an id itself, a room's name, or every amenity of a kind.
std::vector<std::string> destinations(const EventData& data, const Screen& screen, const std::string& to) {
  if (to.empty()) return {};
  std::vector<std::string> of_kind;
  for (const Venue& venue : data.venues) {
    if (venue.id == to) return {to};
    for (const Room& room : venue.rooms) {
      if (room.id == to) return {to};
    }
    for (const Amenity& amenity : venue.amenities) {
      if (amenity.id == to) return {to};
      if (amenity.kind == to && venue.id == screen.venue) of_kind.push_back(amenity.id);
    }
  }
  if (!of_kind.empty()) return of_kind;
  for (const std::string& venue : {screen.venue, std::string{}}) {
    if (const auto room = find_room(data.venues, venue, to)) return {*room};
  }
  throw Error{ErrorCode::NotFound, "no room, amenity or venue '" + to + "'"};
}

}  // namespace

std::string_view name_of(Profile profile) {
  switch (profile) {
    case Profile::Walk: return "walk";
    case Profile::StepFree: return "step_free";
    case Profile::FewSteps: return "few_steps";
    case Profile::StepFreeStaffed: return "step_free_staffed";
  }
  return "";
}

Json show_directions(const EventData& data, const ShowDirectionsQuery& query, UtcTime at) {
  const Screen& screen = find_screen(data, query.screen);
  const auto only = destinations(data, screen, query.to);
  const Network network{data.venues, data.links, data.closures, at, TimeZone::find(data.event.time_zone)};
  const Writer writer{network, screen.venue};
  Json json{{"screen", screen.id}, {"at", format_instant(at)}, {"profile", name_of(query.profile)}};
  json["destinations"] = Json::array();
  for (const Direction& direction : directions_from(network, screen, {query.profile, only}))
    json["destinations"].push_back(writer.row(direction));
  return json;
}

}  // namespace skylt
