// Venues and their rooms, as far as a form makes them; plans come by import (docs/importing-maps.md).
#include <algorithm>

#include "content-server/api/desk.hpp"

namespace skylt {
namespace {

const Venue* find_venue(const EventData& data, const std::string& id) {
  for (const auto& venue : data.venues)
    if (venue.id == id) return &venue;
  return nullptr;
}

/// `list` of the body with what a known room has beside what a form says: its doors, its aliases.
Json rooms_over(const Json& list, const Json& old) {
  if (!list.is_array()) throw Error{ErrorCode::Invalid, "body: /rooms: must be a list"};
  Json rooms = Json::array();
  for (const auto& room : list) {
    Json whole = Json::object();
    for (const auto& known : old)
      if (room.is_object() && known["id"] == room.value("id", Json{})) whole = known;
    if (!room.is_object()) throw Error{ErrorCode::Invalid, "body: /rooms: must be a list of rooms"};
    whole.update(room);
    rooms.push_back(std::move(whole));
  }
  return rooms;
}

/// Rooms have one name in the whole event: sessions and screens say only the room's.
void check_rooms(const EventData& data, const Venue& venue, const Venue* old) {
  for (const auto& room : venue.rooms)
    for (const auto& other : data.venues)
      if (other.id != venue.id &&
          std::any_of(other.rooms.begin(), other.rooms.end(), [&](const Room& each) { return each.id == room.id; }))
        throw Error{ErrorCode::Conflict, "room '" + room.id + "' is one of venue '" + other.id + "' already"};
  if (!old) return;
  for (const auto& room : old->rooms) {
    if (std::any_of(venue.rooms.begin(), venue.rooms.end(), [&](const Room& each) { return each.id == room.id; }))
      continue;
    const auto stands = [&](const Session& session) { return session.room && session.room->id == room.id; };
    const auto hangs = [&](const Screen& screen) {
      return std::find(screen.rooms.begin(), screen.rooms.end(), room.id) != screen.rooms.end();
    };
    if (std::any_of(data.sessions.begin(), data.sessions.end(), stands))
      throw Error{ErrorCode::Conflict, "sessions still stand in room '" + room.id + "'; move them first"};
    if (std::any_of(data.screens.begin(), data.screens.end(), hangs))
      throw Error{ErrorCode::Conflict, "a screen still speaks for room '" + room.id + "'; give it another first"};
  }
}

Venue venue_from(const Call& call, const Venue* old) {
  Json document = old ? to_json(*old) : Json{{"id", call.name()}};
  for (const auto& [key, value] : call.body.items()) {
    if (key == "id" && value != call.name()) throw Error{ErrorCode::Invalid, "body: /id: is not the one of the path"};
    if (key == "rooms") {
      document["rooms"] = rooms_over(value, old ? document["rooms"] : Json::array());
    } else if (key == "name" || key == "address" || key == "id") {
      document[key] = value;
    } else {
      throw Error{ErrorCode::Invalid, "body: unknown key '" + key + "'; a venue's plan comes by import"};
    }
  }
  auto venue = read_body(document, read_venue);
  if (venue.name.empty()) throw Error{ErrorCode::Invalid, "body: /name: is missing"};
  return venue;
}

}  // namespace

HttpResponse put_venue(Desk& desk, Call& call) {
  const EventData before = desk.store.event_data();
  const auto* old = find_venue(before, call.name());
  if (!call.allowed(whose_venue(call.login, call.name()))) throw forbidden("this venue is not one of yours");
  const auto venue = venue_from(call, old);
  if (old && call.only_new() && to_json(*old) != to_json(venue))
    throw Refusal{409, "exists", "there is a venue '" + venue.id + "' already; choose another name"};
  check_rooms(before, venue, old);
  if (call.trying()) {
    EventData after = before;
    std::erase_if(after.venues, [&](const Venue& each) { return each.id == venue.id; });
    after.venues.push_back(venue);
    return tried(desk, call, before, std::move(after));
  }
  std::int64_t revision = 0;
  desk.store.put_venue(venue, call.writer(&revision));
  return written(old ? 200 : 201, revision, Json{{"venue", to_json(venue)}});
}

void put_venue_back(Desk& desk, const std::string& id, const Difference& difference, const Writer& writer) {
  const EventData data = desk.store.event_data();
  const auto* now = find_venue(data, id);
  if (!now) throw Error{ErrorCode::NotFound, "there is no venue '" + id + "'"};
  const auto venue = read_body(taken_back(to_json(*now), difference), read_venue);
  check_rooms(data, venue, now);
  desk.store.put_venue(venue, writer);
}

}  // namespace skylt
