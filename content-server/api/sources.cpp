// Programmes in, and what people decide about rooms and duplicates.
#include <algorithm>

#include "content-server/api/desk.hpp"
#include "content-server/api/import_run.hpp"
#include "content-server/import/fetch.hpp"
#include "content-server/import/import.hpp"

namespace skylt {
namespace {

struct Wanted {
  std::string location, content, name, format, venue, language;
  bool accept = false, apply = false;
};

Wanted read_wanted(JsonReader& reader) {
  Wanted wanted;
  wanted.location = reader.optional_string("location");
  wanted.content = reader.optional_string("content");
  wanted.name = reader.optional_string("name", wanted.location);
  wanted.format = reader.optional_string("format", "auto");
  wanted.venue = reader.optional_string("venue");
  wanted.language = reader.optional_string("language");
  wanted.accept = reader.boolean("accept", false);
  wanted.apply = reader.boolean("apply", false);
  if (!reader.has("apply")) reader.fault("apply", "is missing: false shows the difference, true applies it");
  if (wanted.content.empty() == wanted.location.empty()) reader.fault("content", "either it or a location is needed");
  if (wanted.name.empty()) reader.fault("name", "is needed with content: under it the source is known");
  reader.reject_unknown();
  return wanted;
}

Source source_for(Desk& desk, const Wanted& wanted, const EventData& data) {
  const auto known = desk.store.find_source(wanted.name);
  Source source = known.value_or(Source{});
  source.name = source.settings.name = wanted.name;
  if (!wanted.location.empty()) {
    source.internal = source.internal && source.location == wanted.location;  // marked for that address alone (S-50)
    source.location = wanted.location;
  }
  if (!known) source.settings.zone = TimeZone::find(data.event.time_zone);
  source.settings.day_change = data.event.day_change;
  if (!wanted.venue.empty()) {
    const auto called = [&](const Venue& venue) { return venue.id == wanted.venue; };
    if (std::none_of(data.venues.begin(), data.venues.end(), called))
      throw Error{ErrorCode::NotFound, "body: /venue: the event has no venue '" + wanted.venue + "'"};
    source.settings.venue = wanted.venue;
  }
  if (!wanted.language.empty()) {
    const auto tag = canonical_language(wanted.language);
    if (!tag) throw Error{ErrorCode::Invalid, "body: /language: '" + wanted.language + "' is not a language tag"};
    source.settings.language = *tag;
  }
  return source;
}

/// Only addresses of the public internet (S-50); what lies inside is marked so on the server's command line.
std::string fetch_body(Source& source) {
  const bool url = source.location.starts_with("https://") || source.location.starts_with("http://");
  if (!url) throw Error{ErrorCode::Invalid, "body: /location: must be an https address"};
  auto fetched = fetch_source(source.location, {});
  source.etag = fetched.etag;
  source.last_modified = fetched.last_modified;
  return std::move(fetched.body);
}

struct NamedRoom {
  std::string room;
  RoomAlias alias;
};

NamedRoom read_named_room(JsonReader& reader) {
  NamedRoom named{reader.string("room"), read_alias(reader)};
  reader.reject_unknown();
  return named;
}

struct Pair {
  std::string first, second;
};

Pair read_pair(const Json& body) {
  return read_body(body, [](JsonReader& reader) {
    Pair pair{reader.string("first"), reader.string("second")};
    reader.reject_unknown();
    return pair;
  });
}

}  // namespace

RoomAlias read_alias(JsonReader& reader) {
  return {reader.optional_string("source"), reader.optional_string("text"), reader.optional_string("guid")};
}

HttpResponse post_alias(Desk& desk, Call& call) {
  const auto named = read_body(call.body, read_named_room);
  std::int64_t revision = 0;
  desk.store.add_room_alias(named.room, named.alias, call.writer(&revision));
  return written(200, revision);
}

HttpResponse delete_alias(Desk& desk, Call& call) {
  const auto named = read_body(call.body, read_named_room);
  std::int64_t revision = 0;
  desk.store.remove_room_alias(named.room, named.alias, call.writer(&revision));
  return written(200, revision);
}

HttpResponse post_join(Desk& desk, Call& call) {
  const auto pair = read_pair(call.body);
  std::int64_t revision = 0;
  desk.store.join_sessions(pair.first, pair.second, call.writer(&revision));
  return written(200, revision);
}

HttpResponse post_dismiss(Desk& desk, Call& call) {
  const auto pair = read_pair(call.body);
  std::int64_t revision = 0;
  desk.store.dismiss_duplicate(pair.first, pair.second, call.writer(&revision));
  return written(200, revision);
}

HttpResponse delete_decision(Desk& desk, Call& call) {
  const auto pair = read_pair(call.body);
  std::int64_t revision = 0;
  desk.store.undecide(pair.first, pair.second, call.writer(&revision));
  return written(200, revision);
}

HttpResponse post_import(Desk& desk, Call& call) {
  const auto wanted = read_body(call.body, read_wanted);
  ImportRequest request;
  request.source = source_for(desk, wanted, desk.store.event_data());
  request.dry_run = !wanted.apply;
  request.accept = wanted.accept;
  request.actor = call.actor();
  request.seen = call.writer(nullptr).seen;
  request.now = call.now;
  request.source.settings.now = call.now;
  const auto bytes = wanted.content.empty() ? fetch_body(request.source) : wanted.content;
  const auto format = wanted.format == "auto" ? detect_format(bytes).value_or("auto") : wanted.format;
  if (format == "event")
    return json_response(200, outcome_json(import_event(desk.store, bytes, request), !wanted.apply));
  const auto result = parse_programme(bytes, format, request.source.settings, {});
  request.source.format = result.format;
  return json_response(200, outcome_json(desk.store.apply_import(result, request), !wanted.apply));
}

}  // namespace skylt
