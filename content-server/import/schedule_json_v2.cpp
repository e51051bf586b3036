// schedule.json v2, alpha-3 (PROGRAMME-FORMATS §3).
#include <unordered_map>

#include "content-server/import/schedule_json.hpp"
#include "core/base/ascii.hpp"

namespace skylt::importing {
namespace {

using Names = std::unordered_map<std::string, std::string>;

/// conference.rooms by guid, in whatever case (RFC 9562), and by slug.
struct Rooms {
  struct Room {
    std::string name, guid;
  };
  std::unordered_map<std::string, Room> by_guid, by_slug;

  static const Room* find(const std::unordered_map<std::string, Room>& rooms, const std::string& key) {
    const auto it = rooms.find(lower_ascii(key));
    return key.empty() || it == rooms.end() ? nullptr : &it->second;
  }
};

Rooms read_rooms(const Json& conference, Collector& books) {
  Rooms out;
  const Json& rooms = member(conference, "rooms");
  if (!rooms.is_array()) return out;
  for (const auto& room : rooms) {
    const Rooms::Room read{words_of(member(room, "name")), scalar_text(room, "guid")};
    books.add_room(read.name, read.guid);
    out.by_guid.emplace(lower_ascii(read.guid), read);
    out.by_slug.emplace(lower_ascii(scalar_text(room, "slug")), read);
  }
  return out;
}

/// slug -> name of conference.tracks.
Names read_tracks(const Json& conference) {
  Names names;
  const Json& tracks = member(conference, "tracks");
  if (!tracks.is_array()) return names;
  for (const auto& track : tracks) {
    const RawText name = raw_text(track, "name");
    if (!name.empty()) names.emplace(scalar_text(track, "slug"), name.front().second);
  }
  return names;
}

std::string named(const Names& names, const std::string& key) {
  const auto it = names.find(key);
  return it == names.end() ? std::string{} : it->second;
}

/// Only CONFIRMED, ACCEPTED, DELAYED and CANCELED are for the public; everything else is kept hidden.
void read_state(const Json& event, Collector& books, RawRecord& raw) {
  const std::string state = fold_words(clean_text(scalar_text(event, "state")));
  if (state.empty() || state == "confirmed" || state == "accepted") return;
  if (state == "canceled" || state == "cancelled") {
    raw.status = SessionStatus::Cancelled;
  } else if (state == "delayed") {
    books.warn("delayed", "the source says that it is delayed, not until when");
  } else {
    raw.visibility = Visibility::Hidden;
    books.warn("not-public", "its state is '" + clean_text(scalar_text(event, "state"), 40) + "'; it is kept hidden");
  }
}

void read_room(const Json& event, const Rooms& rooms, Collector& books, RawRecord& raw) {
  const Json& room = member(event, "room");
  const std::string guid = scalar_text(room, "guid");
  const std::string slug = scalar_text(room, "slug");
  const auto* known = Rooms::find(rooms.by_guid, guid);
  if (!known) known = Rooms::find(rooms.by_slug, slug);
  raw.room_guid = known ? known->guid : guid;
  raw.room = room.is_string() ? room.get<std::string>() : words_of(member(room, "name"));
  if (raw.room.empty() && known) raw.room = known->name;
  if (!raw.room.empty() || (guid.empty() && slug.empty())) return;
  raw.room = slug;
  books.warn("unknown-room", "its room " + clean_text(guid.empty() ? slug : guid, 60) + " is not in conference.rooms" +
                                 (slug.empty() ? "" : "; '" + clean_text(slug, 60) + "' is shown"));
}

void read_event(const Json& event, const std::string& where, const Rooms& rooms, const Names& tracks,
                ScheduleTimes& times, Collector& books) {
  const RawText title = raw_text(event, "title");
  books.begin(where, title.empty() ? scalar_text(event, "code") : title.front().second);
  if (!event.is_object()) return books.reject("not-an-object", "is not a JSON object");
  RawRecord raw;
  const auto when = times.resolve({.date = scalar_text(event, "start"),
                                   .start = {},
                                   .day = {},
                                   .duration = scalar_text(event, "duration"),
                                   .end = scalar_text(event, "end")});
  if (!when) return;
  raw.start = when->start;
  raw.end = when->end;
  raw.guid = identity(event);
  read_room(event, rooms, books, raw);
  read_state(event, books, raw);
  raw.title = title;
  raw.subtitle = raw_text(event, "subtitle");
  raw.abstract = raw_text(event, "abstract");
  if (raw.abstract.empty()) raw.abstract = raw_text(event, "description");
  const Json& track = member(event, "track");
  raw.track = named(tracks, track.is_string() ? track.get<std::string>() : scalar_text(track, "slug"));
  if (raw.track.empty()) raw.track = words_of(track);
  raw.type = scalar_text(event, "type");
  if (raw.type == "BREAK") raw.kind = SessionKind::Break;
  if (raw.type == "META") raw.kind = SessionKind::Service;
  raw.language = words_of(member(event, "language"));
  raw.people = read_people(member(event, "participants"));
  raw.url = clean_url(scalar_text(event, "url"));
  raw.materials = first_address(member(event, "attachments"));
  books.accept(raw);
}

}  // namespace

void read_schedule_v2(const Json& schedule, const std::string& pointer, ScheduleTimes& times, Collector& books) {
  const Json& conference = member(schedule, "conference");
  const Rooms rooms = read_rooms(conference, books);
  const Names tracks = read_tracks(conference);
  const Json& events = member(schedule, "events");
  for (std::size_t i = 0; i < events.size(); ++i)
    read_event(events[i], pointer + "/events/" + std::to_string(i), rooms, tracks, times, books);
}

}  // namespace skylt::importing
