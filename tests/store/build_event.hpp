#pragma once
// Small readable builders for store tests.
#include <string>
#include <vector>

#include "content-server/store/store.hpp"

namespace skylt::test {

inline UtcTime at(const std::string& text) { return parse_instant(text).value(); }

/// A record of a source: "10:00" on 4 May 2027, one hour long.
inline SourceRecord record(const std::string& guid, const std::string& title, const std::string& clock,
                           const std::string& room, const std::string& room_guid = "",
                           const std::string& day = "2027-05-04") {
  SourceRecord record;
  record.guid = guid;
  record.room_guid = room_guid;
  record.session.title = Text::in("sv", title);
  record.session.start = at(day + "T" + clock + ":00+02:00");
  record.session.end = record.session.start + std::chrono::hours{1};
  if (!room.empty()) record.session.room = RoomRef{std::nullopt, room};
  return record;
}

inline ImportResult reading(std::vector<SourceRecord> records, std::vector<SourceRoom> rooms = {}) {
  ImportResult result;
  result.format = "schedule-xml";
  result.records = records.size();
  result.sessions = std::move(records);
  result.rooms = std::move(rooms);
  return result;
}

inline ImportRequest request(const std::string& source, const std::string& now = "2027-05-01T08:00:00Z") {
  ImportRequest request;
  request.source.name = source;
  request.source.format = "schedule-xml";
  request.source.settings.name = source;
  request.source.settings.zone = TimeZone::find("Europe/Stockholm");
  request.actor = "eva";
  request.now = at(now);
  return request;
}

/// One venue "amiralen" with rooms "stora" (Stora salen) and "lilla" (Lilla salen), and a door screen.
inline EventData venue_event() {
  EventData data;
  data.event.id = "mm";
  data.event.name = Text::in("sv", "Malmö Möts");
  data.event.languages = {"sv", "en"};
  Room stora;
  stora.id = "stora";
  stora.name = Text{{"sv", "Stora salen"}, {"en", "Main Hall"}};
  Room lilla;
  lilla.id = "lilla";
  lilla.name = Text::in("sv", "Lilla salen");
  Venue venue;
  venue.id = "amiralen";
  venue.name = Text::in("sv", "Amiralen");
  venue.rooms = {stora, lilla};
  data.venues = {venue};
  Screen screen;
  screen.id = "door-1";
  screen.name = "Dörren";
  screen.venue = "amiralen";
  screen.size = {1920, 1080};
  screen.diagonal_inch = 32;
  screen.distance_mm = 3000;
  screen.layout = "door";
  screen.rooms = {"stora"};
  data.screens = {screen};
  return data;
}

inline ImportOutcome import_event(Store& store, const EventData& data) {
  return store.apply_event(data, request("event.json"), {});
}

/// A store in memory with venue_event() in it.
inline std::unique_ptr<Store> store_with_venue() {
  auto store = Store::create(":memory:", "Europe/Stockholm");
  import_event(*store, venue_event());
  return store;
}

inline Session session_called(Store& store, const std::string& title) {
  for (const Session& session : store.event_data().sessions) {
    if (session.title == Text::in("sv", title)) return session;
  }
  return {};
}

/// Six sessions in two rooms with guids: enough for the shrink guard to judge.
inline std::vector<SourceRecord> six_records() {
  return {record("g1", "Ett", "09:00", "Stora salen", "r1"), record("g2", "Två", "10:00", "Stora salen", "r1"),
          record("g3", "Tre", "11:00", "Stora salen", "r1"), record("g4", "Fyra", "09:00", "Lilla salen", "r2"),
          record("g5", "Fem", "10:00", "Lilla salen", "r2"), record("g6", "Sex", "11:00", "Lilla salen", "r2")};
}

inline std::vector<SourceRoom> two_rooms() { return {{"r1", "Stora salen", 0}, {"r2", "Lilla salen", 1}}; }

}  // namespace skylt::test
