// schedule.json v1 (PROGRAMME-FORMATS §2) and what v1 and v2 share; rules J1–J3.
#include "content-server/import/schedule_json.hpp"

#include <unordered_map>

#include "content-server/import/detect.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace importing {
namespace {

struct RoomTable {
  std::unordered_map<std::string, std::string> guid_of;  ///< clean name -> guid

  std::string guid(const std::string& name) const {
    const auto it = guid_of.find(clean_line(name));
    return it == guid_of.end() ? std::string{} : it->second;
  }
};

RoomTable read_rooms(const Json& schedule, Collector& books) {
  RoomTable table;
  const auto add = [&](const std::string& name, const std::string& guid) {
    books.add_room(name, guid);
    table.guid_of.emplace(clean_line(name), guid);
  };
  const Json& conference = member(schedule, "conference");
  for (const Json* list : {&member(conference, "rooms"), &member(schedule, "rooms")})
    if (list->is_array())
      for (const auto& room : *list) add(scalar_text(room, "name"), scalar_text(room, "guid"));
  for (const auto& day : member(conference, "days"))
    if (member(day, "rooms").is_object())
      for (const auto& [name, events] : member(day, "rooms").items()) add(name, "");
  return table;
}

/// X4 for JSON: the event's own room when the file knows it, else the one under which it is listed.
void read_room(const Json& event, const std::string& listed, const RoomTable& rooms, Collector& books, RawRecord& raw) {
  const std::string own = clean_line(words_of(member(event, "room")));
  const std::string parent = clean_line(listed);
  const bool use_own = !own.empty() && own != parent && (rooms.guid_of.contains(own) || parent.empty());
  raw.room = use_own ? own : parent;
  raw.room_guid = rooms.guid(raw.room);
  if (!own.empty() && own != parent && !parent.empty())
    books.warn("room-mismatch",
               "stands under room '" + parent + "' but names room '" + own + "'; '" + raw.room + "' is used");
}

/// What one event is listed under.
struct Place {
  std::string pointer;
  std::string day;
  std::string room;
};

/// What holds for every event of a file.
struct FileFacts {
  RoomTable rooms;
  std::string base_url;
  bool plain = false;  ///< written by this product
};

void read_event(const Json& event, const Place& place, const FileFacts& file, ScheduleTimes& times, Collector& books) {
  const RawText title = raw_text(event, "title");
  books.begin(place.pointer, title.empty() ? scalar_text(event, "id") : title.front().second);
  if (!event.is_object()) return books.reject("not-an-object", "is not a JSON object");
  RawRecord raw;
  const auto when = times.resolve({.date = scalar_text(event, "date"),
                                   .start = scalar_text(event, "start"),
                                   .day = place.day,
                                   .duration = scalar_text(event, "duration"),
                                   .end = scalar_text(event, "end")});
  if (!when) return;
  raw.start = when->start;
  raw.end = when->end;
  read_room(event, place.room, file.rooms, books, raw);
  raw.guid = identity(event);
  raw.id = scalar_text(event, "id");
  raw.plain = file.plain;
  raw.title = title;
  raw.subtitle = raw_text(event, "subtitle");
  raw.abstract = raw_text(event, "abstract");
  if (raw.abstract.empty()) raw.abstract = raw_text(event, "description");
  raw.track = words_of(member(event, "track"));
  raw.type = words_of(member(event, "type"));
  raw.language = words_of(member(event, "language"));
  raw.people = read_people(member(event, "persons"));
  raw.url = clean_url(scalar_text(event, "url"), file.base_url);
  raw.materials = first_address(member(event, "attachments"));
  books.accept(raw);
}

/// The object that holds "conference", and the pointer to it.
std::pair<const Json*, std::string> find_schedule(const Json& document, std::string_view bytes) {
  const Json& schedule = member(document, "schedule");
  if (schedule.is_object()) return {&schedule, "/schedule"};
  if (member(document, "conference").is_object()) return {&document, ""};
  throw Error{ErrorCode::Invalid, describe_unknown(bytes)};
}

void note_mending(const MendedJson& json, const std::string& encoding, Collector& books) {
  if (encoding != "UTF-8") books.note("encoding: " + encoding);
  if (json.lone_surrogates > 0)
    books.note(std::to_string(json.lone_surrogates) + " broken characters (lone surrogates) were replaced");
  if (json.raw_controls > 0)
    books.note(std::to_string(json.raw_controls) + " control characters in texts were replaced");
  if (!json.duplicate_key.empty())
    books.warn_file(
        json.duplicate_at, "duplicate-key",
        "'" + clean_text(json.duplicate_key, 60) + "' stands twice in one object; what it held first is lost");
}

}  // namespace

RawText raw_text(const Json& object, const char* key) {
  RawText out;
  const Json& value = member(object, key);
  if (value.is_object()) {
    for (const auto& [language, words] : value.items())
      if (words.is_string() && !words.get_ref<const std::string&>().empty())
        out.emplace_back(language, words.get<std::string>());
    return out;
  }
  if (std::string words = scalar_text(object, key); !words.empty()) out.emplace_back("", std::move(words));
  return out;
}

