#include "core/snapshot/ways.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace skylt {
namespace {

/// Local minutes of the day at which anything of the venues opens or closes.
std::set<int> hour_edges(const std::vector<Venue>& venues) {
  std::set<int> edges;
  const auto add = [&](const std::vector<OpenHours>& hours) {
    for (const auto& one : hours) {
      edges.insert({one.from_minute % (24 * 60), one.until_minute % (24 * 60)});
      if (!one.days.empty()) edges.insert(0);
    }
  };
  for (const auto& venue : venues) {
    for (const auto& opening : venue.openings) add(opening.hours);
    for (const auto& connector : venue.connectors) add(connector.hours);
    for (const auto& amenity : venue.amenities) add(amenity.hours);
    for (const auto& edge : venue.edges) add(edge.hours);
  }
  return edges;
}

std::optional<UtcTime> next_edge(const std::vector<Venue>& venues, const std::vector<Closure>& closures, UtcTime now,
                                 const TimeZone& zone) {
  std::optional<UtcTime> next;
  const auto add = [&](UtcTime instant) {
    if (instant > now && (!next || instant < *next)) next = instant;
  };
  for (const auto& closure : closures) {
    if (closure.from) add(*closure.from);
    if (closure.until) add(*closure.until);
  }
  const auto midnight = std::chrono::floor<std::chrono::days>(zone.to_local(now)).time_since_epoch();
  for (const int minute : hour_edges(venues))
    for (int day = 0; day < 2; ++day) add(zone.to_utc(LocalTime{midnight + std::chrono::days{day} + Minutes{minute}}));
  return next;
}

}  // namespace

Ways::Ways(const Snapshot& snapshot, UtcTime now, const TimeZone& zone)
    : venues_{snapshot.venues},
      links_{snapshot.links},
      closures_{snapshot.closures},
      screen_{snapshot.screen},
      from_{now},
      network_{venues_, links_, closures_, now, zone},
      pose_{pose_of(network_, screen_)},
      directions_{directions_from(network_, screen_, {})},
      until_{next_edge(venues_, closures_, now, zone)} {}

bool Ways::hold_for(const Snapshot& snapshot, UtcTime now) const {
  return from_ <= now && (!until_ || now < *until_) && screen_ == snapshot.screen && closures_ == snapshot.closures &&
         links_ == snapshot.links && venues_ == snapshot.venues;
}

const Direction* Ways::to_room(const std::string& id) const {
  if (!pose_) return nullptr;
  const auto find = [&](const std::vector<Direction>& rows) -> const Direction* {
    for (const auto& row : rows)
      if (row.kind == DestinationKind::Room && row.id == id) return row.reachable ? &row : nullptr;
    return nullptr;
  };
  if (const auto* own = find(directions_)) return own;
  if (!elsewhere_) {
    DirectionsQuery query;
    for (const auto& venue : venues_)
      for (const auto& room : venue.rooms)
        if (venue.id != screen_.venue) query.only.push_back(room.id);
    elsewhere_ = query.only.empty() ? std::vector<Direction>{} : directions_from(network_, screen_, query);
  }
  if (const auto* room = find(*elsewhere_)) return room;
  // Of other venues a screen may know the doors alone: then the way there.
  for (const auto& venue : venues_) {
    const bool holds = std::any_of(venue.rooms.begin(), venue.rooms.end(), [&](const Room& r) { return r.id == id; });
    if (!holds || venue.id == screen_.venue) continue;
    for (const auto& row : directions_)
      if (row.kind == DestinationKind::Venue && row.id == venue.id && row.reachable) return &row;
  }
  return nullptr;
}

std::shared_ptr<const Ways> ways_at(const Snapshot& snapshot, UtcTime now, const TimeZone& zone) {
  thread_local std::shared_ptr<const Ways> last;
  if (!last || !last->hold_for(snapshot, now)) last = std::make_shared<const Ways>(snapshot, now, zone);
  return last;
}

int minutes_on_foot(double minutes) { return std::max(1, static_cast<int>(std::lround(minutes))); }

bool stands_right(const Sign& sign) { return sign.arrow == ArrowKind::Arrow && sign.bearing > 0 && sign.bearing < 180; }

}  // namespace skylt
