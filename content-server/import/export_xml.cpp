// schedule.xml, valid against the current schema (PROGRAMME-FORMATS §1).
#include <pugixml.hpp>

#include "content-server/import/export_model.hpp"
#include "content-server/import/import.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

using namespace importing;

/// Controls are left out, the two code points that XML 1.0 cannot hold become U+FFFD.
std::string xml_text(const std::string& text) {
  std::string out;
  const std::string valid = valid_utf8(text);
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const auto c = static_cast<unsigned char>(valid[i]);
    if (c < 0x20 && c != '\n' && c != '\t') continue;
    if (valid.compare(i, 3, "\xEF\xBF\xBE") == 0 || valid.compare(i, 3, "\xEF\xBF\xBF") == 0) {
      out += "\xEF\xBF\xBD";
      i += 2;
      continue;
    }
    out += valid[i];
  }
  return out;
}

pugi::xml_node add(pugi::xml_node parent, const char* name, const std::string& text) {
  auto node = parent.append_child(name);
  if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
  return node;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(xml_text(value).c_str());
}

/// "H:MM", or "D:HH:MM" from 24 hours on (X3).
std::string duration_of(Millis length) {
  const auto minutes = std::chrono::round<Minutes>(length);
  if (minutes < std::chrono::hours{24}) return hours_and_minutes(minutes);
  const auto days = std::chrono::floor<std::chrono::days>(minutes);
  return std::to_string(days.count()) + ":" + hours_and_minutes(minutes - days);
}

/// The schema knows names only; a role stands behind the name in brackets and is read again from there.
std::string name_of(const Person& person) {
  return person.role.empty() ? person.name : person.name + " (" + person.role + ")";
}

void add_event(pugi::xml_node parent, const ExportSession& session, const ExportRoom& room, const TimeZone& zone) {
  auto event = parent.append_child("event");
  set(event, "guid", session.guid);
  set(event, "id", std::to_string(session.id));
  const std::string local = format_instant(session.start, zone);
  add(event, "room", room.name);
  add(event, "title", session.title);
  add(event, "subtitle", session.subtitle);
  add(event, "type", session.type);
  add(event, "date", local);
  add(event, "start", local.substr(11, 5));
  add(event, "duration", duration_of(session.end - session.start));
  add(event, "abstract", session.abstract);
  add(event, "track", session.track);
  add(event, "language", session.language);
  auto persons = event.append_child("persons");
  for (const auto& person : session.people) add(persons, "person", name_of(person));
  if (!session.materials.empty())
    set(event.append_child("attachments").append_child("attachment"), "href", session.materials);
  if (!session.url.empty()) add(event, "url", session.url);
}

void add_conference(pugi::xml_node schedule, const ExportModel& model) {
  auto conference = schedule.append_child("conference");
  add(conference, "title", model.title);
  add(conference, "acronym", model.acronym);
  add(conference, "start", format_day(model.days.front().date));
  add(conference, "end", format_day(model.days.back().date));
  add(conference, "days", std::to_string(model.days.size()));
  add(conference, "timeslot_duration", "00:05");
  if (!model.base_url.empty()) add(conference, "base_url", model.base_url);
  add(conference, "time_zone_name", model.zone.name());
  for (const auto& track : model.tracks) {
    auto node = conference.append_child("track");
    set(node, "name", track.name);
    if (!track.colour.empty()) set(node, "color", track.colour);
    if (!track.slug.empty()) set(node, "slug", track.slug);
  }
}

void add_day(pugi::xml_node schedule, const ExportModel& model, const ExportDay& day, std::size_t index) {
  auto node = schedule.append_child("day");
  set(node, "index", std::to_string(index));
  set(node, "date", format_day(day.date));
  set(node, "start", format_instant(day.bounds.start, model.zone));
  set(node, "end", format_instant(day.bounds.end - Seconds{1}, model.zone));
  for (const auto& [room_index, sessions] : day.rooms) {
    const ExportRoom& room = model.rooms[room_index];
    auto room_node = node.append_child("room");
    set(room_node, "name", room.name);
    if (!room.guid.empty()) set(room_node, "guid", room.guid);
    for (const auto& session : sessions) add_event(room_node, session, room, model.zone);
  }
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

std::string written(const pugi::xml_document& document) {
  StringWriter writer;
  document.save(writer, "  ", pugi::format_indent | pugi::format_no_declaration, pugi::encoding_utf8);
  return std::move(writer.text);
}

}  // namespace

std::string export_schedule_xml(const EventData& data) {
  const ExportModel model = make_export_model(data);
  pugi::xml_document document;
  auto schedule = document.append_child("schedule");
  set(schedule.append_child("generator"), "name", "skylt");
  auto version = schedule.append_child("version");
  add_conference(schedule, model);
  std::size_t index = 0;
  for (const auto& day : model.days) add_day(schedule, model, day, ++index);
  // Readers of this format look for changes in the version: it says what the file says.
  version.append_child(pugi::node_pcdata).set_value(sha256_hex(written(document)).substr(0, 12).c_str());
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + written(document);
}

}  // namespace skylt