std::vector<Person> read_people(const Json& list) {
  std::vector<Person> people;
  const auto add = [&](const Json& person) {
    Person out;
    if (person.is_string()) out.name = person.get<std::string>();
    for (const char* key : {"name", "public_name", "full_public_name"})
      if (out.name.empty()) out.name = words_of(member(person, key));
    out.role = scalar_text(person, "role");
    if (!out.name.empty()) people.push_back(std::move(out));
  };
  add(list);  // one person without a list around it
  if (people.empty() && list.is_structured())
    for (const auto& person : list) add(person);
  return people;
}

std::string identity(const Json& event) {
  if (std::string guid = scalar_text(event, "guid"); !guid.empty()) return guid;
  if (const std::string code = scalar_text(event, "code"); !code.empty()) return "code:" + code;
  if (const std::string id = scalar_text(event, "id"); !id.empty()) return "id:" + id;
  return {};
}

std::string first_address(const Json& list) {
  if (!list.is_array()) return {};
  for (const auto& item : list) {
    for (const char* key : {"url", "href"})
      if (std::string url = clean_url(scalar_text(item, key)); !url.empty()) return url;
  }
  return {};
}

std::size_t count_events_v1(const Json& schedule) {
  std::size_t count = 0;
  for (const auto& day : member(member(schedule, "conference"), "days"))
    if (member(day, "rooms").is_object())
      for (const auto& events : member(day, "rooms")) count += events.is_array() ? events.size() : 0;
  return count;
}

void read_schedule_v1(const Json& schedule, const std::string& pointer, bool plain, ScheduleTimes& times,
                      Collector& books) {
  const FileFacts file{read_rooms(schedule, books), scalar_text(schedule, "base_url"), plain};
  const Json& days = member(member(schedule, "conference"), "days");
  std::size_t day_number = 0;
  for (const auto& day : days) {
    const std::string at_day = pointer + "/conference/days/" + std::to_string(day_number++);
    const Json& day_rooms = member(day, "rooms");
    if (!day_rooms.is_object()) {
      books.warn_file(at_day, "no-rooms", "this day has no object \"rooms\"; nothing of it is read");
      continue;
    }
    for (const auto& [room, events] : day_rooms.items()) {
      const std::string at_room = at_day + "/rooms/" + pointer_token(room);
      if (!events.is_array()) {
        books.warn_file(at_room, "not-a-list", "is not a list of events; nothing of it is read");
        continue;
      }
      for (std::size_t i = 0; i < events.size(); ++i)
        read_event(events[i], {at_room + "/" + std::to_string(i), scalar_text(day, "date"), room}, file, times, books);
    }
  }
}

namespace {

void learn_lengths(const Json& value, ScheduleTimes& times) {
  if (value.is_object()) times.learn_length(scalar_text(value, "duration"));
  if (value.is_structured())
    for (const auto& each : value) learn_lengths(each, times);
}

}  // namespace
}  // namespace importing

ImportResult parse_schedule_json(std::string_view bytes, const SourceSettings& settings, const Progress& progress) {
  using namespace importing;
  check_size(bytes);
  DecodedText decoded = decode_text(bytes);
  const MendedJson json = parse_mended_json(std::move(decoded.text));
  const auto [schedule, pointer] = find_schedule(json.value, bytes);
  const Json& conference = member(*schedule, "conference");
  const bool flat = member(*schedule, "events").is_array();
  const Json& days = member(conference, "days");
  const bool has_rooms =
      std::any_of(days.begin(), days.end(), [](const Json& day) { return day.is_object() && day.contains("rooms"); });
  if (!flat && schedule->contains("events") && !has_rooms)
    throw Error{ErrorCode::Invalid, pointer + "/events: must be a list of events (schedule.json version 2)"};
  if (!flat && days.is_object())
    throw Error{ErrorCode::Invalid, pointer + "/conference/days: must be a list of days (schedule.json version 1)"};
  if (!flat && !days.is_array())
    throw Error{
        ErrorCode::Invalid,
        "this schedule.json has neither conference.days (version 1) nor events (version 2); nothing can be read"};

  Collector books{"schedule-json", settings, progress,
                  flat ? member(*schedule, "events").size() : count_events_v1(*schedule)};
  books.note(flat ? "dialect: schedule.json version 2" : "dialect: schedule.json version 1");
  note_mending(json, decoded.encoding, books);
  const RawText title = raw_text(conference, "title");
  if (!title.empty()) books.result().title = clean_line(title.front().second);
  ScheduleTimes times{settings, books};
  times.set_zone(scalar_text(conference, "time_zone_name"));
  learn_lengths(*schedule, times);
  const Json& tracks = member(conference, "tracks");
  if (tracks.is_array()) {
    for (const auto& track : tracks) {
      const RawText name = raw_text(track, "name");
      std::string colour = scalar_text(track, "color");
      if (colour.empty()) colour = scalar_text(member(track, "colors"), "light");
      if (!name.empty()) books.add_track(scalar_text(track, "slug"), name.front().second, name.front().first, colour);
    }
  }
  const bool plain = scalar_text(member(json.value, "generator"), "name") == "skylt";
  if (plain) times.trust_lengths();
  if (flat)
    read_schedule_v2(*schedule, pointer, times, books);
  else
    read_schedule_v1(*schedule, pointer, plain, times, books);
  return books.finish();
}

}  // namespace skylt
