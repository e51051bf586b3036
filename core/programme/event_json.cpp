#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/programme/event.hpp"
#include "core/programme/json_parts.hpp"

namespace skylt {
namespace {

using parts::put;

constexpr std::array<std::string_view, 3> kMessageKinds{"welcome", "notice", "emergency"};

bool is_hex(char c) { return hex_value(c) >= 0; }

std::string read_colour(JsonReader& reader, const char* key) {
  auto colour = reader.optional_string(key);
  const bool fits = colour.size() == 7 && colour[0] == '#' && std::all_of(colour.begin() + 1, colour.end(), is_hex);
  if (colour.empty() || fits) return colour;
  reader.fault(key, "must be a colour such as #2f7f5f");
  return {};
}

std::string read_zone(JsonReader& reader, const char* key, const std::string& fallback) {
  auto name = reader.optional_string(key, fallback);
  try {
    TimeZone::find(name);
    return name;
  } catch (const Error&) {
    reader.fault(key, "unknown time zone '" + name + "'; use an IANA name such as Europe/Stockholm");
    return fallback;
  }
}

Seconds read_day_change(JsonReader& reader, const char* key, Seconds fallback) {
  const auto text = reader.optional_string(key);
  if (text.empty()) return fallback;
  const auto clock = parse_clock(text);
  if (clock && *clock < std::chrono::hours{24}) return *clock;
  reader.fault(key, "must be a time of day such as 04:00");
  return fallback;
}

std::vector<std::string> read_tags(JsonReader& reader, const char* key) {
  std::vector<std::string> tags;
  for (const auto& tag : reader.strings(key)) {
    const auto language = canonical_language(tag);
    if (language)
      tags.push_back(*language);
    else
      reader.fault(key, "'" + tag + "' is not a language tag such as sv, en-GB or zh-Hans");
  }
  return tags;
}

std::map<std::string, std::vector<std::string>> read_word_list(JsonReader& reader) {
  constexpr std::size_t kLongestName = 120;
  std::map<std::string, std::vector<std::string>> list;
  reader.object("word_list", [&](JsonReader& languages) {
    for (const auto& [tag, ignored] : languages.value().items()) {
      const auto language = canonical_language(tag);
      if (!language) languages.fault(tag, "is not a language tag such as th, lo, km or my");
      for (const auto& raw : languages.strings(tag.c_str())) {
        auto name = clean_text(raw, kLongestName);
        if (name.empty() || name.front() == '|' || name.back() == '|' || name.find("||") != std::string::npos)
          languages.fault(tag, "'" + raw + "' must be a name with a | only between two of its parts");
        else if (language)
          list[*language].push_back(std::move(name));
      }
    }
  });
  return list;
}

}  // namespace

Json to_json(const Event& event) {
  Json json = Json::object();
  json["id"] = event.id;
  put(json, "name", event.name);
  json["time_zone"] = event.time_zone;
  json["day_change"] = format_clock(event.day_change);
  put(json, "start", event.start);
  put(json, "end", event.end);
  put(json, "languages", event.languages);
  put(json, "fallback", event.fallback);
  put(json, "theme", event.theme);
  put(json, "public_address", event.public_address);
  if (event.draft_words) json["draft_words"] = true;
  for (const auto& [language, names] : event.word_list) json["word_list"][language] = names;
  return json;
}

Event read_event(JsonReader& reader) {
  Event event;
  event.id = parts::read_id(reader);
  event.name = read_text(reader, "name");
  event.time_zone = read_zone(reader, "time_zone", event.time_zone);
  event.day_change = read_day_change(reader, "day_change", event.day_change);
  event.start = parts::read_day(reader, "start");
  event.end = parts::read_day(reader, "end");
  if (!event.start.empty() && !event.end.empty() && event.end < event.start)
    reader.fault("end", "lies before the first day, " + event.start);
  event.languages = read_tags(reader, "languages");
  event.fallback = read_tags(reader, "fallback");
  event.theme = reader.optional_string("theme");
  event.public_address = reader.optional_string("public_address");
  if (!event.public_address.empty() && !event.public_address.starts_with("https://") &&
      !event.public_address.starts_with("http://"))
    reader.fault("public_address", "must be an address such as https://example.org");
  event.draft_words = reader.boolean("draft_words", false);
  event.word_list = read_word_list(reader);
  reader.reject_unknown();
  return event;
}

Json to_json(const Organiser& organiser) {
  Json json = Json::object();
  json["id"] = organiser.id;
  put(json, "name", organiser.name);
  put(json, "short_name", organiser.short_name);
  put(json, "url", organiser.url);
  return json;
}

Organiser read_organiser(JsonReader& reader) {
  Organiser organiser;
  organiser.id = parts::read_id(reader);
  organiser.name = read_text(reader, "name");
  organiser.short_name = read_text(reader, "short_name");
  organiser.url = reader.optional_string("url");
  reader.reject_unknown();
  return organiser;
}

Json to_json(const Track& track) {
  Json json = Json::object();
  json["id"] = track.id;
  put(json, "name", track.name);
  put(json, "colour", track.colour);
  return json;
}

Track read_track(JsonReader& reader) {
  Track track;
  track.id = reader.string("id");
  track.name = read_text(reader, "name");
  track.colour = read_colour(reader, "colour");
  reader.reject_unknown();
  return track;
}

Json to_json(const Message& message) {
  Json json = Json::object();
  json["id"] = message.id;
  json["kind"] = parts::name_in(kMessageKinds, message.kind);
  put(json, "text", message.text);
  put(json, "detail", message.detail);
  put(json, "screens", message.screens);
  put(json, "from", message.from);
  put(json, "until", message.until);
  if (message.priority != 0) json["priority"] = message.priority;
  return json;
}

Message read_message(JsonReader& reader) {
  Message message;
  message.id = parts::read_id(reader);
  message.kind = parts::read_enum(reader, "kind", kMessageKinds, message.kind);
  message.text = parts::read_lines(reader, "text");
  message.detail = parts::read_lines(reader, "detail");
  message.screens = reader.strings("screens");
  message.from = reader.optional_instant("from");
  message.until = reader.optional_instant("until");
  message.priority = reader.optional_integer("priority").value_or(0);
  reader.reject_unknown();
  return message;
}

std::vector<RoomEntry> room_entries(std::span<const Venue> venues, std::span<const std::string> chain) {
  std::vector<RoomEntry> entries;
  for (const auto& venue : venues) {
    for (const auto& room : venue.rooms) {
      const auto name = room.name.best_for(chain);
      entries.push_back({room.id, name ? name->text : room.id, venue.id});
    }
  }
  return entries;
}

DayRule day_rule(const Event& event) { return {TimeZone::find(event.time_zone), event.day_change}; }

std::string screen_address(const Event& event, std::string_view screen) {
  if (event.public_address.empty() || screen.empty()) return {};
  std::string address = event.public_address;
  while (address.ends_with('/')) address.pop_back();
  return address + "/s/" + std::string{screen};
}

}  // namespace skylt
