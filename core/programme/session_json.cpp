#include <array>

#include "core/programme/event.hpp"
#include "core/programme/json_parts.hpp"

namespace skylt {
namespace {

using parts::put;

constexpr std::array<std::string_view, 3> kVisibilities{"public", "names-withheld", "hidden"};
constexpr std::array<std::string_view, 4> kStatuses{"confirmed", "tentative", "cancelled", "missing"};
constexpr std::array<std::string_view, 4> kKinds{"session", "break", "service", "open"};
constexpr std::array<std::string_view, 6> kChangeKinds{"delayed", "moved", "cancelled", "full", "replaced", "text"};
constexpr Minutes kLongestDelay{14 * 24 * 60};

Json to_json(const RoomRef& room) {
  Json json = Json::object();
  json["id"] = room.id ? Json(*room.id) : Json(nullptr);
  json["name"] = room.name;
  return json;
}

Json people_json(const std::vector<Person>& people, bool with_empty_roles) {
  Json list = Json::array();
  for (const auto& person : people) {
    Json json = Json::object();
    json["name"] = person.name;
    if (with_empty_roles || !person.role.empty()) json["role"] = person.role;
    list.push_back(std::move(json));
  }
  return list;
}

/// An object, or a plain string: the id or the name of a room, told apart by read_event_data().
std::optional<RoomRef> read_room_ref(JsonReader& reader) {
  const Json* value = reader.raw("room");
  if (!value) return std::nullopt;
  if (value->is_string()) return RoomRef{std::nullopt, clean_text(value->get_ref<const std::string&>())};
  std::optional<RoomRef> ref;
  reader.object("room", [&](JsonReader& room) {
    ref.emplace();
    if (room.raw("id")) ref->id = room.string("id");
    ref->name = parts::read_clean(room, "name");
    room.reject_unknown();
  });
  return ref;
}

std::vector<Person> read_people(JsonReader& reader) {
  std::vector<Person> people;
  reader.each("people", [&](JsonReader& item) {
    Person person{parts::read_clean(item, "name"), parts::read_clean(item, "role")};
    if (person.name.empty()) item.fault("name", "is missing or empty");
    item.reject_unknown();
    people.push_back(std::move(person));
  });
  return people;
}

/// Canonical tags; what is none stays as the source wrote it.
std::vector<std::string> read_spoken(JsonReader& reader, const char* key) {
  auto tags = reader.strings(key);
  for (auto& tag : tags) tag = canonical_language(tag).value_or(tag);
  return tags;
}

void check_kind(JsonReader& reader, const Change& change) {
  if (change.kind == ChangeKind::Delayed && !change.start && !change.minutes)
    reader.fault("minutes", "is missing: a delay needs 'minutes' or a new 'start'");
  if (change.kind == ChangeKind::Moved && !change.room)
    reader.fault("room", "is missing: a move needs the id or the name of the new room");
  if (change.kind == ChangeKind::Replaced && !change.by)
    reader.fault("by", "is missing: a replacement needs the id of the session that takes the place");
  if (change.kind == ChangeKind::Text && change.text.empty())
    reader.fault("text", "is missing: a change of kind text needs what to say");
}

}  // namespace

Json to_json(const Session& session) {
  Json json = Json::object();
  json.get_ref<Json::object_t&>().reserve(16);  // which copies every key when it grows
  json["id"] = session.id;
  put(json, "source", session.source);
  put(json, "title", session.title);
  put(json, "short_title", session.short_title);
  put(json, "subtitle", session.subtitle);
  put(json, "abstract", session.abstract);
  json["start"] = format_instant(session.start);
  json["end"] = format_instant(session.end);
  if (session.all_day) json["all_day"] = true;
  if (session.room) json["room"] = to_json(*session.room);
  put(json, "venue", session.venue);
  put(json, "track", session.track);
  put(json, "organisers", session.organisers);
  if (!session.people.empty()) json["people"] = people_json(session.people, false);
  put(json, "languages", session.languages);
  put(json, "interpreted", session.interpreted);
  put(json, "access", session.access);
  put(json, "audience", session.audience);
  put(json, "url", session.url);
  put(json, "materials", session.materials);
  if (session.visibility != Visibility::Public) json["visibility"] = parts::name_in(kVisibilities, session.visibility);
  if (session.status != SessionStatus::Confirmed) json["status"] = parts::name_in(kStatuses, session.status);
  if (session.kind != SessionKind::Session) json["kind"] = parts::name_in(kKinds, session.kind);
  return json;
}

Json session_document(const Session& session) {
  Json json = Json::object();
  json["id"] = session.id;
  json["source"] = session.source;
  json["title"] = to_json(session.title);
  put(json, "short_title", session.short_title);
  put(json, "subtitle", session.subtitle);
  put(json, "abstract", session.abstract);
  json["start"] = format_instant(session.start);
  json["end"] = format_instant(session.end);
  if (session.all_day) json["all_day"] = true;
  json["room"] = session.room ? to_json(*session.room) : Json(nullptr);
  json["venue"] = session.venue;
  json["track"] = session.track;
  json["organisers"] = parts::strings(session.organisers);
  json["people"] = people_json(session.people, true);
  json["languages"] = parts::strings(session.languages);
  json["interpreted"] = parts::strings(session.interpreted);
  json["access"] = parts::strings(session.access);
  json["audience"] = parts::strings(session.audience);
  put(json, "url", session.url);
  json["materials"] = session.materials;
  json["visibility"] = parts::name_in(kVisibilities, session.visibility);
  json["status"] = parts::name_in(kStatuses, session.status);
  json["kind"] = parts::name_in(kKinds, session.kind);
  return json;
}

Session read_session(JsonReader& reader) {
  Session session;
  session.id = parts::read_id(reader);
  session.source = reader.optional_string("source");
  session.title = read_text(reader, "title");
  session.short_title = read_text(reader, "short_title");
  session.subtitle = read_text(reader, "subtitle");
  session.abstract = parts::read_lines(reader, "abstract");
  session.start = reader.instant("start");
  session.end = reader.instant("end");
  session.all_day = reader.boolean("all_day", false);
  session.room = read_room_ref(reader);
  session.venue = reader.optional_string("venue");
  session.track = parts::read_clean(reader, "track");
  session.organisers = reader.strings("organisers");
  session.people = read_people(reader);
  session.languages = read_spoken(reader, "languages");
  session.interpreted = read_spoken(reader, "interpreted");
  session.access = reader.strings("access");
  session.audience = reader.strings("audience");
  session.url = reader.optional_string("url");
  session.materials = reader.optional_string("materials");
  session.visibility = parts::read_enum(reader, "visibility", kVisibilities, session.visibility);
  session.status = parts::read_enum(reader, "status", kStatuses, session.status);
  session.kind = parts::read_enum(reader, "kind", kKinds, session.kind);
  // Derived: written by `show`, worth nothing when read.
  reader.raw("changes");
  reader.raw("service_day");
  reader.reject_unknown();
  return session;
}

Json to_json(const Change& change) {
  Json json = Json::object();
  json["id"] = change.id;
  json["session"] = change.session;
  json["kind"] = parts::name_in(kChangeKinds, change.kind);
  put(json, "start", change.start);
  if (change.minutes) json["minutes"] = change.minutes->count();
  if (change.room) json["room"] = *change.room;
  if (change.by) json["by"] = *change.by;
  put(json, "text", change.text);
  if (change.following) json["following"] = true;
  put(json, "until", change.until);
  put(json, "author", change.author);
  if (change.created != UtcTime{}) json["created"] = format_instant(change.created);
  put(json, "seen_start", change.seen_start);
  if (change.seen_room) json["seen_room"] = *change.seen_room;
  return json;
}

Change read_change(JsonReader& reader) {
  Change change;
  change.id = parts::read_id(reader);
  change.session = reader.string("session");
  if (!reader.has("kind")) reader.fault("kind", "is missing");
  change.kind = parts::read_enum(reader, "kind", kChangeKinds, change.kind);
  change.start = reader.optional_instant("start");
  if (const auto minutes = reader.optional_integer("minutes")) {
    change.minutes = Minutes{*minutes};
    if (std::chrono::abs(*change.minutes) > kLongestDelay) reader.fault("minutes", "is more than 14 days");
  }
  if (reader.raw("room")) change.room = parts::read_clean(reader, "room");
  if (reader.raw("by")) change.by = reader.optional_string("by");
  change.text = parts::read_lines(reader, "text");
  change.following = reader.boolean("following", false);
  change.until = reader.optional_instant("until");
  change.author = parts::read_clean(reader, "author");
  change.created = reader.optional_instant("created").value_or(UtcTime{});
  change.seen_start = reader.optional_instant("seen_start");
  if (reader.raw("seen_room")) change.seen_room = parts::read_clean(reader, "seen_room");
  check_kind(reader, change);
  reader.reject_unknown();
  return change;
}

}  // namespace skylt
