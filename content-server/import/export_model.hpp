#pragma once
// What schedule.xml and schedule.json say of an event: public sessions by service day and room. Pure; the same data
// gives the same value.

#include <map>
#include <string>
#include <vector>

#include "core/programme/event.hpp"

namespace skylt::importing {

struct ExportRoom {
  std::string name;  ///< unique; empty: of sessions without a room
  std::string guid;  ///< stable; empty for the nameless room
  std::optional<int> capacity;
};

struct ExportTrack {
  std::string name;
  std::string slug;  ///< [a-z][a-z0-9-]+, or empty
  std::string colour;
};

struct ExportSession {
  std::string guid;
  int id = 0;         ///< positive, unique, stable while no two sessions collide
  std::string title;  ///< "CANCELLED: …" when it is: these formats have no status
  std::string subtitle;
  std::string abstract;
  std::string track;
  std::string type;      ///< "talk", "break", "service", "open"
  std::string language;  ///< "sv, en"
  std::vector<Person> people;
  std::string url;
  std::string materials;
  UtcTime start;
  UtcTime end;
};

struct ExportDay {
  Day date;
  Interval bounds;
  std::map<std::size_t, std::vector<ExportSession>> rooms;  ///< index into ExportModel::rooms -> by start, title, guid
};

struct ExportModel {
  std::string title;
  std::string acronym;
  std::string base_url;
  TimeZone zone;
  std::vector<ExportRoom> rooms;
  std::vector<ExportTrack> tracks;
  std::vector<ExportDay> days;  ///< every day of the event and every day with a session; at least one
};

/// Hidden sessions are left out; people whose names are withheld too.
ExportModel make_export_model(const EventData& data);

/// A UUID (RFC 9562, version 8) made of `name`; one that is a UUID already is kept.
std::string stable_uuid(const std::string& kind, const std::string& name);

/// "1:05", hours unbounded.
std::string hours_and_minutes(Millis length);

}  // namespace skylt::importing
