// schedule.json v1, valid by its schema (PROGRAMME-FORMATS §2).
#include "content-server/import/export_model.hpp"
#include "content-server/import/import.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

using namespace importing;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(valid_utf8(text)); }

Json event_json(const ExportSession& session, const ExportRoom& room, const TimeZone& zone) {
  const std::string local = format_instant(session.start, zone);
  Json persons = Json::array();
  for (const auto& person : session.people) {
    Json one = {{"name", person.name}};
    if (!person.role.empty()) one["role"] = person.role;
    persons.push_back(std::move(one));
  }
  Json attachments = Json::array();
  if (!session.materials.empty()) attachments.push_back({{"url", session.materials}});
  return {{"guid", session.guid},
          {"id", session.id},
          {"date", local},
          {"start", local.substr(11, 5)},
          {"end", format_instant(session.end, zone)},
          {"duration", hours_and_minutes(session.end - session.start)},
          {"room", room.name},
          {"slug", session.guid},
          {"url", session.url.empty() ? "urn:uuid:" + session.guid : session.url},
          {"title", session.title},
          {"subtitle", text_or_null(session.subtitle)},
          {"track", text_or_null(session.track)},
          {"type", session.type},
          {"language", text_or_null(session.language)},
          {"abstract", text_or_null(session.abstract)},
          {"persons", std::move(persons)},
          {"links", Json::array()},
          {"attachments", std::move(attachments)}};
}

Json day_json(const ExportModel& model, const ExportDay& day, std::size_t index) {
  Json rooms = Json::object();
  for (const auto& [room_index, sessions] : day.rooms) {
    const ExportRoom& room = model.rooms[room_index];
    Json events = Json::array();
    for (const auto& session : sessions) events.push_back(event_json(session, room, model.zone));
    rooms[room.name] = std::move(events);
  }
  return {{"index", index},
          {"date", format_day(day.date)},
          {"day_start", format_instant(day.bounds.start, model.zone)},
          {"day_end", format_instant(day.bounds.end - Seconds{1}, model.zone)},
          {"rooms", std::move(rooms)}};
}

Json conference_json(const ExportModel& model) {
  Json tracks = Json::array();
  for (const auto& track : model.tracks) {
    Json one = {{"name", track.name}};
    if (!track.slug.empty()) one["slug"] = track.slug;
    if (!track.colour.empty()) one["color"] = track.colour;
    tracks.push_back(std::move(one));
  }
  Json rooms = Json::array();
  for (const auto& room : model.rooms) {
    if (room.guid.empty()) continue;
    Json one = {{"name", room.name}, {"guid", room.guid}};
    if (room.capacity) one["capacity"] = *room.capacity;
    rooms.push_back(std::move(one));
  }
  Json days = Json::array();
  for (std::size_t i = 0; i < model.days.size(); ++i) days.push_back(day_json(model, model.days[i], i + 1));
  return {{"acronym", model.acronym},
          {"title", model.title},
          {"start", format_day(model.days.front().date)},
          {"end", format_day(model.days.back().date)},
          {"daysCount", model.days.size()},
          {"timeslot_duration", "00:05"},
          {"time_zone_name", model.zone.name()},
          {"tracks", std::move(tracks)},
          {"rooms", std::move(rooms)},
          {"days", std::move(days)}};
}

}  // namespace

std::string export_schedule_json(const EventData& data) {
  const ExportModel model = make_export_model(data);
  Json conference = conference_json(model);
  Json schedule = {{"version", sha256_hex(dump_json(conference)).substr(0, 12)}};
  if (!model.base_url.empty()) schedule["base_url"] = model.base_url;
  schedule["conference"] = std::move(conference);
  const Json document = {{"$schema", "https://c3voc.de/schedule/schema.json"},
                         {"generator", {{"name", "skylt"}}},
                         {"schedule", std::move(schedule)}};
  return dump_json(document, 2) + "\n";
}

}  // namespace skylt
